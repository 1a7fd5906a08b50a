"""The mails to residents: written with the act, sent after it, once."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from accounts.sender import sender
from contributions import access
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.states import Reason

logger = logging.getLogger(__name__)

SENDING_TAKES_AT_MOST = timedelta(minutes=5)
MAX_ATTEMPTS = 8
LINKS_AN_HOUR = 3
LINKS_A_DAY = 10
NOTICE = timedelta(days=7)  # between the reminder and the end of a draft


def write(
    contribution: Contribution,
    kind: str,
    *,
    event: ModerationEvent | None = None,
    due_at: datetime | None = None,
) -> Letter:
    """Put a mail into the outbox; call inside the act's transaction."""
    return Letter.objects.create(
        contribution=contribution,
        kind=kind,
        event=event,
        due_at=due_at or timezone.now(),
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
        kind__in=[Letter.Kind.PROVE, Letter.Kind.LINK, Letter.Kind.WAITING],
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


def send_due(*, at: datetime | None = None) -> int:
    """Send every mail whose time has come; say how many left.

    Two senders never send the same one: each claims it first.
    """
    at = at or timezone.now()
    sent = 0
    for letter in Letter.objects.due(at=at).select_related(
        "contribution", "contribution__item", "event"
    )[:200]:
        claimed = (
            Letter.objects.due(at=at)
            .filter(pk=letter.pk)
            .order_by()
            .update(
                claimed_until=at + SENDING_TAKES_AT_MOST, attempts=F("attempts") + 1
            )
        )
        if claimed and _send(letter, at=at):
            sent += 1
    return sent


def _send(letter: Letter, *, at: datetime) -> bool:
    try:
        compose(letter).send()
    except Exception as error:  # noqa: BLE001 (any mail trouble means: later)
        attempts = letter.attempts + 1
        Letter.objects.filter(pk=letter.pk).update(
            claimed_until=None,
            due_at=at + timedelta(minutes=min(4**attempts, 240)),
            problem=type(error).__name__,
            cancelled_at=at if attempts >= MAX_ATTEMPTS else None,
        )
        logger.warning("mail %s not sent: %s", letter.pk, type(error).__name__)
        return False
    Letter.objects.filter(pk=letter.pk).update(
        sent_at=at, claimed_until=None, problem=""
    )
    return True


def compose(letter: Letter) -> EmailMessage:
    """Write the mail in the resident's language, with a fresh private link."""
    contribution = letter.contribution
    to_library = letter.kind == Letter.Kind.REMOVAL
    language = settings.LANGUAGE_CODE if to_library else contribution.language
    with override(language):
        context = {
            "letter": letter,
            "contribution": contribution,
            "event": letter.event,
            "reason": _reason(letter.event),
            "kept_until": letter.created_at + NOTICE,
            "item": contribution.item,
            "item_url": settings.SITE_URL + contribution.item.get_absolute_url()
            if contribution.item and not contribution.item.is_archive_only
            else "",
            "url": f"{settings.SITE_URL}{contribution.get_absolute_url()}"
            if to_library
            else access.link(contribution, access.issue(contribution)),
            "SITE_NAME": settings.SITE_NAME,
            "LIBRARY_NAME": settings.LIBRARY_NAME,
            "LIBRARY_EMAIL": settings.LIBRARY_EMAIL,
            "PROMISE_DAYS": settings.ANSWER_PROMISE_DAYS,
        }
        subject = render_to_string(f"emails/{letter.kind}_subject.txt", context)
        body = render_to_string(f"emails/{letter.kind}.txt", context)
        from_email = sender()
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        from_email=from_email,
        to=[settings.LIBRARY_EMAIL if to_library else contribution.email],
    )


def _reason(event: ModerationEvent | None) -> str:
    code = event.details.get("reason", "") if event else ""
    return str(Reason(code).label) if code in Reason.values else ""
