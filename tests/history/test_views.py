"""The visitor's pages: what they say, what they hide, what they cost."""

import json
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from history.models import Depiction, Item, PlaceName
from tests.factories import (
    make_block,
    make_collection,
    make_item,
    make_media,
    make_person,
    make_place,
    make_post,
    make_story,
    make_subject,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def read(client, url: str, status: int = 200, **extra) -> str:
    answer = client.get(url, **(ENGLISH | extra))
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def page_of(item: Item) -> str:
    return f"/items/{item.reference}/"


def data_of(html: str) -> list:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL
    )
    return json.loads(found[1])


def rich_item(**overrides) -> Item:
    """An item with everything around it that a page may show."""
    place = make_place("Млинова вулиця", name_en="Mill Street")
    PlaceName.objects.create(
        place=place, name="Lenin Street", language="en", from_year=1925, to_year=2016
    )
    values = {
        "title": "Tram at the corner",
        "story": "Grandfather drove it.",
        "place": place,
        "date_said": "about 1962",
        "date_edtf": "1962~",
        "date_earliest": date(1961, 1, 1),
        "date_latest": date(1963, 12, 31),
        "creator": "P. Kovalenko",
        "credit_line": "The Kovalenko family",
        "people": [make_person("Марія Іваненко", name_en="Mariia Ivanenko")],
        "subjects": [make_subject("трамвай", name_en="tram")],
        "with_picture": True,
    }
    return make_item(**values | overrides)


