"""A virus scanner before the first look at a file: nothing passes without its word."""

import io
import socketserver
import struct
import threading

import pytest
from PIL import Image

from contributions import intake
from contributions.permissions import Actor
from contributions.views.residents import telling
from history import masters
from history.models import Master
from tests.factories import make_contribution, upload

pytestmark = pytest.mark.django_db
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """Answer as clamd does: read the chunks, look for the test virus."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        if len(data) > self.server.most:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        found = b"Eicar-Signature FOUND" if EICAR in data else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def clamd(settings):
    """A scanner that listens."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.most = 10_000_000
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def picture(kind: str, **options) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (90, 60), "teal").save(stream, kind, **options)
    return stream.getvalue()


def received(data: bytes):
    gift = make_contribution(status="draft", files=0)
    return intake.receive(gift, upload("photo.jpg", data))


def line_of(attachment) -> dict:
    """Give what its owner reads about a file."""
    gift = attachment.contribution
    return telling.file(attachment, gift, by=Actor(holds=frozenset({gift.pk})))


def original_of(attachment) -> str:
    gift = attachment.contribution
    return f"/contributions/{gift.reference}/files/{attachment.pk}/original"


def test_a_clean_file_passes(clamd):
    assert masters.prepare(received(picture("JPEG")).master).state == "ready"


@pytest.mark.parametrize(  # U33
    "data",
    [picture("JPEG", comment=EICAR), picture("TIFF") + EICAR],
    ids=["in a comment", "behind a strip"],
)
def test_what_the_scanner_finds_is_set_aside(clamd, data):
    attachment = received(data)
    master = masters.prepare(attachment.master)
    master.refresh_from_db()

    assert (master.state, master.problem) == ("unreadable", "infected")
    assert master.renditions == []
    assert not masters.may_hand_out(master)
    told = line_of(attachment)
    assert not told["can_keep"]
    assert told["problem"]


def test_while_the_scanner_is_away_a_file_waits(settings, clamd, client, moderator):
    address = settings.CLAMD_ADDRESS
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    attachment = received(picture("JPEG"))
    for _time in range(5):  # more than the attempts of any other trouble
        masters.prepare(Master.objects.get())

    master = Master.objects.get()
    assert (master.state, master.problem, master.attempts) == (
        "received", "unscanned", 0,
    )  # fmt: skip
    attachment.refresh_from_db()
    assert line_of(attachment)["is_being_checked"]
    attachment.contribution.__class__.objects.update(status="withdrawn")
    client.force_login(moderator)
    assert client.get(original_of(attachment)).status_code == 404
    assert Master.objects.stuck(attempts=3).get() == master

    settings.CLAMD_ADDRESS = address
    assert masters.prepare(master).state == "ready"


def test_the_original_is_closed_until_its_word(settings, clamd, resident, client):
    attachment = received(picture("JPEG"))
    gift = attachment.contribution
    gift.contributor = resident
    gift.save()
    client.force_login(resident)

    assert client.get(original_of(attachment)).status_code == 404
    masters.prepare(attachment.master)
    assert client.get(original_of(attachment)).status_code == 200


def test_an_answer_that_is_not_clear_is_no_word(clamd):
    clamd.most = 10
    master = masters.prepare(received(picture("JPEG")).master)

    assert (master.state, master.problem) == ("received", "unscanned")


def test_a_scanner_behind_a_file_that_is_not_there_is_away(settings, tmp_path):
    settings.CLAMD_ADDRESS = f"unix:{tmp_path}/clamd.ctl"
    master = masters.prepare(received(picture("JPEG")).master)

    assert (master.state, master.problem) == ("received", "unscanned")
