"""The work in figures, and the day that was unlike others."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from contributions import charts, figures, sheets, unusual
from contributions.models import Contribution
from tests import factories

pytestmark = pytest.mark.django_db


def decided(*, days_ago: int, late: bool, by, status="declined"):
    gift = factories.make_contribution(status=status, files=0)
    at = timezone.now() - timedelta(days=days_ago)
    Contribution.objects.filter(pk=gift.pk).update(
        submitted_at=at - timedelta(days=3), decided_at=at, decided_by=by,
        promise_at=at - timedelta(days=1) if late else at + timedelta(days=1),
    )  # fmt: skip
    return gift


def test_a_promise_is_kept_or_broken_in_its_week(moderator):
    decided(days_ago=0, late=False, by=moderator)
    decided(days_ago=0, late=True, by=moderator)
    decided(days_ago=400, late=True, by=moderator)
    rows = figures.promise(timezone.now()).rows
    assert len(rows) == figures.WEEKS
    assert rows[-1][1:] == [1, 1]
    assert sum(row[2] for row in rows) == 1


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, 0), (1, 0), (2, 1), (7, 2), (8, 3), (30, 4), (31, 5), (900, 5)],
)
def test_what_waits_is_counted_once_by_its_age(days, bucket):
    gift = factories.make_contribution(files=0)
    noon = timezone.localtime().replace(hour=12)
    Contribution.objects.filter(pk=gift.pk).update(
        submitted_at=noon - timedelta(days=days)
    )
    numbers = [row[1] for row in figures.ages(noon + timedelta(hours=1)).rows]
    assert numbers == [int(place == bucket) for place in range(len(figures.AGES))]


def test_who_decided(moderator, colleague):
    decided(days_ago=1, late=False, by=moderator)
    decided(days_ago=1, late=False, by=colleague)
    decided(days_ago=1, late=False, by=colleague)
    decided(days_ago=91, late=False, by=moderator)
    rows = figures.people(timezone.now()).rows
    assert sorted(map(tuple, rows)) == [("Ганна", 0, 2), ("Олена", 0, 1)]


def test_the_gifts_of_the_year_leave_spam_out(moderator):
    factories.make_contribution(files=2)
    factories.make_contribution(files=1, status="spam", decided_by=moderator)
    row = figures.year(timezone.now()).rows[-1]
    assert row[1:] == [1, 2, 1]


@pytest.mark.parametrize("amount", [3, 30])
def test_the_page_asks_as_much_for_three_as_for_thirty(
    client, moderator, colleague, django_assert_max_num_queries, amount
):
    for number in range(amount):
        decided(days_ago=number, late=False, by=[moderator, colleague][number % 2])
    client.force_login(moderator)
    with django_assert_max_num_queries(32):
        page = client.get(reverse("contributions:figures"))
    assert page.status_code == 200


def test_every_figure_leaves_as_a_table(client, moderator):
    decided(days_ago=1, late=False, by=moderator)
    client.force_login(moderator)
    for name in figures.FIGURES:
        answer = client.get(reverse("contributions:figure_csv", args=[name]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) == 1 + len(figures.FIGURES[name](timezone.now()).rows)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell):
    """T17."""
    assert sheets.safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("largest", "end"),
    [(0, 4), (4, 4), (5, 10), (11, 20), (21, 40), (99, 100), (1001, 2000)],
)
def test_the_scale_ends_on_a_round_number(largest, end):
    assert charts.scale_end(largest) == end
    assert end % 2 == 0  # there is no half of a contribution at its middle


@pytest.mark.parametrize("lying", [True, False])
def test_bars_stay_within_the_drawing(lying):
    figure = figures.Figure(
        "x", "x", ["a", "b"], [["one", 3, 5], ["two", 0, 40]], ["good", "bad"],
        is_lying=lying,
    )  # fmt: skip
    chart = charts.draw(figure)
    assert len(chart["bars"]) == 3
    assert all(
        bar.x >= 0 and bar.x + bar.width <= chart["width"] + 0.2
        for bar in chart["bars"]
    )
    assert all(
        bar.y >= 0 and bar.y + bar.height <= chart["height"] + 0.2
        for bar in chart["bars"]
    )


@pytest.mark.parametrize(
    ("number", "usual", "expected"),
    [
        (4, 0, False),
        (5, 0, True),
        (5, 4, False),
        (20, 10, True),
        (19, 10, False),
        (0, 10, False),
    ],
)
def test_what_is_unusual(number, usual, expected):
    assert unusual.is_unusual(number, [usual] * 28) is expected


def test_the_library_is_told_once_a_day():
    yesterday = timezone.now() - timedelta(days=1)
    for _number in range(6):
        gift = factories.make_contribution(files=0)
        Contribution.objects.filter(pk=gift.pk).update(submitted_at=yesterday)
    assert unusual.tell() == 1
    assert unusual.tell() == 0
    assert len(mail.outbox) == 1
    assert ": 6 (" in mail.outbox[0].body


def test_nobody_is_told_of_a_day_like_others():
    assert unusual.tell() == 0
    assert mail.outbox == []