class TestItem:
    def test_says_date_and_both_names_of_the_place(self, client):
        html = read(client, page_of(rich_item()))

        assert "Lenin Street (today Mill Street)" in html
        assert "about 1962 (1961–1963)" in html
        assert "Grandfather drove it." in html
        assert html.count("<h1") == 1

    def test_a_name_of_other_years_is_not_said(self, client):
        item = rich_item(date_earliest=date(1900, 1, 1), date_latest=date(1900, 12, 31))

        assert "Lenin Street" not in read(client, page_of(item))

    def test_living_person_is_initials_everywhere(self, client):
        item = rich_item()
        Depiction.objects.create(
            media=item.media.get(), person=item.people.get(),
            left=0.1, top=0.1, width=0.2, height=0.2,
        )  # fmt: skip
        html = read(client, page_of(item))

        assert "Ivanenko" not in html
        assert item.people.get().slug not in html
        assert html.count("M. I.") >= 2
        assert "M. I." in data_of(html)[0]["about"]

    def test_wrong_slug_leads_to_the_right_one(self, client):
        item = make_item(title="Щедрик на Згурівці", language="uk")

        answer = client.get(page_of(item) + "nonsense/")

        assert answer.status_code == 301
        assert answer["Location"] == page_of(item) + "shchedryk-na-zghurivtsi/"
        assert client.get(answer["Location"]).status_code == 200

    def test_russian_title_is_written_by_the_russian_table(self, client):
        item = make_item(title="Большая вода", language="ru")

        answer = client.get(page_of(item) + "x/")

        assert answer["Location"] == page_of(item) + "bolshaya-voda/"

    def test_hidden_is_the_same_answer_as_unknown(self, client):
        hidden = make_item(status=Item.Status.HIDDEN, title="Secret title")
        unknown = read(client, "/items/ST-999999/", 404)
        secret = read(client, page_of(hidden), 404)

        hide = re.compile(r'ST-\d{6}|name="csrfmiddlewaretoken" value="[^"]+"')
        assert hide.sub("", secret) == hide.sub("", unknown)

    def test_staff_see_what_is_hidden_and_are_told_so(self, client, curator):
        hidden = make_item(status=Item.Status.HIDDEN, title="Secret title")
        client.force_login(curator)

        answer = client.get(page_of(hidden), **ENGLISH)

        assert "Visitors do not see this page" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()

    def test_removed_leaves_a_note_without_content(self, client):
        gone = make_item(
            status=Item.Status.REMOVED, title="Gone title", removed_at=timezone.now()
        )
        html = read(client, page_of(gone), 410)

        assert gone.reference in html
        assert "Gone title" not in html
        assert "asked for by the family" not in html

    @pytest.mark.parametrize(
        "address", ["ST-0000001", "XX-000001", "st-000001", "ST-1", "ST-", "000001"]
    )
    def test_other_spellings_are_not_found(self, client, address):
        make_item()

        assert client.get(f"/items/{address}/").status_code == 404

    def test_neighbours_in_the_room_pass_over_the_hidden(self, client):
        first, middle, hidden, last = (
            make_item(title="First one"),
            make_item(title="Middle one"),
            make_item(title="Hidden one"),
            make_item(title="Last one"),
        )
        make_collection(title_en="Streets", items=[first, middle, hidden, last])
        Item.objects.filter(pk=hidden.pk).update(status=Item.Status.HIDDEN)

        html = read(client, page_of(middle))

        assert "First one" in html
        assert "Last one" in html
        assert "Hidden one" not in html

    def test_a_draft_collection_is_not_named(self, client):
        item = make_item()
        make_collection(title_en="Draft room", items=[item], published_at=None)

        assert "Draft room" not in read(client, page_of(item))

    def test_memories_and_the_place_stand_around_it(self, client):
        item = rich_item()
        make_item(kind="memory", title="My tram", story="I fell.", about=item)
        make_item(title="Another view", place=item.place)
        make_item(title="Unseen", place=item.place, status=Item.Status.HIDDEN)

        html = read(client, page_of(item))

        assert "I fell." in html
        assert "Another view" in html
        assert "Unseen" not in html

    def test_asks_what_the_reader_knows(self, client):
        item = make_item()
        html = read(client, page_of(item))

        assert f"/contribute/?kind=correction&amp;item={item.reference}" in html
        assert f"/contribute/?kind=memory&amp;item={item.reference}" in html

    def test_words_of_people_never_become_markup(self, client):
        evil = '</script><img src=x onerror=alert(1)>"&'
        item = rich_item(title=evil, story=evil, creator=evil, place=None)
        html = read(client, page_of(item))

        assert "<img src=x" not in html
        assert "</script><img" not in html
        assert data_of(html)[0]["name"] == evil

    def test_is_described_for_machines(self, client):
        item = rich_item()
        html = read(client, page_of(item))
        data = data_of(html)[0]

        assert data["@type"] == "Photograph"
        assert data["temporalCoverage"] == "1961-01-01/1963-12-31"
        assert data["url"].endswith(page_of(item))
        assert '<meta name="DC.type" content="StillImage">' in html
        assert '<meta property="og:title" content="Tram at the corner">' in html

    def test_foreign_words_carry_their_language(self, client):
        item = make_item(title="Большая вода", language="ru", story="Вода стояла.")
        html = read(client, page_of(item))

        assert '<h1 class="item__title" lang="ru">Большая вода</h1>' in html

    def test_costs_the_same_with_three_and_thirty_around(
        self, client, django_assert_num_queries
    ):
        item = rich_item()

        def surround(number):
            for _n in range(number):
                make_item(place=item.place, with_picture=True)
                make_item(kind="memory", about=item, with_picture=True)
                make_media(item)
                item.people.add(make_person())
                item.subjects.add(make_subject())
                before, after = make_item(with_picture=True), make_item()
                make_collection(items=[before, item, after])
                make_block(make_story(), item=item)

        surround(3)
        client.get(page_of(item))
        with django_assert_num_queries(24):
            client.get(page_of(item))
        surround(9)
        with django_assert_num_queries(24):
            client.get(page_of(item))


