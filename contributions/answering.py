"""The library's answer to a comment: one press shows both; another takes it back."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions import comments, threads
from contributions.models import Comment
from contributions.permissions import as_actor
from contributions.workflow.refusals import NotAllowed, WrongState

State = Comment.State


@transaction.atomic
def answer(
    comment: Comment, *, by, body: str, language: str, at: datetime | None = None
) -> Comment:
    """Let everybody read a comment, and the library's answer under it.

    Also where the conversation is closed: what was asked before is answered.
    Raises: NotAllowed, WrongState, Incomplete.
    """
    actor, at = as_actor(by), at or timezone.now()
    if not actor.user.has_perm("contributions.change_comment"):
        raise NotAllowed(_("You may not decide about comments."))
    threads.lock(comment)
    comment = Comment.objects.get(pk=comment.pk)
    if comment.target is None:
        raise WrongState(_("What it was about is gone."))
    if comment.state != State.VISIBLE:
        comments.show(comment, by=actor, at=at)
    reply = comments.write(
        comment.target, by=actor, name=str(settings.LIBRARY_NAME), email="",
        body=body, language=language, parent=comment, is_answer=True, at=at,
    )  # fmt: skip
    if reply.created_at != at and reply.state == State.VISIBLE:
        Comment.objects.filter(pk=reply.pk).update(created_at=at)
        reply.created_at = at
    audit.record(
        "comment.answer", comment, by=actor.account, at=at, after={"answer": reply.pk}
    )
    return reply


@transaction.atomic
def take_back(reply: Comment, *, by, at: datetime | None = None) -> Comment:
    """Hide an answer of the library; what was shown by the same press waits again.

    Anybody on the staff may: it is the library that spoke, not the colleague.
    Raises: NotAllowed, WrongState.
    """
    actor, at = as_actor(by), at or timezone.now()
    if not actor.user.has_perm("contributions.change_comment"):
        raise NotAllowed(_("You may not decide about comments."))
    threads.lock(reply)
    taken = Comment.objects.filter(
        pk=reply.pk, state=State.VISIBLE, is_from_library=True, parent__isnull=False
    ).update(state=State.HIDDEN, decided_at=at, decided_by=actor.account, once="")
    if not taken:
        raise WrongState(_("This answer is no longer there."))
    shown = Comment.objects.in_thread(reply).filter(
        state=State.VISIBLE, is_from_library=False, decided_at=reply.created_at
    )
    held = list(shown.values_list("pk", flat=True))
    shown.update(state=State.HELD, decided_at=None, decided_by=None)
    audit.record(
        "comment.take_back", reply, by=actor.account, at=at, after={"held": held}
    )
    reply.refresh_from_db()
    return reply
