"""Stories and walks: what visitors read, what stays hidden, what paper shows."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override

from history import exhibiting, merging, publishing, sheets, telling, uniting
from history.collecting import Overtaken
from history.merging import Unfit
from history.models import Depiction, Exhibit
from history.pictures import Picture
from tests import factories


@pytest.fixture
def english(client, db):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def story(db):
    return factories.make_story(
        slug="tram", title_en="The tram", lead_en="How it came."
    )


def page(client, story: Exhibit, name: str = "story") -> str:
    answer = client.get(reverse(f"history:{name}", args=[story.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def stop(story, name: str, north: float, **more):
    place = factories.make_place(name, latitude=north, longitude=36.9)
    return factories.make_block(story, "place", place=place, **more)


class TestReading:
    def test_a_story_is_read_in_its_order(self, english, story):
        first, second = (
            factories.make_item(title=t, with_picture=True, credit_line="Marko P.",
                                date_earliest="1934-01-01", date_latest="1934-12-31",
                                date_edtf="1934")
            for t in ("The depot", "The bridge")
        )  # fmt: skip
        room = factories.make_collection("Вулиці", items=[first])
        factories.make_block(story, "text", heading_en="Before", text_en="One.\n\nTwo.")
        factories.make_block(story, item=first, text_en="Look left.")
        factories.make_block(story, "pair", item=first, beside=second)
        factories.make_block(story, "collection", collection=room)

        body = page(english, story)

        found = [
            body.index(words)
            for words in ("How it came.", "<h2>Before</h2>", "<p>One.</p>", "Look left.",
                          "The depot</span>. 1934", "The bridge", room.title)
        ]  # fmt: skip
        assert found == sorted(found)
        assert "Marko P." in body

    def test_hidden_and_removed_items_vanish_without_a_trace(self, english, story):
        shown = factories.make_item(title="Shown", with_picture=True)
        for close in (
            lambda item: publishing.hide(item, by=None),
            lambda item: publishing.take_down(item, by=None, reason="by wish"),
            lambda item: item.delete(),
        ):
            item = factories.make_item(title="Gone", with_picture=True)
            factories.make_block(story, item=item, text_en="Of what is gone")
            factories.make_block(story, "pair", item=item, beside=shown)
            story.cover = item
            story.save()
            close(item)
            story.refresh_from_db()
        draft = factories.make_collection("Чернетка", published_at=None)
        factories.make_block(story, "collection", collection=draft)

        body = page(english, story)

        assert body.count("<figure") == 3  # of each pair the one that is shown
        assert "Gone" not in body
        assert "Of what is gone" not in body
        assert draft.title not in body

    def test_a_covered_picture_stays_covered(self, english, story):
        item = factories.make_item(title="Hard", with_picture=True, sensitive="death")
        factories.make_block(story, item=item)
        body = page(english, story)
        assert item.get_absolute_url() in body
        assert item.media.get().renditions[0]["path"] not in body

    def test_words_in_another_language_are_marked(self, english, story):
        factories.make_block(story, "text", text_uk="Лише українською.")
        body = page(english, story)
        assert re.search(r'<div lang="uk"><p>Лише українською', body)
        assert '<h1 class="tale__title">The tram</h1>' in body

    def test_markup_in_words_is_only_words(self, english, story):
        factories.make_block(story, "text", text_en="<script>alert(1)</script>")
        assert "<script>alert" not in page(english, story)

    def test_more_blocks_ask_no_more_questions(
        self, client, story, django_assert_max_num_queries
    ):
        def fill(times: int) -> None:
            for _time in range(times):
                place = factories.make_place(latitude=47.9, longitude=36.9)
                item = factories.make_item(with_picture=True, place=place)
                room = factories.make_collection(items=[item])
                factories.make_block(story, item=item)
                factories.make_block(story, "pair", item=item, beside=item)
                factories.make_block(story, "collection", collection=room)
                factories.make_block(story, "place", place=place, item=item)
                factories.make_block(story, "map")

        fill(1)
        with django_assert_max_num_queries(16):
            page(client, story)
        fill(6)
        with django_assert_max_num_queries(16):
            page(client, story)

    def test_the_list_asks_three_questions_for_any_number(
        self, client, story, django_assert_max_num_queries
    ):
        for _number in range(8):
            other = factories.make_story(cover=factories.make_item(with_picture=True))
            factories.make_block(other, item=factories.make_item(with_picture=True))
        with django_assert_max_num_queries(5):
            answer = client.get(reverse("history:story_list"))
        assert answer.content.decode().count("<article") == 9

    def test_machines_are_told_what_it_is(self, english, story):
        item = factories.make_item(with_picture=True)
        factories.make_block(story, item=item)
        body = page(english, story)
        block = re.search(r'ld\+json">(.+?)</script>', body)[1]
        article, crumbs = json.loads(block)
        assert (article["@type"], article["headline"]) == ("Article", "The tram")
        assert crumbs["itemListElement"][0]["name"] == "Stories"
        assert 'property="og:type" content="article"' in body
        found = english.get("/sitemap.xml?part=rooms").content.decode()
        assert "/stories/tram/" in found
        factories.make_story(slug="draft", published_at=None)
        ElementTree.fromstring(found)
        assert "/stories/draft/" not in english.get("/sitemap.xml?part=rooms").text


class TestBesideAnItem:
    def test_an_item_names_the_stories_it_stands_in(self, english, story):
        item = factories.make_item(with_picture=True)
        other = factories.make_item(with_picture=True)
        factories.make_block(story, "pair", item=other, beside=item)
        factories.make_block(story, item=item)
        walk = factories.make_story(title_en="To the mill", kind="walk", cover=item)
        draft = factories.make_story(title_en="Not yet told", published_at=None)
        factories.make_block(draft, item=item)
        factories.make_story(title_en="Of something else", cover=other)

        told = telling.stories_with(item)

        assert {(one["url"], one["kind"]) for one in told} == {
            (story.get_absolute_url(), str(Exhibit.Kind.STORY.label)),
            (walk.get_absolute_url(), str(Exhibit.Kind.WALK.label)),
        }
        body = english.get(item.get_absolute_url()).text
        assert body.count(">The tram</a>") == 1
        assert "How it came." in body
        assert "To the mill" in body
        assert "Not yet told" not in body

    def test_any_number_of_stories_asks_one_question(
        self, story, django_assert_num_queries
    ):
        item = factories.make_item(with_picture=True)
        for _number in range(9):
            factories.make_block(factories.make_story(), item=item)
        with django_assert_num_queries(1):
            assert len(telling.stories_with(item)) == telling.STORIES_BESIDE


class TestWalk:
    def test_stops_are_numbered_drawn_and_lead_on(self, english, story):
        item = factories.make_item(title="The station", with_picture=True)
        one = stop(story, "Вокзал", 47.94, text_en="Go straight on.", item=item)
        one.place.names.create(
            name="Lenin Square", language="en", from_year=1924, to_year=2015
        )
        two = stop(story, "Парк", 47.95)
        story.kind = "walk"
        story.save()

        body = page(english, story)

        assert f'href="#b{two.pk}"><span>On to 2. Парк' in body
        assert f'href="#b{one.pk}"' in body
        assert 'aria-label="1. Вокзал"' in body
        assert "1924–2015" in body
        assert "Lenin Square" in body
        assert 'class="plain__number"' in body

    def test_a_walk_whose_places_are_gone_is_still_a_page(self, english, story):
        gone = stop(story, "Вокзал", 47.94, text_en="Go on.")
        gone.place.delete()
        lost = stop(story, "Парк", 47.95)
        lost.place.delete()
        body = page(english, story)
        assert "Go on." in body
        assert 'class="plain"' not in body


class TestActs:
    def test_blocks_are_added_moved_changed_and_taken_out(self, story, cast):
        by = cast["curator"]
        for words in "ABC":
            block = exhibiting.add(story, by=by, kind="text", text_uk=words)
        exhibiting.move(story, block.pk, step=-1, by=by, seen=None)
        story.refresh_from_db()
        exhibiting.change(story, block.pk, by=by, seen=story.version, text_uk="D")
        order = list(story.blocks.values_list("text_uk", flat=True))
        assert order == ["A", "D", "B"]
        exhibiting.remove(story, block.pk, by=by, seen=None)
        assert story.blocks.count() == 2

    def test_who_looked_at_an_older_state_is_told(self, story, cast):
        seen, by = story.version, cast["curator"]
        exhibiting.edit(story, by=by, seen=seen, title_uk="Інша")
        with pytest.raises(Overtaken):
            exhibiting.edit(story, by=by, seen=seen, title_uk="Ще інша")
        story.refresh_from_db()
        assert story.title_uk == "Інша"

    def test_an_empty_story_is_not_published(self, story, cast):
        story.published_at = None
        story.save()
        with pytest.raises(Unfit):
            exhibiting.set_published(story, True, by=cast["curator"])

    def test_what_was_made_one_is_shown_as_the_one_that_stays(self, story, cast):
        by = cast["administrator"]
        item, stays = factories.make_item(title="A"), factories.make_item(title="B")
        place, square = factories.make_place("Вокзал"), factories.make_place("Площа")
        block = factories.make_block(story, item=item)
        halt = factories.make_block(story, "place", place=place)
        merging.merge_items(item, into=stays, by=by, reason="the same print")
        uniting.merge_places(place, into=square, by=by, reason="one")
        block.refresh_from_db()
        halt.refresh_from_db()
        assert (block.item, halt.place) == (stays, square)


class TestDesk:
    @pytest.fixture(autouse=True)
    def _signed_in(self, english, cast):
        english.force_login(cast["curator"])

    def send(self, client, name: str, *args, **data):
        return client.post(reverse(f"history:story_{name}", args=args), data)

    def test_a_draft_is_made_filled_and_published(self, english, cast):
        item = factories.make_item(title="The depot")
        self.send(english, "new", title_uk="Трамвай", kind="story")
        row = Exhibit.objects.get()
        assert (row.slug, row.published_at) == ("tramvai", None)
        answer = self.send(
            english, "add", row.slug, "item",
            item=item.reference, size="wide", text_en="Look.", seen=row.version,
        )  # fmt: skip
        assert answer.status_code == 302
        assert "The depot" in english.get(answer.url).text
        self.send(english, "act", row.slug, "publish")
        english.logout()
        assert "Look." in page(english, row)

    @pytest.mark.parametrize(
        ("kind", "data", "sentence"),
        [
            ("item", {"item": "ST-999999", "size": "wide"}, "no such item"),
            ("item", {"item": "", "size": "wide"}, "required"),
            ("text", {"heading_en": "Only a heading"}, "at least one language"),
            ("place", {"place": "nowhere"}, "valid choice"),
        ],
    )
    def test_bad_input_is_told(self, english, story, kind, data, sentence):
        answer = self.send(english, "add", "tram", kind, seen=story.version, **data)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert not story.blocks.exists()

    def test_a_colleague_who_was_faster_is_named_and_nothing_lost(self, english, story):
        data = {"text_en": "My words", "seen": story.version}
        exhibiting.add(story, by=None, kind="map")
        answer = self.send(english, "add", "tram", "text", **data)
        assert answer.status_code == 409
        assert "My words" in answer.content.decode()
        story.refresh_from_db()
        data["seen"] = story.version
        assert self.send(english, "add", "tram", "text", **data).status_code == 302

    def test_the_desk_says_what_visitors_do_not_see(self, english, story):
        factories.make_block(story, item=factories.make_item(status="hidden"))
        factories.make_block(story, "map")
        body = page(english, story, "story_desk")
        assert body.count("Visitors do not see this now") == 1

    @pytest.mark.parametrize("block", ["", "x", "99999999", "9" * 40])
    def test_a_block_that_is_not_there_is_no_error(self, english, story, block):
        answer = self.send(english, "act", "tram", "up", block=block)
        assert answer.status_code in (404, 409)


class TestSheets:
    def test_a_window_sheet_has_pictures_and_the_address(self, english):
        items = [factories.make_item(with_picture=True) for _number in range(8)]
        hidden = factories.make_item(with_picture=True, status="hidden")
        room = factories.make_collection(
            items=[hidden, *items], slug="streets", introduction_en="The first lines."
        )
        body = page(english, room, "collection_sheet")
        assert 3 <= body.count("picture__image") <= 6
        assert "The first lines." in body
        assert "/collections/streets/</p>" in body
        assert hidden.media.get().renditions[0]["path"] not in body

    def test_a_walk_has_a_sheet_of_its_stops(self, english, story):
        stop(story, "Вокзал", 47.94, text_en="Go straight on.")
        body = page(english, story, "story_sheet")
        assert "Go straight on." in body
        assert "/stories/tram/</p>" in body

    def test_people_are_numbered_and_the_living_keep_their_names(self, english):
        item = factories.make_item(title="Class 5", with_picture=True)
        person = factories.make_person("Олена Коваль")
        for left in (0.1, 0.6):
            Depiction.objects.create(
                media=item.media.get(), person=person, left=left, top=0.1, width=0.2,
                height=0.2,
            )  # fmt: skip
        body = english.get(reverse("history:item_sheet", args=[item.pk])).text
        assert body.count("marks__dot") == 2
        assert "О. К." in body
        assert "Коваль" not in body
        assert f"kind=correction&amp;item={item.reference}" in body

    def test_a_crowd_stands_closer_and_leaves_no_empty_lines(self, english):
        item = factories.make_item(with_picture=True)
        for number in range(20):
            Depiction.objects.create(
                media=item.media.get(), label="?", left=number / 40, top=0.1,
                width=0.01, height=0.1,
            )  # fmt: skip
        body = english.get(reverse("history:item_sheet", args=[item.pk])).text
        assert body.count("leaf__blank") == 20
        assert "leaf--crowd" in body

    def test_without_marks_there_are_lines_for_a_pen(self, english):
        item = factories.make_item(with_picture=True)
        body = english.get(reverse("history:item_sheet", args=[item.pk])).text
        assert body.count("leaf__blank") == 12
        memory = factories.make_item(kind="memory")
        gone = english.get(reverse("history:item_sheet", args=[memory.pk]))
        assert gone.status_code == 404

    @pytest.mark.parametrize("shape", [30, 70, 100, 150, 400])
    @pytest.mark.parametrize("number", [1, 3, 6])
    def test_rows_fill_the_width_and_keep_to_the_paper(self, shape, number):
        pictures = [Picture("", "", shape, 100, "", "", shape, "")] * number
        rows = sheets.rows_of(pictures)
        tall = sum(
            sheets.WIDE_MM / (sum(one.ratio for one in row["pictures"]) / 100)
            for row in rows
        )
        assert len(rows) == 1 or tall <= sheets.TALL_MM
        assert sum(len(row["pictures"]) for row in rows) >= min(3, number)


def test_rooms_of_stories_borrow_a_picture(db):
    with override("en"):
        bare = factories.make_story()
        story = factories.make_story(title_en="The tram")
        item = factories.make_item(with_picture=True)
        factories.make_block(story, item=item)
        cards = telling.cards_of([bare, story])
    assert [bool(card["picture"]) for card in cards] == [False, True]
