"""Draw studio portraits, families, rooms and what hangs in a family album."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from . import nature, people, sitters
from .buildings import Wall, window
from .plate import Colour, Plate, clouds, mix, spread

DARK: list[Colour] = [
    (56, 52, 54),
    (44, 44, 50),
    (70, 60, 56),
    (62, 66, 74),
    (84, 70, 62),
]
PALE: list[Colour] = [
    (222, 214, 200),
    (206, 196, 186),
    (196, 190, 190),
    (178, 160, 148),
]
HAIR: list[Colour] = [
    (58, 48, 42),
    (112, 88, 64),
    (72, 56, 44),
    (96, 76, 56),
    (60, 50, 44),
    (40, 36, 36),
]


def backdrop(p: Plate, *, painted: bool = True, tone: Colour = (150, 144, 136)) -> None:
    """Hang the painted backdrop of a studio: soft foliage and light."""
    rng = p.rng
    p.im.paste(tone, (0, 0, p.w, p.h))
    noise = clouds((p.w, p.h), rng, cell=p.w * 0.5, octaves=4)
    p.wash(mix(tone, (236, 228, 214), 0.7), spread(noise, 96, 190))
    p.wash(
        mix(tone, (50, 46, 44), 0.5),
        spread(noise.transpose(Image.Transpose.ROTATE_180), 132, 215).point([v // 2 for v in range(256)]),
    )
    if painted:
        for side in (0.04, 0.96):
            for _ in range(240):
                x = p.w * side + rng.gauss(0, 0.1) * p.w
                y = p.h * rng.uniform(0.0, 0.72)
                r = rng.uniform(6, 22) * p.unit
                shade = mix(tone, rng.choice(((70, 66, 60), (206, 198, 182))), 0.6)
                p.blob(x, y, r * 1.4, r, shade, 0.3)
        x = p.w * rng.choice((0.2, 0.8))
        p.shape(
            [
                (x - 34 * p.unit, p.h * 0.75),
                (x + 34 * p.unit, p.h * 0.75),
                (x + 28 * p.unit, p.h * 0.1),
                (x - 28 * p.unit, p.h * 0.1),
            ],
            mix(tone, (226, 220, 206), 0.6),
            0.7,
        )
        p.shape(
            [
                (x + 4 * p.unit, p.h * 0.75),
                (x + 34 * p.unit, p.h * 0.75),
                (x + 28 * p.unit, p.h * 0.1),
                (x + 6 * p.unit, p.h * 0.1),
            ],
            (70, 64, 58),
            0.3,
        )
        p.shape(
            [
                (x - 46 * p.unit, p.h * 0.1),
                (x + 46 * p.unit, p.h * 0.1),
                (x + 46 * p.unit, p.h * 0.07),
                (x - 46 * p.unit, p.h * 0.07),
            ],
            mix(tone, (232, 226, 212), 0.7),
            0.8,
        )
        p.soften(9)
    spot = Image.radial_gradient("L").resize((p.w, p.h))
    p.wash((36, 32, 30), spot.point([round(max(0, v - 110) * 0.9) for v in range(256)]))
    p.pen = ImageDraw.Draw(p.im, "RGBA")


def carpet(p: Plate, top: float) -> None:
    """Lay a patterned carpet before the backdrop."""
    rng = p.rng
    y0 = p.h * top
    p.shape([(0, y0), (p.w, y0), (p.w, p.h), (0, p.h)], (104, 92, 82))
    for row in range(7):
        t = row / 7
        y = y0 + (p.h - y0) * t**1.3
        tall = (p.h - y0) * (0.05 + 0.11 * t)
        for k in range(13):
            x = p.w / 2 + (k - 6) * p.w * (0.085 + 0.04 * t)
            p.shape(
                [
                    (x, y),
                    (x + tall * 0.9, y + tall * 0.5),
                    (x, y + tall),
                    (x - tall * 0.9, y + tall * 0.5),
                ],
                rng.choice(((142, 124, 104), (74, 64, 60))),
                0.5,
            )
    p.soften(1.6)


def portrait(
    p: Plate,
    *,
    kind: str = "man",
    oval: bool = True,
    medals: int = 0,
    hat: str = "",
    collar: str = "",
) -> None:
    """Draw a half-length studio portrait, often in an oval."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    backdrop(
        p,
        painted=False,
        tone=rng.choice(((160, 152, 142), (132, 126, 120), (178, 170, 158))),
    )
    female = kind in ("woman", "girl", "granny", "lady")
    cloth = rng.choice(PALE) if female and rng.random() < 0.45 else rng.choice(DARK)
    r = p.h * 0.135
    hair = (186, 180, 172) if kind == "granny" else rng.choice(HAIR)
    sitters.sitter(
        p,
        p.w * rng.uniform(0.48, 0.52),
        p.h * 0.4,
        r,
        kind=kind,
        cloth=cloth,
        hair=hair,
        hat=hat,
        medals=medals,
        full=False,
        collar=collar or ("lace" if female else "shirt"),
    )
    p.pen = ImageDraw.Draw(p.im, "RGBA")
    p.weather(0.06, 0.06)
    p.glow(0.3, 16)
    if oval:
        mask = Image.new("L", (p.w // 2, p.h // 2), 0)
        inset = 0.07
        ImageDraw.Draw(mask).ellipse(
            (
                mask.width * inset,
                mask.height * inset,
                mask.width * (1 - inset),
                mask.height * (1 - inset),
            ),
            fill=255,
        )
        mask = mask.filter(ImageFilter.GaussianBlur(p.w * 0.016)).resize((p.w, p.h))
        sheet = Image.new("RGB", (p.w, p.h), (236, 230, 218))
        p.im = Image.composite(p.im, sheet, mask)
        p.pen = ImageDraw.Draw(p.im, "RGBA")


def family(p: Plate, *, who: str = "man woman girl boy granny", studio: bool = True) -> None:
    """Draw a family: the elders sit in front, the others stand behind."""
    rng = p.rng
    p.sun = rng.choice((-1.0, 1.0))
    if studio:
        backdrop(p)
        carpet(p, 0.8)
    else:
        p.look(horizon=0.5, eye=1.8)
        nature.sky(p, top=(170, 184, 198), low=(228, 226, 218), cloud=0.4)
        nature.earth(p, (132, 128, 94), rough=0.8)
        wall = Wall(p, -9, 12, 1, 0, 0.95)
        wall.rect(0, 0, 18, 3.6, (214, 206, 188))
        for s in (2.6, 7.4, 12.2):
            window(wall, s, 1.0, 1.3, 1.6, trim=(190, 206, 214))
        nature.bushes(p, -5, 5, 9, height=1.0)
        nature.tree(p, rng.choice((-3.4, 3.2)), 10, height=5.6)
        p.soften(3.4)
    kinds = who.split()
    elders = [w for w in kinds if w in ("granny", "grandpa")]
    small = [w for w in kinds if w in ("boy", "girl")]
    rest = [w for w in kinds if w in ("man", "woman", "lady")]
    r = min(p.h * 0.05, p.w * 0.86 / max(3, len(rest) + 1) / 4.6)
    foot = p.h * 0.93

    def put(kind, x, y, size, **given):
        female = kind in ("woman", "girl", "granny", "lady")
        cloth = rng.choice(PALE + DARK) if female else rng.choice(DARK)
        if p.year > 1965:
            cloth = mix(rng.choice(people.BRIGHT), (128, 120, 112), 0.45)
            if not female:
                cloth = mix(cloth, (70, 70, 78), 0.6)
        hair = (196, 190, 182) if kind in ("granny", "grandpa") else rng.choice(HAIR)
        real = {"granny": "granny", "grandpa": "man"}.get(kind, kind)
        hat = {
            "granny": rng.choice(("scarf", "")),
            "grandpa": rng.choice(("beard", "cap")),
        }.get(kind, "")
        if kind == "girl" and p.year < 1970:
            hat = "bow"
        collar = rng.choice(("lace", "plain")) if female else rng.choice(("shirt", "shirt", "high"))
        if kind == "boy":
            collar = rng.choice(("sailor", "shirt"))
        sitters.sitter(
            p,
            x,
            y,
            size,
            kind=real,
            cloth=cloth,
            hair=hair,
            hat=hat,
            collar=collar,
            **given,
        )

    gap = r * 4.3
    for k, kind in enumerate(rest):
        x = p.w / 2 + (k - (len(rest) - 1) / 2) * gap
        put(
            kind,
            x,
            foot - r * (13.4 if kind == "man" else 12.6) + rng.uniform(-0.3, 0.3) * r,
            r,
            medals=rng.choice((0, 0, 3)) if kind == "man" and p.year > 1944 else 0,
        )
    for k, kind in enumerate(elders):
        x = p.w / 2 + (k - (len(elders) - 1) / 2) * gap * 1.3 + (gap * 0.5 if len(elders) == 1 else 0)
        put(kind, x, foot - r * 9.6, r * 1.04)
    for k, kind in enumerate(small):
        spread_ = [-1.35, 1.35, 0.0, -2.1, 2.1][k]
        put(kind, p.w / 2 + spread_ * gap * 0.86, foot - r * 8.2, r * 0.86)
    p.pen = ImageDraw.Draw(p.im, "RGBA")
    band = Image.linear_gradient("L").resize((p.w, round(p.h * 0.24)))
    p.im.paste(
        (34, 30, 28),
        (0, p.h - band.height),
        band.point([v * 3 // 5 for v in range(256)]),
    )
    p.weather(0.07, 0.08)
    p.glow(0.24, 12)


def room(p: Plate, *, use: str = "reading") -> None:
    """Draw a room with tall windows: a reading room, a library, a feast."""
    rng = p.rng
    p.sun = 1.0
    p.look(horizon=0.46, middle=rng.uniform(0.38, 0.62), eye=1.9, lens=0.72)
    p.air = 46
    p.haze = (190, 180, 164)
    p.im.paste((150, 140, 126), (0, 0, p.w, p.h))
    wide, high, deep = 5.2, 5.0, 17.0
    cold = p.year > 1970
    wallc = (176, 182, 160) if cold else (178, 166, 146)
    p.shape(
        [
            p.at(-wide, high, 1),
            p.at(wide, high, 1),
            p.at(wide, high, deep),
            p.at(-wide, high, deep),
        ],
        (206, 200, 188),
    )
    for z0, z1 in ((1, 3), (3, 5), (5, 8), (8, 12), (12, deep)):
        p.ground(
            [(-wide, z0), (wide, z0), (wide, z1), (-wide, z1)],
            p.fog((122, 96, 72), (z0 + z1) / 2),
        )
    for k in range(26):
        x = -wide + k * wide / 13
        p.line([p.at(x, 0, 1.2), p.at(x, 0, deep)], (70, 52, 40), 1.1 * p.unit, 0.4)
    back = Wall(p, -wide, deep, 1, 0, 0.95)
    back.rect(0, 0, 2 * wide, high, wallc)
    back.rect(0, 0, 2 * wide, 1.2, mix(wallc, (92, 78, 62), 0.6))
    side = rng.choice((-1, 1))
    lit_wall = Wall(p, side * wide, 0.8, 0, 1, 0.86)
    far_wall = Wall(p, -side * wide, 0.8, 0, 1, 1.02)
    for wall in (lit_wall, far_wall):
        for k in range(6):
            wall.rect(k * 2.8, 0, k * 2.8 + 2.85, high, wallc)
            wall.rect(k * 2.8, 0, k * 2.8 + 2.85, 1.1, mix(wallc, (92, 78, 62), 0.6))
    for s in (1.4, 5.0, 8.6, 12.2):
        lit_wall.rect(s - 0.2, 1.0, s + 2.0, 4.5, (220, 212, 196))
        lit_wall.rect(s, 1.2, s + 1.8, 4.3, (252, 248, 236), 1.3)
        for t in (2.3, 3.4):
            lit_wall.rect(s, t, s + 1.8, t + 0.09, (130, 118, 104))
        lit_wall.rect(s + 0.86, 1.2, s + 0.95, 4.3, (130, 118, 104))
        lit_wall.rect(s - 0.35, 1.0, s + 0.12, 4.6, (206, 198, 180), 1, 0.8)
        lit_wall.rect(s + 1.7, 1.0, s + 2.15, 4.6, (206, 198, 180), 1, 0.8)
    spines = (
        (112, 60, 48),
        (70, 76, 60),
        (60, 62, 82),
        (142, 116, 78),
        (86, 70, 56),
        (168, 156, 132),
    )
    if use in ("reading", "library"):
        shelf = Wall(p, -wide + 0.6, deep - 0.4, 1, 0, 0.95)
        for wall, start, end in ((shelf, 0.2, 9.2), (far_wall, 3.0, 15.0)):
            for t in range(6):
                base = 0.5 + t * 0.62
                wall.rect(start, base - 0.06, end, base + 0.56, (62, 46, 36))
                s = start + 0.05
                while s < end - 0.1:
                    thick = rng.uniform(0.05, 0.16)
                    wall.rect(
                        s,
                        base,
                        s + thick,
                        base + rng.uniform(0.34, 0.5),
                        rng.choice(spines),
                        rng.uniform(0.8, 1.15),
                    )
                    s += thick + 0.01
                wall.rect(start, base - 0.08, end, base - 0.02, (112, 88, 66))
    if use == "feast":
        x, z = -side * 1.8, 8.0
        nature.bushes(p, x - 0.1, x + 0.1, z, height=0.3)
        m = p.metre(z)
        for layer in range(14):
            t = layer / 14
            y = 0.5 + t * 3.2
            for _ in range(int(46 * (1 - t) + 6)):
                dx = rng.gauss(0, 0.5) * (1 - t) * 1.3
                sx, sy = p.at(x + dx, y + rng.uniform(-0.16, 0.16) - abs(dx) * 0.35, z)
                p.line(
                    [(sx, sy), (sx + rng.uniform(-0.14, 0.14) * m, sy + 0.16 * m)],
                    p.fog((44, 66, 48), z, rng.uniform(0.6, 1.3)),
                    2.4 * p.unit,
                )
        for _ in range(60):
            t = rng.random()
            dx = rng.uniform(-1, 1) * (1 - t) * 1.15
            sx, sy = p.at(x + dx, 0.6 + t * 3.1 - abs(dx) * 0.35, z)
            p.blob(
                sx,
                sy,
                0.055 * m,
                0.055 * m,
                rng.choice(((214, 80, 66), (236, 206, 120), (150, 180, 214), (240, 238, 230))),
            )
        sx, sy = p.at(x, 3.95, z)
        p.blob(sx, sy, 0.12 * m, 0.12 * m, (244, 120, 90))
    parts = []
    if use == "feast":
        for _ in range(15):
            z = rng.uniform(4.6, 10)
            parts.append(
                (
                    z,
                    lambda n=z, x=rng.uniform(-0.5, 0.5) * z * 0.9: people.someone(
                        p,
                        x,
                        n,
                        kind=rng.choice(("child", "child", "child", "woman")),
                        hat="none",
                        back=rng.random() < 0.4,
                        raised=rng.random() < 0.3,
                    ),
                )
            )
    else:
        for z in (12.5, 9.8, 7.4, 5.4):
            for x in (-2.5, 1.2):

                def table(x=x, z=z):
                    top = [
                        p.at(x - 1.2, 0.78, z),
                        p.at(x + 1.2, 0.78, z),
                        p.at(x + 1.2, 0.78, z + 1.1),
                        p.at(x - 1.2, 0.78, z + 1.1),
                    ]
                    for k in (0, 1):
                        seat = x - 0.6 + k * 1.2
                        if rng.random() < 0.75:
                            reader(p, seat, z + 1.3)
                    p.shape(top, p.fog((140, 108, 78), z, 1.15))
                    apron = Wall(p, x - 1.2, z, 1, 0, 0.8)
                    apron.rect(0, 0.62, 2.4, 0.78, (104, 78, 56))
                    for s in (0, 2.28):
                        apron.rect(s, 0, s + 0.12, 0.62, (88, 66, 48))
                    for k in range(3):
                        bx, by = p.at(x - 0.8 + k * 0.7, 0.8, z + 0.5)
                        m = p.metre(z)
                        p.shape(
                            [
                                (bx - 0.2 * m, by),
                                (bx + 0.2 * m, by),
                                (bx + 0.17 * m, by - 0.07 * m),
                                (bx - 0.17 * m, by - 0.07 * m),
                            ],
                            (236, 230, 214),
                        )
                    lx, ly = p.at(x, 0.8, z + 0.4)
                    m = p.metre(z)
                    p.line([(lx, ly), (lx, ly - 0.34 * m)], (70, 60, 50), 0.03 * m)
                    p.shape(
                        [
                            (lx - 0.2 * m, ly - 0.32 * m),
                            (lx + 0.2 * m, ly - 0.32 * m),
                            (lx + 0.12 * m, ly - 0.5 * m),
                            (lx - 0.12 * m, ly - 0.5 * m),
                        ],
                        (74, 104, 84) if cold else (210, 200, 176),
                    )

                parts.append((z, table))
        parts.append((4.6, lambda: people.someone(p, side * 2.6, 4.9, kind="woman", hat="none")))
    for _, draw in sorted(parts, key=lambda part: -part[0]):
        draw()
    beams = Image.new("L", (p.w // 4, p.h // 4), 0)
    pen = ImageDraw.Draw(beams)
    for s in (1.4, 5.0, 8.6):
        points = [
            lit_wall.at(s, 4.3),
            lit_wall.at(s + 1.8, 4.3),
            p.at(side * -0.6, 0, s + 2.2),
            p.at(side * 1.4, 0, s + 0.6),
        ]
        pen.polygon([(a / 4, b / 4) for a, b in points], fill=74)
    p.wash((255, 248, 228), beams.filter(ImageFilter.GaussianBlur(8)).resize((p.w, p.h)))
    p.pen = ImageDraw.Draw(p.im, "RGBA")
    p.weather(0.08, 0.1)
    p.glow(0.42, 18)


def reader(p: Plate, x: float, z: float) -> None:
    """Seat a reader at a table, head bent over a book."""
    rng = p.rng
    m = p.metre(z)
    sx, sy = p.at(x, 0.85, z)
    cloth = p.fog(rng.choice(people.CLOTH if p.year < 1962 else people.BRIGHT), z, 0.9)
    p.shape(
        [
            (sx - 0.28 * m, sy),
            (sx + 0.28 * m, sy),
            (sx + 0.2 * m, sy - 0.4 * m),
            (sx - 0.2 * m, sy - 0.4 * m),
        ],
        cloth,
    )
    p.blob(sx, sy - 0.38 * m, 0.22 * m, 0.1 * m, cloth)
    hair = p.fog(rng.choice(HAIR), z)
    p.blob(sx, sy - 0.52 * m, 0.105 * m, 0.14 * m, p.fog(people.SKIN, z))
    p.blob(sx, sy - 0.58 * m, 0.115 * m, 0.11 * m, hair)
    p.line(
        [
            (sx - 0.26 * m, sy - 0.06 * m),
            (sx, sy + 0.02 * m),
            (sx + 0.26 * m, sy - 0.06 * m),
        ],
        cloth,
        0.1 * m,
    )
