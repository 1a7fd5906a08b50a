"""Keep, open and forget originals; never alters one.

A master's file lives in private storage under its SHA-256, so the same bytes are
stored once. Works with any Django storage: a local disk gets fsync and rename,
others their own save.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import DatabaseError, transaction
from django.utils import timezone

from history import images
from history.models import Master

log = logging.getLogger(__name__)

CHUNK_BYTES = 1024 * 1024
UNKNOWN_TYPE = "application/octet-stream"


class WrongChecksum(ValueError):
    """Say that bytes did not arrive as they were sent."""


class NotKept(OSError):
    """Say that the storage is away or full: the file has to be sent again."""


class StillUsed(Exception):
    """Say that an original is referenced and therefore stays."""


def key_of(sha256: str) -> str:
    """Return where the bytes of a checksum are stored."""
    return f"masters/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep(source: Any, *, original_name: str, sha256: str | None = None) -> Master:
    """Store the bytes of a file or path once and return their Master.

    Give `sha256` where the sender said it: other bytes raise WrongChecksum. The
    row is committed only after the bytes are safe; two keeps at once give one row.
    Raises: NotKept where the storage does not take them; then there is no row either.
    """
    try:
        return _keep(source, original_name, sha256)
    except (WrongChecksum, DatabaseError):
        raise
    except Exception as error:
        log.exception("A file could not be kept")
        raise NotKept(getattr(error, "errno", None), str(error)) from error


def _keep(source: Any, original_name: str, sha256: str | None) -> Master:
    with _opened(source) as file, _scratch() as folder:
        copy = Path(folder, "bytes")
        head, size, found = _copy_hashed(file, copy)
        if sha256 and sha256.lower() != found:
            raise WrongChecksum(f"expected {sha256}, received {found}")
        facts = {
            "size_bytes": size,
            "media_type": images.sniff(head) or UNKNOWN_TYPE,
            "original_name": display_name(original_name),
            "verified_at": timezone.now(),
        }
        with transaction.atomic():
            master = _locked_row(found, facts)
            _put_once(copy, key_of(found), size, again=master.is_damaged)
            if master.is_damaged:  # somebody sent what we had lost
                note_whole(master)
    return master


def note_whole(master: Master) -> None:
    """Write down that the bytes are what came in; what waited for them may go on."""
    master.verified_at, changed = timezone.now(), ["verified_at"]
    if master.is_damaged:
        master.problem, changed = "", [*changed, "problem", "state", "attempts"]
        if master.state == Master.State.UNREADABLE:
            master.state, master.attempts = Master.State.RECEIVED, 0
    master.save(update_fields=changed)


def _locked_row(sha256: str, facts: dict[str, Any]) -> Master:
    """Return the row of a checksum, locked so that forget() has to wait."""
    for _ in range(5):
        row, _ = Master.objects.get_or_create(sha256=sha256, defaults=facts)
        locked = Master.objects.select_for_update().filter(pk=row.pk).first()
        if locked:
            return locked
    raise RuntimeError(f"{sha256} is being forgotten again and again")


def display_name(name: str) -> str:
    """Return a file name safe to show: no folders, no control or direction marks."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    return name if len(name) <= 255 else f"{name[:200]}…{name[-50:]}"


@contextmanager
def _opened(source: Any) -> Iterator[BinaryIO]:
    """Open a path, or rewind a file that somebody else closes."""
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


@contextmanager
def _scratch() -> Iterator[str]:
    """Yield a folder for incoming bytes, beside the masters on a local disk."""
    storage = storages["default"]
    root = None
    if isinstance(storage, FileSystemStorage):
        root = storage.path("masters/.incoming")
        Path(root).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield folder


def _copy_hashed(file: BinaryIO, target: Path) -> tuple[bytes, int, str]:
    """Copy to disk while hashing; return the first bytes, size and SHA-256."""
    digest, head, size = hashlib.sha256(), b"", 0
    with target.open("wb") as copy:
        while chunk := file.read(CHUNK_BYTES):
            head = head or chunk[:512]
            size += len(chunk)
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return head, size, digest.hexdigest()


def _put_once(source: Path, key: str, size: int, *, again: bool) -> None:
    """Store a master's bytes unless they are there already, whole."""
    storage = storages["default"]
    if not again and storage.exists(key) and storage.size(key) == size:
        return
    put(storage, key, source, move=True)


def put(storage: Storage, key: str, source: Path, *, move: bool = False) -> None:
    """Store a file under exactly this key: all of it or nothing.

    `move` says that the source lies on the same disk, synced, and may go.
    """
    if not isinstance(storage, FileSystemStorage):
        _save(storage, key, source)
        return
    target = Path(storage.path(key))
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = storage.file_permissions_mode or 0o640
    if move:
        source.chmod(mode)
        source.replace(target)
    else:
        _copy_beside(source, target, mode)
    _sync_folder(target.parent)


def _copy_beside(source: Path, target: Path, mode: int) -> None:
    """Copy under a passing name, sync, then rename: never a half file."""
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=".part-", delete=False
    ) as part:
        try:
            with source.open("rb") as file:
                shutil.copyfileobj(file, part, CHUNK_BYTES)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).chmod(mode)
            Path(part.name).replace(target)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _save(storage: Storage, key: str, source: Path) -> None:
    """Save to a storage that may choose another name when one is taken."""
    if storage.exists(key):
        storage.delete(key)
    with source.open("rb") as file:
        name = storage.save(key, File(file))
    if name != key:  # somebody else stored the same key in between
        storage.delete(name)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_local(master: Master) -> AbstractContextManager[Path]:
    """Give a path to a master's bytes: the file itself, or a passing copy."""
    return local_path(key_of(master.sha256))


@contextmanager
def local_path(key: str) -> Iterator[Path]:
    """Yield a path to a private file, for those who cannot read a storage."""
    storage = storages["default"]
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(key))
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "bytes")
        with storage.open(key, "rb") as file:
            _copy_hashed(file, copy)
        yield copy


def forget(master: Master) -> None:
    """Delete an original that nothing refers to; otherwise raise StillUsed."""
    with transaction.atomic(durable=True):
        locked = Master.objects.select_for_update().get(pk=master.pk)
        if is_used(locked):
            raise StillUsed(f"{locked} is still used")
        storage, sha256 = storages["default"], locked.sha256
        names = locked.private_names()
        locked.delete()
        # Inside the lock: keep() of the same bytes waits and stores them anew.
        for name in (*names, key_of(sha256)):
            storage.delete(name)


def is_used(master: Master) -> bool:
    """Tell whether any row of any app, revisions included, refers to a master."""
    for field in Master._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete or not field.is_relation:
            continue
        rows = field.related_model._base_manager
        if rows.filter(**{field.field.name: master.pk}).exists():
            return True
    return False
