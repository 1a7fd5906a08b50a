"""The main job, end to end: a resident gives, a moderator publishes, a visitor finds.

Real JPEG files with EXIF and a GPS position (from real cameras where the folder of
samples is present, else drawn here), a real browser at 360 px, real mails.
"""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import storages
from PIL import Image
from playwright.sync_api import expect

from contributions import notifications
from contributions.models import Contribution, Letter
from contributions.states import Status
from history.models import Item, Master, Media
from tests import factories
from tests.conftest import SAMPLES
from tests.journeys.conftest import DESKTOP, PHONE, overflow

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "halyna.canary@people.test"
PRIVATE = [EMAIL.encode(), b"halyna.canary", b"GPS\x00", b"Exif\x00\x00"]
# Of the file that was fetched; the element tells the width it is shown in.
WIDTH_OF_FILE = """async (image) => {
  const file = new Image();
  file.src = image.currentSrc;
  await file.decode();
  return file.naturalWidth;
}"""


def jpeg_with_position(seed: int) -> bytes:
    """Draw a JPEG that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "CanaryCamera"
    exif[0x8769] = {0x9003: "1999:05:01 10:00:00"}
    exif[0x8825] = {1: "N", 2: (50.0, 7.0, 24.4416), 3: "E", 4: (30.0, 39.0, 15.7644)}
    return factories.jpeg(1600, 1100, seed=seed, exif=exif.tobytes())


def photographs() -> list[dict]:
    """Three files as a phone would send them."""
    names = [
        "gps_nikon_dscn0010.jpg",
        "phone_iphone_gps.jpg",
        "orientation_Portrait_6.jpg",
    ]
    if SAMPLES.is_dir():
        data = [(SAMPLES / name).read_bytes() for name in names]
    else:
        print("no folder of real camera files: the pictures are drawn here")
        data = [jpeg_with_position(seed) for seed in (1, 2, 3)]
    return [
        {"name": name, "mimeType": "image/jpeg", "buffer": content}
        for name, content in zip(names, data, strict=True)
    ]


def press(button) -> None:
    """Press a button and wait for the page it leads to."""
    with button.page.expect_navigation():
        button.click()


def go_on(page) -> None:
    """Go to the next screen of a draft."""
    press(page.locator("button[name=next]"))


def link_in(message) -> str:
    return re.search(r"https?://\S+key=\S+", message.body)[0]


def public_bytes() -> dict[str, bytes]:
    """Read everything that anybody may fetch from the public storage."""
    root = Path(storages["public"].location)
    files = [path for path in root.rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_three_photographs_go_the_whole_way(
    open_browser, sign_in, cast, run_tasks, settings, foreign, problems, scripts
):
    settings.UNDO_MINUTES = 0
    public_before = set(public_bytes())
    collection = factories.make_collection(
        "Вулиці міста", slug="streets", title_en="Streets of the town"
    )
    place = factories.make_place(
        "Заводська вулиця", slug="zavodska", name_en="Mill Street"
    )

    # The resident, without an account, on a phone.
    phone = open_browser(PHONE, language="uk", java_script_enabled=scripts)
    phone.goto("/")
    phone.locator("a[href='/contribute/']").first.click()
    phone.locator("button[name=kind][value=photos]").click()
    phone.wait_for_url(re.compile(r"/contribute/[0-9A-Z]{8}/"))
    broken = {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": b"<html>" * 50}
    phone.locator("input[type=file]").set_input_files([*photographs(), broken])
    if scripts:
        expect(phone.locator("[data-file]")).to_have_count(3)
        expect(phone.locator(".strip__error:visible")).to_have_count(1)
        phone.locator("[data-part=drop]:visible").click()
    else:
        # The broken file is named; every good file is there.
        go_on(phone)
        assert "letter.jpg" in phone.content()
        expect(phone.locator("[data-file]")).to_have_count(3)
    go_on(phone)
    phone.locator("[name=title]").fill("Трамваї на нашій вулиці")
    phone.locator("[name=story]").fill("Мама стоїть біля зупинки, я тримаю її за руку.")
    phone.locator("[name=date_said]").fill("початок 60-х")
    phone.locator("[name=place_said]").fill("Заводська вулиця")
    go_on(phone)
    phone.locator("[name=taken_by][value=family]").check()
    phone.locator("[name=reuse][value=free]").check()
    phone.locator("[name=audience][value=public]").check()
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("Трамваї на нашій вулиці")
    phone.locator("[name=credit][value=initials]").check()
    phone.locator("[name=name]").fill("Галина Коваль")
    phone.locator("[name=email]").fill(EMAIL)
    phone.locator("[name=consent]").check()
    contribution = Contribution.objects.get()
    press(phone.locator("button[name=send]"))
    contribution.refresh_from_db()
    assert contribution.attachments.count() == 3
    assert contribution.status == Status.DRAFT
    assert contribution.sent_at is not None

    # The letter proves the address; looking at the link is not enough.
    run_tasks()
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    link = link_in(mail.outbox[0])
    phone.goto(link)
    contribution.refresh_from_db()
    assert contribution.status == Status.DRAFT
    press(phone.locator("main form button").first)
    contribution.refresh_from_db()
    assert contribution.status == Status.SUBMITTED
    assert "key=" not in phone.url
    run_tasks()
    assert set(Master.objects.values_list("state", flat=True)) == {"ready"}

    # Nobody else sees anything yet.
    stranger = open_browser(PHONE)
    assert stranger.goto(phone.url).status == 404
    assert set(public_bytes()) == public_before

    # The moderator publishes into the collection.
    desk = open_browser(DESKTOP, language="en", java_script_enabled=scripts)
    sign_in(desk, cast["moderator"])
    desk.goto("/moderation/")
    desk.locator(f"a[href*='{contribution.reference}']").first.click()
    desk.wait_for_url(re.compile(contribution.reference))
    desk.locator("[name=how][value=one]").check()
    desk.locator(f"[name=collections][value='{collection.pk}']").check()
    press(desk.locator("button[form=publish]"))
    contribution.refresh_from_db()
    assert contribution.status == Status.PUBLISHED
    item = contribution.item
    assert item.status == Item.Status.PUBLISHED
    assert item.place == place
    assert item.credit_line == "Галина К."
    assert Media.objects.filter(item=item).count() == 3

    # The visitor finds it by another form of the word, in Russian.
    visitor = open_browser(PHONE, language="ru")
    visitor.goto("/")
    visitor.goto("/items/?q=трамвай")
    visitor.locator(f"a[href*='{item.reference}']").first.click()
    visitor.wait_for_url(re.compile(item.reference))
    assert visitor.locator("h1").inner_text().strip() == "Трамваї на нашій вулиці"
    picture = visitor.locator("main img[srcset]").first
    assert picture.evaluate(WIDTH_OF_FILE) >= 320
    visitor.goto("/collections/streets/")
    assert visitor.locator(f"a[href*='{item.reference}']").count() >= 1
    assert overflow(visitor) <= 0

    # The resident is told, with the link.
    notifications.send_due()
    told = mail.outbox[-1]
    assert told.to == [EMAIL]
    assert item.get_absolute_url() in told.body
    assert (
        set(Letter.objects.filter(sent_at=None).values_list("kind", flat=True)) == set()
    )

    # Nothing private is in any public byte.
    files = public_bytes()
    assert len(files) - len(public_before) >= 3 * 3
    for path, content in files.items():
        for secret in PRIVATE:
            assert secret not in content, path
    pages = ["/", "/items/", item.get_absolute_url(), "/collections/streets/", "/feed/",
             "/sitemap.xml", "/api/v1/items/", f"/api/v1/items/{item.reference}/"]  # fmt: skip
    for address in pages:
        body = visitor.request.get(address).body()
        assert EMAIL.encode() not in body, address
        assert "Коваль".encode() not in body, address
    assert foreign == []
    assert problems == []
