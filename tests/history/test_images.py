"""Pictures of every kind, whole, broken and hostile, through the real decoder."""

import io
import json
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat
from PIL.PngImagePlugin import PngInfo

from history.images import (
    EditsError,
    Inspection,
    Limits,
    Unreadable,
    check_edits,
    derive,
    inspect,
    outcome_size,
    screen,
    sniff,
)

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
    not SAMPLES.is_dir(), reason="the folder ../shared/samples is not here"
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


# Signatures


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a/*<script>", "image/gif"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"MM\0+\0\x08\0\0", "image/tiff"),
        (b"II+\0\x08\0\0\0", "image/tiff"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "image/avif"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "image/avif"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video/mp4"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom", "audio/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"OggS\0", "audio/ogg"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
        (b"PK\x03\x04", "application/zip"),
        (b'<?xml version="1.0"?><svg onload="x">', "image/svg+xml"),
        (b"<html><script>", None),
        (b"\xff\xd8", None),
        (b"", None),
        (b"MZ\x90\0", None),
        (b"\xff\xff\xff\xff", None),
    ],
)
def test_content_decides_the_type(head, expected):
    assert sniff(head) == expected


@pytest.mark.parametrize(
    ("head", "size", "code"),
    [
        (b"", 0, "empty"),  # U01
        (b"\xff", 1, "not_a_picture"),  # U02
        (b"<html>", 6, "not_a_picture"),  # U05
        (b"PK\x03\x04", 4, "archive"),
        (b"<svg onload=x>", 14, "svg"),  # U06
        (b"%PDF-1.7", 8, "pdf"),
        (b"OggS", 4, "audio"),
        (b"\xff\xd8\xff\xe0", 2_000_000_000, "too_many_bytes"),  # U35
    ],
)
def test_a_refusal_comes_before_any_work(head, size, code):
    with pytest.raises(Unreadable) as refusal:
        screen(head, size_bytes=size)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_the_size_sentence_names_both_numbers():
    with pytest.raises(Unreadable) as refusal:
        screen(b"\xff\xd8\xff\xe0", size_bytes=150 * 1024 * 1024)
    assert "150" in refusal.value.sentence
    assert "100" in refusal.value.sentence


# Facts


def test_inspection_reads_a_phone_picture(tmp_path):
    facts = inspect(with_gps(scene(), tmp_path / "phone"))
    assert (facts.media_type, facts.width_px, facts.height_px) == (
        "image/jpeg",
        900,
        600,
    )
    assert facts.gps == (48.5, 34.26)
    assert facts.taken_at.isoformat() == "2019-05-04T10:20:30"
    assert facts.exif["Artist"] == "PLANTED-ARTIST"
    assert Inspection.from_json(json.loads(json.dumps(facts.as_json()))) == facts


@pytest.mark.parametrize("latitude", [(999.0, 0.0, 0.0), (0.0, 0.0)])  # U27
def test_nonsense_positions_are_ignored(tmp_path, latitude):
    path = with_gps(scene(), tmp_path / "phone", latitude=latitude)
    facts = inspect(path)
    assert facts.gps is None or latitude[0] == 0.0
    assert facts.exif["Artist"] == "PLANTED-ARTIST"


def test_exif_becomes_short_plain_text(tmp_path):  # U25
    exif = Image.Exif()
    exif[ARTIST] = "<script>" + "я" * 60_000
    exif[0x010E] = "one\0two\x1b[31m"
    exif[0x9C9B] = "Вулиця Садова".encode("utf-16-le") + b"\0\0"
    exif.get_ifd(0x8769)[0x927C] = b"\xff" * 5000
    exif.get_ifd(0x8769)[0x9003] = "9999:99:99 00:00:00"  # U26
    path = saved(tmp_path / "x", scene(), "PNG", exif=exif)
    facts = inspect(path)
    assert facts.exif["XPTitle"] == "Вулиця Садова"
    assert facts.taken_at is None
    assert "MakerNote" not in facts.exif
    texts = [value for value in facts.exif.values() if isinstance(value, str)]
    assert max(map(len, texts)) <= 1000
    assert all(text.isprintable() for text in texts)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_every_orientation_gives_the_same_upright_picture(tmp_path, kind, orientation):
    upright = scene()
    stored = upright
    if UNTURN[orientation] is not None:
        stored = upright.transpose(UNTURN[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    path = saved(tmp_path / "x", stored, kind, exif=exif)
    shown, derived = rendered(path, tmp_path)
    assert (derived.width_px, derived.height_px) == (900, 600)
    assert derived.inspection.orientation == orientation
    assert shown.size == (900, 600)
    assert difference(shown, upright) < 4


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_streamed_scans_are_upright_too(tmp_path, orientation):
    upright = scene(2400, 1600)
    stored = upright
    if UNTURN[orientation] is not None:
        stored = upright.transpose(UNTURN[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    for kind in ("TIFF", "PNG"):
        path = saved(tmp_path / kind, stored, kind, exif=exif)
        shown, derived = rendered(path, tmp_path, "2048.webp")
        assert (derived.width_px, derived.height_px) == (2400, 1600)
        assert difference(shown, upright) < 4


@pytest.mark.parametrize("value", [0, 9, 255])  # U24
def test_unknown_orientations_count_as_upright(tmp_path, value):
    exif = Image.Exif()
    exif[ORIENTATION] = value
    facts = inspect(saved(tmp_path / "x", scene(), "JPEG", exif=exif))
    assert (facts.orientation, facts.width_px) == (1, 900)


def test_frames_are_counted_up_to_a_cap(tmp_path):  # U15, U16
    pages = [Image.new("1", (8, 8), i % 2) for i in range(120)]
    tiff = saved(tmp_path / "t", pages[0], "TIFF", save_all=True, append_images=pages)
    gifs = [Image.new("RGB", (8, 8), (i, i % 7, 9)) for i in range(120)]
    gif = saved(tmp_path / "g", gifs[0], "GIF", save_all=True, append_images=gifs[1:])
    assert inspect(tiff).frames == 50
    assert inspect(gif).frames == 50
    assert inspect(gif, limits=Limits(max_frames=200)).frames == 120
    _, derived = rendered(gif, tmp_path)
    assert derived.renditions[0]["width"] == 8


# The ladder


def test_the_ladder_never_enlarges(tmp_path):
    cases = {
        (3000, 2000): [320, 640, 1280, 2048],
        (1000, 500): [320, 640, 1000],
        (2048, 100): [320, 640, 1280, 2048],
        (100, 75): [100],
        (1, 1): [1],
    }
    for (width, height), widths in cases.items():
        into = tmp_path / f"{width}"
        path = saved(tmp_path / "x", scene(width, height), "JPEG")
        derived = derive(path, into=into)
        webp = [r for r in derived.renditions if r["type"] == "image/webp"]
        (jpeg,) = [r for r in derived.renditions if r["type"] == "image/jpeg"]
        assert [r["width"] for r in webp] == widths
        assert jpeg["width"] == min(1280, width)
        for r in derived.renditions:
            with Image.open(into / r["path"]) as made:
                assert made.size == (r["width"], r["height"])
            assert r["size"] == (into / r["path"]).stat().st_size
        assert sorted(p.name for p in into.iterdir()) == sorted(
            r["path"] for r in derived.renditions
        )
        assert len(derived.placeholder) <= 300
        assert -(2**63) <= derived.fingerprint < 2**63


@pytest.mark.parametrize("size", [(1, 50_000), (50_000, 1)])  # U20
def test_a_line_of_pixels_is_a_picture(tmp_path, size):
    path = saved(tmp_path / "x", Image.new("L", size, 90), "PNG")
    _, derived = rendered(path, tmp_path)
    assert (derived.width_px, derived.height_px) == size
    assert all(min(r["width"], r["height"]) == 1 for r in derived.renditions)


MODES = {
    "JPEG": ("RGB", "L", "1", "CMYK"),
    "PNG": ("RGB", "L", "P", "1", "RGBA", "LA"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("RGB", "L", "P", "1", "RGBA"),
    "TIFF": ("RGB", "L", "P", "1", "RGBA", "LA", "CMYK"),
    "AVIF": ("RGB", "RGBA"),
}


@pytest.mark.parametrize(
    ("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes]
)
def test_colours_survive(tmp_path, kind, mode):
    picture = scene().quantize(64) if mode == "P" else scene(mode=mode)
    path = saved(tmp_path / "named.txt", picture, kind)  # U07
    shown, derived = rendered(path, tmp_path)
    expected = picture.convert("RGB")
    assert derived.inspection.media_type == f"image/{kind.lower()}"
    assert difference(shown, expected) < 12


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind in ("JPEG", "PNG", "TIFF") for mode in MODES[kind]],
)
def test_colours_survive_streaming(tmp_path, kind, mode):
    picture = scene(2000, 1400)
    picture = picture.quantize(64) if mode == "P" else picture.convert(mode)
    path = saved(tmp_path / "x", picture, kind)
    shown, _ = rendered(path, tmp_path, "320.webp")
    assert difference(shown, picture.convert("RGB").resize((320, 224))) < 6


def test_sixteen_bit_greys_keep_their_brightness(tmp_path):  # U21
    for size in ((300, 200), (2000, 1500)):  # Pillow, and streamed
        deep = Image.new("I;16", size, 32_768)
        for kind in ("TIFF", "PNG"):
            shown, _ = rendered(saved(tmp_path / kind, deep, kind), tmp_path)
            assert abs(shown.getpixel((5, 5))[0] - 128) <= 2


def test_transparency_lies_on_white(tmp_path):  # U22
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    flat = Image.new("P", (300, 200), 0)
    cases = {
        "small.png": (clear, {}),
        "palette.png": (flat, {"transparency": 0}),
        "large.png": (clear.resize((2000, 1500)), {}),
    }
    for name, (picture, options) in cases.items():
        path = saved(tmp_path / name, picture, "PNG", **options)
        shown, derived = rendered(path, tmp_path)
        assert min(shown.getpixel((5, 5))) >= 253
        assert "transparency" not in derived.inspection.exif


def test_profiles_are_converted(tmp_path):  # U23
    lab = ImageCms.createProfile("LAB")
    profile = ImageCms.ImageCmsProfile(lab).tobytes()
    red = ImageCms.profileToProfile(
        scene(), ImageCms.createProfile("sRGB"), lab, outputMode="LAB"
    )
    path = saved(tmp_path / "lab.tif", red, "TIFF", icc_profile=profile)
    shown, _ = rendered(path, tmp_path)
    assert difference(shown, scene()) < 12
    path = saved(tmp_path / "bad.jpg", scene(), "JPEG", icc_profile=b"rubbish" * 50)
    shown, _ = rendered(path, tmp_path)
    assert difference(shown, scene()) < 4


def test_look_alikes_are_near_and_others_far(tmp_path):
    def hash_of(picture, kind="JPEG", **options):
        path = saved(tmp_path / "x", picture, kind, **options)
        return derive(path, into=tmp_path / "out").fingerprint % 2**64

    original = hash_of(scene())
    again = hash_of(scene().resize((640, 427)), quality=40)
    other = hash_of(scene().transpose(Image.Transpose.ROTATE_180))
    assert (original ^ again).bit_count() <= 4
    assert (original ^ other).bit_count() > 10


# Nothing private is left


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


def hostile_files(tmp_path):
    """Make files that carry something in every place a format has."""
    thumbnail_exif = Image.Exif()
    thumbnail_exif[ARTIST] = "PLANTED-ARTIST"
    text = PngInfo()
    text.add_text("Comment", "PLANTED-TEXT " + PHP.decode())
    text.add_itxt("XML:com.adobe.xmp", "<x>PLANTED-XMP</x>", zip=True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = scene()
    yield with_gps(picture, tmp_path / "phone.jpg")
    yield saved(tmp_path / "a.png", picture, "PNG", pnginfo=text, exif=thumbnail_exif)
    yield saved(tmp_path / "b.gif", picture, "GIF", comment=b"PLANTED " + PHP)
    yield saved(
        tmp_path / "c.webp",
        picture,
        "WEBP",
        exif=thumbnail_exif,
        xmp=b"PLANTED-XMP",
        icc_profile=profile,
    )
    yield saved(
        tmp_path / "d.tif",
        picture,
        "TIFF",
        description="PLANTED " + PHP.decode(),
        icc_profile=profile,
    )
    for name, kind in (("e.jpg", "JPEG"), ("f.png", "PNG"), ("g.gif", "GIF")):
        path = saved(tmp_path / name, picture, kind)
        path.write_bytes(path.read_bytes() + b"PK\x03\x04 PLANTED " + PHP)  # U08
        yield path


def test_no_metadata_and_no_payload_reach_a_public_byte(tmp_path):  # U08, U09, U28
    for path in hostile_files(tmp_path):
        into = tmp_path / f"out-{path.name}"
        derived = derive(path, into=into)
        assert derived.renditions
        for file in into.iterdir():
            data = file.read_bytes()
            assert marks_of(data) == [], (path.name, file.name)
            for planted in (b"PLANTED", b"<?php", b"Exif", b"xmp", b"ICC_PROFILE"):
                assert planted not in data
            with Image.open(file) as made:
                assert not made.getexif()
                assert set(made.info) <= {
                    "jfif",
                    "jfif_version",
                    "jfif_unit",
                    "jfif_density",
                    "loop",
                    "background",
                    "timestamp",
                    "duration",
                }


# Broken and hostile


@pytest.mark.parametrize("share", [10, 50, 90, 99])  # U03
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
def test_a_cut_file_arrived_incomplete(tmp_path, kind, share):
    noise = random.Random(7).randbytes(400 * 300 * 3)
    path = saved(tmp_path / "x", Image.frombytes("RGB", (400, 300), noise), kind)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * share // 100])
    assert code_of(path, tmp_path) in {"incomplete", "damaged"}


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_cut_scan_arrived_incomplete_when_streamed(tmp_path, kind):
    path = saved(tmp_path / "x", scene(2400, 1600), kind)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])
    assert code_of(path, tmp_path) in {"incomplete", "damaged"}


def test_ends_that_are_missing(tmp_path):  # U04
    png = saved(tmp_path / "a.png", scene(), "PNG")
    png.write_bytes(png.read_bytes()[:-12])
    assert code_of(png, tmp_path) == "incomplete"
    gif = saved(tmp_path / "a.gif", scene(), "GIF")
    gif.write_bytes(gif.read_bytes().rstrip(b";"))
    assert code_of(gif, tmp_path) == "incomplete"
    for size in ((300, 200), (2400, 1600)):
        bad = saved(tmp_path / "b.png", scene(*size), "PNG")
        data = bytearray(bad.read_bytes())
        data[data.index(b"IDAT") + 40] ^= 0xFF
        bad.write_bytes(data)
        assert code_of(bad, tmp_path) in {"incomplete", "damaged"}


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0",
        b"GIF89a",
        b"GIF89a/*<script>*/=1;alert(1)",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        b"II*\0\x08\0\0\0\xff\xff",
        b"MM\0*\0\0\0\x08\0\0",
        b"RIFF\x04\0\0\0WEBP",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
        b"<html><script>alert(1)</script>",
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
        b"push graphic-context\nfill 'url(https://x/|ls)'",
    ],
)
def test_rubbish_is_refused_with_a_sentence(tmp_path, data):  # U02, U05, U32
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refusal:
        inspect(path)
        derive(path, into=tmp_path / "out")
    assert refusal.value.code in {"not_a_picture", "damaged", "incomplete"}
    assert refusal.value.sentence


