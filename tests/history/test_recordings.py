"""A published recording on pages, in the API, in the feed; and gone when taken down."""

import io
import json
import re

import pytest
from django.core.files.storage import storages
from django.utils import translation

from history import masters, publishing, recordings
from history.models import Item, Master
from tests.history.recorded import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(curator) -> Item:
    sound = io.BytesIO(record("m4a", seconds=3))
    master = masters.keep(sound, original_name="Grandfather.m4a")
    masters.prepare(master)
    words = publishing.Description(
        kind=Item.Kind.AUDIO, title="Дід про повінь", language="uk"
    )
    return publishing.publish(
        words, files=[publishing.File(master=master, caption="Уривок")], by=curator
    )


@pytest.mark.parametrize(
    ("ms", "uk", "ru", "en"),
    [
        (400, "1 секунда", "1 секунда", "1 second"),
        (2_000, "2 секунди", "2 секунды", "2 seconds"),
        (48_200, "48 секунд", "48 секунд", "48 seconds"),
        (60_000, "1 хвилина", "1 минута", "1 minute"),
        (192_000, "3 хвилини 12 секунд", "3 минуты 12 секунд", "3 minutes 12 seconds"),
        (671_000, "11 хвилин 11 секунд", "11 минут 11 секунд", "11 minutes 11 seconds"),
        (3_600_000, "1 година", "1 час", "1 hour"),
        (7_521_000, "2 години 5 хвилин", "2 часа 5 минут", "2 hours 5 minutes"),
    ],
)
def test_a_length_is_said_as_people_say_it(ms, uk, ru, en):
    for language, words in (("uk", uk), ("ru", ru), ("en", en)):
        with translation.override(language):
            assert recordings.in_words(ms) == words


def test_the_page_plays_it_and_says_how_long(client, item):
    page = client.get(item.get_absolute_url(), headers={"Accept-Language": "uk"})

    player = re.search(r"<audio[^>]*>", page.text)[0]
    assert 'controls preload="metadata"' in player
    assert 'aria-label="Дід про повінь. Запис, 3 секунди"' in player
    source = re.search(r'src="(/media/[0-9a-f]{32}/sound\.m4a)"', player)[1]
    assert client.get(source, headers={"Range": "bytes=0-3"}).status_code == 206
    assert "M4A, 3 секунди" in page.text
    assert "Уривок" in page.text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page.text, re.S)[1])
    sound = next(one for one in data if "audio" in one)["audio"][0]
    assert (sound["encodingFormat"], sound["duration"]) == ("audio/mp4", "PT3S")


def test_a_list_draws_its_shape(client, item):
    page = client.get("/items/?q=повені", headers={"Accept-Language": "ru"})

    assert '<svg class="wave wave--small"' in page.text
    assert "3 секунды" in page.text


def test_the_api_gives_its_length_and_its_file(client, item):
    (media,) = client.get(f"/api/v1/items/{item.reference}/").json()["media"]

    assert abs(media["duration"] - 3) < 0.05
    assert (media["width"], media["height"], media["renditions"]) == (None, None, [])
    assert media["file"]["type"] == "audio/mp4"
    assert media["file"]["url"].endswith("/sound.m4a")
    assert media["file"]["size"] == storages["public"].size(
        media["file"]["url"].partition("/media/")[2]
    )


def test_the_feed_carries_it(client, item):
    feed = client.get("/feed/").text

    enclosure = re.search(r'<link [^>]*rel="enclosure"[^>]*>', feed)[0]
    assert 'type="audio/mp4"' in enclosure and "/sound.m4a" in enclosure


def test_nothing_of_it_is_public_once_it_is_taken_down(
    client, item, curator, django_capture_on_commit_callbacks
):
    (media,) = item.media.all()
    address = f"/media/{media.renditions[0]['path']}"
    assert client.get(address).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        publishing.take_down(item, by=curator, reason="asked for")

    assert client.get(address).status_code == 404
    assert client.get(item.get_absolute_url()).status_code == 410
    assert Master.objects.get().renditions  # the original and its copy stay


def test_it_comes_back_under_another_name(item, curator):
    before = item.media.get().renditions
    publishing.hide(item, by=curator)
    publishing.restore(item, by=curator)

    after = item.media.get().renditions
    assert after and after[0]["path"] != before[0]["path"]
