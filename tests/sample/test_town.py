"""The texts and pictures of the sample city, without a database."""

from PIL import Image

from history import dates
from sample import town
from sample.drawing import draw
from sample.drawing.__main__ import jobs
from sample.playing import play

HOLDS_POSITION = 0x8825


def test_every_key_is_used_once_and_every_reference_leads_somewhere():
    rows = town.items()
    keys = [row["key"] for row in rows]
    places = {row["slug"] for row in town.table("places", "place")}
    people = {row["slug"] for row in town.table("people", "person")}
    subjects = set(town.single("subjects", "subjects"))
    assert len(keys) == len(set(keys))
    for row in rows:
        assert row.get("place", "stalne") in places, row["key"]
        assert set(row.get("people", [])) <= people, row["key"]
        assert set(row["subjects"]) <= subjects, row["key"]
        assert row.get("about", keys[0]) in keys, row["key"]
    for row in town.table("collections", "collection"):
        named = [entry["item"] for entry in row["entries"]]
        assert set(named) <= set(keys), row["slug"]
        assert len(named) == len(set(named)), row["slug"]
        assert row["cover"] in keys, row["slug"]


def test_every_date_is_understood_as_it_is_said():
    for row in town.items():
        if "edtf" not in row:
            assert dates.parse(row["said"], language=row["language"]) is not None


def test_every_item_has_a_picture_or_a_tale_and_every_picture_is_told():
    for row in town.items():
        assert town.files_of(row) or len(row["story"].split()) > 60, row["key"]
        for number, picture in enumerate(row["pictures"], start=1):
            assert picture["alt"], row["key"]
            assert town.picture_path(row["key"], number).is_file(), row["key"]


def test_the_folder_holds_what_the_texts_name_and_nothing_else():
    files = {path.name for path in town.PICTURES.iterdir()}
    assert files == set(jobs())
    assert sum(path.stat().st_size for path in town.PICTURES.iterdir()) < 13_000_000


def test_some_pictures_come_from_a_telephone_and_say_where_they_were_taken():
    with_position = []
    for path in sorted(town.PICTURES.glob("*.jpg")):
        with Image.open(path) as picture:
            if picture.getexif().get_ifd(HOLDS_POSITION):
                with_position.append(path.stem)
    assert {"works-street-2016", "sledges-2018", "reading-2019"} <= set(with_position)


def test_the_same_seed_draws_the_same_picture():
    first = draw("ticket", seed=3, year=1961, title="А", rows="Б", number="1")
    again = draw("ticket", seed=3, year=1961, title="А", rows="Б", number="1")
    other = draw("ticket", seed=4, year=1961, title="А", rows="Б", number="1")
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_posts_and_collections_speak_the_languages():
    for row in town.table("posts", "post"):
        assert {"uk", "ru"} <= row.keys(), row["slug"]
    for row in town.table("collections", "collection"):
        for name in ("title", "summary", "introduction"):
            assert set(row[name]) == {"uk", "ru", "en"}, row["slug"]


def test_every_sound_is_played_the_same_again():
    for row in town.items():
        for sound in row.get("sounds", []):
            first = play(sound["play"], seed=sound["seed"])
            assert first == play(sound["play"], seed=sound["seed"])
            assert first.startswith(b"RIFF") and len(first) < 400_000
