"""Every format we take, from real encoders: size, colour, nothing else left in it."""

import json
import math
import shutil
import struct
import subprocess

import pytest
from PIL import Image, ImageCms

from history.images import derive
from tests.history.drawn import PHP, difference, marks_of, rendered, scene
from tests.history.encoders import FORMATS, expected, ink, of_vips
from tests.history.papers import pdf


@pytest.mark.parametrize("name", FORMATS)  # U14, U17, U19, U21, U22
def test_a_real_file_is_shown_as_it_looks(tmp_path, name):
    media_type, size, write, tolerance = FORMATS[name]
    path = tmp_path / "named-wrong.txt"  # U07
    write(scene(*size), path)
    shown, derived = rendered(path, tmp_path)
    facts = derived.inspection
    assert (facts.media_type, facts.pages) == (media_type, 1)
    assert (derived.width_px, derived.height_px) == size
    assert difference(shown, expected(name, size).convert("RGB")) < tolerance


# --- colour -------------------------------------------------------------------

PATCHES = [
    (94, 62, 50), (190, 140, 122), (88, 112, 146), (86, 100, 62), (122, 122, 166),
    (108, 176, 158), (200, 118, 54), (76, 88, 154), (182, 84, 92), (90, 62, 102),
    (154, 174, 74), (208, 152, 56), (60, 66, 132), (82, 138, 76), (160, 58, 58),
    (214, 188, 66), (172, 82, 136), (64, 124, 150), (236, 236, 232), (196, 196, 194),
    (156, 156, 156), (118, 118, 116), (84, 84, 84), (54, 54, 54),
]  # fmt: skip
PATCH = 60
D50 = (0.9642, 1.0, 0.8249)
# Columns are the colorants in XYZ of D50, as ICC profiles of these spaces say them.
SPACES = {
    "sRGB": ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141), 2.2),
    "Adobe RGB": ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446), 2.19921875),
    "ProPhoto": ((0.7977, 0.2880, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249), 1.8),
    "Display P3": ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841), 2.2),
}  # fmt: skip


