"""Two hundred times two people at the same moment: W02 to W04, claims, undo."""

import pytest

from contributions import workflow
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.states import Reason, Status
from contributions.workflow import versions
from history.models import Item
from history.publishing import Description
from tests.contributions.test_races import Held, at_once
from tests.factories import make_contribution

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 200
MEMORY = Description(kind="memory", title="Our street", language="uk")


def memory(**overrides) -> Contribution:
    return make_contribution(kind="memory", files=0, **overrides)


def refused(found) -> list:
    """Give what was refused; anything that is no refusal is a fault."""
    lost = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, workflow.WrongState) for one in lost), lost
    return lost


def test_w02_two_publish(moderator, colleague):
    for round_ in range(1, ROUNDS + 1):
        gift = memory()
        lost = refused(
            at_once(
                Held("publish", gift, by=moderator, description=MEMORY),
                Held("publish", gift, by=colleague, description=MEMORY),
            )
        )
        assert len(lost) == 1
        assert any(name in str(lost[0].sentence) for name in ("Олена", "Ганна"))
        assert Item.objects.count() == round_
    assert ModerationEvent.objects.count() == Letter.objects.count() == ROUNDS


def test_w03_publish_and_decline(moderator, colleague):
    for _round in range(ROUNDS):
        gift = memory()
        lost = refused(
            at_once(
                Held("publish", gift, by=moderator, description=MEMORY),
                Held("decline", gift, by=colleague, reason=Reason.DUPLICATE),
            )
        )
        assert len(lost) == 1
    published = Contribution.objects.filter(status=Status.PUBLISHED).count()
    assert Item.objects.count() == published
    assert ModerationEvent.objects.count() == Letter.objects.count() == ROUNDS


def test_w04_publish_and_withdraw(moderator, resident):
    for _round in range(ROUNDS):
        gift = memory(contributor=resident)
        found = at_once(
            Held("publish", gift, by=moderator, description=MEMORY),
            Held("withdraw", gift, by=resident),
        )
        assert len(refused(found)) == 1
        gift.refresh_from_db()
        taken_back = not isinstance(found[1], Exception)
        assert (gift.status == Status.WITHDRAWN) is taken_back
    withdrawn = Contribution.objects.filter(status=Status.WITHDRAWN).count()
    assert Item.objects.count() == ROUNDS - withdrawn


def test_w05_an_edit_and_a_decision(moderator):
    """Either the decision is about the old words, or it is refused: never about new ones."""
    for number in range(40):
        gift = memory()
        seen = versions.mark(gift)

        def edit(pk=gift.pk, number=number):
            return Contribution.objects.filter(pk=pk, status=Status.SUBMITTED).update(
                story=f"New words {number}"
            )

        found = at_once(edit, Held("mark_spam", gift, by=moderator, seen=seen))
        gift.refresh_from_db()
        if isinstance(found[1], Exception):
            assert isinstance(found[1], workflow.Changed)
            assert gift.status == Status.SUBMITTED
        else:
            assert (found[0], gift.story) == (0, "Тут ми жили.")


def test_claims_taken_over_at_once_have_one_holder(moderator, curator, editor):
    for _round in range(40):
        gift = memory()
        workflow.claim(gift, by=moderator)
        found = at_once(
            Held("claim", gift, by=curator, take_over=True, note="now"),
            Held("claim", gift, by=editor, take_over=True, note="now"),
            Held("ask", gift, by=moderator, note="Who is it?"),
        )
        refused(found)
        gift.refresh_from_db()
        if gift.status == Status.SUBMITTED:
            assert gift.claimed_by in (curator, editor)
        else:
            assert gift.claimed_by is None


def test_undo_and_the_decision_of_a_colleague(moderator, colleague):
    for _round in range(40):
        gift = memory()
        workflow.decline(gift, by=moderator, reason=Reason.UNCLEAR)
        at_once(
            Held("undo", gift, by=moderator),
            Held("reopen", gift, by=colleague),
        )
        assert gift.events.count() == 2
