"""Open a TIFF that Pillow does not know: 16 bits a colour, Lab, floating point.

Runs inside the child only. Scanners of archives write such files; libvips reads
them all, from top to bottom, in little memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from . import exif, frames
from .decoding import UPRIGHT, shrunk, turned, vips_options
from .reading import check_pixels
from .results import Inspection, Limits, Unreadable

WHOLE_RANGE = {"char", "uchar", "short", "ushort"}
COLOURS = {"b-w", "grey16", "srgb", "rgb", "rgb16"}


class Scan:
    """One page of such a TIFF."""

    def __init__(self, path: Path, limits: Limits, page: int):
        directories = frames.tiff_pages(path, limits.max_pages)
        self._path, self._directory = path, directories[page]
        try:
            image = self._load()
        except Exception as error:  # a list of tags that makes no sense
            raise Unreadable("damaged", detail=repr(error)) from error
        check_pixels(image.width, image.height, limits)
        with path.open("rb") as file:
            found = exif.tags_in(file)
            orientation, tags = exif.orientation_of(found), exif.read_exif(found)
        size = image.width, image.height
        self.inspection = Inspection(
            "image/tiff",
            *turned(size, orientation),
            orientation=orientation,
            frames=len(directories),
            pages=len(directories),
            exif=tags,
            gps=exif.position_of(tags),
            taken_at=exif.moment_of(tags),
        )

    def _load(self) -> Any:
        import pyvips  # noqa: PLC0415 - loaded only for its own files

        pyvips.cache_set_max(0)
        return pyvips.Image.tiffload(
            str(self._path), page=self._directory, **vips_options()
        )

    def decode(self, cover: tuple[int, int]) -> Image.Image:
        """Shrink on the way from the file, then turn upright."""
        turn = self.inspection.orientation
        size = turned(cover, turn)
        small = plain(shrunk(self._load(), size))
        pixels = Image.frombytes(
            "L" if small.bands == 1 else "RGB",
            (small.width, small.height),
            small.write_to_memory(),
        )
        if pixels.size != size:
            pixels = pixels.resize(size, Image.Resampling.HAMMING)
        if turn in UPRIGHT:
            pixels = pixels.transpose(UPRIGHT[turn])
        return pixels.convert("RGB")

    def text(self) -> str:
        """Return nothing: pixels only."""
        return ""


def plain(image: Any) -> Any:
    """Return 8 bits of grey or sRGB of whatever a TIFF may hold."""
    if image.get_typeof("icc-profile-data") and image.format in WHOLE_RANGE:
        return image.icc_transform("srgb", embedded=True, intent="relative")
    if image.interpretation in COLOURS and image.format not in WHOLE_RANGE:
        return _stretched(image)
    if image.interpretation == "multiband":
        return _stretched(image.extract_band(0))
    colour = "b-w" if image.bands == 1 else "srgb"
    return image.colourspace(colour).cast("uchar")


def _stretched(image: Any) -> Any:
    """Return 8 bits of numbers whose range only the picture itself tells."""
    low, high = image.min(), image.max()
    for top in (1, 255, 65_535):
        if low >= 0 and high <= top:
            return (image * (255 / top)).rint().cast("uchar")
    return ((image - low) * (255 / ((high - low) or 1))).rint().cast("uchar")
