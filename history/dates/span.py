"""Own a stretch of days with its EDTF; refuse to know any human word.

The bounds follow one rule. Without doubt they are the strict bounds of EDTF. With
"about" (~) or "perhaps" (?) both ends widen by one step of what was said: a day by a
week, a month or season by a month, a year by a year, a decade by two years, a
century by ten; with both doubts (%) by two such steps. That always lies between the
strict and the fuzzy bounds of the `edtf` package, which widens a decade by a decade.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from history.dates.refusal import NotADate

SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


@dataclass(frozen=True)
class Span:
    """Hold the days from start to end, and how EDTF writes each end and the whole."""

    start: date | None
    end: date | None
    first: str  # how EDTF writes the beginning
    last: str  # how EDTF writes the end
    whole: str  # how EDTF writes it all; empty where only first/last can
    unit: str  # day, month, season, year, decade, century
    doubt: str = ""  # "", "~", "?" or "%"
    last_doubt: str | None = None  # where the end has another doubt than the start

    @property
    def edtf(self) -> str:
        """Write the span in EDTF with its doubts."""
        end_doubt = self.doubt if self.last_doubt is None else self.last_doubt
        if self.whole and not (self.doubt or end_doubt):
            return self.whole
        takes_sign = self.unit != "season" and not self.whole.startswith("[")
        if self.whole and self.doubt == end_doubt and takes_sign:
            return self.whole + self.doubt
        first = self.first + self.doubt if self.start else ".."
        last = self.last + end_doubt if self.end else ".."
        return f"{first}/{last}"

    @property
    def earliest(self) -> date | None:
        """Give the first day it may mean."""
        return self.start and _moved(self.start, self.unit, self.doubt, -1)

    @property
    def latest(self) -> date | None:
        """Give the last day it may mean."""
        doubt = self.doubt if self.last_doubt is None else self.last_doubt
        return self.end and _moved(self.end, self.unit, doubt, +1)


def doubted(span: Span, doubt: str) -> Span:
    """Add a doubt to both ends of a span."""
    last = span.doubt if span.last_doubt is None else span.last_doubt
    return replace(span, doubt=_both(span.doubt, doubt), last_doubt=_both(last, doubt))


def day(year: int, month: int, number: int) -> Span:
    """Give one day, or explain that there is no such day."""
    _check_month(month)
    _check_year(year)
    days = calendar.monthrange(year, month)[1]
    if not 1 <= number <= days:
        written = f"{number:02}.{month:02}.{year}"
        raise NotADate("no_such_day", day=written, days=days)
    return days_between(date(year, month, number), date(year, month, number))


def days_between(start: date | None, end: date | None) -> Span:
    """Give a span from day to day, written as coarsely as is exact."""
    unit, first, last = "day", _iso(start), _iso(end)
    if (start is None or start.day == 1) and (end is None or _ends_month(end)):
        unit, first, last = "month", first[:7], last[:7]
        if (start is None or start.month == 1) and (end is None or end.month == 12):
            unit, first, last = "year", first[:4], last[:4]
    whole = first if first == last else ""
    return Span(start, end, first, last, whole, unit)


def months(year: int, start: int, end: int, *, unit: str = "month") -> Span:
    """Give the months of a year from start to end."""
    _check_month(start)
    _check_year(year)
    last_day = calendar.monthrange(year, end)[1]
    span = days_between(date(year, start, 1), date(year, end, last_day))
    return replace(span, unit=unit)


def season(year: int, number: int) -> Span:
    """Give a season of a year; winter touches both ends of the year."""
    _check_year(year)
    if number != 24:
        span = months(year, *SEASON_MONTHS[number], unit="season")
    else:
        span = replace(winter(year - 1, year + 1), unit="season")
    return replace(span, whole=f"{year:04}-{number}")


def winter(first: int, second: int) -> Span:
    """Give the winter from December of one year to February of another."""
    _check_year(first)
    _check_year(second)
    february = calendar.monthrange(second, 2)[1]
    return days_between(date(first, 12, 1), date(second, 2, february))


def year(number: int) -> Span:
    """Give one whole year."""
    _check_year(number)
    return days_between(date(number, 1, 1), date(number, 12, 31))


def years(first: int, last: int, *, unit: str = "year", whole: str = "") -> Span:
    """Give the years from the first to the last."""
    _check_year(first)
    span = days_between(date(first, 1, 1), date(last, 12, 31))
    return replace(span, unit=unit, whole=whole or span.whole)


def decade(first: int) -> Span:
    """Give the ten years that begin with the first."""
    return years(first, first + 9, unit="decade", whole=f"{first // 10:03}X")


def century(number: int) -> Span:
    """Give a century as EDTF counts it: the 19th is 1800 to 1899."""
    if not 2 <= number <= 21:
        raise NotADate("no_such_year")
    first = (number - 1) * 100
    return years(first, first + 99, unit="century", whole=f"{number - 1:02}XX")


def before(span: Span) -> Span:
    """Give everything that ends before the span begins."""
    if span.start is None:
        raise NotADate("not_understood")
    if span.start <= date(2, 1, 1):
        raise NotADate("no_such_year")
    return _open(span, end=span.start - timedelta(days=1))


def until(span: Span) -> Span:
    """Give everything that ends with the span at the latest."""
    if span.end is None:
        raise NotADate("not_understood")
    return _open(span, end=span.end)


def since(span: Span) -> Span:
    """Give everything that begins with the span at the earliest."""
    if span.start is None:
        raise NotADate("not_understood")
    return _open(span, start=span.start)


def after(span: Span) -> Span:
    """Give everything that begins after the span has ended."""
    if span.end is None:
        raise NotADate("not_understood")
    return _open(span, start=span.end + timedelta(days=1))


def joined(left: Span, right: Span, said: tuple[str, str]) -> Span:
    """Give the span from the beginning of one to the end of the other."""
    if left.start is None and left.end is not None:
        left = replace(left, start=left.end, first=left.last)
    if right.end is None and right.start is not None:
        right = replace(right, end=right.start, last=right.first)
    if left.start is None or right.end is None or right.start is None:
        raise NotADate("not_understood")
    ends_before = left.end is not None and right.end < left.end
    if right.start < left.start or ends_before:
        raise NotADate("reversed", first=said[0], second=said[1])
    last_doubt = right.doubt if right.last_doubt is None else right.last_doubt
    same = left.edtf == right.edtf
    unit = left.unit if left.unit == right.unit else _finest(left.unit, right.unit)
    whole = left.whole if same else ""
    return Span(
        left.start, right.end, left.first, right.last, whole, unit,
        left.doubt, last_doubt,
    )  # fmt: skip


def either(left: Span, right: Span) -> Span:
    """Give one or the other, written as a choice where EDTF can."""
    if left.start and right.start and right.start < left.start:
        left, right = right, left
    span = joined(left, right, ("", ""))
    sure = left.whole and right.whole and not (left.doubt or right.doubt)
    exact = {left.unit, right.unit} <= {"day", "month", "year"}
    if sure and exact and left != right:
        return replace(span, whole=f"[{left.whole},{right.whole}]")
    return span


def _moved(end: date, unit: str, doubt: str, sign: int) -> date:
    steps = {"": 0, "~": 1, "?": 1, "%": 2}[doubt] * sign
    if not steps:
        return end
    if unit == "day":
        return end + timedelta(days=7 * steps)
    if unit in ("month", "season"):
        index = end.year * 12 + end.month - 1 + steps
        return _day_in(index // 12, index % 12 + 1, end)
    step = {"year": 1, "decade": 2, "century": 10}[unit]
    return _day_in(end.year + step * steps, end.month, end)


def _day_in(number: int, month: int, end: date) -> date:
    number = max(number, 1)
    last = calendar.monthrange(number, month)[1]
    return date(number, month, last if _ends_month(end) else min(end.day, last))


def _ends_month(end: date) -> bool:
    return (end + timedelta(days=1)).day == 1


def _iso(end: date | None) -> str:
    return end.isoformat() if end else ""


def _open(span: Span, *, start: date | None = None, end: date | None = None) -> Span:
    unit = span.unit
    open_span = days_between(start, end)
    doubt = span.doubt if start is None or span.last_doubt is None else span.last_doubt
    return replace(open_span, unit=unit, doubt=doubt, whole="")


def _both(one: str, other: str) -> str:
    return one if one == other or not other else other if not one else "%"


def _finest(*units: str) -> str:
    order = ["day", "month", "season", "year", "decade", "century"]
    return min(units, key=order.index)


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise NotADate("no_such_month", month=month)


def _check_year(number: int) -> None:
    if number > 9000:
        raise NotADate("future", year=number)
    if number < 100:
        raise NotADate("no_such_year")
