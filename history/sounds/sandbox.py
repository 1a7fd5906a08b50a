"""Hand a sound file to a child process with walls, and believe little of its answer."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from history.images.results import Limits
from history.images.sandbox import ask, understood

from .results import BARS, LOUDEST, Prepared, Sound
from .table import CONTAINERS, SUFFIXES

CHILD_MODULE = "history.sounds.child"
CPU_SECONDS, WALL_SECONDS = 180, 300  # six hours of speech take a minute


def inspect(
    path: str | Path,
    *,
    limits: Limits | None = None,
    is_lenient: bool = False,
    module: str = CHILD_MODULE,
) -> Sound:
    """Return what a sound file is, having heard no more than its beginning.

    Raises: Unreadable; `incomplete` unless lenient.
    """
    answer = ask("inspect", path, limits or Limits(), module, is_lenient=is_lenient)
    return understood(lambda: _sound(answer["sound"]))


def _sound(facts: dict[str, Any]) -> Sound:
    sound = Sound(media_type=facts["media_type"], codec=str(facts["codec"])[:40])
    if sound.media_type not in CONTAINERS:
        raise ValueError(f"unexpected type {sound.media_type!r}")
    return sound


def derive(
    path: str | Path,
    *,
    into: str | Path,
    limits: Limits | None = None,
    module: str = CHILD_MODULE,
) -> Prepared:
    """Make the public copy of a recording in a folder, or nothing at all.

    Raises: Unreadable.
    """
    into = Path(into)
    into.mkdir(parents=True, exist_ok=True)
    limits = replace(
        limits or Limits(), cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS
    )
    with tempfile.TemporaryDirectory(prefix=".part-", dir=into) as part:
        answer = ask("derive", path, limits, module, into=part)
        prepared = understood(lambda: _prepared(answer, Path(part)))
        Path(part, prepared.copy_name).replace(into / prepared.copy_name)
    return prepared


def _prepared(answer: dict[str, Any], part: Path) -> Prepared:
    """Believe the child only where its files and numbers agree with its words."""
    peaks = [int(height) for height in answer["peaks"]]
    if len(peaks) != BARS or not all(0 <= height <= LOUDEST for height in peaks):
        raise ValueError("unexpected peaks")
    name, copy_type = answer["copy_name"], answer["copy_type"]
    if name != f"sound{SUFFIXES[copy_type]}" or answer["media_type"] not in CONTAINERS:
        raise ValueError(f"unexpected copy {name!r}")
    duration_ms = int(answer["duration_ms"])
    if not 0 < duration_ms < 2**31:
        raise ValueError(f"unexpected length {duration_ms}")
    return Prepared(
        media_type=answer["media_type"],
        duration_ms=duration_ms,
        peaks=peaks,
        copy_name=name,
        copy_type=copy_type,
        copy_size=(part / name).stat().st_size,
    )
