"""Own a time that is not complete yet ("12", "May", "early 50"): it waits for a year."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from history.dates import span as spans
from history.dates.refusal import NotADate
from history.dates.span import Span

_TENTHS = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}
_MONTHS = {"early": (1, 4), "mid": (4, 9), "late": (9, 12)}
_DAYS = {"early": (1, 10), "mid": (10, 20), "late": (20, 31)}
_HUNDREDTHS = {"early": (0, 33), "mid": (33, 66), "late": (66, 99)}
_SEASON_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12}
_SHARES = {"half": 2, "third": 3, "quarter": 4}
Part = tuple[str, int]


@dataclass(frozen=True)
class Loose:
    """Hold what one stretch of words said; anything may still be missing."""

    year: int | None = None
    winter_to: int | None = None  # the second year of "winter 1962/63"
    month: int | None = None
    day: int | None = None
    season: int | None = None
    raw: int | None = None  # a number of one or two digits: a day or a short year
    one_digit: bool = False
    decade: int | None = None
    short_decade: bool = False
    century: int | None = None
    parts: tuple[Part, ...] = ()
    ready: Span | None = None
    doubt: str = ""
    late_doubt: bool = False  # the doubt stood behind the words, not before them

    @property
    def wants_year(self) -> bool:
        """Say whether a day, month or season still has no year."""
        part_of_year = self.month or self.season
        return bool(part_of_year) and not (self.year or self.decade is not None)


def completed(left: Loose, right: Loose, today: date) -> tuple[Loose, Loose]:
    """Give two ends of a range what each left for the other to say."""
    if left.raw is not None and right.day and right.month and left.raw <= 31:
        left = replace(left, day=left.raw, month=right.month, raw=None)
    if right.raw is not None and left.day and left.month and left.year is None:
        if right.year is None:
            raise NotADate("year_missing")
        right = replace(right, day=right.raw, month=left.month, raw=None)
    if right.decade is not None:
        left = _as_decade(left, right)
    if left.decade is not None and right.raw is not None and right.raw % 10 == 0:
        right = replace(right, decade=right.raw, short_decade=True, raw=None)
    if right.century and left.raw is not None and 2 <= left.raw <= 21:
        left = replace(left, century=left.raw, raw=None)
    if left.century and right.raw is not None and 2 <= right.raw <= 21:
        right = replace(right, century=right.raw, raw=None)
    if left.wants_year:
        if left.season and right.season == 24 and right.year and not right.winter_to:
            right = replace(right, winter_to=right.year + 1)
        left = _year_from(left, right)
    if right.wants_year and left.year is not None:
        right = replace(right, year=left.year)
    if right.raw is not None and left.year is not None:
        right = replace(right, year=_short_after(left.year, right.raw), raw=None)
    if left.raw is not None and right.year is not None:
        left = replace(left, year=right.year // 100 * 100 + left.raw, raw=None)
    if left.decade is not None and right.short_decade and not left.short_decade:
        first = left.decade // 100 * 100 + (right.decade or 0) % 100
        right = replace(right, decade=first, short_decade=False)
    return left, right


def resolved(loose: Loose, today: date) -> Span:
    """Give the span of days, or refuse and ask for what is missing."""
    if loose.raw is not None:
        if loose.one_digit or loose.year is not None:
            raise NotADate("no_such_year")
        loose = replace(loose, year=long_year(loose.raw, today), raw=None)
    if loose.wants_year:
        raise NotADate("year_missing")
    span = loose.ready or _whole(loose, today)
    for_parts = [_part_of(loose, span, part) for part in loose.parts]
    if for_parts:
        first, last = for_parts[0], for_parts[-1]
        span = first if first == last else spans.joined(first, last, ("", ""))
    _refuse_future(span, today)
    return spans.doubted(span, loose.doubt) if loose.doubt else span


def long_year(short: int, today: date) -> int:
    """Read a year of two digits as 1900s, or ask where it may be ours."""
    if not 0 <= short <= 99:
        raise NotADate("no_such_year")
    if short <= today.year % 100:
        raise NotADate(
            "which_century", short=f"{short:02}", first=1900 + short,
            second=2000 + short,
        )  # fmt: skip
    return 1900 + short


def long_decade(short: int, today: date) -> int:
    """Read a decade of two digits: the 20s are the 1920s, the 10s are asked about."""
    if short == 10:
        raise NotADate("which_century", short="10", first="1910", second="2010")
    return 2000 if short == 0 else 1900 + short


def _whole(loose: Loose, today: date) -> Span:
    if loose.decade is not None:
        first = loose.decade
        if loose.short_decade:
            century = loose.century
            first = (
                (century - 1) * 100 + first if century else long_decade(first, today)
            )
        return spans.decade(first)
    if loose.year is None:
        if loose.century:
            return spans.century(loose.century)
        raise NotADate("year_missing" if loose.parts else "not_understood")
    if loose.season:
        if loose.winter_to and loose.season == 24:
            if loose.winter_to != loose.year + 1:
                raise NotADate("not_understood")
            return spans.winter(loose.year, loose.winter_to)
        return spans.season(loose.year, loose.season)
    if loose.day is not None and loose.month is not None:
        return spans.day(loose.year, loose.month, loose.day)
    if loose.month is not None:
        return spans.months(loose.year, loose.month, loose.month)
    return spans.year(loose.year)


def _part_of(loose: Loose, span: Span, part: Part) -> Span:
    name, number = part
    start, end = span.start, span.end
    if start is None or end is None:
        raise NotADate("not_understood")
    years = end.year - start.year + 1
    if name in _SHARES:
        return _share(span, start, end, _SHARES[name], number)
    if span.unit == "century":
        first, last = _HUNDREDTHS[name]
        return spans.years(start.year + first, start.year + last)
    if span.unit == "decade":
        first, last = _TENTHS[name]
        return spans.years(start.year + first, start.year + last)
    if span.unit == "year" and years == 1:
        return spans.months(start.year, *_MONTHS[name])
    if span.unit == "season":
        return _part_of_season(loose, span, start, end, name)
    if span.unit == "month" and start.month == end.month:
        first, last = _DAYS[name]
        return spans.days_between(
            start.replace(day=first), start.replace(day=min(last, end.day))
        )
    if span.unit == "day" and start == end:
        return span
    share = {"early": 1, "mid": 2, "late": 3}[name]
    return _share(span, start, end, 3, share)


def _part_of_season(
    loose: Loose, span: Span, start: date, end: date, name: str
) -> Span:
    if loose.season == 24 and not loose.winter_to:
        return span  # which winter is not known, so no part of it either
    if name == "early":
        return spans.months(start.year, start.month, start.month)
    if name == "late":
        return spans.months(end.year, end.month, end.month)
    middle = start.month % 12 + 1
    return spans.months(end.year, middle, middle)


def _share(span: Span, start: date, end: date, shares: int, number: int) -> Span:
    number = shares if number == -1 else number
    if not 1 <= number <= shares:
        raise NotADate("not_understood")
    if span.unit in ("century", "decade"):
        size = 100 if span.unit == "century" else 10
        first = start.year + size * (number - 1) // shares
        return spans.years(first, start.year + -(-size * number // shares) - 1)
    if span.unit == "year" and start.year == end.year:
        size = 12 // shares
        return spans.months(start.year, size * (number - 1) + 1, size * number)
    days = (end - start).days + 1
    first_day = start + timedelta(days=days * (number - 1) // shares)
    last_day = start + timedelta(days=-(-days * number // shares) - 1)
    last_of_month = calendar.monthrange(last_day.year, last_day.month)[1]
    return spans.days_between(
        max(start, first_day.replace(day=1)),
        min(end, last_day.replace(day=last_of_month)),
    )


def _as_decade(left: Loose, right: Loose) -> Loose:
    if right.decade is None:
        return left
    if left.raw is not None and left.raw % 10 == 0 and right.short_decade:
        left = replace(left, decade=left.raw, short_decade=True, raw=None)
    elif left.raw is not None and left.raw % 10 == 0:
        first = right.decade // 100 * 100 + left.raw
        left = replace(left, decade=first, raw=None)
    elif left.year is not None and left.year % 10 == 0 and not left.month:
        left = replace(left, decade=left.year, year=None)
    if left.short_decade and not right.short_decade and left.decade is not None:
        first = right.decade // 100 * 100 + left.decade
        left = replace(left, decade=first, short_decade=False)
    if left.short_decade and right.century and not left.century:
        left = replace(left, century=right.century)
    if left.parts and replace(left, parts=(), doubt="", late_doubt=False) == Loose():
        left = replace(
            left, decade=right.decade, short_decade=right.short_decade,
            century=right.century,
        )  # fmt: skip
    return left


def _year_from(left: Loose, right: Loose) -> Loose:
    """Give the left end its year: the year before only where a winter lies between."""
    if right.year is None:
        return left
    if left.season == 24 and right.season != 24:
        return replace(left, year=right.year - 1, winter_to=right.year)
    if left.season and right.season:
        earlier = left.season > right.season
    else:
        first = left.month or _SEASON_BEGINS[left.season or 21]
        second = right.month or _SEASON_BEGINS[right.season or 24]
        earlier = first >= 9 and second <= 4
    return replace(left, year=right.year - 1 if earlier else right.year)


def _short_after(year: int, short: int) -> int:
    same = year // 100 * 100 + short
    return same + 100 if same < year and same + 100 - year <= 12 else same


def _refuse_future(span: Span, today: date) -> None:
    if span.start and span.start > today:
        if span.start.year > today.year:
            raise NotADate("future", year=span.start.year)
        raise NotADate("future_day")
