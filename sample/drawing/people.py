"""Draw the small figures that people the streets, squares and halls."""

from __future__ import annotations

from .plate import Colour, Plate, mix

CLOTH: list[Colour] = [
    (58, 54, 54),
    (82, 74, 68),
    (44, 46, 54),
    (104, 94, 84),
    (126, 116, 104),
    (70, 62, 72),
    (196, 188, 176),
]
BRIGHT: list[Colour] = [
    (168, 60, 52),
    (62, 96, 148),
    (206, 176, 84),
    (90, 128, 92),
    (214, 206, 196),
    (92, 80, 120),
    (60, 60, 66),
    (190, 120, 96),
]
SKIN: Colour = (214, 180, 152)


def figure(
    p: Plate,
    x: float,
    z: float,
    *,
    kind: str = "man",
    colour: Colour | None = None,
    hat: str = "cap",
    back: bool = False,
    step: float = 0.0,
    tall: float | None = None,
    shadow: bool = True,
    raised: bool = False,
) -> None:
    """Stand a person at (x, z) metres in the street."""
    rng = p.rng
    tall = tall or {"man": 1.74, "woman": 1.62, "child": 1.15, "lady": 1.62}[kind]
    tall *= rng.uniform(0.95, 1.05)
    h = tall * p.metre(z)
    fx, fy = p.at(x, 0, z)
    palette = BRIGHT if p.year >= 1962 else CLOTH
    cloth = p.fog(colour or rng.choice(palette), z, 0.95)
    dark = p.fog(mix(colour or rng.choice(CLOTH), (24, 22, 22), 0.6), z)
    skin = p.fog(SKIN, z, 0.95 if not back else 0.8)
    hair = p.fog(rng.choice(((52, 42, 36), (84, 66, 50), (40, 36, 36), (150, 140, 128))), z)
    if shadow:
        p.shape(
            [
                (fx - h * 0.09, fy),
                (fx + h * 0.09, fy),
                (fx - p.sun * h * 0.75, fy + h * 0.07),
                (fx - p.sun * h * 0.86, fy + h * 0.04),
            ],
            p.fog((38, 36, 36), z),
            0.36,
        )
    long_skirt = kind == "lady" or (kind == "woman" and p.year < 1918)
    stride = (step or rng.uniform(-0.07, 0.07)) * h
    hip, knee = fy - h * 0.46, fy - h * 0.25
    if not long_skirt:
        legs = dark if kind == "man" or rng.random() < 0.3 else skin
        for off, way in ((-0.045, -1), (0.045, 1)):
            p.line(
                [
                    (fx + off * h, hip),
                    (fx + off * h + way * stride * 0.5, knee),
                    (fx + off * h + way * stride, fy - h * 0.015),
                ],
                legs,
                h * 0.07,
            )
            p.blob(
                fx + off * h + way * stride + h * 0.012,
                fy - h * 0.012,
                h * 0.04,
                h * 0.018,
                p.fog((30, 28, 28), z),
            )
    chest, neck = fy - h * 0.7, fy - h * 0.825
    wide = h * (0.135 if kind != "child" else 0.12)
    if long_skirt:
        body = [
            (fx - wide * 0.72, neck + h * 0.02),
            (fx + wide * 0.72, neck + h * 0.02),
            (fx + wide * 0.62, chest + h * 0.17),
            (fx + wide * 1.25, fy - h * 0.01),
            (fx - wide * 1.25, fy - h * 0.01),
            (fx - wide * 0.62, chest + h * 0.17),
        ]
    elif kind in ("woman", "child") and rng.random() < 0.75:
        hem = fy - h * rng.uniform(0.24, 0.34)
        body = [
            (fx - wide * 0.78, neck + h * 0.02),
            (fx + wide * 0.78, neck + h * 0.02),
            (fx + wide * 0.62, chest + h * 0.14),
            (fx + wide * 1.08, hem),
            (fx - wide * 1.08, hem),
            (fx - wide * 0.62, chest + h * 0.14),
        ]
    else:
        hem = fy - h * (rng.uniform(0.24, 0.44))
        body = [
            (fx - wide * 0.9, neck + h * 0.025),
            (fx + wide * 0.9, neck + h * 0.025),
            (fx + wide * 0.84, chest + h * 0.15),
            (fx + wide * 0.92, hem),
            (fx - wide * 0.92, hem),
            (fx - wide * 0.84, chest + h * 0.15),
        ]
    p.shape(body, cloth)
    light = p.fog((250, 244, 230), z)
    p.shape(
        [
            (fx + p.sun * wide * 0.3, neck + h * 0.04),
            (fx + p.sun * wide * 0.8, neck + h * 0.05),
            (fx + p.sun * wide * 0.8, chest + h * 0.3),
            (fx + p.sun * wide * 0.42, chest + h * 0.3),
        ],
        light,
        0.22,
    )
    swing = stride * 0.7
    for way in (-1, 1):
        shoulder = (fx + way * wide * 0.82, neck + h * 0.055)
        if raised and way == 1:
            p.line([shoulder, (fx + wide * 1.3, neck - h * 0.12)], cloth, h * 0.05)
            continue
        p.line(
            [
                shoulder,
                (fx + way * wide * 1.06 + swing * 0.3, chest + h * 0.12),
                (fx + way * wide * 0.95 - way * swing, fy - h * 0.43),
            ],
            mix(cloth, dark, 0.3),
            h * 0.052,
        )
        p.blob(
            fx + way * wide * 0.95 - way * swing,
            fy - h * 0.425,
            h * 0.022,
            h * 0.026,
            skin,
        )
    head = fy - h * 0.905
    r = h * (0.062 if kind != "child" else 0.08)
    p.line([(fx, neck + h * 0.03), (fx, head)], skin, h * 0.05)
    p.blob(fx, head, r * 0.86, r * 1.12, hair if back else skin)
    if not back:
        p.shape(
            [
                (fx - r * 0.86, head - r * 0.15),
                (fx + r * 0.86, head - r * 0.15),
                (fx + r * 0.6, head - r * 1.1),
                (fx - r * 0.6, head - r * 1.1),
            ],
            hair,
        )
        p.blob(fx - p.sun * r * 0.4, head + r * 0.1, r * 0.4, r * 0.8, (60, 40, 30), 0.25)
    wear(p, hat, fx, head, r, dark, cloth, hair)


