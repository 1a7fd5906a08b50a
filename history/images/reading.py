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


def media_type_of(path: Path, limits: Limits) -> str:
    """Return the media type of a file that we take; raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    media_type = screen(head, size_bytes=path.stat().st_size, limits=limits)
    if media_type.startswith(("audio/", "video/")):
        raise Unreadable("not_a_picture", detail=media_type)
    return media_type


def tolerate() -> None:
    """Show what decodes of a file that stops too early: asked for by a person."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True


def is_tolerant() -> bool:
    """Tell whether a file may stop too early."""
    return ImageFile.LOAD_TRUNCATED_IMAGES


def open_picture(
    path: Path, media_type: str, limits: Limits, *, page: int = 0
) -> Image.Image:
    """Return the opened picture, or one page of a TIFF, undecoded."""
    if media_type == "image/heic":
        import pillow_heif  # noqa: PLC0415 - loaded only for its own files

        pillow_heif.register_heif_opener(thumbnails=False)
    late_exif = None
    if media_type == "image/png":
        late_exif = frames.check_png(path, is_lenient=is_tolerant())
    if media_type == "image/webp" and not is_tolerant():
        frames.check_webp(path)
    picture = Image.open(path, formats=[FORMATS[media_type]])
    if late_exif:  # may stand behind the pixels, where opening does not look
        picture.info.setdefault("exif", b"Exif\0\0" + late_exif)
    if page:
        picture.seek(frames.tiff_pages(path, limits.max_pages)[page])
    check_pixels(*picture.size, limits)
    return picture


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


def inspection_of(
    picture: Image.Image, path: Path, media_type: str, limits: Limits
) -> Inspection:
    """Return the facts of an opened picture."""
    found = exif.tags_of(picture)
    orientation = exif.orientation_of(found)
    width_px, height_px = picture.size
    if orientation in SIDEWAYS and media_type not in TURNED_BY_READER:
        width_px, height_px = height_px, width_px
    tags = exif.read_exif(found)
    pages = 1
    if media_type == "image/tiff":
        pages = len(frames.tiff_pages(path, limits.max_pages))
    return Inspection(
        media_type=media_type,
        width_px=width_px,
        height_px=height_px,
        orientation=orientation,
        frames=frames.count_frames(
            path, media_type, picture, limits.max_frames, is_lenient=is_tolerant()
        ),
        pages=pages,
        exif=tags,
        gps=exif.position_of(tags),
        taken_at=exif.moment_of(tags),
    )
