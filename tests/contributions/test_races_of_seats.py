"""Several people at the same moment: the last seat goes to one of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions import seats
from contributions.models import Letter, Reservation
from tests import factories
from tests.contributions.test_races import at_once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def asks(event, number: int, *, is_proven: bool = True):
    return lambda: seats.ask(
        event, name="Я", email=f"guest{number}@people.test", language="uk",
        is_proven=is_proven,
    )  # fmt: skip


def test_the_last_seat_goes_to_one_and_the_others_wait():
    event = factories.make_event(capacity=3)
    for number in range(2):
        asks(event, number)()

    found = at_once(*[asks(event, number) for number in range(2, 8)])

    assert all(isinstance(one, Reservation) for one in found), found
    assert event.reservations.seated().count() == 3
    assert event.reservations.waiting().count() == 5
    assert Letter.objects.filter(kind="seat_kept").count() == 3
    assert Letter.objects.filter(kind="seat_waits").count() == 5


def test_two_presses_of_one_person_make_one_seat():
    event = factories.make_event(capacity=3)
    found = at_once(*[asks(event, 1)] * 4)
    assert {one.pk for one in found} == {Reservation.objects.get().pk}
    assert Letter.objects.count() == 1


def test_a_freed_seat_goes_to_one_while_somebody_new_comes():
    event = factories.make_event(capacity=1)
    first, waiting = asks(event, 1)(), asks(event, 2)()

    found = at_once(
        lambda: seats.end(first),
        lambda: seats.end(first),
        asks(event, 3),
        asks(event, 4),
    )

    assert not [one for one in found if isinstance(one, Exception)], found
    assert event.reservations.seated().get() == waiting
    assert Letter.objects.filter(kind="seat_freed").count() == 1


def test_four_workers_remind_once():
    event = factories.make_event(capacity=9)
    for number in range(5):
        asks(event, number)()
    due = event.starts_at - timedelta(hours=20)
    assert due > timezone.now()

    found = at_once(*[lambda: seats.remind(at=due)] * 4)

    assert sum(found) == Letter.objects.filter(kind="seat_remind").count() == 5
