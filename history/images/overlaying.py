"""How one photograph has to be moved so that it lies on another: points in, numbers out.

Plain Python, nothing decoded. Points are shares of the sides of the pictures as they are
shown; four pairs of them give a perspective, three an affine movement. What would fold,
mirror or tear the picture is refused with a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

Point = tuple[float, float]
Pair = tuple[Point, Point]
"""The same corner or window: first on the old picture, then on today's."""

FEWEST, MOST = 3, 4
NEAREST = 0.04  # of the diagonal: nearer points decide nothing
FLATTEST = 0.03  # of the longest side of three points, as their height over it
WILDEST = 6.0  # times larger or smaller in one corner than in the middle
LARGEST = 8.0  # times larger or smaller as a whole
TEARING = 0.05  # so near to the horizon a picture has no end


class Unalignable(Exception):
    """These points move no picture onto the other; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """Return what the curator reads, in the active language."""
        # Imported here: the decoding child loads this module without Django.
        from .sentences import why_unalignable  # noqa: PLC0415

        return why_unalignable(self.code)


@dataclass(frozen=True)
class Movement:
    """Where today's picture is looked up for each place of the old one.

    For x, y of the old frame: ((a·x + b·y + c) / w, (d·x + e·y + f) / w) where
    w = g·x + h·y + 1, all in shares of the sides.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    g: float = 0.0
    h: float = 0.0

    def at(self, point: Point) -> Point:
        """Return the place on today's picture for one of the old frame."""
        x, y = point
        w = self.g * x + self.h * y + 1
        return (
            (self.a * x + self.b * y + self.c) / w,
            (self.d * x + self.e * y + self.f) / w,
        )

    def in_pixels(
        self, frame: tuple[int, int], source: tuple[int, int]
    ) -> tuple[float, ...]:
        """Return the eight numbers of Pillow's perspective, for pictures of these sizes."""
        (wide, high), (across, down) = frame, source
        return (
            self.a * across / wide, self.b * across / high, self.c * across,
            self.d * down / wide, self.e * down / high, self.f * down,
            self.g / wide, self.h / high,
        )  # fmt: skip


def movement(
    pairs: Sequence[Pair],
    *,
    then_size: tuple[float, float],
    now_size: tuple[float, float],
) -> Movement:
    """Find the movement that brings today's points onto the old ones.

    Sizes are the shapes of the pictures, in any unit. Raises: Unalignable.
    """
    pairs = [(_checked(then), _checked(now)) for then, now in pairs]
    if not FEWEST <= len(pairs) <= MOST:
        raise Unalignable("too_few" if len(pairs) < FEWEST else "too_many")
    sides = [
        [(x * size[0], y * size[1]) for x, y in (pair[side] for pair in pairs)]
        for side, size in enumerate((then_size, now_size))
    ]
    for points, size in zip(sides, (then_size, now_size), strict=True):
        _refuse_weak(points, math.hypot(*size))
    _refuse_mirrored(*sides)
    found = _perspective(pairs) if len(pairs) == MOST else _affine(pairs)
    _refuse_wild(found)
    return found


def _checked(point: Point) -> Point:
    x, y = (float(part) for part in point)
    # A crop may have left a marked spot outside of what is shown: it is still true.
    if not (
        math.isfinite(x) and math.isfinite(y) and -1 <= min(x, y) <= max(x, y) <= 2
    ):
        raise Unalignable("outside")
    return x, y


def _refuse_weak(points: Sequence[Point], diagonal: float) -> None:
    """Refuse points that are one, and three that stand in a line."""
    for one, other in combinations(points, 2):
        if math.dist(one, other) < NEAREST * diagonal:
            raise Unalignable("too_near")
    for three in combinations(points, 3):
        longest = max(math.dist(p, q) for p, q in combinations(three, 2))
        if abs(_twice_area(*three)) < FLATTEST * longest**2:
            raise Unalignable("in_a_line")


def _refuse_mirrored(then: Sequence[Point], now: Sequence[Point]) -> None:
    """Refuse points that run round one picture the other way than round the other."""
    for numbers in combinations(range(len(then)), 3):
        before = _twice_area(*(then[n] for n in numbers))
        after = _twice_area(*(now[n] for n in numbers))
        if before * after < 0:
            raise Unalignable("crossed")


def _twice_area(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])


def _affine(pairs: Sequence[Pair]) -> Movement:
    """Solve for three points, or by least squares for more."""
    rows = [(x, y, 1.0) for (x, y), _now in pairs]
    left = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    answers = []
    for axis in (0, 1):
        right = [
            sum(
                row[i] * now[axis]
                for row, (_then, now) in zip(rows, pairs, strict=True)
            )
            for i in range(3)
        ]
        answers += solved(left, right)
    return Movement(*answers)


def _perspective(pairs: Sequence[Pair]) -> Movement:
    """Solve the eight equations of four points."""
    left, right = [], []
    for (x, y), (u, v) in pairs:
        left.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        left.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        right += [u, v]
    return Movement(*solved(left, right))


def solved(left: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve linear equations by elimination with the largest pivot first.

    Raises: Unalignable where they have no single answer.
    """
    rows = [[*row, value] for row, value in zip(left, right, strict=True)]
    count = len(rows)
    for column in range(count):
        best = max(range(column, count), key=lambda n: abs(rows[n][column]))
        if abs(rows[best][column]) < 1e-12:
            raise Unalignable("in_a_line")
        rows[column], rows[best] = rows[best], rows[column]
        for below in range(column + 1, count):
            share = rows[below][column] / rows[column][column]
            for at in range(column, count + 1):
                rows[below][at] -= share * rows[column][at]
    answer = [0.0] * count
    for row in reversed(range(count)):
        known = sum(rows[row][at] * answer[at] for at in range(row + 1, count))
        answer[row] = (rows[row][count] - known) / rows[row][row]
    return answer


def _refuse_wild(found: Movement) -> None:
    """Refuse what tears the frame, or makes a part of it many times another's size."""
    steps = (0.0, 0.25, 0.5, 0.75, 1.0)
    places = [(x, y) for x in steps for y in steps]
    if any(found.g * x + found.h * y + 1 < TEARING for x, y in places):
        raise Unalignable("wild")
    sizes = [abs(_stretch(found, place)) for place in places]
    middle = abs(_stretch(found, (0.5, 0.5)))
    if min(sizes) <= 0 or not 1 / LARGEST <= math.sqrt(middle) <= LARGEST:
        raise Unalignable("wild")
    if max(middle / min(sizes), max(sizes) / middle) > WILDEST**2:
        raise Unalignable("wild")


def _stretch(found: Movement, place: Point) -> float:
    """Return how much area of today's picture a bit of the old frame takes there."""
    x, y = place
    w = found.g * x + found.h * y + 1
    u, v = found.at(place)
    across = (found.a - found.g * u) / w, (found.d - found.g * v) / w
    down = (found.b - found.h * u) / w, (found.e - found.h * v) / w
    return across[0] * down[1] - across[1] * down[0]


def reach(found: Movement) -> float:
    """Return how many times wider than the frame today's picture has to be decoded.

    1 where the frame shows all of it, 2 where it shows a quarter.
    """
    return 1 / math.sqrt(max(abs(_stretch(found, (0.5, 0.5))), 1e-6))
