"""Who is written to when somebody answers: those who asked for it, once about each answer.

An answer is told after the time in which it can be taken back, together with those that
come meanwhile. Whether it can still be read is asked again when the letter leaves.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contributions import threads
from contributions.models import Comment, Letter

REMEMBERED = 200


@transaction.atomic
def tell(answer: Comment, *, at: datetime | None = None) -> int:
    """Note in the letters of a thread's listeners that an answer can be read; say of how many."""
    at = at or timezone.now()
    if answer.parent_id is None or answer.state != Comment.State.VISIBLE:
        return 0
    threads.lock(answer)
    thread = Comment.objects.in_thread(answer).listening().exclude(pk=answer.pk)
    told: dict[str, Comment] = {}
    for one in thread.exclude(email=answer.email).oldest_first():
        told.setdefault(one.email, one)
    return sum(_tell(one, answer, at=at) for one in told.values())


def _tell(listener: Comment, answer: Comment, *, at: datetime) -> bool:
    """Put an answer into the letter that waits for an address, or into a new one."""
    theirs = Letter.objects.filter(
        comment__email=listener.email, kind=Letter.Kind.TALK_NEWS
    )
    written = theirs.filter(cancelled_at=None).newest_first()
    lately = written.values_list("details", flat=True)[:REMEMBERED]
    if any(answer.pk in details["comments"] for details in lately):
        return False
    waiting = (
        theirs.unsent()
        .filter(claimed_until=None, handed_at=None, comment__language=listener.language)
        .select_for_update(of=("self",))
        .first()
    )
    if waiting is not None:
        waiting.details["comments"].append(answer.pk)
        waiting.save(update_fields=["details"])
        return True
    Letter.objects.create(
        comment=listener, kind=Letter.Kind.TALK_NEWS,
        due_at=at + timedelta(minutes=settings.UNDO_MINUTES),
        details={"comments": [answer.pk]},
    )  # fmt: skip
    return True


def end(comment: Comment) -> None:
    """Write to an address about this thread no more. Safe to repeat."""
    thread = Comment.objects.in_thread(comment).filter(email=comment.email)
    thread.update(wants_answers=False)


@transaction.atomic
def end_all(email: str, *, at: datetime | None = None) -> None:
    """Write to an address about answers no more, also not what waits. Safe to repeat."""
    if not email:
        return
    Comment.objects.filter(email=email).update(wants_answers=False)
    Letter.objects.filter(
        comment__email=email, kind=Letter.Kind.TALK_NEWS, claimed_until=None
    ).unsent().update(cancelled_at=at or timezone.now())
