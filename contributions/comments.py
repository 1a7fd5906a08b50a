"""The one way a comment comes and goes: written, held, shown, hidden, made data."""

import hashlib
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions import (
    alike,
    closing,
    listening,
    permissions,
    reserved,
    sanctions,
    spoken,
    threads,
    trust,
)
from contributions.models import Comment, Letter
from contributions.permissions import as_actor
from contributions.tasks import send_letters
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState

FROM_ONE_PERSON_AN_HOUR = 5
LETTERS_A_DAY = 10
ASKED_AGAIN = timedelta(minutes=10)
ALIKE_WITHIN, ALIKE_AMONG = timedelta(days=30), 1000
LETTERS = 4000
SALT = "comment"
DECIDABLE = (Comment.State.HELD, Comment.State.VISIBLE, Comment.State.HIDDEN)


def address_of(target: models.Model) -> str:
    """Name what a comment form is about so that nobody can point it elsewhere.

    Without a time in it, so that the page around it stays the same.
    """
    name = f"{target._meta.label_lower}:{target.pk}"
    return signing.Signer(salt=SALT).sign_object(name)


def find_target(address: str) -> models.Model | None:
    """Find what a form is about, as long as everybody may see it."""
    try:
        label, _colon, pk = (
            signing.Signer(salt=SALT).unsign_object(address).partition(":")
        )
    except signing.BadSignature:
        return None
    if label not in threads.COMMENTED:
        return None
    target = apps.get_model(label).objects.published().filter(pk=pk).first()
    return None if target is None or threads.is_off(target) else target


class TooMuch(WrongState):
    """One person writes more than a moderator can read: 429."""


def write(
    target: models.Model,
    *,
    by,
    name: str,
    email: str,
    body: str,
    language: str,
    parent: Comment | None = None,
    wants_answers: bool = False,
    is_answer: bool = False,
    at: datetime | None = None,
) -> Comment:
    """Keep a comment until it may be read; the same words twice are kept once.

    Without an account a letter asks for one press first: until then no moderator sees it.
    The words of staff are shown at once, and those of a person whom the rule of trust
    trusts, unless the lot draws them; what carries a link, or says nearly what stands
    elsewhere, always waits. A reply to a reply stands in the same thread. Where it is
    closed, nothing but the `is_answer` of the library is taken.
    Raises: Incomplete, NotAllowed, Closed, TooMuch.
    """
    at, account = at or timezone.now(), as_actor(by).account
    body, name = spoken.tidy(body), spoken.tidy_line(name)
    is_staff = permissions.may_see_queue(as_actor(by))
    insist_readable(body)
    # Only an account proves who it is; to a typed address nothing is told.
    sanction = account and sanctions.against("comment", account=account, at=at)
    if sanction:
        raise NotAllowed(sanctions.in_words(sanction))
    email = (account.email if account else email).strip().lower()
    parent = (parent.parent or parent) if parent else None
    kind = ContentType.objects.get_for_model(target)
    once = _once(kind, target.pk, parent, email, body)
    if not is_answer:
        closing.insist_open(target, at=at)
    if known := Comment.objects.filter(once=once).first():
        _ask_to_prove(known, at=at)
        return known
    if reserved.is_reserved(name) and not is_staff:
        raise Incomplete(
            _("This name belongs to the library. Please write your own."), "name"
        )
    if not is_staff:
        _insist_moderate(account, email, at=at)
    if parent and parent.replies.count() >= threads.MOST_REPLIES:
        raise Incomplete(_("This conversation is long. Please begin a new one."))
    like = None if is_staff else likeness_of(body, kind, target.pk, at=at)
    state = Comment.State.HELD
    if account is None:
        state = Comment.State.UNPROVEN
    elif is_staff or (like is None and _at_once(account, body, at=at)):
        state = Comment.State.VISIBLE
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                content_type=kind, object_id=target.pk, parent=parent, author=account,
                name=name, email=email, language=language, body=body, state=state,
                is_from_library=is_staff, proved_at=at if account else None,
                wants_answers=wants_answers and not is_staff, once=once,
                mark=None if is_staff else alike.mark_of(body), like=like,
            )  # fmt: skip
            _ask_to_prove(comment, at=at)
            listening.tell(comment, at=at)
    except IntegrityError:  # the second press of a double click
        return Comment.objects.get(once=once)
    return comment


def insist_readable(body: str) -> None:
    """Let nothing in that is empty, too long, or addresses only. Raises: Incomplete."""
    if spoken.is_empty(body):
        raise Incomplete(_("Please write your words."), "body")
    if sentence := spoken.too_long(body, LETTERS):
        raise Incomplete(sentence, "body")
    if spoken.is_links_only(body):
        raise Incomplete(spoken.links_only(), "body")


