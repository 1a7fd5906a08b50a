"""Make, release and withdraw the pictures of an original.

Private sizes lie beside the masters until a page may show them; public ones lie
under names that nobody can guess. Everything can be made again from the master.
"""

from __future__ import annotations

import logging
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

from history import images, sounds
from history.images import Derived, Limits, Unreadable
from history.models import Master
from history.models.master import PAGE_BREAK

from .keeping import local_path, open_local, put
from .likeness import comparable
from .scanning import ScannerAway, refuse_unclean
from .sounding import prepare_sound

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
DOCUMENT_SECONDS = 300  # of one document in the worker, however many pages
MAX_TEXT = 400_000
# Problems of files that a person may want all the same: the only copy.
KEEPABLE = {"incomplete", "damaged"}


@dataclass(frozen=True)
class Released:
    """Name the public files of one picture and what a page needs around them."""

    renditions: list[dict[str, Any]]
    placeholder: str
    width_px: int | None  # None of a recording
    height_px: int | None


def upload_limits() -> Limits:
    """Return the limits of the settings."""
    return Limits(
        max_bytes=settings.UPLOAD_MAX_BYTES,
        max_megapixels=settings.UPLOAD_MAX_MEGAPIXELS,
        max_pages=settings.UPLOAD_MAX_PAGES,
        max_sound_seconds=settings.UPLOAD_MAX_SOUND_HOURS * 3600,
    )


def look_into(path: Path, *, is_lenient: bool = False) -> None:
    """Refuse a file that is no picture and no recording, or not a whole one.

    Raises: Unreadable; when lenient, only where nothing can be shown or heard.
    """
    limits = upload_limits()
    with path.open("rb") as file:  # by the first bytes, before any work is done
        head = file.read(images.HEAD_BYTES)
    media_type = images.screen(head, size_bytes=path.stat().st_size, limits=limits)
    if sounds.is_sound(media_type):
        sounds.inspect(path, limits=limits, is_lenient=is_lenient)
    else:
        images.inspect(path, limits=limits, is_lenient=is_lenient)


def prepare(master: Master) -> Master:
    """Inspect an original and make its private sizes, page by page; again is harmless.

    Sets state and problem; only a failing storage raises, and then `tick` finds
    the row waiting: a full disk or a lost connection uses up no attempt.
    """
    if master.state == Master.State.READY and master.renditions:
        return master
    master.attempts += 1  # first, so that a killed worker counts as well
    master.save(update_fields=["attempts"])
    try:
        refuse_unclean(master)
        _make(master, f"renditions/{master.sha256}/")
    except ScannerAway:
        master.attempts -= 1  # it waits for the scanner, however long
        master.problem = "unscanned"
        master.save(update_fields=["attempts", "problem"])
        return master
    except Unreadable as refusal:
        return _note_problem(master, refusal.code)
    except FileNotFoundError:
        return _note_problem(master, "missing")
    except Exception:
        master.attempts -= 1
        master.problem = "storage"
        master.save(update_fields=["attempts", "problem"])
        raise
    return master


def remake(master: Master) -> Master:
    """Make the private sizes of a readable original anew, whatever there was before.

    The old ones stay until the row names the new ones. Raises as prepare() would
    note: Unreadable, FileNotFoundError, or what the storage says.
    """
    old = master.private_names()
    _make(master, f"renditions/{master.sha256}/{secrets.token_hex(4)}/")
    for name in old:
        storages["default"].delete(name)
    return master


