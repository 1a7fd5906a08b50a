"""Bars for a figure, worked out on the server: no script, no picture file."""

import math
from dataclasses import dataclass

from contributions.figures import Figure

WIDTH, HEIGHT = 640, 200
GAP = 0.25  # of the room of one label
EDGE = 60  # where the words of a label would run over the drawing
LYING_LABEL, LYING_ROW = 190, 34


@dataclass(frozen=True)
class Bar:
    """One bar in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    tone: str


def scale_end(largest: float) -> int:
    """Round up to 1, 2 or 4 times a power of ten: half of it is a whole number too."""
    if largest <= 4:
        return 4
    power = 10 ** math.floor(math.log10(largest))
    return next(int(step * power) for step in (1, 2, 4, 10) if step * power >= largest)


def draw(figure: Figure) -> dict:
    """Place the bars of a figure.

    Shape: `bars`, `ticks` [{at, label}], `labels` [{at, text}] (every few where there
    are many), `width`, `height`, `end` (the number at the end of the scale).
    """
    return _lying(figure) if figure.is_lying else _standing(figure)


def _standing(figure: Figure) -> dict:
    end = scale_end(max((n for row in figure.rows for n in row[1:]), default=0))
    room = WIDTH / max(1, len(figure.rows))
    width = room * (1 - GAP) / len(figure.series)
    bars = [
        Bar(
            round(index * room + room * GAP / 2 + place * width, 1),
            round(HEIGHT - HEIGHT * number / end, 1),
            round(width, 1),
            round(HEIGHT * number / end, 1),
            figure.tones[place],
        )
        for index, row in enumerate(figure.rows)
        for place, number in enumerate(row[1:])
        if number
    ]
    step = max(1, math.ceil(len(figure.rows) / 6))
    return {
        "bars": bars,
        "ticks": [
            {"at": round(HEIGHT - HEIGHT * part / 2, 1), "label": f"{end * part / 2:g}"}
            for part in (0, 1, 2)
        ],
        "labels": [
            {
                "at": round(index * room + room / 2, 1), "text": row[0],
                "anchor": _anchor((index + 0.5) * room),
                "is_seldom": index % (2 * step) != 0,
            }
            for index, row in enumerate(figure.rows)
            if index % step == 0
        ],
        "width": WIDTH, "height": HEIGHT, "end": end,
    }  # fmt: skip


def _anchor(at: float) -> str:
    """Say from where words are written, so that none runs over the drawing."""
    if at < EDGE:
        return "start"
    return "end" if at > WIDTH - EDGE else "middle"


def _lying(figure: Figure) -> dict:
    """Lay the bars of one label on one line, one after the other."""
    totals = [sum(row[1:]) for row in figure.rows]
    end = scale_end(max(totals, default=0))
    length = WIDTH - LYING_LABEL - 50
    bars, labels = [], []
    for index, row in enumerate(figure.rows):
        x, y = float(LYING_LABEL), index * LYING_ROW + 6
        for place, number in enumerate(row[1:]):
            if number:
                width = length * number / end
                bars.append(
                    Bar(
                        round(x, 1),
                        y,
                        round(width, 1),
                        LYING_ROW - 12,
                        figure.tones[place],
                    )
                )
                x += width
        labels.append(
            {
                "at": y + LYING_ROW / 2 - 1,
                "text": row[0],
                "end": round(x + 8, 1),
                "n": totals[index],
            }
        )
    height = max(1, len(figure.rows)) * LYING_ROW
    return {
        "bars": bars, "ticks": [], "labels": labels,
        "width": WIDTH, "height": height, "end": end,
    }  # fmt: skip
