"""The board of open questions asks what is not known, and leads to the one door."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override

from contributions.workflow import consenting
from history import claiming, publishing
from history.models import Claim, Item
from history.search import index_items
from tests.factories import (
    make_contribution,
    make_item,
    make_person,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions():
    """Give one item that lacks its date, one its place, one nothing, one that is hidden."""
    known = {"date_earliest": date(1960, 1, 1), "date_latest": date(1960, 12, 31)}
    found = {
        "undated": make_item(title="Undated", with_picture=True, place=make_place()),
        "unplaced": make_item(title="Unplaced", with_picture=True, **known),
        "known": make_item(
            title="Known", with_picture=True, place=make_place(), **known
        ),
        "hidden": make_item(
            title="Unseen", with_picture=True, status=Item.Status.HIDDEN
        ),
    }
    index_items([item.pk for item in found.values()])
    return found


def read(client, query=""):
    answer = client.get(f"/help/{query}", headers={"accept-language": "en"})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("query", "shown", "asked"),
    [
        ("", {"Undated", "Unplaced"}, {"When was this?", "Where is this?"}),
        ("?help=date", {"Undated"}, {"When was this?"}),
        ("?help=place", {"Unplaced"}, {"Where is this?"}),
        ("?help=any&period=1960s", {"Unplaced"}, {"Where is this?"}),
        ("?help=person", set(), set()),
    ],
)
def test_shows_what_is_not_known(client, questions, query, shown, asked):
    status, html = read(client, query)

    assert status == 200
    assert {
        title for title in ("Undated", "Unplaced", "Known", "Unseen") if title in html
    } == shown
    assert {
        ask
        for ask in ("When was this?", "Where is this?", "Who is this?")
        if ask in html
    } == asked


def test_each_question_leads_through_the_one_door(client, questions):
    _status, html = read(client)

    for name in ("undated", "unplaced"):
        reference = questions[name].reference
        assert (
            f"{reverse('contributions:start')}?kind=correction&amp;item={reference}"
            in html
        )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?help=nobody", 400),
        ("?period=2000-1900", 400),
        ("?place=nowhere-at-all", 400),
        ("?after=x", 400),
        ("?page=40", 404),
    ],
)
def test_what_cannot_be_answered_is_said(client, questions, query, status):
    answered, html = read(client, query)

    assert answered == status
    assert "/help/" in html


def test_an_empty_board_invites(client):
    status, html = read(client)

    assert status == 200
    assert "Every picture has its answer" in html


@pytest.fixture
def school_board():
    """Give a board of more questions than are seen at a glance."""
    district = make_place(name_en="Old Town", kind="district", slug="old-town")
    school = make_place(
        name_en="School No. 2", kind="school", slug="school-2", parent=district
    )
    years = {"date_earliest": date(1960, 1, 1), "date_latest": date(1960, 12, 31)}
    found = [make_item(with_picture=True, place=school) for _n in range(4)]
    found += [make_item(with_picture=True, **years) for _n in range(5)]
    index_items([item.pk for item in found])


def test_many_questions_have_doors_by_district_school_and_decade(client, school_board):
    _status, html = read(client)

    doors = html[html.index('class="doors"') : html.index('class="board"')]
    for words in ("By part of town", "Old Town", "By school", "School No. 2",
                  "By decade", "1960s", "4 questions", "5 questions",
                  "?place=school-2", "?period=1960s"):  # fmt: skip
        assert words in doors
    _status, narrowed = read(client, "?place=school-2")
    assert 'class="doors"' not in narrowed
    assert narrowed.count("board__one") == 4


def test_few_questions_need_no_doors(client, questions):
    assert 'class="doors"' not in read(client)[1]


class TestThanks:
    def tell(self, item, *, field="date", words="1962", source="contribution", **more):
        said = claiming.Said(
            field=field, words=words, language="en", source=source,
            source_ref="ABCD2345", **more,
        )  # fmt: skip
        claim = claiming.propose(item, said, by=None)
        claiming.accept(claim, by=None)
        return claim

    def thanked(self, client) -> str:
        html = read(client)[1]
        return html.partition('id="thanked-title"')[2].partition("</section>")[0]

    def test_by_the_name_that_was_allowed(self, client, questions):
        item = questions["undated"]
        claim = self.tell(item, credit="Марія П.")
        assert "Марія П. told us when it was: 1962" in self.thanked(client)

        # The name is taken back: the answer stays, nobody is named.
        Claim.objects.filter(pk=claim.pk).update(credit="")
        html = self.thanked(client)
        assert "A resident told us when it was: 1962" in html
        assert "Марія" not in html and "ABCD2345" not in html

        publishing.hide(item, by=None)
        assert self.thanked(client) == ""

    def test_a_place_by_its_name_and_a_person_by_none(self, client, questions):
        street = make_place(name_en="Mill Street")
        person = make_person("Ганна Бойко", is_living=False)
        self.tell(questions["unplaced"], field="place", words="Mill St.", place=street,
                  credit="Anna")  # fmt: skip
        self.tell(questions["known"], field="person", words="Ганна", person=person)
        html = self.thanked(client)
        assert "Anna named the place: Mill Street" in html
        assert "A resident told us who it is" in html
        assert "Ганна" not in html

    def test_not_for_what_the_library_found_or_what_came_with_a_gift(
        self, client, questions
    ):
        self.tell(questions["undated"], source="literature")
        came = self.tell(questions["unplaced"], words="1958", credit="Giver")
        Claim.objects.filter(pk=came.pk).update(
            proposed_at=questions["unplaced"].published_at - timedelta(days=1)
        )
        assert self.thanked(client) == ""

    def test_who_hides_their_name_is_named_no_more(self, client, questions):
        gift = make_contribution(
            kind="memory", files=0, name="Марія П.", credit="name",
            contributor=make_user(),
        )  # fmt: skip
        self.tell(questions["undated"], credit="Марія П.")
        Claim.objects.update(source_ref=gift.reference)
        assert "Марія П." in self.thanked(client)
        consenting.hide_name(gift, by=gift.contributor)
        assert "A resident told us" in self.thanked(client)


class TestFeed:
    def titles(self, client, query="") -> list[str]:
        answer = client.get(f"/help/feed/{query}", headers={"accept-language": "en"})
        assert answer.status_code == 200
        feed = ElementTree.fromstring(answer.content)
        name = "{http://www.w3.org/2005/Atom}"
        return [one.findtext(f"{name}title") for one in feed.iter(f"{name}entry")]

    def test_each_entry_asks_its_question(self, client, questions):
        assert set(self.titles(client)) == {
            "Undated: When was this?", "Unplaced: Where is this?",
        }  # fmt: skip
        assert self.titles(client, "?help=date") == ["Undated: When was this?"]
        assert self.titles(client, "?help=person") == []

    def test_a_reader_fetches_it_only_when_it_changed(self, client, questions):
        first = client.get("/help/feed/")
        again = client.get("/help/feed/", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304

    def test_a_wrong_question_gets_a_sentence(self, client):
        answer = client.get("/help/feed/?help=nope")
        assert answer.status_code == 400


def test_costs_the_same_with_two_and_twenty(
    client, questions, django_assert_max_num_queries
):
    with override("en"):
        more = [make_item(with_picture=True) for _n in range(5)]
        index_items([item.pk for item in more])
        read(client)
        with django_assert_max_num_queries(18) as few:
            read(client)
        more = [make_item(with_picture=True) for _n in range(18)]
        index_items([item.pk for item in more])
        with django_assert_max_num_queries(18) as many:
            read(client)

    assert len(few) == len(many)
