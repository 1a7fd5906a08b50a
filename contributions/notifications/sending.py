"""Let due mails leave: each claimed first, many for one address as one letter.

A sender that is killed before the mail server has the letter leaves a claim that ends;
the next one sends it. Killed while the mail server takes it, nobody knows whether it
left: such a letter waits for a person (`interrupted`), for it must never leave twice.
"""

import logging
import secrets
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from contributions import (
    enquiry_letters,
    follow_letters,
    guest_letters,
    seat_letters,
    talk_letters,
)
from contributions.models import Letter
from contributions.notifications import composing, mailboxes, writing

logger = logging.getLogger(__name__)

SENDING_TAKES_AT_MOST = timedelta(minutes=5)
COMPANIONS_WITHIN = timedelta(minutes=10)
WAITS_AT_MOST = timedelta(minutes=30)
MAX_ATTEMPTS = 8
AT_ONCE = 200
LONGEST_PAUSE = 240  # minutes
INTERRUPTED = "interrupted"
WITH = (
    "contribution", "contribution__item", "event", "case", "case__item", "follower",
    "reservation", "reservation__event", "reservation__event__branch",
    "reservation__event__place", "comment", "enquiry", "invitation",
    "invitation__post",
)  # fmt: skip

TOGETHER = (
    Letter.Kind.ARRIVED,
    Letter.Kind.PUBLISHED,
    Letter.Kind.DECLINED,
)
"""Kinds that become one letter when several wait for the same address; a question goes
alone, so that its answer finds its place."""
DECISIONS = (Letter.Kind.PUBLISHED, Letter.Kind.DECLINED)


def send_due(*, at: datetime | None = None) -> int:
    """Send every mail whose time has come; say how many left.

    Two senders never send the same one: each claims it first.
    """
    at = at or timezone.now()
    _note_interrupted(at=at)
    sent, connection = 0, None
    seen: set[int] = set()
    try:
        for letter in _found(at=at):
            if letter.pk in seen or _waits_for_companions(letter, at=at):
                continue
            bundle = _claim(letter, at=at)
            if not bundle:
                continue
            seen.update(one.pk for one in bundle)
            if _says_nothing(letter):
                _take_back(letter, at=at)
                continue
            try:
                connection = connection or open_server()
                left = _send(bundle, connection, at=at)
            except Exception as error:  # noqa: BLE001 (any mail trouble means: later)
                later(bundle, error, at=at)
                close_server(connection)
                connection = None
                if isinstance(error, NoServer):
                    _put_off_the_others(seen, at=at)
                    break
                continue
            sent += left
    finally:
        close_server(connection)
    return sent


class NoServer(Exception):
    """Say that the mail server does not answer at all."""


def _found(*, at: datetime) -> Iterable[Letter]:
    return (
        Letter.objects.due(at=at)
        .exclude(kind=Letter.Kind.NEWSLETTER)
        .select_related(*WITH)
        .order_by("due_at", "pk")[:AT_ONCE]
    )


def _same_address(letter: Letter) -> Q:
    return Q(
        contribution__email__iexact=letter.contribution.email,
        contribution__language=letter.contribution.language,
        kind__in=TOGETHER,
    )


def _waits_for_companions(letter: Letter, *, at: datetime) -> bool:
    """Say whether a decision waits for others that this person gets in a moment."""
    if letter.kind not in DECISIONS or letter.due_at <= at - WAITS_AT_MOST:
        return False
    return (
        Letter.objects.unsent()
        .filter(_same_address(letter), kind__in=DECISIONS)
        .filter(due_at__gt=at, due_at__lte=at + COMPANIONS_WITHIN, attempts=0)
        .exists()
    )


def _claim(letter: Letter, *, at: datetime) -> list[Letter]:
    """Take a letter and its companions for this sender alone; empty when another was faster."""
    claim = secrets.token_hex(16)
    wanted = Q(pk=letter.pk)
    if letter.kind in TOGETHER:
        others = Letter.objects.due(at=at).filter(_same_address(letter))
        wanted |= Q(pk__in=list(others.values_list("pk", flat=True)[:AT_ONCE]))
    claimed = Letter.objects.filter(wanted).filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=at),
        sent_at__isnull=True, cancelled_at__isnull=True, handed_at__isnull=True,
        due_at__lte=at,
    )  # fmt: skip
    claimed.update(
        claim=claim,
        claimed_until=max(at, timezone.now()) + SENDING_TAKES_AT_MOST,
        attempts=F("attempts") + 1,
    )
    mine = Letter.objects.filter(claim=claim).select_related(*WITH)
    return list(mine.order_by("created_at", "pk"))


