"""Who is looking at what: a claim that ends by itself, never a status."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from contributions import permissions
from contributions.models import Contribution
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow.refusals import NotAllowed
from contributions.workflow.table import refuse_own


def claim(
    contribution: Contribution,
    *,
    by,
    take_over: bool = False,
    at: datetime | None = None,
) -> bool:
    """Say “I am looking at this” for a while; False when a colleague is.

    Raises: NotAllowed for who may not decide it, and for taking over without the right.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    if take_over and not permissions.may_break_claim(actor):
        raise NotAllowed
    waiting = Contribution.objects.filter(pk=contribution.pk, status=Status.SUBMITTED)
    if not take_over:
        waiting = waiting.filter(
            Q(claimed_by__isnull=True)
            | Q(claimed_by=actor.account)
            | Q(claimed_until__lte=at)
        )
    claimed = waiting.update(
        claimed_by=actor.account,
        claimed_until=at + timedelta(minutes=settings.CLAIM_MINUTES),
    )
    contribution.refresh_from_db()
    return bool(claimed)


def release(contribution: Contribution, *, by) -> None:
    """Let a colleague look at it."""
    account = as_actor(by).account
    if account is None:
        raise NotAllowed
    Contribution.objects.filter(pk=contribution.pk, claimed_by=account).update(
        claimed_by=None, claimed_until=None
    )
    contribution.refresh_from_db()
