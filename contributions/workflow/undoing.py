"""Taking back one's own last act while nobody outside knows of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from contributions import notifications
from contributions.models import Attachment, Contribution, ModerationEvent
from contributions.moments import database_now
from contributions.states import Action
from contributions.workflow import occasions
from contributions.workflow.moving import hold, move
from contributions.workflow.placing import forget_made, take_out
from contributions.workflow.refusals import WrongState
from contributions.workflow.table import check, last_event
from contributions.workflow.taking import give_back
from history import publishing, replacing
from history.models import Item, SupersededFile


@transaction.atomic
def undo(contribution: Contribution, *, by, at: datetime | None = None) -> Contribution:
    """Take back one's own last act while nothing has been mailed.

    Effects: what was published disappears; a question leaves the thread (its words
    stay in the record).
    Raises: NotAllowed, WrongState.
    """
    at = at or database_now()
    check(Action.UNDO, contribution, by=by, at=at)
    hold(contribution, by=by, at=at)
    event = last_event(contribution)
    if not notifications.cancel(event, at=at):
        raise WrongState(_("It is too late to undo this: the mail has left."))
    move(contribution, Action.UNDO, by=by, at=at, details={"undone": event.pk})
    if event.action == Action.PUBLISH:
        _unpublish(contribution, event)
    if event.action == Action.ASK:
        contribution.messages.filter(
            created_at=event.at, is_from_library=True, is_staff_only=False
        ).delete()
    return contribution


def _unpublish(contribution: Contribution, event: ModerationEvent) -> None:
    Attachment.objects.filter(contribution=contribution).update(item=None)
    extended = event.details["extended"]
    _refuse_merged(event)
    _refuse_replaced(event)
    give_back(event)
    occasions.take_back(contribution, event.details.get("brought", ()))
    _put_back(event)
    for item in Item.objects.filter(pk__in=event.details["items"]).order_by("pk"):
        if extended:
            take_out(item, event.details["entries"])
        try:
            publishing.retract(
                item, master_ids=event.details["added"], keep_item=extended
            )
        except ProtectedError as error:
            raise WrongState(
                _(
                    "A colleague has added something to it meanwhile, so it cannot be "
                    "undone. You can take it down with a reason."
                )
            ) from error
    forget_made(event.details.get("made_collections", ()))


def _refuse_merged(event: ModerationEvent) -> None:
    """Refuse where a colleague found that it is one with another item."""
    made = event.details["items"]
    is_part = Q(pk__in=made, merged_into__isnull=False)
    if Item.objects.filter(is_part | Q(merged_into__in=made)).exists():
        raise WrongState(_("A colleague has merged this with another item meanwhile."))


def _refuse_replaced(event: ModerationEvent) -> None:
    """Refuse where a colleague put a better scan in the place of what came with it."""
    if SupersededFile.objects.filter(
        media__item__in=event.details["items"], master__in=event.details["added"]
    ).exists():
        raise WrongState(
            _("A colleague has changed this picture meanwhile. Please look again.")
        )


def _put_back(event: ModerationEvent) -> None:
    """Show again what was replaced, as it was."""
    rows = SupersededFile.objects.filter(pk__in=event.details.get("replaced", ()))
    for old in rows.order_by("pk"):
        try:
            replacing.put_back(old, by=event.actor)
        except replacing.Overtaken as refusal:
            raise WrongState(refusal.sentence) from refusal
