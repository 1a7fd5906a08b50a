"""Own how a recording is described to a page: address, length in words, waveform."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

BAR_STEP, HEIGHT = 4, 64
"""Units of the drawing: the way from bar to bar, and its whole height."""
TALLEST, SHORTEST = 60, 2


@dataclass(frozen=True, slots=True)
class Recording:
    """Hold everything `components/recording.html` and `wave.html` need."""

    src: str
    type: str
    size: int
    seconds: float
    duration: str
    label: str
    wave: str
    wave_width: int


def describe(
    step: Mapping, *, url: Callable[[str], str], duration_ms: int, peaks: Sequence[int]
) -> Recording:
    """Describe a recording by the record of its copy."""
    duration = in_words(duration_ms)
    return Recording(
        src=url(step["path"]),
        type=step["type"],
        size=step["size"],
        seconds=duration_ms / 1000,
        duration=duration,
        label=_("Recording, %(duration)s") % {"duration": duration},
        wave=wave(peaks),
        wave_width=BAR_STEP * len(peaks),
    )


def in_words(duration_ms: int) -> str:
    """Say a length of time: "48 seconds", "3 minutes 12 seconds", "1 hour 5 minutes"."""
    seconds = max(1, round(duration_ms / 1000))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    said = []
    if hours:
        said.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    if seconds and not hours:
        said.append(ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds})
    return " ".join(said)


def iso_duration(duration_ms: int) -> str:
    """Write a length of time for programs (ISO 8601)."""
    return f"PT{max(1, round(duration_ms / 1000))}S"


def wave(peaks: Sequence[int]) -> str:
    """Draw the heights as upright strokes: the `d` of an SVG path."""
    bars = []
    for place, peak in enumerate(peaks):
        height = max(SHORTEST, round(peak * TALLEST / 100))
        top = (HEIGHT - height) // 2
        bars.append(f"M{place * BAR_STEP + BAR_STEP // 2} {top}v{height}")
    return "".join(bars)
