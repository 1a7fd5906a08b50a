"""Put a letter where it belongs: into the thread, as an answer, or to a mailbox's record."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from contributions import intake, notifications, replying, workflow
from contributions.inbound import quoting
from contributions.inbound.reading import Incoming, read
from contributions.models import AccessKey, Contribution, InboundMail, Letter, Message
from contributions.notifications.composing import letter_of
from contributions.permissions import Actor
from contributions.states import Status

logger = logging.getLogger(__name__)

LONGEST = 20_000
AN_HOUR = 20
OPEN = (Status.DRAFT, Status.NEEDS_INFO)
Kind = InboundMail.Outcome


class TryAgain(Exception):
    """Say that the letter should come again later: nothing of it was kept."""


@dataclass(frozen=True)
class Outcome:
    """What became of a letter."""

    kind: str
    is_known_address: bool = True


def take(raw: bytes, *, recipient: str = "", at: datetime | None = None) -> Outcome:
    """Take one letter; the same one twice changes nothing.

    Raises: TryAgain, and whatever a database that is away raises.
    """
    at, letter = at or timezone.now(), read(raw)
    mark = _fingerprint(letter, raw)
    known = InboundMail.objects.filter(fingerprint=mark).first()
    if known is not None:
        return Outcome(known.outcome)
    if letter.is_report:
        return _take_report(letter, mark, at=at)
    if letter.is_automatic or _is_ours(letter):
        return _note(mark, Kind.AUTOMATIC, at=at)
    key = _key(letter, recipient)
    if key is None:
        return _unknown(letter, mark, at=at)
    contribution = key.contribution
    if _too_many(contribution, at=at):
        return _note(mark, Kind.TOO_MANY, contribution, at=at)
    if not replying.is_alive(key, at=at):
        return _not_taken(letter, mark, contribution, at=at)
    if not _is_from_the_giver(letter, contribution):
        return _from_somebody_else(letter, mark, contribution, at=at)
    with override(contribution.language):
        return _take(letter, mark, contribution, at=at)


def _fingerprint(letter: Incoming, raw: bytes) -> str:
    named = (
        f"{letter.message_id}\n{letter.sender}".encode() if letter.message_id else raw
    )
    return hashlib.sha256(named).hexdigest()


def _key(letter: Incoming, recipient: str) -> AccessKey | None:
    addresses = [recipient.lower()] if recipient else letter.to
    return next(filter(None, map(replying.find, addresses)), None)


def _is_ours(letter: Incoming) -> bool:
    """Say whether a letter of our own came back to us by some way round."""
    ours = {
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower(),
        settings.LIBRARY_EMAIL.lower(),
    }
    return letter.sender in ours or letter_of(letter.message_id) is not None


def _too_many(contribution: Contribution, *, at: datetime) -> bool:
    since = at - timedelta(hours=1)
    lately = InboundMail.objects.filter(
        contribution=contribution, received_at__gt=since
    )
    return lately.count() >= AN_HOUR


def _is_from_the_giver(letter: Incoming, contribution: Contribution) -> bool:
    theirs = {contribution.email.lower()}
    if contribution.contributor is not None:
        theirs.add(contribution.contributor.email.lower())
    return letter.sender in theirs - {""}


def _note(
    mark: str, kind: str, contribution: Contribution | None = None, *, at: datetime
) -> Outcome:
    """Remember a letter by its fingerprint alone, so that it is taken once."""
    try:
        with transaction.atomic():
            InboundMail.objects.create(
                fingerprint=mark,
                outcome=kind,
                contribution=contribution,
                received_at=at,
            )
    except IntegrityError:  # the same letter came by two ways at once
        return Outcome(InboundMail.objects.get(fingerprint=mark).outcome)
    return Outcome(kind)


def _take_report(letter: Incoming, mark: str, *, at: datetime) -> Outcome:
    """Note a mailbox that does not work; only a report about a letter of ours counts."""
    ours = letter_of(letter.about)
    if ours is None or ours.address.lower() not in letter.bounced:
        return _note(mark, Kind.AUTOMATIC, at=at)
    with transaction.atomic():
        notifications.came_back(ours, problem="returned", at=at)
        return _note(mark, Kind.BOUNCE, ours.contribution, at=at)


def _unknown(letter: Incoming, mark: str, *, at: datetime) -> Outcome:
    """Tell somebody whom we know that we could not read them; strangers hear nothing."""
    theirs = Contribution.objects.filter(
        email=letter.sender, email_proven_at__isnull=False
    ).exclude(email="")
    contribution = theirs.order_by("-pk").first()
    if contribution is None:
        _note(mark, Kind.UNKNOWN, at=at)
        return Outcome(Kind.UNKNOWN, is_known_address=False)
    return _not_taken(letter, mark, contribution, at=at)


@transaction.atomic
def _not_taken(
    letter: Incoming, mark: str, contribution: Contribution, *, at: datetime
) -> Outcome:
    """Ask the giver politely to come by the page; nobody else gets a letter."""
    outcome = _note(mark, Kind.NOT_TAKEN, contribution, at=at)
    if _is_from_the_giver(letter, contribution) and notifications.may_mail_link(
        contribution.email, at=at
    ):
        notifications.write(contribution, Letter.Kind.UNREAD, due_at=at)
    return outcome


@transaction.atomic
def _from_somebody_else(
    letter: Incoming, mark: str, contribution: Contribution, *, at: datetime
) -> Outcome:
    """Show the staff what came from another address: perhaps a second mailbox of hers."""
    words = quoting.own_words(letter.text)[:LONGEST]
    if words:
        with override(settings.LANGUAGE_CODE):
            told = _("Came by mail from another address (%(email)s):") % {
                "email": letter.sender or "?"
            }
        Message.objects.create(
            contribution=contribution, is_from_library=True, is_staff_only=True,
            body=f"{told}\n\n{words}", created_at=at,
        )  # fmt: skip
    return _note(mark, Kind.FOREIGN, contribution, at=at)


def _take(
    letter: Incoming, mark: str, contribution: Contribution, *, at: datetime
) -> Outcome:
    words = quoting.own_words(letter.text)
    if len(words) > LONGEST:
        words = words[:LONGEST].rstrip() + "… " + _("(cut: the letter was very long)")
    is_open = contribution.status in OPEN
    lines = _keep_files(letter, contribution) if is_open else _files_left_out(letter)
    taken = len(letter.files) if is_open else 0
    if not words and not lines and not taken:
        return _not_taken(letter, mark, contribution, at=at)
    if not words and taken:
        words = ngettext(
            "(%(n)s file came by mail)", "(%(n)s files came by mail)", taken
        ) % {"n": taken}
    body = "\n\n".join(filter(None, [words, "\n".join(lines)]))
    try:
        with transaction.atomic():
            InboundMail.objects.create(
                fingerprint=mark, outcome=Kind.TAKEN, contribution=contribution,
                received_at=at,
            )  # fmt: skip
            _put_into_thread(contribution, body, at=at)
    except IntegrityError:
        if not InboundMail.objects.filter(fingerprint=mark).exists():
            raise
    return Outcome(Kind.TAKEN)


def _put_into_thread(contribution: Contribution, body: str, *, at: datetime) -> None:
    if contribution.status == Status.NEEDS_INFO:
        giver = Actor(holds=frozenset({contribution.pk}))
        try:
            workflow.submit(contribution, by=giver, note=body, at=at)
        except workflow.WrongState:  # a colleague was faster: the words are kept anyway
            logger.info("answered by mail after it had moved on: %s", contribution.pk)
        else:
            return
    workflow.hear(contribution, body, at=at)


def _keep_files(letter: Incoming, contribution: Contribution) -> list[str]:
    """Take attached files by the one door; say in words which were not taken."""
    uploads = []
    for file in letter.files:
        name = file.name or _("a file without a name")
        upload = TemporaryUploadedFile(name, file.media_type, len(file.data), None)
        upload.write(file.data)
        upload.flush()
        upload.seek(0)
        uploads.append(upload)
    refusals = intake.receive_all(contribution, uploads)
    if any(refusal.code in TEMPORARY for _name, refusal in refusals):
        raise TryAgain("files cannot be kept just now")
    return [f"“{name}”: {refusal.sentence}" for name, refusal in refusals]


TEMPORARY = ("storage", "disk_full", "disk")


def _files_left_out(letter: Incoming) -> list[str]:
    number = len(letter.files)
    if not number:
        return []
    return [
        ngettext(
            "(%(n)s file was attached and not taken: the library has this contribution "
            "already)",
            "(%(n)s files were attached and not taken: the library has this contribution "
            "already)",
            number,
        )
        % {"n": number}
    ]