def _make(master: Master, folder_name: str) -> None:
    """Store the private sizes of all pages, then let the row name them."""
    if sounds.is_sound(master.media_type):
        prepare_sound(master, folder_name, upload_limits())
        return
    first, pages, words = _make_pages(master, folder_name)
    facts = first.inspection
    master.renditions = pages[0]["renditions"]
    master.page_count, master.more_pages = len(pages), pages[1:]
    master.text = PAGE_BREAK.join(words)[:MAX_TEXT] if any(words) else ""
    master.media_type = facts.media_type
    master.width_px, master.height_px = facts.width_px, facts.height_px
    master.exif = _private_facts(first)
    master.placeholder = first.placeholder
    master.fingerprint = comparable(first.fingerprint)
    master.state, master.problem = Master.State.READY, ""
    master.save(
        update_fields=[
            "renditions",
            "page_count",
            "more_pages",
            "text",
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


def _make_pages(
    master: Master, folder_name: str
) -> tuple[Derived, list[dict[str, Any]], list[str]]:
    """Store the private sizes of every page, or none.

    Returns: what the first page gave, the pages as `Master.more_pages` keeps them,
    and their words.
    """
    storage, pages, words = storages["default"], [], []
    first: Derived | None = None
    ends_at = time.monotonic() + DOCUMENT_SECONDS
    try:
        while first is None or len(pages) < first.inspection.pages:
            if time.monotonic() > ends_at:
                raise Unreadable("too_heavy", detail="all pages together")
            number = len(pages)
            prefix = folder_name + (f"p{number}-" if number else "")
            try:
                with _derived(master, None, page=number) as (derived, folder):
                    renditions = _store(derived, folder, storage, prefix)
            except Unreadable:
                if first is None or not master.is_incomplete:
                    raise
                break  # the pages that are there
            first = first or derived
            words.append(derived.text)
            pages.append(
                {
                    "width_px": derived.width_px,
                    "height_px": derived.height_px,
                    "renditions": renditions,
                    "placeholder": derived.placeholder,
                }
            )
    except BaseException:
        for step in (step for page in pages for step in page["renditions"]):
            storage.delete(step["path"])
        raise
    return first, pages, words


def prepare_anyway(master: Master) -> None:
    """Note that a damaged original is wanted as it is; its sizes are to be made anew."""
    master.is_incomplete = True
    master.state, master.problem = Master.State.RECEIVED, ""
    master.attempts = 0
    master.save(update_fields=["is_incomplete", "state", "problem", "attempts"])


def set_apart(master: Master, code: str) -> None:
    """Note that a damaged original waits for a word of the person who sent it."""
    if master.state == Master.State.RECEIVED and not master.is_incomplete:
        master.state, master.problem = Master.State.UNREADABLE, code
        master.save(update_fields=["state", "problem"])


def _note_problem(master: Master, code: str) -> Master:
    """Record why there is no picture; passing problems stay on tick's list."""
    is_final = code not in Master.PASSING or master.attempts >= MAX_ATTEMPTS
    master.problem = code
    master.state = Master.State.UNREADABLE if is_final else Master.State.RECEIVED
    master.save(update_fields=["state", "problem"])
    log.info("Master %s gives no picture: %s", master.sha256[:12], code)
    return master


def release(master: Master, *, edits: dict[str, Any] | None = None) -> list[dict]:
    """Put the sizes of a picture into public storage and return their records."""
    return release_picture(master, edits=edits).renditions


def release_picture(
    master: Master, *, page: int = 0, edits: dict[str, Any] | None = None
) -> Released:
    """Release a page under a fresh unguessable name, with its edits applied.

    Raises Unreadable; then nothing of it is public.
    """
    folder_name = secrets.token_hex(16)
    is_edited = images.check_edits(edits) != images.check_edits(None)
    if not is_edited and master.state == Master.State.READY and master.renditions:
        kept = master.page(page)
        return Released(
            renditions=_copy_out(kept.renditions, folder_name),
            placeholder=kept.placeholder,
            width_px=kept.width_px,
            height_px=kept.height_px,
        )
    with _derived(master, edits, page=page) as (derived, folder):
        renditions = _store(derived, folder, storages["public"], f"{folder_name}/")
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
def _derived(
    master: Master, edits: dict[str, Any] | None, *, page: int
) -> Iterator[tuple[Derived, Path]]:
    """Yield what the decoder made of a master, in a folder that passes."""
    with open_local(master) as path, tempfile.TemporaryDirectory() as folder:
        if not path.exists():
            raise FileNotFoundError(path)
        derived = images.derive(
            path,
            into=folder,
            edits=edits,
            page=page,
            is_lenient=master.is_incomplete,
            limits=upload_limits(),
        )
        yield derived, Path(folder)


def _store(derived: Derived, folder: Path, storage: Storage, prefix: str) -> list[dict]:
    """Store all files of a ladder, or none."""
    stored: list[dict] = []
    try:
        for rendition in derived.renditions:
            key = prefix + rendition["path"]
            put(storage, key, folder / rendition["path"])
            stored.append({**rendition, "path": key})
    except BaseException:
        for rendition in stored:
            storage.delete(rendition["path"])
        raise
    return stored


def _copy_out(private: list[dict], folder_name: str) -> list[dict]:
    """Copy the private sizes of a page into public storage."""
    renditions: list[dict] = []
    try:
        for rendition in private:
            name = rendition["path"].rsplit("/", 1)[-1].rpartition("-")[2]
            key = f"{folder_name}/{name}"
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
