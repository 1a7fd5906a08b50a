"""A file goes on through whatever happens on its way, and arrives byte for byte."""

import hashlib
import io
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from contributions.models import Attachment, Contribution, Upload
from history import masters
from tests.journeys.conftest import PHONE
from tests.journeys.serving import Server

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


def line(page, name: str):
    return page.locator(".strip__one", has_text=name).locator("[data-part=line]")


def test_u46_a_cut_a_killed_server_and_a_reload_lose_nothing(
    open_browser, server, problems
):
    data = photograph(megabytes=6)
    page = open_browser(PHONE, language="en")
    contribution = begin(page, server.url)
    page.locator("[name=title]").fill("The tram on our street")
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
    wait_for(page, lambda: Upload.objects.get().offset == 3 * PIECE)

    # The page is loaded anew; the file is not chosen again.
    page.reload()
    expect(line(page, "tram.jpg")).to_contain_text("No connection")
    assert Attachment.objects.count() == 0
    gate.left = 1000
    expect(page.locator("[data-file]")).to_have_count(1, timeout=WAIT_MS)
    assert gate.passed == -(-len(data) // PIECE)  # no piece was sent twice

    attachment = contribution.attachments.get()
    with masters.open_local(attachment.master) as path:
        arrived = path.read_bytes()
    assert hashlib.sha256(arrived).digest() == hashlib.sha256(data).digest()
    assert attachment.original_name == "tram.jpg"
    assert Upload.objects.count() == 1
    assert page.locator("[data-upload]").count() == 0
    assert problems == []
