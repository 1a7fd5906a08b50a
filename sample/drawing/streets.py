"""Draw the town's streets, squares and yards through the years."""

from __future__ import annotations

from . import buildings, nature, people, vehicles
from .buildings import Wall
from .lettering import write
from .plate import Colour, Plate, mix

COATS: list[Colour] = [
    (150, 52, 44),
    (60, 88, 130),
    (196, 190, 178),
    (70, 92, 70),
    (200, 162, 70),
    (60, 60, 64),
]


def light(p: Plate, *, season: str = "summer", grey: bool = False) -> None:
    """Set sky and sun for the season."""
    rng = p.rng
    if season == "winter" or grey:
        nature.sky(p, top=(176, 182, 190), low=(226, 226, 224), cloud=0.35)
    elif p.year >= 2002:
        nature.sky(p, top=(74, 128, 196), low=(196, 216, 234), cloud=0.7, white=(250, 250, 250))
    else:
        low = rng.choice(((236, 226, 206), (232, 230, 224), (240, 228, 204)))
        nature.sky(p, top=(132, 160, 190), low=low, cloud=0.55)


def row(p: Plate, side: int, edge: float, *, style: str, season: str, lamps=0.0):
    """Return the houses of one side of a street, as (depth, draw) pairs."""
    rng = p.rng
    winter = season == "winter"
    parts = []
    z = rng.uniform(-3, 2) if side < 0 else rng.uniform(2, 6)
    while z < 150:
        if style == "old":
            storeys = rng.choice((1, 1, 2, 2))
            length = rng.uniform(9, 16)
            given = {"storeys": storeys, "shop": rng.random() < 0.3}
        elif style == "town":
            storeys = rng.choice((2, 3, 3, 4))
            length = rng.uniform(14, 24)
            given = {
                "storeys": storeys,
                "shop": rng.random() < 0.6,
                "balcony": storeys > 2 and rng.random() < 0.5,
                "deep": 11,
            }
        elif style == "blocks":
            storeys = 5
            length = rng.uniform(26, 40)
            given = {
                "storeys": 5,
                "flat": True,
                "plain": True,
                "balcony": True,
                "deep": 12,
                "colour": rng.choice(((198, 190, 176), (186, 186, 182), (176, 144, 120))),
            }
        else:  # cottages
            storeys = 1
            length = rng.uniform(8, 11)
            given = {
                "storeys": 1,
                "colour": rng.choice(((232, 228, 218), (216, 208, 190), (150, 104, 84))),
            }
        near = max(z, 1.2)
        if z + length > near + 1:
            parts.append(
                (
                    near,
                    lambda n=near, ln=z + length - near, g=given: buildings.house(
                        p,
                        side,
                        edge + rng.uniform(0, 0.4),
                        n,
                        ln,
                        winter=winter,
                        lamps=lamps,
                        **g,
                    ),
                )
            )
        z += length
        if rng.random() < (0.5 if style in ("old", "cottages", "blocks") else 0.14):
            gap = rng.uniform(4, 9)
            if style != "blocks":
                parts.append((z, lambda n=z, g=gap: buildings.fence(p, side, edge, n, g)))
            parts.append(
                (
                    z + gap / 2,
                    lambda n=z, g=gap: nature.tree(
                        p,
                        side * (edge + 4),
                        n + g / 2,
                        height=rng.uniform(7, 10),
                        season=season,
                    ),
                )
            )
            z += gap
    return parts


