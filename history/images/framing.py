"""Where things of a picture are after its edits, and how edits follow a turn."""

from __future__ import annotations

import math
from typing import Any

from .edits import check_edits, inner_size

Box = tuple[float, float, float, float]  # from the left, from the top, width, height


def turned(edits: dict[str, Any] | None, degrees: int) -> dict[str, Any]:
    """Return edits turned clockwise by 90, 180 or 270 degrees more.

    The crop keeps showing the same part; masks stay, as they are told on the
    picture that was not turned.
    """
    edits = check_edits(edits)
    x, y, w, h = edits["crop"]
    for _quarter in range(degrees // 90 % 4):
        x, y, w, h = 1 - y - h, x, h, w
    rotate = (edits["rotate"] + degrees) % 360
    return check_edits(edits | {"rotate": rotate, "crop": [x, y, w, h]})


def seen_at(
    point: tuple[float, float], size: tuple[int, int], edits: dict[str, Any] | None
) -> tuple[float, float]:
    """Return where a point of the upright picture is shown after the edits.

    Points are fractions of the sides, `size` is the upright picture's in pixels.
    What was cropped away lies outside of 0 to 1.
    """
    edits = check_edits(edits)
    width, height = size
    x, y = point[0] * width, point[1] * height
    for _quarter in range(edits["rotate"] // 90):
        x, y = height - y, x
        width, height = height, width
    if edits["straighten"]:
        angle = math.radians(edits["straighten"])
        across, down = x - width / 2, y - height / 2
        inner_width, inner_height = inner_size(width, height, edits["straighten"])
        x = across * math.cos(angle) - down * math.sin(angle) + inner_width / 2
        y = across * math.sin(angle) + down * math.cos(angle) + inner_height / 2
        width, height = inner_width, inner_height
    left, top, share_wide, share_high = edits["crop"]
    return (x / width - left) / share_wide, (y / height - top) / share_high


def told_at(
    point: tuple[float, float], size: tuple[int, int], edits: dict[str, Any] | None
) -> tuple[float, float]:
    """Return which point of the upright picture is shown there: `seen_at` backwards."""
    edits = check_edits(edits)
    width, height = size
    if edits["rotate"] in (90, 270):
        width, height = height, width
    left, top, share_wide, share_high = edits["crop"]
    x, y = left + point[0] * share_wide, top + point[1] * share_high
    if edits["straighten"]:
        angle = math.radians(edits["straighten"])
        inner_width, inner_height = inner_size(width, height, edits["straighten"])
        across, down = (x - 0.5) * inner_width, (y - 0.5) * inner_height
        x = (across * math.cos(angle) + down * math.sin(angle)) / width + 0.5
        y = (down * math.cos(angle) - across * math.sin(angle)) / height + 0.5
    for _quarter in range(edits["rotate"] // 90):
        x, y = y, 1 - x
    return x, y


def box_seen(box: Box, size: tuple[int, int], edits: dict[str, Any] | None) -> Box:
    """Return where a box of the upright picture is shown after the edits.

    Its middle is exact. Straightening turns it by a few degrees; it stays level.
    """
    edits = check_edits(edits)
    x, y = seen_at((box[0] + box[2] / 2, box[1] + box[3] / 2), size, edits)
    whole, shown = _level(size, edits), _shown(size, edits)
    wide, high = box[2:] if edits["rotate"] % 180 == 0 else (box[3], box[2])
    wide, high = wide * whole[0] / shown[0], high * whole[1] / shown[1]
    return x - wide / 2, y - high / 2, wide, high


def box_of_original(
    box: Box, size: tuple[int, int], edits: dict[str, Any] | None
) -> Box:
    """Return the box of the upright picture that is shown there: `box_seen` undone."""
    edits = check_edits(edits)
    x, y = told_at((box[0] + box[2] / 2, box[1] + box[3] / 2), size, edits)
    whole, shown = _level(size, edits), _shown(size, edits)
    wide, high = box[2] * shown[0] / whole[0], box[3] * shown[1] / whole[1]
    if edits["rotate"] % 180:
        wide, high = high, wide
    return x - wide / 2, y - high / 2, wide, high


def _level(size: tuple[int, int], edits: dict[str, Any]) -> tuple[int, int]:
    """Give the size after the quarter turns."""
    return size if edits["rotate"] % 180 == 0 else (size[1], size[0])


def _inner(width: float, height: float, edits: dict[str, Any]) -> tuple[float, float]:
    """Give the size after straightening."""
    if not edits["straighten"]:
        return width, height
    return inner_size(width, height, edits["straighten"])


def _shown(size: tuple[int, int], edits: dict[str, Any]) -> tuple[float, float]:
    """Give the size after all edits."""
    width, height = _inner(*_level(size, edits), edits)
    return width * edits["crop"][2], height * edits["crop"][3]
