"""Make the public sizes of a picture: one decode, each size from the next larger.

Runs inside the child only. Everything written is drawn on a fresh canvas, so no
metadata, comment or profile of the original can reach it.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image

from .edits import check_edits, outcome_size
from .results import Limits
from .retouching import retouch
from .sources import opened

WIDTHS = (320, 640, 1280, 2048)
SHARING_WIDTH = 1280
TALLEST = 8192  # WebP stops at 16,383; a strip of film stays a strip
WEBP = {"format": "WEBP", "quality": 80, "method": 2}
JPEG = {"format": "JPEG", "quality": 82}
PLACEHOLDER_SIDE = 20
PLACEHOLDER_CHARACTERS = 300


def derive(
    path: str | Path,
    *,
    into: str | Path,
    edits: dict[str, Any],
    limits: Limits,
    page: int = 0,
    is_lenient: bool = False,
) -> dict[str, Any]:
    """Write all renditions of one page into a folder and return what was made."""
    edits = check_edits(edits)
    with opened(path, limits, page=page, is_lenient=is_lenient) as source:
        inspection = source.inspection
        full = inspection.width_px, inspection.height_px
        target = fit(*outcome_size(*full, edits), WIDTHS[-1])
        scale = min(1.0, target[0] / outcome_size(*full, edits)[0])
        cover = tuple(max(1, round(side * scale)) for side in full)
        upright = source.decode(cover)
        text = source.text()
    canvas = retouch(upright, edits)
    if canvas.size != target and canvas.width > target[0]:
        canvas = smaller(canvas, target)
    width_px, height_px = outcome_size(*full, edits)
    renditions, smallest = write_ladder(canvas, Path(into))
    return {
        "inspection": inspection.as_json(),
        "width_px": width_px,
        "height_px": height_px,
        "renditions": renditions,
        "placeholder": placeholder_of(smallest),
        "fingerprint": fingerprint_of(smallest),
        "text": text,
    }


def fit(width_px: int, height_px: int, width: int) -> tuple[int, int]:
    """Return the size at a width: never larger than the original or too tall."""
    scale = min(1.0, width / width_px, TALLEST / height_px)
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def smaller(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a smaller copy: halving is nearly free, and alike to the eye."""
    if picture.size == (2 * size[0], 2 * size[1]):
        return picture.reduce(2)
    return picture.resize(size, Image.Resampling.HAMMING)


def steps(width_px: int, height_px: int) -> list[tuple[int, int]]:
    """Return the sizes of the ladder, largest first, at least one."""
    sizes = {fit(width_px, height_px, width) for width in WIDTHS}
    # Very tall pictures give one size for several steps.
    return sorted(sizes, reverse=True)


def write_ladder(
    canvas: Image.Image, into: Path
) -> tuple[list[dict[str, Any]], Image.Image]:
    """Write every step from the one above; return the records and the smallest."""
    renditions, current, sharing = [], canvas, canvas
    for size in steps(*canvas.size):
        if current.size != size:
            current = smaller(current, size)
        renditions.append(_write(current, into, "webp"))
        if size[0] >= SHARING_WIDTH or sharing.width < size[0]:
            sharing = current
    if sharing.width > SHARING_WIDTH:
        sharing = smaller(sharing, fit(*sharing.size, SHARING_WIDTH))
    renditions.reverse()
    renditions.append(_write(sharing, into, "jpg"))
    return renditions, current


def _write(picture: Image.Image, into: Path, ending: str) -> dict[str, Any]:
    name = f"{picture.width}.{ending}"
    picture.save(into / name, **(WEBP if ending == "webp" else JPEG))
    return {"width": picture.width, "height": picture.height, "path": name}


def placeholder_of(picture: Image.Image) -> str:
    """Return a tiny blur as a data URI of at most 300 characters."""
    for side, quality in ((PLACEHOLDER_SIDE, 30), (16, 20), (12, 10), (8, 0)):
        tiny = picture.copy()
        tiny.thumbnail((side, side))
        stream = io.BytesIO()
        tiny.save(stream, "WEBP", quality=quality, method=6)
        uri = f"data:image/webp;base64,{base64.b64encode(stream.getvalue()).decode()}"
        if len(uri) <= PLACEHOLDER_CHARACTERS:
            break
    return uri


def fingerprint_of(picture: Image.Image) -> int:
    """Return the 64-bit difference hash as a signed integer: look-alikes are near."""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    values = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (values[at] > values[at + 1])
    return bits - 2**64 if bits >= 2**63 else bits
