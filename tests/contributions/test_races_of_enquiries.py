"""Several colleagues at the same moment: one of them answers."""

import pytest

from accounts import roles
from accounts.roles import Role
from contributions import enquiries
from contributions.models import Letter
from contributions.workflow import WrongState
from tests import factories
from tests.contributions.test_races import at_once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def test_one_question_is_taken_and_answered_once():
    roles.sync()
    people = [
        factories.make_user(f"librarian{n}@people.test", role=Role.MODERATOR)
        for n in range(4)
    ]
    enquiry = enquiries.ask(
        name="Я", email="reader@people.test", language="uk", question="Де?",
        is_proven=True,
    )  # fmt: skip

    found = at_once(
        *[
            lambda by=by: enquiries.answer(enquiry, by=by, body="Тут.", seen=1)
            for by in people
        ]
    )

    assert sum(isinstance(one, WrongState) for one in found) == 3, found
    assert enquiry.messages.filter(is_from_library=True).count() == 1
    assert Letter.objects.filter(kind=Letter.Kind.ASK_ANSWERED).count() == 1
    taken = at_once(*[lambda by=by: enquiries.claim(enquiry, by=by) for by in people])
    assert sorted(taken) == [False, False, False, True]
