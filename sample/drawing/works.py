"""Draw the steelworks, the river with its bridge, and the steppe around."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFilter

from . import buildings, nature, people, vehicles
from .buildings import Wall
from .plate import Plate, mix
from .streets import flakes, light


def skyline(p: Plate, *, pond: bool = True, night: bool = False, early: bool = False) -> None:
    """Draw furnaces, halls, chimneys and smoke beyond the works pond."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.66, eye=6)
    p.air = 130
    if night:
        nature.sky(p, top=(24, 28, 46), low=(206, 104, 52), cloud=0.5, white=(220, 130, 80))
    else:
        light(p, grey=rng.random() < 0.5)
    nature.earth(p, (128, 118, 100) if not night else (40, 36, 38))
    base = p.horizon + 6 * p.unit
    wind = rng.choice((-1, 1)) * rng.uniform(0.35, 0.8)
    tones = ((196, 0.92), (120, 0.78), (64, 0.6)) if not early else ((120, 0.8), (64, 0.6))
    for rank, (z, light_) in enumerate(tones):
        near = rank == len(tones) - 1
        tone = p.fog((74, 70, 72), z, light_)
        if night:
            tone = mix((26, 24, 28), (150, 82, 50), 0.5 - rank * 0.22)
        scale = 0.55 + rank * 0.42
        x = rng.uniform(-0.05, 0.08) * p.w
        while x < p.w:
            what = rng.random()
            if what < 0.4:
                width = rng.uniform(120, 230) * p.unit * scale
                buildings.hall(
                    p,
                    x,
                    base + rank * 3,
                    width,
                    44 * p.unit * scale,
                    tone,
                    saw=rng.random() < 0.6,
                )
                x += width * rng.uniform(0.8, 1.1)
            elif what < 0.62 and not (early and rank == 0):
                size = rng.uniform(130, 170) * p.unit * scale
                buildings.furnace(p, x + size * 0.5, base + rank * 3, size, tone)
                if rng.random() < 0.8:
                    nature.smoke(
                        p,
                        x + size * 0.5,
                        base - size * 1.2,
                        size=46 * p.unit * scale,
                        drift=wind,
                        white=not night,
                        tone=(206, 120, 72),
                        thick=0.5,
                    )
                x += size * 1.25
            else:
                for _ in range(rng.randrange(2, 5)):
                    tall = rng.uniform(150, 240) * p.unit * scale
                    buildings.chimney(p, x, base + rank * 3, tall, 12 * p.unit * scale, tone)
                    dark = mix((74, 70, 70), p.haze, 0.25 + 0.14 * (2 - rank))
                    nature.smoke(
                        p,
                        x,
                        base - tall,
                        size=rng.uniform(44, 66) * p.unit * scale,
                        drift=wind,
                        tone=dark if not night else (120, 72, 56),
                        thick=0.62,
                    )
                    x += rng.uniform(26, 60) * p.unit * scale
        if not near:
            p.soften(0.5)
            p.veil(0.42, 0.72, 0.42, None if not night else (170, 84, 46))
    if night:
        for _ in range(70):
            x, y = rng.uniform(0, p.w), base - rng.uniform(4, 60) * p.unit
            p.blob(x, y, 1.8 * p.unit, 1.8 * p.unit, (255, 224, 150), 0.9)
        for k in range(16):
            p.blob(
                p.w * 0.62,
                base - 30 * p.unit,
                (14 + k * 14) * p.unit,
                (8 + k * 8) * p.unit,
                (255, 150, 60),
                0.06,
            )
    p.veil(0.56, 0.72, 0.4, None if not night else (190, 96, 50))
    if pond:
        nature.water(p, 0.68, 1.0, (110, 118, 122) if not night else (34, 30, 36), mirror=0.7)
        p.pen = p.pen.__class__(p.im, "RGBA")
        p.shape(
            [(0, p.h * 0.9), (p.w * 0.3, p.h * 0.93), (p.w * 0.52, p.h), (0, p.h)],
            (52, 50, 42),
        )
        for _ in range(120):
            x = rng.uniform(0, p.w * 0.45)
            y = p.h * (0.9 + 0.1 * x / p.w) + rng.uniform(0, 30) * p.unit
            p.line(
                [
                    (x, y),
                    (x + rng.uniform(-8, 8) * p.unit, y - rng.uniform(14, 56) * p.unit),
                ],
                (40, 40, 32),
                1.5 * p.unit,
                0.8,
            )
        p.look(horizon=0.66, eye=2.4)
        if not night:
            for x in (-2.6, -2.0):
                people.someone(
                    p,
                    x,
                    8.4 if x < -2.3 else 8.8,
                    kind=rng.choice(("man", "child")),
                    back=True,
                    shadow=False,
                )
    else:
        p.look(horizon=0.66, eye=2.6)
        for k in range(3):
            x = -6 + k * 5.5
            z = p.near * 1.7
            sx, sy = p.at(x, 0, z)
            s = 0.8 * p.metre(z)
            p.shape(
                [
                    (sx, sy - 0.5 * s),
                    (sx + 4 * s, sy - 0.5 * s),
                    (sx + 3.7 * s, sy - 1.7 * s),
                    (sx + 0.3 * s, sy - 1.7 * s),
                ],
                (62, 52, 48),
            )
            for w in (0.8, 3.2):
                p.blob(sx + w * s, sy - 0.3 * s, 0.34 * s, 0.34 * s, (34, 32, 32))
        z = p.near * 1.65
        p.ground([(-60, z), (60, z), (60, z + 0.3), (-60, z + 0.3)], (52, 46, 42))
        for _ in range(6):
            people.someone(
                p,
                rng.uniform(-5, 5),
                rng.uniform(p.near * 1.15, p.near * 1.5),
                kind="man",
                back=rng.random() < 0.5,
            )
    p.weather()
    p.glow(0.34, 18)


