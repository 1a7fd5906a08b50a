"""Draw what rolls and floats: trams, carts, cars, trains and boats."""

from __future__ import annotations

from .buildings import Wall
from .plate import Colour, Plate, mix


def box(p: Plate, x, z, wide, long, low, high, colour: Colour, *, end=0.9, side=0.7):
    """Stand a box that shows the camera its near end and one side."""
    left = x - wide / 2
    which = left + wide if x < 0 else left
    flank = Wall(p, which, z, 0, 1, side if (x < 0) == (p.sun < 0) else side * 1.45)
    flank.rect(0, low, long, high, colour)
    face = Wall(p, left, z, 1, 0, end)
    face.rect(0, low, wide, high, colour)
    return face, flank


def tram(p: Plate, x: float, z: float, colour: Colour = (150, 62, 48)) -> None:
    """Send a two-axle tram along the street."""
    p.ground(
        [(x - 1.3, z), (x + 1.3, z), (x + 1.3, z + 9), (x - 1.3, z + 9)],
        p.fog((30, 28, 28), z),
        0.6,
    )
    cream = (222, 208, 178)
    face, flank = box(p, x, z, 2.2, 9, 0.45, 3.2, colour)
    for wall, length, gap in ((flank, 9.0, 1.1), (face, 2.2, 0.72)):
        wall.rect(0, 1.75, length, 3.2, cream)
        s = 0.14
        while s + gap * 0.8 < length:
            wall.rect(s, 1.85, s + gap * 0.8, 2.75, (66, 72, 78))
            wall.rect(s, 2.3, s + gap * 0.8, 2.75, (150, 158, 164), 1, 0.5)
            s += gap
        wall.rect(0, 1.62, length, 1.72, (230, 220, 196))
    face.rect(-0.1, 3.15, 2.3, 3.42, (120, 112, 104))
    flank.rect(0, 3.15, 9, 3.36, (120, 112, 104))
    face.rect(0.6, 2.82, 1.6, 3.12, (240, 234, 214))
    face.rect(0.3, 0.2, 1.9, 0.5, (50, 46, 44))
    sx, sy = p.at(x, 1.15, z)
    r = 0.2 * p.metre(z)
    p.blob(sx, sy, r, r, p.fog((250, 244, 214), z))
    mast = [p.at(x, 3.4, z + 4), p.at(x, 5.4, z + 5.4)]
    p.line(mast, p.fog((40, 38, 38), z), 1.4 * p.unit)


def rails(p: Plate, x: float, *, dark: Colour = (70, 66, 62)) -> None:
    """Lay tram rails down the street."""
    for off in (-0.72, 0.72):
        p.ground(
            [
                (x + off - 0.06, 1.4),
                (x + off + 0.06, 1.4),
                (x + off + 0.06, 180),
                (x + off - 0.06, 180),
            ],
            dark,
            0.75,
        )
        p.ground(
            [
                (x + off - 0.02, 1.4),
                (x + off + 0.02, 1.4),
                (x + off + 0.02, 180),
                (x + off - 0.02, 180),
            ],
            (226, 222, 212),
            0.6,
        )


def car(p: Plate, x: float, z: float, colour: Colour, *, modern=False) -> None:
    """Park a saloon that shows its tail."""
    p.ground(
        [
            (x - 1.0, z - 0.2),
            (x + 1.0, z - 0.2),
            (x + 1.1, z + 4.2),
            (x - 1.1, z + 4.2),
        ],
        p.fog((26, 26, 28), z),
        0.55,
    )
    face, _flank = box(p, x, z, 1.65, 4.0, 0.32, 0.95, colour, end=0.95, side=0.72)
    m = p.metre(z)
    wheel = (28, 28, 30)
    for s in (-0.68, 0.68):
        wx, wy = p.at(x + s, 0.28, z + 0.1)
        p.shape(
            [
                (wx - m * 0.12, wy - m * 0.2),
                (wx + m * 0.12, wy - m * 0.2),
                (wx + m * 0.12, wy + m * 0.28),
                (wx - m * 0.12, wy + m * 0.28),
            ],
            p.fog(wheel, z),
        )
    box(p, x, z + 0.9, 1.45, 2.0, 0.92, 1.42, colour, end=0.85, side=0.66)
    cabin = Wall(p, x - 0.66, z + 0.88, 1, 0, 1)
    cabin.rect(0.06, 0.98, 1.26, 1.36, (58, 66, 74))
    cabin.rect(0.06, 1.14, 1.26, 1.36, (170, 182, 192), 1, 0.55)
    p.shape(
        [
            p.at(x - 0.82, 0.95, z),
            p.at(x + 0.82, 0.95, z),
            p.at(x + 0.72, 0.96, z + 0.9),
            p.at(x - 0.72, 0.96, z + 0.9),
        ],
        p.fog(mix(colour, (255, 255, 255), 0.35), z),
    )
    p.shape(
        [
            p.at(x - 0.72, 1.42, z + 0.9),
            p.at(x + 0.72, 1.42, z + 0.9),
            p.at(x + 0.68, 1.43, z + 2.8),
            p.at(x - 0.68, 1.43, z + 2.8),
        ],
        p.fog(mix(colour, (255, 255, 255), 0.4), z),
    )
    for s in (0.06, 1.34):
        face.rect(s, 0.62, s + 0.25, 0.8, (190, 50, 40))
    face.rect(0.55, 0.5, 1.1, 0.66, (232, 230, 222))
    face.rect(0, 0.34, 1.65, 0.46, (196, 196, 196) if not modern else (60, 60, 62))


