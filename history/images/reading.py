"""Open a picture by an explicit list of formats and say what it holds.

Runs inside the child only. Nothing is decoded before its size is known.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageFile, PngImagePlugin

from . import exif, frames
from .results import MIB, Inspection, Limits, Unreadable
from .signatures import HEAD_BYTES, screen

# Never 'MPO': it is no registered format and raises KeyError on foreign files;
# the JPEG plugin makes it by itself.
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
}
TURNED_BY_READER = {"image/tiff", "image/heic"}
SIDEWAYS = {5, 6, 7, 8}

Image.MAX_IMAGE_PIXELS = None  # our own check comes first and says more
ImageFile.LOAD_TRUNCATED_IMAGES = False
PngImagePlugin.MAX_TEXT_CHUNK = MIB
PngImagePlugin.MAX_TEXT_MEMORY = 8 * MIB


def open_picture(
    path: str | Path, limits: Limits
) -> tuple[Image.Image, str, tuple[int, int]]:
    """Return the opened picture, its media type and its size, all undecoded."""
    with Path(path).open("rb") as file:
        head = file.read(HEAD_BYTES)
    media_type = screen(head, size_bytes=Path(path).stat().st_size, limits=limits)
    if media_type == "image/heic":
        import pillow_heif  # noqa: PLC0415 - loaded only for its own files

        pillow_heif.register_heif_opener(thumbnails=False)
    late_exif = frames.check_png(path) if media_type == "image/png" else None
    if media_type == "image/webp":
        frames.check_webp(path)
    picture = Image.open(path, formats=[FORMATS[media_type]])
    if late_exif:  # may stand behind the pixels, where opening does not look
        picture.info.setdefault("exif", b"Exif\0\0" + late_exif)
    check_pixels(*picture.size, limits)
    return picture, media_type, picture.size


def check_pixels(width_px: int, height_px: int, limits: Limits) -> None:
    """Raise Unreadable where the picture is larger than we agreed to decode."""
    if width_px < 1 or height_px < 1:
        raise Unreadable("damaged", detail="no size")
    if width_px * height_px > limits.max_megapixels * 1_000_000:
        raise Unreadable(
            "too_many_pixels",
            megapixels=-(-width_px * height_px // 1_000_000),
            limit=limits.max_megapixels,
        )


def inspect(path: str | Path, limits: Limits) -> Inspection:
    """Return the facts of a picture file."""
    picture, media_type, _ = open_picture(path, limits)
    with picture:
        return inspection_of(picture, path, media_type, limits)


def inspection_of(
    picture: Image.Image, path: str | Path, media_type: str, limits: Limits
) -> Inspection:
    """Return the facts of an opened picture."""
    orientation = exif.orientation_of(picture)
    width_px, height_px = picture.size
    if orientation in SIDEWAYS and media_type not in TURNED_BY_READER:
        width_px, height_px = height_px, width_px
    tags = exif.read_exif(picture)
    return Inspection(
        media_type=media_type,
        width_px=width_px,
        height_px=height_px,
        orientation=orientation,
        frames=frames.count_frames(path, media_type, picture, limits.max_frames),
        exif=tags,
        gps=exif.position_of(tags),
        taken_at=exif.moment_of(tags),
    )
