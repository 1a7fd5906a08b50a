"""Tell a file that stops too early by what its own structure promises.

Looks at lengths only and decodes nothing. A cut MP3 is noticed where its first frame
says how many bytes there should be; an Ogg file where its last page is not whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

OGG_PAGE_BYTES = 65_307  # the largest page there is
OPEN_END = {0, 0xFFFFFFFF, 0x7FFFFFFF}  # written where the length was not known yet
SEGMENT = b"\x18\x53\x80\x67"
XING_MARKS = (b"Xing", b"Info")
XING_TOLERANCE = 1.005  # some count the tags, some do not


def is_cut(path: Path, media_type: str) -> bool:
    """Say whether the file ends before its own words say it should."""
    size = path.stat().st_size
    with path.open("rb") as file:
        return {
            "audio/mpeg": _mp3,
            "audio/mp4": _boxes,
            "audio/ogg": _pages,
            "audio/wav": _chunks,
            "audio/webm": _segment,
        }[media_type](file, size)


def _mp3(file: BinaryIO, size: int) -> bool:
    start = 0
    head = file.read(10)
    if head[:3] == b"ID3" and len(head) == 10:
        seven = [byte & 0x7F for byte in head[6:10]]
        start = 10 + (seven[0] << 21 | seven[1] << 14 | seven[2] << 7 | seven[3])
    file.seek(start)
    frame = file.read(200)
    for mark in XING_MARKS:
        at = frame.find(mark)
        if at < 0:
            continue
        flags = int.from_bytes(frame[at + 4 : at + 8], "big")
        if flags & 3 == 3:  # both counts are there: frames, then bytes
            promised = int.from_bytes(frame[at + 12 : at + 16], "big")
            return promised > XING_TOLERANCE * (size - start)
    return False


def _boxes(file: BinaryIO, size: int) -> bool:
    """Walk the outer boxes of an MP4 file: each must end inside it, one is `moov`."""
    at, names = 0, set()
    while at + 8 <= size and len(names) < 1000:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        names.add(head[4:8] if head[4:8] == b"moov" else at)
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0:  # to the end of the file
            break
        if length < 8 or at + length > size:
            return length >= 8
        at += length
    return b"moov" not in names


def _pages(file: BinaryIO, size: int) -> bool:
    file.seek(max(0, size - OGG_PAGE_BYTES))
    tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0:
        return False  # no page at all: the decoder says what it is
    page = tail[at:]
    if len(page) < 27 or len(page) < 27 + page[26]:
        return True
    return len(page) < 27 + page[26] + sum(page[27 : 27 + page[26]])


def _chunks(file: BinaryIO, size: int) -> bool:
    at = 12
    for _ in range(100):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return True  # ended before any sound came
        length = int.from_bytes(head[4:8], "little")
        if head[:4] == b"data":
            return length not in OPEN_END and at + 8 + length > size
        at += 8 + length + length % 2
    return False


def _segment(file: BinaryIO, size: int) -> bool:
    """Read how long the one segment says it is; a browser records without saying."""
    file.seek(4)
    at = 4 + sum(_number(file))  # behind the head of EBML: its length, and itself
    file.seek(at)
    if file.read(4) != SEGMENT:
        return False  # the decoder says what it is
    width, length = _number(file)
    is_open = length == (1 << 7 * width) - 1
    return not is_open and at + 4 + width + length > size


def _number(file: BinaryIO) -> tuple[int, int]:
    """Read a number of EBML: how many bytes it takes, and its value."""
    first = file.read(1)
    width = 9 - first[0].bit_length() if first and first[0] else 1
    rest = first + file.read(width - 1)
    return width, int.from_bytes(rest, "big") & ((1 << 7 * width) - 1)
