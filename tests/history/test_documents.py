"""Documents published: a file of several pages becomes one item with its pages."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from history import masters, publishing
from history.models import Item, Media
from history.search import index, search
from tests.history.papers import pdf, tiff


@pytest.fixture(autouse=True)
def _in_english(db):
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def letter(tmp_path):
    """A letter of three pages, kept and prepared by the real decoder."""
    path = pdf(tmp_path / "letter.pdf", ["Dear grandmother", "marmalade", "kisses"])
    return masters.prepare(masters.keep(path, original_name="letter.pdf"))


def published(master, by) -> Item:
    words = publishing.Description(kind="document", title="Letter", language="en")
    files = [publishing.File(master=master, caption="from the attic")]
    return publishing.publish(words, files=files, by=by)


def found(text: str) -> list[int]:
    return search(q=text).ids


def public_files() -> list[str]:
    root = Path(storages["public"].path(""))
    return [f"{path.parent.name}/{path.name}" for path in root.rglob("*.*")]


def test_the_original_knows_its_pages(letter):
    letter.refresh_from_db()
    assert (letter.state, letter.page_count) == ("ready", 3)
    assert (letter.width_px, letter.height_px) == (2479, 3508)
    assert [letter.words_of(page) for page in range(3)] == [
        "Dear grandmother",
        "marmalade",
        "kisses",
    ]
    names = letter.private_names()
    assert len(set(names)) == len(names) == 15
    assert all(storages["default"].exists(name) for name in names)


def test_each_page_is_a_media_in_order_and_its_words_are_found(letter, by):
    before = set(public_files())
    item = published(letter, by)

    rows = item.media.order_by("position").values_list("page", "role", "caption")
    assert list(rows) == [
        (0, "page", "from the attic"),
        (1, "page", ""),
        (2, "page", ""),
    ]
    made = [step["path"] for media in item.media.all() for step in media.renditions]
    assert sorted(made) == sorted(set(public_files()) - before)
    assert {name.split("/")[1] for name in made} == {
        "320.webp", "640.webp", "1280.webp", "2048.webp", "1280.jpg",
    }  # fmt: skip
    assert found("marmalade") == found("grandmother") == [item.pk]

    publishing.take_down(item, by=by, reason="asked for by the family")
    assert found("marmalade") == []


def test_words_under_a_mask_are_not_found(letter, by):
    item = published(letter, by)
    page = item.media.get(page=1)
    page.edits = {"masks": [{"box": [0, 0, 1, 1], "style": "fill"}]}
    page.save()
    index.index_item(item)
    assert found("marmalade") == []
    assert found("kisses") == [item.pk]


def test_more_pages_cost_no_more_queries(letter, by, client, tmp_path):
    def cost(item) -> int:
        with CaptureQueriesContext(connection) as queries:
            index.index_item(item)
            assert client.get(item.get_absolute_url(), follow=True).status_code == 200
        return len(queries)

    path = pdf(tmp_path / "note.pdf", ["Dear grandmother"])
    note = masters.prepare(masters.keep(path, original_name="note.pdf"))
    few, many = published(note, by), published(letter, by)
    cost(few)  # what is read once a process
    assert cost(many) == cost(few)


def test_the_page_shows_every_page_with_its_number(letter, by, client):
    item = published(letter, by)
    page = client.get(
        item.get_absolute_url(), follow=True, headers={"accept-language": "en"}
    )
    html = page.content.decode()
    assert "Page 2" in html
    assert "Page 3" in html
    for media in item.media.all():
        assert media.renditions[0]["path"] in html


def test_a_tiff_of_several_pages_too(tmp_path, by):
    path = tiff(tmp_path / "scan.tif", ["red", "blue"])
    master = masters.prepare(masters.keep(path, original_name="scan.tif"))
    item = published(master, by)
    pages = item.media.order_by("position").values_list("page", flat=True)
    assert list(pages) == [0, 1]
    placeholders = set(item.media.values_list("placeholder", flat=True))
    assert len(placeholders) == 2


def test_a_document_goes_whole(letter, by):
    item = published(letter, by)
    publishing.retract(item, master_ids=[letter.pk], keep_item=False)
    assert not Media.objects.exists()
    names = letter.private_names()
    masters.forget(letter)
    assert not any(storages["default"].exists(name) for name in names)
