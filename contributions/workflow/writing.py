"""What a giver writes without being asked: kept in the thread, and shown to the staff.

After a decision nobody opens a contribution by themselves, so what comes then is marked
as unread until a colleague says that they have read it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions import permissions
from contributions.models import Contribution, Message
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from contributions.workflow.table import refuse_own

MAY_WRITE = frozenset({Status.SUBMITTED, Status.PUBLISHED, Status.DECLINED})
HEARD_LATER = frozenset({Status.PUBLISHED, Status.DECLINED})


@transaction.atomic
def write(
    contribution: Contribution, *, by, note: str, at: datetime | None = None
) -> Message:
    """Write to the library about what is with it, or was decided.

    The same words twice are kept once. Raises: NotAllowed, Incomplete, WrongState.
    """
    actor = as_actor(by)
    if not permissions.is_owner(actor, contribution):
        raise NotAllowed
    if not note.strip():
        raise Incomplete(_("Please write a few words."), "note")
    if contribution.status not in MAY_WRITE:
        raise WrongState
    return hear(contribution, note.strip(), at=at)


def hear(contribution: Contribution, words: str, *, at: datetime | None = None):
    """Put the words of the giver into the thread, by whatever way they came."""
    at = at or timezone.now()
    said = contribution.messages.filter(is_from_library=False).order_by("pk").last()
    if said is not None and said.body == words:
        return said
    message = Message.objects.create(
        contribution=contribution, author=contribution.contributor,
        is_from_library=False, body=words, created_at=at,
    )  # fmt: skip
    Contribution.objects.filter(pk=contribution.pk, status__in=HEARD_LATER).update(
        unread_since=Coalesce("unread_since", at)
    )
    return message


@transaction.atomic
def note_read(contribution: Contribution, *, by, at: datetime | None = None) -> None:
    """Note that a colleague has read what came after the decision; twice is once.

    Raises: NotAllowed for what one gave oneself.
    """
    actor = as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    changed = Contribution.objects.filter(
        pk=contribution.pk, unread_since__isnull=False
    ).update(unread_since=None)
    if changed:
        audit.record("contribution.read", contribution, by=actor.account, at=at)
    contribution.refresh_from_db()
