"""The same picture again is found by an index, and a different one is not."""

import hashlib
import io
import random

import pytest
from django.db import connection
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from history import masters
from history.images.ladder import fingerprint_of
from history.masters import likeness
from history.models import Master
from tests import factories

pytestmark = pytest.mark.django_db

TOP = 2**63


def signed(value: int) -> int:
    return value - 2 * TOP if value >= TOP else value


def store(fingerprints) -> list[int]:
    """Keep bare rows with these fingerprints; give their keys."""
    rows = [
        Master(
            sha256=hashlib.sha256(f"{number}-{value}".encode()).hexdigest(),
            size_bytes=1, media_type="image/jpeg", fingerprint=value,
            state="ready", width_px=1, height_px=1,
        )
        for number, value in enumerate(fingerprints)
    ]  # fmt: skip
    return [row.pk for row in Master.objects.bulk_create(rows)]


def flipped(value: int, bits) -> int:
    for bit in bits:
        value ^= 1 << bit
    return signed(value % (2 * TOP))


def test_everything_within_the_promised_distance_is_found():
    chance = random.Random(7)
    asked = [signed(chance.getrandbits(64)) for _number in range(150)]
    stored, expected = [], {}
    for value in asked:
        for steps in range(13):
            other = flipped(value, chance.sample(range(64), steps))
            stored.append(other)
            expected.setdefault(value, []).append((len(stored) - 1, steps))
    keys = store(stored)

    found = masters.near(asked)

    for value in asked:
        within = {(keys[at], steps) for at, steps in expected[value] if steps <= 7}
        assert set(found[value]) == within
        assert [steps for _pk, steps in found[value]] == list(range(8))


@pytest.mark.parametrize("bits", [[63], [0], [63, 62, 61, 60], range(0, 28, 4)])
def test_every_bit_counts_the_same_the_sign_as_well(bits):
    [key] = store([flipped(0x5A5A5A5A5A5A5A5A, bits)])
    assert masters.near([0x5A5A5A5A5A5A5A5A]) == {
        0x5A5A5A5A5A5A5A5A: [(key, len(bits))]
    }


def test_a_distance_that_is_not_promised_is_refused():
    with pytest.raises(ValueError, match="7"):
        masters.near([1], within=8)


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert masters.near([]) == {}


def test_many_are_found_with_one_question(django_assert_num_queries):
    chance = random.Random(3)
    asked = [signed(chance.getrandbits(64)) for _number in range(60)]
    keys = store(asked)
    with django_assert_num_queries(1):
        found = masters.near(asked)
    assert found == {value: [(key, 0)] for value, key in zip(asked, keys, strict=True)}


