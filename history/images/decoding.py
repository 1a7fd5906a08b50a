"""Decode a picture once, at the smallest scale that covers, to upright sRGB.

Runs inside the child only. libvips streams large JPEG, PNG, TIFF and WebP: less than
half of Pillow's CPU time for the shrinking (measured: benchmarks/renditions.py), and a
250-megapixel scan stays within the memory wall. Pillow does everything else.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

from .reading import TURNED_BY_READER, is_tolerant
from .results import Inspection

STREAMED = {"image/jpeg", "image/png", "image/tiff", "image/webp"}
STREAMED_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "I;16B"}
SMALL_PX = 2_000_000  # below this starting libvips costs more than it wins
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WHITE = (255, 255, 255)


def decode(
    picture: Image.Image,
    path: str | Path,
    inspection: Inspection,
    cover: tuple[int, int],
) -> Image.Image:
    """Return an upright RGB picture of exactly the `cover` size, nothing attached."""
    is_large = picture.width * picture.height > SMALL_PX
    turn = inspection.orientation
    can_stream = picture.mode in STREAMED_MODES and inspection.media_type in STREAMED
    if is_large and can_stream:
        page = picture.tell()  # of a TIFF
        pixels = stream(path, inspection, turned(cover, turn), page=page)
    else:
        if inspection.media_type in TURNED_BY_READER:
            turn = 1
        pixels = load(picture, turned(cover, turn))
    if turn in UPRIGHT:
        pixels = pixels.transpose(UPRIGHT[turn])
    # The fresh canvas: pixels only, no info, comment, profile or thumbnail.
    canvas = Image.new("RGB", pixels.size, WHITE)
    canvas.paste(pixels)
    return canvas


def turned(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Return the size before turning upright."""
    return size[::-1] if orientation in (5, 6, 7, 8) else size


def load(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Decode with Pillow, scaled while decoding where the format can."""
    profile = picture.info.get("icc_profile")
    if picture.format in ("JPEG", "MPO"):
        picture.draft(picture.mode, size)
    picture.load()
    plain = plain_mode(picture)
    if plain.size != size:
        plain = plain.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)
    return to_srgb(plain, profile)


def plain_mode(picture: Image.Image) -> Image.Image:
    """Return 8-bit L, RGB, CMYK or LAB, with white under what is transparent."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return eight_bits(picture)
    has_alpha = "A" in picture.mode or "a" in picture.mode
    if has_alpha or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        canvas = Image.new("RGB", picture.size, WHITE)
        canvas.paste(picture, mask=picture.getchannel("A"))
        return canvas
    if picture.mode in ("L", "RGB", "CMYK", "LAB"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def eight_bits(picture: Image.Image) -> Image.Image:
    """Return the 8-bit greys of a 16-bit, 32-bit or float picture."""
    low, high = picture.getextrema()
    if picture.mode == "F" and low >= 0 and high <= 255:
        factor, offset = 255.0 if high <= 1 else 1.0, 0.0
    elif low >= 0 and high <= 65_535:
        factor, offset = 255 / 65_535, 0.0
    else:
        factor = 255 / (high - low or 1)
        offset = -low * factor
    return picture.convert("F").point(lambda v: v * factor + offset).convert("L")


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert through the embedded profile; a broken profile counts as sRGB."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if picture.mode != "RGB" or not is_srgb(profile):
                return ImageCms.profileToProfile(
                    picture,
                    source,
                    ImageCms.createProfile("sRGB"),
                    renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                    outputMode="RGB",
                )
        except Exception:  # noqa: BLE001, S110 - many kinds; the pixels are fine
            pass
    return picture.convert("RGB")


def is_srgb(profile: bytes) -> bool:
    """Tell whether an embedded profile changes nothing; a broken one does not."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.getProfileDescription(source).startswith("sRGB")
    except Exception:  # noqa: BLE001 - many kinds
        return True


def stream(
    path: str | Path, inspection: Inspection, size: tuple[int, int], *, page: int = 0
) -> Image.Image:
    """Decode with libvips from top to bottom, shrinking on the way, to sRGB."""
    import pyvips  # noqa: PLC0415 - 30 ms that small pictures need not pay

    pyvips.cache_set_max(0)
    options = vips_options()
    if inspection.media_type == "image/jpeg":
        full = turned(
            (inspection.width_px, inspection.height_px), inspection.orientation
        )
        factor = max(n for n in (1, 2, 4, 8) if n == 1 or full[0] // n >= size[0])
        source = pyvips.Image.jpegload(str(path), shrink=factor, **options)
    elif inspection.media_type == "image/webp":  # the decoder itself shrinks
        full = turned(
            (inspection.width_px, inspection.height_px), inspection.orientation
        )
        scale = min(1.0, size[0] / full[0])
        source = pyvips.Image.webpload(str(path), scale=scale, **options)
    elif inspection.media_type == "image/png":
        source = pyvips.Image.pngload(str(path), **options)
    else:
        source = pyvips.Image.tiffload(str(path), page=page, **options)
    profile = None
    if source.get_typeof("icc-profile-data"):
        profile = source.get("icc-profile-data")
    if source.hasalpha():  # before shrinking, so that no edge turns dark
        source = source.flatten(background=white_of(source))
    small = shrunk(source, size)
    if small.format != "uchar":
        small = small.colourspace("b-w" if small.bands == 1 else "srgb").cast("uchar")
    pixels = Image.frombytes(
        "L" if small.bands == 1 else "RGB",
        (small.width, small.height),
        small.write_to_memory(),
    )
    if pixels.size != size:
        pixels = pixels.resize(size, Image.Resampling.HAMMING)
    return to_srgb(pixels, profile)


def vips_options() -> dict[str, str]:
    """Return how libvips reads: once from top to bottom, and how strictly."""
    return {"access": "sequential", "fail_on": "none" if is_tolerant() else "error"}


def shrunk(source: Any, size: tuple[int, int]) -> Any:
    """Return a libvips picture of about this size; never larger than it was."""
    return source.resize(
        min(1.0, size[0] / source.width),
        vscale=min(1.0, size[1] / source.height),
        kernel="cubic",
    )


def white_of(source) -> list[int]:
    """Return white in the depth of a picture, a value for each colour band."""
    return [65_535 if source.format == "ushort" else 255] * (source.bands - 1)
