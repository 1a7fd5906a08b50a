"""Where things of a picture are after its edits, and how edits follow a turn."""

from __future__ import annotations

import math
from typing import Any

from .edits import check_edits, inner_size


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
