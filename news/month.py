"""Own the calendar of one month as rows of weeks."""

import calendar
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from news import announcing, occurring, when
from news.models import Event
from news.occurring import Occurrence

WEEKS = calendar.Calendar(firstweekday=calendar.MONDAY)


def read(text: str) -> date | None:
    """Read "2026-12"; None where it is no month that a calendar may show."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 (a day alone)
    except ValueError:
        return None
    return first if 1990 <= first.year <= 2100 and text == f"{first:%Y-%m}" else None


def after(first: date) -> date:
    """Give the first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def before(first: date) -> date:
    """Give the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def span(first: date) -> tuple[datetime, datetime]:
    """Give the moments between which a month lies in the library's zone."""
    here = timezone.get_default_timezone()
    return tuple(
        datetime.combine(day, time.min, tzinfo=here) for day in (first, after(first))
    )


def times(events: Iterable[Event], first: date) -> list[tuple[Occurrence, Event]]:
    """Give every time that touches a month, in order."""
    start, end = span(first)
    found = [
        (one, event)
        for event in events
        for one in occurring.every(event)
        if one.starts_at < end and one.ends_at > start
    ]
    return sorted(found, key=lambda pair: (pair[0].starts_at, pair[1].pk))


def weeks(
    pairs: Iterable[tuple[Occurrence, Event]], first: date, *, today: date
) -> list[list[dict]]:
    """Give the weeks of a month, day by day, with what takes place.

    What goes on for days stands on the first of its days in this month.
    Shape of a day: ``{"number", "iso", "label", "is_today", "events"}``; days of other
    months are ``{}``.
    """
    on: dict[date, list[dict]] = {}
    for one, event in pairs:
        on.setdefault(max(one.day, first), []).append(announcing.teaser(event, one))
    return [
        [
            _day(day, on.get(day, []), today) if day.month == first.month else {}
            for day in week
        ]
        for week in WEEKS.monthdatescalendar(first.year, first.month)
    ]


def _day(day: date, events: list[dict], today: date) -> dict:
    return {
        "number": day.day,
        "iso": day.isoformat(),
        "label": f"{date_format(day, 'j E')}, {announcing.count_of(len(events))}",
        "title": f"{date_format(day, 'j E')}, {when.weekday(day)}",
        "is_today": day == today,
        "events": events,
    }


def weekdays() -> list[dict]:
    """Name the columns, shortly and in full; 5 January 1970 was a Monday."""
    monday = date(1970, 1, 5)
    days = [monday + timedelta(days=n) for n in range(7)]
    return [{"short": date_format(day, "D"), "name": when.weekday(day)} for day in days]
