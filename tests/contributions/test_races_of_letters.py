"""Several senders at the same moment, with real connections: each letter leaves once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contributions import notifications, workflow
from contributions.models import Letter
from contributions.states import Reason
from tests.contributions.test_races import at_once
from tests.factories import make_contribution

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]
SENDERS = 4


def send_at_once(*, at) -> list:
    found = at_once(*[lambda: notifications.send_due(at=at)] * SENDERS)
    assert all(isinstance(one, int) for one in found), found
    return found


def test_each_letter_is_claimed_by_one_sender():
    for number in range(30):
        gift = make_contribution(email=f"giver{number}@people.test")
        notifications.write(gift, Letter.Kind.LINK)

    sent = send_at_once(at=timezone.now() + timedelta(minutes=1))

    assert sum(sent) == len(mail.outbox) == 30
    assert set(Counter(one.to[0] for one in mail.outbox).values()) == {1}
    assert not Letter.objects.filter(sent_at__isnull=True).exists()


def test_decisions_for_one_person_are_one_letter_whoever_takes_them(moderator):
    """Companions are claimed together: no half of a bundle leaves with another sender."""
    people, each = 6, 5
    for number in range(people * each):
        gift = make_contribution(
            kind="memory", files=0, email=f"giver{number % people}@people.test"
        )
        workflow.decline(gift, by=moderator, reason=Reason.UNCLEAR)

    sent = send_at_once(at=timezone.now() + timedelta(hours=1))

    assert sum(sent) == people * each
    assert Counter(one.to[0] for one in mail.outbox) == {
        f"giver{number}@people.test": 1 for number in range(people)
    }
    assert Letter.objects.filter(sent_with__isnull=False).count() == people * (each - 1)


def test_undo_and_the_sender_agree(moderator):
    """Either the letter leaves and stays, or it was taken back and never leaves."""
    for number in range(30):
        gift = make_contribution(
            kind="memory", files=0, email=f"giver{number}@people.test"
        )
        workflow.decline(gift, by=moderator, reason=Reason.UNCLEAR)
        Letter.objects.filter(contribution=gift).update(due_at=timezone.now())
        mail.outbox.clear()

        undone, _sent = at_once(
            lambda gift=gift: workflow.undo(gift, by=moderator),
            notifications.send_due,
        )

        letter = Letter.objects.get(contribution=gift)
        left = len(mail.outbox)
        assert left == (letter.sent_at is not None)
        if isinstance(undone, Exception):
            assert isinstance(undone, workflow.WrongState)
        else:
            assert (left, letter.cancelled_at is not None) == (0, True)
