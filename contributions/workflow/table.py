"""What may follow what, and who may: the table, and the one check that reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import display_name
from contributions import permissions
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.moments import database_now
from contributions.permissions import Actor, as_actor
from contributions.states import Action, Status
from contributions.workflow.refusals import NotAllowed, Refusal, WrongState


@dataclass(frozen=True)
class Transition:
    """From which statuses to which one, who may, and whether words are needed."""

    sources: frozenset[Status]
    target: Status
    may: Callable[[Actor, Contribution], bool]
    needs_words: bool = False


def _transition(*sources: Status, to: Status, may, words: bool = False) -> Transition:
    return Transition(frozenset(sources), to, may, words)


S = Status
TRANSITIONS: dict[Action, Transition] = {
    Action.SUBMIT: _transition(
        S.DRAFT, S.NEEDS_INFO, to=S.SUBMITTED, may=permissions.may_edit
    ),
    Action.ASK: _transition(
        S.SUBMITTED, to=S.NEEDS_INFO, may=permissions.may_moderate, words=True
    ),
    Action.PUBLISH: _transition(
        S.SUBMITTED, to=S.PUBLISHED, may=permissions.may_moderate
    ),
    Action.DECLINE: _transition(
        S.SUBMITTED, to=S.DECLINED, may=permissions.may_moderate
    ),
    Action.MARK_SPAM: _transition(
        S.SUBMITTED, to=S.SPAM, may=permissions.may_moderate
    ),
    Action.REOPEN: _transition(
        S.DECLINED, S.SPAM, to=S.SUBMITTED, may=permissions.may_moderate
    ),
    Action.UNDO: _transition(
        S.PUBLISHED, S.DECLINED, S.NEEDS_INFO, to=S.SUBMITTED,
        may=permissions.may_moderate,
    ),
    Action.WITHDRAW: _transition(
        S.DRAFT, S.SUBMITTED, S.NEEDS_INFO, to=S.WITHDRAWN, may=permissions.may_edit
    ),
}  # fmt: skip
MAILED: dict[Action, str] = {
    Action.ASK: Letter.Kind.QUESTION,
    Action.PUBLISH: Letter.Kind.PUBLISHED,
    Action.DECLINE: Letter.Kind.DECLINED,
}
"""Acts that the resident is told of; the mail waits for the undo window."""


def check(action: Action, contribution: Contribution, *, by, at=None) -> Transition:
    """Find the transition, or say why not; the only truth for buttons and verbs.

    Raises: NotAllowed, WrongState.
    """
    actor, transition = as_actor(by), TRANSITIONS[action]
    if not transition.may(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    if contribution.status not in transition.sources:
        raise WrongState(
            _("This is no longer possible: the contribution is now “%(status)s”.")
            % {"status": Status(contribution.status).label}
        )
    if transition.may is permissions.may_moderate:
        check_claim(actor, contribution, at=at)
    if action == Action.UNDO:
        check_undo(actor, contribution, at=at)
    return transition


def available_actions(contribution: Contribution, *, by, at=None) -> list[Action]:
    """List what this person may do now: the same check, collected."""
    found, at = [], at or database_now()
    for action in TRANSITIONS:
        try:
            check(action, contribution, by=by, at=at)
        except Refusal:
            continue
        found.append(action)
    return found


def refuse_own(actor: Actor, contribution: Contribution) -> None:
    """Say to a member of staff that their own gift is for a colleague to decide.

    Raises: NotAllowed.
    """
    if permissions.may_see_queue(actor) and permissions.is_own(actor, contribution):
        raise NotAllowed(
            _("You gave this yourself, so a colleague has to decide about it.")
        )


def check_claim(
    actor: Actor, contribution: Contribution, *, at: datetime | None
) -> None:
    """Refuse while a colleague is looking at it, by the clock of the database.

    Raises: WrongState.
    """
    holder, until = contribution.claimed_by, contribution.claimed_until
    if holder is None or holder == actor.account:
        return
    if until <= (at or database_now()):
        return
    raise WrongState(
        _("%(who)s is looking at this now. Choose another one, or take it over.")
        % {"who": display_name(holder)}
    )


def last_event(contribution: Contribution) -> ModerationEvent | None:
    """Give the last act, the only one that can be undone."""
    return contribution.events.order_by("-pk").first()


def undoable_until(contribution: Contribution) -> datetime | None:
    """Say until when the last act can be undone."""
    event = last_event(contribution)
    if event is None or event.action not in MAILED:
        return None
    return event.at + timedelta(minutes=settings.UNDO_MINUTES)


def check_undo(
    actor: Actor, contribution: Contribution, *, at: datetime | None
) -> None:
    """Refuse to undo what is not one's own last act, or was mailed already.

    Raises: NotAllowed, WrongState.
    """
    event = last_event(contribution)
    if event is None or event.action not in MAILED:
        raise WrongState(_("There is nothing to undo."))
    if actor.account is None or event.actor_id != actor.account.pk:
        raise NotAllowed(_("Only the colleague who did it can undo it."))
    if (at or database_now()) >= event.at + timedelta(minutes=settings.UNDO_MINUTES):
        raise WrongState(_("It is too late to undo this: the mail has left."))