def wear(p: Plate, hat: str, x, y, r, dark, cloth, hair) -> None:
    """Put a hat, a scarf or hair on a head."""
    if hat == "cap":
        p.blob(x, y - r * 0.75, r * 1.05, r * 0.5, dark)
        p.line([(x - r * 0.2, y - r * 0.5), (x + r * 1.3, y - r * 0.42)], dark, r * 0.28)
    elif hat == "brim":
        p.line([(x - r * 1.5, y - r * 0.62), (x + r * 1.5, y - r * 0.62)], dark, r * 0.3)
        p.shape(
            [
                (x - r * 0.85, y - r * 0.6),
                (x + r * 0.85, y - r * 0.6),
                (x + r * 0.7, y - r * 1.5),
                (x - r * 0.7, y - r * 1.5),
            ],
            dark,
        )
    elif hat == "wide":
        p.blob(x, y - r * 0.75, r * 2.0, r * 0.42, cloth)
        p.blob(x, y - r * 1.05, r * 0.9, r * 0.5, cloth)
    elif hat == "scarf":
        p.blob(x, y - r * 0.15, r * 1.08, r * 1.2, cloth)
        p.blob(x, y + r * 0.15, r * 0.6, r * 0.75, mix(SKIN, cloth, 0.3))
    elif hat == "fur":
        p.blob(x, y - r * 0.7, r * 1.15, r * 0.66, mix(dark, (20, 18, 18), 0.4))
    else:
        p.blob(x, y - r * 0.6, r * 0.95, r * 0.6, hair)


def hats(p: Plate, kind: str) -> str:
    """Choose a hat that fits the person and the year."""
    rng = p.rng
    if kind == "child":
        return rng.choice(("cap", "none", "scarf")) if p.year < 1960 else rng.choice(("none", "none", "cap"))
    if kind in ("woman", "lady"):
        if p.year < 1917:
            return rng.choice(("wide", "scarf", "wide"))
        return rng.choice(("scarf", "none", "none", "brim")) if p.year < 1965 else rng.choice(("none", "none", "scarf"))
    if p.year < 1960:
        return rng.choice(("cap", "brim", "cap"))
    return rng.choice(("none", "cap", "none", "none"))


def someone(p: Plate, x: float, z: float, **given) -> None:
    """Stand somebody of this year at (x, z)."""
    rng = p.rng
    kind = given.pop("kind", None) or rng.choice(("man", "man", "woman", "woman", "child"))
    if kind == "woman" and p.year < 1917:
        kind = "lady"
    given.setdefault("hat", hats(p, kind))
    figure(p, x, z, kind=kind, **given)
