"""Count frames and pages from the file's structure, without decoding, up to a cap."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from .results import MIB, Unreadable

NEW_SUBFILE_TYPE, REDUCED, MASK = 254, 1, 4  # TIFF 6.0, section 8
DIRECTORIES_A_PAGE = 4


def count_frames(
    path: Path,
    media_type: str,
    picture: Image.Image,
    cap: int,
    *,
    is_lenient: bool = False,
) -> int:
    """Return the number of pictures inside, at most `cap`."""
    if media_type == "image/tiff":
        with path.open("rb") as file:
            return max(1, sum(1 for _ in islice(_tiff_directories(file), cap)))
    if media_type == "image/gif":
        with path.open("rb") as file:
            return _gif_frames(file, cap, is_lenient=is_lenient)
    try:  # the other formats say it in their header
        return max(1, min(int(getattr(picture, "n_frames", 1)), cap))
    except Exception:  # noqa: BLE001
        return 1


def tiff_pages(path: Path, most: int) -> list[int]:
    """Return the directories that are pages: no thumbnails, no masks.

    Raises Unreadable where there are more than `most`.
    """
    pages = []
    with path.open("rb") as file:
        walk = islice(_tiff_directories(file), DIRECTORIES_A_PAGE * most + 1)
        for number, kind in enumerate(walk):
            if not kind & (REDUCED | MASK):
                pages.append(number)
            if len(pages) > most:
                raise Unreadable("too_many_pages", limit=most)
    return pages or [0]


def _tiff_directories(file: BinaryIO) -> Iterator[int]:
    """Yield the kind of each directory along the chain; a loop in it ends the walk."""
    order = "little" if file.read(2) == b"II" else "big"

    def number(size: int) -> int:
        return int.from_bytes(file.read(size), order)

    is_big = number(2) == 43
    file.seek(8 if is_big else 4)
    wide, count_size, entry_size = (8, 8, 20) if is_big else (4, 2, 12)
    offset, seen = number(wide), set()
    while offset and offset not in seen:
        seen.add(offset)
        file.seek(offset)
        entries = number(count_size)
        if entries > 65_535:
            return
        table = file.read(entries * entry_size)
        offset = number(wide)
        kind = 0
        for at in range(0, len(table), entry_size):
            if int.from_bytes(table[at : at + 2], order) == NEW_SUBFILE_TYPE:
                value = table[at + entry_size - wide :][:4]
                kind = int.from_bytes(value, order)
        yield kind


def _gif_frames(file: BinaryIO, cap: int, *, is_lenient: bool) -> int:
    """Walk the blocks; a GIF that ends without its trailer arrived incomplete."""
    header = file.read(13)
    _skip_colours(file, header[10])
    frames = 0
    while frames < cap:
        kind = file.read(1)
        if kind == b";":
            break
        if kind == b",":
            frames += 1
            _skip_colours(file, file.read(9)[8])
            file.read(1)
        elif kind == b"!":
            file.read(1)
        elif kind == b"":
            if is_lenient:
                break
            raise Unreadable("incomplete", detail="GIF without trailer")
        else:
            break  # rubbish after a good frame: shown as browsers do
        while size := file.read(1):
            if size == b"\0":
                break
            file.seek(size[0], 1)
    return max(1, frames)


def _crc(file: BinaryIO, length: int) -> int:
    crc = zlib.crc32(b"IDAT")
    while length:
        part = file.read(min(length, MIB))
        crc, length = zlib.crc32(part, crc), length - len(part)
    return crc


def _skip_colours(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        file.seek(3 * 2 ** ((flags & 7) + 1), 1)


def check_webp(path: Path) -> None:
    """Raise Unreadable for a WebP shorter than its header says."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8)[4:], "little")
    if path.stat().st_size < length + 8:
        raise Unreadable("incomplete", detail="WebP shorter than it says")


def check_png(path: Path, *, is_lenient: bool = False) -> bytes | None:
    """Return the EXIF of a PNG; raise Unreadable where it stops early or changed.

    The readers skip the checksums of pixel data; a scan deserves the look.
    """
    exif = None
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(8)
        while len(header := file.read(8)) == 8:
            if header[4:] == b"IEND":
                return exif
            length = int.from_bytes(header[:4], "big")
            if file.tell() + length + 4 > size:
                break
            if header[4:] == b"eXIf" and length <= MIB:
                exif = file.read(length)
                file.seek(4, 1)
            elif header[4:] != b"IDAT" or is_lenient:
                file.seek(length + 4, 1)
            elif _crc(file, length) != int.from_bytes(file.read(4), "big"):
                raise Unreadable("damaged", detail="PNG with a wrong checksum")
    if is_lenient:
        return exif
    raise Unreadable("incomplete", detail="PNG without IEND")
