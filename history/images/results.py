"""The words of this package: limits going in, facts and refusals coming out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bound what one file may cost; the defaults are those of the settings."""

    max_bytes: int = 100 * MIB
    max_megapixels: int = 250
    max_frames: int = 50
    max_pages: int = 100
    max_sound_seconds: int = 6 * 3600
    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 20
    wall_seconds: int = 20


class Unreadable(Exception):
    """Say why a file gives no picture, by a stable code and a sentence."""

    def __init__(self, code: str, detail: str = "", **facts: Any) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail  # for the log only, never for a page
        self.facts = facts

    @property
    def sentence(self) -> str:
        """Return what the resident reads, in the active language."""
        # Imported here: the decoding child loads this module without Django.
        from .sentences import sentence_for  # noqa: PLC0415

        return sentence_for(self.code, **self.facts)


@dataclass(frozen=True)
class Inspection:
    """Tell what a picture file holds; EXIF and GPS are private."""

    media_type: str
    width_px: int  # upright
    height_px: int
    orientation: int = 1
    frames: int = 1
    pages: int = 1  # of a document; every page is a picture of its own
    exif: dict[str, Any] = field(default_factory=dict)
    gps: tuple[float, float] | None = None
    taken_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, for the pipe out of the child."""
        facts = asdict(self)
        facts["taken_at"] = self.taken_at.isoformat() if self.taken_at else None
        return facts

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Inspection:
        """Rebuild from the child's answer."""
        facts = dict(facts)
        if facts.get("gps"):
            facts["gps"] = (float(facts["gps"][0]), float(facts["gps"][1]))
        if facts.get("taken_at"):
            facts["taken_at"] = datetime.fromisoformat(facts["taken_at"])
        return cls(**facts)


@dataclass(frozen=True)
class Rendition:
    """Name one file made from a picture."""

    width: int
    height: int
    type: str
    path: str  # the file name; callers put their own folder in front
    size: int


@dataclass(frozen=True)
class Derived:
    """Hold all that one decode gave: files, placeholder, fingerprint, facts."""

    inspection: Inspection
    width_px: int  # after the edits, full size
    height_px: int
    renditions: list[dict[str, Any]]
    placeholder: str
    fingerprint: int  # 64-bit difference hash as a signed integer
    text: str = ""  # of this page, for search
