"""Draw today's photograph in the frame of an old one. Runs inside the child only.

The frame is a fresh canvas; where today's photograph shows nothing it stays transparent,
so that the old picture is seen there. Masks and crops come first, as for every public size.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from .edits import check_edits, outcome_size
from .ladder import WEBP, WIDTHS, fit, smaller
from .overlaying import Movement, reach
from .results import Limits
from .retouching import retouch
from .sources import opened

LARGEST_PX = 3200  # of the decoded picture: beyond that nothing more is to be seen


def align(
    path: str | Path,
    *,
    into: str | Path,
    frame: tuple[int, int],
    numbers: list[float],
    edits: dict[str, Any],
    limits: Limits,
    page: int = 0,
    is_lenient: bool = False,
) -> dict[str, Any]:
    """Write the ladder of one aligned picture into a folder and return what was made."""
    edits, found = check_edits(edits), Movement(*numbers)
    frame = fit(*frame, WIDTHS[-1])
    with opened(path, limits, page=page, is_lenient=is_lenient) as source:
        full = source.inspection.width_px, source.inspection.height_px
        shown = outcome_size(*full, edits)
        wanted = min(frame[0] * reach(found), LARGEST_PX)
        scale = min(1.0, wanted / shown[0], LARGEST_PX / max(shown))
        cover = tuple(max(1, round(side * scale)) for side in full)
        today = retouch(source.decode(cover), edits).convert("RGBA")
    canvas = today.transform(
        frame,
        Image.Transform.PERSPECTIVE,
        found.in_pixels(frame, today.size),
        Image.Resampling.BICUBIC,
        fillcolor=(0, 0, 0, 0),
    )
    if canvas.getchannel("A").getextrema()[0] == 255:
        canvas = canvas.convert("RGB")
    return {"renditions": ladder(canvas, Path(into))}


def ladder(canvas: Image.Image, into: Path) -> list[dict[str, Any]]:
    """Write every size from the one above, smallest first."""
    renditions = []
    for size in sorted({fit(*canvas.size, width) for width in WIDTHS}, reverse=True):
        if canvas.size != size:
            canvas = smaller(canvas, size)
        name = f"{canvas.width}.webp"
        canvas.save(into / name, **WEBP)
        renditions.append({"width": size[0], "height": size[1], "path": name})
    return renditions[::-1]
