"""Own how the time of an event is said, in the language of the reader.

Hours are those of the library's zone and of twenty-four. Asks the database nothing.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from news import occurring
from news.occurring import Occurrence

TO = "\u2060–\u2060"  # a dash at which no line ends


def whole(event) -> str:
    """Say all of it: "Thursday, 3 December 2026, 17:00–19:00", or the whole series."""
    first = occurring.every(event, even_skipped=True)[0]
    text = _series(event, first) if event.repeats_until else once(event, first)
    return text[:1].upper() + text[1:]


def once(event, one: Occurrence) -> str:
    """Say one time of it."""
    if one.day == one.last_day:
        return f"{weekday(one.day)}, {_dated(one.day)}, {hours(event, one)}"
    first, last = _dated(one.day), _dated(one.last_day)
    if not event.all_day:
        first, last = f"{first}, {one.starts_at:%H:%M}", f"{last}, {one.ends_at:%H:%M}"
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def hours(event, one: Occurrence) -> str:
    """Say the hours of one time; of several days, until when."""
    if one.day != one.last_day:
        return _("until %(day)s") % {"day": date_format(one.last_day, "j E")}
    if event.all_day:
        return _("all day")
    return f"{one.starts_at:%H:%M}{TO}{one.ends_at:%H:%M}"


def every_week(event) -> str:
    """Say how it repeats, for a list: "every Thursday until 27 May"; "" for once."""
    if event.repeats_until is None:
        return ""
    times = occurring.every(event)
    if len(times) < 2:
        return ""
    return _("%(every)s until %(day)s") % {
        "every": _every(times[0].day),
        "day": date_format(times[-1].day, "j E"),
    }


def _series(event, first: Occurrence) -> str:
    last = (occurring.every(event) or [first])[-1]
    return _("%(every)s, %(hours)s, from %(first)s to %(last)s") % {
        "every": _every(first.day),
        "hours": hours(event, first)
        if first.day == first.last_day
        else f"{first.starts_at:%H:%M}",
        "first": _dated(first.day),
        "last": _dated(last.day),
    }


def _every(day: date) -> str:
    return (
        _("every Monday"), _("every Tuesday"), _("every Wednesday"),
        _("every Thursday"), _("every Friday"), _("every Saturday"),
        _("every Sunday"),
    )[day.weekday()]  # fmt: skip


def weekday(day: date) -> str:
    """Name the day of the week as within a sentence: English keeps its capital."""
    return _within(date_format(day, "l"))


def month(day: date, *, within: bool = False) -> str:
    """Name a month with its year: "December 2026"; `within` a sentence or alone."""
    name = date_format(day, "F Y")
    return _within(name) if within else name


def _within(name: str) -> str:
    """English keeps its capitals, the others have none within a sentence."""
    return name if name.isascii() else name.lower()


def _dated(day: date) -> str:
    """Write a day so that no part of it stands alone on the next line."""
    return date_format(day, "DATE_FORMAT").replace(" ", "\u00a0")
