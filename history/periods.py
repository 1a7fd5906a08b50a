"""Dates understood with the periods of the staff's table; `dates` knows no database.

A change counts from the next question on: every process asks one cheap query whether
the table is still as it read it.
"""

from functools import lru_cache

from django.db.models import Count, Max

from history import dates
from history.dates.periods import WORLD
from history.models import NamedPeriod

Scope = NamedPeriod.Scope
_Version = tuple[int, object]


def understand(text: str, *, language: str) -> dates.FuzzyDate:
    """Understand a date as people of this town say it.

    Raises: dates.NotADate.
    """
    town, world = _known(_version())
    return dates.parse(text, language=language, town_periods=town, world_periods=world)


def _version() -> _Version:
    found = NamedPeriod.objects.aggregate(rows=Count("pk"), last=Max("updated_at"))
    return found["rows"], found["last"]


@lru_cache(maxsize=2)
def _known(
    version: _Version,
) -> tuple[tuple[dates.Period, ...], tuple[dates.Period, ...]]:
    """Give the town's own periods and the world's."""
    town, world = [], []
    for row in NamedPeriod.objects.order_by("pk"):
        period = dates.Period(row.names(), row.earliest, row.latest)
        (world if row.scope == Scope.WORLD else town).append(period)
    return tuple(town), tuple(world)


def fill_world() -> None:
    """Begin the table with the periods of the world, where it has none of them."""
    if NamedPeriod.objects.filter(scope=Scope.WORLD).exists():
        return
    NamedPeriod.objects.bulk_create(
        NamedPeriod(
            scope=Scope.WORLD,
            edtf=_edtf(period),
            earliest=period.earliest,
            latest=period.latest,
            **{f"names_{code}": "\n".join(n) for code, n in period.names.items()},
        )
        for period in WORLD
    )


def _edtf(period: dates.Period) -> str:
    ends = [
        end.isoformat() if end else ".." for end in (period.earliest, period.latest)
    ]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)
