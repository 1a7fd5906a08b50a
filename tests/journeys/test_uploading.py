"""A file goes on through whatever happens on its way, and arrives byte for byte."""

import base64
import hashlib
import io
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from contributions.models import Attachment, Contribution, Upload
from history import masters
from tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.serving import Server
from tests.journeys.test_resident_to_visitor import go_on

pytestmark = pytest.mark.django_db(transaction=True)
PIECE = 1024 * 1024
WAIT_MS = 40_000
UPLOADS = "**/api/v1/uploads/*/"


def photograph(seed: int = 1, *, megabytes: int = 6) -> bytes:
    """Make a JPEG of at least this size: noise does not compress."""
    side = 512
    noise = random.Random(seed).randbytes(side * side * 3)
    tile = Image.frombytes("RGB", (side, side), noise)
    high = megabytes * 3
    picture = Image.new("RGB", (side, side * high // 3))
    for top in range(0, picture.height, side):
        picture.paste(tile, (0, top))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=100, subsampling=0)
    return buffer.getvalue()


@pytest.fixture
def server():
    one = Server()
    one.start()
    yield one
    one.kill()


class Gate:
    """Lets a number of pieces through; what comes then meets a broken connection."""

    def __init__(self, page) -> None:
        self.left, self.passed, self.broken = 0, 0, 0
        page.route(UPLOADS, self._on_request)

    def _on_request(self, route) -> None:
        if route.request.method != "PATCH":
            route.fallback()
        elif self.left > 0:
            self.left -= 1
            self.passed += 1
            route.fallback()
        else:
            self.broken += 1
            route.abort("connectionreset")


def choose(page, *files: tuple[str, bytes]) -> None:
    page.locator("input[type=file]").set_input_files(
        [
            {"name": name, "mimeType": "image/jpeg", "buffer": data}
            for name, data in files
        ]
    )


def begin(page, site: str = "") -> Contribution:
    page.goto(f"{site}/contribute/")
    page.locator("button[name=kind][value=photos]").click()
    page.wait_for_url(re.compile(r"/contribute/[0-9A-Z]{8}/"))
    return Contribution.objects.get()


def wait_for(page, is_so) -> None:
    """Wait for what the server comes to know; the page goes on meanwhile."""
    for _n in range(WAIT_MS // 100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")


def hurry(page) -> None:
    """Press every "Again" that is there; what goes on by itself needs none."""
    page.evaluate(
        "for (const one of document.querySelectorAll('[data-part=again]:not([hidden])'))"
        " one.click()"
    )


def line(page, name: str):
    return page.locator(".strip__one", has_text=name).locator("[data-part=line]")


def test_u46_a_cut_a_killed_server_and_a_reload_lose_nothing(
    open_browser, server, problems
):
    data = photograph(megabytes=6)
    page = open_browser(PHONE, language="en")
    contribution = begin(page, server.url)
    gate = Gate(page)
    gate.left = 1

    # The connection breaks in the middle of the file.
    choose(page, ("tram.jpg", data))
    expect(line(page, "tram.jpg")).to_contain_text("No connection")
    assert Upload.objects.get().offset == PIECE
    page.context.set_offline(True)
    gate.left = 1
    page.context.set_offline(False)
    wait_for(page, lambda: Upload.objects.get().offset == 2 * PIECE)

    # The server is killed, and comes back.
    server.kill()
    page.wait_for_timeout(1500)
    gate.left = 1
    server.start()
    hurry(page)
    wait_for(page, lambda: Upload.objects.get().offset == 3 * PIECE)

    # The page is loaded anew; the file is not chosen again.
    page.reload()
    expect(line(page, "tram.jpg")).to_contain_text("No connection")
    assert Attachment.objects.count() == 0
    gate.left = 1000
    hurry(page)
    expect(page.locator("[data-file]")).to_have_count(1, timeout=WAIT_MS)
    assert gate.passed == -(-len(data) // PIECE)  # no piece was sent twice

    attachment = contribution.attachments.get()
    assert sha(attachment) == hashlib.sha256(data).hexdigest()
    assert attachment.original_name == "tram.jpg"
    assert Upload.objects.count() == 1
    assert page.locator("[data-upload]").count() == 0
    assert problems == []


def test_several_at_once_paused_held_and_never_twice(open_browser, problems):
    first, second = photograph(1, megabytes=3), photograph(2, megabytes=3)
    page = open_browser(PHONE, language="uk")
    contribution = begin(page)
    gate = Gate(page)
    gate.left = 2

    choose(page, ("one.jpg", first), ("two.jpg", second), ("letter.jpg", b"<p>" * 99))
    expect(line(page, "one.jpg")).to_contain_text("немає зв’язку")
    expect(line(page, "two.jpg")).to_contain_text("немає зв’язку")
    expect(line(page, "letter.jpg")).to_contain_text("чекає")
    expect(page.locator("[role=status][data-part=summary]")).to_contain_text("0 з 3")

    # One that waits is set aside; the others go on at a press, and a bad one is named.
    row = page.locator(".strip__one", has_text="letter.jpg")
    row.locator("[data-part=pause]").click()
    expect(line(page, "letter.jpg")).to_contain_text("пауза")
    gate.left = 1000
    hurry(page)
    expect(page.locator("[data-file]")).to_have_count(2, timeout=WAIT_MS)
    row.locator("[data-part=pause]").click()
    expect(row.locator(".strip__error")).to_contain_text("JPEG")
    row.locator("[data-part=drop]").click()
    expect(row).to_have_count(0)
    assert {sha(one) for one in contribution.attachments.all()} == {
        hashlib.sha256(data).hexdigest() for data in (first, second)
    }

    # The same file again is not sent, and the page says so.
    sent = gate.passed
    choose(page, ("copy.jpg", first))
    expect(page.locator("[data-part=summary]")).to_contain_text("copy.jpg")
    assert gate.passed == sent
    expect(page.locator(".strip__one")).to_have_count(2)

    # A file goes on travelling from screen to screen; only sending waits for it.
    gate.left = 1
    choose(page, ("three.jpg", photograph(3, megabytes=3)))
    expect(line(page, "three.jpg")).to_contain_text("немає зв’язку")
    go_on(page)
    expect(line(page, "three.jpg")).to_contain_text("немає зв’язку")
    page.locator("[name=title]").fill("Трамвай")
    go_on(page)
    expect(line(page, "three.jpg")).to_contain_text("немає зв’язку")
    page.locator("[name=taken_by][value=me]").check()
    go_on(page)
    page.locator("[data-behaviour=upload][data-ready]").wait_for()
    page.locator("[name=email]").fill("maria@people.test")
    page.locator("[name=credit][value=anonymous]").check()
    page.locator("[name=consent]").check()
    page.locator("button[name=send]").click()
    expect(page.locator("[data-part=summary]")).to_contain_text(
        "файли ще", ignore_case=True
    )
    assert contribution.attachments.count() == 2
    gate.left = 1000
    with page.expect_navigation(url=re.compile("/contributions/"), timeout=WAIT_MS):
        hurry(page)
    assert contribution.attachments.count() == 3
    contribution.refresh_from_db()
    assert (contribution.title, contribution.sent_at is None) == ("Трамвай", False)
    assert problems == []


def test_files_chosen_before_the_script_came_travel_too(open_browser, problems):
    page = open_browser(PHONE, language="en")
    late = []
    page.route("**/behaviours/upload*.js", lambda route: late.append(route))
    contribution = begin(page)
    wait_for(page, lambda: bool(late))
    choose(page, ("early.jpg", factories.jpeg()))
    for route in late:
        route.fallback()
    expect(page.locator("[data-file]")).to_have_count(1, timeout=WAIT_MS)
    assert contribution.attachments.get().original_name == "early.jpg"
    assert problems == []


HAND_OVER = """([how, files]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files) {
    const letters = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    data.items.add(new File([letters], name, { type }));
  }
  const box = document.querySelector("input[type=file]").closest("[data-behaviour]");
  const options = { bubbles: true, cancelable: true };
  box.dispatchEvent(how === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: data })
    : new DragEvent("drop", { ...options, dataTransfer: data }));
}"""


def test_u61_what_is_pasted_or_dropped_counts_by_its_content(open_browser, problems):
    page = open_browser(PHONE, language="en")
    contribution = begin(page)
    page.wait_for_load_state("networkidle")  # the scripts are there

    def hand_over(how: str, *files: tuple[str, str, bytes]) -> None:
        packed = [
            [name, kind, base64.b64encode(data).decode()] for name, kind, data in files
        ]
        page.evaluate(HAND_OVER, [how, packed])

    hand_over("paste", ("image.png", "image/png", factories.jpeg(seed=1)))
    expect(page.locator("[data-file]")).to_have_count(1, timeout=WAIT_MS)
    hand_over(
        "drop",
        ("IMG_0042.HEIC", "application/octet-stream", factories.jpeg(seed=2)),
        ("cloud.jpg", "image/jpeg", b""),
    )
    expect(page.locator("[data-file]")).to_have_count(2, timeout=WAIT_MS)
    placeholder = page.locator(".strip__one", has_text="cloud.jpg")
    expect(placeholder.locator(".strip__error")).to_contain_text("empty")
    assert set(
        contribution.attachments.values_list("original_name", "master__media_type")
    ) == {("image.png", "image/jpeg"), ("IMG_0042.HEIC", "image/jpeg")}
    assert problems == []


def test_a_browser_that_keeps_nothing_asks_for_the_same_file(open_browser, problems):
    data = photograph(4, megabytes=3)
    page = open_browser(PHONE, language="en")
    page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { value: { open() { throw 1; } } })"
    )
    contribution = begin(page)
    gate = Gate(page)
    gate.left = 1
    choose(page, ("tram.jpg", data))
    expect(line(page, "tram.jpg")).to_contain_text("No connection")

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    row = page.locator("[data-upload]", has_text="tram.jpg")
    expect(row).to_contain_text("choose the same file again")
    gate.left = 1000
    choose(page, ("tram.jpg", data))
    expect(page.locator("[data-file]")).to_have_count(1, timeout=WAIT_MS)
    assert page.locator(".strip__one").count() == 1
    assert gate.passed == -(-len(data) // PIECE)
    assert sha(contribution.attachments.get()) == hashlib.sha256(data).hexdigest()
    assert problems == []


def sha(attachment: Attachment) -> str:
    with masters.open_local(attachment.master) as path:
        return hashlib.sha256(path.read_bytes()).hexdigest()


def names(contribution: Contribution) -> list[str]:
    row = contribution.attachments.order_by("position", "pk")
    return [one.original_name for one in row]


def drag(page, name: str, over: str, *, finger: bool = False) -> None:
    """Drag the grip of one row over another row, by the mouse or by a finger."""

    def row(of: str):
        title = page.locator(".strip__name", has_text=of)
        return page.locator("[data-file]").filter(has=title)

    row(name).locator("[data-part=grip]").wait_for()
    dragged = row(name).element_handle()
    grip = row(name).locator("[data-part=grip]").bounding_box()
    to = row(over).bounding_box()
    start = (grip["x"] + 20, grip["y"] + 20)
    end = (to["x"] + 30, to["y"] + 30)
    if not finger:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        page.mouse.up()
        dragged.wait_for_element_state("hidden")  # the server's list has come
        return
    touch = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [start]),
        ("touchMove", [((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)]),
        ("touchMove", [end]),
        ("touchEnd", []),
    ):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )
    dragged.wait_for_element_state("hidden")


