"""Own when an event takes place: each of its times, by the clock on the library's wall.

Asks the database nothing. An event here is anything with `starts_at`, `ends_at`,
`repeats_until` and `skipped`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

WEEK = timedelta(days=7)
LONGEST_SERIES = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of an event, in the library's zone."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        """The day on which it begins."""
        return self.starts_at.date()

    @property
    def last_day(self) -> date:
        """The last day on which it goes on; the midnight that ends it is not one."""
        return (self.ends_at - timedelta(microseconds=1)).date()


def days(first: date, until: date | None) -> Iterator[date]:
    """Give the days of a series, or the one day of what does not repeat."""
    yield first
    last = min(until, first + LONGEST_SERIES) if until else first
    day = first + WEEK
    while day <= last:
        yield day
        day += WEEK


def every(event, *, even_skipped: bool = False) -> list[Occurrence]:
    """Give all times of an event, the earliest first.

    Weeks are counted on the wall, so an evening at six stays at six when the clocks
    change (RFC 5545, 3.8.5.3).
    """
    starts, ends = _on_the_wall(event.starts_at), _on_the_wall(event.ends_at)
    skipped = frozenset() if even_skipped else skipped_days(event)
    return [
        Occurrence(
            _aware(starts + (day - starts.date())), _aware(ends + (day - starts.date()))
        )
        for day in days(starts.date(), event.repeats_until)
        if day not in skipped
    ]


def coming(event, at: datetime) -> list[Occurrence]:
    """Give the times that are not over yet."""
    return [one for one in every(event) if one.ends_at > at]


def skipped_days(event) -> frozenset[date]:
    """Give the days of a series on which it does not take place."""
    return frozenset(date.fromisoformat(day) for day in event.skipped)


def last_end(event) -> datetime:
    """Say when the last of it is over; one that was skipped altogether, by its plan."""
    times = every(event) or every(event, even_skipped=True)
    return times[-1].ends_at


def _on_the_wall(moment: datetime) -> datetime:
    return timezone.make_naive(moment, timezone.get_default_timezone())


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.get_default_timezone())
