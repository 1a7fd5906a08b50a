"""Draw a person who faces the camera: clothes, hair and soft light, no likeness."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from .people import SKIN
from .plate import Colour, Plate, alpha, mix

FOOT = {
    "man": 13.2,
    "woman": 12.4,
    "lady": 12.4,
    "granny": 11.8,
    "boy": 9.6,
    "girl": 9.4,
}
WHITE: Colour = (232, 228, 218)
KERCHIEF: Colour = (214, 208, 196)


class Sheet:
    """A transparent layer to draw on, measured in head radii around the head."""

    def __init__(self, size, cx: float, cy: float, r: float):
        self.im = Image.new("RGBA", size, (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.im, "RGBA")
        self.cx, self.cy, self.r = cx, cy, r

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.cx + x * self.r, self.cy + y * self.r

    def shape(self, points, colour: Colour, share: float = 1.0) -> None:
        self.pen.polygon([self.point(*p) for p in points], fill=alpha(colour, share))

    def blob(self, x, y, rx, ry, colour: Colour, share: float = 1.0) -> None:
        px, py = self.point(x, y)
        rx, ry = rx * self.r, ry * self.r
        self.pen.ellipse((px - rx, py - ry, px + rx, py + ry), fill=alpha(colour, share))

    def line(self, points, colour: Colour, width: float, share: float = 1.0) -> None:
        self.pen.line(
            [self.point(*p) for p in points],
            fill=alpha(colour, share),
            width=max(1, round(width * self.r)),
            joint="curve",
        )


def sitter(
    p: Plate,
    x: float,
    y: float,
    r: float,
    *,
    kind: str = "man",
    cloth: Colour = (60, 58, 60),
    hair: Colour = (52, 44, 40),
    hat: str = "",
    medals: int = 0,
    full: bool = True,
    collar: str = "shirt",
) -> None:
    """Draw a person: head centre at picture point (x, y), head radius r."""
    shrink = max(1.0, r / 130)  # a large head needs no more detail than this
    r /= shrink
    size = (round(r * 7), round(r * (16.5 if full else 10)))
    cx, cy = size[0] / 2, r * 2.2
    s = Sheet(size, cx, cy, r)
    soft = Sheet(size, cx, cy, r)
    skin = mix(SKIN, (236, 204, 178), p.rng.random() * 0.6)
    deep = mix(skin, (92, 58, 42), 0.62)
    female = kind in ("woman", "girl", "lady", "granny")
    child = kind in ("boy", "girl")
    far = -p.sun
    broad = 1.95 if kind == "man" else 1.62 if female else 1.46
    sh = 2.0 if not child else 1.78
    foot = FOOT[kind]
    if female and hat != "scarf":
        if kind == "girl":
            for way in (-1, 1):
                s.line([(way * 0.8, 0.3), (way * 1.0, 1.6), (way * 0.8, 2.9)], hair, 0.34)
                s.blob(way * 0.98, 1.9, 0.34, 0.24, (224, 218, 208))
        elif not full and p.year < 1960:
            s.blob(0, -0.2, 1.0, 1.17, hair)
            if p.year < 1930:
                s.blob(0, -1.3, 0.52, 0.4, hair)
            else:
                for way in (-1, 1):
                    for k in range(4):
                        s.blob(way * (0.9 - 0.05 * k), -0.3 + 0.31 * k, 0.27, 0.23, hair)
        else:
            s.blob(0, -0.2, 1.08, 1.22, hair)
            s.blob(0, 0.35, 0.98, 0.8, hair)
            if kind == "lady":
                s.blob(0, -1.25, 0.62, 0.4, hair)
    clothes(s, soft, kind, cloth, broad, sh, foot, full, far, skin, deep, p.year)
    neck_and_collar(s, kind, collar, cloth, skin, deep, sh)
    for k in range(medals):
        mx, my = 0.62 + 0.4 * (k % 3), sh + 1.3 + 0.75 * (k // 3)
        s.shape(
            [
                (mx - 0.12, my - 0.3),
                (mx + 0.12, my - 0.3),
                (mx + 0.12, my),
                (mx - 0.12, my),
            ],
            (150, 60, 54),
        )
        s.blob(mx, my + 0.12, 0.16, 0.16, (216, 198, 142))
    if hat == "scarf":
        s.blob(0, 0.02, 1.0, 1.3, KERCHIEF)
    head(s, soft, kind, KERCHIEF if hat == "scarf" else hair, hat, skin, deep, far, p)
    soft.im = soft.im.filter(ImageFilter.GaussianBlur(r * 0.13))
    body = s.im.getchannel("A")
    shaded = Image.alpha_composite(s.im, soft.im)
    shaded.putalpha(body)
    features(s, hair, deep, far, female=female, near=not full)
    top = Sheet(size, cx, cy, r)
    hats(top, hat, kind, cloth, hair, p)
    shaded = Image.alpha_composite(Image.alpha_composite(shaded, s.face), top.im)
    shaded = shaded.filter(ImageFilter.GaussianBlur(max(0.6, r * 0.024)))
    if shrink > 1:
        size = (round(size[0] * shrink), round(size[1] * shrink))
        shaded = shaded.resize(size, Image.Resampling.BICUBIC)
    p.im.paste(shaded, (round(x - cx * shrink), round(y - cy * shrink)), shaded)


def clothes(s, soft, kind, cloth, broad, sh, foot, full, far, skin, deep, year) -> None:
    """Draw coat, arms, legs or skirt, and the light that falls on them."""
    female = kind in ("woman", "girl", "lady", "granny")
    waist = sh + (3.5 if kind not in ("boy", "girl") else 2.6)
    shoulders = [
        (-0.42, sh - 0.62),
        (0.42, sh - 0.62),
        (broad * 0.8, sh - 0.12),
        (broad, sh + 0.7),
        (broad * 0.94, sh + 1.7),
    ]
    mirror = [(-a, b) for a, b in reversed(shoulders[1:])]
    narrow = 1.02 if female else broad * 0.78
    if female:
        hem = foot - (0.1 if kind == "lady" or year < 1918 else 2.0 if kind != "girl" else 2.4)
        flare = 2.1 if kind == "lady" else 1.66
        if full and hem < foot - 1:
            for way in (-1, 1):
                s.line(
                    [(way * 0.42, hem - 0.3), (way * 0.4, foot - 0.1)],
                    mix(skin, (120, 104, 96), 0.5),
                    0.46,
                )
                s.blob(way * 0.46, foot, 0.4, 0.2, (36, 32, 32))
        lower = [(narrow, waist), (flare, hem), (-flare, hem), (-narrow, waist)]
    else:
        hem = waist + 1.5
        if full:
            trousers = mix(cloth, (30, 28, 32), 0.45)
            short = kind == "boy" and year > 1925
            knee = foot - (2.4 if short else 0.3)
            for way in (-1, 1):
                if short:
                    s.line(
                        [(way * 0.5, knee), (way * 0.48, foot - 0.1)],
                        mix(skin, (150, 130, 118), 0.3),
                        0.5,
                    )
                s.shape(
                    [
                        (way * 0.06, hem - 0.5),
                        (way * broad * 0.78, hem - 0.5),
                        (way * broad * 0.56, knee),
                        (way * 0.14, knee),
                    ],
                    trousers,
                )
                s.blob(way * 0.56, foot, 0.48, 0.22, (28, 26, 28))
        lower = [
            (narrow, waist),
            (broad * 0.86, hem),
            (-broad * 0.86, hem),
            (-narrow, waist),
        ]
    s.shape(shoulders + lower + mirror, cloth)
    sleeve = mix(cloth, (0, 0, 0), 0.1)
    for way in (-1, 1):
        s.line(
            [
                (way * broad * 0.84, sh + 0.3),
                (way * broad * 1.0, sh + 1.7),
                (way * 0.95, waist + 0.3),
            ],
            sleeve,
            0.82,
        )
        s.blob(way * broad * 0.84, sh + 0.28, 0.41, 0.41, sleeve)
        if full:
            s.blob(way * 0.76, waist + 0.5, 0.35, 0.3, skin)
        soft.line(
            [(way * broad * 0.6, sh + 0.9), (way * broad * 0.62, waist)],
            (0, 0, 0),
            0.16,
            0.4,
        )
    soft.shape(
        [
            (far * 0.25, sh - 0.3),
            (far * broad * 1.3, sh - 0.2),
            (far * broad * 1.5, foot),
            (far * 0.5, foot),
        ],
        (8, 6, 6),
        0.34,
    )
    soft.shape(
        [
            (-far * broad * 0.4, sh - 0.1),
            (-far * broad * 1.0, sh + 0.3),
            (-far * broad * 1.1, sh + 2.6),
            (-far * broad * 0.5, sh + 2.8),
        ],
        (255, 246, 232),
        0.16,
    )
    soft.line([(-far * 0.2, waist + 0.2), (-far * 0.5, foot - 2)], (0, 0, 0), 0.3, 0.16)
    soft.blob(0, waist + 0.9, 1.0, 0.5, (0, 0, 0), 0.2)


def neck_and_collar(s, kind, collar, cloth, skin, deep, sh) -> None:
    """Draw the neck and what lies around it."""
    s.shape(
        [(-0.4, 0.7), (0.4, 0.7), (0.48, sh - 0.3), (0, sh + 0.2), (-0.48, sh - 0.3)],
        mix(skin, deep, 0.4),
    )
    if collar == "shirt":
        for way in (-1, 1):
            s.shape(
                [
                    (way * 0.5, sh - 0.62),
                    (0, sh + 0.22),
                    (way * 0.3, sh + 0.6),
                    (way * 0.8, sh - 0.2),
                ],
                WHITE,
                0.95,
            )
        if kind == "man":
            s.shape(
                [
                    (-0.13, sh + 0.16),
                    (0.13, sh + 0.16),
                    (0.22, sh + 1.9),
                    (0, sh + 2.3),
                    (-0.22, sh + 1.9),
                ],
                mix(cloth, (24, 18, 22), 0.6),
            )
            for way in (-1, 1):
                s.line(
                    [(way * 0.78, sh - 0.2), (way * 0.16, sh + 2.4)],
                    (0, 0, 0),
                    0.06,
                    0.5,
                )
    elif collar == "high":
        s.shape(
            [(-0.46, sh - 0.8), (0.46, sh - 0.8), (0.52, sh - 0.2), (-0.52, sh - 0.2)],
            mix(cloth, (255, 255, 255), 0.08),
        )
        for k in range(5):
            s.blob(0, sh + 0.2 + k * 0.6, 0.08, 0.08, (206, 196, 170))
    elif collar == "lace":
        for k in range(13):
            t = (k - 6) / 6
            s.blob(t * 0.95, sh - 0.3 + (1 - t * t) * 0.56, 0.17, 0.15, WHITE, 0.85)
        s.blob(0, sh + 0.34, 0.13, 0.15, (120, 100, 80))
    elif collar == "sailor":
        s.shape(
            [
                (-1.1, sh - 0.1),
                (0, sh + 1.0),
                (1.1, sh - 0.1),
                (0.5, sh - 0.55),
                (0, sh + 0.3),
                (-0.5, sh - 0.55),
            ],
            WHITE,
            0.95,
        )
    elif collar == "scarf":
        s.shape(
            [
                (-0.56, sh - 0.5),
                (0.56, sh - 0.5),
                (0.2, sh + 0.4),
                (0.1, sh + 1.4),
                (-0.1, sh + 1.4),
                (-0.2, sh + 0.4),
            ],
            (176, 58, 50),
        )


def head(s, soft, kind, hair, hat, skin, deep, far, p) -> None:
    """Draw the head: hair behind, face before it, shadow on one side."""
    female = kind in ("woman", "girl", "lady", "granny")
    s.blob(0, -0.2, 0.92 if female else 0.87, 1.14, hair)
    for way in (-1, 1):
        if not female:
            s.blob(way * 0.78, 0.12, 0.14, 0.26, mix(skin, deep, 0.35))
    s.blob(0, 0.24, 0.74, 0.8, skin)
    s.blob(0, 0.5, 0.56, 0.62, skin)
    part = 0.3 if not female else 0.02
    s.shape(
        [
            (far * -0.76, 0.05),
            (-0.6 * -far, -0.5),
            (part, -0.86),
            (far * 0.7, -0.42),
            (far * 0.78, 0.02),
            (far * 0.9, -0.5),
            (0.4, -1.1),
            (-0.4, -1.12),
            (far * -0.9, -0.5),
        ],
        hair,
    )
    if female:
        for way in (-1, 1):
            s.shape(
                [
                    (0.0, -0.92),
                    (way * 0.62, -0.42),
                    (way * 0.8, 0.34),
                    (way * 0.95, -0.1),
                    (way * 0.6, -1.0),
                ],
                hair,
            )
    soft.blob(far * 0.62, 0.2, 0.34, 0.95, deep, 0.62)
    soft.blob(-far * 0.3, -0.12, 0.26, 0.26, (255, 240, 222), 0.3)
    soft.blob(-far * 0.34, 0.4, 0.2, 0.22, (255, 236, 214), 0.24)
    soft.blob(0, 1.12, 0.55, 0.2, deep, 0.7)
    soft.blob(-far * 0.3, -0.92, 0.36, 0.16, (255, 240, 220), 0.14)


def features(s, hair, deep, far, *, female: bool, near: bool) -> None:
    """Hint at eyes, nose and mouth as an old lens would; a near face has all of them."""
    face = Sheet(s.im.size, s.cx, s.cy, s.r)
    lips = mix(deep, (130, 50, 44), 0.4)
    brow = mix(hair, deep, 0.4)
    if near:
        near_eyes(face, deep, brow, far, female=female)
        face.shape(
            [(far * 0.05, 0.02), (far * 0.13, 0.4), (far * 0.2, 0.47), (0.0, 0.53)],
            deep,
            0.3,
        )
        for way in (-1, 1):
            face.blob(way * 0.075, 0.49, 0.04, 0.025, (70, 46, 38), 0.6)
        face.shape(
            [(-0.25, 0.72), (-0.08, 0.67), (0, 0.69), (0.08, 0.67), (0.25, 0.72), (0, 0.75)],
            lips,
            0.9,
        )
        face.shape([(-0.22, 0.73), (0.22, 0.73), (0.1, 0.81), (-0.1, 0.81)], lips, 0.6)
        face.line([(-0.24, 0.725), (0, 0.74), (0.24, 0.725)], (70, 40, 36), 0.018, 0.7)
        face.blob(0, 0.9, 0.15, 0.04, deep, 0.25)
        s.face = face.im.filter(ImageFilter.GaussianBlur(s.r * 0.014))
        return
    for way in (-1, 1):
        face.blob(way * 0.32, 0.08, 0.19, 0.1, deep, 0.46)
        face.blob(way * 0.32, 0.1, 0.075, 0.055, (48, 36, 30), 0.7)
        face.blob(way * 0.33, -0.1, 0.2, 0.045, brow, 0.7)
    face.blob(far * 0.08, 0.34, 0.08, 0.2, deep, 0.34)
    face.blob(0, 0.46, 0.13, 0.05, deep, 0.4)
    face.blob(0, 0.68, 0.22, 0.045, lips, 0.75)
    face.blob(0, 0.8, 0.15, 0.05, deep, 0.26)
    s.face = face.im.filter(ImageFilter.GaussianBlur(s.r * 0.045))


def near_eyes(face, deep, brow, far, *, female: bool) -> None:
    """Draw two eyes that look into the camera, each under its lid and brow."""
    for way in (-1, 1):
        x, y = way * 0.32, 0.1
        face.blob(x, y - 0.03, 0.21, 0.13, deep, 0.26)
        face.shape(
            [
                (x - 0.16, y + 0.01),
                (x - 0.06, y - 0.07),
                (x + 0.06, y - 0.07),
                (x + 0.16, y + 0.01),
                (x + 0.05, y + 0.055),
                (x - 0.05, y + 0.055),
            ],
            (226, 216, 204),
        )
        face.blob(x, y - 0.012, 0.066, 0.068, (66, 52, 42))
        face.blob(x, y - 0.012, 0.03, 0.031, (20, 16, 14))
        face.blob(x - far * 0.025, y - 0.035, 0.016, 0.016, (250, 246, 240))
        face.line(
            [(x - 0.17, y + 0.015), (x - 0.06, y - 0.075), (x + 0.06, y - 0.075), (x + 0.17, y + 0.015)],
            (44, 32, 28),
            0.03 if female else 0.022,
            0.9,
        )
        inner, outer = x - way * 0.17, x + way * 0.2
        top = y - (0.24 if female else 0.2)
        face.line(
            [(inner, top + 0.05), (x + way * 0.04, top), (outer, top + 0.06)],
            brow,
            0.032 if female else 0.055,
            0.85,
        )


def hats(s, hat, kind, cloth, hair, p) -> None:
    """Put on a hat, a kerchief, a bow, or a beard."""
    if hat == "scarf":
        fold = mix(KERCHIEF, (110, 100, 92), 0.3)
        for way in (-1, 1):
            s.shape([(0, 1.16), (way * 0.5, 1.2), (way * 0.62, 1.9), (way * 0.16, 1.75)], fold)
        s.blob(0, 1.2, 0.2, 0.16, KERCHIEF)
    elif hat == "cap":
        s.pen.chord(
            (*s.point(-1.08, -1.5), *s.point(1.08, -0.1)),
            180,
            360,
            fill=alpha(mix(cloth, (30, 30, 34), 0.4), 1),
        )
        s.shape([(-0.86, -0.84), (0.86, -0.84), (0.84, -0.6), (-0.84, -0.6)], (40, 38, 40))
        s.pen.chord(
            (*s.point(-0.74, -0.86), *s.point(0.74, -0.34)),
            0,
            180,
            fill=alpha((24, 22, 22), 1),
        )
    elif hat == "bow":
        for way in (-1, 1):
            s.shape(
                [
                    (0, -1.12),
                    (way * 0.72, -1.5),
                    (way * 0.86, -1.16),
                    (way * 0.66, -0.92),
                ],
                (238, 234, 226),
            )
        s.blob(0, -1.14, 0.14, 0.14, (222, 216, 206))
    elif hat == "beard":
        for way in (-1, 1):
            s.shape(
                [
                    (way * 0.75, 0.1),
                    (way * 0.62, 0.66),
                    (way * 0.24, 0.86),
                    (way * 0.3, 1.3),
                    (way * 0.74, 0.86),
                ],
                hair,
                0.9,
            )
        s.shape(
            [
                (-0.42, 0.86),
                (0.42, 0.86),
                (0.44, 1.2),
                (0.2, 1.66),
                (-0.2, 1.66),
                (-0.44, 1.2),
            ],
            hair,
            0.9,
        )
        s.shape(
            [(0, 0.5), (0.44, 0.6), (0.5, 0.72), (0, 0.62), (-0.5, 0.72), (-0.44, 0.6)],
            hair,
            0.9,
        )
    elif kind == "man" and p.year < 1935 and p.rng.random() < 0.6:
        s.shape(
            [
                (0, 0.5),
                (0.42, 0.58),
                (0.52, 0.7),
                (0.1, 0.66),
                (-0.1, 0.66),
                (-0.52, 0.7),
                (-0.42, 0.58),
            ],
            hair,
            0.92,
        )
