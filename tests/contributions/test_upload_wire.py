"""Uploads over a real socket and a real gunicorn: what a test client cannot do."""

import socket

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from contributions.models import Contribution, Upload
from tests.contributions.tus import sha256
from tests.factories import jpeg
from tests.journeys.serving import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        one = Server(upload_silence_seconds=2)
        one.start()
    yield one
    one.kill()


@pytest.fixture
def draft(server) -> Contribution:
    return Contribution.objects.create(kind="photos")


class Wire:
    """One connection of a browser that holds the private link."""

    def __init__(self, server: Server, draft: Contribution, length: int) -> None:
        session = SessionStore()
        session["contributions"] = [draft.pk]
        session.save()
        self.upload = Upload.objects.create(
            contribution=draft,
            length=length,
            expires_at=timezone.now() + timezone.timedelta(hours=1),
        )
        self.head = (
            f"PATCH /api/v1/uploads/{self.upload.key}/ HTTP/1.1\r\n"
            f"Host: localhost:{server.port}\r\n"
            "Tus-Resumable: 1.0.0\r\n"
            "Content-Type: application/offset+octet-stream\r\n"
            f"Cookie: sessionid={session.session_key}; csrftoken={'a' * 32}\r\n"
            f"X-CSRFToken: {'a' * 32}\r\nConnection: close\r\n"
        )
        self.port = server.port

    def send(self, offset: int, headers: str, body: bytes, *, leave=False) -> bytes:
        """Send; give the answer, or hang up without waiting for one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            head = f"{self.head}Upload-Offset: {offset}\r\n{headers}\r\n\r\n"
            line.sendall(head.encode() + body)
            if leave:
                line.shutdown(socket.SHUT_RDWR)
                return b""
            answer = b""
            while piece := line.recv(65536):
                answer += piece
            return answer

    def offset(self, at_least: int = 0) -> int:
        """Give what counts, once the server has noticed."""
        import time

        for _n in range(100):
            self.upload.refresh_from_db()
            if self.upload.offset >= at_least:
                break
            time.sleep(0.1)
        return self.upload.offset


def test_u46_of_a_connection_that_is_cut_what_came_is_kept(server, draft):
    data = jpeg(900, 700)
    wire = Wire(server, draft, len(data))

    wire.send(0, f"Content-Length: {len(data)}", data[:5000], leave=True)
    kept = wire.offset(at_least=1)

    assert 0 < kept <= 5000
    rest = data[kept:]
    answer = wire.send(kept, f"Content-Length: {len(rest)}", rest)
    assert answer.startswith(b"HTTP/1.1 204")
    assert draft.attachments.get().master.sha256 == sha256(data)


def test_u36_a_body_in_chunks_without_a_length(server, draft):
    data = jpeg()
    wire = Wire(server, draft, len(data))
    body = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (
        1000, data[:1000], len(data) - 1000, data[1000:]
    )  # fmt: skip

    answer = wire.send(0, "Transfer-Encoding: chunked", body)

    assert answer.startswith(b"HTTP/1.1 204")
    assert draft.attachments.get().master.sha256 == sha256(data)


def test_u49_chunks_that_are_too_many(server, draft):
    wire = Wire(server, draft, 10)
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (5000, b"x" * 5000)

    answer = wire.send(0, "Transfer-Encoding: chunked", body)

    assert answer.startswith(b"HTTP/1.1 413")
    assert wire.offset() == 0


def test_u36_more_than_the_length_says_is_another_request(server, draft):
    wire = Wire(server, draft, 10)

    answer = wire.send(0, "Content-Length: 3", b"abcdef")

    assert answer.startswith(b"HTTP/1.1 204")
    assert wire.offset() == 3


def test_u35_what_is_too_long_is_refused_before_it_is_sent(server, draft):
    wire = Wire(server, draft, 10)

    answer = wire.send(0, f"Content-Length: {60 * 1024**2}", b"x" * 100)

    assert answer.startswith(b"HTTP/1.1 413")
    assert wire.offset() == 0


def test_u55_a_silent_sender_is_let_go_and_what_came_is_kept(server, draft):
    wire = Wire(server, draft, 5000)

    answer = wire.send(0, "Content-Length: 5000", b"x" * 3000)

    assert b" 408 " in answer.partition(b"\r\n")[0]
    assert 0 < wire.offset() <= 3000
