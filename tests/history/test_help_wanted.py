"""The board of open questions asks what is not known, and leads to the one door."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from history.models import Item
from history.search import index_items
from tests.factories import make_item, make_place

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


def test_costs_the_same_with_two_and_twenty(
    client, questions, django_assert_max_num_queries
):
    with override("en"):
        read(client)
        with django_assert_max_num_queries(15) as few:
            read(client)
        more = [make_item(with_picture=True) for _n in range(18)]
        index_items([item.pk for item in more])
        with django_assert_max_num_queries(15) as many:
            read(client)

    assert len(few) == len(many)
