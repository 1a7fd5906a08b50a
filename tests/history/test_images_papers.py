"""Documents: every page a picture, its words found, each page in its own child."""

import struct

import pytest
from django.utils.translation import override
from PIL import Image

from history.images import Limits, Unreadable, derive, inspect
from tests.history.drawn import code_of, difference, marks_of, rendered, saved, scene
from tests.history.papers import locked_pdf, pdf, tiff


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def test_a_pdf_gives_a_picture_and_words_of_each_page(tmp_path):
    path = pdf(tmp_path / "letter.pdf", ["Dear Anna", "we live well"])
    facts = inspect(path)
    assert (facts.media_type, facts.pages) == ("application/pdf", 2)
    assert (facts.width_px, facts.height_px) == (2479, 3508)  # A4 at 300 an inch
    words = []
    for page in range(2):
        shown, derived = rendered(path, tmp_path, page=page)
        words.append(derived.text)
        assert shown.size == (1280, 1811)
        assert shown.getpixel((100, 100))[1] < 60 < shown.getpixel((100, 100))[0]
        assert min(shown.getpixel((1000, 100))) > 250
    assert words == ["Dear Anna", "we live well"]


def test_a_turned_page_is_upright(tmp_path):
    path = pdf(tmp_path / "x.pdf", ["words"], rotate=90)
    shown, derived = rendered(path, tmp_path)
    assert (derived.width_px, derived.height_px) == (3508, 2479)
    assert shown.getpixel((1200, 100))[1] < 60  # the field went to the top right


@pytest.mark.parametrize(
    ("size", "pixels"),
    [((72, 36), (2048, 1024)), ((14_400, 7_200), (5000, 2500)), ((400, 1), (2048, 5))],
)
def test_a_page_has_a_sensible_size(tmp_path, size, pixels):
    _, derived = rendered(pdf(tmp_path / "x.pdf", ["."], size=size), tmp_path)
    assert (derived.width_px, derived.height_px) == pixels


def test_nothing_of_a_pdf_but_pixels_is_public(tmp_path):
    path = pdf(
        tmp_path / "x.pdf",
        ["shown"],
        trailer="/Info 6 0 R",
        more=[
            "<< /Author (PLANTED-AUTHOR) /Title (PLANTED-TITLE) >>",
            "<< /S /JavaScript /JS (app.alert\\(1\\) PLANTED-SCRIPT) >>",
        ],
    )
    derived = derive(path, into=tmp_path / "out")
    assert derived.inspection.exif["Author"] == "PLANTED-AUTHOR"
    for file in (tmp_path / "out").iterdir():
        assert marks_of(file.read_bytes()) == []
        assert b"PLANTED" not in file.read_bytes()


def test_a_pdf_that_asks_for_a_password_says_what_to_do(tmp_path):
    path = locked_pdf(tmp_path / "x.pdf")
    assert code_of(path, tmp_path) == "password"
    with pytest.raises(Unreadable) as refusal:
        inspect(path)
    assert "password" in refusal.value.sentence


@pytest.mark.parametrize("share", [20, 60, 99])
def test_a_cut_pdf_arrived_incomplete(tmp_path, share):
    path = pdf(tmp_path / "x.pdf", ["one", "two"])
    path.write_bytes(path.read_bytes()[: path.stat().st_size * share // 100])
    assert code_of(path, tmp_path) in {"incomplete", "damaged"}


def test_too_many_pages_are_refused_before_any_is_drawn(tmp_path):
    limits = Limits(max_pages=3)
    for path in (
        pdf(tmp_path / "x.pdf", list("abcd")),
        tiff(tmp_path / "x.tif", ["red"] * 4),
    ):
        with pytest.raises(Unreadable) as refusal:
            inspect(path, limits=limits)
        assert refusal.value.code == "too_many_pages"
        assert "3 pages" in refusal.value.sentence


@pytest.mark.parametrize("size", [(400, 300), (2000, 1500)])  # Pillow, and streamed
@pytest.mark.parametrize("options", [{}, {"big_tiff": True}])
def test_a_tiff_gives_every_page(tmp_path, size, options):
    colours = [(200, 0, 0), (0, 150, 0), (0, 0, 200)]
    path = tiff(tmp_path / "x.tif", colours, size=size, **options)
    assert inspect(path).pages == 3
    for page, colour in enumerate(colours):
        shown, derived = rendered(path, tmp_path, page=page)
        assert (derived.width_px, derived.height_px) == size
        flat = Image.new("RGB", (8, 8), colour)
        assert difference(shown.crop((10, 10, 18, 18)), flat) < 8


def test_a_thumbnail_inside_a_tiff_is_no_page(tmp_path):
    path = tiff(tmp_path / "x.tif", ["red", "blue"])
    data = bytearray(path.read_bytes())
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    second = struct.unpack("<I", data[first + 2 + 12 * entries :][:4])[0]
    entry = second + 2  # the first entry of the second directory: its width
    data[entry : entry + 12] = struct.pack("<HHII", 254, 4, 1, 1)
    path.write_bytes(data)
    assert inspect(path).pages == 1


def test_a_page_that_is_not_there_is_a_refusal(tmp_path):
    path = saved(tmp_path / "x.tif", scene(), "TIFF")
    with pytest.raises(Unreadable):
        derive(path, into=tmp_path / "out", page=1)