def street(
    p: Plate,
    *,
    style: str = "old",
    season: str = "summer",
    traffic: str = "",
    trees: bool = True,
    crowd: int = 14,
    end: str = "works",
    wet: bool = False,
) -> None:
    """Draw a street that runs towards a church, the works or the open sky."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(
        horizon=rng.uniform(0.56, 0.64),
        middle=rng.uniform(0.36, 0.64),
        eye=rng.uniform(2.6, 4.2),
        lens=rng.uniform(0.82, 1.05),
    )
    p.air = 95 if p.year < 1960 else 150
    light(p, season=season)
    half = 6.2 if style in ("old", "cottages") else 9.0
    if end == "works":
        nature.hills(p, p.horizon / p.h, 0.05, (120, 124, 128), 200)
        base = p.horizon + 2
        tone = p.fog((70, 70, 76), 190)
        for k in range(rng.randrange(3, 6)):
            x = p.middle + rng.uniform(-0.13, 0.13) * p.w
            tall = p.h * rng.uniform(0.1, 0.2)
            buildings.chimney(p, x, base, tall, 7 * p.unit, tone)
            nature.smoke(
                p,
                x,
                base - tall,
                size=34 * p.unit,
                drift=p.sun * 0.5,
                tone=mix((92, 88, 88), p.haze, 0.5),
                thick=0.55,
            )
        buildings.furnace(p, p.middle + 40 * p.unit, base, 95 * p.unit, tone)
    elif end == "church":
        nature.hills(p, p.horizon / p.h, 0.04, (110, 120, 104), 200)
        buildings.church(p, rng.uniform(-5, 1), 84, size=1.0)
    else:
        nature.hills(p, p.horizon / p.h, 0.09, (96, 110, 90), 160)
    if season == "winter":
        nature.snow(p)
    else:
        road = (150, 132, 108) if p.year < 1928 else (128, 122, 116) if p.year < 1955 else (104, 102, 104)
        nature.earth(p, road, rough=0.9 if p.year < 1955 else 0.4, tracks=p.year < 1935)
    for side in (-1, 1):
        walk = (176, 164, 146) if p.year < 1955 else (158, 152, 144)
        if season == "winter":
            walk = (222, 226, 232)
        a, b = side * half * 0.66, side * half
        for near, far in ((1, 6), (6, 14), (14, 30), (30, 70), (70, 200)):
            tone = p.fog(walk, (near + far) / 2)
            p.ground([(a, near), (b, near), (b, far), (a, far)], tone, 0.62, y=0.12)
        p.ground(
            [(a, 1), (a + side * 0.14, 1), (a + side * 0.14, 200), (a, 200)],
            (70, 64, 58),
            0.5,
            y=0.1,
        )
    if traffic == "tram" or (traffic == "rails"):
        vehicles.rails(p, -1.4)
        vehicles.rails(p, 1.6)
    # the houses on the sunny side's opposite throw their shadow on the road
    if season != "winter":
        s = p.sun
        zig = [(s * half, 1)]
        z = 1.0
        while z < 160:
            reach = half * rng.uniform(0.1, 0.55)
            step = rng.uniform(7, 15)
            zig += [(s * reach, z), (s * reach, z + step)]
            z += step
        zig.append((s * half, z))
        p.ground(zig, (30, 28, 34), 0.34)
    parts = row(p, -1, half, style=style, season=season) + row(p, 1, half, style=style, season=season)
    if trees:
        for side in (-1, 1):
            z = rng.uniform(7, 12)
            while z < 110:
                parts.append(
                    (
                        z,
                        lambda s=side, n=z: nature.tree(
                            p,
                            s * half * 0.74,
                            n,
                            height=rng.uniform(4.5, 7.5),
                            season=season,
                        ),
                    )
                )
                z += rng.uniform(9, 15)
    poles = half * 0.7
    for k in range(7):
        z = 9 + k * 17
        parts.append(
            (
                z - 0.1,
                lambda n=z: buildings.pole(
                    p,
                    poles,
                    n,
                    height=7.6 if p.year < 1960 else 8.6,
                    lamp=True,
                    arm=-1.2 if p.year > 1955 else 0,
                ),
            )
        )
    for _ in range(crowd):
        z = p.near * 1.12 + rng.random() ** 1.7 * 60
        side = rng.choice((-1, 1))
        x = side * half * rng.uniform(0.7, 0.95) if rng.random() < 0.72 else rng.uniform(-0.5, 0.5) * half
        parts.append((z, lambda a=x, n=z: people.someone(p, a, n, back=rng.random() < 0.5)))
    if traffic == "tram":
        z = rng.uniform(17, 26)
        parts.append((z, lambda: vehicles.tram(p, 1.6 if p.middle < p.w / 2 else -1.4, z)))
    elif traffic == "cart":
        z = p.near * rng.uniform(1.25, 1.6)
        parts.append(
            (
                z,
                lambda: vehicles.cart(p, rng.choice((-1.8, 1.6)), z, sledge=season == "winter"),
            )
        )
    elif traffic == "cars":
        for k in range(4 if p.year < 1990 else 7):
            z = p.near * 1.15 + rng.uniform(0, 6) + k * rng.uniform(8, 13)
            side = rng.choice((-1, 1))
            parts.append(
                (
                    z,
                    lambda s=side, n=z: vehicles.car(p, s * half * 0.5, n, rng.choice(COATS), modern=p.year > 1995),
                )
            )
    for _, draw in sorted(parts, key=lambda part: -part[0]):
        draw()
    buildings.wires(p, poles - 0.8, 7.1, 9, 100, 17)
    buildings.wires(p, poles + 0.8, 7.1, 9, 100, 17)
    if traffic == "tram":
        buildings.wires(p, -1.4, 5.6, 2, 100, 24)
        buildings.wires(p, 1.6, 5.6, 2, 100, 24)
    if wet:
        top = p.horizon / p.h
        nature.water(p, top + 0.035, 1.0, (120, 126, 128), mirror=0.72)
    if season == "winter":
        flakes(p)
    p.veil(p.horizon / p.h - 0.22, p.horizon / p.h + 0.02, 0.36)
    p.weather()
    p.glow(0.3)


def flakes(p: Plate, count: int = 420) -> None:
    """Let it snow."""
    for _ in range(count):
        r = p.rng.choice((0.7, 1.0, 1.5, 2.4)) * p.unit
        x, y = p.rng.uniform(0, p.w), p.rng.uniform(0, p.h)
        p.blob(x, y, r, r * 1.2, (248, 250, 252), 0.6)


def flood(p: Plate) -> None:
    """Put a street under water, with people in boats."""
    street(p, style="cottages", crowd=0, trees=True, end="open", wet=True)
    for k in range(3):
        x = p.w * (0.24 + 0.27 * k) + p.rng.uniform(-30, 30) * p.unit
        y = p.h * (0.93 - 0.11 * k)
        vehicles.boat(p, x, y, p.h * (0.1 - 0.022 * k), people=3 - k % 2)


def front(p: Plate, *, length=44.0, near=30.0, eye=2.2, horizon=0.72, lens=0.92) -> Wall:
    """Stand before a long building that faces the camera."""
    p.look(horizon=horizon, eye=eye, lens=lens)
    p.air = 260
    return Wall(p, -length / 2, near, 1, 0, 1.0)


def cinema(p: Plate, *, evening: bool = False) -> None:
    """Draw the cinema with columns, posters and a queue."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    wall = front(p, length=34, near=27)
    if evening:
        nature.sky(p, top=(34, 44, 78), low=(206, 138, 96), cloud=0.3, white=(150, 110, 110))
        p.haze = (92, 84, 100)
        wall.light = 0.55
    else:
        light(p)
    nature.earth(p, (122, 116, 110) if not evening else (58, 56, 66), rough=0.4)
    for side in (-1, 1):
        for k in range(3):
            nature.tree(p, side * (20 + 5 * k), 34 + 3 * k, height=10)
    stone = (218, 206, 178)
    wall.rect(0, 0, 34, 10.6, stone)
    wall.rect(0, 9.8, 34, 10.6, stone, 1.14)
    wall.rect(0, 9.5, 34, 9.8, (30, 26, 24), 1, 0.4)
    roof = [wall.at(5, 10.6), wall.at(29, 10.6), wall.at(17, 14.6)]
    p.shape(roof, p.fog(stone, 27, wall.light * 1.02))
    p.shape(
        [wall.at(7, 10.95), wall.at(27, 10.95), wall.at(17, 14.0)],
        p.fog((168, 156, 132), 27, wall.light),
    )
    for k in range(5):
        s = 8.6 + k * 3.6
        wall.rect(s, 0.8, s + 2.4, 4.2, (64, 46, 36))
        wall.rect(
            s + 0.2,
            1,
            s + 2.2,
            4,
            (96, 96, 98) if not evening else (255, 214, 140),
            1 if not evening else 1.7,
        )
        wall.rect(
            s + 0.2,
            5.4,
            s + 2.2,
            8.4,
            (58, 62, 68) if not evening else (250, 206, 130),
            1 if not evening else 1.5,
        )
        wall.rect(s + 1.1, 5.4, s + 1.3, 8.4, (206, 198, 180))
    for k in range(6):
        s = 6.9 + k * 3.6
        wall.rect(s - 0.1, 0.6, s + 1.3, 1.1, stone, 1.1)
        wall.rect(s, 1.1, s + 1.2, 9.2, stone, 1.16)
        lee = 0 if p.sun > 0 else 0.75
        wall.rect(s + lee, 1.1, s + lee + 0.45, 9.2, (70, 60, 50), 1, 0.4)
        wall.rect(s - 0.2, 9.1, s + 1.4, 9.6, stone, 1.2)
    wall.rect(4, 0, 30, 0.35, (170, 162, 148), 1.05)
    wall.rect(4.6, 0.35, 29.4, 0.7, (186, 178, 164), 1.05)
    for s in (1.0, 30.2):
        wall.rect(s, 1.2, s + 2.8, 6.6, (232, 224, 204))
        wall.rect(s + 0.2, 3.4, s + 2.6, 6.4, rng.choice(((156, 58, 48), (48, 78, 112))))
        wall.rect(s + 0.6, 3.8, s + 1.8, 5.8, (224, 196, 150))
        for k in range(4):
            wall.rect(s + 0.4, 1.5 + k * 0.45, s + 2.4, 1.7 + k * 0.45, (70, 60, 56), 1, 0.8)

    x, y = wall.at(17, 11.5)
    size = 1.15 * p.metre(27)
    tone = (92, 62, 48) if not evening else (255, 122, 92)
    write(
        p.im,
        (x, y),
        "СТАЛЬ",
        size,
        tone,
        face="sans",
        weight=700,
        anchor="m",
        track=0.22,
    )
    parts = []
    for _ in range(34):
        z = rng.uniform(max(12, p.near * 1.06), 26)
        parts.append((z, rng.uniform(-13, 13) * (z / 26) + 2))
    for z, x in sorted(parts, reverse=True):
        people.someone(p, x, z, back=rng.random() < 0.6)
    if p.year > 1950:
        for x in (-7.5, 8.5):
            vehicles.car(p, x, 14 + rng.uniform(0, 4), rng.choice(COATS))
    for x in (-9.5, 9.5):
        buildings.pole(p, x, 18, height=5.4, lamp=True, arm=0.01)
        if evening:
            sx, sy = p.at(x, 4.9, 18)
            for k in range(9):
                p.blob(
                    sx,
                    sy,
                    (9 + k * 7) * p.unit,
                    (9 + k * 7) * p.unit,
                    (255, 214, 150),
                    0.05,
                )
    p.weather()
    p.glow(0.42 if evening else 0.25, 20 if evening else 12)


