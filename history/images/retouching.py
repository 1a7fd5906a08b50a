"""Apply edits to an upright picture at whatever scale it was decoded."""

from __future__ import annotations

import math
from typing import Any

from PIL import Image

from .edits import inner_size

COVER_COLOUR = (68, 68, 68)
BLUR_CELLS = 6  # so few that nothing of a face can be won back
CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def retouch(picture: Image.Image, edits: dict[str, Any]) -> Image.Image:
    """Return the picture with masks, turn, straightening and crop, in that order."""
    for mask in edits["masks"]:
        cover(picture, mask["box"], mask["style"])
    if edits["rotate"]:
        picture = picture.transpose(CLOCKWISE[edits["rotate"]])
    if edits["straighten"]:
        picture = straighten(picture, edits["straighten"])
    if edits["crop"] != [0.0, 0.0, 1.0, 1.0]:
        x, y, w, h = edits["crop"]
        width, height = picture.size
        left, top = min(round(x * width), width - 1), min(round(y * height), height - 1)
        right = max(left + 1, round((x + w) * width))
        bottom = max(top + 1, round((y + h) * height))
        picture = picture.crop((left, top, right, bottom))
    return picture


def cover(picture: Image.Image, box: list[float], style: str) -> None:
    """Hide a box, rounded outwards by a pixel so that no edge shines through."""
    x, y, w, h = box
    left = max(0, math.floor(x * picture.width) - 1)
    top = max(0, math.floor(y * picture.height) - 1)
    right = min(picture.width, math.ceil((x + w) * picture.width) + 1)
    bottom = min(picture.height, math.ceil((y + h) * picture.height) + 1)
    size = right - left, bottom - top
    if style == "fill":
        picture.paste(COVER_COLOUR, (left, top, right, bottom))
        return
    scale = BLUR_CELLS / max(size)
    cells = tuple(max(1, min(side, round(side * scale))) for side in size)
    part = picture.crop((left, top, right, bottom))
    part = part.resize(cells, Image.Resampling.BOX)
    picture.paste(part.resize(size, Image.Resampling.BICUBIC), (left, top))


def straighten(picture: Image.Image, degrees: float) -> Image.Image:
    """Tilt clockwise and keep the largest frame of the same shape, no corners."""
    width, height = (round(side) for side in inner_size(*picture.size, degrees))
    tilted = picture.rotate(-degrees, Image.Resampling.BICUBIC)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return tilted.crop((left, top, left + width, top + height))
