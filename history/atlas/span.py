"""Own the small drawing under the two thumbs that choose a period: a bar a decade."""

from collections.abc import Iterable

from django.utils import timezone

FIRST_DECADE = 1850
WIDTH, HEIGHT = 1000, 100
GAP = 0.12  # of the room of one bar
LEAST = 4  # what is there is seen


def draw(
    counts: Iterable[tuple[int, float]],
    chosen: tuple[int | None, int | None],
    *,
    step: int,
) -> dict:
    """Draw (decade, how many) between the first decade and now; `chosen` are years.

    Shape: `first`, `last`, `step` (of the thumbs), `begin`, `end` (where they stand),
    `width`, `height`, `bars` [{x, width, y, height, decade, is_in}].
    """
    many = {decade: n for decade, n in counts if n}
    now = timezone.localdate().year // 10 * 10
    decades = range(FIRST_DECADE, now + 1, 10)
    last = now if step == 10 else now + 9
    begin, end = chosen
    begin = FIRST_DECADE if begin is None else min(max(begin, FIRST_DECADE), last)
    end = last if end is None else max(min(end, last), begin)
    most = max((many.get(decade, 0) for decade in decades), default=0) or 1
    room = WIDTH / len(decades)
    bars = []
    for place, decade in enumerate(decades):
        n = many.get(decade, 0)
        if not n:
            continue
        high = max(LEAST, HEIGHT * n / most)
        bars.append(
            {
                "x": round(place * room + room * GAP / 2, 1),
                "width": round(room * (1 - GAP), 1),
                "y": round(HEIGHT - high, 1),
                "height": round(high, 1),
                "decade": decade,
                "is_in": begin <= decade + 9 and decade <= end,
            }
        )
    return {
        "first": FIRST_DECADE,
        "last": last,
        "step": step,
        "begin": begin // step * step,
        "end": end // step * step,
        "width": WIDTH,
        "height": HEIGHT,
        "bars": bars,
    }
