"""Own the grid of the map: cells of Web Mercator, each a quarter of the one above.

Refuses to ask the database.
"""

import math
from dataclasses import dataclass

FINEST = 16  # about 400 m at our latitude
LEVELS = tuple(range(4, FINEST + 1, 2))
ACROSS = 20  # cells beside each other in one view, so that an answer has a size
CLOSEST = 22
EDGE = 85.05  # where the map of Mercator ends
MILLION = 1_000_000


class NoBox(ValueError):
    """These numbers are no part of the world; `why` is "four", "world" or "order"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world, in degrees; a west that is east of east crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> "Box":
        """Read `west,south,east,north`.

        Raises: NoBox.
        """
        try:
            numbers = [float(part) for part in text[:200].split(",")]
        except ValueError:
            raise NoBox("four") from None
        if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
            raise NoBox("four")
        west, south, east, north = numbers
        if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
            raise NoBox("world")
        if south > north:
            raise NoBox("order")
        return cls(west, south, east, north)

    @classmethod
    def around(cls, latitude: float, longitude: float, metres: float) -> "Box":
        """Give the box whose sides are that far from a point, inside the world."""
        up = metres / 111_320
        aside = up / max(math.cos(math.radians(latitude)), 0.01)
        return cls(
            max(longitude - aside, -180.0),
            max(latitude - up, -90.0),
            min(longitude + aside, 180.0),
            min(latitude + up, 90.0),
        )

    @property
    def parts(self) -> list["Box"]:
        """The box, or the two sides of the date line."""
        if self.west <= self.east:
            return [self]
        return [
            Box(self.west, self.south, 180.0, self.north),
            Box(-180.0, self.south, self.east, self.north),
        ]

    def holds(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies inside."""
        return any(
            part.south <= latitude <= part.north and part.west <= longitude <= part.east
            for part in self.parts
        )

    def text(self) -> str:
        """Write the box as it stands in an address."""
        return ",".join(
            f"{side:.5f}".rstrip("0").rstrip(".")
            for side in (self.west, self.south, self.east, self.north)
        )


def cell(latitude: float, longitude: float, level: int = FINEST) -> tuple[int, int]:
    """Give the column and the row of the cell that holds a point."""
    many = 2**level
    lat = math.radians(min(max(latitude, -EDGE), EDGE))
    x = (longitude + 180) / 360 * many
    y = (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * many
    return min(max(int(x), 0), many - 1), min(max(int(y), 0), many - 1)


def corners(x: int, y: int, level: int) -> Box:
    """Give the box of a cell."""
    many = 2**level

    def latitude(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / many))))

    return Box(
        x / many * 360 - 180,
        latitude(y + 1),
        (x + 1) / many * 360 - 180,
        latitude(y),
    )


def window(box: Box, level: int) -> tuple[range, range]:
    """Give the columns and rows of the cells that a box touches."""
    left, top = cell(box.north, box.west, level)
    right, bottom = cell(box.south, box.east, level)
    return range(left, right + 1), range(top, bottom + 1)


def level_of(box: Box, *, closest: int = CLOSEST) -> int:
    """Give the finest level at which a box is at most `ACROSS` cells wide and high."""
    level = closest
    while level > LEVELS[0]:
        sides = [window(part, level) for part in box.parts]
        wide = sum(len(columns) for columns, _rows in sides)
        if wide <= ACROSS and len(sides[0][1]) <= ACROSS:
            break
        level -= 1
    return level


def kept_level(level: int) -> int:
    """Give the finest grid that we count and that is no finer than this."""
    return max((one for one in LEVELS if one <= level), default=LEVELS[0])


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Say how far two points of one town are from each other."""
    north, east = _away(a, b)
    return math.hypot(north, east)


def direction(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Say in which direction `b` lies from `a`, in degrees from north."""
    north, east = _away(a, b)
    return math.degrees(math.atan2(east, north)) % 360


def _away(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    shrunk = math.cos(math.radians((a[0] + b[0]) / 2))
    return (b[0] - a[0]) * 111_320, (b[1] - a[1]) * 111_320 * shrunk
