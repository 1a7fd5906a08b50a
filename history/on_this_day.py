"""What happened on this day of the year, as far as it is known to the day."""

from collections.abc import Iterable
from datetime import date

from history.models import Item

FIRST_YEAR = 1826  # the oldest photograph that there is
LOOKED_AT = 400


def on_this_day(today: date, *, most: int, but: Iterable[int] = ()) -> list[Item]:
    """Give pictures and memories of this day in former years, in the order of years.

    Each year speaks once, and where there are many, every year begins with others.
    Each day is looked up by itself in an index, so the cost does not grow with the
    archive.
    """
    days = [
        day
        for year in range(FIRST_YEAR, today.year)
        if (day := _in_year(today, year)) is not None
    ]
    found = Item.objects.published().filter(sensitive="").exclude(pk__in=list(but))
    rows = found.of_days(days).values_list("date_earliest__year", "pk")
    by_year = dict(reversed(list(rows[:LOOKED_AT])))  # the first of each year
    years = sorted(by_year)
    if len(years) > most:
        start = today.year * most % len(years)
        years = sorted((years + years)[start : start + most])
    items = Item.objects.published().with_cover().in_bulk([by_year[y] for y in years])
    return [items[by_year[y]] for y in years if by_year[y] in items]


def _in_year(day: date, year: int) -> date | None:
    """Give the same day of another year; 29 February is not in every one."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None
