"""Letter the pictures with the project's own fonts, Cyrillic included."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from .plate import Colour, alpha, clouds, spread

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"
FACES = {
    "serif": "literata-{}-wght-normal.woff2",
    "italic": "literata-{}-wght-italic.woff2",
    "sans": "golos-text-{}-wght-normal.woff2",
}


@lru_cache(maxsize=256)
def font(face: str, size: int, weight: int = 400, script: str = "cyrillic"):
    """Open one of the site's fonts at a size and weight."""
    opened = ImageFont.truetype(str(FONTS / FACES[face].format(script)), size)
    if face != "italic":  # italics come in one weight
        opened.set_variation_by_axes([weight if axis["name"] in (b"Weight", b"wght") else axis["default"] for axis in opened.get_variation_axes()])
    return opened


def script_of(char: str) -> str:
    """Return which of the font files holds a letter (as in static/css/fonts.css)."""
    if "А" <= char <= "я" or char in "ЁЄІЇЎёєіїўҐґ№":
        return "cyrillic"
    if "\u0400" <= char <= "\u04ff":
        return "cyrillic-rest"
    if not char.isalpha() or char == "ʼ":
        return "marks"
    return "latin" if char.isascii() else "latin-rest"


def runs(text: str) -> list[tuple[str, str]]:
    """Split text into runs of one script, as each font file knows one."""
    parts: list[tuple[str, str]] = []
    for char in text:
        script = script_of(char)
        if parts and (parts[-1][0] == script):
            parts[-1] = (script, parts[-1][1] + char)
        else:
            parts.append((script, char))
    return parts


def wide(text: str, size: float, face="serif", weight=400, track=0.0) -> float:
    """Return how many pixels the text takes."""
    size = max(4, round(size))
    total = sum(font(face, size, weight, script).getlength(part) for script, part in runs(text))
    return total + track * size * len(text)


def write(
    im: Image.Image,
    at: tuple[float, float],
    text: str,
    size: float,
    colour: Colour,
    *,
    face: str = "serif",
    weight: int = 400,
    share: float = 1.0,
    anchor: str = "l",
    track: float = 0.0,
) -> float:
    """Write a line on its baseline and return where it ends."""
    size = max(4, round(size))
    pen = ImageDraw.Draw(im, "RGBA")
    x, y = at
    length = wide(text, size, face, weight, track)
    x -= {"l": 0, "m": length / 2, "r": length}[anchor]
    for script, part in runs(text):
        opened = font(face, size, weight, script)
        pieces = part if track else [part]
        for piece in pieces:
            pen.text((x, y), piece, font=opened, fill=alpha(colour, share), anchor="ls")
            x += opened.getlength(piece) + track * size * (1 if track else 0)
    return x


