"""Questions to a librarian: asked, proven, taken in hand, answered, asked on, published.

What is published is another record, written by the library with the reader's word for
it; taking the word back takes it off the site.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import display_name
from contributions.models import Enquiry, EnquiryMessage, Letter
from contributions.tasks import send_letters
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from news import slugs
from news.models import AnsweredQuestion

WEEK = timedelta(days=7)
LETTERS_AN_HOUR, LETTERS_A_DAY = 3, 10
HELD_FOR = timedelta(hours=2)
QUESTIONS_OF_A_READER = 2
KEPT_AFTER = timedelta(days=365)
"""How long after the last word a question is kept."""
State = Enquiry.State


@transaction.atomic
def ask(
    *,
    name: str,
    email: str,
    language: str,
    question: str,
    may_publish: bool = False,
    is_proven: bool = False,
    at: datetime | None = None,
) -> Enquiry:
    """Take a question in; unless the address `is_proven` a letter asks for one press.

    Who asks too often gets no more letters, and is not told so.
    """
    at, email = at or timezone.now(), email.strip().lower()
    enquiry = Enquiry.objects.create(
        name=name, email=email, language=language, may_publish=may_publish,
        asked_at=at, touched_at=at,
    )  # fmt: skip
    enquiry.messages.create(body=question.strip(), created_at=at)
    if is_proven:
        return prove(enquiry, at=at)
    if _may_mail(email, at=at):
        _write(enquiry, Letter.Kind.ASK_PROVE, at=at)
    return enquiry


@transaction.atomic
def prove(enquiry: Enquiry, *, at: datetime | None = None) -> Enquiry:
    """Take the question up: its mail was opened. Safe to repeat."""
    at = at or timezone.now()
    proven = Enquiry.objects.filter(pk=enquiry.pk, state=State.UNPROVEN).update(
        state=State.WAITING, opened_at=at, touched_at=at
    )
    enquiry.refresh_from_db()
    if proven:
        _write(enquiry, Letter.Kind.ASK_NEW, at=at)
    return enquiry


def may_ask_on(enquiry: Enquiry) -> bool:
    """Say whether the reader may write once more: after an answer, and not for ever."""
    asked = enquiry.messages.filter(is_from_library=False).count()
    return enquiry.state == State.ANSWERED and asked < QUESTIONS_OF_A_READER


@transaction.atomic
def ask_on(enquiry: Enquiry, *, body: str, at: datetime | None = None) -> None:
    """Let the reader ask once more. Raises: WrongState, Incomplete."""
    at, now = at or timezone.now(), _locked(enquiry)
    if not body.strip():
        raise Incomplete(_("Please write your question."), "body")
    if not may_ask_on(now):
        raise WrongState(_("Please ask this as a new question."))
    now.messages.create(body=body.strip(), created_at=at)
    Enquiry.objects.filter(pk=now.pk).update(state=State.WAITING, touched_at=at)
    _write(now, Letter.Kind.ASK_NEW, at=at)


def is_held_by_another(enquiry: Enquiry, account, *, at: datetime) -> bool:
    """Say whether a colleague answers it at this moment."""
    holder = enquiry.claimed_by_id
    is_held = enquiry.claimed_until is not None and enquiry.claimed_until > at
    return is_held and holder not in (None, account.pk)


def claim(enquiry: Enquiry, *, by, at: datetime | None = None) -> bool:
    """Say “I answer this” for a while; False when a colleague was faster."""
    at = at or timezone.now()
    free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_until__lte=at)
    taken = Enquiry.objects.counted().filter(free, pk=enquiry.pk)
    return bool(taken.update(claimed_by=by, claimed_until=at + HELD_FOR))


def release(enquiry: Enquiry, *, by) -> None:
    """Let a colleague answer it."""
    Enquiry.objects.filter(pk=enquiry.pk, claimed_by=by).update(
        claimed_by=None, claimed_until=None
    )


@transaction.atomic
def answer(
    enquiry: Enquiry, *, by, body: str, seen: int, at: datetime | None = None
) -> EnquiryMessage:
    """Answer by mail and on the private page; `seen` letters of the thread were read.

    Raises: NotAllowed, Incomplete, WrongState (also for the loser of a race).
    """
    at, now = at or timezone.now(), _locked(enquiry)
    if not by.has_perm("contributions.moderate"):
        raise NotAllowed
    if not body.strip():
        raise Incomplete(_("Please write the answer."), "body")
    if is_held_by_another(now, by, at=at):
        name = display_name(now.claimed_by)
        raise WrongState(_("%(name)s answers it at this moment.") % {"name": name})
    if now.state == State.UNPROVEN or now.messages.count() != seen:
        raise WrongState(
            _("Something was written meanwhile. Please read it, then send yours.")
        )
    message = now.messages.create(
        body=body.strip(), is_from_library=True, author=by, created_at=at
    )
    Enquiry.objects.filter(pk=now.pk).update(
        state=State.ANSWERED, touched_at=at, claimed_by=None, claimed_until=None
    )
    audit.record("enquiry.answer", now, by=by, at=at)
    _write(now, Letter.Kind.ASK_ANSWERED, at=at, details={"message": message.pk})
    enquiry.refresh_from_db()
    return message


@transaction.atomic
def publish(
    enquiry: Enquiry, *, by, title: str, question: str, answer: str,
    at: datetime | None = None,
) -> AnsweredQuestion:  # fmt: skip
    """Let all read a question with its answer, in this wording and without a name.

    Raises: NotAllowed (also without the reader's word), WrongState.
    """
    at, now = at or timezone.now(), _locked(enquiry)
    if not by.has_perm("news.add_answeredquestion"):
        raise NotAllowed
    if not now.may_publish:
        raise NotAllowed(_("The reader did not agree that it is published."))
    if now.state != State.ANSWERED or now.published_id:
        raise WrongState(_("It is published already, or not answered yet."))
    words = {"title": title, "question": question, "answer": answer}
    row = AnsweredQuestion(published_at=at)
    for field, text in words.items():
        setattr(row, f"{field}_{now.language}", text.strip())
    row.slug = slugs.free(row, {now.language: title})
    row.save()
    Enquiry.objects.filter(pk=now.pk).update(published=row)
    audit.record("enquiry.publish", now, by=by, at=at, after={"published": row})
    enquiry.refresh_from_db()
    return row


@transaction.atomic
def permit(enquiry: Enquiry, *, may_publish: bool) -> None:
    """Give the word that it may be published, or take it back. Safe to repeat.

    Effects: taken back, what was published leaves the site.
    """
    now = _locked(enquiry)
    gone = now.published_id if not may_publish else None
    Enquiry.objects.filter(pk=now.pk).update(
        may_publish=may_publish, published=now.published if may_publish else None
    )
    AnsweredQuestion.objects.filter(pk=gone).delete()
    if gone:
        audit.record("enquiry.take_back", now, by=None)
    enquiry.refresh_from_db()


def forget(enquiries: Iterable[Enquiry]) -> None:
    """Delete questions of a person; what was published names nobody and stays."""
    Enquiry.objects.filter(pk__in=[one.pk for one in enquiries]).delete()


def tick(*, at: datetime | None = None) -> None:
    """Forget what nobody proved within a week, and what ended a year ago."""
    at = at or timezone.now()
    Enquiry.objects.filter(state=State.UNPROVEN, asked_at__lt=at - WEEK).delete()
    over = Enquiry.objects.filter(state=State.ANSWERED, touched_at__lt=at - KEPT_AFTER)
    over.delete()


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update().get(pk=enquiry.pk)


def _write(
    enquiry: Enquiry, kind: str, *, at: datetime, details: dict | None = None
) -> None:
    Letter.objects.create(enquiry=enquiry, kind=kind, due_at=at, details=details or {})
    transaction.on_commit(send_letters.enqueue)


def _may_mail(email: str, *, at: datetime) -> bool:
    """Say whether this address may get one more letter: nobody floods a stranger."""
    sent = Letter.objects.filter(enquiry__email=email, kind=Letter.Kind.ASK_PROVE)
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    return (
        sent.filter(created_at__gt=hour).count() < LETTERS_AN_HOUR
        and sent.filter(created_at__gt=day).count() < LETTERS_A_DAY
    )
