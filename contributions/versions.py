"""Two pages of one draft: what each of them changed, and where they disagree.

A page says on which words it was built: a short digest of each. No clock takes part, so
a device whose clock is wrong decides nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DIGITS = 16
# Half of one and half of the other would be a third thing that nobody meant.
TOGETHER = (("latitude", "longitude"),)


@dataclass(frozen=True)
class Merged:
    """What may be written, what others wrote meanwhile, and what has to be chosen."""

    written: dict[str, Any] = field(default_factory=dict)
    newer: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)
    """By field, what stands there now; what was typed is in the form."""


def digest(value: Any) -> str:
    """Name a value in a few letters; nothing typed and nothing known are the same."""
    text = "" if value is None else str(value)
    text = text.replace("\r\n", "\n").strip()
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def basis(values: Mapping[str, Any]) -> str:
    """Write down on which words a page is built, for a hidden field of its form."""
    return " ".join(f"{name}:{digest(value)}" for name, value in values.items())


def read(text: str) -> dict[str, str]:
    """Read a basis; what is no basis says nothing."""
    pairs = (pair.partition(":") for pair in text[:20_000].split())
    return {name: value for name, _colon, value in pairs if value}


def merge(
    current: Mapping[str, Any], sent: Mapping[str, Any], built_on: Mapping[str, str]
) -> Merged:
    """Bring together what stands there, what comes, and what it was built on."""
    merged = Merged()
    for names in _groups(sent):
        is_known = all(name in built_on for name in names)
        is_theirs = is_known and any(
            digest(current[name]) != built_on[name] for name in names
        )
        is_mine = not is_known or any(
            digest(sent[name]) != built_on[name] for name in names
        )
        is_same = all(digest(sent[name]) == digest(current[name]) for name in names)
        if is_same or (is_mine and not is_theirs):
            merged.written.update({name: sent[name] for name in names})
        elif is_mine:
            merged.conflicts.update({name: current[name] for name in names})
        else:
            merged.newer.update({name: current[name] for name in names})
    return merged


def _groups(sent: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Part the fields that came into those that stand alone and those that go together."""
    groups = [group for group in TOGETHER if all(name in sent for name in group)]
    bound = {name for group in groups for name in group}
    return [*groups, *((name,) for name in sent if name not in bound)]