def foundry(p: Plate) -> None:
    """Draw the casting hall: trusses, shafts of light, a ladle that glows."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.62, middle=rng.uniform(0.42, 0.58), eye=2.4, lens=0.8)
    p.im.paste((58, 54, 52), (0, 0, p.w, p.h))
    p.haze, p.air = (150, 140, 128), 62
    nature.earth(p, (74, 66, 60), rough=1.1)
    for z in (92, 76, 62, 50, 40, 32, 25, 19, 14):
        for side in (-1, 1):
            column = Wall(p, side * 11 - 0.5, z, 1, 0, 1.0)
            column.rect(0, 0, 1.0, 15, (66, 62, 60))
            column.rect(
                0.1 if p.sun < 0 else 0.62,
                0,
                0.34 if p.sun < 0 else 0.9,
                15,
                (150, 140, 126),
                1,
                0.4,
            )
        tone = p.fog((56, 52, 52), z)
        wide = max(1, 0.34 * p.metre(z))
        p.line([p.at(-11, 13, z), p.at(11, 13, z)], tone, wide)
        p.line([p.at(-11, 15, z), p.at(0, 19, z), p.at(11, 15, z)], tone, wide)
        for k in range(10):
            a = -11 + k * 2.2
            b = a + 1.1
            roof = 15 + 4 * (1 - abs(b) / 11)
            p.line(
                [p.at(a, 13, z), p.at(b, roof, z), p.at(a + 2.2, 13, z)],
                tone,
                wide * 0.45,
            )
        for side in (-1, 1):
            wall = Wall(p, side * 12, z, 0, 1, 1)
            for t in (4.5, 8.5):
                wall.rect(1, t, 5.4, t + 3, (226, 216, 196))
                for s in (2.4, 3.9):
                    wall.rect(s, t, s + 0.2, t + 3, (60, 56, 54))
    p.soften(0.6)
    beams = Image.new("L", (p.w // 4, p.h // 4), 0)

    pen = ImageDraw.Draw(beams)
    for k in range(6):
        x = (0.05 + 0.19 * k) * p.w / 4
        lean = p.sun * -0.32 * p.h / 4
        pen.polygon(
            [(x, 0), (x + 34, 0), (x + 74 + lean, p.h / 4), (x + 6 + lean, p.h / 4)],
            fill=70,
        )
    beams = beams.filter(ImageFilter.GaussianBlur(9)).resize((p.w, p.h))
    p.wash((244, 234, 212), beams)
    p.pen = ImageDraw.Draw(p.im, "RGBA")
    lx, ly = p.at(rng.uniform(-3, 3), 3.4, 21)
    m = p.metre(21)
    for k in range(18):
        p.blob(
            lx,
            ly + m * 1.4,
            m * (0.6 + k * 0.42),
            m * (0.5 + k * 0.36),
            (255, 190, 110),
            0.07,
        )
    p.line([(lx, 0), (lx, ly - m * 2.4)], (40, 36, 36), m * 0.12)
    p.line(
        [(lx - m * 1.5, ly - m * 2.3), (lx + m * 1.5, ly - m * 2.3)],
        (44, 40, 40),
        m * 0.3,
    )
    for side in (-1, 1):
        p.line(
            [(lx + side * m * 1.4, ly - m * 2.3), (lx + side * m * 1.35, ly)],
            (44, 40, 40),
            m * 0.13,
        )
    p.shape(
        [
            (lx - m * 1.35, ly - m * 0.8),
            (lx + m * 1.35, ly - m * 0.8),
            (lx + m * 1.05, ly + m * 1.5),
            (lx - m * 1.05, ly + m * 1.5),
        ],
        (58, 50, 48),
    )
    p.blob(lx, ly - m * 0.8, m * 1.35, m * 0.26, (255, 236, 180))
    pour = [
        (lx + m * 1.2, ly - m * 0.7),
        (lx + m * 1.5, ly + m * 0.4),
        (lx + m * 1.58, ly + m * 3.1),
    ]
    p.line(pour, (255, 226, 150), m * 0.2)
    fx, fy = pour[-1]
    for _ in range(150):
        turn, reach = rng.uniform(math.pi, math.tau), rng.random() ** 2 * m * 3.4
        a = (fx + math.cos(turn) * reach, fy + math.sin(turn) * reach)
        p.line(
            [a, (a[0] + math.cos(turn) * m * 0.16, a[1] + math.sin(turn) * m * 0.16)],
            (255, 232, 170),
            1.3 * p.unit,
            0.8,
        )
    p.ground([(-1, 18), (5, 18), (6, 24), (0, 24)], (255, 196, 120), 0.25)
    for x, z in (
        (-4.5, 15),
        (-3.4, 16.5),
        (5.6, 14),
        (rng.uniform(1, 3), 13),
        (-6.5, 22),
        (7, 25),
    ):
        people.someone(p, x, max(z, p.near * 1.1), kind="man", hat="brim", back=rng.random() < 0.6)
    p.weather()
    p.glow(0.5, 22)


def river(p: Plate, *, season: str = "summer", bridge: str = "truss") -> None:
    """Draw the river, its far bank and the bridge."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.5, eye=5)
    p.air = 180
    light(p, season=season)
    nature.hills(p, 0.51, 0.12, (110, 122, 110), 240)
    nature.earth(p, (120, 122, 88) if season != "winter" else (220, 224, 230))
    p.veil(0.36, 0.54, 0.5)
    for _ in range(16):
        z = rng.uniform(80, 120)
        nature.tree(
            p,
            rng.uniform(-0.52, 0.52) * z * 1.1,
            z,
            height=rng.uniform(6, 13),
            season=season,
            poplar=rng.random() < 0.4,
        )
    for _ in range(7):
        z = rng.uniform(70, 90)
        left = rng.uniform(-0.5, 0.4) * z
        hut = Wall(p, left, z, 1, 0, 1)
        hut.rect(0, 0, 8, 3, (222, 214, 196))
        p.shape(
            [hut.at(-0.6, 3), hut.at(8.6, 3), hut.at(7, 5.6), hut.at(1, 5.6)],
            p.fog((112, 92, 80), z),
        )
        for s in (1.4, 4.6):
            hut.rect(s, 1, s + 1, 2.2, (64, 62, 62))
    if rng.random() < 0.6:
        buildings.church(p, rng.uniform(-26, 26), 88, size=1.0)
    y = p.h * 0.5
    if bridge == "truss":
        buildings.truss(
            p,
            -p.w * 0.03,
            p.w * 1.02,
            y + p.h * 0.02,
            p.h * 0.115,
            p.fog((52, 52, 56), 30),
            spans=4,
        )
        if p.year < 1965:
            top = vehicles.engine(p, p.w * 0.6, y + p.h * 0.02, 16 * p.unit, 1)
            for k in range(3):
                vehicles.waggon(
                    p,
                    p.w * 0.6 - (2.9 + 5.4 * (k + 1)) * 16 * p.unit,
                    y + p.h * 0.02,
                    16 * p.unit,
                )
            nature.smoke(p, *top, size=26 * p.unit, drift=-0.8, white=True, thick=0.8)
    elif bridge == "arch":
        tone = p.fog((180, 172, 158), 40)
        p.shape(
            [
                (0, y - 26 * p.unit),
                (p.w, y - 26 * p.unit),
                (p.w, y - 8 * p.unit),
                (0, y - 8 * p.unit),
            ],
            tone,
        )
        for k in range(5):
            left = p.w * (k * 0.2)
            p.shape(
                [
                    (left - 9 * p.unit, y - 10 * p.unit),
                    (left + 9 * p.unit, y - 10 * p.unit),
                    (left + 12 * p.unit, y + 60 * p.unit),
                    (left - 12 * p.unit, y + 60 * p.unit),
                ],
                tone,
            )
            points = [
                (
                    left + p.w * 0.2 * t / 16,
                    y + 56 * p.unit - 62 * p.unit * math.sin(math.pi * t / 16),
                )
                for t in range(17)
            ]
            p.line(points, mix(tone, (70, 66, 62), 0.35), 9 * p.unit)
        for k in range(60):
            p.line(
                [(p.w * k / 60, y - 36 * p.unit), (p.w * k / 60, y - 24 * p.unit)],
                tone,
                1.6 * p.unit,
            )
        p.line([(0, y - 36 * p.unit), (p.w, y - 36 * p.unit)], tone, 2.4 * p.unit)
    p.soften(0.4)
    if season == "winter":
        p.shade(
            (0, round(p.h * 0.6), p.w, p.h),
            nature.clouds((p.w, 400), rng, cell=160, octaves=3, stretch=5),
            0.4,
        )
    else:
        nature.water(p, 0.555, 1.0, (108, 120, 122), mirror=0.66)
    p.pen = p.pen.__class__(p.im, "RGBA")
    if season == "winter":
        for _ in range(24):
            z = rng.uniform(p.near * 1.2, 46)
            people.someone(
                p,
                rng.uniform(-0.45, 0.45) * z,
                z,
                kind=rng.choice(("child", "child", "man", "woman")),
            )

        flakes(p, 200)
    else:
        for k in range(rng.randrange(1, 4)):
            t = rng.uniform(0.64, 0.86)
            vehicles.boat(
                p,
                rng.uniform(0.2, 0.85) * p.w,
                p.h * t,
                34 * p.unit * (t - 0.4) * 2.6,
                people=2,
            )
        side = rng.choice((-1, 1))
        edge = p.w * (0.5 + side * 0.5)
        p.shape(
            [
                (edge, p.h * 0.8),
                (edge - side * p.w * 0.22, p.h * 0.9),
                (edge - side * p.w * 0.34, p.h),
                (edge, p.h),
            ],
            (64, 66, 46),
        )
        for _ in range(320):
            t = rng.random()
            x = edge - side * p.w * 0.33 * t
            y = p.h * (0.82 + 0.17 * t) + rng.uniform(0, 60) * p.unit
            tone = mix((46, 54, 34), (128, 132, 84), rng.random())
            p.line(
                [
                    (x, y),
                    (
                        x + rng.uniform(-14, 14) * p.unit,
                        y - rng.uniform(20, 90) * p.unit,
                    ),
                ],
                tone,
                1.6 * p.unit,
                0.8,
            )
    p.weather()
    p.glow(0.36, 18)