def lines(text: str, size: float, width: float, face="serif", weight=400) -> list[str]:
    """Break text into lines that fit the width."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and wide(longer, size, face, weight) > width:
                out.append(line)
                line = word
            else:
                line = longer
        out.append(line)
    return out


def typed(im, at, text, size, colour, rng: random.Random, *, share=0.9) -> float:
    """Type a line on a machine whose letters do not stand quite straight."""
    x, y = at
    step = size * 0.62
    for char in text:
        if char != " ":
            script = script_of(char)
            opened = font("serif", round(size), 420, script)
            pen = ImageDraw.Draw(im, "RGBA")
            tone = alpha(colour, share * rng.uniform(0.62, 1))
            pen.text(
                (x + step / 2 + rng.uniform(-0.4, 0.4), y + rng.uniform(-0.8, 0.8)),
                char,
                font=opened,
                fill=tone,
                anchor="ms",
            )
        x += step
    return x


def handwritten(im, at, text, size, colour, rng: random.Random, *, tilt=0.0, share=0.9):
    """Write a line by hand: slanted, uneven, each word a little off the line."""
    length = wide(text, size, "italic", 380)
    layer = Image.new("L", (round(length + size * 3), round(size * 2.6)), 0)
    x = size
    for word in text.split(" "):
        y = size * 1.7 + rng.uniform(-0.06, 0.06) * size
        scale = rng.uniform(0.95, 1.06)
        for char in word:
            script = script_of(char)
            opened = font("italic", round(size * scale), 340, script)
            pen = ImageDraw.Draw(layer)
            pen.text(
                (x, y + rng.uniform(-0.03, 0.03) * size),
                char,
                font=opened,
                fill=255,
                anchor="ls",
            )
            x += opened.getlength(char) * rng.uniform(0.86, 0.97)
        x += size * rng.uniform(0.2, 0.34)
    slant = 0.22
    layer = layer.transform(
        layer.size,
        Image.Transform.AFFINE,
        (1, slant, -slant * size * 1.7, 0, 1, 0),
        Image.Resampling.BICUBIC,
    )
    wave = max(1.0, size * 0.05)
    phase = rng.uniform(0, math.tau)
    out = Image.new("L", layer.size, 0)
    stride = 3
    for left in range(0, layer.width, stride):
        dy = round(math.sin(left / (size * 2.2) + phase) * wave)
        out.paste(layer.crop((left, 0, left + stride, layer.height)), (left, dy))
    uneven = spread(clouds(out.size, rng, cell=size * 1.4, octaves=2), 20, 130)
    out = Image.composite(out, out.point([v * 3 // 5 for v in range(256)]), uneven)
    if tilt:
        out = out.rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    out = out.filter(ImageFilter.GaussianBlur(0.5)).point([round(v * share) for v in range(256)])
    im.paste(colour, (round(at[0] - size), round(at[1] - size * 1.7)), out)


def stamp(
    im,
    at,
    radius,
    rng: random.Random,
    *,
    words="СТАЛЬНЕ",
    middle="",
    colour=(58, 66, 130),
    turn=None,
) -> None:
    """Press a round rubber stamp, unevenly inked."""
    side = round(radius * 2.3)
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    c = side / 2
    for r, width in ((radius, 0.05), (radius * 0.92, 0.02), (radius * 0.58, 0.022)):
        pen.ellipse(
            (c - r, c - r, c + r, c + r),
            outline=255,
            width=max(2, round(radius * width)),
        )
    size = round(radius * 0.24)
    text = f"• {words} "
    text = text * max(1, round(22 / len(text)))
    for k, char in enumerate(text):
        angle = -math.pi / 2 + math.tau * k / len(text)
        script = script_of(char)
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text(
            (size, size),
            char,
            font=font("sans", size, 600, script),
            fill=255,
            anchor="mm",
        )
        tile = tile.rotate(-math.degrees(angle) - 90, Image.Resampling.BICUBIC)
        px, py = (
            c + math.cos(angle) * radius * 0.75,
            c + math.sin(angle) * radius * 0.75,
        )
        layer.paste(255, (round(px - size), round(py - size)), tile)
    if middle:
        rows = middle.split("\n")
        for k, row in enumerate(rows):
            tall = radius * (0.28 if len(rows) > 1 else 0.36)
            y = c + tall * (k - (len(rows) - 1) / 2) * 1.15 + tall * 0.35
            big = min(tall, tall * radius * 1.02 / max(1, wide(row, tall, "sans", 600)))
            write_grey(layer, (c, y), row, big)
    layer = layer.rotate(rng.uniform(-24, 24) if turn is None else turn, Image.Resampling.BICUBIC)
    worn = spread(clouds(layer.size, rng, cell=radius * 0.3, octaves=4), 78, 132)
    layer = Image.composite(layer, layer.point([v // 4 for v in range(256)]), worn)
    layer = layer.filter(ImageFilter.GaussianBlur(0.8)).point([round(v * 0.72) for v in range(256)])
    im.paste(colour, (round(at[0] - c), round(at[1] - c)), layer)


def write_grey(layer: Image.Image, at, text: str, size: float) -> None:
    """Write centred into a grey layer."""
    pen = ImageDraw.Draw(layer)
    size = max(6, round(size))
    x = at[0] - wide(text, size, "sans", 600) / 2
    for script, part in runs(text):
        opened = font("sans", size, 600, script)
        pen.text((x, at[1]), part, font=opened, fill=255, anchor="ls")
        x += opened.getlength(part)


def in_negative(im: Image.Image, text: str, rng: random.Random, *, size=0.026) -> None:
    """Letter a caption into the negative, white along the lower edge."""
    tall = max(im.size) * size
    write(
        im,
        (im.width * 0.035, im.height - tall * 1.0),
        text,
        tall,
        (246, 240, 226),
        face="italic",
        weight=380,
        share=0.88,
        track=0.03,
    )
