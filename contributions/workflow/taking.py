"""A correction taken over: what a resident proposes goes into the item, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contributions.models import Contribution, ModerationEvent
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from history import claiming, curation, publishing, revisions
from history.models import Claim, Item, Person, Place
from history.names import credit
from history.states import Sureness

SURE = {
    Sureness.CERTAIN: Claim.Confidence.CERTAIN,
    Sureness.PROBABLY: Claim.Confidence.LIKELY,
    Sureness.GUESS: Claim.Confidence.GUESS,
}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is taken over; `seen` is the version of the item that was looked at.

    Each of `said` becomes what the item says, with the giver as its source; `changes`
    are other fields, as `publishing.correct` takes them.
    """

    item: Item
    seen: int
    said: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    people: tuple[Person, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)


def take(
    contribution: Contribution, taken: Taken, *, by, at: datetime
) -> dict[str, Any]:
    """Write it into the item; call inside the transaction of the move.

    Returns: what `give_back` needs. Raises: NotAllowed, Incomplete, WrongState.
    """
    actor = as_actor(by)
    item = Item.objects.select_for_update(of=("self",)).get(pk=taken.item.pk)
    if not (actor.is_rule or actor.user.has_perm("history.change_item")):
        raise NotAllowed
    if settings.FOUR_EYES and item.contributor_id == actor.user.pk:
        raise NotAllowed(
            _("The item is of your own giving, so a colleague has to change it.")
        )
    if revisions.version_of(item) != taken.seen:
        raise WrongState(
            _("The item was changed meanwhile. Please look at what it says now.")
        )
    states = dict(Claim.objects.filter(item=item).values_list("pk", "state"))
    reason = _reason(contribution)
    try:
        for said, more in _said(contribution, taken):
            claim = claiming.propose(item, said, by=actor.account, at=at)
            claiming.accept(claim, by=actor.account, reason=reason, at=at, **more)
        if taken.changes:
            item = Item.objects.get(pk=item.pk)
            publishing.correct(item, by=actor.account, reason=reason, **taken.changes)
    except claiming.Unclear as unclear:
        raise Incomplete(unclear.sentence) from unclear
    except claiming.Decided as refusal:
        raise WrongState(refusal.sentence) from refusal
    except ValidationError as error:
        raise Incomplete(error.messages[0]) from error
    return {
        "item": item.pk, "before": taken.seen, "after": revisions.version_of(item),
        "claims": states,
    }  # fmt: skip


def give_back(event: ModerationEvent) -> None:
    """Let the item say again what it said before.

    Raises: WrongState where a colleague has changed it since.
    """
    done = event.details.get("taken")
    if not done:
        return
    item = Item.objects.select_for_update(of=("self",)).get(pk=done["item"])
    record = revisions.record_of(item, done["before"])
    if revisions.version_of(item) != done["after"] or record is None:
        raise WrongState(
            _("A colleague has changed the item meanwhile, so it cannot be undone.")
        )
    if done["before"] == done["after"]:
        return
    publishing.correct(
        item, by=event.actor, reason=_("taken back"), **revisions.values_of(record)
    )
    states = {int(pk): state for pk, state in done["claims"].items()}
    claiming.put_back(item, states)
    curation.follow_date(item)


def _said(contribution: Contribution, taken: Taken):
    """Give each thing said as a claim, with what joins it to the catalogue."""
    sure = Claim.Confidence.LIKELY
    if contribution.date_sure:
        sure = SURE[Sureness(contribution.date_sure)]
    same = {
        "language": contribution.language,
        "source": Claim.Source.CONTRIBUTION,
        "source_ref": contribution.reference,
        "credit": credit(contribution.name, contribution.credit),
    }
    for name, words in taken.said.items():
        more: dict[str, Any] = {}
        own: dict[str, Any] = {}
        if name == Claim.Field.DATE:
            own = {"reason": contribution.date_reason, "confidence": sure}
        if name == Claim.Field.PLACE:
            more = {"place": taken.place}
        yield claiming.Said(field=name, words=words, **same, **own), more
    for person in taken.people:
        said = claiming.Said(field=Claim.Field.PERSON, words=person.name, **same)
        yield said, {"person": person}


def _reason(contribution: Contribution) -> str:
    """Name the source, as it wants to be named."""
    named = credit(contribution.name, contribution.credit)[:60]
    reference = {"reference": contribution.reference}
    if named:
        return _("%(name)s says so (%(reference)s)") % {"name": named, **reference}
    return _("A resident says so (%(reference)s)") % reference
