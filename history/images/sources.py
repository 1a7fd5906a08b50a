"""Open a file as something with a size that decodes once: a picture or a page.

Runs inside the child only. A document is a file of several pages; each is decoded
by a child of its own, so one bad page costs one child.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PIL import Image, UnidentifiedImageError

from .decoding import decode
from .pdf import PdfPage
from .reading import inspection_of, media_type_of, open_picture, tolerate
from .results import Inspection, Limits
from .scans import Scan


class Source(Protocol):
    """What the ladder needs of a file."""

    inspection: Inspection

    def decode(self, cover: tuple[int, int]) -> Image.Image:
        """Return an upright RGB picture of exactly this size, nothing attached."""

    def text(self) -> str:
        """Return the words on it as far as the file says them."""


class Picture:
    """A picture file, or one page of a TIFF."""

    def __init__(self, picture: Image.Image, path: Path, inspection: Inspection):
        self.picture, self.path, self.inspection = picture, path, inspection

    def decode(self, cover: tuple[int, int]) -> Image.Image:
        """Decode at the smallest scale that covers."""
        return decode(self.picture, self.path, self.inspection, cover)

    def text(self) -> str:
        """Return nothing: pixels only."""
        return ""


@contextmanager
def opened(
    path: str | Path, limits: Limits, *, page: int = 0, is_lenient: bool = False
) -> Iterator[Source]:
    """Open one page of a file; raises Unreadable and what damaged files raise."""
    path = Path(path)
    if is_lenient:
        tolerate()
    media_type = media_type_of(path, limits)
    if media_type == "application/pdf":
        with PdfPage.opened(path, limits, page, is_lenient=is_lenient) as source:
            yield source
        return
    try:
        picture = open_picture(path, media_type, limits, page=page)
    except UnidentifiedImageError:
        if media_type != "image/tiff":
            raise
        yield Scan(path, limits, page)
        return
    with picture:
        yield Picture(picture, path, inspection_of(picture, path, media_type, limits))


def inspect(
    path: str | Path, limits: Limits, *, is_lenient: bool = False
) -> Inspection:
    """Return the facts of a file and of its first page, without decoding it."""
    with opened(path, limits, is_lenient=is_lenient) as source:
        return source.inspection
