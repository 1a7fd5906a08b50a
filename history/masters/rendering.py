"""Make, release and withdraw the pictures of an original.

Private sizes lie beside the masters until a page may show them; public ones lie
under names that nobody can guess. Everything can be made again from the master.
"""

from __future__ import annotations

import logging
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

from history import images
from history.images import Derived, Limits, Unreadable
from history.models import Master

from .keeping import local_path, open_local, put

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
PASSING = {"too_heavy", "missing"}  # may be the machine's fault: tried again


@dataclass(frozen=True)
class Released:
    """Name the public files of one picture and what a page needs around them."""

    renditions: list[dict[str, Any]]
    placeholder: str
    width_px: int
    height_px: int


def upload_limits() -> Limits:
    """Return the limits of the settings."""
    return Limits(
        max_bytes=settings.UPLOAD_MAX_BYTES,
        max_megapixels=settings.UPLOAD_MAX_MEGAPIXELS,
    )


def prepare(master: Master) -> Master:
    """Inspect an original and make its private sizes; again is harmless.

    Sets state and problem; only a failing storage raises, and then `tick` finds
    the row as it was.
    """
    if master.state == Master.State.READY and master.renditions:
        return master
    master.attempts += 1  # first, so that a killed worker counts as well
    master.save(update_fields=["attempts"])
    try:
        with _derived(master, None) as (derived, folder):
            renditions = _store(
                derived, folder, storages["default"], f"renditions/{master.sha256}"
            )
    except Unreadable as refusal:
        return _note_problem(master, refusal.code)
    except FileNotFoundError:
        return _note_problem(master, "missing")
    facts = derived.inspection
    master.renditions = renditions
    master.media_type = facts.media_type
    master.width_px, master.height_px = facts.width_px, facts.height_px
    master.exif = _private_facts(derived)
    master.placeholder = derived.placeholder
    master.fingerprint = derived.fingerprint
    master.state, master.problem = Master.State.READY, ""
    master.save(
        update_fields=[
            "renditions",
            "media_type",
            "width_px",
            "height_px",
            "exif",
            "placeholder",
            "fingerprint",
            "state",
            "problem",
        ]
    )
    return master


def _note_problem(master: Master, code: str) -> Master:
    """Record why there is no picture; passing problems stay on tick's list."""
    is_final = code not in PASSING or master.attempts >= MAX_ATTEMPTS
    master.problem = code
    master.state = Master.State.UNREADABLE if is_final else Master.State.RECEIVED
    master.save(update_fields=["state", "problem"])
    log.info("Master %s gives no picture: %s", master.sha256[:12], code)
    return master


def release(master: Master, *, edits: dict[str, Any] | None = None) -> list[dict]:
    """Put the sizes of a picture into public storage and return their records."""
    return release_picture(master, edits=edits).renditions


def release_picture(master: Master, *, edits: dict[str, Any] | None = None) -> Released:
    """Release a picture under a fresh unguessable name, with its edits applied.

    Raises Unreadable; then nothing of it is public.
    """
    folder_name = secrets.token_hex(16)
    is_edited = images.check_edits(edits) != images.check_edits(None)
    if not is_edited and master.state == Master.State.READY and master.renditions:
        return Released(
            renditions=_copy_out(master, folder_name),
            placeholder=master.placeholder,
            width_px=master.width_px,
            height_px=master.height_px,
        )
    with _derived(master, edits) as (derived, folder):
        renditions = _store(derived, folder, storages["public"], folder_name)
    return Released(
        renditions, derived.placeholder, derived.width_px, derived.height_px
    )


def withdraw(renditions: list[dict[str, Any]]) -> None:
    """Delete public files; gone ones are fine."""
    storage = storages["public"]
    for rendition in renditions:
        storage.delete(rendition["path"])
    if isinstance(storage, FileSystemStorage):
        for name in {rendition["path"].split("/")[0] for rendition in renditions}:
            folder = Path(storage.path(name))
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def _derived(master: Master, edits) -> Iterator[tuple[Derived, Path]]:
    """Yield what the decoder made of a master, in a folder that passes."""
    with open_local(master) as path, tempfile.TemporaryDirectory() as folder:
        if not path.exists():
            raise FileNotFoundError(path)
        derived = images.derive(path, into=folder, edits=edits, limits=upload_limits())
        yield derived, Path(folder)


def _store(derived: Derived, folder: Path, storage: Storage, prefix: str) -> list[dict]:
    """Store all files of a ladder, or none."""
    stored: list[dict] = []
    try:
        for rendition in derived.renditions:
            key = f"{prefix}/{rendition['path']}"
            put(storage, key, folder / rendition["path"])
            stored.append({**rendition, "path": key})
    except BaseException:
        for rendition in stored:
            storage.delete(rendition["path"])
        raise
    return stored


def _copy_out(master: Master, folder_name: str) -> list[dict]:
    """Copy a master's private sizes into public storage."""
    renditions: list[dict] = []
    try:
        for rendition in master.renditions:
            key = f"{folder_name}/{rendition['path'].rsplit('/', 1)[-1]}"
            with local_path(rendition["path"]) as path:
                put(storages["public"], key, path)
            renditions.append({**rendition, "path": key})
    except BaseException:
        withdraw(renditions)
        raise
    return renditions


def _private_facts(derived: Derived) -> dict[str, Any]:
    """Return camera data as private JSON, with what we understood of it."""
    facts = derived.inspection.as_json()
    return facts["exif"] | {
        "_frames": facts["frames"],
        "_gps": list(facts["gps"]) if facts["gps"] else None,
        "_taken_at": facts["taken_at"],
    }
