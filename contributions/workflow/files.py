"""What moderators do with files before publication: how shown, which back to which front.

The originals and the resident's words stay as they were sent.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from contributions import pairing, permissions
from contributions.models import Attachment, Contribution
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow.moving import told_already
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from contributions.workflow.table import check_claim, refuse_own
from history import images

OPEN = frozenset({Status.SUBMITTED, Status.NEEDS_INFO})


class Stale(Exception):
    """A colleague changed the edits meanwhile; `attachment` is as it stands now."""

    def __init__(self, attachment: Attachment) -> None:
        super().__init__("changed meanwhile")
        self.attachment = attachment


def check_files(contribution: Contribution, *, by, at: datetime | None = None) -> None:
    """Say why this person may not arrange the files now.

    Raises: NotAllowed, WrongState.
    """
    actor = as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    if contribution.status not in OPEN:
        raise WrongState(told_already(contribution, by=by))
    check_claim(actor, contribution, at=at)


@transaction.atomic
def retouch(
    attachment: Attachment,
    *,
    edits: dict[str, Any],
    before: dict[str, Any],
    by,
    page: int = 0,
    at: datetime | None = None,
) -> Attachment:
    """Say how a page of a file will be shown, if it is still shown as in `before`.

    Raises: NotAllowed, WrongState, Stale, images.EditsError.
    """
    edits, before = images.check_edits(edits), images.check_edits(before)
    _hold(attachment, by=by, at=at)
    now = Attachment.objects.select_related("edited_by").get(pk=attachment.pk)
    if images.check_edits(now.edits_of(page)) != before:
        raise Stale(now)
    now.edits = now.edits | {str(page): edits}
    now.edited_at = at or timezone.now()
    now.edited_by = as_actor(by).account
    now.save(update_fields=["edits", "edited_at", "edited_by"])
    audit.record(
        "contribution.retouch", now.contribution, by=now.edited_by, at=at,
        before={"file": now.pk, "edits": before},
        after={"file": now.pk, "edits": edits},
    )  # fmt: skip
    return now


@transaction.atomic
def pair(
    attachment: Attachment, *, front: Attachment, by, at: datetime | None = None
) -> None:
    """Say whose back a file is.

    Raises: NotAllowed, WrongState, Incomplete.
    """
    _hold(attachment, by=by, at=at)
    try:
        pairing.join(attachment, front)
    except pairing.Unpairable as refusal:
        raise Incomplete(refusal.sentence, "front") from refusal
    audit.record(
        "contribution.pair", attachment.contribution, by=as_actor(by).account, at=at,
        after={"back": attachment.pk, "front": front.pk},
    )  # fmt: skip


@transaction.atomic
def part(attachment: Attachment, *, by, at: datetime | None = None) -> None:
    """Let a back stand for itself.

    Raises: NotAllowed, WrongState.
    """
    _hold(attachment, by=by, at=at)
    pairing.part(attachment)
    audit.record(
        "contribution.part", attachment.contribution, by=as_actor(by).account, at=at,
        after={"back": attachment.pk},
    )  # fmt: skip


def _hold(attachment: Attachment, *, by, at: datetime | None) -> None:
    """Make others wait, and check on what is true now."""
    locked = Contribution.objects.select_for_update().get(pk=attachment.contribution_id)
    check_files(locked, by=by, at=at)
    attachment.refresh_from_db()
