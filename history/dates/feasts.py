"""Own the feasts people date by; refuse to choose where there are two of a name."""

from datetime import date, timedelta

from history.dates import span as spans
from history.dates.refusal import NotADate
from history.dates.span import Span


def feast(name: str, year: int) -> Span:
    """Give the days of a feast in a year; `name` is its month and day, or a word."""
    if year < 1800:
        raise NotADate("not_understood")
    if name == "0107":
        return spans.year(year)  # two Christmases a year: the year is all we know
    if name == "easter":
        return spans.days_between(_easter(year), _easter(year))
    days = {
        "0101": (date(year - 1, 12, 31), date(year, 1, 1)),
        "0501": (date(year, 5, 1), date(year, 5, 2)),
        "1107": (date(year, 11, 7), date(year, 11, 8)),
        "school": (date(year, 9, 1), date(year, 9, 1)),
    }
    if name in days:
        return spans.days_between(*days[name])
    return spans.day(year, int(name[:2]), int(name[2:]))


def _easter(year: int) -> date:
    """Give the Orthodox Easter day of a year after 1900 (Meeus, Julian)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    shift = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=shift)
