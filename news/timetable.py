"""Own when a house is open, by the clock on the library's wall. Asks the database nothing.

A week is given by rows with `weekday`, `opens_at`, `closes_at`; special days by rows with
`first_day`, `last_day`, `opens_at`, `closes_at`, `reason`.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LOOKED_AHEAD = 60
"""Days: a house that stays shut for longer says nothing of when it opens."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, on one day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Day:
    """One day: its spans, and the special day that made them so, if any."""

    day: date
    spans: tuple[Span, ...]
    special: object | None = None


@dataclass(frozen=True)
class State:
    """How it stands at one moment: open until, or closed until a later day and hour."""

    today: Day
    until: time | None = None
    next_day: date | None = None
    next_hour: time | None = None

    @property
    def is_open(self) -> bool:
        """Whether the door is open now."""
        return self.until is not None


@dataclass(frozen=True)
class Timetable:
    """The hours of one house."""

    week: tuple[tuple[Span, ...], ...]
    special: tuple = ()

    @property
    def is_known(self) -> bool:
        """Whether anybody wrote down the hours."""
        return any(self.week)

    def on(self, day: date) -> Day:
        """Give one day; what is said of this house goes before what is said of all."""
        rows = [one for one in self.special if one.first_day <= day <= one.last_day]
        own = [one for one in rows if one.branch_id is not None]
        rows = own or rows
        if not rows:
            return Day(day, self.week[day.weekday()])
        for one in rows:
            if one.opens_at is None:
                return Day(day, (), one)
        spans = {Span(one.opens_at, one.closes_at) for one in rows}
        return Day(day, tuple(sorted(spans, key=lambda span: span.opens)), rows[0])

    def at(self, moment: datetime) -> State:
        """Say how it stands at a moment that is given in the library's zone."""
        today, now = self.on(moment.date()), moment.time()
        for span in today.spans:
            if span.opens <= now < span.closes:
                return State(today, until=span.closes)
            if now < span.opens:
                return State(today, next_day=today.day, next_hour=span.opens)
        for ahead in range(1, LOOKED_AHEAD):
            later = self.on(today.day + timedelta(days=ahead))
            if later.spans:
                return State(today, next_day=later.day, next_hour=later.spans[0].opens)
        return State(today)


def make(weekly: Iterable, special: Iterable) -> Timetable:
    """Sort rows into a timetable."""
    week: list[list[Span]] = [[] for _day in range(7)]
    for row in weekly:
        week[row.weekday].append(Span(row.opens_at, row.closes_at))
    days = tuple(tuple(sorted(one, key=lambda span: span.opens)) for one in week)
    return Timetable(days, tuple(special))


def overlap(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """Find two spans of one day that lie over each other."""
    ordered = sorted(spans, key=lambda span: (span.opens, span.closes))
    for earlier, later in itertools.pairwise(ordered):
        if later.opens < earlier.closes:
            return earlier, later
    return None
