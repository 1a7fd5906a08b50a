"""Own real files of every format we take, written by Pillow, libvips or by hand."""

import struct
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pyvips
from PIL import Image

from tests.history.drawn import scene

pillow_heif.register_heif_opener()
Writer = Callable[[Image.Image, Path], None]


def of_vips(picture: Image.Image) -> pyvips.Image:
    """Give a picture to libvips."""
    bands = len(picture.getbands())
    return pyvips.Image.new_from_memory(
        picture.tobytes(), picture.width, picture.height, bands, "uchar"
    ).copy(interpretation="b-w" if bands == 1 else "srgb")


def pillow(kind: str, mode: str = "RGB", **options) -> Writer:
    def write(picture, path):
        picture.convert(mode).save(path, kind, **options)

    return write


def series(kind: str, **options) -> Writer:
    """Write the picture and, after it, another one."""

    def write(picture, path):
        other = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        picture.save(path, kind, save_all=True, append_images=[other], **options)

    return write


def vips(verb: str, change=lambda image: image, *, grey=False, **options) -> Writer:
    def write(picture, path):
        image = change(of_vips(picture.convert("L") if grey else picture))
        getattr(image, verb)(str(path), **options)

    return write


def deep(image: pyvips.Image) -> pyvips.Image:
    """Make 16 bits a colour."""
    kind = "grey16" if image.bands == 1 else "rgb16"
    return (image * 257).cast("ushort").copy(interpretation=kind)


def ink(image: pyvips.Image) -> pyvips.Image:
    """Convert to CMYK for print, with its profile."""
    return image.icc_transform("cmyk", input_profile="srgb")


def planar(picture: Image.Image, path: Path) -> None:
    """Write a TIFF whose colours lie one after the other, uncompressed."""
    width, height = picture.size
    planes = [band.tobytes() for band in picture.split()]
    size = width * height
    data_at = 8
    after = data_at + 3 * size
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, after),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 3, after + 6),
        (277, 3, 1, 3),
        (278, 4, 1, height),
        (279, 4, 3, after + 18),
        (284, 3, 1, 2),
    ]
    out = struct.pack("<2sHI", b"II", 42, after + 30) + b"".join(planes)
    out += struct.pack("<3H3I3I", 8, 8, 8, *(data_at + i * size for i in range(3)),
                       size, size, size)  # fmt: skip
    out += struct.pack("<H", len(entries))
    out += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    path.write_bytes(out + struct.pack("<I", 0))


