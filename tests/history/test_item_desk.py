"""The staff page of an item: corrections, versions with differences, claims, acts."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from history import claiming, differences, publishing, revisions
from history.models import Claim, Item
from tests import factories


@pytest.fixture(autouse=True)
def _in_english(db, settings):
    settings.LANGUAGE_CODE = "en"
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def curator(client, by):
    client.force_login(by)
    client.cookies["django_language"] = "en"
    return client


def typed(item: Item, **changes) -> dict:
    values = {
        "title": item.title, "description": item.description, "story": item.story,
        "language": item.language, "date_said": item.date_said,
        "date_reason": item.date_reason, "place": item.place_id or "",
        "place_said": item.place_said, "people": "", "about": "",
        "creator": item.creator, "credit_line": item.credit_line,
        "provenance": item.provenance, "rights": item.rights,
        "seen": revisions.version_of(item), "reason": "seen in the paper",
    }  # fmt: skip
    return values | changes


def desk(item: Item) -> str:
    return reverse("history:item_desk", args=[item.pk])


class TestCorrect:
    def test_changes_the_item_with_a_reason_and_one_version(self, curator, by):
        item = factories.make_item(title="The old depot")
        person = factories.make_person("Марія Іваненко")
        before = item.history.count()

        answer = curator.post(
            desk(item),
            typed(
                item, title="The new depot", date_said="1958", people="марія іваненко"
            ),
        )

        assert answer.status_code == 302
        item.refresh_from_db()
        assert (item.title, item.date_edtf) == ("The new depot", "1958")
        assert list(item.people.all()) == [person]
        assert item.history.count() == before + 1
        assert item.history.first().history_change_reason == "seen in the paper"

    def test_a_date_that_stands_is_not_understood_anew(self, curator):
        item = factories.make_item(date_said="за царя Гороха", date_edtf="")

        assert curator.post(desk(item), typed(item, title="Else")).status_code == 302

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("title", "", "required"),
            ("reason", "", "required"),
            ("date_said", "хтозна-коли було", "did not understand"),
            ("people", "Nobody Knows", "nobody called"),
            ("about", "ST-999999", "no such item"),
            ("rights", "nonsense", "valid choice"),
            ("place", "999999", "valid choice"),
        ],
    )
    def test_bad_input_is_told_beside_the_field_and_nothing_typed_is_lost(
        self, curator, field, value, sentence
    ):
        item = factories.make_item(title="Stays")

        answer = curator.post(
            desk(item), typed(item, story="My words", **{field: value})
        )

        assert answer.status_code == 400
        text = answer.content.decode()
        assert sentence in text
        assert "My words" in text
        item.refresh_from_db()
        assert (item.title, item.story) == ("Stays", "")

    def test_another_curator_was_faster_both_are_told_and_joined(self, curator, cast):
        item = factories.make_item(title="First", story="Old story")
        mine = typed(item, title="Mine", description="I see a tram")
        publishing.correct(
            item,
            by=cast["editor"],
            reason="from the book",
            title="Theirs",
            story="New story",
        )

        answer = curator.post(desk(item), mine)

        assert answer.status_code == 409
        form, meanwhile = answer.context["form"], answer.context["meanwhile"]
        assert meanwhile["reason"] == "from the book"
        assert [clash["theirs"] for clash in meanwhile["clashes"]] == ["Theirs"]
        assert form["title"].value() == "Mine"
        assert form["story"].value() == "New story"
        assert form["description"].value() == "I see a tram"
        again = mine | {"story": "New story", "seen": form["seen"].value()}
        assert curator.post(desk(item), again).status_code == 302

    def test_a_claim_that_no_longer_stands_is_kept_beside(self, curator, by):
        item = factories.make_item()
        said = claiming.Said(
            field="date", words="1958", language="uk", source="comment"
        )
        item = claiming.accept(claiming.propose(item, said, by=by), by=by)

        curator.post(desk(item), typed(item, date_said="1961"))

        assert Claim.objects.get(item=item).state == "kept"

    def test_a_moderator_reads_and_may_not_correct(self, client, cast):
        item = factories.make_item()
        client.force_login(cast["moderator"])

        assert client.get(desk(item)).status_code == 200
        assert client.post(desk(item), typed(item)).status_code == 403


class TestVersions:
    def test_show_who_why_and_the_words_that_changed(self, curator, by):
        item = factories.make_item(title="The old tram depot")
        publishing.correct(item, by=by, reason="it was new", title="The new tram depot")

        text = curator.get(
            reverse("history:item_versions", args=[item.pk])
        ).content.decode()

        assert "it was new" in text
        assert '<del><span class="visually-hidden">[gone: </span>old' in text
        assert '<ins><span class="visually-hidden">[new: </span>new' in text

    def test_a_version_is_put_back_with_people_and_place(self, curator, by):
        place, person = factories.make_place(), factories.make_person()
        item = factories.make_item(title="First", place=place, people=[person])
        publishing.correct(item, by=by, reason="a slip", title="First again")
        good = revisions.version_of(item)
        publishing.correct(
            item, by=by, reason="a mistake", title="Wrong", place=None, people=[]
        )

        answer = curator.post(
            reverse("history:item_restore", args=[item.pk, good]),
            {"reason": "it was right", "seen": revisions.version_of(item)},
        )

        assert answer.status_code == 302
        item.refresh_from_db()
        assert (item.title, item.place) == ("First again", place)
        assert list(item.people.all()) == [person]

    def test_restoring_needs_a_reason_and_the_state_looked_at(self, curator, by):
        item = factories.make_item(title="First")
        first = revisions.version_of(item)
        publishing.correct(item, by=by, reason="typo", title="Second")
        url = reverse("history:item_restore", args=[item.pk, first])

        curator.post(url, {"reason": "", "seen": revisions.version_of(item)})
        curator.post(url, {"reason": "why not", "seen": first})

        item.refresh_from_db()
        assert item.title == "Second"

    def test_costs_the_same_with_three_and_with_thirty(
        self, curator, by, django_assert_max_num_queries
    ):
        item = factories.make_item()
        for number in range(30):
            person = factories.make_person(f"Хтось {number}")
            publishing.correct(
                item,
                by=by,
                reason=f"r{number}",
                people=[person],
                place=factories.make_place(),
            )
        url = reverse("history:item_versions", args=[item.pk])

        with django_assert_max_num_queries(16):
            answer = curator.get(url)

        assert len(answer.context["versions"]) == 20
        further = curator.get(url + answer.context["next_url"])
        assert further.context["versions"][0].reason == "r9"
        assert further.context["versions"][-1].is_first

    def test_long_unchanged_texts_are_cut(self):
        long = "слово " * 300
        pieces = differences.by_word(long + "старе кінець", long + "нове кінець")

        assert [piece.kind for piece in pieces] == ["same", "old", "new", "same"]
        assert len(pieces[0].text) < 200

    def test_a_very_long_text_is_compared_in_time(self):
        pieces = differences.by_word("а " * 9000, "б " * 9000)
        assert [piece.kind for piece in pieces] == ["old", "new"]


class TestActs:
    def test_hide_show_and_take_down_with_a_tombstone(self, curator, client):
        item = factories.make_item(with_picture=False)
        act = lambda verb, **data: curator.post(  # noqa: E731
            reverse("history:item_act", args=[item.pk, verb]), data
        )

        assert act("hide").status_code == 302
        item.refresh_from_db()
        assert item.status == "hidden"
        assert act("hide").status_code == 409
        assert act("show").status_code == 302
        assert act("take_down", reason="").status_code == 400
        assert act("take_down", reason="asked by the family").status_code == 302
        assert curator.get(reverse("history:item", args=[item.pk])).status_code == 410
        assert act("show").status_code == 302
        item.refresh_from_db()
        assert (item.status, item.removed_reason) == ("published", "")

    def test_nobody_decides_about_their_own(self, curator, by):
        item = factories.make_item(contributor=by)

        for verb in ("hide", "take_down", "show"):
            url = reverse("history:item_act", args=[item.pk, verb])
            assert curator.post(url, {"reason": "x"}).status_code == 403
        item.refresh_from_db()
        assert item.status == "published"


class TestClaims:
    def test_written_down_shown_disputed_and_refused_from_the_page(self, curator):
        item = factories.make_item(date_said="1962", date_edtf="1962")
        propose = reverse("history:claim_propose", args=[item.pk])
        words = {"field": "date", "source": "comment", "confidence": "likely"}

        assert (
            curator.post(propose, words | {"words": "казна-коли було"}).status_code
            == 400
        )
        assert curator.post(propose, words | {"words": "1958"}).status_code == 302
        claim = Claim.objects.get(item=item)
        act = lambda verb, **data: curator.post(  # noqa: E731
            reverse("history:claim_act", args=[claim.pk, verb]), data
        )
        assert act("refuse", reason="").status_code == 400
        assert act("dispute", state="shown").status_code == 409
        assert act("dispute", state="proposed").status_code == 302
        assert act("accept", seen=revisions.version_of(item)).status_code == 302
        assert act("refuse", reason="no").status_code == 409
        item.refresh_from_db()
        assert item.date_edtf == "1958"

    def test_a_place_is_found_by_an_old_name(self, curator, by):
        place = factories.make_place("Садова")
        place.names.create(name="Леніна", language="uk", from_year=1925, to_year=2016)
        item = factories.make_item()
        said = claiming.Said(
            field="place", words="Леніна", language="uk", source="comment"
        )
        claim = claiming.propose(item, said, by=by)

        curator.post(reverse("history:claim_act", args=[claim.pk, "accept"]))

        item.refresh_from_db()
        assert item.place == place

    def test_the_list_of_what_waits_costs_the_same(
        self, curator, by, django_assert_max_num_queries
    ):
        for number in range(30):
            said = claiming.Said(
                field="title", words=f"n{number}", language="uk", source="comment"
            )
            claiming.propose(factories.make_item(), said, by=by)
        with django_assert_max_num_queries(9):
            answer = curator.get(reverse("history:claim_list"))
        assert len(answer.context["page"]) == 30


class TestMergePage:
    def test_shows_both_and_joins_with_a_reason(self, curator):
        source, target = (
            factories.make_item(title="Copy"),
            factories.make_item(title="Stays"),
        )
        url = reverse("history:item_merge", args=[source.pk])

        assert curator.get(url).status_code == 200
        assert curator.get(url, {"into": "ST-999999"}).status_code == 400
        assert curator.get(url, {"into": source.reference}).status_code == 400
        page = curator.get(url, {"into": target.reference})
        assert b"Stays" in page.content
        sides = page.context["sides"]
        data = {
            "into": target.reference, "seen": sides[0]["version"],
            "seen_into": sides[1]["version"],
        }  # fmt: skip
        assert curator.post(url, data | {"reason": ""}).status_code == 400
        assert curator.post(url, data | {"reason": "the same"}).status_code == 302
        assert curator.post(url, data | {"reason": "the same"}).status_code == 409
        assert curator.get(desk(source)).status_code == 200

    def test_own_items_are_not_merged(self, curator, by):
        source, target = factories.make_item(contributor=by), factories.make_item()
        answer = curator.post(
            reverse("history:item_merge", args=[source.pk]),
            {"into": target.reference, "reason": "same"},
        )
        assert answer.status_code == 403