def cart(p: Plate, x: float, z: float, *, sledge: bool = False) -> None:
    """Bring a horse and cart, seen a little from behind."""
    m = p.metre(z)
    fx, fy = p.at(x, 0, z)
    wood = p.fog((98, 80, 62), z)
    dark = p.fog((48, 40, 34), z)
    horse = p.fog((74, 56, 44), z)
    d = 1 if x < 0 else -1
    p.blob(fx + d * m * 1.2, fy, m * 2.6, m * 0.16, p.fog((36, 34, 34), z), 0.4)
    if sledge:
        p.line(
            [
                (fx - d * m * 1.1, fy - m * 0.1),
                (fx + d * m * 0.9, fy - m * 0.1),
                (fx + d * m * 1.15, fy - m * 0.5),
            ],
            dark,
            m * 0.09,
        )
    else:
        for off in (-0.55, 0.7):
            cx, cy, r = fx + d * off * m, fy - m * 0.45, m * 0.45
            p.pen.ellipse(
                (cx - r * 0.8, cy - r, cx + r * 0.8, cy + r),
                outline=dark,
                width=max(1, round(m * 0.07)),
            )
            for k in range(3):
                p.line(
                    [
                        (cx - r * (0.7, 0.4, 0)[k], cy - r * (0, 0.8, 1)[k]),
                        (cx + r * (0.7, 0.4, 0)[k], cy + r * (0, 0.8, 1)[k]),
                    ],
                    dark,
                    m * 0.035,
                )
    p.shape(
        [
            (fx - d * m * 1.1, fy - m * 0.6),
            (fx + d * m * 1.0, fy - m * 0.6),
            (fx + d * m * 1.1, fy - m * 1.05),
            (fx - d * m * 1.2, fy - m * 1.15),
        ],
        wood,
    )
    for k in range(5):
        p.blob(
            fx + d * m * (-0.9 + k * 0.42),
            fy - m * 1.12,
            m * 0.32,
            m * 0.22,
            p.fog((150, 138, 112), z),
        )
    hx = fx + d * m * 2.2
    for off in (-0.5, -0.36, 0.42, 0.55):
        p.line([(hx + off * m, fy - m * 0.8), (hx + off * m * 1.05, fy)], horse, m * 0.13)
    p.blob(hx, fy - m * 1.05, m * 0.78, m * 0.34, horse)
    p.line(
        [(hx + d * m * 0.6, fy - m * 1.15), (hx + d * m * 1.05, fy - m * 1.75)],
        horse,
        m * 0.3,
    )
    p.line(
        [(hx + d * m * 1.0, fy - m * 1.8), (hx + d * m * 1.4, fy - m * 1.5)],
        horse,
        m * 0.2,
    )
    p.line(
        [(hx - d * m * 0.72, fy - m * 1.1), (hx - d * m * 0.9, fy - m * 0.5)],
        dark,
        m * 0.1,
    )
    p.pen.arc(
        (
            hx + d * m * 0.5 - m * 0.35,
            fy - m * 2.0,
            hx + d * m * 0.5 + m * 0.35,
            fy - m * 1.0,
        ),
        180,
        360,
        fill=dark,
        width=max(1, round(m * 0.06)),
    )
    p.line(
        [(fx + d * m * 0.9, fy - m * 0.7), (hx + d * m * 0.6, fy - m * 1.0)],
        dark,
        m * 0.05,
    )
    bx, by = fx + d * m * 0.6, fy - m * 1.1
    p.shape(
        [
            (bx - m * 0.3, by),
            (bx + m * 0.3, by),
            (bx + m * 0.22, by - m * 0.75),
            (bx - m * 0.22, by - m * 0.75),
        ],
        dark,
    )
    p.blob(bx, by - m * 0.9, m * 0.15, m * 0.18, p.fog((200, 168, 142), z))
    p.blob(bx, by - m * 1.03, m * 0.2, m * 0.1, dark)