def test_files_stand_as_chosen_whichever_comes_first_and_as_dragged(
    open_browser, problems
):
    page = open_browser({"width": 360, "height": 1400}, language="uk", has_touch=True)
    contribution = begin(page)
    page.locator("[data-behaviour=upload][data-ready]").wait_for()
    is_cut = [True]
    page.route(  # the way of the first file only
        UPLOADS,
        lambda route: (
            route.abort("connectionreset")
            if is_cut[0] and Upload.objects.earliest("pk").key in route.request.url
            else route.fallback()
        ),
    )
    choose(page, ("one.jpg", factories.jpeg(seed=11)))
    expect(line(page, "one.jpg")).to_contain_text("немає зв’язку")
    choose(
        page, ("two.jpg", factories.jpeg(seed=2)), ("three.jpg", factories.jpeg(seed=3))
    )
    expect(page.locator("[data-file]")).to_have_count(2, timeout=WAIT_MS)
    assert names(contribution) == ["two.jpg", "three.jpg"]

    # After a reload it still knows its place: the first one.
    page.reload()
    expect(line(page, "one.jpg")).to_contain_text("немає зв’язку")
    expect(page.locator(".strip__one").first).to_contain_text("one.jpg")
    is_cut[0] = False
    hurry(page)
    expect(page.locator("[data-file]")).to_have_count(3, timeout=WAIT_MS)
    assert names(contribution) == ["one.jpg", "two.jpg", "three.jpg"]

    # By the mouse and by a finger; a back goes with its front.
    drag(page, "three.jpg", "one.jpg")
    wait_for(page, lambda: names(contribution) == ["three.jpg", "one.jpg", "two.jpg"])
    first, second, _third = contribution.attachments.order_by("position")
    second.role, second.back_of = "back", first
    second.save()
    page.reload()
    expect(page.locator("[data-back-of]")).to_have_count(1)
    drag(page, "two.jpg", "three.jpg", finger=True)
    wait_for(page, lambda: names(contribution) == ["two.jpg", "three.jpg", "one.jpg"])
    drag(page, "one.jpg", "two.jpg")
    wait_for(page, lambda: names(contribution) == ["three.jpg", "one.jpg", "two.jpg"])
    assert problems == []
