"""Scan day: three people, one member of staff, a telephone, a signature, a colleague."""

import pytest
from playwright.sync_api import expect

from contributions.models import Contribution, Visitor
from contributions.states import Status
from tests.factories import jpeg
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_resident_to_visitor import go_on, press

pytestmark = pytest.mark.django_db(transaction=True)


def photograph(name: str) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(900, 600)}


def ticket(page, name: str) -> Visitor:
    """Write down who stands here."""
    page.goto("/moderation/scan-day/")
    page.locator("[name=name]").fill(name)
    press(page.locator("form.scan-day__new button"))
    return Visitor.objects.get(name=name)


def open_box(page, kind: str) -> None:
    page.locator(f"[name=kind][value={kind}]").check()
    press(page.locator("form.scan-day__new button"))


def tell_and_sign(page, title: str, *, with_finger=False, on_paper=False) -> None:
    """Fill in what the person tells, let them sign, and send."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=story]").fill("Ми жили тут до переїзду.")
    page.locator("[name=date_said]").fill("before the war")
    go_on(page)
    if page.locator("[name=taken_by]").count():
        page.locator("[name=taken_by][value=family]").check()
    page.locator("[name=audience][value=public]").check()
    go_on(page)
    page.locator("[name=credit][value=anonymous]").check()
    page.locator("[name=consent]").check()
    if with_finger:
        room = page.locator("canvas.sign__room")
        room.scroll_into_view_if_needed()
        box = room.bounding_box()
        page.mouse.move(box["x"] + 30, box["y"] + 60)
        page.mouse.down()
        for step in range(1, 12):
            page.mouse.move(box["x"] + 30 + step * 15, box["y"] + 60 + (step % 3) * 20)
        page.mouse.up()
    elif on_paper:
        page.locator("[name=paper]").set_input_files([photograph("paper.jpg")])
    else:
        page.locator("[name=signed_name]").fill("Іван Вербовий")
    press(page.locator("button[name=send]"))


def test_three_people_one_desk_and_a_telephone(
    open_browser, sign_in, cast, run_tasks, foreign, problems
):
    desk = open_browser(DESKTOP, language="en")
    sign_in(desk, cast["moderator"])

    # The first has prints in the scanner's folder, and signs with a finger.
    first = ticket(desk, "Ганна Коваль")
    assert first.ticket == 1
    open_box(desk, "photos")
    desk.locator("input.files__input").set_input_files(
        [photograph("a.jpg"), photograph("b.jpg")]
    )
    expect(desk.locator("[data-file]")).to_have_count(2)
    go_on(desk)
    tell_and_sign(desk, "Двір", with_finger=True)
    assert desk.url.endswith(f"/moderation/scan-day/{first.pk}/")

    # The second has photographs in their telephone: a code leads it to the box.
    second = ticket(desk, "Іван Вербовий")
    assert second.ticket == 2
    open_box(desk, "photos")
    desk.goto(f"/moderation/scan-day/{second.pk}/")
    press(desk.get_by_role("button", name="Photos from a telephone"))
    expect(desk.locator(".scan-day__code svg")).to_be_visible()
    address = desk.locator("[data-part=address]").inner_text()
    phone = open_browser(PHONE, language="uk")
    phone.goto(address)
    assert overflow(phone) <= 0
    phone.locator("input[type=file]").set_input_files(
        [photograph("1.jpg"), photograph("2.jpg"), photograph("3.jpg")]
    )
    press(phone.locator("form.draft button[type=submit]"))
    expect(phone.get_by_role("status").first).to_contain_text("3")
    press(desk.get_by_role("button", name="Go on with it"))
    expect(desk.locator("[data-file]")).to_have_count(3)
    go_on(desk)
    tell_and_sign(desk, "Завод")
    phone.goto(address)  # the box is sent: the code has ended
    expect(phone.locator("input[type=file]")).to_have_count(0)

    # The third has no photograph, only a memory, and two boxes of it.
    third = ticket(desk, "Олег Сало")
    open_box(desk, "memory")
    tell_and_sign(desk, "Трамвай", with_finger=True)
    open_box(desk, "memory")
    tell_and_sign(desk, "Гудок", on_paper=True)

    boxes = Contribution.objects.order_by("pk")
    assert [box.status for box in boxes] == [Status.SUBMITTED] * 4
    assert [box.attachments.count() for box in boxes] == [2, 3, 0, 0]
    assert {box.email for box in boxes} == {""}
    signed = [box.consents.get() for box in boxes]
    assert [bool(one.signature) for one in signed] == [True, False, True, False]
    assert [bool(one.paper) for one in signed] == [False, False, False, True]
    assert {one.witness for one in signed} == {cast["moderator"]}

    # The slip: a code for each box leads the person to their own page.
    press(desk.get_by_role("button", name="Slip to take home"))
    codes = desk.locator(".slip__one")
    expect(codes).to_have_count(2)
    desk.emulate_media(media="print")  # nothing on it but what is taken home
    expect(desk.locator("header.header, footer, .staff-bar").first).to_be_hidden()
    expect(desk.locator(".slip__library")).to_be_visible()
    assert all(one.is_visible() for one in desk.locator(".slip__code svg").all())
    desk.emulate_media(media="screen")
    paper = codes.first.locator(".slip__address").inner_text()
    home = open_browser(PHONE, language="uk")
    home.goto(paper)
    press(home.locator("main form button").first)
    expect(home.locator("h1")).to_contain_text("Трамвай")

    # Who entered it does not decide; a colleague does.
    reference = boxes[0].reference
    desk.goto(f"/moderation/{reference}/")
    expect(desk.locator("button[name=how], form[action$='/publish/']")).to_have_count(0)
    other = open_browser(DESKTOP, language="en")
    sign_in(other, cast["colleague"])
    run_tasks()
    other.goto(f"/moderation/{reference}/")
    expect(other.locator("form[action$='/publish/']").first).to_be_visible()

    assert third.boxes.count() == 2
    assert not foreign
    assert not problems
