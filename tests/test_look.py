"""The look keeps its promises: readable colours, whole fonts, shapes in step."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from config.storage import HashedStaticStorage
from config.templatetags.ui import BUNDLE, STYLESHEETS
from history.pictures import RATIOS, Picture, ratio_class

STATIC = Path(__file__).resolve().parent.parent / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()

BACKGROUNDS = ("paper", "raised", "sunk")
WORDS = ("ink", "quiet", "accent", "accent-strong", "steel", "good", "ask", "bad")
ON_WASHES = [
    (ink, f"{tone}-wash")
    for tone in ("good", "ask", "bad", "steel")
    for ink in (tone, "ink", "quiet", "accent")
]
TEXT_PAIRS = [
    *[(ink, ground) for ink in WORDS for ground in BACKGROUNDS],
    *ON_WASHES,
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
SIGN_PAIRS = [(sign, g) for sign in ("edge", "focus") for g in BACKGROUNDS]


def colours(block):
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});", block))


def blocks():
    light = re.search(r"@layer tokens \{\s*:root \{(.*?)\}", TOKENS, re.S)[1]
    by_system = re.search(
        r"prefers-color-scheme: dark\) \{\s*:root:not\(.*?\) \{(.*?)\}", TOKENS, re.S
    )[1]
    by_choice = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', TOKENS, re.S)[1]
    return {
        "light": colours(light),
        "dark": colours(by_system),
        "chosen": colours(by_choice),
    }


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_right():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_pair_is_readable(theme):
    palette = blocks()[theme]
    weak = {
        (ink, ground): round(contrast(palette[ink], palette[ground]), 2)
        for ink, ground in TEXT_PAIRS
        if contrast(palette[ink], palette[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_are_seen(theme):
    palette = blocks()[theme]
    weak = [p for p in SIGN_PAIRS if contrast(palette[p[0]], palette[p[1]]) < 3]
    assert weak == []


def test_dark_by_system_and_by_choice_are_the_same():
    found = blocks()
    assert found["dark"] == found["chosen"]
    assert found["dark"].keys() == found["light"].keys()


def test_colours_live_in_tokens_only():
    coloured = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\(")
    strays = {
        str(sheet.relative_to(STATIC))
        for sheet in (STATIC / "css").rglob("*.css")
        if sheet.name != "tokens.css" and coloured.search(sheet.read_text())
    }
    assert strays == set()


def test_fonts_are_whole_and_licensed():
    css = (STATIC / "css" / "fonts.css").read_text()
    named = {Path(address).name for address in re.findall(r'url\("(.+?)"\)', css)}
    kept = {font.name for font in (STATIC / "fonts").glob("*.woff2")}
    assert named == kept
    assert {p.name for p in (STATIC / "fonts").glob("LICENSE-*")} == {
        "LICENSE-golos-text.txt",
        "LICENSE-literata.txt",
    }
    assert "http" not in css


def test_shapes_of_the_stylesheet_are_those_of_the_code():
    css = (STATIC / "css" / "ratios.css").read_text()
    found = [
        (int(name), float(value))
        for name, value in re.findall(r"\.ratio-(\d+) \{ --ratio: ([\d.]+); \}", css)
    ]
    assert found == [(ratio, ratio / 100) for ratio in RATIOS]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1500, 1000), 150),
        ((1000, 1500), 67),
        ((4000, 1999), 200),
        ((2603, 1000), 260),
        ((10_000, 1), 400),
        ((1, 10_000), 30),
        ((0, 0), 100),
    ],
)
def test_a_shape_is_always_one_the_stylesheet_knows(size, expected):
    assert ratio_class(*size) == expected
    assert ratio_class(*size) in RATIOS


def test_a_picture_describes_one_type_from_small_to_large():
    ladder = [
        {"width": 1280, "height": 853, "type": "image/webp", "path": "b.webp"},
        {"width": 320, "height": 213, "type": "image/webp", "path": "a.webp"},
        {"width": 320, "height": 213, "type": "image/jpeg", "path": "a.jpg"},
    ]
    picture = Picture.from_renditions(
        ladder, url="/media/{}".format, width=3000, height=2000, alt="Mill Street"
    )
    assert picture == Picture(
        src="/media/b.webp",
        srcset="/media/a.webp 320w, /media/b.webp 1280w",
        width=3000,
        height=2000,
        alt="Mill Street",
        placeholder="",
        ratio=150,
        largest="/media/b.webp",
    )


def test_without_renditions_there_is_no_picture():
    assert Picture.from_renditions([], url=str, width=3000, height=2000, alt="") is None


def test_collected_stylesheets_are_joined_into_one(tmp_path, settings):
    """The joined file is what the single ones say, with hashed names inside."""
    settings.STATIC_ROOT = tmp_path
    storage = HashedStaticStorage(location=tmp_path)
    finder = FileSystemStorage(location=STATIC)
    paths = {
        str(path.relative_to(STATIC)): (finder, str(path.relative_to(STATIC)))
        for folder in ("css", "fonts")
        for path in (STATIC / folder).rglob("*.*")
    }
    for name, (_, path) in paths.items():
        storage.save(name, ContentFile((STATIC / path).read_bytes()))
    assert [name for name, _, done in storage.post_process(paths) if not done] == []
    joined = (tmp_path / BUNDLE).read_text()
    assert joined == "\n".join(
        (STATIC / "css" / f"{name}.css").read_text() for name in STYLESHEETS
    )
    hashed = (tmp_path / storage.stored_name(BUNDLE)).read_text()
    found = re.findall(r'url\("\.\./fonts/(.+?)"\)', hashed)
    assert len(found) == 15
    assert all((tmp_path / "fonts" / name).is_file() for name in found)
