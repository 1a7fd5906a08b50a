"""Put mails into the outbox, and take them back while they wait."""

from datetime import datetime, timedelta

from django.utils import timezone

from contributions.models import Contribution, Letter, ModerationEvent
from contributions.notifications import mailboxes

LINKS_AN_HOUR = 3
LINKS_A_DAY = 10
NOTICE = timedelta(days=7)  # between the reminder and the end of a draft
NOT_WANTED = "not wanted"
NO_ADDRESS = "no address"
STAYS = ("", NOT_WANTED, NO_ADDRESS)  # cancelled with one of these, it never leaves
LINKS = (
    Letter.Kind.PROVE, Letter.Kind.LINK, Letter.Kind.WAITING, Letter.Kind.UNREAD,
)  # fmt: skip
"""Letters that anybody can cause, and so could flood a stranger with."""


def write(
    contribution: Contribution,
    kind: str,
    *,
    event: ModerationEvent | None = None,
    due_at: datetime | None = None,
) -> Letter:
    """Put a mail into the outbox; call inside the act's transaction.

    What the person does not want, or cannot get without an address, stays as a row that
    never leaves, so that the staff see why nothing was mailed.
    """
    now = timezone.now()
    problem = NO_ADDRESS
    if contribution.email:
        problem = "" if mailboxes.wants(contribution.email, kind) else NOT_WANTED
    return Letter.objects.create(
        contribution=contribution,
        kind=kind,
        event=event,
        due_at=due_at or now,
        cancelled_at=now if problem else None,
        problem=problem,
    )


def remind(*, untouched_since: datetime) -> int:
    """Tell those who left a draft and an address that it will go; say how many.

    An address that had its share of letters waits; its drafts wait with it.
    """
    forgotten = Contribution.objects.to_be_reminded(untouched_since).order_by("pk")
    letters = [
        write(one, Letter.Kind.WAITING)
        for one in forgotten[:200]
        if may_mail_link(one.email)
    ]
    return len(letters)


def may_mail_link(email: str, *, at: datetime | None = None) -> bool:
    """Say whether this address may get one more link: nobody floods a stranger."""
    at = at or timezone.now()
    sent = Letter.objects.filter(
        kind__in=LINKS,
        contribution__email__iexact=email,
    )
    return (
        sent.filter(created_at__gt=at - timedelta(hours=1)).count() < LINKS_AN_HOUR
        and sent.filter(created_at__gt=at - timedelta(days=1)).count() < LINKS_A_DAY
    )


def cancel(event: ModerationEvent, *, at: datetime) -> bool:
    """Take back the mails of an act; False when one has left or is leaving."""
    waiting = Letter.objects.filter(event=event, cancelled_at__isnull=True)
    total = waiting.count()
    cancelled = waiting.filter(sent_at__isnull=True, claimed_until__isnull=True).update(
        cancelled_at=at
    )
    return cancelled == total
