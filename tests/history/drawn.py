"""Own the pictures that tests draw, damage and look into."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from history.images import Unreadable, derive

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
PHP = b"<?php echo system($_GET['c']); ?>"
ORIENTATION, ARTIST, GPS_IFD = 0x0112, 0x013B, 0x8825
UNTURN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}

needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="skipped: no real camera files beside the checkout"
)


def scene(width=900, height=600, mode="RGB"):
    """Draw a picture whose four corners and sides differ."""
    picture = Image.new("RGB", (width, height), (240, 230, 200))
    draw = ImageDraw.Draw(picture)
    half_w, half_h = width // 2, height // 2
    draw.rectangle((0, 0, half_w, half_h), fill=(200, 30, 30))
    draw.rectangle((half_w, 0, width, half_h), fill=(30, 160, 60))
    draw.rectangle((0, half_h, half_w, height), fill=(40, 60, 190))
    draw.rectangle((half_w * 1.2, half_h * 1.2, width, height), fill=(20, 20, 20))
    return picture.convert(mode)


def saved(path, picture, format_, **options):
    picture.save(path, format_, **options)
    return path


def with_gps(picture, path, *, latitude=(48.0, 30.0, 0.0)):
    """Save a JPEG as a phone would: position, date, author, comment, profile."""
    exif = Image.Exif()
    exif[ARTIST] = "PLANTED-ARTIST"
    exif.get_ifd(0x8769)[0x9003] = "2019:05:04 10:20:30"
    gps = exif.get_ifd(GPS_IFD)
    gps[1], gps[2] = "N", latitude
    gps[3], gps[4] = "E", (34.0, 15.0, 36.0)
    picture.save(
        path,
        "JPEG",
        quality=95,
        exif=exif,
        comment=b"PLANTED-COMMENT " + PHP,
        xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/">PLANTED-XMP</x:xmpmeta>',
    )
    return path


def rendered(path, tmp_path, name="1280.webp", **options):
    """Derive and open the largest step, or the one named."""
    into = tmp_path / "out"
    derived = derive(path, into=into, **options)
    names = [rendition["path"] for rendition in derived.renditions]
    chosen = name if name in names else names[-2]
    return Image.open(into / chosen).convert("RGB"), derived


def difference(first, second):
    """Mean absolute difference of two pictures, 0 to 255."""
    second = second.resize(first.size)
    return max(ImageStat.Stat(ImageChops.difference(first, second)).mean)


def chunk(kind, data):
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def blank_png(path, width, height, *, depth=1, colour=0):
    """Write a huge PNG of nothing: a few hundred kilobytes, or far less."""
    row = b"\0" * (1 + (width * depth * {0: 1, 2: 3, 6: 4}[colour] + 7) // 8)
    packer, parts = zlib.compressobj(9), []
    parts.extend(packer.compress(row) for _ in range(height))
    parts.append(packer.flush())
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", b"".join(parts))
        + chunk(b"IEND", b"")
    )
    return path


def code_of(path, tmp_path, **options):
    """Derive, expect a refusal and nothing written; return its code."""
    into = tmp_path / "refused"
    with pytest.raises(Unreadable) as refusal:
        derive(path, into=into, **options)
    assert list(into.iterdir()) == []
    return refusal.value.code


def marks_of(data: bytes):
    """List what an independent reader finds beside the pixels, by structure."""
    found = []
    if data[:2] == b"\xff\xd8":
        at = 2
        while data[at + 1] != 0xDA:
            marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
            is_jfif = marker == 0xE0 and data[at + 4 : at + 8] == b"JFIF"
            if (0xE0 <= marker <= 0xEF and not is_jfif) or marker == 0xFE:
                found.append(f"segment {marker:x}")
            at += 2 + length
        if not data.endswith(b"\xff\xd9"):
            found.append("bytes after the end")
    else:
        assert data[:4] == b"RIFF"
        assert data[8:12] == b"WEBP"
        size = struct.unpack("<I", data[4:8])[0]
        if len(data) != 8 + size:
            found.append("bytes after the end")
        at = 12
        while at < len(data):
            kind, length = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
            if kind not in (b"VP8 ", b"VP8L"):
                found.append(kind.decode())
            at += 8 + length[0] + length[0] % 2
    return found
