"""Whether anybody may write under something now; closing a conversation, opening it again."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions.models import TalkLock
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from news.models import Post

KINDS = {"item": "history.item", "post": "news.post", "story": "history.exhibit"}
"""How the page that closes a conversation names what it is about."""


class Closed(WrongState):
    """Nobody may write here (any more): 409."""


def url_of(target: models.Model | None) -> str:
    """Give the page on which the staff close it and open it; "" where nobody talks."""
    label = target._meta.label_lower if target is not None else ""
    for name, known in KINDS.items():
        if known == label:
            return reverse("contributions:comment_lock", args=[name, target.pk])
    return ""


def lock_of(target: models.Model) -> TalkLock | None:
    """Find who closed the conversation under something."""
    kind = ContentType.objects.get_for_model(target)
    locks = TalkLock.objects.filter(content_type=kind, object_id=target.pk)
    return locks.select_related("by").first()


def is_open(target: models.Model, *, at: datetime | None = None) -> bool:
    """Say whether anybody may write under it."""
    if isinstance(target, Post) and not target.takes_comments(at=at):
        return False
    return lock_of(target) is None


def insist_open(target: models.Model, *, at: datetime | None = None) -> None:
    """Let nobody write where it is closed. Raises: Closed."""
    if not is_open(target, at=at):
        raise Closed(
            _("Comments are closed here. You can still write to the library itself.")
        )


@transaction.atomic
def lock(target: models.Model, *, by, why: str, at: datetime | None = None) -> TalkLock:
    """Let nobody write under it any more; twice is once.

    Raises: NotAllowed, Incomplete without a reason.
    """
    actor, at = _deciding(by), at or timezone.now()
    if not why.strip():
        raise Incomplete(_("Please say why: your colleagues read it."), "why")
    found, is_new = TalkLock.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        defaults={"by": actor.account, "why": why.strip()[:300], "at": at},
    )
    if is_new:
        audit.record("comments.lock", target, by=actor.account, note=why, at=at)
    return found


@transaction.atomic
def unlock(target: models.Model, *, by, at: datetime | None = None) -> bool:
    """Let people write again; say whether it was closed. Raises: NotAllowed."""
    actor = _deciding(by)
    kind = ContentType.objects.get_for_model(target)
    locks = TalkLock.objects.filter(content_type=kind, object_id=target.pk)
    is_changed = bool(locks.delete()[0])
    if is_changed:
        audit.record("comments.unlock", target, by=actor.account, at=at)
    return is_changed


def _deciding(by):
    actor = as_actor(by)
    if not actor.user.has_perm("contributions.change_comment"):
        raise NotAllowed(_("You may not decide about comments."))
    return actor
