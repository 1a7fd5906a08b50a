"""Own the hostile files that tests make: name by promise row, bytes by hand."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.history.drawn import ORIENTATION, PHP, blank_png, chunk, scene
from tests.history.encoders import pillow
from tests.history.papers import pdf

Maker = Callable[[Path], None]
SCRIPT = b"<script>alert('PLANTED')</script>"


def of_scene(kind: str, change: Callable[[bytes], bytes], **options) -> Maker:
    """Save the scene and change its bytes."""

    def make(path):
        stream = io.BytesIO()
        scene().save(stream, kind, **options)
        path.write_bytes(change(stream.getvalue()))

    return make


def plain(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def png_with(kind: bytes, body: bytes) -> Maker:
    return of_scene("PNG", lambda data: data[:33] + chunk(kind, body) + data[33:])


def tiff_claiming(width: int, height: int) -> Maker:
    """Write a TIFF directory of a picture that nobody could hold."""
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 1),
        (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height),
        (279, 4, 1, 8),
    ]  # fmt: skip
    body = struct.pack("<H", len(entries))
    body += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return plain(struct.pack("<2sHI", b"II", 42, 8) + body + struct.pack("<I", 0))


def gif_of(width: int, height: int, frames: int = 1) -> Maker:
    """Write a GIF whose frames are one pixel each."""
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + b"\0" * 6
    frame = b"," + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\2\2\x44\1\0"
    return plain(head + frame * frames + b";")


def tiff_pages(count: int) -> Maker:
    """Chain directories, each a page of one pixel."""

    def make(path):
        entries = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8),
                   (277, 1), (278, 1), (279, 1)]  # fmt: skip
        size = 2 + 12 * len(entries) + 4
        out = struct.pack("<2sHI", b"II", 42, 12) + b"\0" * 4
        for number in range(count):
            out += struct.pack("<H", len(entries))
            out += b"".join(struct.pack("<HHII", tag, 4, 1, v) for tag, v in entries)
            after = 12 + (number + 1) * size if number + 1 < count else 0
            out += struct.pack("<I", after)
        path.write_bytes(out)

    return make


def pdf_bomb(path: Path) -> None:
    """Write a page whose one picture inflates to 300 megabytes."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(300))
    data += packer.flush()
    image = (
        f"<< /Type /XObject /Subtype /Image /Width 20000 /Height 5000 "
        f"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode "
        f"/Length {len(data)} >>\nstream\n{data.decode('latin-1')}\nendstream"
    )
    pdf(path, ["x) Tj ET q 500 0 0 500 0 0 cm /I Do Q BT ("], more=[image])
    whole = path.read_bytes().replace(
        b"/Resources << ", b"/Resources << /XObject << /I 6 0 R >> "
    )
    path.write_bytes(whole)  # the table of places is mended by the reader


