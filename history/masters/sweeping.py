"""Delete what nothing refers to any more; what anything refers to is never touched.

Rows whose drafts were given up, and files that no row names: leftovers of a crash.
An original without a row is first set aside, for it may be the database that is wrong.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from history.models import Master, Media, ThenNow

from . import listing, owning
from .keeping import StillUsed, forget, key_of, local_path, put

log = logging.getLogger(__name__)

ASIDE = "aside"
KEEP_ASIDE = timedelta(days=30)
GRACE = timedelta(hours=1)  # longer than any act that writes files before its row


def sweep(*, before: datetime, at_most: int = 200) -> int:
    """Forget originals that came before the moment and that no row refers to.

    Returns: how many went. A file that is being attached at this moment stays: `forget`
    looks again under a lock.
    """
    unused = Master.objects.filter(received_at__lt=before)
    for related in Master._meta.related_objects:
        rows = related.related_model._base_manager.filter(
            **{related.field.name: OuterRef("pk")}
        )
        unused = unused.exclude(Exists(rows))
    gone = 0
    for master in unused.order_by("pk")[:at_most]:
        try:
            forget(master)
        except StillUsed:
            continue
        gone += 1
    return gone


@dataclass
class Swept:
    """Name the files that went, and the originals that were set aside."""

    deleted: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)


def sweep_storage(*, at: datetime | None = None) -> Swept:
    """Delete files that no row names and that are older than an hour.

    Nothing is swept beside a database without originals: then the database is the
    one that is lost.
    """
    at = at or timezone.now()
    swept = Swept()
    if not Master.objects.exists():
        return swept
    for name in orphaned_private(before=at - GRACE):
        sha256 = name.rpartition("/")[2]
        if name == key_of(sha256):
            if _set_aside(sha256, at=at):
                swept.set_aside.append(name)
        elif name.startswith("masters/") and "/." not in name:  # a stranger's
            _move_aside(name, at=at)
            swept.set_aside.append(name)
        else:
            _delete("default", name)
            swept.deleted.append(name)
    for name in orphaned_public(before=at - GRACE):
        _delete("public", name)
        swept.deleted.append(name)
    for old in listing.files(storages["default"], f"{ASIDE}/"):
        if _day_of(old.name) < (at - KEEP_ASIDE).strftime("%Y-%m-%d"):
            _delete("default", old.name)
            swept.deleted.append(old.name)
    if swept.deleted or swept.set_aside:
        log.warning(
            "Swept %s leftover files, set %s originals aside",
            len(swept.deleted),
            len(swept.set_aside),
        )
    return swept


def orphaned_private(*, before: datetime) -> Iterator[str]:
    """Name private files of originals that no row names and nobody wrote lately."""
    private = storages["default"]
    found = [
        stored.name
        for prefix in ("masters/", "renditions/")
        for stored in listing.files(private, prefix)
        if stored.written_at < before
    ]
    # After the list: what was stored meanwhile has its row by now, or is younger.
    owned = {
        step["path"]
        for master in Master.objects.only(*owning.PRIVATE_FIELDS).iterator(2000)
        for step in owning.private_steps(master)
    }
    owned.update(
        key_of(sha256) for sha256 in Master.objects.values_list("sha256", flat=True)
    )
    return (name for name in found if name not in owned)


def orphaned_public(*, before: datetime) -> Iterator[str]:
    """Name public files that no row names and nobody wrote lately."""
    found = [
        stored.name
        for stored in listing.files(storages["public"])
        if stored.written_at < before
    ]
    owned: set[str] = set()
    folders: set[str] = set()
    for media in Media.objects.only(*owning.PUBLIC_FIELDS).iterator(2000):
        owned.update(step["path"] for step in owning.public_steps(media))
        folders.update(owning.public_folders(media))
    for pair in ThenNow.objects.exclude(aligned=[]).only("aligned").iterator(2000):
        owned.update(step["path"] for step in owning.aligned_steps(pair))
    for _about, steps in owning.public_elsewhere():
        owned.update(step["path"] for step in steps)
    return (
        name for name in found if name not in owned and not _is_within(name, folders)
    )


def _is_within(name: str, folders: set[str]) -> bool:
    parts = name.split("/")[:-1]
    return any("/".join(parts[:n]) in folders for n in range(1, len(parts) + 1))


def _set_aside(sha256: str, *, at: datetime) -> bool:
    """Move an original that has no row out of the way; False when it has one after all.

    The row made here holds the place: a keep() of the same bytes waits for us, and
    then stores them anew.
    """
    with transaction.atomic(durable=True):
        row, is_orphan = Master.objects.get_or_create(
            sha256=sha256, defaults={"size_bytes": 0, "media_type": ""}
        )
        if not is_orphan:
            return False
        _move_aside(key_of(sha256), at=at)
        row.delete()
    return True


def _move_aside(name: str, *, at: datetime) -> None:
    private, last = storages["default"], name.rpartition("/")[2]
    with local_path(name) as path:
        put(private, f"{ASIDE}/{at:%Y-%m-%d}/{last}", path)
    private.delete(name)


def _day_of(name: str) -> str:
    return name.split("/")[1]


def _delete(storage_name: str, name: str) -> None:
    storage = storages[storage_name]
    storage.delete(name)
    # Only public folders go: private ones may be about to be written to.
    if storage_name == "public" and isinstance(storage, FileSystemStorage):
        folder = Path(storage.path(name)).parent
        with contextlib.suppress(OSError):  # not empty, or gone
            while folder != Path(storage.path("")):
                folder.rmdir()
                folder = folder.parent
