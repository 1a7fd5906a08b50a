"""Draw the town together: market, parade, stadium, sledging hill, class."""

from __future__ import annotations

import math

from . import buildings, nature, people, sitters, vehicles
from .buildings import Wall
from .plate import Plate, mix
from .streets import COATS, flakes, front, light


def market(p: Plate) -> None:
    """Draw the market square with stalls, carts and a crowd."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.42, middle=rng.uniform(0.4, 0.6), eye=5.4, lens=0.9)
    p.air = 120
    light(p)
    nature.hills(p, 0.43, 0.05, (110, 118, 104), 200)
    if p.year < 1935:
        buildings.church(p, rng.uniform(-16, 10), 68, size=1.25)
    nature.earth(p, (156, 142, 118), rough=0.8)
    for side in (-1, 1):
        z = 44
        while z > 24:
            buildings.house(p, side, 22, z, 14, storeys=rng.choice((1, 2)), shop=True)
            z -= 15
    row = Wall(p, -22, 62, 1, 0, 0.95)
    s = 0.0
    while s < 44:
        length = rng.uniform(9, 14)
        part = Wall(p, -22 + s, 62, 1, 0, rng.uniform(0.85, 1.05))
        height = buildings.facade(
            part,
            length - 0.3,
            storeys=rng.choice((1, 2, 2)),
            colour=rng.choice(buildings.PLASTER),
            shop=True,
        )
        p.shape(
            [
                part.at(-0.3, height),
                part.at(length, height),
                part.at(length - 1.5, height + 2.4),
                part.at(1.2, height + 2.4),
            ],
            p.fog((104, 90, 82), row.z),
        )
        s += length

    def stall(x, z):
        stripe = rng.choice(
            (
                ((222, 214, 196), (150, 110, 88)),
                ((226, 220, 204), (112, 118, 122)),
                ((206, 196, 172), (198, 186, 160)),
            )
        )
        for dx in (0, 3.2):
            p.line(
                [p.at(x + dx, 0, z), p.at(x + dx, 2.3, z)],
                p.fog((80, 66, 54), z),
                0.08 * p.metre(z),
            )
        table = Wall(p, x, z - 0.8, 1, 0, 0.8)
        table.rect(0, 0, 3.2, 0.9, (112, 94, 76))
        table.rect(0, 0.85, 3.2, 1.0, (176, 154, 124))
        for k in range(12):
            sx, sy = p.at(x + 0.2 + k * 0.26, 1.05, z - 0.7)
            r = rng.uniform(0.1, 0.17) * p.metre(z)
            p.blob(
                sx,
                sy,
                r,
                r * 0.8,
                p.fog(
                    rng.choice(
                        (
                            (176, 74, 50),
                            (112, 130, 70),
                            (206, 170, 90),
                            (210, 196, 170),
                            (120, 84, 60),
                        )
                    ),
                    z,
                ),
            )
        for k in range(8):
            tone = stripe[k % 2]
            p.shape(
                [
                    p.at(x - 0.2 + k * 0.45, 2.7, z + 0.6),
                    p.at(x + 0.25 + k * 0.45, 2.7, z + 0.6),
                    p.at(x + 0.25 + k * 0.45, 2.2, z - 1.1),
                    p.at(x - 0.2 + k * 0.45, 2.2, z - 1.1),
                ],
                p.fog(tone, z, 1.05),
            )

    parts = []
    for rank, z in enumerate((44, 37, 31, 26, 21.5)):
        x = -19 + rank * 1.2 + rng.uniform(0, 2)
        while x < 18:
            if abs(x) > 2.2 or rng.random() < 0.3:
                parts.append((z, lambda a=x, n=z: stall(a, n)))
            x += rng.uniform(4.2, 6)
    for _ in range(150):
        z = p.near * 1.04 + rng.random() ** 1.25 * 42
        parts.append(
            (
                z,
                lambda n=z, x=rng.uniform(-0.52, 0.52) * z: people.someone(p, x, n, back=rng.random() < 0.5),
            )
        )
    if p.year < 1950:
        parts.append(
            (
                p.near * 1.35,
                lambda: vehicles.cart(p, rng.choice((-3.2, 3.0)), p.near * 1.35),
            )
        )
    for _, draw in sorted(parts, key=lambda part: -part[0]):
        draw()
    p.veil(0.2, 0.56, 0.4)
    p.weather()
    p.glow(0.3)


def parade(p: Plate) -> None:
    """Draw a festive column with flags and balloons, seen from behind."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.48, middle=rng.uniform(0.42, 0.58), eye=3.0, lens=0.9)
    p.air = 110
    light(p, season="spring")
    nature.hills(p, 0.5, 0.05, (110, 118, 110), 200)
    nature.earth(p, (130, 124, 118), rough=0.4)
    for side in (-1, 1):
        z = 78
        while z > 6:
            buildings.house(
                p,
                side,
                13,
                z,
                20,
                storeys=rng.choice((3, 4)),
                shop=True,
                balcony=True,
                deep=12,
            )
            z -= 21
        for k in range(5):
            nature.tree(p, side * 10.8, 60 - k * 11, height=6, season="spring")
    for z in sorted([p.near * 1.02 + rng.random() * 70 for _ in range(330)], reverse=True):
        x = rng.uniform(-8.6, 8.6)
        people.someone(
            p,
            x,
            z,
            back=True,
            shadow=False,
            kind=rng.choice(("man", "woman", "man", "woman", "child")),
        )
        what = rng.random()
        m = p.metre(z)
        if what < 0.09:
            top = p.at(x + 0.3, 3.6, z)
            p.line([p.at(x + 0.25, 1.2, z), top], p.fog((90, 72, 56), z), 0.05 * m)
            tone = p.fog(
                rng.choice(
                    (
                        (170, 46, 42),
                        (170, 46, 42),
                        (70, 110, 170),
                        (222, 216, 200),
                        (214, 180, 70),
                    )
                ),
                z,
            )
            flap = [
                (
                    top[0] + m * 1.5 * t / 8,
                    top[1] + m * (0.1 * math.sin(t * 0.9 + x) + 0.05 * t / 8),
                )
                for t in range(9)
            ]
            p.shape(flap + [(a, b + m * 0.95) for a, b in reversed(flap)], tone)
            for k in (2, 5):
                p.shape(
                    [
                        flap[k],
                        flap[k + 1],
                        (flap[k + 1][0], flap[k + 1][1] + m * 0.95),
                        (flap[k][0], flap[k][1] + m * 0.95),
                    ],
                    (20, 16, 16),
                    0.16,
                )
        elif what < 0.2:
            for _ in range(3):
                bx, by = p.at(x + rng.uniform(-0.3, 0.3), rng.uniform(2.2, 3.0), z)
                p.line(
                    [(bx, by), p.at(x, 1.3, z)],
                    p.fog((90, 90, 90), z),
                    0.6 * p.unit,
                    0.6,
                )
                tone = p.fog(rng.choice(COATS), z, 1.15)
                p.blob(bx, by, 0.15 * m, 0.18 * m, tone)
                p.blob(
                    bx + p.sun * 0.05 * m,
                    by - 0.06 * m,
                    0.04 * m,
                    0.05 * m,
                    (255, 255, 250),
                    0.6,
                )
        elif what < 0.26:
            bx, by = p.at(x, 2.1, z)
            for _ in range(16):
                p.blob(
                    bx + rng.gauss(0, 0.16) * m,
                    by + rng.gauss(0, 0.12) * m,
                    0.06 * m,
                    0.06 * m,
                    p.fog(
                        rng.choice(((246, 240, 232), (226, 150, 160), (244, 216, 150))),
                        z,
                    ),
                )
    p.veil(0.24, 0.56, 0.35)
    p.weather()
    p.glow(0.28)