def test_shuffled_bytes_never_escape(tmp_path):
    chance = random.Random(20)
    for kind in ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF"):
        path = saved(tmp_path / kind, scene(200, 150), kind)
        data = bytearray(path.read_bytes())
        for _ in range(20):
            data[chance.randrange(12, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            derived = derive(path, into=tmp_path / "out")
        except Unreadable as refusal:
            assert refusal.sentence
        else:
            assert derived.renditions


@pytest.mark.parametrize(
    ("size", "depth"), [((13_300, 20_000), 1), ((50_000, 50_000), 1)]
)  # U11, U12
def test_too_many_pixels_are_refused_before_decoding(tmp_path, size, depth):
    path = blank_png(tmp_path / "bomb.png", *size, depth=depth)
    assert path.stat().st_size < 500_000
    with pytest.raises(Unreadable) as refusal:
        derive(path, into=tmp_path / "out", limits=Limits(cpu_seconds=2))
    assert refusal.value.code == "too_many_pixels"
    assert "250" in refusal.value.sentence
    assert str(refusal.value.facts["megapixels"]) in refusal.value.sentence


def test_a_large_blank_scan_is_streamed(tmp_path):  # U11 under our own limit
    path = blank_png(tmp_path / "bomb.png", 13_300, 13_300)
    limits = Limits(memory_bytes=512 * 1024 * 1024)
    _, derived = rendered(path, tmp_path, limits=limits)
    assert derived.width_px == 13_300


def test_a_heavy_picture_costs_only_its_child(tmp_path):  # U13, U14
    path = saved(tmp_path / "x.webp", Image.new("RGB", (6000, 5000)), "WEBP", method=0)
    limits = Limits(memory_bytes=400 * 1024 * 1024)
    assert code_of(path, tmp_path, limits=limits) == "too_heavy"


def test_inflating_text_is_refused(tmp_path):  # U18
    path = saved(tmp_path / "x.png", scene(), "PNG")
    data = path.read_bytes()
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    path.write_bytes(data[:33] + bomb + data[33:])
    try:
        derived = derive(path, into=tmp_path / "out")
    except Unreadable as refusal:
        assert refusal.code in {"damaged", "too_heavy"}
    else:
        assert derived.width_px == 900


def test_a_tiff_that_points_to_itself_ends(tmp_path):  # U28
    path = saved(tmp_path / "x.tif", scene(64, 64), "TIFF")
    data = bytearray(path.read_bytes())
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    end = first + 2 + 12 * entries
    data[end : end + 4] = struct.pack("<I", first)
    path.write_bytes(data)
    assert inspect(path).frames == 1


# The walls. Hostile programs stand in for hostile files.

PROGRAMS = {
    "loops": "while True: pass",
    "sleeps": "import time; time.sleep(60)",
    "eats": "print(len(bytearray(3_000_000_000)))",
    "dies": "import os; os.kill(os.getpid(), 11)",
    "raises": "raise RuntimeError('no')",
    "silent": "pass",
    "lies": "print('[1]')",
    "invents": 'print(\'{"inspection": {"__class__": 1}}\')',
    "floods": "print('x' * 100_000_000)",
}


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Run another program behind the same walls as the decoder."""

    def make(body):
        root = tmp_path / "root"
        root.mkdir()
        (root / "stand_in.py").write_text(
            "import json, sys\n"
            f"sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})\n"
            "from history.images.child import build_walls\n"
            "from history.images.results import Limits\n"
            "build_walls(Limits(**json.load(sys.stdin)['limits']))\n"
            f"{body}\n"
        )
        monkeypatch.setattr("history.images.sandbox.ROOT", root)
        return "stand_in"

    return make


@pytest.mark.parametrize("name", PROGRAMS)
def test_whatever_the_child_does_the_caller_gets_unreadable(tmp_path, stand_in, name):
    limits = Limits(cpu_seconds=1, wall_seconds=3)
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    module = stand_in(PROGRAMS[name])
    with pytest.raises(Unreadable) as refusal:
        inspect(path, limits=limits, module=module)
    is_endless = name in ("loops", "sleeps")
    assert refusal.value.code == ("too_heavy" if is_endless else "damaged")


def test_a_file_name_from_the_child_is_not_believed(tmp_path, stand_in):
    body = (
        "print(json.dumps({'inspection': {'media_type': 'image/jpeg', 'width_px': 1,"
        "'height_px': 1}, 'width_px': 1, 'height_px': 1, 'placeholder': "
        "'data:image/webp;base64,AA==', 'fingerprint': 1, 'renditions': "
        "[{'path': '../../escaped.webp', 'width': 1, 'height': 1}]}))"
    )
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    with pytest.raises(Unreadable):
        derive(path, into=tmp_path / "out", module=stand_in(body))
    assert not list(tmp_path.rglob("escaped*"))


def test_the_child_never_sees_django_or_our_secrets(tmp_path, monkeypatch, stand_in):
    monkeypatch.setenv("SECRET_KEY", "PLANTED-SECRET")
    code = (
        "import sys, history.images.child, history.images.ladder;"
        "print([name for name in sys.modules if name.startswith('django')])"
    )
    root = Path(__file__).resolve().parents[2]
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, check=True
    )
    assert loaded.stdout.strip() == b"[]"
    body = "import os; sys.stderr.write(repr(dict(os.environ))); sys.exit(3)"
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    with pytest.raises(Unreadable) as refusal:
        inspect(path, module=stand_in(body))
    assert "exit 3" in refusal.value.detail
    assert "PLANTED-SECRET" not in refusal.value.detail


# Edits


@pytest.mark.parametrize(
    "edits",
    [
        {"rotate": 45},
        {"rotate": True},
        {"straighten": 90},
        {"straighten": float("nan")},
        {"crop": [0, 0, 0, 1]},
        {"crop": [2, 2, 1, 1]},
        {"crop": "all"},
        {"masks": [{"box": [0, 0, 1]}]},
        {"masks": [{"box": [0, 0, 1, 1], "style": "script"}]},
        {"zoom": 2},
        ["rotate"],
    ],
)
def test_edits_of_another_shape_are_refused(edits):
    with pytest.raises(EditsError):
        check_edits(edits)


@pytest.mark.parametrize(
    ("edits", "size"),
    [
        ({}, (900, 600)),
        ({"straighten": -3.5}, outcome_size(900, 600, {"straighten": -3.5})),
        ({"rotate": 90}, (600, 900)),
        ({"crop": [0.5, 0, 0.5, 1]}, (450, 600)),
        ({"rotate": 270, "crop": [0, 0, 1, 0.5]}, (600, 450)),
    ],
)
def test_edits_change_the_size(tmp_path, edits, size):
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    shown, derived = rendered(path, tmp_path, edits=edits)
    assert (
        (derived.width_px, derived.height_px) == size == outcome_size(900, 600, edits)
    )
    assert shown.size == size


def test_turn_and_crop_show_the_right_corner(tmp_path):
    path = saved(tmp_path / "x.jpg", scene(), "JPEG", quality=95)
    edits = {"rotate": 90, "crop": [0.5, 0, 0.5, 0.5]}
    shown, _ = rendered(path, tmp_path, edits=edits)
    red, green, blue = shown.getpixel((shown.width // 2, shown.height // 2))
    assert red > 150 > max(green, blue)  # the red corner went to the top right


def test_straightening_leaves_no_empty_corner(tmp_path):
    path = saved(tmp_path / "x.png", Image.new("RGB", (900, 600), "white"), "PNG")
    shown, derived = rendered(path, tmp_path, edits={"straighten": 5})
    assert shown.size == (derived.width_px, derived.height_px)
    assert all(low >= 250 for low, _ in shown.getextrema())


@pytest.mark.parametrize("style", ["fill", "blur"])
def test_a_mask_hides_what_is_under_it_in_every_size(tmp_path, style):
    stripes = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(stripes)
    for x in range(300, 600, 8):
        draw.rectangle((x, 200, x + 3, 400), fill="black")
    path = saved(tmp_path / "x.png", stripes, "PNG")
    edits = {"masks": [{"box": [1 / 3, 1 / 3, 1 / 3, 1 / 3], "style": style}]}
    derived = derive(path, into=tmp_path / "out", edits=edits)
    for rendition in derived.renditions:
        with Image.open(tmp_path / "out" / rendition["path"]) as made:
            width, height = made.size
            box = (width * 0.36, height * 0.36, width * 0.64, height * 0.64)
            low, high = made.convert("L").crop(tuple(map(round, box))).getextrema()
            assert high - low < 90
            assert made.convert("L").getpixel((3, 3)) > 250


# Real cameras


@needs_samples
def test_real_files_of_cameras_and_phones(tmp_path):
    expected = {
        "gps_nikon_dscn0010.jpg": ((640, 480), (43.4674483, 11.8851267)),
        "phone_iphone_gps.jpg": ((3264, 2448), (40.4469722, -3.7247528)),
        "phone_iphone13.heic": ((3024, 4032), None),
        "broken_exif_01088.jpg": ((425, 120), None),
        "scan_multipage.tiff": ((196, 257), None),
    }
    for name, (size, gps) in expected.items():
        into = tmp_path / name
        derived = derive(SAMPLES / name, into=into)
        assert (derived.width_px, derived.height_px) == size
        assert derived.inspection.gps == gps
        for file in into.iterdir():
            assert marks_of(file.read_bytes()) == []


@needs_samples
@pytest.mark.parametrize("group", ["Landscape", "Portrait"])
def test_real_orientations_look_the_same(tmp_path, group):
    shown = [
        rendered(path, tmp_path, "640.webp")[0]
        for path in sorted(SAMPLES.glob(f"orientation_{group}_*.jpg"))
    ]
    assert len(shown) >= 2
    for picture in shown[1:]:
        assert picture.size == shown[0].size
        assert difference(picture, shown[0]) < 8


def test_a_stream_of_bytes_is_not_needed(tmp_path):
    """Paths may hold any letters, brackets included (libvips reads options there)."""
    path = tmp_path / "фото [page=9] 'x'.png"
    stream = io.BytesIO()
    scene(2400, 1600).save(stream, "PNG")
    path.write_bytes(stream.getvalue())
    _, derived = rendered(path, tmp_path)
    assert derived.width_px == 2400
