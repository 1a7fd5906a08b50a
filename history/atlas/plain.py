"""Own the plain drawing of a part of the map: our own places and marks, no tiles.

It is the map of who has no script, and the small map beside a place or an item.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min

from history.atlas import grid
from history.atlas.grid import Box
from history.models import MapCell, Place

WIDTH = 960
SHAPE = 0.62  # height of a drawing, of its width
MARGIN_METRES = 250
LABEL_LETTER, LABEL_HEIGHT = 9.2, 20  # units of the drawing, for the widest words
ASIDE = 9  # from a dot to its name
DOT, SIGHT = 4, 54  # half a dot, and how far a direction of view reaches
LOWER = (0, -18, 18, -34, 34)  # where a name may stand beside its dot


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture that lies over a part of the map, so strongly in a hundred."""

    box: Box
    src: str
    cover: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn at a point: one item, or several together."""

    latitude: float
    longitude: float
    label: str = ""
    url: str = ""
    n: int = 1
    bearing: int | None = None
    number: int | None = None  # of a stop; `n` counts what lies at the point


def home() -> Box:
    """Give the part of the world that the map opens with: the town, as far as we know it."""
    found = Place.objects.aggregate(
        west=Min("longitude"), south=Min("latitude"),
        east=Max("longitude"), north=Max("latitude"),
    )  # fmt: skip
    if found["west"] is not None:
        return padded(Box(**found))
    cells = MapCell.objects.filter(level=grid.FINEST).aggregate(
        x__min=Min("x"), x__max=Max("x"), y__min=Min("y"), y__max=Max("y")
    )
    if cells["x__min"] is None:
        return Box(-180, -60, 180, 75)
    first = grid.corners(cells["x__min"], cells["y__min"], grid.FINEST)
    last = grid.corners(cells["x__max"], cells["y__max"], grid.FINEST)
    return Box(first.west, last.south, last.east, first.north)


def padded(box: Box, metres: float = MARGIN_METRES) -> Box:
    """Leave some ground around a box, also where it is a single point."""
    low = Box.around(box.south, box.west, metres)
    high = Box.around(box.north, box.east, metres)
    return Box(low.west, low.south, high.east, high.north)


def draw(
    box: Box,
    marks: Iterable[Mark],
    places: Iterable[Place],
    *,
    shape: float = SHAPE,
    grow: float = 1,
    sheet: Sheet | None = None,
) -> dict:
    """Place everything in units of the drawing; `grow` is for one shown small.

    Shape: `width`, `height`, `outline` (points of a polygon), `places` [{x, y, name,
    start, aside, line}] (without a name where it would lie on something), `marks` [{x, y,
    r, n, bearing, label, url, number}], `sheet` {x, y, width, height, src, opacity} or None.
    """
    paper = _Paper(box, shape)
    rows = list(places)
    drawn = [_drawn(paper, mark, grow) for mark in marks]
    return {
        "width": WIDTH,
        "height": paper.height,
        "outline": " ".join(
            f"{x:.0f},{y:.0f}"
            for x, y in (paper.put(*one) for one in outline(_points(rows)))
        ),
        "places": _named(paper, rows, drawn, grow),
        "marks": drawn,
        "sheet": sheet and _laid(paper, sheet),
    }


def _laid(paper: "_Paper", sheet: Sheet) -> dict:
    left, top = paper.put(sheet.box.north, sheet.box.west)
    right, bottom = paper.put(sheet.box.south, sheet.box.east)
    return {
        "x": round(left, 1),
        "y": round(top, 1),
        "width": round(right - left, 1),
        "height": round(bottom - top, 1),
        "src": sheet.src,
        "opacity": sheet.cover / 100,
    }


def _drawn(paper: "_Paper", mark: Mark, grow: float) -> dict:
    x, y = paper.put(mark.latitude, mark.longitude)
    return {
        "x": round(x),
        "y": round(y),
        "r": _radius(mark),
        "n": mark.n,
        "bearing": mark.bearing,
        "label": mark.label,
        "url": mark.url,
        "number": mark.number,
    }


def _radius(mark: Mark) -> int:
    if mark.number is not None:
        return 18
    return 11 if mark.n == 1 else round(15 + 3 * math.log2(min(mark.n, 1024)))


def outline(points: list[list[float]]) -> list[list[float]]:
    """Draw a line around all points (Andrew's monotone chain)."""
    left = sorted({(longitude, latitude) for latitude, longitude in points})
    if len(left) < 3:
        return []

    def half(row):
        hull: list[tuple[float, float]] = []
        for x, y in row:
            while len(hull) > 1:
                (ax, ay), (bx, by) = hull[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                hull.pop()
            hull.append((x, y))
        return hull[:-1]

    return [[y, x] for x, y in [*half(left), *half(left[::-1])]]


class _Paper:
    """A sheet that shows at least a box, without bending the map."""

    def __init__(self, box: Box, shape: float) -> None:
        east = box.east if box.west <= box.east else box.east + 360
        left, bottom = _mercator(box.south, box.west)
        right, top = _mercator(box.north, east)
        wide = max(right - left, (bottom - top) / shape, 1e-6)
        self.height = round(WIDTH * shape)
        self._scale = WIDTH / wide
        self._left = (left + right - wide) / 2
        self._top = (top + bottom - wide * shape) / 2

    def put(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = _mercator(latitude, longitude)
        return (x - self._left) * self._scale, (y - self._top) * self._scale

    def shows(self, x: float, y: float) -> bool:
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def holds(self, room: tuple) -> bool:
        return self.shows(*room[:2]) and self.shows(*room[2:])


def _mercator(latitude: float, longitude: float) -> tuple[float, float]:
    lat = math.radians(min(max(latitude, -grid.EDGE), grid.EDGE))
    return (longitude + 180) / 360, (1 - math.asinh(math.tan(lat)) / math.pi) / 2


def _points(places: list[Place]) -> list[list[float]]:
    return [[p.latitude, p.longitude] for p in places if p.latitude is not None]


def _named(
    paper: _Paper, places: list[Place], marks: list[dict], grow: float
) -> list[dict]:
    """Name the places whose name finds room beside its dot, clear of marks and names."""
    taken = []
    for mark in marks:
        x, y, r = mark["x"], mark["y"], mark["r"] * grow
        taken.append((x - r, y - r, x + r, y + r))
        if mark["bearing"] is not None:
            taken.append(_sight(mark, grow))
    dots = {
        place.pk: paper.put(place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.kind != Place.Kind.TOWN
    }
    spots = {
        pk: (x - DOT * grow, y - DOT * grow, x + DOT * grow, y + DOT * grow)
        for pk, (x, y) in dots.items()
    }
    found = []
    for place in places:
        if place.pk not in dots or not paper.shows(*dots[place.pk]):
            continue
        x, y = dots[place.pk]
        others = [room for pk, room in spots.items() if pk != place.pk]
        high = LABEL_HEIGHT * grow / 2
        long = (len(place.name) * LABEL_LETTER + 14) * grow
        sides = [
            (anchor, (left, y + low - high, left + long, y + low + high))
            for low in (step * grow for step in LOWER)
            for anchor, left in (("start", x), ("end", x - long))
        ]
        free = [
            (anchor, room)
            for anchor, room in sides
            if paper.holds(room)
            and not any(_overlap(room, other) for other in taken + others)
        ]
        one = {"x": round(x), "y": round(y), "name": ""}
        if free:
            anchor, room = free[0]
            taken.append(room)
            line = round(room[1] + high + 5 * grow)
            start = anchor == "start"
            aside = round(ASIDE * grow) * (1 if start else -1)
            one |= {"name": place.name, "start": start, "aside": aside, "line": line}
        found.append(one)
    return found


def _sight(mark: dict, grow: float) -> tuple:
    """Give the room that a direction of view takes beside its mark."""
    turn = math.radians(mark["bearing"])
    x = mark["x"] + SIGHT / 2 * grow * math.sin(turn)
    y = mark["y"] - SIGHT / 2 * grow * math.cos(turn)
    half = SIGHT / 2 * grow
    return x - half, y - half, x + half, y + half


def _overlap(a: tuple, b: tuple) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