def stadium(p: Plate) -> None:
    """Draw a football afternoon at the works stadium."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.4, eye=7, lens=0.95)
    p.air = 200
    light(p)
    for k in range(3):
        x = p.w * rng.uniform(0.05, 0.95)
        buildings.chimney(
            p,
            x,
            p.horizon,
            rng.uniform(110, 160) * p.unit,
            9 * p.unit,
            p.fog((80, 78, 82), 180),
        )
        nature.smoke(p, x, p.horizon - 140 * p.unit, size=40 * p.unit, drift=0.6, thick=0.5)
    for k in range(26):
        nature.tree(
            p,
            -60 + k * 4.8 + rng.uniform(-1, 1),
            104,
            height=rng.uniform(10, 15),
            poplar=rng.random() < 0.6,
        )
    nature.earth(p, (104, 126, 78), rough=0.4)
    stand = Wall(p, -46, 84, 1, 0, 1)
    for k in range(12):
        tier = Wall(p, -46, 92 - k * 0.7, 1, 0, 1)
        tier.rect(0, 0, 92, 7.4 - k * 0.6, mix((150, 140, 126), (110, 102, 94), k / 12))
        for _ in range(210):
            s = rng.uniform(0, 92)
            sx, sy = tier.at(s, 7.7 - k * 0.6)
            r = 0.24 * p.metre(88)
            p.blob(
                sx,
                sy + r * 1.6,
                r * 1.2,
                r * 1.5,
                p.fog(rng.choice(people.CLOTH + people.BRIGHT[:5]), 88),
            )
            p.blob(
                sx,
                sy,
                r * 0.8,
                r * 0.95,
                p.fog(rng.choice(((206, 176, 150), (60, 52, 48), (222, 216, 206))), 88),
            )
    stand.rect(0, 0, 92, 1.0, (206, 198, 182))
    p.ground([(-50, 70), (50, 70), (50, 80), (-50, 80)], p.fog((168, 120, 92), 75))
    for k in range(6):
        if k % 2:
            p.ground(
                [
                    (-40, 20 + k * 8),
                    (40, 20 + k * 8),
                    (40, 28 + k * 8),
                    (-40, 28 + k * 8),
                ],
                (140, 160, 100),
                0.18,
            )
    white = (236, 234, 224)
    for z in (24, 66):
        p.ground([(-36, z), (36, z), (36, z + 0.25), (-36, z + 0.25)], white, 0.8)
    p.ground([(-0.12, 24), (0.12, 24), (0.12, 66), (-0.12, 66)], white, 0.8)
    ring = [p.at(9 * math.cos(a / 20 * math.tau), 0, 45 + 9 * math.sin(a / 20 * math.tau)) for a in range(21)]
    p.line(ring, white, 1.6 * p.unit, 0.8)
    goal = [
        p.at(-33, 0, 40),
        p.at(-33, 2.44, 40),
        p.at(-33, 2.44, 49),
        p.at(-33, 0, 49),
    ]
    p.line(goal, white, 2 * p.unit)
    for k in range(19):
        z = rng.uniform(26, 62)
        team = (172, 56, 48) if k % 2 else (230, 226, 216)
        people.figure(
            p,
            rng.uniform(-0.42, 0.42) * z,
            z,
            colour=team,
            hat="none",
            step=rng.uniform(-0.16, 0.16),
        )
    bx, by = p.at(3, 0.4, 36)
    p.blob(bx, by, 4 * p.unit, 4 * p.unit, white)
    z = p.near * 1.05
    p.look(horizon=0.4, eye=2.2, lens=0.95)
    for k in range(15):
        x = -4.4 + k * 0.62 + rng.uniform(-0.12, 0.12)
        people.someone(
            p,
            x,
            7.2 + (k % 2) * 0.5,
            back=True,
            shadow=False,
            kind=rng.choice(("man", "man", "child", "woman")),
        )
    p.weather()
    p.glow(0.25)


def sledging(p: Plate) -> None:
    """Draw children with sledges on a snowy hill above the roofs."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.44, eye=4.5, lens=0.95)
    p.air = 110
    light(p, season="winter")
    nature.hills(p, 0.46, 0.06, (150, 158, 166), 200)
    for k in range(2):
        x = p.w * rng.uniform(0.6, 0.95)
        buildings.chimney(p, x, p.horizon, 130 * p.unit, 9 * p.unit, p.fog((96, 96, 102), 150))
        nature.smoke(p, x, p.horizon - 130 * p.unit, size=36 * p.unit, drift=-0.5, thick=0.5)
    nature.snow(p)
    for k in range(9):
        z = 84 - k * 3
        x = -40 + k * 9 + rng.uniform(-2, 2)
        hut = Wall(p, x, z, 1, 0, 0.95)
        hut.rect(0, 0, 8, 2.8, rng.choice(((206, 196, 180), (150, 112, 92), (190, 184, 172))))
        p.shape(
            [hut.at(-0.7, 2.8), hut.at(8.7, 2.8), hut.at(6.8, 5.6), hut.at(1.2, 5.6)],
            p.fog((236, 240, 246), z),
        )
        for s in (1.2, 3.5, 5.8):
            hut.rect(s, 0.9, s + 1, 2.1, (66, 64, 66))
        if k % 3 == 0:
            nature.smoke(p, *hut.at(4, 5.6), size=14 * p.unit, drift=-0.4, thick=0.5, white=True)
        if rng.random() < 0.7:
            nature.tree(p, x + 10, z - 2, height=8, season="winter")
    side = rng.choice((-1, 1))
    nature.tree(p, side * 7.5, 17, height=11, season="winter")
    far, near = (-side * 16, 44), (-side * 2.0, 6)
    p.ground(
        [
            (far[0], far[1]),
            (far[0] + 9, far[1]),
            (near[0] + 8, near[1]),
            (near[0] - 5, near[1]),
        ],
        (196, 206, 220),
        0.5,
    )
    for k in range(7):
        a = (far[0] + 1 + k * 1.1, far[1])
        b = (near[0] - 3.4 + k * 1.4, near[1])
        p.line(
            [p.at(a[0], 0, a[1]), p.at(b[0], 0, b[1])],
            (150, 164, 184),
            1.6 * p.unit,
            0.35,
        )

    def sledge(x, z):
        m = p.metre(z)
        sx, sy = p.at(x, 0, z)
        p.blob(sx, sy, m * 0.8, m * 0.08, (120, 132, 150), 0.5)
        tone = p.fog((94, 66, 48), z)
        p.line(
            [
                (sx - m * 0.6, sy - m * 0.04),
                (sx + m * 0.5, sy - m * 0.04),
                (sx + m * 0.7, sy - m * 0.28),
            ],
            tone,
            m * 0.05,
        )
        p.line(
            [(sx - m * 0.6, sy - m * 0.24), (sx + m * 0.55, sy - m * 0.24)],
            tone,
            m * 0.08,
        )
        for k in range(rng.choice((1, 2, 2))):
            bx = sx - m * 0.3 + k * m * 0.45
            coat = p.fog(rng.choice(people.BRIGHT if p.year > 1958 else people.CLOTH), z)
            p.shape(
                [
                    (bx - m * 0.2, sy - m * 0.26),
                    (bx + m * 0.22, sy - m * 0.26),
                    (bx + m * 0.16, sy - m * 0.78),
                    (bx - m * 0.14, sy - m * 0.78),
                ],
                coat,
            )
            p.line(
                [(bx + m * 0.1, sy - m * 0.3), (bx + m * 0.5, sy - m * 0.3)],
                p.fog((50, 48, 52), z),
                m * 0.13,
            )
            p.line([(bx, sy - m * 0.66), (bx + m * 0.35, sy - m * 0.5)], coat, m * 0.1)
            p.blob(bx, sy - m * 0.92, m * 0.12, m * 0.15, p.fog((222, 180, 156), z))
            p.blob(
                bx - m * 0.02,
                sy - m * 1.0,
                m * 0.15,
                m * 0.12,
                p.fog(rng.choice(COATS), z),
            )

    parts = []
    for k in range(6):
        z = p.near * 1.2 + k * 5 + rng.uniform(0, 3)
        parts.append((z, lambda n=z, x=rng.uniform(-0.3, 0.3) * z: sledge(x, n)))
    for _ in range(22):
        z = p.near * 1.2 + rng.random() ** 1.4 * 36
        parts.append(
            (
                z,
                lambda n=z, x=rng.uniform(-0.46, 0.46) * z: people.someone(
                    p,
                    x,
                    n,
                    kind=rng.choice(("child", "child", "child", "woman")),
                    hat="fur",
                    raised=rng.random() < 0.3,
                ),
            )
        )
    for _, draw in sorted(parts, key=lambda part: -part[0]):
        draw()
    flakes(p, 240)
    p.weather()
    p.glow(0.3)


