"""What lies in a storage, whichever kind it is: every file, none of its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage
from django.utils import timezone


@dataclass(frozen=True)
class Stored:
    """A file of a storage: its name there, bytes, and when it was last written."""

    name: str
    size_bytes: int
    written_at: datetime


def files(storage: Storage, prefix: str = "") -> Iterator[Stored]:
    """Give every file under a prefix, which is "" or ends with a slash.

    A file that goes away meanwhile is passed over; a storage that does not answer
    raises. Leftovers with names of their own (`.part-…`) are given as well.
    """
    if isinstance(storage, FileSystemStorage):
        yield from _on_disk(storage, prefix)
    elif hasattr(storage, "bucket"):
        yield from _in_bucket(storage, prefix)
    else:
        yield from _anywhere(storage, prefix.rstrip("/"))


def _on_disk(storage: FileSystemStorage, prefix: str) -> Iterator[Stored]:
    root = Path(storage.path(""))
    for folder, _folders, names in os.walk(root / prefix):
        for name in names:
            path = Path(folder, name)
            try:
                facts = path.stat()
            except FileNotFoundError:
                continue
            yield Stored(
                path.relative_to(root).as_posix(),
                facts.st_size,
                datetime.fromtimestamp(facts.st_mtime, UTC),
            )


def _in_bucket(storage, prefix: str) -> Iterator[Stored]:
    """List a bucket a thousand names a request instead of folder by folder."""
    place = f"{storage.location.strip('/')}/".lstrip("/")
    for found in storage.bucket.objects.filter(Prefix=place + prefix):
        yield Stored(found.key.removeprefix(place), found.size, found.last_modified)


def _anywhere(storage: Storage, folder: str) -> Iterator[Stored]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{folder}/{name}".lstrip("/")
        try:
            size, written = storage.size(path), storage.get_modified_time(path)
        except FileNotFoundError:
            continue
        if timezone.is_naive(written):
            written = timezone.make_aware(written)
        yield Stored(path, size, written)
    for name in folders:
        yield from _anywhere(storage, f"{folder}/{name}".lstrip("/"))


def size_of(storage: Storage, name: str) -> int | None:
    """Return how long a file is, or None where there is none."""
    try:
        return storage.size(name)
    except FileNotFoundError:
        return None


def is_lost(storage: Storage, folder: str) -> bool:
    """Tell whether a folder that must hold something is empty or gone.

    Then a disk is not mounted or a bucket is the wrong one: no reason to believe
    that each of its files was lost.
    """
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return True
    return not any(not name.startswith(".") for name in (*folders, *names))
