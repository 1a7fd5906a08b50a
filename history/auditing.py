"""Compare what the rows say with what lies in the storages, and tell every difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone

from history import masters
from history.masters import listing, owning, sweeping
from history.models import Master, Media, ThenNow


@dataclass(frozen=True)
class Difference:
    """Name one thing that is not as it should be."""

    kind: str  # a key of KINDS
    name: str  # where it lies
    about: str  # what a person knows it by


# What the operator reads about each kind: (what it is, what to do).
KINDS = {
    "changed": (
        "originals whose bytes have changed",
        "Bring the file back from a backup, under exactly this name. "
        "Or ask the giver to send it again: the same file mends this by itself.",
    ),
    "missing": (
        "originals that are not there",
        "Is the disk mounted? Else bring the file back from a backup, or ask the "
        "giver to send it again.",
    ),
    "orphan": (
        "files that no row names",
        "Nothing to do: leftovers of a crash, swept once a day. Originals among them "
        "are set aside for 30 days first. Many at once? Then the database may be older "
        "than the files: stop the worker and look.",
    ),
    "private": (
        "private pictures that are missing or half there",
        "manage.py rebuild_renditions --missing",
    ),
    "public": (
        "public pictures that are missing or half there",
        "The worker mends them; at once: manage.py rebuild_renditions --missing",
    ),
    "tiles": (
        "large pictures without their tiles",
        "manage.py rebuild_renditions --missing",
    ),
    "aligned": (
        "comparisons of then and now without their aligned picture",
        "manage.py rebuild_renditions --missing",
    ),
}


@dataclass
class Report:
    """Hold what was looked at and what was found."""

    masters_read: int = 0
    bytes_read: int = 0
    files_compared: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether everything is as the rows say."""
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        """Give plain values for programs."""
        return asdict(self) | {"clean": self.is_clean}

    def of_kind(self, kind: str) -> list[Difference]:
        """Keep one kind."""
        return [found for found in self.differences if found.kind == kind]


def read_originals(report: Report, wanted: Iterable[Master]) -> None:
    """Read originals again; damage is noted on their rows and told once.

    Raises: masters.StorageLost, and what a storage that does not answer raises.
    """

    def counted() -> Iterator[Master]:
        for master in wanted:
            report.masters_read += 1
            report.bytes_read += master.size_bytes
            yield master

    for master in masters.verify_all(counted()):
        name = masters.key_of(master.sha256)
        report.differences.append(
            Difference(master.problem, name, master.original_name)
        )


def compare_files(report: Report, *, at: datetime | None = None) -> None:
    """Find files without a row and pictures of rows that are not there, or not whole."""
    before = (at or timezone.now()) - sweeping.GRACE
    report.differences += [
        Difference("orphan", name, "private storage")
        for name in sweeping.orphaned_private(before=before)
    ]
    report.differences += [
        Difference("orphan", name, "public storage")
        for name in sweeping.orphaned_public(before=before)
    ]
    sizes = _sizes(report, "default", "renditions/")
    for master in Master.objects.filter(state=Master.State.READY).iterator(2000):
        steps = owning.private_steps(master)
        _compare(report, "private", steps, sizes, master.original_name)
    sizes = _sizes(report, "public", "")
    shown = Media.objects.shown()
    for media in shown.select_related("item").iterator(2000):
        steps = owning.public_steps(media)
        if not steps:
            report.differences.append(Difference("public", "", media.item.reference))
        _compare(report, "public", steps, sizes, media.item.reference)
        if media.tiles_state == Media.Tiles.MADE:
            whole = f"{media.tiles['folder']}/info.json"  # written last
            if whole not in sizes:
                report.differences.append(
                    Difference("tiles", whole, media.item.reference)
                )
    made = ThenNow.objects.visible().filter(aligned_state=ThenNow.Aligned.MADE)
    for pair in made.with_sides().iterator(2000):
        _compare(report, "aligned", owning.aligned_steps(pair), sizes, pair.reference)
    for about, steps in owning.public_elsewhere():
        _compare(report, "public", steps, sizes, about)


def _sizes(report: Report, storage: str, prefix: str) -> dict[str, int]:
    found = {
        stored.name: stored.size_bytes
        for stored in listing.files(storages[storage], prefix)
    }
    report.files_compared += len(found)
    return found


def _compare(report: Report, kind: str, steps, sizes, about: str) -> None:
    report.differences += [
        Difference(kind, step["path"], about)
        for step in steps
        if sizes.get(step["path"]) != step["size"]
    ]
