"""Cut a picture into deep-zoom tiles. Runs inside the child only.

A scan that nobody edited is streamed by libvips from the file to the tiles, so 250
megapixels fit within the memory wall. A picture that has to be turned or retouched is
held in memory, by the same code that makes the public sizes; beyond HELD_PX it is cut
from a smaller decode.
"""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyvips
from PIL import Image

from .decoding import STREAMED_MODES, is_srgb, vips_options, white_of
from .edits import check_edits, is_unedited, outcome_size
from .pyramid import TILE_PX
from .results import Limits
from .retouching import retouch
from .sources import Picture, Source, opened

HELD_PX = 64_000_000  # at three bytes, with the copies that turning makes: 800 MiB
# JPEG: every IIIF client reads it, and WebP would cost 3.3 times the CPU for tiles
# 40 % smaller (measured on 24 megapixels).
SUFFIX = ".jpg[Q=80,keep=none]"
LOADERS = {"image/jpeg": "jpegload", "image/png": "pngload", "image/tiff": "tiffload"}


def cut(
    path: str | Path,
    *,
    into: str | Path,
    edits: dict[str, Any],
    limits: Limits,
    page: int = 0,
    is_lenient: bool = False,
) -> dict[str, Any]:
    """Write all tiles of one page into a new folder and return the size of the whole."""
    edits = check_edits(edits)
    with opened(path, limits, page=page, is_lenient=is_lenient) as source:
        if is_unedited(edits) and isinstance(source, Picture) and can_stream(source):
            whole = streamed(source)
        else:
            whole = held(source, edits)
    pyvips.cache_set_max(0)
    whole.dzsave(str(into), layout="iiif3", tile_size=TILE_PX, overlap=0, suffix=SUFFIX)
    return {"width_px": whole.width, "height_px": whole.height}


def held(source: Source, edits: dict[str, Any]) -> pyvips.Image:
    """Decode to memory and retouch, as for the public sizes."""
    full = source.inspection.width_px, source.inspection.height_px
    scale = min(1.0, math.sqrt(HELD_PX / (full[0] * full[1])))
    cover = max(1, round(full[0] * scale)), max(1, round(full[1] * scale))
    canvas = retouch(source.decode(cover), edits)
    wanted = outcome_size(*full, edits)
    if scale == 1.0 and canvas.size != wanted:  # rounded a pixel apart
        canvas = canvas.resize(wanted, Image.Resampling.HAMMING)
    pixels = pyvips.Image.new_from_memory(
        canvas.tobytes(), canvas.width, canvas.height, 3, "uchar"
    )
    return pixels.copy(interpretation="srgb")


def can_stream(source: Picture) -> bool:
    """Tell whether libvips reads this one upright from top to bottom."""
    facts, mode = source.inspection, source.picture.mode
    is_upright = facts.orientation == 1
    return is_upright and facts.media_type in LOADERS and mode in STREAMED_MODES


def streamed(picture: Picture) -> pyvips.Image:
    """Open as 8-bit sRGB or grey that is read from top to bottom, once."""
    options: dict[str, Any] = vips_options()
    if picture.inspection.media_type == "image/tiff":
        options["page"] = picture.picture.tell()
    load = getattr(pyvips.Image, LOADERS[picture.inspection.media_type])
    source = load(str(picture.path), **options)
    if source.hasalpha():
        source = source.flatten(background=white_of(source))
    if source.get_typeof("icc-profile-data"):
        profile = source.get("icc-profile-data")
        if source.bands != 3 or not is_srgb(profile):
            with suppress(pyvips.Error):  # a broken profile counts as sRGB
                source = source.icc_transform("srgb", embedded=True, intent="relative")
    if source.format != "uchar" or source.interpretation not in ("srgb", "b-w"):
        space = "b-w" if source.bands == 1 else "srgb"
        source = source.colourspace(space).cast("uchar")
    return source
