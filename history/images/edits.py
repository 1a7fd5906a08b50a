"""Non-destructive edits: what they may say and where they move the frame.

Edits are JSON: `{"rotate": 0|90|180|270, "straighten": degrees, "crop": [x, y,
w, h], "masks": [{"box": [x, y, w, h], "style": "fill"|"blur"}]}`. Turns are
clockwise. Mask boxes are fractions of the upright, unedited picture, and masks
come first, so what is covered stays covered whatever else changes. The crop is a
fraction of the frame after turning and straightening.
"""

from __future__ import annotations

import math
from typing import Any

MAX_MASKS = 50
MAX_STRAIGHTEN = 45.0
SMALLEST_CROP = 0.01
WHOLE = [0.0, 0.0, 1.0, 1.0]


class EditsError(ValueError):
    """Say that edits are not of the agreed shape."""


def check_edits(edits: dict[str, Any] | None) -> dict[str, Any]:
    """Return edits in full and in order, or raise EditsError."""
    edits = edits or {}
    if not isinstance(edits, dict):
        raise EditsError("edits must be an object")
    unknown = set(edits) - {"rotate", "straighten", "crop", "masks"}
    if unknown:
        raise EditsError(f"unknown edits: {', '.join(sorted(map(str, unknown)))}")
    rotate = edits.get("rotate") or 0
    if isinstance(rotate, bool) or rotate not in (0, 90, 180, 270):
        raise EditsError("rotate must be 0, 90, 180 or 270")
    straighten = _number(edits.get("straighten") or 0, "straighten")
    if abs(straighten) > MAX_STRAIGHTEN:
        raise EditsError("straighten must be between -45 and 45 degrees")
    crop = _box(edits.get("crop") or WHOLE, "crop")
    if min(crop[2:]) < SMALLEST_CROP:
        raise EditsError("crop is too small")
    masks = edits.get("masks") or []
    if not isinstance(masks, list) or len(masks) > MAX_MASKS:
        raise EditsError(f"masks must be a list of at most {MAX_MASKS}")
    return {
        "rotate": int(rotate),
        "straighten": straighten,
        "crop": crop,
        "masks": [_mask(mask) for mask in masks],
    }


def is_unedited(edits: dict[str, Any] | None) -> bool:
    """Tell whether the edits leave the picture as it is."""
    return check_edits(edits) == check_edits({})


def _mask(mask: Any) -> dict[str, Any]:
    if not isinstance(mask, dict):
        raise EditsError("a mask must be an object")
    style = mask.get("style", "fill")
    if style not in ("fill", "blur"):
        raise EditsError("a mask's style must be fill or blur")
    return {"box": _box(mask.get("box"), "mask"), "style": style}


def _box(value: Any, name: str) -> list[float]:
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise EditsError(f"{name} must be four numbers")
    x, y, w, h = (_number(part, name) for part in value)
    right, bottom = min(x + w, 1.0), min(y + h, 1.0)
    x, y = max(x, 0.0), max(y, 0.0)
    if right <= x or bottom <= y:
        raise EditsError(f"{name} lies outside the picture")
    return [x, y, right - x, bottom - y]


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EditsError(f"{name} must be a number")
    if not math.isfinite(value):
        raise EditsError(f"{name} must be a finite number")
    return float(value)


def inner_size(width: float, height: float, degrees: float) -> tuple[float, float]:
    """Return the largest frame of the same shape inside a tilted picture."""
    angle = math.radians(abs(degrees))
    sin, cos = math.sin(angle), math.cos(angle)
    shrink = 1 / max(cos + sin * height / width, cos + sin * width / height)
    return width * shrink, height * shrink


def outcome_size(
    width_px: int, height_px: int, edits: dict[str, Any] | None
) -> tuple[int, int]:
    """Return the full size of an upright picture after the edits."""
    edits = check_edits(edits)
    width, height = float(width_px), float(height_px)
    if edits["rotate"] in (90, 270):
        width, height = height, width
    if edits["straighten"]:
        width, height = inner_size(width, height, edits["straighten"])
    width, height = width * edits["crop"][2], height * edits["crop"][3]
    return max(1, round(width)), max(1, round(height))