SMALL, LARGE = (300, 200), (2000, 1500)  # Pillow decodes, libvips streams
FORMATS: dict[str, tuple[str, tuple[int, int], Writer, float]] = {
    # name: media type, size, encoder, how much it may differ
    "jpeg": ("image/jpeg", SMALL, pillow("JPEG"), 6),
    "jpeg-progressive": ("image/jpeg", LARGE, pillow("JPEG", progressive=True), 6),
    "jpeg-cmyk": ("image/jpeg", LARGE, pillow("JPEG", "CMYK", quality=90), 6),
    "jpeg-cmyk-profile": ("image/jpeg", SMALL, vips("jpegsave", ink, Q=92), 28),
    "jpeg-two-pictures": ("image/jpeg", SMALL, series("MPO"), 6),
    "png": ("image/png", LARGE, pillow("PNG"), 4),
    "png-interlaced": ("image/png", LARGE, vips("pngsave", interlace=True), 4),
    "png-16-bit": ("image/png", LARGE, vips("pngsave", deep, bitdepth=16), 4),
    "png-palette": ("image/png", SMALL, vips("pngsave", palette=True), 6),
    "png-4-bit": (
        "image/png",
        SMALL,
        vips("pngsave", grey=True, palette=True, bitdepth=4),
        8,
    ),
    "png-moving": ("image/png", SMALL, series("PNG"), 4),
    "webp": ("image/webp", SMALL, pillow("WEBP"), 6),
    "webp-large": ("image/webp", LARGE, pillow("WEBP"), 6),
    "webp-lossless": ("image/webp", SMALL, pillow("WEBP", lossless=True), 4),
    "webp-lossless-large": ("image/webp", LARGE, pillow("WEBP", lossless=True), 4),
    "webp-moving-large": ("image/webp", LARGE, series("WEBP", method=0), 6),
    "webp-moving": ("image/webp", SMALL, series("WEBP"), 6),
    "gif": ("image/gif", SMALL, vips("gifsave"), 8),
    "gif-moving": ("image/gif", SMALL, series("GIF"), 8),
    "heic": ("image/heic", SMALL, pillow("HEIF"), 6),
    "heic-burst": ("image/heic", SMALL, series("HEIF"), 6),
    "avif": ("image/avif", SMALL, pillow("AVIF", speed=9), 6),
    "avif-12-bit": (
        "image/avif",
        SMALL,
        vips("heifsave", deep, bitdepth=12, compression="av1", effort=0),
        6,
    ),
    "avif-moving": ("image/avif", SMALL, series("AVIF", speed=9), 6),
    "tiff": ("image/tiff", LARGE, vips("tiffsave"), 4),
    "tiff-lzw": ("image/tiff", SMALL, vips("tiffsave", compression="lzw"), 4),
    "tiff-zip-predictor": (
        "image/tiff",
        LARGE,
        vips("tiffsave", compression="deflate", predictor="horizontal"),
        4,
    ),
    "tiff-jpeg": ("image/tiff", SMALL, vips("tiffsave", compression="jpeg", Q=92), 6),
    "tiff-packbits": ("image/tiff", SMALL, vips("tiffsave", compression="packbits"), 4),
    "tiff-tiled": ("image/tiff", LARGE, vips("tiffsave", tile=True), 4),
    "tiff-pyramid": (
        "image/tiff",
        LARGE,
        vips("tiffsave", tile=True, pyramid=True, compression="deflate"),
        4,
    ),
    "tiff-big": ("image/tiff", SMALL, vips("tiffsave", bigtiff=True), 4),
    "tiff-motorola": ("image/tiff", SMALL, pillow("TIFF", big_tiff=False), 4),
    "tiff-planar": ("image/tiff", SMALL, planar, 4),
    "tiff-planar-large": ("image/tiff", LARGE, planar, 4),
    "tiff-cmyk": ("image/tiff", SMALL, vips("tiffsave", ink, compression="lzw"), 28),
    "tiff-lab": (
        "image/tiff",
        SMALL,
        vips("tiffsave", lambda image: image.colourspace("lab")),
        4,
    ),
    "tiff-ycbcr": ("image/tiff", SMALL, pillow("TIFF", "YCbCr"), 4),
    "tiff-16-bit": (
        "image/tiff",
        LARGE,
        vips("tiffsave", deep, compression="lzw"),
        4,
    ),
    "tiff-16-bit-small": ("image/tiff", SMALL, vips("tiffsave", deep), 4),
    "tiff-16-bit-grey": ("image/tiff", LARGE, vips("tiffsave", deep, grey=True), 4),
    "tiff-16-bit-alpha": (
        "image/tiff",
        SMALL,
        vips("tiffsave", lambda image: deep(image.bandjoin(255))),
        4,
    ),
    "tiff-float-grey": (
        "image/tiff",
        SMALL,
        vips("tiffsave", lambda image: image.cast("float") / 255, grey=True),
        4,
    ),
    "tiff-float-of-255": (
        "image/tiff",
        SMALL,
        vips("tiffsave", lambda image: image.cast("float"), grey=True),
        4,
    ),
    "tiff-float-colour": (
        "image/tiff",
        SMALL,
        vips("tiffsave", lambda image: image.colourspace("scrgb")),
        4,
    ),
    "tiff-bilevel-g4": (
        "image/tiff",
        LARGE,
        vips("tiffsave", grey=True, compression="ccittfax4", bitdepth=1),
        4,
    ),
    "tiff-bilevel-white-is-0": (
        "image/tiff",
        SMALL,
        vips(
            "tiffsave",
            grey=True,
            compression="ccittfax4",
            bitdepth=1,
            miniswhite=True,
        ),
        4,
    ),
}


def expected(name: str, size: tuple[int, int]) -> Image.Image:
    """Say how a file of the table should look."""
    picture = scene(*size)
    if "bilevel" in name:
        return picture.convert("L").point(lambda value: 255 * (value >= 128))
    is_grey = "grey" in name or name in ("png-4-bit", "tiff-float-of-255")
    return picture.convert("L") if is_grey else picture
