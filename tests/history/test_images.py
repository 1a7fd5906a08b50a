"""What a picture is and what is made of it, through the real decoder."""

import io
import json

import pytest
from PIL import Image

from history.images import (
    Inspection,
    Limits,
    Unreadable,
    derive,
    inspect,
    screen,
    sniff,
)
from tests.history.drawn import (
    ARTIST,
    ORIENTATION,
    SAMPLES,
    UNTURN,
    difference,
    marks_of,
    needs_samples,
    rendered,
    saved,
    scene,
    with_gps,
)


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
        (b"fLaC", 4, "sound_kind"),
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
    pages = [Image.new("1", (8, 8), i % 2) for i in range(60)]
    tiff = saved(tmp_path / "t", pages[0], "TIFF", save_all=True, append_images=pages)
    gifs = [Image.new("RGB", (8, 8), (i, i % 7, 9)) for i in range(120)]
    gif = saved(tmp_path / "g", gifs[0], "GIF", save_all=True, append_images=gifs[1:])
    assert inspect(tiff).frames == 50
    assert inspect(gif).frames == 50
    assert inspect(gif, limits=Limits(max_frames=200)).frames == 120
    _, derived = rendered(gif, tmp_path)
    assert derived.renditions[0]["width"] == 8


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
