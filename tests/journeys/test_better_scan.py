"""A resident sends a larger copy of a published photo; the visitor sees it sharper."""

import io

import pytest
from django.core.files.storage import storages
from PIL import Image
from playwright.sync_api import expect

from contributions.models import Contribution, Resemblance
from contributions.states import Status
from history import masters, publishing
from history.models import Item, SupersededFile
from tests.history.test_likeness import scene
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_resident_to_visitor import go_on, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


def encoded(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


@pytest.fixture
def published(cast, tmp_path) -> Item:
    """A small photograph that somebody gave earlier."""
    path = tmp_path / "small.jpg"
    path.write_bytes(encoded(scene(5).resize((400, 300)), 60))
    master = masters.prepare(masters.keep(path, original_name="small.jpg"))
    return publishing.publish(
        publishing.Description(
            kind="photo", title="Наш двір", language="uk", credit_line="Олена Коваль"
        ),
        files=[publishing.File(master=master)],
        by=cast["curator"],
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_better_scan_goes_the_whole_way(
    open_browser, sign_in, cast, run_tasks, published, foreign, problems, scripts
):
    before = published.media.get()
    large = encoded(scene(5).resize((1600, 1200), Image.Resampling.LANCZOS), 90)

    # The resident, on a phone.
    phone = open_browser(PHONE, language="en", java_script_enabled=scripts)
    sign_in(phone, cast["resident"])
    phone.goto("/contribute/")
    press(phone.locator("button[name=kind][value=photos]"))
    phone.locator("input[type=file]").set_input_files(
        {"name": "album.jpg", "mimeType": "image/jpeg", "buffer": large}
    )
    if scripts:
        expect(phone.locator("[data-file]")).to_have_count(1)
        run_tasks()
    else:
        phone.locator(".draft__leave summary").click()
        press(phone.locator("button[name=save]:visible").last)
        run_tasks()
        phone.reload()
    question = phone.locator("fieldset.likeness")
    expect(question).to_be_visible()
    expect(question.get_by_role("link", name="Наш двір")).to_be_visible()
    expect(question.locator("img.picture__image")).to_have_count(2)
    assert overflow(phone) <= 0
    question.get_by_label("Mine is a better scan").check()
    go_on(phone)
    phone.locator("[name=title]").fill("Двір на Млиновій")
    go_on(phone)
    phone.locator("[name=taken_by][value=family]").check()
    phone.locator("[name=reuse][value=free]").check()
    phone.locator("[name=audience][value=public]").check()
    go_on(phone)
    phone.locator("[name=credit][value=name]").check()
    phone.locator("[name=name]").fill("Петро Сало")
    phone.locator("[name=consent]").check()
    press(phone.locator("button[name=send]"))
    gift = Contribution.objects.get()
    assert gift.status == Status.SUBMITTED
    assert Resemblance.objects.get(attachment__contribution=gift).answer == "better"

    # The moderator sees both and puts the new one in the place of the old.
    desk = open_browser(DESKTOP, language="en", java_script_enabled=scripts)
    sign_in(desk, cast["moderator"])
    desk.goto(f"/moderation/{gift.reference}/")
    pair = desk.locator("section.likeness")
    expect(pair.locator("img.picture__image")).to_have_count(2)
    expect(pair).to_contain_text("The giver says: a better scan")
    expect(pair).to_contain_text("400 × 300")
    desk.locator("[name=how][value=replace]").check()
    expect(desk.locator("[name=replaced]")).to_be_checked()
    press(desk.locator("button[form=publish]").first)
    gift.refresh_from_db()
    assert (gift.status, gift.item) == (Status.PUBLISHED, published)

    # The visitor finds it sharper, where it was, with both names.
    visitor = open_browser(PHONE, language="en")
    assert visitor.goto(published.get_absolute_url()).status == 200
    shown = published.media.get()
    assert shown.pk == before.pk and shown.width_px == 1600
    assert shown.picture.src in visitor.content()
    expect(visitor.locator("main")).to_contain_text("Олена Коваль і Петро Сало")
    assert not storages["public"].exists(before.renditions[0]["path"])
    assert SupersededFile.objects.get().master == before.master
    assert foreign == [] and problems == []