def open_server():
    """Connect with the mail server. Raises: NoServer."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        raise NoServer(type(error).__name__) from error
    return connection


def close_server(connection) -> None:
    """Say goodbye to the mail server, if it still listens."""
    if connection is None:
        return
    try:
        connection.close()
    except Exception:  # noqa: BLE001 (it is broken; that is why it is closed)
        logger.info("the connection to the mail server was broken")


def _send(bundle: list[Letter], connection, *, at: datetime) -> int:
    claim = bundle[0].claim
    mail = composing.compose_together(bundle)
    handed = Letter.objects.filter(
        claim=claim, sent_at__isnull=True, handed_at__isnull=True
    ).update(handed_at=at)
    if handed != len(bundle):
        return 0  # somebody took it from us, because we were too slow
    mail.connection = connection
    mail.send()
    with transaction.atomic():
        mine = Letter.objects.filter(claim=claim)
        mine.update(sent_at=at, claimed_until=None, handed_at=at, problem="")
        if len(bundle) > 1:
            mine.exclude(pk=bundle[0].pk).update(sent_with=bundle[0])
    return len(bundle)


def _says_nothing(letter: Letter) -> bool:
    """Tell whether what a letter was to say is no longer so."""
    if letter.follower_id:
        return not follow_letters.has_words(letter)
    if letter.invitation_id:
        return not guest_letters.has_words(letter)
    if letter.comment_id:
        return not talk_letters.has_words(letter)
    if letter.enquiry_id:
        return not enquiry_letters.has_words(letter)
    return letter.reservation_id is not None and not seat_letters.has_words(letter)


def _take_back(letter: Letter, *, at: datetime) -> None:
    """Let a letter go that would say nothing any more: what it told of was hidden."""
    Letter.objects.filter(pk=letter.pk).update(cancelled_at=at, claimed_until=None)


def later(bundle: list[Letter], error: Exception, *, at: datetime) -> None:
    """Put the letters of a failed attempt off, longer each time, and at last give up."""
    cause = error.__cause__ if isinstance(error, NoServer) else error
    name = type(cause).__name__
    if is_refused(error):
        mailboxes.came_back(bundle[0], problem=name, at=at)
    for letter in bundle:
        Letter.objects.filter(pk=letter.pk, claim=letter.claim).update(
            claim="",
            claimed_until=None,
            handed_at=None,
            due_at=at + _pause(letter.attempts),
            problem=name,
            cancelled_at=at if letter.attempts >= MAX_ATTEMPTS else None,
        )
        logger.warning("mail %s not sent: %s", letter.pk, name)


def _pause(attempts: int) -> timedelta:
    return timedelta(minutes=min(4**attempts, LONGEST_PAUSE))


def _put_off_the_others(seen: set[int], *, at: datetime) -> None:
    """Leave a mail server that is away alone: nobody waits twenty seconds a letter."""
    others = Letter.objects.due(at=at).exclude(kind=Letter.Kind.NEWSLETTER)
    for letter in others.exclude(pk__in=seen)[:AT_ONCE]:
        Letter.objects.filter(
            pk=letter.pk, claimed_until__isnull=True, handed_at__isnull=True
        ).update(due_at=at + _pause(1), problem=NoServer.__name__)


def is_refused(error: Exception) -> bool:
    """Say whether the mail server said that there is no such mailbox."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _words in error.recipients.values())


def _note_interrupted(*, at: datetime) -> None:
    Letter.objects.interrupted(at=at).update(problem=INTERRUPTED)


def send_again(letter: Letter, *, at: datetime | None = None) -> bool:
    """Let a letter leave although it failed; what has left stays as it is."""
    at = at or timezone.now()
    return bool(
        Letter.objects.filter(pk=letter.pk, sent_at__isnull=True)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at))
        .exclude(cancelled_at__isnull=False, problem__in=writing.STAYS)
        .update(
            cancelled_at=None,
            attempts=0,
            problem="",
            due_at=at,
            claim="",
            claimed_until=None,
            handed_at=None,
        )
    )