def school(p: Plate, *, pupils: int = 24, workers: bool = False) -> None:
    """Draw a class, or a brigade, in rows before a wall."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    wall = front(p, length=30, near=11, eye=1.7, horizon=0.56, lens=1.0)
    nature.sky(p, top=(190, 198, 206), low=(228, 226, 220), cloud=0.2)
    nature.earth(p, (150, 138, 118), rough=0.9)
    colour = rng.choice(((172, 116, 90), (204, 194, 172), (190, 176, 150)))
    buildings.facade(wall, 30, storeys=2, colour=colour, floor=4.4, doors=True)
    p.veil(0.0, 0.9, 0.16)
    p.soften(1.3)
    bushy = rng.random() < 0.5
    if bushy:
        nature.bushes(p, -9, -5.5, 9.6, height=2.2)
        nature.bushes(p, 5.2, 9, 9.6, height=2.4)
        p.soften(0.9)
    rows = 3
    per = max(4, round(pupils / rows))
    r = p.w * 0.78 / (per * 4.6)
    r = min(r, p.h * 0.042)
    gap = min(p.w * 0.8 / per, r * 4.1)
    top = p.h * 0.9 - r * 15.5
    for row in range(rows):
        count = per - (row % 2)
        for k in range(count):
            x = p.w / 2 + (k - (count - 1) / 2) * gap + rng.uniform(-0.2, 0.2) * r
            y = top + row * r * 3.6 + rng.uniform(-0.35, 0.35) * r
            if row == 1 and k == count // 2 and not workers:
                sitters.sitter(
                    p,
                    x,
                    y - r * 0.3,
                    r * 1.16,
                    kind="woman",
                    cloth=(74, 70, 74),
                    collar="lace",
                    hair=(120, 112, 104),
                )
                continue
            if workers:
                kind = "woman" if rng.random() < 0.25 else "man"
                sitters.sitter(
                    p,
                    x,
                    y,
                    r,
                    kind=kind,
                    cloth=rng.choice(((66, 62, 60), (96, 90, 84), (58, 62, 72))),
                    hat=rng.choice(("cap", "cap", "")) if kind == "man" else rng.choice(("scarf", "")),
                    collar=rng.choice(("shirt", "high", "plain")),
                    hair=rng.choice(((50, 42, 38), (92, 76, 60))),
                )
            else:
                kind = rng.choice(("boy", "girl"))
                late = p.year > 1948
                sitters.sitter(
                    p,
                    x,
                    y,
                    r,
                    kind=kind,
                    cloth=rng.choice(((62, 54, 54), (76, 66, 62), (56, 60, 70))) if kind == "boy" else rng.choice(((74, 58, 52), (60, 54, 56))),
                    hat="bow" if kind == "girl" and rng.random() < 0.5 else "",
                    collar="scarf"
                    if 1935 < p.year < 1990 and late and rng.random() < 0.8
                    else rng.choice(("shirt", "sailor", "lace" if kind == "girl" else "high")),
                    hair=rng.choice(((50, 42, 38), (110, 88, 62), (170, 140, 100), (70, 56, 46))),
                )
    p.pen = p.pen.__class__(p.im, "RGBA")
    p.shape([(0, p.h * 0.985), (p.w, p.h * 0.985), (p.w, p.h), (0, p.h)], (60, 54, 48), 0.3)
    p.weather()
    p.glow(0.2)
