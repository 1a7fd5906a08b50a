"""What is asked of many at once, and what will happen with each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from contributions import desk, permissions, workflow
from contributions.models import Batch, Contribution
from contributions.permissions import Actor
from contributions.states import Action, Reason, Status
from contributions.workflow import versions
from contributions.workflow.table import refuse_own
from history.models import Collection, Item, Master

AT_MOST = 200
REFERENCE_LENGTH = 40
UNKNOWN = gettext_lazy("There is no such contribution.")
NO_COLLECTION = gettext_lazy(
    "A collection that you chose was deleted meanwhile. Choose again."
)
Verb = Batch.Verb
ACTIONS = {
    Verb.PUBLISH: Action.PUBLISH,
    Verb.ASK: Action.ASK,
    Verb.DECLINE: Action.DECLINE,
    Verb.MARK_SPAM: Action.MARK_SPAM,
}


class TooMany(workflow.Incomplete):
    """More than one call takes."""


@dataclass(frozen=True)
class Wish:
    """What shall be done with all of them, and with which words."""

    verb: str
    note: str = ""
    reason: str = ""
    collections: tuple[int, ...] = ()
    to: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the words as they are kept."""
        return {
            "note": self.note, "reason": self.reason,
            "collections": list(self.collections), "to": self.to,
        }  # fmt: skip

    @classmethod
    def of(cls, batch: Batch) -> "Wish":
        """Read what was asked for."""
        words = batch.words
        return cls(
            batch.verb, words["note"], words["reason"],
            tuple(words["collections"]), words["to"],
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What will happen with one: nothing, with a reason, or the act."""

    reference: str
    gift: Contribution | None
    refusal: str = ""
    seen: str = ""
    doubts: list[str] = field(default_factory=list)


def asked_for(references: Iterable[Any]) -> list[str]:
    """Clean a list of references: each once, at most as many as one call takes.

    Raises: Incomplete, TooMany.
    """
    found = list(
        dict.fromkeys(
            text[:REFERENCE_LENGTH]
            for one in references
            if (text := str(one).replace("\0", "").strip())
        )
    )
    if not found:
        raise workflow.Incomplete(_("Please choose at least one contribution."))
    if len(found) > AT_MOST:
        raise TooMany(
            ngettext(
                "At most %(n)s contribution at a time, please.",
                "At most %(n)s contributions at a time, please.",
                AT_MOST,
            )
            % {"n": AT_MOST}
        )
    return found


def check_wish(wish: Wish) -> None:
    """Say what is missing in the wish itself, before anybody looks at the many.

    Raises: Incomplete.
    """
    if wish.verb not in Verb.values:
        raise workflow.Incomplete(_("Please choose what shall be done."), "verb")
    if wish.verb == Verb.ASK and not wish.note.strip():
        raise workflow.Incomplete(_("Please write the question."), "note")
    if wish.verb == Verb.DECLINE and wish.reason not in Reason.values:
        raise workflow.Incomplete(_("Please choose a reason."), "reason")
    if (
        wish.verb == Verb.DECLINE
        and wish.reason == Reason.OTHER
        and not wish.note.strip()
    ):
        raise workflow.Incomplete(
            _("Please write the reason in your own words."), "note"
        )
    if wish.verb == Verb.ATTACH and not wish.collections:
        raise workflow.Incomplete(_("Please choose a collection."), "collections")


def preview(references: Sequence[str], wish: Wish, *, by: Actor) -> list[Row]:
    """Say for each what will happen, in the order asked; nothing is changed."""
    gifts = {gift.reference: gift for gift in _found(references, by=by)}
    return [_row(one, gifts.get(one), wish, by=by) for one in references]


def _found(references: Sequence[str], *, by: Actor):
    return (
        Contribution.objects.for_staff(by.user)
        .filter(reference__in=references)
        .select_related(
            "claimed_by", "decided_by", "item", "place", "about_item", "collection"
        )
        .with_thumbnails()
        .with_answers()
        .with_likeness()
        .prefetch_related("attachments__master")
    )


def _row(reference: str, gift: Contribution | None, wish: Wish, *, by: Actor) -> Row:
    if gift is None:
        return Row(reference, None, str(UNKNOWN))
    try:
        check(gift, wish, by=by)
    except workflow.Refusal as refusal:
        return Row(reference, gift, str(refusal.sentence))
    doubts = _doubts(gift) if wish.verb == Verb.PUBLISH else []
    return Row(reference, gift, "", versions.mark(gift), doubts)


def check(gift: Contribution, wish: Wish, *, by: Actor) -> None:
    """Ask what the verb will ask, without doing it.

    Raises: Refusal.
    """
    if wish.verb in ACTIONS:
        workflow.check(ACTIONS[Verb(wish.verb)], gift, by=by)
    elif not permissions.may_moderate(by, gift):
        refuse_own(by, gift)
        raise workflow.NotAllowed
    if wish.verb == Verb.ASSIGN and gift.status not in (
        Status.SUBMITTED, Status.NEEDS_INFO,
    ):  # fmt: skip
        raise workflow.WrongState(_("It does not wait any more."))
    if wish.verb == Verb.ATTACH and (
        gift.status != Status.PUBLISHED or gift.item.status == Item.Status.REMOVED
    ):
        raise workflow.WrongState(_("It is not published, so it cannot be placed yet."))
    if wish.verb == Verb.PUBLISH:
        _refuse_unready(gift)


def _refuse_unready(gift: Contribution) -> None:
    if not gift.title.strip():
        raise workflow.Incomplete(_("It has no title yet. Open it and write one."))
    if gift.kind == Contribution.Kind.CORRECTION:
        raise workflow.Incomplete(
            _("A correction belongs to an item. Open it and decide about it there.")
        )
    masters = [attachment.master for attachment in gift.attachments.all()]
    if any(master.is_incomplete for master in masters):
        raise workflow.Incomplete(_("A part of a file is missing. Open it and look."))
    if any(master.is_damaged for master in masters):
        raise workflow.WrongState(
            _("A file has changed on our disk. The operator was told.")
        )
    if any(master.state == Master.State.RECEIVED for master in masters):
        raise workflow.WrongState(
            _("A file is still being prepared. Please try again in a minute.")
        )


def _doubts(gift: Contribution) -> list[str]:
    found = [desk.rights_doubt(gift)]
    if gift.is_like_another:
        found.append(_("It looks like a picture that we have."))
    if gift.date_said and not gift.date_edtf:
        found.append(_("Its date was not understood."))
    return [one for one in found if one]


def collections(wish: Wish, by: Actor) -> list[Collection]:
    """Give the collections that were chosen.

    Raises: WrongState where one is gone.
    """
    found = list(
        Collection.objects.visible_to(by.user)
        .filter(pk__in=wish.collections)
        .order_by("pk")
    )
    if len(found) != len(set(wish.collections)):
        raise workflow.WrongState(NO_COLLECTION)
    return found


def colleague(number: int | None) -> User | None:
    """Give the colleague who was chosen; None for nobody.

    Raises: WrongState where they moderate no more.
    """
    if number is None:
        return None
    found = workflow.colleagues().filter(pk=number).first()
    if found is None:
        raise workflow.WrongState(_("This colleague does not moderate any more."))
    return found
