"""Many decided at the same moment, by two and by eight: each once."""

import uuid

import pytest

from contributions import bulk, permissions, workflow
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.states import Action, Reason
from contributions.workflow import versions
from history.models import CollectionEntry, Item
from tests.contributions.test_races import Held, at_once
from tests.factories import make_collection, make_contribution, make_user

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def memory(**overrides) -> Contribution:
    return make_contribution(kind="memory", files=0, **overrides)


def test_two_bulks_of_the_same_ones(moderator, colleague):
    room = make_collection()
    gifts = [memory() for _number in range(20)]
    seen = {gift.reference: versions.mark(gift) for gift in gifts}

    def press(person, wish, order):
        batch, _new = bulk.begin(
            dict(order(seen.items())), wish, by=permissions.as_actor(person),
            key=uuid.uuid4(),
        )  # fmt: skip
        bulk.work_off(batch, by=permissions.as_actor(person))
        return batch

    batches = at_once(
        lambda: press(moderator, bulk.Wish("publish", collections=(room.pk,)), list),
        lambda: press(
            colleague, bulk.Wish("publish", collections=(room.pk,)),
            lambda rows: reversed(list(rows)),
        ),
    )  # fmt: skip

    done = sum(batch.entries.filter(state="done").count() for batch in batches)
    assert done == Item.objects.count() == Letter.objects.count() == len(gifts)
    assert CollectionEntry.objects.count() == len(gifts)
    for batch in batches:
        assert set(batch.entries.values_list("state", flat=True)) <= {"done", "refused"}
        assert not batch.entries.filter(state="refused", sentence="").exists()


def test_the_same_press_at_once_is_one_batch(moderator):
    gifts = [memory() for _number in range(10)]
    seen = {gift.reference: versions.mark(gift) for gift in gifts}
    key, actor = uuid.uuid4(), permissions.as_actor(moderator)

    def press():
        batch, _new = bulk.begin(seen, bulk.Wish("mark_spam"), by=actor, key=key)
        bulk.work_off(batch, by=actor)
        return batch.pk

    found = at_once(press, press)

    assert found[0] == found[1]
    assert ModerationEvent.objects.count() == len(gifts)


def test_eight_moderators_decide_each_once(cast):
    people = [make_user(role="moderator", display_name=f"M{n}") for n in range(8)]
    gifts = [memory() for _number in range(20)]

    def work(person):
        def run():
            wins = 0
            for gift in gifts:
                try:
                    Held("decline", gift, by=person, reason=Reason.UNCLEAR)()
                    wins += 1
                except workflow.WrongState:
                    pass
            return wins

        return run

    found = at_once(*[work(person) for person in people])

    assert sum(found) == len(gifts)
    events = ModerationEvent.objects.filter(action=Action.DECLINE)
    assert events.count() == Letter.objects.count() == len(gifts)
