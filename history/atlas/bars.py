"""Own the drawing of the years: bars that stand, and bars that lie for a narrow screen.

The sure part of a bar is full, the share of dates that are not sure stands on it in a
lighter tone. Refuses to ask the database.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from history.atlas.counting import Step

WIDTH, HEIGHT = 1000, 260
GAP = 0.18  # of the room of one bar
LEAST = 2.0  # what is there is seen
ROW, LYING_WIDTH, LYING_LABEL, LYING_NUMBER = 48, 360, 72, 56
LABELS_FIT = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One step ready to be drawn: its words, its address, its numbers."""

    step: Step
    label: str
    spoken: str
    url: str
    number: str
    is_chosen: bool = False


def standing(bars: Iterable[Bar]) -> dict:
    """Stand the bars beside each other.

    Shape: `width`, `height`, `ticks` [{at, label}], `bars` [{x, width, sure, unsure,
    label, …}]: of `sure` and `unsure` the upper edge `y` and the `height`.
    """
    rows = list(bars)
    end = scale_end(max((one.step.height for one in rows), default=0))
    room = WIDTH / max(len(rows), 1)
    every = math.ceil(len(rows) / LABELS_FIT)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ticks": [
            {"at": round(HEIGHT - HEIGHT * part / 2), "label": f"{end * part / 2:g}"}
            for part in (0, 1, 2)
        ],
        "bars": [
            {
                "of": one,
                "room": round(index * room, 1),
                "room_width": round(room, 1),
                "x": round(index * room + room * GAP / 2, 1),
                "width": round(room * (1 - GAP), 1),
                "middle": round(index * room + room / 2, 1),
                "is_labelled": index % every == 0,
                **_upright(one.step, end),
            }
            for index, one in enumerate(rows)
        ],
    }


def lying(bars: Iterable[Bar]) -> dict:
    """Lay the bars below each other, each on a line to touch.

    Shape: `width`, `height`, `row`, `bars` [{y, sure, unsure, x, end}].
    """
    rows = list(bars)
    most = max((one.step.height for one in rows), default=0) or 1
    length = LYING_WIDTH - LYING_LABEL - LYING_NUMBER
    drawn = []
    for index, one in enumerate(rows):
        sure, unsure = (
            round(part * length / most, 1) for part in (one.step.sure, one.step.share)
        )
        if one.step.possible and sure + unsure < LEAST:
            unsure = LEAST
        drawn.append(
            {
                "of": one, "y": index * ROW, "x": LYING_LABEL, "sure": sure,
                "unsure": unsure, "unsure_x": round(LYING_LABEL + sure, 1),
                "end": round(LYING_LABEL + sure + unsure + 8, 1),
            }
        )  # fmt: skip
    return {"width": LYING_WIDTH, "height": len(rows) * ROW, "row": ROW, "bars": drawn}


def scale_end(largest: float) -> int:
    """Round up to a number that reads easily, as does its half."""
    if largest <= 2:
        return 2
    power = 10 ** math.floor(math.log10(largest))
    steps = (1, 2, 4, 6, 10)
    return next(int(step * power) for step in steps if step * power >= largest)


def _upright(step: Step, end: int) -> dict:
    sure = round(HEIGHT * step.sure / end, 1)
    unsure = round(HEIGHT * step.share / end, 1)
    if step.possible and sure + unsure < LEAST:
        unsure = LEAST
    return {
        "sure": sure,
        "sure_y": round(HEIGHT - sure, 1),
        "unsure": unsure,
        "unsure_y": round(HEIGHT - sure - unsure, 1),
    }
