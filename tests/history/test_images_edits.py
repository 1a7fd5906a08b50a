"""Turn, straighten, crop and cover, without touching the original."""

import pytest
from PIL import Image, ImageDraw

from history.images import EditsError, check_edits, derive, outcome_size
from tests.history.drawn import rendered, saved, scene


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
