"""Several people at the same moment: no words are kept twice, no answer is told apart."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contributions import answering, comments, notifications, own_comments, workflow
from contributions.models import Comment, Letter
from contributions.permissions import Actor
from tests import factories
from tests.contributions.test_races import at_once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def say(target, body: str = "Хто це?", **more) -> Comment:
    words = {"name": "Я", "email": "reader@people.test", "language": "uk"}
    return comments.write(target, by=Actor(), body=body, **words | more)


def test_t24_four_presses_at_once_are_one_comment_and_one_letter():
    item = factories.make_item()
    found = at_once(*[lambda: say(item)] * 4)
    assert {one.pk for one in found} == {Comment.objects.get().pk}
    assert Letter.objects.count() == 1


def test_answers_at_once_are_told_in_one_letter(moderator, colleague):
    top = own_comments.prove(say(factories.make_item(), wants_answers=True))
    below = own_comments.prove(
        say(top.target, "І де?", parent=top, email="b@people.test")
    )
    people = (moderator, colleague)

    found = at_once(
        *[
            lambda n=n: answering.answer(
                (top, below)[n % 2], by=people[n % 2], body=f"Так, {n}", language="uk"
            )
            for n in range(6)
        ]
    )

    assert all(isinstance(one, Comment) for one in found), found
    assert Comment.objects.filter(parent=top, state="visible").count() == 7
    letter = Letter.objects.get(kind="talk_news")
    assert sorted(letter.details["comments"])[-6:] == sorted(one.pk for one in found)
    mail.outbox.clear()
    later = timezone.now() + timedelta(minutes=10)
    at_once(*[lambda: notifications.send_due(at=later)] * 3)
    assert [one.to for one in mail.outbox] == [["reader@people.test"]]


def test_one_of_two_takes_an_answer_back(moderator, colleague):
    top = own_comments.prove(say(factories.make_item()))
    reply = answering.answer(top, by=moderator, body="Так", language="uk")

    found = at_once(
        lambda: answering.take_back(reply, by=moderator),
        lambda: answering.take_back(reply, by=colleague),
    )

    refused = [one for one in found if isinstance(one, workflow.WrongState)]
    assert len(refused) == 1, found
    top.refresh_from_db()
    assert top.state == Comment.State.HELD
