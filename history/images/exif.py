"""Read EXIF into small, plain, private JSON; broken EXIF is no EXIF."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from PIL import ExifTags, Image

MAX_TEXT = 1000
MAX_TAGS = 200
MAX_LIST = 64
SKIPPED = {"MakerNote", "ExifOffset", "GPSInfo", "XMLPacket", "ImageResources"}
SKIPPED |= {"InterColorProfile", "StripOffsets", "StripByteCounts", "TileOffsets"}
SKIPPED |= {"TileByteCounts", "JPEGTables", "PrintImageMatching", "IPTCNAA"}
CHARSETS = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "jis"}


def tags_of(picture: Image.Image) -> Image.Exif:
    """Return the tags as the header gave them; broken ones are no tags.

    Not `picture.getexif()`: for PNG that decodes all pixels, to look behind them.
    """
    try:
        return Image.Image.getexif(picture)
    except Exception:  # noqa: BLE001 - seven kinds on real files
        return Image.Exif()


def tags_in(tiff: BinaryIO) -> Image.Exif:
    """Return the tags of a TIFF that Pillow does not open; the file stays open."""
    tags = Image.Exif()
    try:
        tags.load_from_fp(tiff)
    except Exception:  # noqa: BLE001
        return Image.Exif()
    return tags


def read_exif(exif: Image.Exif) -> dict[str, Any]:
    """Return the tags by name: short texts, numbers and short lists only."""
    tags: dict[str, Any] = {}
    for names, block in _blocks(exif):
        for tag, value in list(block.items())[:MAX_TAGS]:
            name = names.get(tag)
            if name is None or name in SKIPPED or len(tags) >= MAX_TAGS:
                continue
            try:
                plain = _plain(value, name)
            except Exception:  # noqa: BLE001, S112
                continue
            if plain not in (None, "", []):
                tags[name] = plain
    return tags


def _blocks(exif: Image.Exif):
    """Yield the tag blocks that can be read."""
    yield ExifTags.TAGS, exif
    for block, names in (
        (ExifTags.IFD.Exif, ExifTags.TAGS),
        (ExifTags.IFD.GPSInfo, ExifTags.GPSTAGS),
    ):
        try:
            values = exif.get_ifd(block)
        except Exception:  # noqa: BLE001, S112
            continue
        yield names, values


def _plain(value: Any, name: str) -> Any:
    """Return a JSON value, or None for what is binary, endless or not a number."""
    if isinstance(value, bytes):
        return _decoded(value, name)
    if isinstance(value, str):
        return clean(_mended(value))
    if isinstance(value, bool | int):
        return value if abs(value) < 2**53 else None
    if isinstance(value, tuple | list):
        parts = [_plain(part, name) for part in value[:MAX_LIST]]
        return None if None in parts else parts
    number = float(value)  # IFDRational and float
    return round(number, 9) if math.isfinite(number) else None


def _decoded(value: bytes, name: str) -> str | None:
    """Return the text of bytes that hold text."""
    value = value[: 4 * MAX_TEXT]
    if name.startswith("XP"):
        return clean(value.decode("utf-16-le", errors="ignore"))
    if name == "UserComment" and value[:8] in CHARSETS:
        charset = CHARSETS[value[:8]].replace("jis", "iso2022_jp")
        return clean(value[8:].decode(charset, errors="ignore"))
    try:
        text = value.rstrip(b"\0 ").decode("utf-8")
    except UnicodeDecodeError:
        return None
    return clean(text) if text.isprintable() else None


def _mended(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1, as Cyrillic captions often are."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def clean(text: str, most: int = MAX_TEXT) -> str:
    """Return a bounded text without control characters or lone surrogates."""
    text = text[: 2 * most].encode("utf-8", "ignore").decode("utf-8")
    text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:most]


def orientation_of(exif: Image.Exif) -> int:
    """Return the EXIF orientation, 1 where it is absent or nonsense."""
    try:
        value = exif.get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001
        return 1
    if isinstance(value, tuple | list) and value:
        value = value[0]
    is_known = isinstance(value, int) and value in range(1, 9)
    return value if is_known else 1


def position_of(exif: dict[str, Any]) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, None where they make no sense."""
    latitude = _degrees(exif.get("GPSLatitude"), exif.get("GPSLatitudeRef"), "S", 90)
    longitude = _degrees(
        exif.get("GPSLongitude"), exif.get("GPSLongitudeRef"), "W", 180
    )
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None
    return latitude, longitude


def _degrees(parts: Any, ref: Any, negative: str, bound: int) -> float | None:
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
        return None
    if not all(isinstance(part, int | float) and part >= 0 for part in parts):
        return None
    degrees = sum(part / 60**power for power, part in enumerate(parts))
    if degrees > bound:
        return None
    is_negative = isinstance(ref, str) and ref.upper().startswith(negative)
    return round(-degrees if is_negative else degrees, 7)


def moment_of(exif: dict[str, Any]) -> datetime | None:
    """Return when the camera says it was taken: a hint, never an item's date.

    Cameras write local time without a zone, so the moment has none.
    """
    for name in ("DateTimeOriginal", "DateTimeDigitized"):
        try:
            said = str(exif.get(name))[:19]
            moment = datetime.strptime(said, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        except ValueError:
            continue
        tomorrow = datetime.now() + timedelta(days=1)  # noqa: DTZ005
        if moment.year >= 1800 and moment <= tomorrow:
            return moment
    return None
