"""Draw what the town is built of: houses, fences, towers, lamps and wires."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .plate import Colour, Plate, mix

PLASTER: list[Colour] = [
    (206, 192, 164),
    (188, 176, 158),
    (214, 204, 186),
    (178, 150, 122),
    (196, 182, 140),
    (172, 168, 160),
]
BRICK: list[Colour] = [(142, 92, 72), (156, 108, 84), (128, 86, 70)]
ROOF: list[Colour] = [(104, 92, 84), (122, 80, 66), (92, 94, 96), (84, 78, 74)]


@dataclass
class Wall:
    """A vertical wall: (s, t) metres along and up it become picture points."""

    p: Plate
    x: float
    z: float
    dx: float
    dz: float
    light: float

    def at(self, s: float, t: float) -> tuple[float, float]:
        return self.p.at(self.x + self.dx * s, t, self.z + self.dz * s)

    def depth(self, s: float) -> float:
        return self.z + self.dz * s

    def rect(self, s0, t0, s1, t1, colour: Colour, light=1.0, share=1.0) -> None:
        tone = self.p.fog(colour, self.depth((s0 + s1) / 2), self.light * light)
        self.p.shape(
            [self.at(s0, t0), self.at(s1, t0), self.at(s1, t1), self.at(s0, t1)],
            tone,
            share,
        )


def window(wall: Wall, s, t, wide, high, *, trim: Colour, arch=False, lamp=False):
    """Cut a window into a wall."""
    p = wall.p
    size = high * p.metre(wall.depth(s))
    wall.rect(s - 0.12, t - 0.16, s + wide + 0.12, t + high + 0.2, trim, 1.06)
    if size < 7:
        wall.rect(s, t, s + wide, t + high, (52, 54, 58), 0.85)
        return
    wall.rect(s - 0.16, t - 0.3, s + wide + 0.16, t - 0.16, trim, 0.55, 0.6)
    wall.rect(s, t, s + wide, t + high, (44, 46, 50), 0.8)
    if lamp:
        wall.rect(s, t, s + wide, t + high, (255, 214, 138), 1.5)
    else:
        sky = p.rng.random()
        wall.rect(
            s,
            t + high * 0.45,
            s + wide,
            t + high,
            (128, 138, 148),
            0.95,
            0.2 + 0.4 * sky,
        )
        if p.rng.random() < 0.45:
            wall.rect(s, t + 0.05, s + wide * 0.28, t + high, (190, 186, 176), 0.9, 0.6)
            wall.rect(s + wide * 0.74, t + 0.05, s + wide, t + high, (190, 186, 176), 0.9, 0.5)
    bar = min(0.09, wide * 0.09)
    mid = s + wide / 2
    wall.rect(mid - bar / 2, t, mid + bar / 2, t + high, (214, 210, 200), 0.92)
    wall.rect(s, t + high * 0.66, s + wide, t + high * 0.66 + bar, (214, 210, 200), 0.92)
    wall.rect(s, t + high - bar * 1.6, s + wide, t + high, (20, 20, 22), 0.8, 0.5)
    if arch:
        wall.rect(s - 0.22, t + high + 0.2, s + wide + 0.22, t + high + 0.42, trim, 1.12)


def door(wall: Wall, s, wide=1.3, high=2.4) -> None:
    """Hang a door with two steps."""
    wall.rect(s - 0.15, 0, s + wide + 0.15, high + 0.2, (196, 188, 172))
    wall.rect(s, 0, s + wide, high, (70, 54, 42))
    wall.rect(s + 0.15, 0.3, s + wide / 2 - 0.06, high - 0.25, (88, 68, 52))
    wall.rect(s + wide / 2 + 0.06, 0.3, s + wide - 0.15, high - 0.25, (88, 68, 52))
    wall.rect(s - 0.3, 0, s + wide + 0.3, 0.16, (170, 164, 154))


def facade(
    wall: Wall,
    length: float,
    *,
    storeys: int,
    colour: Colour,
    floor: float = 3.3,
    doors: bool = True,
    shop: bool = False,
    balcony: bool = False,
    plain: bool = False,
    lamps: float = 0.0,
) -> float:
    """Cover a wall with storeys of windows and return its height."""
    p = wall.p
    rng = p.rng
    height = storeys * floor + 0.7
    steps = max(1, round(length / 4))
    for k in range(steps):  # the air thickens along the wall
        s0, s1 = length * k / steps, length * (k + 1) / steps
        wall.rect(s0, 0, s1 + 0.05, height, colour)
    trim = mix(colour, (238, 234, 224), 0.55)
    for _ in range(round(length)):
        s, t = rng.uniform(0, length), rng.uniform(0, height)
        stain = rng.choice(((60, 50, 42), (240, 236, 226)))
        wall.rect(
            s,
            t,
            min(length, s + rng.uniform(0.4, 2.6)),
            t + rng.uniform(0.3, 1.8),
            stain,
            1,
            0.05,
        )
    if not plain:
        for s in (0, length - 0.55):
            wall.rect(s, 0, s + 0.55, height, trim, 1.02)
    wall.rect(0, 0, length, 0.75, (112, 106, 100), 0.92)
    for k in range(6):
        wall.rect(0, 0, length, 0.3 + k * 0.35, (30, 26, 22), 1, 0.055)
    gap = rng.uniform(2.0, 2.6) if not plain else 2.9
    count = max(1, int((length - 1.2) / gap))
    start = (length - count * gap) / 2 + (gap - 1.15) / 2
    entrance = rng.randrange(count) if doors else -1
    for storey in range(storeys):
        base = storey * floor + (1.15 if storey == 0 else 1.05)
        for k in range(count):
            s = start + k * gap
            if storey == 0 and k == entrance:
                door(wall, s - 0.1)
                continue
            if storey == 0 and shop:
                wall.rect(s - 0.35, 0.55, s + 1.5, 2.75, (60, 50, 42))
                wall.rect(s - 0.2, 0.75, s + 1.35, 2.5, (94, 100, 106))
                wall.rect(s - 0.2, 1.7, s + 1.35, 2.5, (160, 166, 168), 1, 0.5)
                continue
            window(
                wall,
                s,
                base,
                1.15,
                1.75 if not plain else 1.45,
                trim=trim,
                arch=not plain and storey == 1,
                lamp=rng.random() < lamps,
            )
            if balcony and storey and (k + storey) % 3 == 0:
                wall.rect(s - 0.5, base - 0.5, s + 1.7, base - 0.32, (150, 146, 138))
                wall.rect(
                    s - 0.5,
                    base - 0.32,
                    s + 1.7,
                    base + 0.5,
                    (116, 112, 106),
                    0.9,
                    0.75,
                )
        if storey and not plain:
            t = storey * floor + 0.2
            wall.rect(0, t, length, t + 0.22, trim, 1.1)
            wall.rect(0, t - 0.12, length, t, (40, 34, 30), 1, 0.35)
    if shop:
        wall.rect(0.4, 2.85, length - 0.4, 3.45, (66, 52, 44))
        for k in range(int(length * 1.6)):
            s = 0.9 + k * 0.6
            if s < length - 1.2 and rng.random() < 0.8:
                wall.rect(s, 3.0, s + 0.34, 3.3, (222, 212, 190))
    wall.rect(-0.15, height - 0.42, length + 0.15, height, trim, 1.12)
    wall.rect(0, height - 0.72, length, height - 0.42, (30, 26, 24), 1, 0.34)
    return height


def house(
    p: Plate,
    side: int,
    edge: float,
    z: float,
    length: float,
    *,
    storeys: int = 1,
    colour: Colour | None = None,
    deep: float = 9,
    flat: bool = False,
    plain: bool = False,
    shop: bool = False,
    balcony: bool = False,
    winter: bool = False,
    lamps: float = 0.0,
) -> None:
    """Stand a house along the street: side -1 left or 1 right, near end at z."""
    rng = p.rng
    colour = colour or rng.choice(PLASTER + BRICK)
    x = side * edge
    bright = 1.12 if side * p.sun < 0 else 0.66
    front = Wall(p, x, z, 0, 1, bright)
    gable = Wall(p, x, z, side, 0, 0.84 if side * p.sun < 0 else 0.8)
    height = storeys * 3.3 + 0.7
    roof = (224, 228, 234) if winter else rng.choice(ROOF)
    rise = 0 if flat else min(3.4, deep * 0.32)
    ridge = x + side * deep / 2
    if rise:
        p.shape(
            [
                p.at(x, height, z),
                p.at(x + side * deep, height, z),
                p.at(ridge, height + rise, z),
            ],
            p.fog(colour, z, gable.light * 0.96),
        )
    for k in range(4):
        gable.rect(deep * k / 4, 0, deep * (k + 1) / 4 + 0.05, height, colour)
    for k in range(6):
        gable.rect(0, 0, deep, 0.3 + k * 0.4, (30, 26, 22), 1, 0.05)
    for storey in range(storeys):
        for s in (1.6, deep - 3.2):
            if deep > 6:
                window(
                    gable,
                    s,
                    storey * 3.3 + 1.1,
                    1.1,
                    1.6,
                    trim=mix(colour, (238, 234, 224), 0.4),
                )
    if rise:
        eave = x - side * 0.45
        p.shape(
            [
                p.at(eave, height - 0.1, z - 0.4),
                p.at(eave, height - 0.1, z + length + 0.4),
                p.at(ridge, height + rise, z + length + 0.4),
                p.at(ridge, height + rise, z - 0.4),
            ],
            p.fog(roof, z + length / 2, 1.05 if side * p.sun < 0 else 0.82),
        )
    facade(
        front,
        length,
        storeys=storeys,
        colour=colour,
        plain=plain,
        shop=shop,
        balcony=balcony,
        lamps=lamps,
    )
    if rise:
        for k in range(rng.randrange(1, 3)):
            s = z + length * (0.25 + 0.45 * k)
            cx = ridge - side * deep * 0.12
            top = Wall(p, cx, s, side * 0.9, 0, bright)
            top.rect(0, height + rise * 0.5, 0.9, height + rise + 1.1, (138, 98, 80))
            top.rect(-0.1, height + rise + 0.95, 1, height + rise + 1.15, (116, 84, 70))


def fence(p: Plate, side: int, edge: float, z: float, length: float, height=1.7):
    """Run a board fence along the street."""
    x = side * edge
    wall = Wall(p, x, z, 0, 1, 0.92 if side * p.sun < 0 else 0.58)
    board = p.rng.uniform(0.16, 0.24)
    wall.rect(0, 0, length, height, (92, 80, 68))
    for k in range(min(160, int(length / board))):
        s = k * board
        top = height + p.rng.uniform(-0.05, 0.05)
        wall.rect(s, 0, s + board * 0.8, top, (128, 114, 98), p.rng.uniform(0.8, 1.1))
    wall.rect(0, 0, length, 0.25, (30, 26, 22), 1, 0.4)


def pole(p: Plate, x: float, z: float, *, height=8.0, lamp=False, arm=0.0) -> None:
    """Plant a pole for lamps or wires."""
    tone = p.fog((52, 46, 42), z)
    wide = max(1.0, 0.16 * p.metre(z))
    p.line([p.at(x, 0, z), p.at(x, height, z)], tone, wide)
    if arm:
        p.line([p.at(x, height - 0.4, z), p.at(x + arm, height - 0.1, z)], tone, wide * 0.6)
    else:
        p.line(
            [p.at(x - 0.9, height - 0.5, z), p.at(x + 0.9, height - 0.5, z)],
            tone,
            wide * 0.6,
        )
        for off in (-0.8, -0.3, 0.3, 0.8):
            p.line(
                [p.at(x + off, height - 0.5, z), p.at(x + off, height - 0.2, z)],
                tone,
                wide * 0.5,
            )
    if lamp:
        sx, sy = p.at(x + (arm or 0.4), height - 0.5, z)
        r = 0.24 * p.metre(z)
        p.blob(sx, sy, r, r * 1.2, p.fog((238, 234, 220), z))


def wires(p: Plate, x: float, height: float, near: float, far: float, step: float):
    """Hang sagging wires between poles along the street."""
    z = near
    while z < far:
        points = []
        for k in range(13):
            t = k / 12
            sag = 0.55 * 4 * t * (1 - t)
            points.append(p.at(x, height - sag, z + step * t))
        p.line(points, p.fog((40, 38, 38), z), 0.9 * p.unit, 0.75)
        z += step


def church(p: Plate, x: float, z: float, *, size: float = 1.0) -> None:
    """Raise a church with a dome and a bell tower."""
    wall = (188, 178, 162)

    def block(dx, wide, low, high, light=1.0, colour=wall):
        face = Wall(p, x + dx * size, z, 1, 0, light)
        face.rect(0, low * size, wide * size, high * size, colour)
        shade = Wall(p, x + dx * size, z, 1, 0, light * 0.72)
        start = 0 if p.sun > 0 else wide * size * 0.62
        shade.rect(start, low * size, start + wide * size * 0.38, high * size, colour, 1, 0.75)

    def dome(cx, base, r):
        sx, sy = p.at(x + cx * size, base * size, z)
        m = p.metre(z) * size
        tone = p.fog((72, 92, 92), z, 0.9)
        p.blob(sx, sy - r * m * 0.55, r * m, r * m * 0.95, tone)
        p.shape(
            [
                (sx - r * m * 0.5, sy - r * m * 1.25),
                (sx + r * m * 0.5, sy - r * m * 1.25),
                (sx, sy - r * m * 2.1),
            ],
            tone,
        )
        p.blob(
            sx + p.sun * r * m * 0.35,
            sy - r * m * 0.7,
            r * m * 0.3,
            r * m * 0.5,
            p.fog((220, 222, 214), z),
            0.35,
        )
        top = sy - r * m * 2.0
        p.line([(sx, top), (sx, top - m * 1.5)], tone, max(1, m * 0.12))
        p.line(
            [(sx - m * 0.45, top - m * 1.0), (sx + m * 0.45, top - m * 1.0)],
            tone,
            max(1, m * 0.12),
        )

    block(-7, 14, 0, 8)
    block(-3, 6, 8, 13)
    dome(0, 13, 3.4)
    block(8, 5, 0, 11)
    block(8.6, 3.8, 11, 17)
    dome(10.5, 17, 2.1)
    front = Wall(p, x - 7 * size, z, 1, 0, 1)
    for k in range(4):
        front.rect(
            (1.4 + k * 3.2) * size,
            2.4 * size,
            (2.5 + k * 3.2) * size,
            5.2 * size,
            (60, 62, 66),
        )
    for k in (-1.6, 0, 1.6):
        tower = Wall(p, x + (k - 0.35) * size, z, 1, 0, 1)
        tower.rect(0, 9 * size, 0.7 * size, 11.6 * size, (70, 70, 72))
    bell = Wall(p, x + 9.7 * size, z, 1, 0, 1)
    bell.rect(0, 12.4 * size, 1.6 * size, 15.4 * size, (66, 64, 64))


def chimney(p: Plate, x: float, y: float, height: float, wide: float, tone: Colour):
    """Raise a factory chimney from a picture point."""
    p.shape(
        [
            (x - wide / 2, y),
            (x + wide / 2, y),
            (x + wide * 0.33, y - height),
            (x - wide * 0.33, y - height),
        ],
        tone,
    )
    p.shape(
        [
            (x + p.sun * wide * 0.1, y),
            (x + p.sun * wide / 2, y),
            (x + p.sun * wide * 0.33, y - height),
            (x + p.sun * wide * 0.08, y - height),
        ],
        mix(tone, (255, 250, 240), 0.22),
        0.8,
    )
    p.line(
        [(x - wide * 0.38, y - height), (x + wide * 0.38, y - height)],
        mix(tone, (20, 20, 20), 0.3),
        wide * 0.12,
    )


def furnace(p: Plate, x: float, y: float, size: float, tone: Colour) -> None:
    """Raise a blast furnace with its hoist, pipes and hot-blast stoves."""
    dark = mix(tone, (16, 16, 18), 0.3)
    light = mix(tone, (255, 246, 230), 0.2)
    s = size
    for k in range(3):  # stoves
        cx = x + s * (0.42 + k * 0.2)
        p.shape(
            [
                (cx - s * 0.075, y),
                (cx + s * 0.075, y),
                (cx + s * 0.075, y - s * 0.78),
                (cx - s * 0.075, y - s * 0.78),
            ],
            tone,
        )
        p.blob(cx, y - s * 0.78, s * 0.075, s * 0.07, tone)
        p.shape(
            [
                (cx + p.sun * s * 0.02, y),
                (cx + p.sun * s * 0.06, y),
                (cx + p.sun * s * 0.06, y - s * 0.78),
                (cx + p.sun * s * 0.02, y - s * 0.78),
            ],
            light,
            0.5,
        )
    p.shape(
        [
            (x - s * 0.2, y),
            (x + s * 0.2, y),
            (x + s * 0.23, y - s * 0.25),
            (x + s * 0.12, y - s * 0.8),
            (x + s * 0.1, y - s * 0.98),
            (x - s * 0.1, y - s * 0.98),
            (x - s * 0.12, y - s * 0.8),
            (x - s * 0.23, y - s * 0.25),
        ],
        tone,
    )
    p.shape(
        [
            (x + p.sun * s * 0.05, y),
            (x + p.sun * s * 0.17, y),
            (x + p.sun * s * 0.2, y - s * 0.25),
            (x + p.sun * s * 0.08, y - s * 0.8),
        ],
        light,
        0.5,
    )
    for k in range(7):
        t = y - s * (0.1 + k * 0.13)
        p.line([(x - s * 0.24, t), (x + s * 0.24, t)], dark, s * 0.008, 0.7)
    for off in (-0.25, 0.25):
        p.line([(x + off * s, y), (x + off * s, y - s * 1.02)], dark, s * 0.018)
    for k in range(8):
        a, b = (-0.25, 0.25) if k % 2 else (0.25, -0.25)
        p.line(
            [(x + a * s, y - s * k * 0.125), (x + b * s, y - s * (k + 1) * 0.125)],
            dark,
            s * 0.008,
            0.6,
        )
    p.line([(x - s * 1.0, y), (x - s * 0.02, y - s * 1.12)], dark, s * 0.035)
    for k in range(1, 6):
        t = k / 6
        bx = x - s * (1.0 - t * 0.98)
        p.line([(bx, y), (bx, y - s * 1.12 * t)], dark, s * 0.014)
    p.line(
        [
            (x, y - s * 0.98),
            (x, y - s * 1.22),
            (x + s * 0.3, y - s * 1.22),
            (x + s * 0.42, y - s * 0.82),
        ],
        tone,
        s * 0.06,
    )
    p.shape(
        [
            (x - s * 0.14, y - s * 1.22),
            (x + s * 0.14, y - s * 1.22),
            (x + s * 0.14, y - s * 1.28),
            (x - s * 0.14, y - s * 1.28),
        ],
        dark,
    )


def hall(p: Plate, x: float, y: float, wide: float, high: float, tone: Colour, *, saw=True):
    """Stand a factory hall with a saw-tooth roof, seen from far."""
    dark = mix(tone, (16, 16, 18), 0.35)
    p.shape([(x, y), (x + wide, y), (x + wide, y - high), (x, y - high)], tone)
    teeth = max(2, round(wide / (high * 1.2)))
    step = wide / teeth
    for k in range(teeth):
        left = x + k * step
        if saw:
            p.shape(
                [
                    (left, y - high),
                    (left + step, y - high),
                    (left + step * 0.2, y - high * 1.42),
                ],
                dark,
            )
        p.shape(
            [
                (left + step * 0.2, y - high * 0.3),
                (left + step * 0.8, y - high * 0.3),
                (left + step * 0.8, y - high * 0.72),
                (left + step * 0.2, y - high * 0.72),
            ],
            dark,
            0.8,
        )
    if not saw:
        p.shape(
            [
                (x - wide * 0.02, y - high),
                (x + wide * 1.02, y - high),
                (x + wide / 2, y - high * 1.5),
            ],
            dark,
        )


def truss(p: Plate, x0, x1, y, high, tone: Colour, *, spans: int = 3, bow=True) -> None:
    """Throw an iron bridge from x0 to x1."""
    wide = max(2, 2.6 * p.unit)
    span = (x1 - x0) / spans
    for k in range(spans):
        left = x0 + k * span
        top = []
        for step in range(9):
            t = step / 8
            rise = high * (4 * t * (1 - t) if bow else min(1, 6 * t, 6 * (1 - t)))
            top.append((left + span * t, y - rise))
        p.line(top, tone, wide * 1.4)
        for step in range(8):
            a, b = top[step], top[step + 1]
            p.line([(a[0], y), a], tone, wide * 0.7)
            p.line(
                [(a[0], y) if step % 2 else a, (b[0], y) if not step % 2 else b],
                tone,
                wide * 0.55,
            )
        pier = span * 0.035 + 3
        p.shape(
            [
                (left - pier, y),
                (left + pier, y),
                (left + pier * 1.3, y + high * 1.1),
                (left - pier * 1.3, y + high * 1.1),
            ],
            mix(tone, (160, 150, 140), 0.4),
        )
    p.shape(
        [
            (x0, y - high * 0.02),
            (x1, y - high * 0.02),
            (x1, y + high * 0.1),
            (x0, y + high * 0.1),
        ],
        tone,
    )


def degrees(value: float) -> float:
    """Return radians."""
    return math.radians(value)
