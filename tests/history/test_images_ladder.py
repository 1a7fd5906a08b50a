"""The public sizes: right colours, right shapes, nothing private in them."""

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from history.images import derive
from tests.history.drawn import (
    ARTIST,
    PHP,
    difference,
    marks_of,
    rendered,
    saved,
    scene,
    with_gps,
)


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
