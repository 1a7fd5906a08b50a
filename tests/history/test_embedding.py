"""What is around an item, and an item on somebody else's page."""

from datetime import date
from urllib.parse import quote

import pytest

from history import publishing
from tests.factories import make_item, make_place, make_user
from tests.history.test_views import data_of, page_of, read

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


class TestAround:
    def test_more_of_the_street_the_time_and_the_giver_none_twice(self, client):
        street = make_place("Млинова", name_en="Mill Street")
        year = {"date_earliest": date(1962, 1, 1), "date_latest": date(1962, 12, 31)}
        item = make_item(place=street, credit_line="The Kovals", **year)
        make_item(title="All three", place=street, credit_line="The Kovals", **year)
        make_item(
            title="Of the time",
            date_earliest=date(1962, 5, 1),
            date_latest=date(1962, 5, 1),
        )
        make_item(title="Of the giver", credit_line="The Kovals")
        make_item(
            title="Another time",
            date_earliest=date(1960, 1, 1),
            date_latest=date(1969, 1, 1),
        )
        make_item(title="No credit")
        html = read(client, page_of(item))

        for title in ("All three", "Of the time", "Of the giver"):
            assert html.count(f'card__title">{title}<') == 1
        for heading in (
            "More from here: Mill Street", "More of the same time: 1962",
            "Also from: The Kovals",
        ):  # fmt: skip
            assert heading in html
        assert "Another time" not in html
        assert "No credit" not in html

    def test_small_map_tells_the_direction_also_in_words(self, client):
        item = make_item(latitude=47.95, longitude=36.9, bearing=95)
        html = read(client, page_of(item))

        assert html.count("plain__sight") == 1
        assert "the view goes to the east" in html
        assert 'href="/map/?bbox=36.' in html
        assert data_of(html)[0]["contentLocation"]["geo"]["longitude"] == 36.9
        assert "plain__dot" not in read(client, page_of(make_item()))

    def test_wikipedia_gets_no_sign_that_ends_its_template(self, client):
        html = read(client, page_of(make_item(title="A|b}} [[c]]")))

        assert "|title=A/b)) ((c)) " in html


class TestEmbedding:
    def test_frame_may_stand_anywhere_and_leads_here(self, client):
        item = make_item(title="The tram", with_picture=True, credit_line="The Kovals")
        answer = client.get(f"/embed/{item.reference}/", **ENGLISH)
        html = answer.content.decode()

        assert "X-Frame-Options" not in answer.headers
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "The tram" in html
        assert "The Kovals" in html
        assert f"/items/{item.reference}/the-tram/" in html
        assert "<script" not in html
        shown = client.get(page_of(item))
        assert shown.headers["X-Frame-Options"] == "DENY"

    def test_what_is_covered_or_gone_shows_no_picture(self, client):
        covered = make_item(with_picture=True, sensitive="death")
        assert "<img" not in client.get(f"/embed/{covered.reference}/").content.decode()
        publishing.take_down(covered, by=make_user(), reason="asked for")
        gone = client.get(f"/embed/{covered.reference}/", **ENGLISH)
        assert gone.status_code == 410
        assert covered.title not in gone.content.decode()

    def test_oembed_answers_for_addresses_of_ours(self, client, settings):
        item = make_item(title='The "tram" <b>', with_picture=True)
        own = f"{settings.SITE_URL}/items/{item.reference}/the-tram/"
        told = client.get(f"/oembed/?url={quote(own)}&maxwidth=400").json()

        assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 400)
        assert told["height"] == 420
        assert f"/embed/{item.reference}/" in told["html"]
        assert "<b>" not in told["html"]
        assert "json+oembed" in read(client, page_of(item))

    @pytest.mark.parametrize(
        "url",
        [
            "", "http://169.254.169.254/items/ST-000001/", "file:///etc/passwd",
            "https://elsewhere.test/items/ST-000001/", "/accounts/login/", "\x00", "//",
            "http://[", "/items/ST-999999/", "x" * 5000,
        ],
    )  # fmt: skip
    def test_oembed_knows_nothing_of_others(self, client, url):
        assert client.get("/oembed/", {"url": url}).status_code == 404

    def test_oembed_speaks_json_only(self, client):
        assert client.get("/oembed/?url=/&format=xml").status_code == 501