def likeness_of(
    body: str, kind: ContentType, object_id: int, *, at: datetime
) -> Comment | None:
    """Find the earliest of the last comments elsewhere that says nearly the same."""
    mark = alike.mark_of(body)
    if mark is None:
        return None
    lately = (
        Comment.objects.filter(mark__isnull=False, created_at__gt=at - ALIKE_WITHIN)
        .exclude(content_type=kind, object_id=object_id)
        .order_by("-pk")
        .values_list("pk", "mark")[:ALIKE_AMONG]
    )
    near = [pk for pk, other in lately if alike.is_near(mark, other)]
    return Comment.objects.filter(pk=min(near)).first() if near else None


def _once(kind: ContentType, pk: int, parent, email: str, body: str) -> str:
    """Name these words of this person in this place."""
    place = f"{kind.pk}:{pk}:{parent.pk if parent else ''}"
    return hashlib.sha256(f"{place}\n{email}\n{body}".encode()).hexdigest()


def _insist_moderate(account, email: str, *, at: datetime) -> None:
    """Stop one person who writes too much. Raises: TooMuch.

    What others typed with the address of an account does not count against it.
    """
    theirs = Comment.objects.filter(email=email, author=account)
    hour = theirs.filter(created_at__gt=at - timedelta(hours=1)).count()
    day = theirs.filter(created_at__gt=at - timedelta(days=1)).count()
    if hour >= FROM_ONE_PERSON_AN_HOUR or (account is None and day >= LETTERS_A_DAY):
        raise TooMuch(
            _("You have written a lot just now. Please come back in an hour.")
        )


def _ask_to_prove(comment: Comment, *, at: datetime) -> None:
    """Mail the link that proves the address, unless one left a moment ago."""
    if comment.state != Comment.State.UNPROVEN:
        return
    sent = Letter.objects.filter(
        comment__email=comment.email, kind=Letter.Kind.TALK_PROVE
    )
    lately = sent.filter(comment=comment, created_at__gt=at - ASKED_AGAIN)
    day = sent.filter(created_at__gt=at - timedelta(days=1))
    if lately.exists() or day.count() >= LETTERS_A_DAY:
        return
    Letter.objects.create(comment=comment, kind=Letter.Kind.TALK_PROVE, due_at=at)
    transaction.on_commit(send_letters.enqueue)


def _at_once(account, body: str, *, at: datetime) -> bool:
    """Say whether these words may be read by all before the staff have read them."""
    if len(body) > trust.SMALL_LETTERS or spoken.carries_link(body):
        return False
    standing = trust.standing_of_account(account, at=at)
    return standing.is_trusted and not trust.is_drawn(standing)


def show(comment: Comment, *, by, at: datetime | None = None) -> Comment:
    """Let everybody read a comment. Raises: NotAllowed, WrongState."""
    return _move(comment, Comment.State.VISIBLE, by=by, at=at)


def hide(comment: Comment, *, by, at: datetime | None = None) -> Comment:
    """Take a comment out of sight; its words are kept. Raises: NotAllowed, WrongState."""
    return _move(comment, Comment.State.HIDDEN, by=by, at=at)


def hold(comment: Comment, *, by, at: datetime | None = None) -> Comment:
    """Put a comment back to what waits. Raises: NotAllowed, WrongState."""
    return _move(comment, Comment.State.HELD, by=by, at=at)


def may_decide(actor, comment: Comment) -> bool:
    """Say whether this person may decide: never about their own words."""
    if not actor.user.has_perm("contributions.change_comment"):
        return False
    own = comment.author_id == actor.user.pk or comment.email == actor.user.email
    return not settings.FOUR_EYES or not own


@transaction.atomic
def _move(comment: Comment, state: str, *, by, at: datetime | None) -> Comment:
    actor = as_actor(by)
    if not may_decide(actor, comment):
        if actor.user.has_perm("contributions.change_comment"):
            raise NotAllowed(
                _("You wrote this yourself, so a colleague has to decide about it.")
            )
        raise NotAllowed(_("You may not decide about comments."))
    is_open, earlier = state == Comment.State.HELD, comment.state
    if earlier not in DECIDABLE:
        raise WrongState(_("Who wrote this has not proven the address, or deleted it."))
    swapped = Comment.objects.filter(pk=comment.pk, state=comment.state).update(
        state=state,
        decided_at=None if is_open else at or timezone.now(),
        decided_by=None if is_open else actor.account,
    )
    comment.refresh_from_db()
    if not swapped:
        raise WrongState(
            _("A colleague has decided this a moment ago: “%(state)s”.")
            % {"state": comment.get_state_display()}
        )
    after = {"state": state}
    listening.tell(comment, at=at)
    if state == Comment.State.HIDDEN:
        # Whoever hides it has agreed with those who reported it.
        handled = comment.reports.filter(handled_at__isnull=True).update(
            handled_at=at or timezone.now(), handled_by=actor.account
        )
        after |= {"reports": "handled"} if handled else {}
    audit.record(
        "comment.decide", comment, by=actor.account, at=at,
        before={"state": earlier}, after=after,
    )  # fmt: skip
    return comment
