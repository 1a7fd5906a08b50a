"""A correction at the desk: each field beside the item's own, taken, kept or edited."""

import pytest
from django.urls import reverse

from contributions import wording, workflow
from contributions.states import Status
from history import claiming, publishing, revisions
from history.models import Claim
from tests import factories
from tests.deciding import Looking

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def curator(by):
    client = Looking()
    client.force_login(by)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def pair():
    """An item, and a correction of its title, date, place and people."""
    item = factories.make_item(
        with_picture=True, title="Tram depot", date_said="1962", date_edtf="1962",
        date_earliest="1962-01-01", date_latest="1962-12-31", story="On Sunday.",
    )  # fmt: skip
    place = factories.make_place("Млинова вулиця")
    factories.make_person("Марія Дубенко", is_living=False)
    gift = factories.make_contribution(
        kind="correction", files=0, about_item=item, title="Tram depot", place=place,
        place_said="Млинова вулиця", date_said="1958", date_edtf="1958",
        date_earliest="1958-01-01", date_latest="1958-12-31", date_sure="certain",
        date_reason="it stands on the back", people_said="Марія Дубенко",
        latitude=48.5, longitude=35.0, accuracy="street", credit="name",
    )  # fmt: skip
    return item, gift


def address(gift, action="publish") -> str:
    return reverse("contributions:act", args=[gift.reference, action])


def choices(item, gift, **changes) -> dict:
    return {
        "how": "extend", "extend": item.reference, "title": gift.title,
        "language": "uk", "rights": item.rights,
        "item_seen": revisions.version_of(item),
        "take_date": "take", "take_place": "take", "take_people": "take",
        "take_description": "keep", "take_story": "keep",
    } | changes  # fmt: skip


def test_shows_what_stands_beside_what_is_proposed_word_by_word(curator, pair):
    _item, gift = pair
    page = curator.get(reverse("contributions:review", args=[gift.reference]))
    body = page.content.decode()

    names = [row.name for row in page.context["forms"]["publish"].taking.rows()]
    assert names == ["date", "place", "people", "description", "story"]
    assert "<del>" in body and "1962" in body
    assert 'name="take_title"' not in body  # nothing else is proposed for the title


def test_what_is_taken_goes_into_the_item_with_the_giver_as_its_source(
    curator, by, pair
):
    item, gift = pair

    answer = curator.post(
        address(gift),
        choices(item, gift, take_story="edit", value_story="On Sunday, in May."),
    )

    assert answer.status_code == 302
    item.refresh_from_db()
    gift.refresh_from_db()
    assert (gift.status, gift.item, gift.decided_by) == (Status.PUBLISHED, item, by)
    assert (item.date_said, item.date_sure, item.date_reason) == (
        "1958", "certain", "it stands on the back",
    )  # fmt: skip
    assert (item.place, item.latitude, item.story) == (
        gift.place, 48.5, "On Sunday, in May.",
    )  # fmt: skip
    assert [str(person) for person in item.people.all()] == ["Марія Дубенко"]
    told = Claim.objects.told_by("contribution", gift.reference)
    assert {(one.field, one.state, one.credit) for one in told} == {
        (name, "shown", "Галина Коваль") for name in ("date", "place", "person")
    }
    kept = Claim.objects.get(item=item, source="catalogue")
    assert (kept.words, kept.state) == ("1962", "kept")
    newest = revisions.versions(item)[0]
    assert "Галина Коваль" in newest.reason and gift.reference in newest.reason
    assert {change.field for change in newest.changes} >= {"date_said", "story"}


def test_undo_puts_the_item_and_its_claims_back(curator, by, pair):
    item, gift = pair
    earlier = claiming.accept(
        claiming.propose(
            item,
            claiming.Said(field="date", words="1960", language="uk", source="print"),
            by=by,
        ),
        by=by,
    )
    curator.post(address(gift), choices(item, gift))

    curator.post(address(gift, "undo"))

    item.refresh_from_db()
    gift.refresh_from_db()
    assert gift.status == Status.SUBMITTED
    assert (item.date_said, item.place, item.latitude) == ("1960", None, None)
    assert item.date_sure == earlier.date_sure
    assert not item.people.exists()
    states = set(Claim.objects.filter(item=item).values_list("words", "state"))
    assert {("1960", "shown"), ("1958", "proposed")} <= states
    assert ("1960", "kept") not in states


def test_undo_is_refused_where_a_colleague_changed_the_item_since(curator, pair, cast):
    item, gift = pair
    curator.post(address(gift), choices(item, gift))
    item.refresh_from_db()
    publishing.correct(item, by=cast["editor"], reason="seen", title="Another")

    answer = curator.post(address(gift, "undo"))

    item.refresh_from_db()
    gift.refresh_from_db()
    assert answer.status_code == 409
    assert (gift.status, item.title, item.date_said) == ("published", "Another", "1958")


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"take_date": ""}, 400, "Please choose: take, keep or edit."),
        ({"take_date": "edit", "value_date": ""}, 400, "or keep ours"),
        ({"take_date": "edit", "value_date": "31.02.1962"}, 400, "31"),
        ({"take_people": "edit", "value_people": "Хтось Інший"}, 400, "Хтось Інший"),
        ({"item_seen": 0}, 409, "changed meanwhile"),
        ({"item_seen": "x" * 30}, 400, "whole number"),
    ],
)
def test_nothing_is_half_done_where_a_choice_is_missing_or_wrong(
    curator, pair, changes, status, sentence
):
    item, gift = pair
    answer = curator.post(
        address(gift),
        choices(item, gift, take_story="edit", value_story="kept") | changes,
    )

    assert answer.status_code == status
    body = answer.content.decode()
    assert sentence in body
    assert "kept" in body  # what was typed is there still
    item.refresh_from_db()
    gift.refresh_from_db()
    assert (item.date_said, item.story, gift.status) == (
        "1962", "On Sunday.", "submitted",
    )  # fmt: skip


def test_who_may_not_change_items_takes_nothing_whatever_is_sent(pair, cast):
    item, gift = pair
    browser = Looking()
    browser.force_login(cast["moderator"])

    browser.post(address(gift), choices(item, gift))

    item.refresh_from_db()
    assert item.date_said == "1962"


def test_nobody_writes_into_an_item_that_they_gave(curator, by, pair):
    item, gift = pair
    item.contributor = by
    item.save()

    answer = curator.post(address(gift), choices(item, gift))

    gift.refresh_from_db()
    assert (answer.status_code, gift.status) == (403, Status.SUBMITTED)


def test_a_program_or_a_bulk_takes_nothing_by_mistake(pair, by):
    item, gift = pair
    workflow.publish(gift, by=by, description=wording.described(gift), extend=item)

    item.refresh_from_db()
    assert item.date_said == "1962"
