"""The one way a comment comes and goes: written, held, shown, hidden."""

from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import permissions
from contributions.models import Comment
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState

COMMENTED = ("history.item", "news.post")
"""What may be commented on; each has a queryset that says what is public."""
FROM_ONE_PERSON_AN_HOUR = 5
LETTERS = 4000
SALT = "comment"


def address_of(target: models.Model) -> str:
    """Name what a comment form is about so that nobody can point it elsewhere."""
    return signing.dumps(f"{target._meta.label_lower}:{target.pk}", salt=SALT)


def find_target(address: str) -> models.Model | None:
    """Find what a form is about, as long as everybody may see it."""
    try:
        label, _colon, pk = signing.loads(address, salt=SALT).partition(":")
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
    """Keep a comment until a moderator shows it; the words of staff are shown at once.

    The same words sent twice are kept once.
    Raises: Incomplete, WrongState when one person writes too much.
    """
    at, account = at or timezone.now(), as_actor(by).account
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    if not body:
        raise Incomplete(_("Please write your words."), "body")
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
        state=Comment.State.VISIBLE if is_staff else Comment.State.HELD,
    )


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


def _move(comment: Comment, state: str, *, by, at: datetime | None) -> Comment:
    actor = as_actor(by)
    if not may_decide(actor, comment):
        if actor.user.has_perm("contributions.change_comment"):
            raise NotAllowed(
                _("You wrote this yourself, so a colleague has to decide about it.")
            )
        raise NotAllowed(_("You may not decide about comments."))
    is_open = state == Comment.State.HELD
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
    return comment
