"""Two people at the same moment, with real connections: one wins, once."""

import threading
from collections.abc import Callable

import pytest
from django.core.files.storage import storages
from django.db import connections

from contributions import workflow
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.states import Action, Reason, Status
from history.models import CollectionEntry, Item
from history.publishing import Description
from tests.factories import make_collection, make_contribution

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 6
DESCRIPTION = Description(kind="photo", title="Our street", language="uk")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads that start together; give what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=10)
            found[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def copy_of(contribution) -> Contribution:
    return Contribution.objects.get(pk=contribution.pk)


def public_folders() -> int:
    try:
        return len(storages["public"].listdir("")[0])
    except FileNotFoundError:
        return 0


class Held:
    """A verb bound to a copy that was read before the race began."""

    def __init__(self, name: str, contribution, *, by, **words) -> None:
        self.copy = copy_of(contribution)
        self.verb, self.by, self.words = getattr(workflow, name), by, words

    def __call__(self):
        return self.verb(self.copy, by=self.by, **self.words)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_publish(round_, moderator, colleague):
    collection = make_collection()
    contribution = make_contribution(files=2)
    folders = public_folders()
    words = {"description": DESCRIPTION, "into": [collection]}

    found = at_once(
        Held("publish", contribution, by=moderator, **words),
        Held("publish", contribution, by=colleague, **words),
    )

    lost = [result for result in found if isinstance(result, Exception)]
    assert [type(error) for error in lost] == [workflow.WrongState]
    assert Item.objects.count() == 1
    assert CollectionEntry.objects.count() == 1
    assert ModerationEvent.objects.count() == 1
    assert Letter.objects.count() == 1
    assert public_folders() - folders == 2
    contribution.refresh_from_db()
    assert contribution.status == Status.PUBLISHED
    assert contribution.decided_by in (moderator, colleague)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_publish_and_decline(round_, moderator, colleague):
    contribution = make_contribution()

    found = at_once(
        Held("publish", contribution, by=moderator, description=DESCRIPTION),
        Held("decline", contribution, by=colleague, reason=Reason.DUPLICATE),
    )

    contribution.refresh_from_db()
    won = {Status.PUBLISHED: 0, Status.DECLINED: 1}[contribution.status]
    assert isinstance(found[1 - won], workflow.WrongState)
    assert ("Олена", "Ганна")[won] in str(found[1 - won].sentence)
    assert Item.objects.count() == (1 if won == 0 else 0)
    assert ModerationEvent.objects.count() == 1
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_publish_and_withdraw(round_, moderator, resident):
    contribution = make_contribution(contributor=resident)
    folders = public_folders()

    found = at_once(
        Held("publish", contribution, by=moderator, description=DESCRIPTION),
        Held("withdraw", contribution, by=resident),
    )

    contribution.refresh_from_db()
    if contribution.status == Status.WITHDRAWN:
        assert isinstance(found[0], workflow.WrongState)
        assert Item.objects.count() == 0
        assert public_folders() == folders
    else:
        assert contribution.status == Status.PUBLISHED
        assert isinstance(found[1], workflow.WrongState)
    assert ModerationEvent.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_undo(round_, moderator):
    contribution = make_contribution()
    workflow.publish(contribution, by=moderator, description=DESCRIPTION)

    found = at_once(
        Held("undo", contribution, by=moderator),
        Held("undo", contribution, by=moderator),
    )

    assert sum(isinstance(one, workflow.WrongState) for one in found) == 1
    assert Item.objects.count() == 0
    assert ModerationEvent.objects.filter(action=Action.UNDO).count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_claims(round_, moderator, colleague):
    contribution = make_contribution()

    found = at_once(
        Held("claim", contribution, by=moderator),
        Held("claim", contribution, by=colleague),
    )

    assert sorted(map(bool, found)) == [False, True]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_openings_of_the_private_link(round_):
    contribution = make_contribution(status=Status.DRAFT)
    Contribution.objects.filter(pk=contribution.pk).update(sent_at="2026-11-01T10:00Z")

    found = at_once(
        lambda: workflow.prove_address(copy_of(contribution)),
        lambda: workflow.prove_address(copy_of(contribution)),
    )

    contribution.refresh_from_db()
    assert contribution.status == Status.SUBMITTED
    assert ModerationEvent.objects.count() == 1
    assert Letter.objects.count() == 1
    assert all(not isinstance(one, Exception) for one in found), found