def test_the_database_answers_from_the_index():
    chance = random.Random(5)
    store(signed(chance.getrandbits(64)) for _number in range(20_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE history_master")
    question = likeness.entries([signed(chance.getrandbits(64))])

    plan = question.explain()

    for number in range(4):
        assert f"master_band_{number}" in plan
    # The words of PostgreSQL and of SQLite for reading the whole table.
    assert "Seq Scan" not in plan and "SCAN history_master" not in plan, plan


def test_the_database_keeps_the_bands_itself():
    [key] = store([signed(0xF0F0F0F0F0F0F0F0)])
    Master.objects.filter(pk=key).update(fingerprint=0x1234567812345678)
    assert masters.near([0x1234567812345678])[0x1234567812345678] == [(key, 0)]
    assert masters.near([signed(0xF0F0F0F0F0F0F0F0)]) == {
        signed(0xF0F0F0F0F0F0F0F0): []
    }


# --- real transformations ---------------------------------------------------------


def cropped(picture: Image.Image, part: float) -> Image.Image:
    width, height = picture.size
    left, top = int(width * part), int(height * part)
    return picture.crop((left, top, width - left, height - top))


def sepia(picture: Image.Image) -> Image.Image:
    grey = ImageOps.grayscale(picture)
    return ImageOps.colorize(grey, (40, 25, 10), (245, 225, 190))


def encoded(picture: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def grained(picture: Image.Image) -> Image.Image:
    """Add the grain of a print; always the same."""
    chance = random.Random(1)
    noise = Image.frombytes("L", picture.size, chance.randbytes(_area(picture)))
    return Image.blend(picture, noise.convert("RGB"), 0.1)


def _area(picture: Image.Image) -> int:
    return picture.width * picture.height


WAYS = {
    "encoded again": lambda p: encoded(p, 40),
    "half the size": lambda p: p.resize((p.width // 2, p.height // 2)),
    "twice the size": lambda p: p.resize((p.width * 2, p.height * 2)),
    "cropped by 1 %": lambda p: cropped(p, 0.01),
    "brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.2),
    "darker": lambda p: ImageEnhance.Brightness(p).enhance(0.75),
    "sepia": sepia,
    "a scan of the print": lambda p: grained(encoded(sepia(cropped(p, 0.01)), 70)),
}


def scene(seed: int) -> Image.Image:
    """Draw a street: sky, houses, windows; every seed another one."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (640, 480), (200, 205, 215))
    draw = ImageDraw.Draw(picture)
    for y in range(480):
        draw.line((0, y, 640, y), fill=(210 - y // 5, 205 - y // 6, 190 - y // 8))
    left = 0
    while left < 640:
        wide, high = chance.randint(60, 150), chance.randint(120, 400)
        shade = chance.randint(30, 190)
        draw.rectangle((left, 480 - high, left + wide, 480), fill=(shade,) * 3)
        for _window in range(6):
            x, y = left + chance.randint(5, wide), 480 - chance.randint(20, high)
            light = chance.randint(0, 255)
            draw.rectangle((x, y, x + 22, y + 30), fill=(light, light, 120))
        left += wide + chance.randint(0, 30)
    return picture


SCENES = [scene(seed) for seed in range(12)]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_picture_is_near_whatever_was_done_to_it(way):
    for picture in SCENES:
        again = fingerprint_of(WAYS[way](picture))
        assert likeness.distance(fingerprint_of(picture), again) <= likeness.NEAR


def test_different_pictures_are_far():
    marks = [fingerprint_of(picture) for picture in SCENES]
    store(marks)
    assert [len(found) for found in masters.near(marks).values()] == [1] * len(marks)


@pytest.mark.parametrize("way", WAYS)
def test_real_photographs_are_near_and_others_far(samples, way):
    names = ["gps_nikon_dscn0010.jpg", "phone_iphone_gps.jpg", "old_samsung.jpg",
             "orientation_Landscape_6.jpg", "orientation_Portrait_6.jpg"]  # fmt: skip
    marks = {}
    for name in names:
        with Image.open(samples / name) as file:
            file.draft("RGB", (800, 800))
            picture = ImageOps.exif_transpose(file).convert("RGB")
        picture.thumbnail((640, 640))
        marks[name] = (fingerprint_of(picture), fingerprint_of(WAYS[way](picture)))
    for name, (mark, _again) in marks.items():
        alike = [
            other
            for other, (_mark, again) in marks.items()
            if likeness.distance(mark, again) <= likeness.NEAR
        ]
        assert alike == [name]


FLAT = {
    "black": lambda: Image.new("RGB", (600, 400), (2, 2, 2)),
    "white": lambda: Image.new("RGB", (600, 400), "white"),
    "a shadow from the left": lambda: Image.linear_gradient("L").rotate(90),
    "a shadow from above": lambda: Image.linear_gradient("L"),
}


@pytest.mark.parametrize("which", FLAT)
def test_a_flat_picture_is_compared_with_nothing(which, tmp_path):
    path = tmp_path / "flat.png"
    FLAT[which]().convert("RGB").save(path)
    kept = masters.prepare(masters.keep(path, original_name="flat.png"))
    assert (kept.state, kept.fingerprint) == (Master.State.READY, None)


def test_turned_by_its_camera_or_not_it_is_the_same(tmp_path):
    upright = scene(3)
    exif = Image.Exif()
    exif[0x0112] = 6
    plain, turned = tmp_path / "plain.jpg", tmp_path / "turned.jpg"
    upright.save(plain, quality=90)
    upright.rotate(90, expand=True).save(turned, quality=90, exif=exif.tobytes())
    one = masters.prepare(masters.keep(plain, original_name="plain.jpg"))
    other = masters.prepare(masters.keep(turned, original_name="turned.jpg"))
    near = dict(masters.near([one.fingerprint])[one.fingerprint])
    assert set(near) == {one.pk, other.pk}


def test_the_flat_are_forgotten_by_the_migration():
    migration = __import__(
        "history.migrations.0011_forget_flat_fingerprints", fromlist=["forget"]
    )
    from django.apps import apps

    flat, full = store([0, signed(0xF0F0F0F0F0F0F0F0)])
    migration.forget(apps, None)
    assert list(
        Master.objects.filter(pk__in=[flat, full])
        .order_by("pk")
        .values_list("fingerprint", flat=True)
    ) == [None, signed(0xF0F0F0F0F0F0F0F0)]
    factories.make_master()  # rows without one are fine