class TestCatalogue:
    def test_finds_a_word_in_another_form(self, client):
        make_item(title="Старі трамваї", language="uk")
        make_item(title="Річка", language="uk")

        html = read(client, "/items/?q=трамвай")

        assert "Старі <mark>трамваї</mark>" in html
        assert "Річка" not in html
        assert "1 photo or memory" in html

    def test_says_what_it_looked_for_instead(self, client):
        make_item(title="Старий трамвай", language="uk")

        html = read(client, "/items/?q=трмвай")

        assert "Showing results for <strong>трамвай</strong>" in html

    def test_nothing_found_says_what_to_try(self, client):
        html = read(client, "/items/?q=zzzqq")

        assert "Nothing found for “zzzqq”" in html
        assert "/contribute/" in html

    @pytest.mark.parametrize(
        "query",
        [
            "kind=castle", "period=yesterday", "period=1990-1950", "place=nowhere",
            "sort=price", "page=0", "page=x", "page=999999999", "after=../etc",
            "collection=%00", "person=9", "subject=%F0%9F%98%80",
        ],
    )  # fmt: skip
    def test_a_bad_question_gets_a_sentence(self, client, query):
        html = read(client, f"/items/?{query}", 400)

        assert 'class="notice' in html
        assert "Traceback" not in html

    @pytest.mark.parametrize("q", ['"', "' OR 1=1", "NEAR(", "*", "a" * 5000, "\x00"])
    def test_no_typing_breaks_the_engine(self, client, q):
        make_item()

        assert client.get("/items/", {"q": q}).status_code in (200, 400)

    def test_chosen_words_can_be_taken_away(self, client):
        make_item(kind="memory", title="A memory", story="Words.")
        make_item(title="A photo")

        html = read(client, "/items/?kind=memory")

        assert "A memory" in html
        assert "A photo" not in html
        assert '<span class="visually-hidden">Take away: </span>Memory' in html

    def test_only_the_published_is_listed_and_counted(self, client):
        make_item(title="Seen")
        make_item(title="Unseen", status=Item.Status.HIDDEN)
        make_item(title="Gone", status=Item.Status.REMOVED)

        html = read(client, "/items/")

        assert "Seen" in html
        assert "Unseen" not in html
        assert "Gone" not in html
        assert "1 photo or memory" in html

    def test_pages_lead_on_and_back(self, client):
        for _n in range(30):
            make_item()

        first = read(client, "/items/")
        onward = re.search(r'rel="next" href="([^"]+)"', first)[1]
        assert "page=2" in onward
        make_item(title="New while somebody reads")
        second = read(client, f"/items/{unescape(onward)}")

        assert 'rel="prev"' in second
        assert "New while somebody reads" not in second
        shown = set(re.findall(r"/items/(ST-\d+)/", first + second))
        assert len(shown) == 30

    def test_costs_the_same_with_three_and_twenty(
        self, client, django_assert_num_queries
    ):
        place = make_place()
        for _n in range(3):
            make_item(place=place, with_picture=True)
        client.get("/items/")
        with django_assert_num_queries(6):
            client.get("/items/")
        for _n in range(20):
            make_item(place=place, with_picture=True)
        with django_assert_num_queries(6):
            client.get("/items/")


class TestCollections:
    def test_tree_with_counts_of_the_published(self, client):
        parent = make_collection(title_en="Streets", items=[make_item()])
        hidden = make_item()
        make_collection(
            title_en="Mill Street", parent=parent, items=[make_item(), hidden]
        )
        make_collection(title_en="Draft room", published_at=None)
        from history import publishing

        publishing.hide(hidden, by=None)

        html = read(client, "/collections/")

        assert "2 photos and memories, 1 chapter" in html
        assert "Mill Street" in html
        assert "Draft room" not in html

    def test_says_the_same_number_in_the_list_and_on_its_page(self, client):
        parent = make_collection(title_en="Streets", items=[make_item()])
        make_collection(parent=parent, items=[make_item(), make_item()])

        for url in ("/collections/", f"/collections/{parent.slug}/"):
            assert "3 photos and memories, 1 chapter" in read(client, url)

    def test_keeps_the_order_and_the_notes(self, client):
        items = [make_item(title=f"Number {n}") for n in (1, 2, 3)]
        room = make_collection(title_en="Streets", items=items)
        room.entries.filter(item=items[1]).update(note_en="Look at the window.")

        html = read(client, f"/collections/{room.slug}/")

        places = [html.index(f"Number {n}") for n in (1, 2, 3)]
        assert places == sorted(places)
        assert "Look at the window." in html
        assert f"/contribute/?collection={room.slug}" in html

    def test_draft_is_for_curators_only(self, client, curator):
        room = make_collection(title_en="Draft room", published_at=None)

        read(client, f"/collections/{room.slug}/", 404)
        client.force_login(curator)
        assert "Draft room" in read(client, f"/collections/{room.slug}/")

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1" * 40, "²"])
    def test_no_such_page_is_not_found(self, client, page):
        room = make_collection(items=[make_item()])

        assert client.get(f"/collections/{room.slug}/?page={page}").status_code == 404

    def test_has_no_page_for_what_nobody_may_see(self, client):
        room = make_collection(items=[make_item() for _n in range(49)])
        second = f"/collections/{room.slug}/?page=2"
        assert client.get(second).status_code == 200
        Item.objects.filter(pk=room.entries.first().item_id).update(status="hidden")
        assert client.get(second).status_code == 404

    def test_costs_the_same_with_three_and_thirty(
        self, client, django_assert_num_queries
    ):
        room = make_collection(items=[make_item(with_picture=True) for _n in range(3)])
        client.get(f"/collections/{room.slug}/")
        with django_assert_num_queries(9):
            client.get(f"/collections/{room.slug}/")
        from history import curation

        for _n in range(30):
            curation.attach(make_item(with_picture=True), to=room, by=None)
        with django_assert_num_queries(9):
            client.get(f"/collections/{room.slug}/")


