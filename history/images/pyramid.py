"""The layout of deep-zoom tiles: which files a picture has, and what describes them.

IIIF Image API 3.0, level 0: every address that `info.json` promises is a file, so no
program stands between a visitor and a tile. Pure arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TILE_PX = 512
CONTEXT = "http://iiif.io/api/image/3/context.json"
PROTOCOL = "http://iiif.io/api/image"


def scale_factors(width_px: int, height_px: int) -> list[int]:
    """Return 1, 2, 4 … until the whole picture fits into one tile."""
    factors = [1]
    while max(-(-width_px // factors[-1]), -(-height_px // factors[-1])) > TILE_PX:
        factors.append(factors[-1] * 2)
    return factors


def tile_names(width_px: int, height_px: int) -> Iterator[str]:
    """Name every tile: `region/size/rotation/quality.format` (section 4 of the API)."""
    for factor in scale_factors(width_px, height_px):
        step = TILE_PX * factor
        for top in range(0, height_px, step):
            for left in range(0, width_px, step):
                width = min(step, width_px - left)
                height = min(step, height_px - top)
                is_whole = (width, height) == (width_px, height_px)
                region = "full" if is_whole else f"{left},{top},{width},{height}"
                size = f"{-(-width // factor)},{-(-height // factor)}"
                yield f"{region}/{size}/0/default.jpg"


def whole_name(size: str) -> str:
    """Name the file of the whole picture at a size: "max" or "width,height"."""
    return f"full/{size}/0/default.jpg"


def describe(
    address: str, size: tuple[int, int], largest_whole: tuple[int, int]
) -> dict[str, Any]:
    """Return the `info.json` of a picture (section 5 of the API).

    `largest_whole` is the largest size at which the whole picture is one file; deeper
    than that there are tiles only.
    """
    width_px, height_px = size
    factors = scale_factors(width_px, height_px)
    smallest = -(-width_px // factors[-1]), -(-height_px // factors[-1])
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "ImageService3",
        "protocol": PROTOCOL,
        "profile": "level0",
        "width": width_px,
        "height": height_px,
        "maxWidth": largest_whole[0],
        "maxHeight": largest_whole[1],
        "sizes": [
            {"width": width, "height": height}
            for width, height in sorted({smallest, largest_whole})
        ],
        "tiles": [{"width": TILE_PX, "height": TILE_PX, "scaleFactors": factors}],
    }
