"""Feeds, site map, robots.txt and security.txt: public things only, whole addresses."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from history import sitemaps
from history.models import Item
from tests.factories import (
    make_collection,
    make_item,
    make_person,
    make_place,
    make_post,
    make_subject,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def xml_of(client, url: str):
    answer = client.get(url, HTTP_ACCEPT_LANGUAGE="en", HTTP_HOST="127.0.0.1")
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


class TestItemFeed:
    def test_newest_published_items_with_whole_addresses(self, client, settings):
        older = make_item(title="Older", story="Once & <b>upon</b> a time.")
        make_item(title="Hidden", status=Item.Status.HIDDEN)
        Item.objects.filter(pk=older.pk).update(
            published_at=timezone.now() - timedelta(days=1)
        )
        newer = make_item(title="Newer", with_picture=True)

        feed = xml_of(client, "/feed/")

        titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
        assert titles == ["Newer", "Older"]
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
        assert ids[0] == f"{settings.SITE_URL}/items/{newer.reference}/"
        assert "&lt;b&gt;" in feed.findall(f"{ATOM}entry")[1].findtext(f"{ATOM}summary")

    def test_carries_the_jpeg(self, client, settings):
        item = make_item(with_picture=True)
        media = item.media.get()
        media.renditions = [
            *media.renditions,
            {"path": "x/1.jpg", "width": 320, "height": 240, "type": "image/jpeg",
             "size": 7},
        ]  # fmt: skip
        media.save()

        feed = xml_of(client, "/feed/")

        links = [
            link for link in feed.iter(f"{ATOM}link") if link.get("rel") == "enclosure"
        ]
        address = settings.SITE_URL + storages["public"].url("x/1.jpg")
        assert [link.get("href") for link in links] == [address]

    def test_costs_the_same_with_three_and_thirty(
        self, client, django_assert_num_queries
    ):
        for _n in range(3):
            make_item(with_picture=True, place=make_place())
        with django_assert_num_queries(4):
            client.get("/feed/")
        for _n in range(27):
            make_item(with_picture=True, place=make_place())
        with django_assert_num_queries(4):
            client.get("/feed/")

    def test_is_fetched_again_only_when_something_changed(self, client):
        make_item()
        known = {"HTTP_IF_NONE_MATCH": client.get("/feed/")["ETag"]}

        assert client.get("/feed/", **known).status_code == 304
        assert (
            client.get("/feed/", HTTP_ACCEPT_LANGUAGE="ru", **known).status_code == 200
        )
        make_item()
        assert client.get("/feed/", **known).status_code == 200


def test_news_feed_has_no_drafts(client):
    make_post(title_en="We are open")
    make_post(title_en="Draft", published_at=None)

    feed = xml_of(client, "/news/feed/")

    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["We are open"]


class TestSitemap:
    def locations(self, client, part: str) -> list[str]:
        root = xml_of(client, f"/sitemap.xml?part={part}")
        return [element.text for element in root.iter(f"{SITEMAP}loc")]

    def test_leads_to_parts(self, client, settings):
        make_item()
        root = xml_of(client, "/sitemap.xml")

        assert [element.text for element in root.iter(f"{SITEMAP}loc")] == [
            f"{settings.SITE_URL}/sitemap.xml?part={name}"
            for name in ("rooms", "posts", "items-0")
        ]

    def test_only_public_things(self, client, settings):
        past = make_person(is_living=False)
        living = make_person()
        seen = make_item(title="Seen", people=[past, living], place=make_place())
        make_item(title="Unseen", status=Item.Status.HIDDEN)
        room = make_collection(items=[seen])
        draft_room = make_collection(published_at=None)
        empty_place = make_place()

        items = self.locations(client, "items-0")
        rooms = " ".join(self.locations(client, "rooms"))

        assert items == [f"{settings.SITE_URL}/items/{seen.reference}/seen/"]
        assert past.slug in rooms
        assert room.slug in rooms
        assert seen.place.slug in rooms
        for absent in (living.slug, draft_room.slug, empty_place.slug):
            assert f"/{absent}/" not in rooms

    def test_windows_part_the_items(self, client, monkeypatch):
        monkeypatch.setattr(sitemaps, "WINDOW", 2)
        made = {make_item().reference for _n in range(5)}

        found = [
            location.split("/")[-3]
            for number in range(sitemaps.item_parts())
            for location in self.locations(client, f"items-{number}")
        ]

        assert sorted(found) == sorted(made)

    @pytest.mark.parametrize("part", ["items-9", "items-", "items-x", "nope", "²"])
    def test_unknown_part_is_not_found(self, client, part):
        assert client.get(f"/sitemap.xml?part={part}").status_code == 404


def test_robots_txt_closes_the_private_side(client, settings):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /moderation/\n" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml\n" in text


def test_security_txt_is_valid_for_a_while(client, settings):
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines if not line.startswith("#"))

    assert fields["Contact"] == f"mailto:{settings.LIBRARY_EMAIL}"
    assert datetime.fromisoformat(fields["Expires"]) > timezone.now()


class TestFeedsOfOneTopic:
    @pytest.mark.parametrize(
        "address",
        ["/places/s/", "/people/s/", "/subjects/s/", "/collections/s/", "/items/?q=mill"],
    )  # fmt: skip
    def test_a_page_names_its_feed_which_tells_only_what_is_new_there(
        self, client, settings, address
    ):
        mine = make_item(
            title="The mill", place=make_place(slug="s"), subjects=[make_subject(slug="s")],
            people=[make_person(slug="s", is_living=False)],
        )  # fmt: skip
        make_collection(slug="s", items=[mine])
        make_item(title="Something else")
        hidden = make_item(
            title="The mill, hidden", place=mine.place, status=Item.Status.HIDDEN
        )
        assert hidden.place == mine.place

        page = client.get(address).content.decode()
        found = re.findall(r'type="application/atom\+xml" href="([^"]+)"', page)
        feed = xml_of(client, found[-1].replace("&amp;", "&"))

        titles = [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")]
        assert titles == ["The mill"]
        links = {
            link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")
        }
        assert links["self"] == settings.SITE_URL + found[-1]

    def test_the_feed_of_an_item_tells_what_others_remember(self, client):
        item = make_item(title="The mill")
        make_item(title="I worked there", about=item, kind="memory")
        make_item(title="Not shown", about=item, status=Item.Status.HIDDEN)

        feed = xml_of(client, f"/items/{item.reference}/feed/")

        titles = {one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")}
        assert titles == {"The mill", "I worked there"}

    def test_is_fetched_again_only_when_something_changed(self, client):
        place = make_place(slug="s")
        make_item(place=place)
        known = {"HTTP_IF_NONE_MATCH": client.get("/places/s/feed/")["ETag"]}

        assert client.get("/places/s/feed/", **known).status_code == 304
        make_item(title="Elsewhere")
        assert client.get("/places/s/feed/", **known).status_code == 304
        make_item(place=place)
        assert client.get("/places/s/feed/", **known).status_code == 200

    def test_costs_the_same_with_three_and_thirty(
        self, client, django_assert_num_queries
    ):
        place = make_place(slug="s")
        for _n in range(3):
            make_item(with_picture=True, place=place)
        with django_assert_num_queries(4):
            client.get("/places/s/feed/")
        for _n in range(27):
            make_item(with_picture=True, place=place)
        with django_assert_num_queries(4):
            client.get("/places/s/feed/")
