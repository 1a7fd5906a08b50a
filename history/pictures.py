"""Own how a picture is described to a page: addresses, sizes, shape; never its bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SMALLEST_RATIO, LARGEST_RATIO = 30, 400
FINE_UP_TO = 200

RATIOS = (
    *range(SMALLEST_RATIO, FINE_UP_TO + 1),
    *range(FINE_UP_TO + 2, LARGEST_RATIO + 1, 2),
)
"""Shapes a page can lay out: 100 × width / height; static/css/ratios.css lists them."""

DEFAULT_WIDTH_PX = 640


def ratio_class(width: int, height: int) -> int:
    """Round a picture's shape to the nearest one the stylesheet knows."""
    if width <= 0 or height <= 0:
        return 100
    ratio = round(100 * width / height)
    if ratio > FINE_UP_TO:
        ratio = 2 * round(ratio / 2)
    return min(max(ratio, SMALLEST_RATIO), LARGEST_RATIO)


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold everything `components/picture.html` needs to show one picture."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    placeholder: str
    ratio: int
    largest: str

    @classmethod
    def from_renditions(
        cls,
        renditions: Iterable[Mapping],
        *,
        url: Callable[[str], str],
        width: int,
        height: int,
        alt: str,
        placeholder: str = "",
    ) -> Picture | None:
        """Describe a picture by its ladder of renditions; None when there is none.

        Where several types exist, the first type of the ladder is served, so that
        every candidate of the srcset differs by width alone.
        """
        ladder = [step for step in renditions if step.get("path") and step.get("width")]
        if not ladder:
            return None
        first_type = ladder[0].get("type")
        ladder = sorted(
            (step for step in ladder if step.get("type") == first_type),
            key=lambda step: step["width"],
        )
        middle = next(
            (step for step in ladder if step["width"] >= DEFAULT_WIDTH_PX), ladder[-1]
        )
        largest = ladder[-1]
        addresses = {step["path"]: url(step["path"]) for step in ladder}
        width = width or largest["width"]
        height = height or largest["height"]
        return cls(
            src=addresses[middle["path"]],
            srcset=", ".join(
                f"{addresses[step['path']]} {step['width']}w" for step in ladder
            ),
            width=width,
            height=height,
            alt=alt,
            placeholder=placeholder,
            ratio=ratio_class(width, height),
            largest=addresses[largest["path"]],
        )


def closer_look(picture: Picture, *, label: str = "", info: dict | None = None) -> str:
    """Describe a picture as JSON to the viewer (static/js/viewer.js).

    `info` is the `info.json` of its tiles; without it the largest size is looked at.
    """
    return json.dumps(
        {
            "source": info or {"type": "image", "url": picture.largest},
            "preview": picture.src,
            "url": picture.largest,
            "alt": picture.alt,
            "label": label,
        },
        ensure_ascii=False,
    )
