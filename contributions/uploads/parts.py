"""The pieces of an upload: each body of a request is one object in private storage.

Their rows say which pieces count; an object without a row is rubbish. So a killed
process, a lost race and a cut connection leave nothing half done, on a local disk and
on object storage alike, and any web process may take any piece.
"""

import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

FOLDER = "uploads"
JOINING = f"{FOLDER}/.joining"
READ_BYTES = 64 * 1024
LEFT_AFTER_S = 3600


class TooLong(Exception):
    """More bytes came than were announced."""


@dataclass(frozen=True)
class Arrived:
    """What one request brought: where it lies, how much, and its checksum if asked."""

    name: str
    size: int
    digest: bytes
    is_cut: bool


def keep(key: str, start: int, stream: Any, *, at_most: int, algorithm="") -> Arrived:
    """Store what a request brings as one object; memory stays small.

    A connection that breaks is an end like any other: what came before it is kept.
    Raises: TooLong, and then nothing is kept.
    """
    name = f"{FOLDER}/{key}/{start:012d}-{secrets.token_hex(4)}"
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
    storage = storages["default"]
    if isinstance(storage, FileSystemStorage):
        path = Path(storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                size, is_cut = _copy(stream, file, at_most, digest)
                file.flush()
                os.fsync(file.fileno())
            _sync(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if not size:
            path.unlink()
    else:
        with tempfile.TemporaryFile() as file:
            size, is_cut = _copy(stream, file, at_most, digest)
            file.seek(0)
            if size:
                name = storage.save(name, File(file))
    return Arrived(name, size, digest.digest() if digest else b"", is_cut)


def _copy(stream, file: BinaryIO, at_most: int, digest) -> tuple[int, bool]:
    """Copy until the end or the break; counted bytes decide, not what a header says."""
    size = 0
    while True:
        try:
            piece = stream.read(min(READ_BYTES, at_most + 1 - size))
        except OSError:  # the connection broke, or nothing came for too long
            return size, True
        if not piece:
            return size, False
        size += len(piece)
        if size > at_most:
            raise TooLong
        if digest:
            digest.update(piece)
        file.write(piece)


def _sync(folder: Path) -> None:
    """Make a new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop(name: str) -> None:
    """Delete one piece that does not count."""
    storages["default"].delete(name)


@contextmanager
def joined(names: list[str]) -> Iterator[tuple[Path, str]]:
    """Yield a path to the pieces as one file, and its SHA-256; the file passes.

    Raises: FileNotFoundError when somebody else was quicker and tidied up.
    """
    storage, folder = storages["default"], None
    if isinstance(storage, FileSystemStorage):
        folder = Path(storage.path(JOINING))
        folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder) as whole:
        for name in names:
            with storage.open(name, "rb") as piece:
                while block := piece.read(1024 * 1024):
                    digest.update(block)
                    whole.write(block)
        whole.flush()
        yield Path(whole.name), digest.hexdigest()


def forget(key: str) -> None:
    """Delete everything that lies in the folder of one upload."""
    storage, folder = storages["default"], f"{FOLDER}/{key}"
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    if isinstance(storage, FileSystemStorage):
        try:
            Path(storage.path(folder)).rmdir()
        except OSError:
            return  # a piece came in this moment: the next sweep finds it


def forget_joined() -> None:
    """Delete what a killed process left while it joined pieces."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        return
    for path in Path(storage.path(JOINING)).glob("*"):
        if time.time() - path.stat().st_mtime > LEFT_AFTER_S:
            path.unlink(missing_ok=True)


def folders() -> list[str]:
    """List the uploads of which something lies in storage."""
    try:
        folders = storages["default"].listdir(FOLDER)[0]
    except FileNotFoundError:
        return []
    return [name for name in folders if not name.startswith(".")]
