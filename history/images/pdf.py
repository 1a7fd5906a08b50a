"""Open a page of a PDF: its size as a picture, its pixels and its words.

Runs inside the child only. PDFium draws in its own memory, follows no link, and the
build we use has no script engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from .exif import clean
from .results import Inspection, Limits, Unreadable

POINTS_AN_INCH = 72
DPI = 300
# A drawing has no pixels of its own: a stamp is still worth a screen, and a wall
# map is not worth a gigapixel.
LEAST_SIDE_PX, LARGEST_SIDE_PX = 2048, 5000
END_BYTES = 8192
PAGE_CHARACTERS = 20_000
NEEDS_PASSWORD = {4, 5}  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


class PdfPage:
    """One page of an open document."""

    def __init__(self, page: Any, inspection: Inspection):
        self._page, self.inspection = page, inspection

    @classmethod
    @contextmanager
    def opened(
        cls, path: Path, limits: Limits, number: int, *, is_lenient: bool
    ) -> Iterator[PdfPage]:
        """Open a page by its number from 0; raises Unreadable with the reason."""
        import pypdfium2  # noqa: PLC0415 - loaded only for its own files

        if not is_lenient:
            check_end(path)
        try:
            document = pypdfium2.PdfDocument(str(path))
        except pypdfium2.PdfiumError as error:
            if error.err_code in NEEDS_PASSWORD:
                raise Unreadable("password") from error
            raise
        try:
            pages = len(document)
            if pages > limits.max_pages:
                raise Unreadable("too_many_pages", limit=limits.max_pages)
            page = document[number]
            width_px, height_px = size_of(*page.get_size())
            yield cls(
                page,
                Inspection(
                    media_type="application/pdf",
                    width_px=width_px,
                    height_px=height_px,
                    frames=min(pages, limits.max_frames),
                    pages=pages,
                    exif=facts_of(document),
                ),
            )
        finally:
            document.close()

    def decode(self, cover: tuple[int, int]) -> Image.Image:
        """Draw the page on white at the size asked for."""
        width, height = self._page.get_size()
        scale = max(cover[0] / width, cover[1] / height)
        drawn = self._page.render(scale=scale, rev_byteorder=True).to_pil()
        if drawn.size != cover:
            drawn = drawn.resize(cover, Image.Resampling.HAMMING)
        return drawn.convert("RGB")

    def text(self) -> str:
        """Return the words of the page; a scan has none."""
        try:
            words = self._page.get_textpage().get_text_range()
        except Exception:  # noqa: BLE001 - the picture is worth keeping without them
            return ""
        return clean(words, PAGE_CHARACTERS)


def check_end(path: Path) -> None:
    """Raise Unreadable for a PDF that stops before its last mark."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - END_BYTES))
        if b"%%EOF" not in file.read():
            raise Unreadable("incomplete", detail="PDF without its end mark")


def size_of(width: float, height: float) -> tuple[int, int]:
    """Return the size in pixels of a page whose size is in points."""
    if not (width > 0 and height > 0):
        raise Unreadable("damaged", detail="page without a size")
    longer = max(width, height)
    wanted = longer * DPI / POINTS_AN_INCH
    scale = min(max(wanted, LEAST_SIDE_PX), LARGEST_SIDE_PX) / longer
    return max(1, round(width * scale)), max(1, round(height * scale))


def facts_of(document: Any) -> dict[str, str]:
    """Return what the file says of itself: private, as camera data is."""
    try:
        said = document.get_metadata_dict(skip_empty=True)
    except Exception:  # noqa: BLE001
        return {}
    return {name: clean(value) for name, value in said.items()}
