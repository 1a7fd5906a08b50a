"""What people do with a comment after it was written: mend it, delete it, report it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions import permissions
from contributions.comments import LETTERS, may_decide
from contributions.models import Comment, Report
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from history.models import Claim

MENDED_WITHIN = timedelta(minutes=15)


def is_author(actor, comment: Comment) -> bool:
    """Say whether this account wrote it."""
    return actor.account is not None and comment.author_id == actor.account.pk


def may_mend(actor, comment: Comment, *, at: datetime | None = None) -> bool:
    """Say whether the words may still be changed by who is here."""
    is_fresh = comment.created_at > (at or timezone.now()) - MENDED_WITHIN
    return is_author(actor, comment) and is_fresh


def mend(comment: Comment, *, by, body: str, at: datetime | None = None) -> Comment:
    """Change one's own words; a moderator reads them anew, except those of staff.

    Raises: NotAllowed, WrongState after a quarter of an hour, Incomplete.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if not is_author(actor, comment):
        raise NotAllowed(_("Only who wrote it can change it."))
    if not may_mend(actor, comment, at=at):
        raise WrongState(_("Words can be changed for 15 minutes. Write a new comment."))
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())[:LETTERS]
    if not body:
        raise Incomplete(_("Please write your words."), "body")
    held = not permissions.may_see_queue(actor)
    changes = {"state": Comment.State.HELD, "decided_at": None, "decided_by": None}
    Comment.objects.filter(pk=comment.pk).update(
        body=body, **(changes if held and body != comment.body else {})
    )
    comment.refresh_from_db()
    return comment


@transaction.atomic
def delete(comment: Comment, *, by) -> None:
    """Take one's own comment away for ever. Raises: NotAllowed."""
    if not is_author(as_actor(by), comment):
        raise NotAllowed(_("Only who wrote it can delete it."))
    Claim.objects.filter(source_ref=comment.source_ref).update(credit="")
    comment.delete()


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
