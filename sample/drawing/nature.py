"""Draw what nobody built: sky, ground, trees, water, snow and smoke."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFilter

from .plate import Colour, Plate, clouds, mix, spread

LEAVES: dict[str, Colour] = {
    "spring": (132, 146, 88),
    "summer": (84, 104, 62),
    "autumn": (168, 122, 62),
}


def sky(
    p: Plate,
    *,
    top: Colour,
    low: Colour,
    until: float | None = None,
    cloud: float = 0.5,
    white: Colour = (244, 243, 240),
) -> None:
    """Fill the sky down to the horizon, with clouds that grow towards it."""
    height = round(p.h * until) if until else round(p.horizon + p.h * 0.03)
    ramp = Image.linear_gradient("L").resize((p.w, height))
    p.paste(Image.new("RGB", (p.w, height), top))
    p.paste(Image.new("RGB", (p.w, height), low), mask=ramp)
    if cloud:
        noise = clouds((p.w, height), p.rng, cell=p.h * 0.32, octaves=5, stretch=2.4)
        mask = spread(noise, 118, 190)
        mask = mask.point([round(v * cloud) for v in range(256)])
        p.paste(Image.new("RGB", (p.w, height), white), mask=mask)
    p.haze = mix(low, p.haze, 0.3)


def earth(p: Plate, colour: Colour, *, rough: float = 0.8, tracks: bool = False):
    """Fill the ground below the horizon, its grain growing towards the eye."""
    top = round(p.horizon)
    height = p.h - top
    if height <= 0:
        return
    p.paste(Image.new("RGB", (p.w, height), colour), (0, top))
    ramp = Image.linear_gradient("L").resize((p.w, height)).rotate(180)
    ramp = ramp.point([round(v * v / 255 * 0.8) for v in range(256)])
    p.paste(Image.new("RGB", (p.w, height), p.haze), (0, top), ramp)
    coarse = clouds((p.w, height), p.rng, cell=p.h * 0.05, octaves=4, stretch=5)
    p.shade((0, top, p.w, p.h), coarse, rough * 0.34)
    near = clouds((p.w, height // 2), p.rng, cell=p.h * 0.03, octaves=4, stretch=3)
    p.shade((0, top + height - height // 2, p.w, p.h), near, rough * 0.3)
    if tracks:
        for x in (-1.1, 0.5, 1.6, 2.9):
            for _ in range(2):
                jog = p.rng.uniform(-0.15, 0.15)
                points = [p.at(x + jog + math.sin(z / 9 + jog * 9) * 0.25, 0, z) for z in (3, 4, 5, 7, 9, 12, 16, 22, 30, 44, 70, 120)]
                dark = mix(colour, (40, 34, 28), 0.5)
                p.line(points, dark, 2.4 * p.unit, 0.22)


def snow(p: Plate) -> None:
    """Fill the ground with snow and blue-grey hollows."""
    earth(p, (226, 230, 236), rough=0.28)
    p.rng.random()
    for _ in range(26):
        z = p.rng.uniform(4, 60)
        x = p.rng.uniform(-0.6, 0.6) * z
        a, b = p.at(x, 0, z), p.at(x + p.rng.uniform(1, 5), 0, z + z * 0.04)
        p.blob(a[0], a[1], abs(b[0] - a[0]), abs(b[1] - a[1]) + 2, (168, 180, 196), 0.14)


def branches(p: Plate, x, y, length, angle, width, colour, depth, share=1.0):
    """Draw a bare branch and all that grow from it."""
    rng = p.rng
    x1 = x + math.sin(angle) * length
    y1 = y - math.cos(angle) * length
    p.line([(x, y), (x1, y1)], colour, max(1, width), share)
    if depth == 0 or length < 3:
        return
    for _ in range(rng.choice((2, 3, 3))):
        branches(
            p,
            x1,
            y1,
            length * rng.uniform(0.6, 0.84),
            angle + rng.uniform(-0.62, 0.62),
            width * 0.62,
            colour,
            depth - 1,
            share,
        )


def tree(
    p: Plate,
    x: float,
    z: float,
    *,
    height: float = 8,
    season: str = "summer",
    poplar: bool = False,
) -> None:
    """Plant a tree at (x, z) metres."""
    rng = p.rng
    metre = p.metre(z)
    foot = p.at(x, 0, z)
    bark = p.fog((58, 50, 44), z)
    tall = height * metre
    shadow = p.fog((52, 50, 48), z)
    p.blob(foot[0] - p.sun * tall * 0.14, foot[1], tall * 0.26, tall * 0.025, shadow, 0.3)
    if season == "winter":
        levels = 6 if tall > 260 else 5 if tall > 110 else 4
        branches(p, *foot, tall * 0.3, rng.uniform(-0.06, 0.06), tall * 0.034, bark, levels)
        return
    lean = rng.uniform(-0.05, 0.05) * tall
    trunk = tall * 0.02 + 1
    p.shape(
        [
            (foot[0] - trunk, foot[1]),
            (foot[0] + trunk, foot[1]),
            (foot[0] + lean + trunk * 0.5, foot[1] - tall * 0.62),
            (foot[0] + lean - trunk * 0.5, foot[1] - tall * 0.62),
        ],
        bark,
    )
    for side in (-0.5, -0.2, 0.25, 0.55):
        p.line(
            [
                (foot[0] + lean * 0.6, foot[1] - tall * 0.4),
                (foot[0] + lean + side * tall * 0.3, foot[1] - tall * 0.68),
            ],
            bark,
            trunk * 0.7,
        )
    leaf = LEAVES.get(season, LEAVES["summer"])
    wide, high = (0.1, 0.42) if poplar else (0.3, 0.3)
    cx, cy = foot[0] + lean, foot[1] - tall * (0.56 if poplar else 0.7)
    count = int(min(1500, 120 + tall * 2.6))
    hubs = [
        (
            rng.uniform(-0.62, 0.62) * wide,
            rng.uniform(-0.72, 0.66) * high,
            rng.uniform(0.4, 0.66),
        )
        for _ in range(11)
    ]
    clumps = []
    for _ in range(count):
        hx, hy, reach = rng.choice(hubs)
        turn = rng.uniform(0, math.tau)
        reach *= math.sqrt(rng.random()) * rng.uniform(0.7, 1.25)
        dx = (hx + math.cos(turn) * reach * wide) * tall
        dy = (hy + math.sin(turn) * reach * high) * tall
        own = -math.sin(turn) * 0.5 + p.sun * math.cos(turn) * 0.5
        clumps.append((rng.random(), dy, dx, own * reach))
    size = tall * (0.014 if poplar else 0.018)
    for rank, dy, dx, own in sorted(clumps):
        glow = 0.42 + 0.26 * rank + 0.5 * own - 0.3 * dy / (high * tall)
        glow += 0.18 * p.sun * dx / (wide * tall) + rng.uniform(-0.12, 0.12)
        tone = p.fog(leaf, z, max(0.26, glow))
        r = size * rng.uniform(0.5, 1.7)
        p.blob(
            cx + dx,
            cy + dy,
            r * rng.uniform(0.8, 1.6),
            r * rng.uniform(0.6, 1.1),
            tone,
            0.85,
        )


def bushes(p: Plate, x0, x1, z, *, height=1.4, season="summer") -> None:
    """Grow a hedge or undergrowth along the picture plane."""
    rng = p.rng
    metre = p.metre(z)
    leaf = LEAVES.get(season, (120, 112, 100))
    for _ in range(int(40 + (x1 - x0) * 9)):
        x = rng.uniform(x0, x1)
        y = abs(rng.gauss(0, 0.42)) * height
        sx, sy = p.at(x, y, z)
        tone = p.fog(leaf, z, 0.5 + 0.4 * y / height + rng.uniform(-0.12, 0.12))
        r = metre * rng.uniform(0.1, 0.3)
        p.blob(sx, sy, r * 1.2, r, tone, 0.85)


def smoke(
    p: Plate,
    x: float,
    y: float,
    *,
    size: float,
    drift: float,
    tone: Colour = (92, 90, 92),
    thick: float = 0.75,
    white: bool = False,
) -> None:
    """Let smoke rise from a picture point, swelling as the wind takes it."""
    rng = p.rng
    colour = (240, 240, 238) if white else tone
    reach = size * (1.3 + 7 * abs(drift))
    left = x - (size * 1.3 if drift > 0 else reach)
    top, wide, high = y - size * 4.4, reach + size * 1.3, size * 5.4
    small = (max(8, round(wide / 3)), max(8, round(high / 3)))
    layer = Image.new("L", small, 0)
    relief = Image.new("L", small, 128)
    pen, brush = ImageDraw.Draw(layer), ImageDraw.Draw(relief)
    steps = 110
    for step in range(steps, 0, -1):
        share = step / steps
        px = x + drift * size * share**1.25 * 7 - left
        py = y - size * 3.1 * share**0.8 - top
        r = size * (0.1 + 0.85 * share) * rng.uniform(0.45, 0.9)
        px += rng.gauss(0, 0.2) * size * (0.12 + share)
        py += rng.gauss(0, 0.2) * size * (0.12 + share)
        value = int(255 * thick * min(1.0, 1.35 * (1 - share) ** 0.6))
        pen.ellipse(((px - r) / 3, (py - r) / 3, (px + r) / 3, (py + r) / 3), fill=value)
        for k in range(3):  # each puff is round: light above, dark below
            q = r * (1 - k * 0.26)
            ox, oy = p.sun * r * 0.16 * k, -r * 0.2 * k
            brush.ellipse(
                (
                    (px + ox - q) / 3,
                    (py + oy - q) / 3,
                    (px + ox + q) / 3,
                    (py + oy + q) / 3,
                ),
                fill=96 + k * 34,
            )
    layer = layer.filter(ImageFilter.GaussianBlur(size * 0.07 / 3 + 0.8))
    relief = relief.filter(ImageFilter.GaussianBlur(size * 0.06 / 3 + 0.8))
    noise = spread(clouds(small, rng, cell=size * 0.22, octaves=4), 30, 150)
    layer = Image.composite(layer, layer.point([v * 11 // 20 for v in range(256)]), noise)
    edge = Image.new("L", small, 0)
    inset = max(2, round(size * 0.16))
    edge.paste(255, (inset, 0, small[0] - inset, small[1]))
    edge = edge.filter(ImageFilter.GaussianBlur(inset / 2))
    layer = Image.composite(layer, Image.new("L", small, 0), edge)
    dark = mix(colour, (20, 18, 18), 0.3)
    bright = mix(colour, (255, 252, 246), 0.5)
    body = Image.composite(Image.new("RGB", small, bright), Image.new("RGB", small, dark), relief)
    box = (round(wide), round(high))
    mask = layer.resize(box, Image.Resampling.BICUBIC)
    p.im.paste(body.resize(box, Image.Resampling.BICUBIC), (round(left), round(top)), mask)


def water(p: Plate, top: float, bottom: float, colour: Colour, *, mirror: float = 0.6):
    """Turn a band of the picture into water that mirrors what stands above it."""
    y0, y1 = round(p.h * top), round(p.h * bottom)
    height = y1 - y0
    source = p.im.crop((0, max(0, y0 - height), p.w, y0))
    flip = source.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((p.w, height))
    flip = flip.filter(ImageFilter.GaussianBlur(2.6 * p.unit))
    wave = Image.new("RGB", flip.size)
    rng = p.rng
    y = 0
    while y < height:
        step = max(1, round((1 + 9 * (y / height)) * rng.uniform(0.4, 1.2)))
        shift = round(rng.gauss(0, 1.2 + 9 * y / height))
        wave.paste(flip.crop((0, y, p.w, min(height, y + step))), (shift, y))
        if shift > 0:
            wave.paste(flip.crop((0, y, shift, min(height, y + step))), (0, y))
        elif shift < 0:
            strip = flip.crop((p.w + shift, y, p.w, min(height, y + step)))
            wave.paste(strip, (p.w + shift, y))
        y += step
    flat = Image.new("RGB", flip.size, colour)
    mixed = Image.blend(flat, wave, mirror)
    p.paste(mixed, (0, y0))
    ripple = clouds((p.w, height), rng, cell=p.h * 0.02, octaves=3, stretch=9)
    p.shade((0, y0, p.w, y1), ripple, 0.4)
    glints = spread(clouds((p.w, height), rng, cell=p.h * 0.012, octaves=2, stretch=14), 178, 215)
    layer = Image.new("RGB", flip.size, (250, 248, 242))
    p.paste(layer, (0, y0), glints.point([v // 3 for v in range(256)]))


def hills(p: Plate, base: float, height: float, colour: Colour, z: float) -> None:
    """Draw a soft line of far hills or woods on the horizon."""
    rng = p.rng
    phase = [rng.uniform(0, math.tau) for _ in range(4)]
    points = [(0, p.h * base + p.h * 0.1)]
    for step in range(0, 121):
        t = step / 120
        rise = sum(math.sin(t * math.tau * (1.1 + k * 1.7) + phase[k]) / (1.4 + k * 1.5) for k in range(4))
        points.append((t * p.w, p.h * base - p.h * height * (0.5 + rise * 0.36)))
    points.append((p.w, p.h * base + p.h * 0.1))
    p.shape(points, p.fog(colour, z))
