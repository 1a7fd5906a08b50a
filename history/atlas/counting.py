"""Own the years of the archive: how many pictures each of them may have.

A date that is not sure is spread evenly over its interval, never put into the middle:
a picture of the 1960s is a tenth of a picture in each of its years.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from history.models import Spot, YearSpan
from history.models.atlas import OPEN_END, OPEN_START

WIDEST = 200  # years; what is less sure than that is told beside, not drawn
Span = tuple[int, int, int]


@dataclass(slots=True)
class Step:
    """One bar: how many are surely of these years, may be, and the share of the unsure."""

    first: int
    last: int
    sure: int = 0
    possible: int = 0
    share: float = 0.0

    @property
    def height(self) -> float:
        return self.sure + self.share


@dataclass(frozen=True, slots=True)
class Years:
    """The steps of a time, and what cannot be drawn in it."""

    steps: list[Step] = field(default_factory=list)
    undated: int = 0
    open_ended: int = 0

    @property
    def total(self) -> float:
        return sum(step.height for step in self.steps)


def spans(kind: str = "") -> list[Span]:
    """Give (first year, last year, how many) of the archive, or of one kind."""
    rows = YearSpan.objects.filter(kind=kind) if kind else YearSpan.objects.all()
    years = rows.values("first_year", "last_year").order_by("first_year", "last_year")
    return list(
        years.annotate(of=Sum("n")).values_list("first_year", "last_year", "of")
    )


def spans_of(items: QuerySet) -> list[Span]:
    """Give the spans of some items: for pages of one place, whose items are few."""
    rows = Spot.objects.filter(item__in=items).values_list("first_year", "last_year")
    return [(first, last, 1) for first, last in rows]


def count(found: Iterable[Span], *, step: int = 10, within=None) -> Years:
    """Lay spans over steps of ten years or of one, from the first to the last that has any.

    `within` is the (first, last) year of the part wanted.
    """
    undated = open_ended = 0
    drawn = []
    for first, last, n in found:
        if first > last:
            undated += n
        elif first == OPEN_START or last == OPEN_END or last - first >= WIDEST:
            open_ended += n
        elif within is None or (first <= within[1] and last >= within[0]):
            drawn.append((first, last, n))
    if within is None and drawn:
        within = min(one[0] for one in drawn), max(one[1] for one in drawn)
    if within is None:
        return Years([], undated, open_ended)
    begin = within[0] // step * step
    steps = [Step(year, year + step - 1) for year in range(begin, within[1] + 1, step)]
    for first, last, n in drawn:
        for one in steps[
            max(0, (first - begin) // step) : max(0, (last - begin) // step + 1)
        ]:
            one.possible += n
            if one.first <= first and last <= one.last:
                one.sure += n
            else:
                years = min(last, one.last) - max(first, one.first) + 1
                one.share += n * years / (last - first + 1)
    return Years(steps, undated, open_ended)
