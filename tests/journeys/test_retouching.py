"""A face is covered before publication, a print is turned after it, backs find fronts.

Both ways: with scripts the boxes are drawn on the picture, without them numbers are typed.
"""

import re
from pathlib import Path

import pytest
from django.core.files.storage import storages
from playwright.sync_api import expect

from contributions import drafting, workflow
from contributions.models import Attachment, Contribution
from contributions.states import Status
from history import publishing
from history.models import Item
from tests import factories
from tests.history.retouched import has_face
from tests.history.retouched import keep as keep_portrait
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


@pytest.fixture
def gift(tmp_path, cast):
    gift = factories.make_contribution(status=Status.SUBMITTED, files=0)
    Attachment.objects.create(
        contribution=gift, master=keep_portrait(tmp_path), original_name="portrait.jpg"
    )
    return gift


@pytest.fixture
def item(gift, cast):
    words = publishing.Description(kind="photo", title="Портрет", language="uk")
    return workflow.publish(gift, by=cast["moderator"], description=words)[0]


def public_files(item: Item) -> list[bytes]:
    root = Path(storages["public"].location)
    return [
        (root / step["path"]).read_bytes()
        for media in item.media.all()
        for step in media.renditions
    ]


def looks_right(page) -> list[str]:
    """Say what is wrong with a page for eyes, keys and screen readers."""
    wrong = violations(page)
    if overflow(page) > 0:
        wrong.append("runs over the edge")
    return wrong


def drag(page, box, way) -> None:
    """Draw from one corner to another, in shares of a box."""
    (left, top), (right, bottom) = way
    page.mouse.move(box["x"] + left * box["width"], box["y"] + top * box["height"])
    page.mouse.down()
    page.mouse.move(
        box["x"] + right * box["width"], box["y"] + bottom * box["height"], steps=5
    )
    page.mouse.up()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_face_is_covered_at_the_desk(
    open_browser, sign_in, cast, gift, foreign, problems, scripts
):
    desk = open_browser(DESKTOP, java_script_enabled=scripts)
    sign_in(desk, cast["moderator"])
    desk.goto(f"/moderation/{gift.reference}/")
    desk.get_by_role("link", name="Turn, crop, cover").click()
    if scripts:
        frame = desk.locator(".retouch__frame")
        frame.scroll_into_view_if_needed()
        drag(desk, frame.bounding_box(), ((0.5, 0.25), (0.75, 0.5)))
        expect(desk.locator(".retouch__box--mask")).to_have_count(1)
        expect(desk.locator("[data-part=says]")).to_contain_text(
            "Covered place 1: 50 %"
        )
    else:
        numbers = {"x": "50", "y": "25", "width": "25", "height": "25"}
        for name, value in numbers.items():
            desk.locator(f"[name=masks-0-{name}]").fill(value)
        desk.get_by_role("button", name="Show the result").click()
        expect(desk.get_by_text("Not saved yet: places covered: 1.")).to_be_visible()
    if scripts:
        assert looks_right(desk) == []
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_url(re.compile(f"/moderation/{gift.reference}/$"))
    expect(desk.get_by_text("places covered: 1").first).to_be_visible()

    desk.locator("button[form=publish]").click()
    desk.wait_for_url(re.compile("done="))

    gift.refresh_from_db()
    assert len(public_files(gift.item)) >= 4
    assert not any(has_face(data) for data in public_files(gift.item))
    visitor = open_browser(PHONE, language="uk")
    visitor.goto(gift.item.get_absolute_url())
    shown = visitor.locator("main img[srcset]").first
    for address in shown.get_attribute("srcset").split(", "):
        body = visitor.request.get(address.split(" ")[0]).body()
        assert not has_face(body)
    assert (foreign, problems) == ([], [])


def test_a_print_is_turned_by_keyboard_after_publication(
    open_browser, sign_in, cast, item, foreign, problems
):
    before = {step["path"] for step in item.media.get().renditions}
    page = open_browser(PHONE, scheme="dark")
    sign_in(page, cast["curator"])
    page.goto(item.get_absolute_url())
    page.get_by_text("Turn, crop, cover").click()
    page.get_by_role("link", name=re.compile("^Picture:")).click()

    expect(page.locator(".retouch__frame")).to_be_visible()
    page.get_by_role("button", name="Right").press("Enter")
    expect(page.locator("[name=rotate]")).to_have_value("90")
    page.get_by_role("button", name="Cover a place").press("Enter")
    page.keyboard.press("ArrowRight")  # what the eye sees as right
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-part=says]")).to_have_text(
        "Covered place 1: 40 % from the left, 39 % from the top, 21 % wide, 20 % high"
    )
    assert looks_right(page) == []
    handles = page.locator(".retouch__handle:visible")
    for handle in handles.all():
        assert min(handle.bounding_box()[side] for side in ("width", "height")) >= 44
    page.keyboard.press("Delete")
    expect(page.locator(".retouch__box--mask")).to_have_count(0)
    page.get_by_role("button", name="Take back").press("Enter")
    expect(page.locator(".retouch__box--mask")).to_have_count(1)
    page.get_by_role("button", name="Take back").press("Enter")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Please fill this in").first).to_be_visible()
    expect(page.locator(".retouch__frame")).to_be_visible()
    expect(page.locator("[name=rotate]")).to_have_value("90")
    page.get_by_label("Why is it changed?").fill("It lay on its side")
    page.get_by_role("button", name="Save").press("Enter")
    page.wait_for_url(re.compile(f"{item.reference}/[^/]*/?$"))

    media = item.media.get()
    assert (media.width_px, media.height_px) == (1000, 1600)
    for path in before:
        assert page.request.get(f"/media/{path}").status == 404
    assert media.revisions.get().reason == "It lay on its side"
    assert (foreign, problems) == ([], [])


