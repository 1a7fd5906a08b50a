"""Who is looking at what: a claim that ends by itself, never a status."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import display_name
from contributions import permissions
from contributions.models import Contribution, Message
from contributions.moments import database_now
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow.refusals import Incomplete, NotAllowed
from contributions.workflow.table import refuse_own


@transaction.atomic
def claim(
    contribution: Contribution,
    *,
    by,
    take_over: bool = False,
    note: str = "",
    at: datetime | None = None,
) -> bool:
    """Say “I am looking at this” for a while; False when a colleague is.

    Taking over is on purpose: it needs a few words, and the colleague reads them.
    Raises: NotAllowed for who may not decide it, and for taking over without the right;
    Incomplete for taking over without words.
    """
    at, actor = at or database_now(), as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    if take_over and not permissions.may_break_claim(actor):
        raise NotAllowed
    if take_over and not note.strip():
        raise Incomplete(_("Please say why you take it over."), "note")
    # No join here: PostgreSQL reads a row again after waiting for its lock, but not
    # the rows joined to it, so who claimed it meanwhile would be nobody.
    now = Contribution.objects.select_for_update().get(pk=contribution.pk)
    earlier, is_held = now.claimed_by, False
    if earlier is not None and earlier != actor.account:
        is_held = now.claimed_until > at
    if now.status != Status.SUBMITTED or (is_held and not take_over):
        contribution.refresh_from_db()
        return False
    Contribution.objects.filter(pk=now.pk).update(
        claimed_by=actor.account,
        claimed_until=at + timedelta(minutes=settings.CLAIM_MINUTES),
    )
    if is_held:
        _tell_who_had_it(now, earlier, by=actor.account, note=note, at=at)
    if earlier != actor.account:
        audit.record(
            "contribution.claim", contribution, by=actor.account, at=at,
            note=note if is_held else "",
            before={"taken_over_from": earlier.pk} if is_held else {},
        )  # fmt: skip
    contribution.refresh_from_db()
    return True


def _tell_who_had_it(contribution: Contribution, earlier, *, by, note, at) -> None:
    body = _("Taken over from %(who)s: %(note)s") % {
        "who": display_name(earlier),
        "note": note.strip(),
    }
    Message.objects.create(
        contribution=contribution, author=by, is_from_library=True,
        is_staff_only=True, body=body, created_at=at,
    )  # fmt: skip


def release(contribution: Contribution, *, by) -> None:
    """Let a colleague look at it."""
    account = as_actor(by).account
    if account is None:
        raise NotAllowed
    released = Contribution.objects.filter(
        pk=contribution.pk, claimed_by=account
    ).update(claimed_by=None, claimed_until=None)
    if released:  # nothing is read: it may be gone when the farewell of a page arrives
        contribution.claimed_by = contribution.claimed_until = None