def steppe(p: Plate) -> None:
    """Draw the steppe with the first barracks, a mill and a dusty road."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    p.look(horizon=0.55, eye=3.4)
    p.air = 170
    light(p)
    nature.hills(p, 0.555, 0.05, (140, 136, 112), 230)
    nature.earth(p, (158, 146, 106), rough=1.0)
    p.ground([(-1.5, 3), (2.5, 3), (-14, 90), (-17, 90)], p.fog((190, 174, 140), 20), 0.8)
    mx, z = rng.uniform(8, 20), 60
    body = p.fog((96, 84, 72), z)
    p.shape(
        [
            p.at(mx - 3, 0, z),
            p.at(mx + 3, 0, z),
            p.at(mx + 1.9, 9, z),
            p.at(mx - 1.9, 9, z),
        ],
        body,
    )
    p.shape(
        [p.at(mx - 2.3, 9, z), p.at(mx + 2.3, 9, z), p.at(mx, 12, z)],
        p.fog((74, 66, 60), z),
    )
    hub = p.at(mx, 9.5, z)
    turn = rng.uniform(0, 1.5)
    for k in range(4):
        a = turn + k * math.pi / 2
        r = 8 * p.metre(z)
        tip = (hub[0] + math.cos(a) * r, hub[1] + math.sin(a) * r)
        p.line([hub, tip], p.fog((60, 54, 48), z), 0.25 * p.metre(z))
        for t in (0.35, 0.5, 0.65, 0.8, 0.95):
            c = (hub[0] + math.cos(a) * r * t, hub[1] + math.sin(a) * r * t)
            side = (math.cos(a + 1.57) * r * 0.11, math.sin(a + 1.57) * r * 0.11)
            p.line(
                [c, (c[0] + side[0], c[1] + side[1])],
                p.fog((60, 54, 48), z),
                1.4 * p.unit,
            )
    for k in range(7):
        z = 84 - k * 6.5
        x = -52 + k * 7.4
        hut = Wall(p, x, z, 1, 0, 1)
        hut.rect(0, 0, 9, 2.6, (216, 206, 186))
        p.shape(
            [hut.at(-0.6, 2.6), hut.at(9.6, 2.6), hut.at(8.4, 5.2), hut.at(0.6, 5.2)],
            p.fog((120, 104, 84), z),
        )
        for s in (1, 3.4, 6.6):
            hut.rect(s, 1, s + 0.9, 2, (60, 58, 56))
        if k % 2:
            sx, sy = hut.at(4, 5.4)
            nature.smoke(p, sx, sy, size=9 * p.unit, drift=0.4, thick=0.4, white=True)
    vehicles.cart(p, rng.choice((-2.2, 2.0)), p.near * 1.5)
    for _ in range(5):
        z = rng.uniform(p.near * 1.4, 30)
        people.someone(p, rng.uniform(-0.3, 0.3) * z, z)
    for _ in range(700):
        z = p.near * (1 + rng.random() ** 2 * 3)
        a = p.at(rng.uniform(-0.55, 0.55) * z, 0, z)
        tone = p.fog(mix((98, 92, 58), (196, 184, 138), rng.random()), z)
        p.line(
            [
                a,
                (
                    a[0] + rng.uniform(-5, 5) * p.unit,
                    a[1] - rng.uniform(0.1, 0.4) * p.metre(z),
                ),
            ],
            tone,
            1.2 * p.unit,
            0.7,
        )
    p.weather()
    p.glow(0.34, 16)