def station(p: Plate) -> None:
    """Draw the railway station with a train at the platform."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    wall = front(p, length=46, near=34, horizon=0.6, eye=3.4)
    light(p, grey=rng.random() < 0.4)
    nature.hills(p, 0.6, 0.06, (110, 116, 110), 200)
    nature.earth(p, (142, 130, 114), rough=0.8)
    colour = rng.choice(((214, 196, 152), (176, 120, 92)))
    wall.x = -26
    height = buildings.facade(wall, 40, storeys=2, colour=colour, floor=4.2)
    p.shape(
        [
            wall.at(-0.6, height),
            wall.at(40.6, height),
            wall.at(38, height + 3),
            wall.at(2, height + 3),
        ],
        p.fog((96, 84, 78), 34),
    )
    tower = Wall(p, wall.x + 16, 33.6, 1, 0, 1.05)
    tower.rect(0, 0, 8, 13, colour)
    for s in (1.2, 4.9):
        for t in (5.4, 1.0):
            tower.rect(s, t, s + 1.9, t + 3.2, (54, 54, 58))
            tower.rect(s, t + 2.2, s + 1.9, t + 3.2, (150, 156, 160), 1, 0.5)
    p.shape(
        [tower.at(-0.5, 13), tower.at(8.5, 13), tower.at(4, 18)],
        p.fog((90, 78, 72), 34),
    )
    cx, cy = tower.at(4, 10.9)
    r = 1.15 * p.metre(34)
    p.blob(cx, cy, r, r, (236, 230, 214))
    p.line([(cx, cy), (cx, cy - r * 0.8)], (40, 34, 30), 1.6 * p.unit)
    p.line([(cx, cy), (cx + r * 0.5, cy + r * 0.2)], (40, 34, 30), 1.8 * p.unit)
    if p.year < 1990:
        x, y = tower.at(4, 9.0 - 0.4)
        write(
            p.im,
            (x, y),
            "СТАЛЬНЕ" if rng.random() < 0.5 else "СТАЛЬНОЕ",
            0.9 * p.metre(34),
            (60, 48, 40),
            face="sans",
            weight=600,
            anchor="m",
            track=0.1,
        )
    canopy = Wall(p, wall.x, 30, 1, 0, 0.8)
    canopy.rect(0, 4.1, 40, 4.5, (92, 84, 78))
    for k in range(9):
        canopy.rect(k * 5, 0, k * 5 + 0.22, 4.1, (70, 62, 58))
    for _ in range(26):
        z = rng.uniform(22, 29)
        people.someone(p, rng.uniform(-15, 12), z, back=rng.random() < 0.4)
    p.ground([(-60, 15), (60, 15), (60, 21), (-60, 21)], (120, 112, 102), 0.6)
    s = 1.55 * p.metre(18)
    y = p.at(0, 0, 16)[1]
    way = rng.choice((-1, 1))
    ex = p.w * (0.66 if way > 0 else 0.34)
    if p.year < 1968:
        top = vehicles.engine(p, ex, y, s, way)
        x = ex - way * 2.8 * s
        for k in range(2):
            left = x - 5.3 * s if way > 0 else x
            vehicles.waggon(p, left, y, s)
            x -= way * 5.5 * s
        nature.smoke(p, *top, size=56 * p.unit, drift=-way * 0.55, white=True, thick=0.85)
    else:
        for k in range(4):
            vehicles.waggon(p, p.w * 0.16 + k * 5.35 * s, y, s, (62, 92, 70) if k else (150, 56, 48))
    for off in (14.6, 13.2, 9.6, 8.0):
        p.ground([(-60, off), (60, off), (60, off + 0.16), (-60, off + 0.16)], (66, 60, 56))
        p.ground(
            [(-60, off + 0.04), (60, off + 0.04), (60, off + 0.08), (-60, off + 0.08)],
            (220, 214, 204),
            0.8,
        )
    for k in range(46):
        x = (k - 23) * 0.9
        p.ground([(x, 7.6), (x + 0.3, 7.6), (x + 0.3, 10.2), (x, 10.2)], (64, 54, 46), 0.4)
    people.someone(p, rng.choice((-3.4, 3.6)), 11.6, kind="man", back=True)
    p.veil(0.3, 0.62, 0.35)
    p.weather()
    p.glow(0.3)


def yard(p: Plate, *, season: str = "summer") -> None:
    """Draw the yard of five-storey houses with swings and washing."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.52, eye=2.6, lens=0.9)
    p.air = 190
    light(p, season=season)
    if season == "winter":
        nature.snow(p)
    else:
        nature.earth(p, (124, 122, 84), rough=0.7)
        p.ground([(-12, 3), (-3, 3), (9, 40), (4, 40)], p.fog((168, 154, 130), 10), 0.8)
    block = Wall(p, -30, 44, 1, 0, 0.95)
    colour = rng.choice(((200, 186, 160), (190, 186, 178), (182, 140, 116)))
    height = buildings.facade(block, 62, storeys=5, colour=colour, floor=2.9, plain=True, balcony=True)
    block.rect(0, height - 0.2, 62, height + 0.3, (120, 114, 108))
    buildings.house(
        p,
        rng.choice((-1, 1)),
        12,
        16,
        24,
        storeys=5,
        flat=True,
        plain=True,
        balcony=True,
        colour=colour,
        deep=14,
        winter=season == "winter",
    )
    parts = []
    for _ in range(7):
        z = rng.uniform(18, 40)
        parts.append(
            (
                z,
                lambda n=z, x=rng.uniform(-14, 14): nature.tree(
                    p,
                    x,
                    n,
                    height=rng.uniform(6, 11),
                    season=season,
                    poplar=rng.random() < 0.4,
                ),
            )
        )
    metal = rng.choice(((70, 110, 160), (160, 66, 54), (88, 130, 92)))

    def swing(x, z):
        for dx in (-1.2, 1.2):
            p.line(
                [
                    p.at(x + dx - 0.5, 0, z),
                    p.at(x + dx, 2.3, z),
                    p.at(x + dx + 0.5, 0, z),
                ],
                p.fog(metal, z),
                0.07 * p.metre(z),
            )
        p.line(
            [p.at(x - 1.2, 2.3, z), p.at(x + 1.2, 2.3, z)],
            p.fog(metal, z),
            0.07 * p.metre(z),
        )
        p.line(
            [p.at(x - 0.25, 2.3, z), p.at(x + 0.4, 0.75, z)],
            p.fog((90, 90, 92), z),
            1.2 * p.unit,
        )
        p.line(
            [p.at(x + 0.25, 2.3, z), p.at(x + 0.9, 0.75, z)],
            p.fog((90, 90, 92), z),
            1.2 * p.unit,
        )
        p.line(
            [p.at(x + 0.4, 0.7, z), p.at(x + 0.9, 0.7, z)],
            p.fog((150, 100, 60), z),
            0.08 * p.metre(z),
        )

    def washing(x, z):
        for dx in (0, 7):
            p.line(
                [p.at(x + dx, 0, z), p.at(x + dx, 2.4, z)],
                p.fog((96, 88, 80), z),
                0.09 * p.metre(z),
            )
        p.line(
            [p.at(x, 2.3, z), p.at(x + 3.5, 2.15, z), p.at(x + 7, 2.3, z)],
            p.fog((60, 58, 56), z),
            p.unit,
        )
        for k in range(6):
            s = x + 0.5 + k * 1.05
            sheet = Wall(p, s, z, 1, 0, 1.08)
            drop = rng.choice((1.3, 0.9, 0.6))
            sheet.rect(
                0,
                2.2 - drop,
                rng.uniform(0.5, 0.95),
                2.2,
                rng.choice(((240, 238, 230), (206, 216, 230), (226, 196, 188), (232, 226, 200))),
            )

    parts += [
        (12.0, lambda: swing(rng.choice((-3.6, 3.2)), 12)),
        (19.0, lambda: washing(rng.choice((-9.0, 1.0)), 19)),
    ]
    for _ in range(9):
        z = rng.uniform(p.near * 1.15, 26)
        parts.append(
            (
                z,
                lambda n=z, x=rng.uniform(-0.36, 0.36) * z: people.someone(p, x, n, kind=rng.choice(("child", "child", "woman"))),
            )
        )
    for _, draw in sorted(parts, key=lambda part: -part[0]):
        draw()
    if season != "winter":
        for _ in range(260):
            z = rng.uniform(3.4, 9)
            x = rng.uniform(-0.55, 0.55) * z
            a = p.at(x, 0, z)
            p.line(
                [a, (a[0] + rng.uniform(-3, 3) * p.unit, a[1] - 0.12 * p.metre(z))],
                p.fog((92, 104, 62), z, rng.uniform(0.7, 1.25)),
                p.unit,
                0.6,
            )
    p.veil(0.2, 0.55, 0.3)
    p.weather()
    p.glow(0.28)
