"""Turn a drawn scene into a print of its time: tone, grain, damage, border."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from .plate import alpha, clouds, grain, spread

# dark, middle and light of a toned print
TONES = {
    "albumen": ((40, 25, 16), (152, 120, 88), (244, 230, 202)),
    "sepia": ((34, 24, 18), (138, 112, 88), (240, 228, 204)),
    "silver": ((20, 19, 18), (126, 122, 114), (240, 236, 226)),
    "glossy": ((14, 14, 15), (124, 123, 121), (246, 245, 240)),
}


def process(year: int) -> str:
    """Return how a photograph of this year was usually made."""
    for until, name in (
        (1912, "albumen"),
        (1936, "sepia"),
        (1957, "silver"),
        (1971, "glossy"),
        (1988, "slide"),
        (2001, "colour"),
        (2012, "digital"),
    ):
        if year <= until:
            return name
    return "phone"


def curve(strength: float, lift: int = 0, drop: int = 0) -> list[int]:
    """Return a table that bends tones into an S, with lifted blacks."""
    table = []
    for v in range(256):
        t = v / 255
        s = t * t * (3 - 2 * t)
        t = t + (s - t) * strength
        table.append(round(lift + t * (255 - lift - drop)))
    return table


def toned(im: Image.Image, name: str) -> Image.Image:
    """Return a monochrome print of the picture."""
    red, green, blue = im.split()
    # early emulsions were blind to red: skies turn white, brick turns dark
    share = 0.62 if name == "albumen" else 0.4 if name == "sepia" else 0.24
    grey = Image.blend(Image.blend(red, green, 0.66), blue, share)
    grey = ImageOps.autocontrast(grey, cutoff=(0.4, 0.2))
    dark, middle, light = TONES[name]
    tables: list[int] = []
    for part in range(3):
        a, b, c = dark[part], middle[part], light[part]
        for v in range(256):
            t = v / 255
            value = a + (b - a) * t * 2 if t < 0.5 else b + (c - b) * (t * 2 - 1)
            tables.append(round(value))
    return grey.convert("RGB").point(tables)


def tinted(im: Image.Image, gains, lifts) -> Image.Image:
    """Shift the three colours, as dyes do when they fade."""
    tables: list[int] = []
    for gain, lift in zip(gains, lifts, strict=True):
        tables += [max(0, min(255, round(lift + v * gain))) for v in range(256)]
    return im.point(tables)


def vignette(im: Image.Image, share: float) -> Image.Image:
    """Darken the corners."""
    mask = Image.radial_gradient("L").resize((im.width * 5 // 4, im.height * 5 // 4))
    left, top = (mask.width - im.width) // 2, (mask.height - im.height) // 2
    mask = mask.crop((left, top, left + im.width, top + im.height))
    mask = mask.point([round(max(0, v - 96) / 159 * 255 * share) for v in range(256)])
    return Image.composite(Image.new("RGB", im.size, (14, 10, 8)), im, mask)


def grainy(im: Image.Image, rng, strength: float, *, size: float = 0.7, mono=True):
    """Scatter silver grain (or sensor noise) over the picture."""
    bands = []
    noise = grain(im.size, rng).filter(ImageFilter.GaussianBlur(size))
    for band in im.split():
        if not mono:
            noise = grain(im.size, rng).filter(ImageFilter.GaussianBlur(size))
        scaled = noise.point([round(128 + (v - 128) * strength) for v in range(256)])
        bands.append(ImageChops.add(band, scaled, 1, -128))
    return Image.merge("RGB", bands)


def aged(im: Image.Image, rng: random.Random, damage: float) -> Image.Image:
    """Let decades pass: fading blotches, scratches, dust, a crease."""
    width, height = im.size
    unit = max(width, height) / 1000
    fade = clouds(im.size, rng, cell=width * 0.5, octaves=3)
    fade = fade.point([round(max(0, v - 128) * 0.5 * damage) for v in range(256)])
    im = Image.composite(Image.new("RGB", im.size, (232, 216, 186)), im, fade)
    layer = Image.new("RGBA", im.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for _ in range(int(5 + 16 * damage)):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        length = rng.uniform(0.02, 0.3) * height
        lean = rng.uniform(-0.12, 0.12)
        points = [(x + lean * length * k / 6 + rng.uniform(-1, 1) * unit, y + length * k / 6) for k in range(7)]
        tone = rng.choice(((250, 244, 230), (250, 244, 230), (30, 24, 20)))
        pen.line(points, fill=alpha(tone, rng.uniform(0.08, 0.4)), width=1)
    for _ in range(int(60 + 160 * damage)):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        r = rng.choice((0.4, 0.5, 0.7, 1.4)) * unit
        tone = rng.choice(((250, 246, 236), (250, 246, 236), (40, 32, 26)))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=alpha(tone, rng.uniform(0.25, 0.75)))
    if damage > 0.7:
        corner = rng.choice(((0, 0), (width, 0), (0, height), (width, height)))
        reach = rng.uniform(0.1, 0.2) * width
        a = (corner[0], abs(corner[1] - reach))
        b = (abs(corner[0] - reach * 1.2), corner[1])
        pen.line([a, b], fill=(250, 242, 224, 150), width=max(1, round(1.6 * unit)))
        pen.line(
            [(a[0], a[1] + 2 * unit), (b[0], b[1] + 2 * unit)],
            fill=(40, 28, 20, 90),
            width=max(1, round(unit)),
        )
    layer = layer.filter(ImageFilter.GaussianBlur(0.5))
    im = im.copy()
    im.paste(layer, (0, 0), layer)
    return im


def paper(size, rng, colour=(236, 226, 204), rough=0.1) -> Image.Image:
    """Return a sheet of paper with fibres, foxing and darker edges."""
    sheet = Image.new("RGB", size, colour)
    tone = clouds(size, rng, cell=size[0] * 0.4, octaves=5)
    bands = []
    for band, gain in zip(sheet.split(), (0.8, 0.9, 1.15), strict=True):
        scaled = tone.point([round(128 + (v - 128) * rough * 2.4 * gain) for v in range(256)])
        bands.append(ImageChops.add(band, scaled, 1, -128))
    sheet = Image.merge("RGB", bands)
    fine = grain(size, rng).filter(ImageFilter.GaussianBlur(0.8))
    fine = fine.point([round(128 + (v - 128) * rough * 0.8) for v in range(256)])
    sheet = Image.merge("RGB", [ImageChops.add(b, fine, 1, -128) for b in sheet.split()])
    spots = spread(clouds(size, rng, cell=size[0] * 0.07, octaves=2), 222, 255)
    spots = spots.point([round(v * 0.2) for v in range(256)])
    sheet.paste((150, 104, 60), (0, 0), spots)
    mask = Image.radial_gradient("L").resize(size)
    mask = mask.point([round(max(0, v - 130) * 0.55) for v in range(256)])
    sheet.paste((146, 112, 72), (0, 0), mask)
    return sheet


def bordered(im: Image.Image, rng, kind: str) -> Image.Image:
    """Mount the print: white, deckled, a studio card, a slide frame or none."""
    width, height = im.size
    if kind == "none":
        return im
    if kind in ("white", "deckled"):
        edge = round(max(width, height) * (0.026 if kind == "white" else 0.034))
        size = (width + 2 * edge, height + 2 * edge)
        sheet = paper(size, rng, (242, 238, 226), 0.05)
        sheet.paste(im, (edge, edge))
        if kind == "white":
            return sheet
        back = Image.new("RGB", size, (252, 250, 246))
        mask = Image.new("L", size, 0)
        bite = edge * 0.42
        points = []
        tooth = edge * 0.62
        for way in range(4):
            run = size[0] if way % 2 == 0 else size[1]
            count = int(run / tooth)
            for k in range(count):
                t = k / count * run
                depth = bite * (0.25 + 0.75 * abs(math.sin(k * 1.5708)) * rng.uniform(0.5, 1))
                points.append(
                    [
                        (t, depth),
                        (size[0] - depth, t),
                        (size[0] - t, size[1] - depth),
                        (depth, size[1] - t),
                    ][way]
                )
        ImageDraw.Draw(mask).polygon(points, fill=255)
        shadow = mask.filter(ImageFilter.GaussianBlur(3))
        back.paste((206, 200, 190), (2, 3), shadow)
        back.paste(sheet, (0, 0), mask.filter(ImageFilter.GaussianBlur(0.8)))
        return back
    if kind == "card":
        side, foot = round(width * 0.09), round(height * 0.17)
        top = round(width * 0.08)
        size = (width + 2 * side, height + top + foot)
        tone = rng.choice(((206, 188, 154), (222, 208, 178), (86, 78, 66), (188, 178, 158)))
        sheet = paper(size, rng, tone, 0.09)
        pen = ImageDraw.Draw(sheet, "RGBA")
        pen.rectangle(
            (side - 3, top - 3, side + width + 2, top + height + 2),
            outline=(60, 44, 30, 90),
            width=2,
        )
        gold = (214, 182, 112, 190)
        gap = side * 0.42
        pen.rectangle(
            (gap, gap, size[0] - gap, size[1] - gap),
            outline=gold,
            width=max(2, width // 420),
        )
        sheet.paste(im, (side, top))
        return sheet
    if kind == "slide":
        r = round(min(width, height) * 0.035)
        mask = Image.new("L", im.size, 0)
        ImageDraw.Draw(mask).rounded_rectangle((2, 2, width - 3, height - 3), r, fill=255)
        out = Image.new("RGB", im.size, (18, 16, 16))
        out.paste(im, (0, 0), mask.filter(ImageFilter.GaussianBlur(2)))
        return out
    raise ValueError(f"unknown border {kind}")


def developed(
    im: Image.Image,
    *,
    year: int,
    seed: int,
    kind: str | None = None,
    damage: float | None = None,
    border: str | None = None,
) -> Image.Image:
    """Print the picture as it would have been printed in its year."""
    rng = random.Random(f"print {seed}")
    kind = kind or process(year)
    if damage is None:
        damage = max(0.0, min(1.0, (1975 - year) / 75)) * rng.uniform(0.35, 1.0)
    if kind in TONES:
        im = toned(im, kind)
        strength = {"albumen": 0.25, "sepia": 0.4, "silver": 0.55, "glossy": 0.7}[kind]
        im = im.filter(ImageFilter.GaussianBlur(0.9 if kind == "albumen" else 0.6))
        im = im.point(curve(strength, 6, 4) * 3)
        im = vignette(im, 0.55 if kind != "glossy" else 0.34)
        im = grainy(im, rng, 0.2 if kind != "glossy" else 0.17)
        im = aged(im, rng, damage)
    elif kind == "slide":
        im = ImageEnhance.Color(im).enhance(1.12)
        fade = rng.uniform(0.4, 1.0)
        im = tinted(im, (1.0, 1 - 0.07 * fade, 1 - 0.16 * fade), (16 * fade, 4, 8 * fade))
        im = im.point(curve(0.55, 14, 8) * 3).filter(ImageFilter.GaussianBlur(0.6))
        im = grainy(vignette(im, 0.42), rng, 0.17)
        im = aged(im, rng, 0.12)
    elif kind == "colour":
        im = ImageEnhance.Color(im).enhance(1.02)
        im = tinted(im, (0.99, 0.95, 0.86), (12, 10, 14))
        im = im.point(curve(0.3, 12, 6) * 3).filter(ImageFilter.GaussianBlur(0.7))
        im = grainy(vignette(im, 0.2), rng, 0.12)
    elif kind == "digital":
        im = ImageEnhance.Color(im).enhance(1.28)
        im = im.point(curve(0.6, 2, 0) * 3).filter(ImageFilter.UnsharpMask(1.4, 70, 2))
        im = grainy(im, rng, 0.09, mono=False)
    else:
        im = ImageEnhance.Color(im).enhance(1.16)
        im = im.point(curve(0.35, 3, 0) * 3).filter(ImageFilter.UnsharpMask(1.2, 60, 2))
        im = grainy(im, rng, 0.05, mono=False)
    if border is None:
        border = {
            "albumen": "none",
            "sepia": rng.choice(("white", "none", "deckled")),
            "silver": rng.choice(("white", "deckled", "white")),
            "glossy": rng.choice(("white", "none")),
            "slide": "slide",
            "colour": "none",
        }.get(kind, "none")
    return bordered(im, rng, border)
