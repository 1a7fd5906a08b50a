"""Own the picture being drawn: its pixels, noise, light, haze and camera."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

OVERSAMPLE = 1.5
Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Return the colour that lies `share` of the way from a to b."""
    share = max(0.0, min(1.0, share))
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))


def lit(colour: Colour, light: float) -> Colour:
    """Return the colour under more (over 1) or less (under 1) light."""
    return tuple(max(0, min(255, round(part * light))) for part in colour)


def alpha(colour: Colour, share: float) -> tuple[int, int, int, int]:
    """Return the colour with an opacity between 0 and 1."""
    return (*colour, max(0, min(255, round(share * 255))))


def grain(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Return white noise, the same for the same random state."""
    return Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))


def clouds(
    size: tuple[int, int],
    rng: random.Random,
    *,
    cell: float = 240,
    octaves: int = 4,
    stretch: float = 1.0,
) -> Image.Image:
    """Return fractal noise around mid grey: clouds, smoke, plaster, water."""
    width, height = size
    total: Image.Image | None = None
    weight = 0.0
    for octave in range(octaves):
        step = cell / 2**octave
        small = (
            max(2, round(width / (step * stretch)) + 2),
            max(2, round(height / step) + 2),
        )
        layer = grain(small, rng).resize(size, Image.Resampling.BICUBIC)
        share = 0.55**octave
        weight += share
        total = layer if total is None else Image.blend(total, layer, share / weight)
    return total


def spread(noise: Image.Image, low: int, high: int) -> Image.Image:
    """Stretch noise so that low becomes black and high becomes white."""
    span = max(1, high - low)
    return noise.point([max(0, min(255, (v - low) * 255 // span)) for v in range(256)])


class Plate:
    """A picture in work: pixels, a level camera, a light and the air between."""

    def __init__(self, width: int, height: int, *, seed: int, year: int):
        self.final = (width, height)
        self.w = round(width * OVERSAMPLE)
        self.h = round(height * OVERSAMPLE)
        self.year = year
        self.rng = random.Random(f"{seed}")
        self.im = Image.new("RGB", (self.w, self.h), (200, 200, 200))
        self.pen = ImageDraw.Draw(self.im, "RGBA")
        self.haze: Colour = (214, 218, 222)
        self.air = 160.0
        self.sun = 1.0
        self.look(horizon=0.56)

    @property
    def unit(self) -> float:
        """Return one thousandth of the picture's longer side in pixels."""
        return max(self.w, self.h) / 1000

    # The camera looks along +z, level, from `eye` metres above the ground.
    def look(
        self,
        *,
        horizon: float,
        middle: float = 0.5,
        eye: float = 2.6,
        lens: float = 0.95,
    ) -> None:
        """Place the camera."""
        self.horizon = self.h * horizon
        self.middle = self.w * middle
        self.eye = eye
        self.focal = self.w * lens

    def at(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Return where a point of the scene, in metres, lies in the picture."""
        z = max(z, 0.6)
        return (
            self.middle + self.focal * x / z,
            self.horizon + self.focal * (self.eye - y) / z,
        )

    def metre(self, z: float) -> float:
        """Return how many pixels a metre takes at this depth."""
        return self.focal / max(z, 0.6)

    def fog(self, colour: Colour, z: float, light: float = 1.0) -> Colour:
        """Return the colour as it looks through z metres of air."""
        return mix(lit(colour, light), self.haze, 1 - math.exp(-z / self.air))

    def shape(self, points, colour: Colour, share: float = 1.0) -> None:
        """Fill a polygon given in picture points."""
        self.pen.polygon([tuple(p) for p in points], fill=alpha(colour, share))

    def ground(self, points, colour: Colour, share: float = 1.0, y: float = 0) -> None:
        """Fill a polygon lying on the ground, given as (x, z) in metres."""
        self.shape([self.at(x, y, z) for x, z in points], colour, share)

    def line(self, points, colour: Colour, width: float, share: float = 1.0) -> None:
        """Draw a line through picture points."""
        self.pen.line(
            [tuple(p) for p in points],
            fill=alpha(colour, share),
            width=max(1, round(width)),
            joint="curve",
        )

    def blob(self, x, y, rx, ry, colour: Colour, share: float = 1.0) -> None:
        """Fill an ellipse around a picture point."""
        self.pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=alpha(colour, share))

    def paste(self, layer: Image.Image, at=(0, 0), mask=None) -> None:
        """Lay an image over the picture."""
        self.im.paste(layer, (round(at[0]), round(at[1])), mask)

    def wash(self, colour: Colour, mask: Image.Image) -> None:
        """Colour the picture through a grey mask of its own size."""
        self.im.paste(colour, (0, 0), mask)

    def veil(self, top: float, bottom: float, share: float, colour=None) -> None:
        """Let a band of haze lie over the picture, densest at its bottom."""
        y0, y1 = round(self.h * top), round(self.h * bottom)
        if y1 <= y0:
            return
        rise = Image.linear_gradient("L").resize((self.w, max(1, (y1 - y0) * 3 // 5)))
        fall = Image.linear_gradient("L").resize((self.w, y1 - y0 - rise.height))
        band = Image.new("L", (self.w, y1 - y0))
        band.paste(rise, (0, 0))
        band.paste(fall.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, rise.height))
        band = band.point([round((3 - 2 * v / 255) * v * v / 255 * share) for v in range(256)])
        layer = Image.new("RGB", band.size, colour or self.haze)
        self.im.paste(layer, (0, y0), band)

    def shade(self, box, noise: Image.Image, depth: float) -> None:
        """Multiply a part of the picture by noise, mid grey leaving it alone."""
        part = self.im.crop(box)
        table = [max(0, min(255, round(128 + (v - 128) * depth))) for v in range(256)]
        noise = noise.resize(part.size).point(table).convert("RGB")
        part = ImageChops.multiply(part, noise.point([min(255, v) for v in range(256)] * 3))
        part = part.point([min(255, v * 2) for v in range(256)] * 3)
        self.im.paste(part, box[:2])

    def soften(self, radius: float) -> None:
        """Blur all that is drawn so far, in thousandths of the long side."""
        self.im = self.im.filter(ImageFilter.GaussianBlur(radius * self.unit))
        self.pen = ImageDraw.Draw(self.im, "RGBA")

    def glow(self, share: float = 0.25, radius: float = 14) -> None:
        """Let the lights bleed a little, as through an old lens."""
        small = self.im.reduce(4).filter(ImageFilter.GaussianBlur(radius * self.unit / 4))
        bloom = ImageChops.screen(self.im, small.resize(self.im.size))
        self.im = Image.blend(self.im, bloom, share)
        self.pen = ImageDraw.Draw(self.im, "RGBA")

    @property
    def near(self) -> float:
        """Return the depth at which the ground enters the picture."""
        return self.focal * self.eye / max(1, self.h - self.horizon)

    def weather(self, fine: float = 0.07, broad: float = 0.07) -> None:
        """Break flat tones the way plaster, dust and uneven light do."""
        whole = (0, 0, self.w, self.h)
        size = (self.w // 2, self.h // 2)
        grit = clouds(size, self.rng, cell=3.4 * self.unit, octaves=2)
        self.shade(whole, grit, fine)
        self.shade(whole, clouds(size, self.rng, cell=self.w * 0.2, octaves=3), broad)
        self.pen = ImageDraw.Draw(self.im, "RGBA")

    def done(self) -> Image.Image:
        """Return the picture at its final size."""
        return self.im.resize(self.final, Image.Resampling.LANCZOS)
