"""Own the answer to one look at the map: what is there, gathered so that it fits.

A few thousand items are read one by one and told exactly. More are read from the counts
of `MapCell`, and the pictures beside are then a choice from all over the view.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Max, Min, Q, QuerySet, Sum

from history.atlas import grid
from history.atlas.grid import Box
from history.atlas.keeping import decade
from history.models import Item, MapCell, Spot

EXACT = 2_000
CHOSEN = 24
SIGHT_METRES = 600
SIGHT_ANGLE = 35  # to both sides of the direction of view
LOOKERS_READ = 3_000
Years = tuple[int | None, int | None]
ALWAYS: Years = (None, None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that stand so near to each other that one mark is drawn for them."""

    latitude: float
    longitude: float
    n: int
    item_id: int
    box: Box


@dataclass(frozen=True, slots=True)
class View:
    """What one part of the map holds; `ids` are all of it only where `is_exact`."""

    total: int
    is_exact: bool
    clusters: list[Cluster] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)


def look(box: Box, years: Years = ALWAYS, *, zoom: int | None = None) -> View:
    """Gather what is inside a box and may be of these years, by whole decades."""
    finest = grid.CLOSEST if zoom is None else min(zoom + 2, grid.CLOSEST)
    level = max(grid.level_of(box, closest=max(finest, 0)), grid.LEVELS[0])
    kept = grid.kept_level(level)
    cells = _cells(box, kept, years)
    if sum(row["every"] for row in cells) <= EXACT:
        return _exact(box, years, level)
    cells = [row for row in cells if row["n"]]
    cells.sort(key=lambda row: (-row["n"], row["x"], row["y"]))
    clusters = [
        Cluster(
            latitude=row["north"] / row["n"] / grid.MILLION,
            longitude=row["east"] / row["n"] / grid.MILLION,
            n=row["n"],
            item_id=row["one"],
            box=grid.corners(row["x"], row["y"], kept),
        )
        for row in cells
    ]
    chosen = [cluster.item_id for cluster in clusters[:CHOSEN]]
    return View(sum(row["n"] for row in cells), False, clusters, chosen)


def lookers(latitude: float, longitude: float) -> list[int]:
    """Give the items whose photographer looked at a spot from near by, nearest first."""
    spot = latitude, longitude
    box = Box.around(latitude, longitude, SIGHT_METRES)
    near = Spot.objects.filter(_inside(box), item__bearing__isnull=False)
    found = []
    rows = near.values_list("pk", "latitude", "longitude", "item__bearing")
    for pk, north, east, bearing in rows.order_by("pk")[:LOOKERS_READ]:
        stand = north / grid.MILLION, east / grid.MILLION
        away = grid.metres(stand, spot)
        turned = abs((grid.direction(stand, spot) - bearing + 180) % 360 - 180)
        if away <= SIGHT_METRES and (turned <= SIGHT_ANGLE or away < 5):
            found.append((away, pk))
    return [pk for _away, pk in sorted(found)]


def bounds(items: QuerySet[Item]) -> Box | None:
    """Give the box around items that have a point."""
    found = Spot.objects.filter(item__in=items, x__isnull=False).aggregate(
        west=Min("longitude"),
        south=Min("latitude"),
        east=Max("longitude"),
        north=Max("latitude"),
    )
    if found["west"] is None:
        return None
    return Box(**{side: value / grid.MILLION for side, value in found.items()})


def _cells(box: Box, level: int, years: Years) -> list[dict]:
    fits = _of_years(years)
    inside = Q()
    for part in box.parts:
        columns, rows = grid.window(part, level)
        inside |= Q(x__in=list(columns), y__range=(rows[0], rows[-1]))
    found = MapCell.objects.filter(inside, level=level).values("x", "y").order_by()
    return list(
        found.annotate(
            every=Sum("n"),
            north=Sum("latitudes", filter=fits),
            east=Sum("longitudes", filter=fits),
            one=Max("newest", filter=fits),
        ).annotate(n=Sum("n", filter=fits))
    )


def _of_years(years: Years) -> Q:
    first, last = years
    fits = Q(n__gt=0)
    if first is not None:
        fits &= Q(last_decade__gte=decade(first))
    if last is not None:
        fits &= Q(first_decade__lte=decade(last))
    if years != ALWAYS:  # the undated have their years the wrong way round
        fits &= Q(first_decade__lte=F("last_decade"))
    return fits


def _inside(box: Box) -> Q:
    """Keep what is in the cells of the finest grid that a box touches."""
    inside = Q()
    for part in box.parts:
        columns, rows = grid.window(part, grid.FINEST)
        inside |= Q(x__range=(columns[0], columns[-1]), y__range=(rows[0], rows[-1]))
    return inside


def _exact(box: Box, years: Years, level: int) -> View:
    spots = Spot.objects.filter(_inside(box))
    groups: dict[tuple, list[tuple]] = defaultdict(list)
    ids = []
    columns = ("pk", "latitude", "longitude", "first_year", "last_year")
    for pk, north, east, first, last in spots.order_by("pk").values_list(*columns):
        latitude, longitude = north / grid.MILLION, east / grid.MILLION
        if not (box.holds(latitude, longitude) and _touches(first, last, years)):
            continue
        ids.append((first, last, pk))
        groups[grid.cell(latitude, longitude, level)].append((latitude, longitude, pk))
    clusters = [
        Cluster(
            latitude=sum(one[0] for one in group) / len(group),
            longitude=sum(one[1] for one in group) / len(group),
            n=len(group),
            item_id=max(one[2] for one in group),
            box=grid.corners(*key, level),
        )
        for key, group in sorted(groups.items())
    ]
    return View(len(ids), True, clusters, [pk for *_years, pk in sorted(ids)])


def _touches(first: int, last: int, years: Years) -> bool:
    """Tell whether an item may be of these years, by whole decades as in the counts."""
    if years == ALWAYS:
        return True
    if first > last:
        return False
    begin, end = years
    return (begin is None or decade(last) >= decade(begin)) and (
        end is None or decade(first) <= decade(end)
    )
