"""Own the writing of map and timeline; called where the index of search is written.

Counts change by what an item was and what it is now, so nothing is counted twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, Max

from history.atlas import grid
from history.models import Item, MapCell, Place, Spot, YearSpan
from history.models.atlas import OPEN_END, OPEN_START

BATCH = 100
# Where a photo is somewhere in all of it, no point would be true.
TOO_WIDE = frozenset({Place.Kind.TOWN, Place.Kind.DISTRICT})
_FIELDS = ("kind", "first_year", "last_year", "x", "y", "latitude", "longitude")
_COLUMNS = (
    "pk", "kind", "date_earliest", "date_latest", "latitude", "longitude",
    "place__kind", "place__latitude", "place__longitude",
)  # fmt: skip


def place(ids: Iterable[int]) -> None:
    """Bring map and timeline in step with these items; the unpublished leave both.

    Belongs into a transaction that holds the catalogue's version.
    """
    wanted = list(ids)
    items = Item.objects.published().filter(pk__in=wanted).values(*_COLUMNS)
    _replace(wanted, {row["pk"]: _spot(row) for row in items})


def remove(item_id: int) -> None:
    """Take an item from map and timeline, whatever its status."""
    _replace([item_id], {})


def _replace(ids: list[int], new: dict[int, Spot]) -> None:
    old = Spot.objects.in_bulk(ids)
    same = {
        pk for pk in old.keys() & new.keys() if _standing(old[pk]) == _standing(new[pk])
    }
    left = [old[pk] for pk in sorted(old.keys() - same)]
    come = [new[pk] for pk in sorted(new.keys() - same)]
    if not (left or come):
        return
    Spot.objects.filter(pk__in=old.keys() - new.keys()).delete()
    Spot.objects.bulk_create(
        come, update_conflicts=True, unique_fields=["item"], update_fields=_FIELDS,
        batch_size=1000,
    )  # fmt: skip
    _count_years(left, come)
    _count_cells(left, come)


def rebuild() -> None:
    """Count everything anew from the spots, whatever the stored counts say."""
    Spot.objects.exclude(item__status=Item.Status.PUBLISHED).delete()
    YearSpan.objects.all().delete()
    MapCell.objects.all().delete()
    years = Spot.objects.values("kind", "first_year", "last_year").order_by()
    YearSpan.objects.bulk_create(
        [YearSpan(**row) for row in years.annotate(n=Count("pk"))], batch_size=500
    )
    cells: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    placed = Spot.objects.filter(x__isnull=False)
    for spot in placed.iterator(chunk_size=5000):
        for key in _cells_of(spot):
            sums = cells[key]
            sums[0] += 1
            sums[1] += spot.latitude
            sums[2] += spot.longitude
            sums[3] = max(sums[3], spot.pk)
    MapCell.objects.bulk_create(
        (_row(key, sums) for key, sums in cells.items()), batch_size=500
    )


def _spot(row: dict) -> Spot:
    first, last = row["date_earliest"], row["date_latest"]
    spot = Spot(item_id=row["pk"], kind=row["kind"])
    if first is None and last is None:
        spot.first_year, spot.last_year = OPEN_END, OPEN_START
    else:
        spot.first_year = first.year if first else OPEN_START
        spot.last_year = last.year if last else OPEN_END
    latitude, longitude = row["latitude"], row["longitude"]
    if latitude is None and row["place__kind"] not in TOO_WIDE:
        latitude, longitude = row["place__latitude"], row["place__longitude"]
    if latitude is not None:
        spot.x, spot.y = grid.cell(latitude, longitude)
        spot.latitude = round(latitude * grid.MILLION)
        spot.longitude = round(longitude * grid.MILLION)
    return spot


def _standing(spot: Spot) -> tuple:
    return tuple(getattr(spot, name) for name in _FIELDS)


def decade(year: int) -> int:
    """Give the decade of a year; the open ends stay."""
    return year if abs(year) == OPEN_END else year // 10 * 10


def _decades(spot: Spot) -> tuple[int, int]:
    return decade(spot.first_year), decade(spot.last_year)


def _cells_of(spot: Spot) -> list[tuple]:
    """Give the cell of a spot in every grid: (level, x, y, first, last decade)."""
    return [
        (
            level,
            spot.x >> grid.FINEST - level,
            spot.y >> grid.FINEST - level,
            *_decades(spot),
        )
        for level in grid.LEVELS
    ]


def _row(key: tuple, sums: list[int]) -> MapCell:
    level, x, y, first, last = key
    n, latitudes, longitudes, newest = sums
    return MapCell(
        level=level, x=x, y=y, first_decade=first, last_decade=last,
        n=n, latitudes=latitudes, longitudes=longitudes, newest=newest,
    )  # fmt: skip


def _count_years(old: Iterable[Spot], new: Iterable[Spot]) -> None:
    changes: Counter = Counter()
    for spots, sign in ((old, -1), (new, 1)):
        for spot in spots:
            changes[spot.kind, spot.first_year, spot.last_year] += sign
    _add(
        YearSpan._meta.db_table,
        ("kind", "first_year", "last_year"),
        {key: (n,) for key, n in changes.items() if n},
        ("n",),
    )
    YearSpan.objects.filter(n__lte=0).delete()


def _count_cells(old: list[Spot], new: list[Spot]) -> None:
    changes: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    left: dict[tuple, int] = {}
    for spots, sign in ((old, -1), (new, 1)):
        for spot in spots:
            if spot.x is None:
                continue
            for key in _cells_of(spot):
                sums = changes[key]
                sums[0] += sign
                sums[1] += sign * spot.latitude
                sums[2] += sign * spot.longitude
                if sign > 0:
                    sums[3] = max(sums[3], spot.pk)
                else:
                    left[key] = spot.pk
    _add(
        MapCell._meta.db_table,
        ("level", "x", "y", "first_decade", "last_decade"),
        changes,
        ("n", "latitudes", "longitudes"),
        largest="newest",
    )
    if left:
        MapCell.objects.filter(n__lte=0).delete()
        _find_newest(left)


def _find_newest(cells: Iterable[tuple]) -> None:
    """Say which item of a cell is the newest after one has left; the finest grid first."""
    for level, x, y, first, last in sorted(cells, reverse=True):
        same = {"first_decade": first, "last_decade": last}
        if level == grid.FINEST:
            inside = Spot.objects.filter(x=x, y=y)
            alike = (spot.pk for spot in inside if _decades(spot) == (first, last))
            found = max(alike, default=None)
        else:
            finer = MapCell.objects.filter(
                level=level + 2, x__range=(4 * x, 4 * x + 3), y__range=(4 * y, 4 * y + 3),
                **same,
            )  # fmt: skip
            found = finer.aggregate(found=Max("newest"))["found"]
        if found is not None:
            MapCell.objects.filter(level=level, x=x, y=y, **same).update(newest=found)


def _add(
    table: str,
    keys: tuple[str, ...],
    changes: dict[tuple, Iterable[int]],
    sums: tuple[str, ...],
    largest: str = "",
) -> None:
    """Add to counts that are there, and begin those that are not."""
    columns = [*keys, *sums, *([largest] if largest else [])]
    most = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    sets = [f"{name} = {table}.{name} + excluded.{name}" for name in sums]
    if largest:
        sets.append(f"{largest} = {most}({table}.{largest}, excluded.{largest})")
    rows = [(*key, *values) for key, values in sorted(changes.items())]
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks} "  # noqa: S608 (names of ours)
                f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(sets)}",
                [value for row in part for value in row],
            )
