"""A small tus client for tests: says what it is told to, right or wrong."""

import base64
import hashlib
from dataclasses import dataclass, field

from django.core.files.storage import storages
from django.test import Client

from contributions.models import Attachment
from contributions.uploads import parts
from history import masters

LIST = "/api/v1/uploads/"
BODY_TYPE = "application/offset+octet-stream"


def metadata(**said: str) -> str:
    """Write Upload-Metadata."""
    return ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in said.items()
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class Tus:
    """A browser that uploads into one contribution."""

    client: Client
    reference: str
    extra: dict = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", **headers):
        """Send any request; `Upload_Offset=3` becomes a header, None leaves one out."""
        headers = {"Tus_Resumable": "1.0.0"} | self.extra | headers
        kind = headers.pop("Content_Type", BODY_TYPE if method == "PATCH" else "")
        said = {
            name.replace("_", "-"): str(value)
            for name, value in headers.items()
            if value is not None
        }
        return self.client.generic(
            method, path, body, kind, headers=said, CONTENT_TYPE=kind
        )

    def begin(self, length: int, name: str = "photo.jpg", **said):
        """Announce a file; give the whole answer."""
        headers = {"Upload_Length": length}
        headers |= {key: said.pop(key) for key in list(said) if key[0].isupper()}
        said = {"contribution": self.reference, "name": name} | said
        body = headers.pop("Body", b"")
        headers = {"Upload_Metadata": metadata(**said)} | headers
        return self.ask("POST", LIST, body, **headers)

    def patch(self, path: str, offset, piece: bytes, **headers):
        return self.ask("PATCH", path, piece, Upload_Offset=offset, **headers)

    def offset(self, path: str) -> int:
        return int(self.ask("HEAD", path)["Upload-Offset"])

    def whole(self, data: bytes, name: str = "photo.jpg", *, step: int = 2000, **said):
        """Send a file in pieces; give its address and the last answer."""
        path = self.begin(len(data), name, **said)["Location"]
        answer = None
        for start in range(0, len(data), step):
            answer = self.patch(path, start, data[start : start + step])
            assert answer.status_code == 204, answer.content
        return path, answer


def lying() -> list[str]:
    """Name every piece in storage."""
    private = storages["default"]
    return [
        f"{key}/{name}"
        for key in parts.folders()
        for name in private.listdir(f"uploads/{key}")[1]
    ]


def sentence(answer) -> str:
    return answer.json()["errors"][0]["detail"]


def kept(attachment: Attachment) -> bytes:
    with masters.open_local(attachment.master) as path:
        return path.read_bytes()


class Source:
    """A stream that may break off."""

    def __init__(self, data: bytes, *, breaks: bool = False) -> None:
        self.data, self.breaks, self.most = data, breaks, 0

    def read(self, size: int) -> bytes:
        self.most = max(self.most, size)
        piece, self.data = self.data[:size], self.data[size:]
        if not piece and self.breaks:
            raise OSError("connection reset")
        return piece
