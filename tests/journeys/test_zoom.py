"""A visitor looks closely: by touch at 360 px, by keyboard at 1280, on every device."""

import pytest

from history import masters, publishing
from history.models import Media
from tests import factories
from tests.history import drawn
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_accessible import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


@pytest.fixture
def album(cast, tmp_path):
    """An item of a large front with tiles and a small back without."""
    front = drawn.saved(tmp_path / "front.jpg", drawn.scene(3400, 2300), "JPEG")
    back = drawn.saved(tmp_path / "back.jpg", drawn.scene(900, 600), "JPEG")
    kept = [
        masters.prepare(masters.keep(path, original_name=path.name))
        for path in (front, back)
    ]
    files = [
        publishing.File(master=kept[0], caption="Панорама заводу", alt="Завод здалеку"),
        publishing.File(master=kept[1], role=Media.Role.BACK),
    ]
    words = publishing.Description(kind="photo", title="Панорама", language="uk")
    item = publishing.publish(words, files=files, by=cast["curator"])
    assert masters.make_tiles(item.media.first().pk) == "made"
    return item


def drawn_from(page):
    """Which addresses the viewer asked for since the page was opened."""
    return page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name)"
    )


def wait_for_picture(page):
    page.wait_for_selector("dialog.zoom canvas")
    page.wait_for_selector("dialog.zoom [data-part=preview]", state="hidden")


def test_keyboard_at_1280(open_browser, album, foreign, problems):
    page = open_browser(DESKTOP, language="en")
    page.goto(album.get_absolute_url())
    assert not [one for one in drawn_from(page) if "openseadragon" in one]
    opener = page.get_by_role("button", name="Zoom").first
    opener.focus()

    page.keyboard.press("Enter")
    wait_for_picture(page)
    room = page.get_by_role("dialog", name="Zoom")
    view = room.get_by_role("application", name="Завод здалеку")
    assert view.evaluate("node => node === document.activeElement")
    assert any("/iiif/image/" in one for one in drawn_from(page))
    assert violations(page) == []

    status = room.get_by_role("status")
    for _ in range(4):
        page.keyboard.press("+")
    assert status.inner_text() == "Enlargement: 6.6×"
    page.wait_for_function(
        "performance.getEntriesByType('resource')"
        ".some((one) => /,512,512\\/512,512\\/0/.test(one.name))"
    )
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("0")
    assert status.inner_text() == "Enlargement: 1×"
    page.keyboard.press("r")
    assert status.inner_text() == "Turned by 90°"
    page.keyboard.press("Shift+R")
    assert status.inner_text() == "Turned by 0°"
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    room.get_by_role("button", name="Full screen", pressed=True).wait_for()
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    room.get_by_role("button", name="Full screen", pressed=False).wait_for()

    page.keyboard.press("PageDown")
    assert room.get_by_text("2 of 2", exact=True).is_visible()
    wait_for_picture(page)
    assert room.get_by_role("button", name="The next picture").is_disabled()
    page.keyboard.press("PageUp")
    assert room.get_by_text("1 of 2", exact=True).is_visible()

    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.zoom", state="detached")
    assert opener.evaluate("node => node === document.activeElement")
    assert foreign == []
    assert problems == []


def test_touch_at_360(open_browser, album, foreign, problems):
    page = open_browser(PHONE, language="uk", has_touch=True, is_mobile=True)
    page.goto(album.get_absolute_url())
    page.get_by_text("Наблизити", exact=True).first.tap()
    wait_for_picture(page)
    room = page.get_by_role("dialog")

    small = page.evaluate(
        "[...document.querySelectorAll('dialog.zoom button')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect())"
        ".map((one) => one.getBoundingClientRect())"
        ".filter((box) => box.width < 44 || box.height < 44 || box.left < 0 || box.right > 360)"
        ".length"
    )
    assert small == 0
    assert violations(page) == []
    before = shot(page)
    pinch(page)
    page.wait_for_function(
        "performance.getEntriesByType('resource')"
        ".some((one) => /,1024,1024\\/512,512\\/0|,512,512\\/512,512\\/0/.test(one.name))"
    )
    page.wait_for_timeout(200)
    assert shot(page) != before

    for name in ("Ближче", "Далі", "Повернути праворуч", "Усе зображення"):
        room.get_by_role("button", name=name, exact=True).tap()
    room.get_by_role("button", name="Закрити").tap()
    page.wait_for_selector("dialog.zoom", state="detached")
    assert foreign == []
    assert problems == []


def test_the_desk_opens_a_private_picture_by_its_key(
    open_browser, sign_in, moderator, foreign, problems
):
    gift = factories.make_contribution(files=1)
    page = open_browser(DESKTOP, language="en")
    sign_in(page, moderator)
    page.goto(f"/moderation/{gift.reference}/")
    opener = page.locator("[data-zoom][role=button]")
    opener.wait_for()
    page.locator("[data-behaviour~=keys][data-attached]").wait_for()
    page.wait_for_load_state("networkidle")

    page.keyboard.press("v")
    wait_for_picture(page)
    room = page.get_by_role("dialog", name="Zoom")
    assert room.get_by_role("application", name="IMG_0.jpg").is_visible()
    assert not room.get_by_role("button", name="The next picture").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.zoom", state="detached")
    assert opener.evaluate("node => node === document.activeElement")
    assert foreign == []
    assert problems == []


def test_when_the_viewer_does_not_come_the_picture_does(open_browser, album, foreign):
    page = open_browser(PHONE, language="ru")
    page.goto(album.get_absolute_url())
    page.route("**/openseadragon*", lambda route: route.abort())

    page.get_by_role("button", name="Приблизить").first.click()

    link = page.get_by_role("link", name="откройте большое изображение отдельно")
    link.click()
    page.wait_for_url("**/media/**.webp")
    assert foreign == []


def test_without_scripts_it_is_a_link_to_the_largest(open_browser, album):
    page = open_browser(PHONE, language="uk", java_script_enabled=False)
    page.goto(album.get_absolute_url())

    page.get_by_role("link", name="Наблизити").first.click()

    page.wait_for_url("**/media/**/2048.webp")


def shot(page):
    return page.locator("dialog.zoom .zoom__stage").screenshot()


def pinch(page):
    """Spread two fingers over the middle of the picture."""
    session = page.context.new_cdp_session(page)
    for kind, spread in [("touchStart", 30)] + [
        ("touchMove", d) for d in range(40, 150, 10)
    ]:
        points = [
            {"x": 180 - spread, "y": 380, "id": 1},
            {"x": 180 + spread, "y": 380, "id": 2},
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