def test_the_frame_is_cropped_by_finger_and_by_key(
    open_browser, sign_in, cast, gift, problems
):
    page = open_browser(PHONE, has_touch=True)
    sign_in(page, cast["moderator"])
    file = gift.attachments.get()
    page.goto(f"/moderation/{gift.reference}/files/{file.pk}/edit/")
    crop = page.locator(".retouch__box--frame")
    box = page.locator(".retouch__frame").bounding_box()

    handle = crop.locator("[data-corner=se]")
    at = {"pointerId": 7, "pointerType": "touch", "button": 0, "bubbles": True}
    spot = {"clientX": box["x"] + box["width"], "clientY": box["y"] + box["height"]}
    page.evaluate(
        """([handle, at, from, to]) => {
          const frame = handle.closest(".retouch__frame");
          frame.setPointerCapture = () => {};
          const send = (target, type, spot) =>
            target.dispatchEvent(new PointerEvent(type, { ...at, ...spot, cancelable: true }));
          send(handle, "pointerdown", from);
          send(frame, "pointermove", to);
          send(frame, "pointerup", to);
        }""",
        [
            handle.element_handle(),
            at,
            spot,
            {
                "clientX": box["x"] + box["width"] / 2,
                "clientY": box["y"] + box["height"] * 0.75,
            },
        ],
    )
    expect(page.locator("[data-part=says]")).to_contain_text("50 % wide, 75 % high")
    crop.press("ArrowRight")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(f"/moderation/{gift.reference}/$"))

    file.refresh_from_db()
    assert file.edits_of(0)["crop"] == pytest.approx([0.01, 0, 0.5, 0.75], abs=0.005)
    assert problems == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_resident_pairs_front_and_back(
    open_browser, sign_in, cast, problems, scripts
):
    draft = drafting.begin("photos", language="uk", user=cast["resident"])
    for position, name in enumerate(("street.jpg", "letters.jpg", "river.jpg")):
        Attachment.objects.create(
            contribution=draft, master=factories.make_master(), original_name=name,
            position=position,
        )  # fmt: skip
    phone = open_browser(PHONE, java_script_enabled=scripts)
    sign_in(phone, cast["resident"])
    phone.goto(f"/contribute/{draft.reference}/")
    row = phone.locator("[data-file]").nth(2)
    row.locator("summary").click()

    row.locator(".fronts__one", has_text="street.jpg").click()

    expect(phone.get_by_text("the back of street.jpg")).to_be_visible()
    files = Attachment.objects.filter(contribution=draft).order_by("position")
    assert [one.original_name for one in files] == [
        "street.jpg", "river.jpg", "letters.jpg",
    ]  # fmt: skip
    assert files[1].back_of == files[0]
    if scripts:
        assert looks_right(phone) == []
    assert problems == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1280"])
def test_a_visitor_turns_a_print_over(open_browser, cast, problems, size):
    gift = factories.make_contribution(status=Status.SUBMITTED, files=2)
    front, back = gift.attachments.order_by("position")
    workflow.pair(back, front=front, by=cast["moderator"])
    words = publishing.Description(kind="photo", title="Листівка", language="en")
    (item,) = workflow.publish(
        Contribution.objects.get(pk=gift.pk), by=cast["moderator"], description=words
    )
    page = open_browser(size, java_script_enabled=False)
    page.goto(item.get_absolute_url())
    expect(page.locator("[data-side=front]")).to_be_visible()
    expect(page.locator("[data-side=back]")).to_be_hidden()

    page.get_by_role("radio", name="Front", exact=True).press("ArrowRight")

    expect(page.get_by_role("radio", name="Back", exact=True)).to_be_checked()
    expect(page.locator("[data-side=back]")).to_be_visible()
    expect(page.locator("[data-side=front]")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("[data-side]:visible")).to_have_count(2)
    page.emulate_media(media="screen")
    page.get_by_text("Front", exact=True).click()
    expect(page.locator("[data-side=front]")).to_be_visible()
    page = open_browser(size)
    page.goto(item.get_absolute_url())
    assert looks_right(page) == []
    assert problems == []
