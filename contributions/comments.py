"""The one way a comment comes and goes: written, held, shown, hidden, made data."""

from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions import permissions, reserved, sanctions, trust
from contributions.models import Comment
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from history import claiming
from history.models import Claim, Item

COMMENTED = ("history.item", "news.post")
"""What may be commented on; each has a queryset that says what is public."""
FROM_ONE_PERSON_AN_HOUR = 5
LETTERS = 4000
SALT = "comment"


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
    if label not in COMMENTED:
        return None
    return apps.get_model(label).objects.published().filter(pk=pk).first()


def write(
    target: models.Model,
    *,
    by,
    name: str,
    email: str,
    body: str,
    language: str,
    at: datetime | None = None,
) -> Comment:
    """Keep a comment until a moderator shows it; the same words twice are kept once.

    The words of staff are shown at once, and those of a person whom the rule of trust
    trusts, unless the lot draws them; what carries an address of a page always waits.
    Raises: Incomplete, WrongState when one person writes too much.
    """
    at, account = at or timezone.now(), as_actor(by).account
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    if not body:
        raise Incomplete(_("Please write your words."), "body")
    # Only an account proves who it is; to a typed address nothing is told.
    sanction = account and sanctions.against("comment", account=account, at=at)
    if sanction:
        raise NotAllowed(sanctions.in_words(sanction))
    email = (account.email if account else email).strip().lower()
    same_person = Comment.objects.filter(email=email)
    about = {
        "content_type": ContentType.objects.get_for_model(target),
        "object_id": target.pk,
    }
    known = same_person.filter(body=body, **about).first()
    if known:
        return known
    is_staff = permissions.may_see_queue(as_actor(by))
    if reserved.is_reserved(name) and not is_staff:
        raise Incomplete(
            _("This name belongs to the library. Please write your own."), "name"
        )
    lately = same_person.filter(created_at__gt=at - timedelta(hours=1)).count()
    if lately >= FROM_ONE_PERSON_AN_HOUR and not is_staff:
        raise WrongState(
            _("You have written a lot just now. Please come back in an hour.")
        )
    return Comment.objects.create(
        **about,
        author=account,
        name=name.strip(),
        email=email,
        language=language,
        body=body[:LETTERS],
        is_from_library=is_staff,
        state=Comment.State.VISIBLE
        if is_staff or _at_once(account, body, at=at)
        else Comment.State.HELD,
    )


def _at_once(account, body: str, *, at: datetime) -> bool:
    """Say whether these words may be read by all before the staff have read them."""
    if account is None or len(body) > trust.SMALL_LETTERS or trust.has_link(body):
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


@transaction.atomic
def mark(
    comment: Comment,
    *,
    by,
    field: str,
    words: str,
    reason: str = "",
    confidence: str = Claim.Confidence.LIKELY,
    at: datetime | None = None,
) -> Claim:
    """Propose what a comment says as a date, a place, a person or a title of its item.

    Raises: NotAllowed, Incomplete.
    """
    actor, item = as_actor(by), comment.target
    if not may_decide(actor, comment):
        raise NotAllowed(
            _("You wrote this yourself, so a colleague has to decide about it.")
        )
    if not isinstance(item, Item) or item.status == Item.Status.REMOVED:
        raise Incomplete(_("There is no item that these words could tell about."))
    said = claiming.Said(
        field=field, words=words, language=comment.language,
        source=Claim.Source.COMMENT, source_ref=comment.source_ref,
        credit="" if comment.state == Comment.State.HIDDEN else comment.name,
        reason=reason, confidence=confidence,
    )  # fmt: skip
    try:
        claim = claiming.propose(item, said, by=actor.account, at=at)
    except claiming.Unclear as unclear:
        raise Incomplete(unclear.sentence, unclear.field) from unclear
    audit.record(
        "comment.mark", comment, by=actor.account, at=at,
        after={"field": field, "words": claim.words},
    )  # fmt: skip
    return claim
