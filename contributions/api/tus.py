"""Read and write the headers of the tus protocol 1.0 (tus.io/protocols/resumable-upload)."""

import base64
import binascii

from django.utils.http import http_date
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256")
BODY_TYPE = "application/offset+octet-stream"
LONGEST_NUMBER = 18


class Problem(APIException):
    """An answer that is no success, with a sentence and the headers that go with it."""

    def __init__(self, status: int, code: str, sentence: str, **headers: str) -> None:
        super().__init__(sentence, code)
        self.status_code = status
        self.headers = {
            name.replace("_", "-"): value for name, value in headers.items()
        }


def check_version(request) -> None:
    """Refuse another version of the protocol."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Problem(
            412, "version",
            _("Please send the header Tus-Resumable: %(version)s.")
            % {"version": VERSION},
            Tus_Version=VERSION,
        )  # fmt: skip


def number(request, name: str) -> int:
    """Read a header that has to be a whole number, zero or more."""
    said = request.headers.get(name, "")
    if not said.isascii() or not said.isdecimal() or len(said) > LONGEST_NUMBER:
        raise Problem(
            400, "bad_header",
            _("The header %(name)s has to be a whole number.") % {"name": name},
        )  # fmt: skip
    return int(said)


def metadata(request) -> dict[str, str]:
    """Read Upload-Metadata: names, each with a text in Base64."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _space, value = pair.strip().partition(" ")
        if not name:
            continue
        try:
            text = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            raise Problem(
                400, "bad_metadata",
                _("The header Upload-Metadata cannot be read at “%(name)s”.")
                % {"name": name[:40]},
            ) from None  # fmt: skip
        found[name] = text.replace("\x00", "")
    return found


def checksum(request) -> tuple[str, bytes] | None:
    """Read Upload-Checksum: an algorithm and a value in Base64, or None."""
    said = request.headers.get("Upload-Checksum")
    if said is None:
        return None
    algorithm, _space, value = said.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if algorithm not in ALGORITHMS or not digest:
        raise Problem(
            400, "bad_checksum",
            _("We check with %(names)s; the value is in Base64.")
            % {"names": ", ".join(ALGORITHMS)},
        )  # fmt: skip
    return algorithm, digest


def headers(upload) -> dict[str, str]:
    """Say how far an upload has come and until when it waits."""
    return {
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def abilities(most_bytes: int) -> dict[str, str]:
    """Say what this server can do."""
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(most_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
