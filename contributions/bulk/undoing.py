"""Taking back a decision for many, as a whole, while nobody was mailed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from contributions import workflow
from contributions.bulk.asking import ACTIONS, Verb, Wish, colleague
from contributions.bulk.doing import GONE, OVERTAKEN, State, afresh, end
from contributions.models import Batch, BatchEntry, Contribution
from contributions.moments import database_now
from contributions.permissions import Actor
from contributions.workflow.table import last_event
from history import curation
from history.models import Collection, Item


def undoable_until(batch: Batch) -> datetime:
    """Say until when the whole can be taken back."""
    return batch.at + timedelta(minutes=settings.UNDO_MINUTES)


def undo(batch: Batch, *, by: Actor) -> None:
    """Take back what was done, one after the other; what cannot be says why.

    Raises: NotAllowed, WrongState.
    """
    if by.account is None or batch.actor_id != by.account.pk:
        raise workflow.NotAllowed(_("Only the colleague who did it can undo it."))
    at = database_now()
    if at >= undoable_until(batch):
        raise workflow.WrongState(
            _("It is too late to undo this. Open one by one what has to change.")
        )
    if not Batch.objects.filter(pk=batch.pk, undone_at__isnull=True).update(
        undone_at=at
    ):
        raise workflow.WrongState(_("This was taken back already."))
    batch.refresh_from_db()
    batch.entries.filter(state=State.WAITING).update(
        state=State.REFUSED, sentence=_("Stopped before its turn."), touched_at=at
    )
    wish = Wish.of(batch)
    done = batch.entries.filter(state=State.DONE).select_related("event")
    for entry in done.order_by("-pk"):
        try:
            _undo_one(entry, wish, by=afresh(by))
        except workflow.Refusal as refusal:
            end(entry, State.DONE, sentence=str(refusal.sentence))
        except IntegrityError:
            end(entry, State.DONE, sentence=str(OVERTAKEN))
        else:
            end(entry, State.UNDONE)


def _undo_one(entry: BatchEntry, wish: Wish, *, by: Actor) -> None:
    gift = (
        Contribution.objects.for_staff(by.user)
        .select_related("claimed_by", "assigned_to")
        .filter(pk=entry.contribution_id)
        .first()
    )
    if gift is None:
        raise workflow.WrongState(GONE)
    if wish.verb in ACTIONS:
        event = last_event(gift)
        if event is None or event.pk != entry.event_id:
            raise workflow.WrongState(
                _("Something else has happened with it since. Open it and look.")
            )
    match wish.verb:
        case Verb.MARK_SPAM:
            workflow.reopen(gift, by=by)
        case Verb.ASSIGN:
            if gift.assigned_to_id != wish.to:
                raise workflow.WrongState(_("It was given to somebody else since."))
            workflow.assign(gift, by=by, to=colleague(entry.before["assigned_to"]))
        case Verb.ATTACH:
            for collection_id, item_id in entry.before["entries"]:
                item = Item.objects.filter(pk=item_id).first()
                collection = Collection.objects.filter(pk=collection_id).first()
                if item is not None and collection is not None:
                    curation.detach(item, from_=collection)
        case _:
            workflow.undo(gift, by=by)