def circular_pdf(path: Path) -> None:
    """Write a tree of pages that is its own child."""
    pdf(path, ["x"])
    path.write_bytes(path.read_bytes().replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"))


def exif_of(entries: list[tuple[int, int, int, bytes]], *, following=0) -> bytes:
    """Write an EXIF segment with raw entries: tag, type, count, value or offset."""
    body = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        body += struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")[:4]
    return body + struct.pack("<I", following)


def jpeg_with(marker: int, body: bytes) -> Maker:
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
    return of_scene("JPEG", lambda data: data[:2] + segment + data[2:], quality=95)


def heif_claiming(width: int, height: int, kind: str) -> Maker:
    """Change the size that the header of a small picture claims."""
    old = struct.pack(">II", 64, 64)

    def make(path):
        pillow(kind)(scene(64, 64), path)
        data = path.read_bytes()
        at = data.index(b"ispe") + 8
        assert data[at : at + 8] == old
        path.write_bytes(data[:at] + struct.pack(">II", width, height) + data[at + 8 :])

    return make


def thumbnail_of_another(path: Path) -> None:
    """Hide another picture in the EXIF, as after a crop on a phone."""
    secret = io.BytesIO()
    Image.new("RGB", (160, 120), (255, 0, 255)).save(secret, "JPEG", comment=b"PLANTED")
    exif = Image.Exif()
    exif[ORIENTATION] = 1
    ifd = exif.get_ifd(1)
    ifd[513], ifd[514] = 200, len(secret.getvalue())
    scene().save(path, "JPEG", exif=exif.tobytes() + secret.getvalue(), quality=95)


def webp_huge(path: Path) -> None:
    Image.new("L", (16_383, 5_400)).save(path, "WEBP", method=0, quality=1)


PICTURE = "a picture"  # shown as the scene looks, or as blank where it was blank
REFUSED = {"damaged", "incomplete", "not_a_picture"}
HUGE = {"too_many_pixels", "damaged", "too_heavy"}

TABLE: dict[str, tuple[Maker, str | set[str]]] = {
    "U05-html": (plain(b"<!DOCTYPE html>" + SCRIPT), REFUSED),
    "U05-exe": (plain(b"MZ\x90\0" + b"\0" * 500), REFUSED),
    "U06-svg-entity": (
        plain(b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/'
              b'passwd">]><svg>&a;</svg>'),
        {"svg"},
    ),
    "U08-png-script-behind": (of_scene("PNG", lambda d: d + SCRIPT), PICTURE),
    "U08-gif-script": (
        of_scene("GIF", lambda d: d[:-1] + b";/*PLANTED*/" + SCRIPT), PICTURE,
    ),
    "U08-jpeg-jar": (of_scene("JPEG", lambda d: d + b"PK\3\4PLANTED"), PICTURE),
    "U08-jpeg-pdf": (of_scene("JPEG", lambda d: d + b"%PDF-1.7 PLANTED"), PICTURE),
    "U08-tiff-html": (of_scene("TIFF", lambda d: d + SCRIPT), PICTURE),
    "U09-php-comment": (jpeg_with(0xFE, b"PLANTED" + PHP), PICTURE),
    "U10-png-palette": (png_with(b"tEXt", b"Comment\0PLANTED" + PHP), PICTURE),
    "U12-png-50000": (lambda p: blank_png(p, 50_000, 50_000), HUGE),
    "U12-tiff-claims": (tiff_claiming(2_000_000, 1_200_000), HUGE),
    "U12-gif-65535": (gif_of(65_535, 65_535), HUGE),
    "U12-jpeg-65535": (
        of_scene("JPEG", lambda d: _resized_jpeg(d, 65_535, 65_535)), HUGE,
    ),
    "U13-webp-88": (webp_huge, PICTURE),
    "U14-heic-claims": (heif_claiming(64_000, 64_000, "HEIF"), HUGE | {"incomplete"}),
    "U14-avif-claims": (heif_claiming(64_000, 64_000, "AVIF"), HUGE | {"incomplete"}),
    "U15-gif-10000": (gif_of(60, 40, 10_000), PICTURE),
    "U16-tiff-10000": (tiff_pages(10_000), {"too_many_pages"}),
    "U18-ztxt": (
        png_with(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9)),
        {"damaged", "too_heavy"},
    ),
    "U18-iccp": (
        png_with(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 100_000_000, 9)),
        "a picture or a sentence",
    ),
    "U22-srgb-cut": (png_with(b"sRGB", b""), "a picture or a sentence"),
    "U22-phys-cut": (png_with(b"pHYs", b"\1"), "a picture or a sentence"),
    "U24-orientation-text": (
        jpeg_with(0xE1, exif_of([(ORIENTATION, 2, 2, b"6\0")])), PICTURE,
    ),
    "U24-orientation-255": (
        jpeg_with(0xE1, exif_of([(ORIENTATION, 3, 1, b"\xff\0")])), PICTURE,
    ),
    "U24-orientation-xmp-only": (
        jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:"
                        b"meta/'><tiff:Orientation>6</tiff:Orientation></x:xmpmeta>"),
        PICTURE,
    ),
    "U27-gps-nan": (
        jpeg_with(0xE1, exif_of([(0x8825, 4, 1, struct.pack("<I", 26)), (2, 5, 3,
                  struct.pack("<I", 8))])),
        PICTURE,
    ),
    "U28-circular": (
        jpeg_with(0xE1, exif_of([(0x8769, 4, 1, struct.pack("<I", 8))], following=8)),
        PICTURE,
    ),
    "U28-absurd-count": (
        jpeg_with(0xE1, exif_of([(0x010E, 2, 2**32 - 1, struct.pack("<I", 99))])),
        PICTURE,
    ),
    "U28-65535-entries": (
        jpeg_with(0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\1" * 60_000), PICTURE,
    ),
    "U28-list-at-end": (jpeg_with(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f"), PICTURE),
    "U28-other-thumbnail": (thumbnail_of_another, PICTURE),
    "U31-heic-rubbish": (
        plain(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 4000), REFUSED,
    ),
    "U32-mvg": (plain(b"push graphic-context\nimage over 0,0 0,0 'https://x/'"), REFUSED),
    "U32-png-profile-path": (png_with(b"tEXt", b"profile\0/etc/passwd"), PICTURE),
    "U32-postscript": (plain(b"%!PS-Adobe-3.0 EPSF-3.0\n(PLANTED) run"), REFUSED),
    "U33-eicar": (plain(rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD"), REFUSED),
    "pdf-inflating": (pdf_bomb, "a picture or a sentence"),
    "pdf-its-own-child": (circular_pdf, "a picture or a sentence"),
    "pdf-nothing": (plain(b"%PDF-1.7\n%%EOF\n"), REFUSED),
}  # fmt: skip


def _resized_jpeg(data: bytes, width: int, height: int) -> bytes:
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]
