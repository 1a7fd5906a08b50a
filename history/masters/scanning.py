"""Ask a virus scanner about an original, where the town runs one.

Speaks INSTREAM of ClamAV's daemon (clamd(8)): length and bytes, chunk by chunk, an
empty chunk at the end, then one line of answer. Fails closed: without a clear "OK"
a file is not shown, not published and not handed out.
"""

from __future__ import annotations

import socket
import struct

from django.conf import settings
from django.core.files.storage import storages

from history.images import Unreadable
from history.models import Master

from .keeping import CHUNK_BYTES, key_of

WAIT_SECONDS = 60
CLEAN, FOUND = "stream: OK", "FOUND"
UNSAFE = {"infected", "unscanned"}


class ScannerAway(Exception):
    """The scanner gave no clear answer: the file waits."""


def refuse_unclean(master: Master) -> None:
    """Raise Unreadable for what the scanner finds, ScannerAway where it is silent.

    Without a scanner in the settings nothing happens.
    """
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(master)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ScannerAway(repr(error)) from error
    if answer.endswith(FOUND):
        raise Unreadable("infected", detail=answer)
    if answer != CLEAN:
        raise ScannerAway(answer)


def may_hand_out(master: Master) -> bool:
    """Tell whether the original may be downloaded: not before it is known as clean."""
    is_waiting = bool(settings.CLAMD_ADDRESS) and master.state == Master.State.RECEIVED
    return master.problem not in UNSAFE and not is_waiting


def _ask(master: Master) -> str:
    with storages["default"].open(key_of(master.sha256), "rb") as file, _dial() as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK_BYTES):
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while part := line.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _dial() -> socket.socket:
    """Connect to `unix:/path` or `host:port`."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(WAIT_SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except FileNotFoundError as error:  # the socket of a daemon that is down
            line.close()
            raise ScannerAway(repr(error)) from error
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), WAIT_SECONDS)