def profile_of(name: str) -> bytes:
    """Write a small ICC profile: three colorants and one curve."""
    *colorants, gamma = SPACES[name]

    def fixed(value):
        return struct.pack(">i", round(value * 65_536))

    def xyz(values):
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    text = name.encode()
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" * 79,
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": xyz(D50),
        **{
            key: xyz(values)
            for key, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)
        },
    }
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for key, value in tags.items():
        table += key + struct.pack(">II", at + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    head = bytearray(128)
    head[4:24] = b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ "
    head[36:40], head[68:80] = b"acsp", b"".join(map(fixed, D50))
    whole = bytes(head) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


def linear(value: float) -> float:
    """Undo the curve of sRGB (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def xyz_of(rgb) -> list[float]:
    *colorants, _gamma = SPACES["sRGB"]
    light = [linear(value / 255) for value in rgb]
    return [
        sum(c[axis] * part for c, part in zip(colorants, light, strict=True))
        for axis in range(3)
    ]


def lab_of(rgb) -> list[float]:
    def root(value):
        return (
            value ** (1 / 3) if value > 216 / 24_389 else (841 / 108) * value + 4 / 29
        )

    x, y, z = (root(v / white) for v, white in zip(xyz_of(rgb), D50, strict=True))
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def delta_e(first, second) -> float:
    """Return CIE 1976, which is never kinder than the newer formulas here."""
    return math.dist(lab_of(first), lab_of(second))


def into_space(rgb, name: str) -> tuple[int, ...]:
    """Say the same colour in another space, by our own arithmetic."""
    *columns, gamma = SPACES[name]
    (a, d, g), (b, e, h), (c, f, i) = columns
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    inverse = [
        [(e * i - f * h), (c * h - b * i), (b * f - c * e)],
        [(f * g - d * i), (a * i - c * g), (c * d - a * f)],
        [(d * h - e * g), (b * g - a * h), (a * e - b * d)],
    ]
    xyz = xyz_of(rgb)
    light = [
        sum(part * value for part, value in zip(row, xyz, strict=True)) / determinant
        for row in inverse
    ]
    return tuple(round(255 * max(0.0, min(1.0, v)) ** (1 / gamma)) for v in light)


def chart(colours) -> Image.Image:
    picture = Image.new("RGB", (6 * PATCH, 4 * PATCH))
    for number, colour in enumerate(colours):
        at = (number % 6 * PATCH, number // 6 * PATCH)
        picture.paste(colour, (*at, at[0] + PATCH, at[1] + PATCH))
    return picture


def far_off(shown: Image.Image, colours=PATCHES) -> list[float]:
    """Measure how far each patch is from its colour."""
    middle = PATCH // 2
    return [
        delta_e(
            colour, shown.getpixel((n % 6 * PATCH + middle, n // 6 * PATCH + middle))
        )
        for n, colour in enumerate(colours)
    ]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize("name", ["Adobe RGB", "ProPhoto", "Display P3"])  # U23
def test_a_profile_is_honoured(tmp_path, name, kind):
    path = tmp_path / "chart"
    profile = profile_of(name)
    options = {"quality": 98, "subsampling": 0} if kind == "JPEG" else {}
    colours = [into_space(rgb, name) for rgb in PATCHES]
    chart(colours).save(path, kind, icc_profile=profile, **options)
    shown, _ = rendered(path, tmp_path)
    off = far_off(shown)
    assert sum(off) / len(off) < 2
    assert max(off) < 6


def test_a_profile_of_ink_is_honoured(tmp_path):  # U23
    path = tmp_path / "chart"
    image = ink(of_vips(chart(PATCHES)))
    image.tiffsave(str(path))
    printed = image.icc_transform("srgb", embedded=True)  # ink cannot do every patch
    looks = [
        tuple(printed.getpoint(n % 6 * PATCH + 30, n // 6 * PATCH + 30))
        for n in range(len(PATCHES))
    ]
    shown, _ = rendered(path, tmp_path)
    off = far_off(shown, looks)
    assert sum(off) / len(off) < 2


def test_a_grey_profile_and_broken_ones_leave_a_picture(tmp_path):  # U23
    chart_of_greys = chart(PATCHES).convert("L")
    good = profile_of("sRGB")
    for profile in (good, good[:200], good[:128] + b"\xff" * 300, b"x" * 3_000_000):
        path = tmp_path / "chart"
        chart_of_greys.save(path, "TIFF", icc_profile=profile)
        shown, _ = rendered(path, tmp_path)
        assert difference(shown, chart_of_greys.convert("RGB")) < 4
    shown, _ = rendered(named_colours(tmp_path), tmp_path)
    assert shown.size == (360, 240)


def named_colours(tmp_path):
    """Save a picture whose profile is a list of names, of no use for pixels."""
    profile = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    )
    profile[12:16] = b"nmcl"
    path = tmp_path / "named.jpg"
    chart(PATCHES).save(path, "JPEG", icc_profile=bytes(profile))
    return path


# --- nothing else -------------------------------------------------------------

HARMLESS = {"SourceFile", "ExifTool", "System", "File", "JFIF", "Composite", "RIFF"}
PLANTED = (
    "-Artist=PLANTED-ARTIST", "-Copyright=PLANTED <?php system(1) ?>",
    "-XMP-dc:Creator=PLANTED-XMP", "-XMP-dc:Description=PLANTED",
    "-IPTC:By-line=PLANTED-IPTC", "-Comment=PLANTED-COMMENT",
    "-GPSLatitude=48.5", "-GPSLatitudeRef=N", "-GPSLongitude=34.2",
    "-GPSLongitudeRef=E", "-EXIF:SerialNumber=PLANTED-SERIAL",
)  # fmt: skip


@pytest.mark.skipif(not shutil.which("exiftool"), reason="skipped: no exiftool")
def test_an_independent_reader_finds_nothing_in_public_files(tmp_path):  # U09, U25-U30
    kinds = ("jpeg", "png", "webp", "gif", "heic", "avif", "tiff-lzw")
    sources = []
    for kind in kinds:
        path = tmp_path / f"{kind.split('-')[0]}.{kind.split('-')[0]}"
        FORMATS[kind][2](scene(*FORMATS[kind][1]), path)
        sources.append(path)
    sources.append(pdf(tmp_path / "paper.pdf", ["words"]))
    subprocess.run(  # what a format cannot hold is passed over, with a warning
        ["exiftool", "-q", "-q", "-m", "-overwrite_original", *PLANTED, *sources],
        check=False,
    )
    held = [path.name for path in sources if b"PLANTED" in path.read_bytes()]
    assert len(held) >= 7
    for path in sources:
        derived = derive(path, into=tmp_path / "public" / path.name)
        assert derived.renditions
    found = subprocess.run(
        ["exiftool", "-json", "-G", "-a", "-u", "-r", tmp_path / "public"],
        capture_output=True,
        check=True,
    )
    files = json.loads(found.stdout)
    assert len(files) >= 2 * len(sources)
    left = {
        f"{file['SourceFile']}: {tag}"
        for file in files
        for tag in file
        if tag.split(":")[0] not in HARMLESS
    }
    assert left == set()
    for file in (tmp_path / "public").rglob("*.*"):
        data = file.read_bytes() if file.is_file() else b""
        assert not any(
            word in data for word in (b"PLANTED", b"<?php", b"Exif", b"http")
        )


def test_no_payload_in_any_corner_reaches_a_public_byte(tmp_path):  # U08, U28 to U30
    """Second pictures, manifests, thumbnails and trailers stay in the original."""
    plain = tmp_path / "plain.jpg"
    scene().save(plain, "JPEG")
    data = plain.read_bytes()
    secret = tmp_path / "secret.jpg"
    Image.new("RGB", (160, 120), (255, 0, 255)).save(secret, "JPEG", comment=b"PLANTED")

    def segment(marker: int, body: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    corners = {
        "extended-xmp": segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"P" * 32
                                + b"\0" * 8 + b"PLANTED GImage:Data"),
        "entity-xmp": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [<!ENTITY a "
                              b"SYSTEM 'file:///etc/passwd'>]><x>PLANTED &a;</x>"),
        "photoshop": segment(0xED, b"Photoshop 3.0\0" + b"8BIMPLANTED\1\2\3" * 4000),
        "manifest": segment(0xEB, b"JP\0\1\0\0\0\1jumbPLANTED"),
        "script-comment": segment(0xFE, b"PLANTED " + PHP),
        "second-picture": segment(0xE2, b"MPF\0PLANTED"),
    }  # fmt: skip
    for name, corner in corners.items():
        path = tmp_path / name
        path.write_bytes(data[:2] + corner + data[2:] + secret.read_bytes())
        into = tmp_path / "out" / name
        derived = derive(path, into=into)
        assert (derived.width_px, derived.height_px) == (900, 600), name
        for file in into.iterdir():
            assert marks_of(file.read_bytes()) == []
            assert b"PLANTED" not in file.read_bytes()
            with Image.open(file) as made:
                assert difference(made.convert("RGB"), scene()) < 6, name