def engine(p: Plate, x: float, y: float, s: float, way: int = 1) -> tuple[float, float]:
    """Draw a steam engine from the side and return the top of its funnel."""
    black = p.fog((38, 38, 42), 12)
    shine = (150, 150, 154)

    def r(a, b, c, d, colour=black, share=1.0):
        p.shape(
            [
                (x + way * a * s, y - b * s),
                (x + way * c * s, y - b * s),
                (x + way * c * s, y - d * s),
                (x + way * a * s, y - d * s),
            ],
            colour,
            share,
        )

    r(-2.6, 0.5, 2.2, 0.7)
    r(-0.9, 0.75, 2.0, 1.55)
    p.blob(x + way * 2.0 * s, y - 1.15 * s, 0.12 * s, 0.4 * s, black)
    r(-0.9, 1.36, 2.0, 1.46, shine, 0.5)
    r(-2.4, 0.6, -0.9, 2.1)
    r(-2.6, 2.05, -0.75, 2.22)
    r(-2.1, 1.35, -1.25, 1.85, (176, 180, 182))
    r(1.45, 1.5, 1.75, 2.25)
    r(1.36, 2.2, 1.84, 2.34)
    r(0.2, 1.5, 0.7, 1.85)
    r(2.1, 0.1, 2.7, 0.5)
    for k, size in ((-1.9, 0.34), (-0.9, 0.44), (0.1, 0.44), (1.1, 0.44), (1.9, 0.28)):
        cx, cy = x + way * k * s, y - size * s
        p.blob(cx, cy, size * s, size * s, (26, 26, 28))
        p.pen.ellipse(
            (
                cx - size * s * 0.86,
                cy - size * s * 0.86,
                cx + size * s * 0.86,
                cy + size * s * 0.86,
            ),
            outline=(120, 118, 116),
            width=max(1, round(s * 0.04)),
        )
    p.line(
        [(x - way * 0.9 * s, y - 0.4 * s), (x + way * 1.5 * s, y - 0.46 * s)],
        (150, 148, 146),
        s * 0.07,
    )
    return x + way * 1.6 * s, y - 2.36 * s


def waggon(p: Plate, x, y, s, colour: Colour = (92, 66, 52), long=5.2) -> None:
    """Draw a passenger carriage from the side, left end at x."""
    p.shape(
        [
            (x, y - 0.5 * s),
            (x + long * s, y - 0.5 * s),
            (x + long * s, y - 2.05 * s),
            (x, y - 2.05 * s),
        ],
        colour,
    )
    p.shape(
        [
            (x - 0.08 * s, y - 2.02 * s),
            (x + (long + 0.08) * s, y - 2.02 * s),
            (x + (long - 0.1) * s, y - 2.3 * s),
            (x + 0.1 * s, y - 2.3 * s),
        ],
        mix(colour, (30, 30, 30), 0.5),
    )
    count = int(long / 0.62)
    for k in range(count):
        left = x + (0.2 + k * 0.62) * s
        p.shape(
            [
                (left, y - 1.2 * s),
                (left + 0.42 * s, y - 1.2 * s),
                (left + 0.42 * s, y - 1.8 * s),
                (left, y - 1.8 * s),
            ],
            (50, 54, 58),
        )
        p.shape(
            [
                (left, y - 1.5 * s),
                (left + 0.42 * s, y - 1.5 * s),
                (left + 0.42 * s, y - 1.8 * s),
                (left, y - 1.8 * s),
            ],
            (160, 166, 168),
            0.45,
        )
    for k in (0.7, 1.4, long - 1.4, long - 0.7):
        p.blob(x + k * s, y - 0.3 * s, 0.3 * s, 0.3 * s, (30, 30, 32))
    p.line(
        [(x, y - 1.05 * s), (x + long * s, y - 1.05 * s)],
        mix(colour, (230, 210, 160), 0.4),
        s * 0.05,
    )


def boat(p: Plate, x, y, s, *, people: int = 2) -> None:
    """Float a rowing boat with people, waterline at a picture point."""
    for k in range(people):
        bx = x + s * (-0.8 + 1.6 * (k + 0.5) / people)
        tone = p.rng.choice(((60, 56, 56), (190, 184, 172), (98, 88, 80)))
        p.shape(
            [
                (bx - s * 0.2, y - s * 0.2),
                (bx + s * 0.2, y - s * 0.2),
                (bx + s * 0.14, y - s * 0.85),
                (bx - s * 0.14, y - s * 0.85),
            ],
            tone,
        )
        p.blob(bx, y - s * 0.98, s * 0.11, s * 0.14, (206, 176, 150))
        p.blob(bx, y - s * 1.08, s * 0.14, s * 0.08, (52, 46, 44))
    p.shape(
        [
            (x - s * 1.5, y - s * 0.42),
            (x + s * 1.5, y - s * 0.42),
            (x + s * 1.1, y),
            (x - s * 1.1, y),
        ],
        (70, 58, 48),
    )
    p.line(
        [(x - s * 1.5, y - s * 0.42), (x + s * 1.5, y - s * 0.42)],
        (176, 160, 138),
        s * 0.06,
    )
    p.line([(x + s * 0.2, y - s * 0.5), (x + s * 1.7, y + s * 0.1)], (96, 82, 68), s * 0.05)
    p.blob(x, y + s * 0.08, s * 1.3, s * 0.12, (26, 28, 30), 0.4)
