"""The body of a request as a stream: how long it may take, how much it says it is."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from django.conf import settings

READ_BYTES = 4096  # a slow line shows that it lives each time so much came
LOOK_EVERY_S = 1


def has_body(request) -> bool:
    """Say whether anything comes besides headers."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length != "0" or "Transfer-Encoding" in request.headers


def announced(request) -> int | None:
    """Give the length that the request names; None for one that comes in chunks."""
    if is_chunked(request):
        return None
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def is_chunked(request) -> bool:
    """Say whether the body has no length of its own."""
    return "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def can_be_read(request) -> bool:
    """Say whether the server finds the end of a body in chunks by itself."""
    return not is_chunked(request) or bool(request.META.get("wsgi.input_terminated"))


@contextmanager
def patiently(request) -> Iterator[BinaryIO]:
    """Yield a body as a stream that may be silent for a while and take some minutes.

    Then reading from the connection ends, as if it had broken: what came before is
    kept. Needs gunicorn, which shows its socket; other servers have their own limits.
    """
    source = request.META["wsgi.input"] if is_chunked(request) else request
    connection = request.META.get("gunicorn.socket")
    body, is_read = Body(source), threading.Event()
    if connection is not None:
        threading.Thread(
            target=_watch, args=(body, connection, is_read), daemon=True
        ).start()
    try:
        yield body
    finally:
        is_read.set()


class Body:
    """Reads little by little and remembers when something came last."""

    def __init__(self, source) -> None:
        self.source = source
        self.began = self.last = time.monotonic()

    def read(self, size: int) -> bytes:
        """Give some of the next bytes, or none at the end."""
        piece = self.source.read(min(size, READ_BYTES))
        self.last = time.monotonic()
        return piece


def _watch(body: Body, connection, is_read: threading.Event) -> None:
    while not is_read.wait(timeout=LOOK_EVERY_S):
        now = time.monotonic()
        is_silent = now - body.last > settings.UPLOAD_SILENCE_SECONDS
        if is_silent or now - body.began > settings.UPLOAD_PIECE_SECONDS:
            with suppress(OSError):  # it may be gone already
                connection.shutdown(socket.SHUT_RD)
            return
