"""What residents do: agree, send, prove their address, answer, withdraw."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import consent as consent_text
from contributions import notifications, permissions, sanctions, trust
from contributions.models import Consent, Contribution, Letter, Message
from contributions.permissions import Actor, as_actor
from contributions.states import Action, Status
from contributions.tasks import send_letters
from contributions.workflow.consenting import take_back_consent
from contributions.workflow.moving import move
from contributions.workflow.refusals import Incomplete
from contributions.workflow.table import check
from history.models import Call, Master


def missing(contribution: Contribution) -> dict[str, str]:
    """Say what a draft still lacks, by field; empty when it can be sent."""
    lacks = {}
    if not contribution.title.strip():
        lacks["title"] = _("Please write a few words as a title.")
    if contribution.needs_files and not _has_a_file(contribution):
        lacks["files"] = _("Please choose at least one file.")
    if not (
        contribution.needs_files or contribution.story.strip() or _answers(contribution)
    ):
        lacks["story"] = _("Please write what you remember.")
    if contribution.needs_files and not contribution.taken_by:
        lacks["taken_by"] = _("Please say who made it; “I don't know” is fine.")
    if not contribution.email and contribution.visitor_id is None:
        lacks["email"] = _("Please write your e-mail, so that we can answer you.")
    sanction = sanctions.against_giver(contribution)
    if sanction is not None:
        lacks["email"] = sanctions.in_words(sanction)
    if not contribution.consents.filter(is_withdrawal=False).exists():
        lacks["consent"] = _("Please tick that you agree.")
    return lacks


def _answers(contribution: Contribution) -> bool:
    """Tell whether a correction says when, where or who: that is enough of an answer."""
    if contribution.kind != Contribution.Kind.CORRECTION:
        return False
    if contribution.is_about_own_words:
        return False
    said = ("date_said", "place_said", "people_said")
    return any(getattr(contribution, name).strip() for name in said)


def _has_a_file(contribution: Contribution) -> bool:
    """Tell whether a file can be shown, or is wanted by its owner although it cannot."""
    useless = Q(master__state=Master.State.UNREADABLE, master__is_incomplete=False)
    return contribution.attachments.exclude(useless).exists()


def agree(
    contribution: Contribution,
    *,
    version: str,
    choices: dict,
    signed_name: str = "",
    signature: str = "",
    paper: Master | None = None,
    witness=None,
    at: datetime | None = None,
) -> Consent:
    """Keep what the resident agreed to, word for word; once for the same text.

    Raises: Incomplete when the text has changed since the page was opened.
    """
    if version != consent_text.VERSION:
        raise Incomplete(
            _("The text has changed since you opened the page. Please read it again."),
            "consent",
        )
    text = consent_text.text(contribution.language)
    fingerprint = consent_text.fingerprint(contribution.language)
    last = contribution.consents.order_by("-pk").first()
    is_unsigned = (signed_name, signature, paper) == ("", "", None)
    if last and is_unsigned and (last.sha256, last.choices) == (fingerprint, choices):
        return last
    return Consent.objects.create(
        contribution=contribution,
        version=version,
        text=text,
        sha256=fingerprint,
        language=contribution.language,
        choices=choices,
        signed_name=signed_name,
        signature=signature,
        paper=paper,
        witness=witness,
        given_at=at or timezone.now(),
    )


@transaction.atomic
def send(contribution: Contribution, *, by, at: datetime | None = None) -> bool:
    """Press the button: into the queue when the address is proven, else a mail first.

    Returns: whether the contribution is with the library now. A second press does
    nothing new. Raises: Incomplete, NotAllowed, WrongState.
    """
    at = at or timezone.now()
    if contribution.status == Status.SUBMITTED and permissions.is_owner(
        as_actor(by), contribution
    ):
        return True
    check(Action.SUBMIT, contribution, by=by, at=at)
    _refuse_incomplete(contribution)
    if contribution.email_proven_at is not None or contribution.visitor_id is not None:
        submit(contribution, by=by, at=at)
        return True
    first_time = Contribution.objects.filter(
        pk=contribution.pk, sent_at__isnull=True
    ).update(sent_at=at)
    contribution.refresh_from_db()
    if first_time:
        mail_link(contribution, kind=Letter.Kind.PROVE)
    return False


@transaction.atomic
def mail_link(contribution: Contribution, *, kind: str = Letter.Kind.LINK) -> bool:
    """Mail the private link (again); the limits are silent so that nobody learns of them."""
    if not contribution.email or not notifications.may_mail_link(contribution.email):
        return False
    notifications.write(contribution, kind)
    send_letters.enqueue()
    return True


@transaction.atomic
def prove_address(contribution: Contribution, *, at: datetime | None = None) -> bool:
    """Note that the link in the mail was opened; what was sent enters the queue now.

    Returns: whether the contribution was submitted by this. Safe to repeat.
    """
    at = at or timezone.now()
    # A link printed at the desk shows who holds the paper, not whose the address is.
    Contribution.objects.filter(
        pk=contribution.pk, email_proven_at__isnull=True, visitor__isnull=True
    ).update(email_proven_at=at)
    contribution.refresh_from_db()
    if contribution.status != Status.DRAFT or contribution.sent_at is None:
        return False
    if missing(contribution):
        return False
    submit(contribution, by=Actor(holds=frozenset({contribution.pk})), at=at)
    return True


@transaction.atomic
def submit(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Put a contribution into the queue, or back into it with an answer.

    Effects: promise clock started or resumed; a receipt by mail.
    Raises: Incomplete, NotAllowed, WrongState.
    """
    at = at or timezone.now()
    check(Action.SUBMIT, contribution, by=by, at=at)
    if contribution.status == Status.NEEDS_INFO:
        return _answer(contribution, by=by, note=note, at=at)
    if contribution.email_proven_at is None and contribution.visitor_id is None:
        raise Incomplete(
            _("Please open the link that we mailed to you first."), "email"
        )
    _refuse_incomplete(contribution)
    event = move(
        contribution, Action.SUBMIT, by=by, at=at,
        sent_at=contribution.sent_at or at,
        submitted_at=at,
        promise_at=at + timedelta(days=settings.ANSWER_PROMISE_DAYS),
    )  # fmt: skip
    Call.objects.filter(pk=contribution.call_id).update(received=F("received") + 1)
    trust.draw(contribution, at=at)
    notifications.write(contribution, Letter.Kind.ARRIVED, event=event, due_at=at)
    send_letters.enqueue()
    return contribution


def _answer(contribution: Contribution, *, by, note: str, at: datetime) -> Contribution:
    if not note.strip():
        raise Incomplete(_("Please write your answer."), "note")
    pause = at - contribution.paused_at if contribution.paused_at else timedelta()
    promise_at = contribution.promise_at + pause if contribution.promise_at else None
    event = move(
        contribution, Action.SUBMIT, by=by, at=at, note=note,
        promise_at=promise_at, paused_at=None,
    )  # fmt: skip
    Message.objects.create(
        contribution=contribution, author=event.actor, is_from_library=False,
        body=note.strip(), created_at=at,
    )  # fmt: skip
    return contribution


@transaction.atomic
def withdraw(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Take a contribution back before it is published, and the consent with it."""
    at = at or timezone.now()
    move(
        contribution, Action.WITHDRAW, by=by, at=at, note=note, paused_at=None,
    )  # fmt: skip
    take_back_consent(contribution, at=at)
    return contribution


def _refuse_incomplete(contribution: Contribution) -> None:
    lacks = missing(contribution)
    if lacks:
        field, sentence = next(iter(lacks.items()))
        raise Incomplete(sentence, field)
