"""Own the drawn pictures of the living catalogue; no real photograph is needed there."""

import base64
import random

from history.pictures import Picture, ratio_class

TONES = {
    "sepia": ("#e9dcc3", "#cdb894", "#8d7653", "#4d3d28", "#2b2118"),
    "grey": ("#e4e4e0", "#bdbdb8", "#84847f", "#45464a", "#1f2023"),
    "colour": ("#cfe0e6", "#b7c9a8", "#b0704a", "#5d4a3d", "#2d3136"),
}


def scene(width, height, alt, *, tone="sepia", seed=1):
    """Draw a street under chimneys, as a Picture with its address inside."""
    dice = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    sky, haze, wall, dark, ink = TONES[tone]
    horizon = height * dice.uniform(0.5, 0.62)
    parts = [f'<rect width="{width}" height="{height}" fill="{sky}"/>']
    x = 0.0
    while x < width:
        w = width * dice.uniform(0.12, 0.3)
        top = horizon - height * dice.uniform(0.03, 0.12)
        parts.append(
            f'<path fill="{haze}" d="M{x:.0f} {horizon:.0f}'
            f'Q{x + w / 2:.0f} {top:.0f} {x + w * 1.4:.0f} {horizon:.0f}z"/>'
        )
        x += w
    for _ in range(dice.randint(2, 4)):
        x, top = width * dice.random(), height * dice.uniform(0.12, 0.3)
        w = max(width, height) * 0.016
        parts.append(
            f'<path fill="{wall}" d="M{x:.0f} {horizon:.0f}l{w * 0.3:.0f} '
            f"{top - horizon:.0f}h{w:.0f}l{w * 0.3:.0f} {horizon - top:.0f}z"
            f'"/><path fill="none" stroke="{haze}" stroke-width="{w * 1.6:.0f}" '
            f'stroke-linecap="round" opacity=".6" d="M{x + w:.0f} {top - w:.0f}'
            f'q{w * 3:.0f} {-w * 3:.0f} {w * 9:.0f} {-w * 2:.0f}"/>'
        )
    x, unit = -0.04 * width, min(width, height)
    while x < width:
        w, h = unit * dice.uniform(0.16, 0.3), unit * dice.uniform(0.1, 0.3)
        base = horizon + height * 0.1
        roof = unit * dice.uniform(0.03, 0.1)
        face = dice.choice((wall, dark))
        parts.append(
            f'<path fill="{face}" d="M{x:.0f} {base:.0f}v{-h:.0f}l{w / 2:.0f} '
            f'{-roof:.0f}l{w / 2:.0f} {roof:.0f}v{h:.0f}z"/>'
        )
        parts.extend(
            f'<rect x="{x + w * (0.2 + 0.28 * i):.0f}" y="{base - h * 0.75:.0f}" '
            f'width="{w * 0.12:.0f}" height="{h * 0.24:.0f}" '
            f'fill="{dice.choice((sky, ink))}"/>'
            for i in range(3)
        )
        x += w * dice.uniform(0.9, 1.25)
    base = horizon + height * 0.1
    parts.append(
        f'<rect y="{base:.0f}" width="{width}" height="{height - base:.0f}" '
        f'fill="{wall}"/><path fill="{haze}" d="M{width * 0.35:.0f} {base:.0f}'
        f'h{width * 0.14:.0f}l{width * 0.3:.0f} {height - base:.0f}h{-width * 0.7:.0f}z"/>'
    )
    for _ in range(dice.randint(3, 7)):
        x, y = width * dice.uniform(0.1, 0.9), base + height * dice.uniform(0.04, 0.2)
        tall = unit * dice.uniform(0.06, 0.12)
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y - tall:.0f}" r="{tall * 0.13:.1f}" '
            f'fill="{ink}"/><path fill="{ink}" d="M{x - tall * 0.15:.1f} '
            f"{y - tall * 0.85:.0f}h{tall * 0.3:.1f}l{tall * 0.06:.1f} "
            f'{tall * 0.85:.0f}h{-tall * 0.42:.1f}z"/>'
        )
    small = (
        f'<rect width="{width}" height="{height}" fill="{haze}"/>'
        f'<rect y="{base:.0f}" width="{width}" height="{height}" fill="{wall}"/>'
    )
    return Picture(
        src=_address(width, height, "".join(parts)),
        srcset="",
        width=width,
        height=height,
        alt=alt,
        placeholder=_address(width, height, small),
        ratio=ratio_class(width, height),
        largest="",
    )


def _address(width, height, body):
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="none">{body}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
