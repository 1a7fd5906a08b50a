"""The words of this package: what a recording is, and what was made from it."""

from __future__ import annotations

from dataclasses import dataclass

BARS = 120
"""How many heights a waveform has."""

LOUDEST = 100
"""The height of the loudest bar; silence is 0."""


@dataclass(frozen=True)
class Sound:
    """Tell what a sound file holds, as far as its head says."""

    media_type: str
    codec: str


@dataclass(frozen=True)
class Prepared:
    """Hold what one pass gave: the public copy, the length, the shape of loudness."""

    media_type: str  # of the original
    duration_ms: int  # of what really sounds, whatever the head says
    peaks: list[int]  # BARS heights from 0 to LOUDEST
    copy_name: str  # the file name; callers put their own folder in front
    copy_type: str
    copy_size: int
