"""What people do with a comment after it was written: prove, mend, delete, report it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions import alike, comments, sanctions, spoken, threads
from contributions.comments import may_decide
from contributions.models import Comment, Report
from contributions.permissions import as_actor
from contributions.workflow.refusals import NotAllowed, WrongState
from history.models import Claim

MENDED_WITHIN = timedelta(minutes=15)
UNPROVEN_FOR = timedelta(days=7)


def is_author(actor, comment: Comment) -> bool:
    """Say whether this account wrote it."""
    return actor.account is not None and comment.author_id == actor.account.pk


def may_mend(
    actor, comment: Comment, *, at: datetime | None = None, by_key: bool = False
) -> bool:
    """Say whether the words may still be changed by who is here.

    Who has no account comes `by_key`, with the link of the letter; the time counts
    from the press that proved the address.
    """
    since = (by_key and comment.proved_at) or comment.created_at
    is_fresh = since > (at or timezone.now()) - MENDED_WITHIN
    return (by_key or is_author(actor, comment)) and is_fresh


@transaction.atomic
def prove(comment: Comment, *, at: datetime | None = None) -> Comment:
    """Let the moderators see a comment: its address is proven. Safe to repeat.

    Raises: NotAllowed where a limit holds for this address.
    """
    at = at or timezone.now()
    sanction = sanctions.against("comment", email=comment.email, at=at)
    if sanction and comment.state == Comment.State.UNPROVEN:
        raise NotAllowed(sanctions.in_words(sanction))
    Comment.objects.unproven().filter(pk=comment.pk).update(
        state=Comment.State.HELD, proved_at=at
    )
    comment.refresh_from_db()
    return comment


def purge(*, at: datetime | None = None) -> None:
    """Forget what nobody proved within a week."""
    before = (at or timezone.now()) - UNPROVEN_FOR
    Comment.objects.unproven().filter(created_at__lt=before).delete()


def mend(
    comment: Comment,
    *,
    by,
    body: str,
    at: datetime | None = None,
    by_key: bool = False,
) -> Comment:
    """Change one's own words; a moderator reads them anew, except those of staff.

    Raises: NotAllowed, WrongState after a quarter of an hour, Incomplete.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if not (by_key or is_author(actor, comment)):
        raise NotAllowed(_("Only who wrote it can change it."))
    if not may_mend(actor, comment, at=at, by_key=by_key):
        raise WrongState(_("Words can be changed for 15 minutes. Write a new comment."))
    body = spoken.tidy(body)
    comments.insist_readable(body)
    if body == comment.body:
        return comment
    changes: dict = {"body": body, "once": ""}
    if not comment.is_from_library:
        like = comments.likeness_of(
            body, comment.content_type, comment.object_id, at=at
        )
        changes |= {"mark": alike.mark_of(body), "like": like}
        if comment.state != Comment.State.UNPROVEN:
            changes |= {"state": Comment.State.HELD, "decided_at": None}
            changes |= {"decided_by": None}
    Comment.objects.filter(pk=comment.pk).update(**changes)
    comment.refresh_from_db()
    return comment


@transaction.atomic
def delete(comment: Comment, *, by, by_key: bool = False) -> None:
    """Take one's own comment away for ever. Raises: NotAllowed."""
    if not (by_key or is_author(as_actor(by), comment)):
        raise NotAllowed(_("Only who wrote it can delete it."))
    Claim.objects.filter(source_ref=comment.source_ref).update(credit="")
    threads.take_away(comment)


def report(comment: Comment, *, reason: str, words: str) -> Report:
    """Tell the staff that a comment is wrong; the same twice is one report."""
    words = words.strip()
    known = comment.reports.filter(
        reason=reason, words=words, handled_at__isnull=True
    ).first()
    return known or Report.objects.create(comment=comment, reason=reason, words=words)


@transaction.atomic
def handle(comment: Comment, *, by, at: datetime | None = None) -> int:
    """Note that the reports about a comment were looked at; say how many.

    Raises: NotAllowed, for nobody judges about their own words.
    """
    actor = as_actor(by)
    if not may_decide(actor, comment):
        raise NotAllowed(
            _("You wrote this yourself, so a colleague has to decide about it.")
        )
    done = comment.reports.filter(handled_at__isnull=True).update(
        handled_at=at or timezone.now(), handled_by=actor.account
    )
    if done:
        audit.record(
            "comment.decide", comment, by=actor.account, note="", at=at or timezone.now(),
            after={"reports": "handled"},
        )  # fmt: skip
    return done
