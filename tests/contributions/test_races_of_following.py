"""Several workers at the same moment: each follower gets one letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions import digests, following, targets
from contributions.models import Follower, Letter
from tests import factories
from tests.contributions.test_races import at_once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def test_four_workers_write_one_letter_for_each_follower():
    street = factories.make_place(slug="street")
    for number in range(8):
        following.ask(
            targets.of("place", street.slug), email=f"reader{number}@people.test",
            language="uk", is_proven=True,
        )  # fmt: skip
    factories.make_item(place=street)
    at = timezone.now() + timedelta(days=8)

    found = at_once(*[lambda: digests.write_due(at=at)] * 4)

    assert all(isinstance(one, int) for one in found), found
    assert sum(found) == Letter.objects.count() == Follower.objects.count() == 8
    assert Letter.objects.values("follower").distinct().count() == 8


def test_two_presses_at_once_make_one_follow():
    street = factories.make_place(slug="street")
    target = targets.of("place", street.slug)

    found = at_once(
        *[
            lambda: following.ask(
                target, email="reader@people.test", language="uk", is_proven=True
            )
        ] * 4
    )  # fmt: skip

    assert found == [True] * 4
    assert Follower.objects.get().follows.count() == 1
