"""The move itself: one swap of the status, one record, one mail; or nothing at all."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import display_name
from contributions import notifications, permissions
from contributions.models import Contribution, ModerationEvent
from contributions.permissions import as_actor
from contributions.states import DECIDED, Action, Status
from contributions.tasks import send_letters
from contributions.workflow.refusals import Incomplete, WrongState
from contributions.workflow.table import MAILED, check, check_claim, last_event
from contributions.workflow.versions import check_seen


def move(
    contribution: Contribution,
    action: Action,
    *,
    by,
    at: datetime,
    note: str = "",
    details: dict | None = None,
    seen: str = "",
    **changes,
) -> ModerationEvent:
    """Swap the status if it is still what we saw; write the record; queue the mail.

    With `seen`, only if it still is that version.
    Raises: NotAllowed, WrongState (also for the loser of a race), Changed, Incomplete.
    """
    actor, transition = as_actor(by), check(action, contribution, by=by, at=at)
    if transition.needs_words and not note.strip():
        raise Incomplete(_("Please write a few words."), "note")
    if seen:
        hold(contribution, by=by, at=at, seen=seen)
    before, after = contribution.status, transition.target
    if after in DECIDED:
        changes |= {"decided_by": actor.account, "decided_at": at}
    elif before in DECIDED:
        changes |= {"decided_by": None, "decided_at": None, "item": None}
    if action == Action.UNDO:
        changes |= {"paused_at": None}
    swapped = Contribution.objects.filter(pk=contribution.pk, status=before).update(
        status=after, touched_at=at, claimed_by=None, claimed_until=None, **changes
    )
    if not swapped:
        contribution.refresh_from_db()
        raise WrongState(told_already(contribution, by=by))
    contribution.refresh_from_db()
    event = ModerationEvent.objects.create(
        contribution=contribution, actor=actor.account, action=action, before=before,
        after=after, note=note.strip(), details=details or {}, at=at,
    )  # fmt: skip
    if permissions.may_see_queue(actor):
        audit.record(
            f"contribution.{action}", contribution, by=actor.account, note=note, at=at,
            before={"status": before}, after={"status": after, **(details or {})},
        )  # fmt: skip
    if action in MAILED:
        due_at = at + timedelta(minutes=settings.UNDO_MINUTES)
        notifications.write(contribution, MAILED[action], event=event, due_at=due_at)
        transaction.on_commit(partial(send_letters.using(run_after=due_at).enqueue))
    return event


def hold(contribution: Contribution, *, by, at: datetime, seen: str = "") -> None:
    """Make others wait until our transaction ends, and look again at what we saw.

    So the loser of a race copies no picture and creates no item. Call after `check`.
    With `seen`, refuse another version than that.
    Raises: WrongState, Changed.
    """
    now = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if now.status != contribution.status:
        contribution.refresh_from_db()
        raise WrongState(told_already(contribution, by=by))
    check_claim(as_actor(by), now, at=at)
    check_seen(now, seen)


def told_already(contribution: Contribution, *, by) -> str:
    """Say who was faster, and what they did; residents learn no name."""
    event = last_event(contribution)
    status = Status(contribution.status).label
    if event is None or event.actor is None or event.action == Action.WITHDRAW:
        return _(
            "This is no longer possible: the contribution is now “%(status)s”."
        ) % {"status": status}
    actor = as_actor(by)
    if event.actor == actor.account:
        return _("You have decided this a moment ago: “%(status)s”.") % {
            "status": status
        }
    who = _("The library")
    if permissions.may_see_queue(actor):
        who = display_name(event.actor)
    return _("%(who)s has decided this a moment ago: “%(status)s”.") % {
        "who": who,
        "status": status,
    }