class TestSurroundings:
    def test_place_has_all_its_names_and_pictures_of_its_streets(self, client):
        district = make_place("Стара Слобода", name_en="Old Settlement")
        street = make_place("Млинова", name_en="Mill Street", parent=district)
        PlaceName.objects.create(
            place=district, name="Clay Pits", language="en", from_year=1869,
            to_year=1910,
        )  # fmt: skip
        make_item(title="The mill", place=street)
        make_item(title="Unseen", place=street, status=Item.Status.HIDDEN)

        html = read(client, f"/places/{district.slug}/")

        assert "Clay Pits" in html
        assert "1869–1910" in html
        assert "The mill" in html
        assert "Unseen" not in html

    def test_a_person_of_the_past_has_a_page(self, client):
        person = make_person(
            "Яків Горн", name_en="Yakiv Horn", is_living=False, born_year=1871,
            died_year=1938,
        )  # fmt: skip
        make_item(title="Himself", people=[person])

        html = read(client, f"/people/{person.slug}/")

        assert "Yakiv Horn" in html
        assert "1871–1938" in html
        assert "Himself" in html

    def test_a_living_person_has_none(self, client):
        person = make_person("Марія Іваненко", slug="mariia-ivanenko")

        html = read(client, f"/people/{person.slug}/", 404)

        assert "Марія" not in html

    def test_subject_without_pictures_invites(self, client):
        subject = make_subject("трамвай", name_en="tram")

        assert "No picture of this yet" in read(client, f"/subjects/{subject.slug}/")


class TestHome:
    def test_an_empty_archive_invites(self, client):
        assert "waiting for its first picture" in read(client, "/")

    def test_composes_what_is_public(self, client):
        told = make_item(title="Told", story="A long story.", with_picture=True)
        asked = make_item(title="Unknown corner", with_picture=True, place=make_place())
        make_item(title="Unseen", status=Item.Status.HIDDEN, with_picture=True)
        make_collection(title_en="Streets", items=[told])
        make_post(title_en="We are open")
        make_post(title_en="Not yet", published_at=None)

        html = read(client, "/")

        assert "A long story." in html
        assert "When was this?" in html
        assert f"item={asked.reference}" in html
        assert "Streets" in html
        assert "We are open" in html
        assert "Unseen" not in html
        assert "Not yet" not in html

    @pytest.mark.parametrize("end", [0, 1])
    def test_costs_the_same_whichever_reference_the_day_falls_on(
        self, client, django_assert_num_queries, monkeypatch, end
    ):
        for _n in range(3):
            make_item(story="Once.", with_picture=True, place=make_place())
        make_item(kind="memory", story="Last, and without a picture.")
        client.get("/")
        with CaptureQueriesContext(connection) as any_day:
            client.get("/")

        monkeypatch.setattr("random.Random.randint", lambda _self, *ends: ends[end])
        with django_assert_num_queries(len(any_day)):
            html = read(client, "/")

        assert "Picture of the day" in html

    def test_costs_the_same_with_three_and_thirty(
        self, client, django_assert_max_num_queries
    ):
        def fill(number):
            for _n in range(number):
                item = make_item(story="Once.", with_picture=True, place=make_place())
                make_collection(items=[item])
                make_post()

        fill(3)
        client.get("/")
        with django_assert_max_num_queries(16) as few:
            client.get("/")
        fill(30)
        with django_assert_max_num_queries(16) as many:
            client.get("/")

        assert len(few) == len(many)
