"""The one way a contribution moves: what may follow what, by whom, and what comes of it.

Every interface (pages, API, sample city) calls these verbs; nothing else writes a status.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions import consent as consent_text
from contributions import notifications, permissions
from contributions.models import (
    Attachment,
    Consent,
    Contribution,
    Letter,
    Message,
    ModerationEvent,
)
from contributions.permissions import Actor, as_actor
from contributions.states import DECIDED, Action, Reason, Status
from contributions.tasks import send_letters
from history import curation, publishing
from history.models import Collection, Item


class Refusal(Exception):
    """An act that does not happen; `sentence` tells the person acting why."""

    code = "refused"
    default: Any = ""

    def __init__(self, sentence: Any = "") -> None:
        self.sentence = sentence or self.default
        super().__init__(str(self.sentence))


class NotAllowed(Refusal):
    """The person may not do this, whatever the state: 403."""

    code = "not_allowed"
    default = gettext_lazy("You may not do this with this contribution.")


class WrongState(Refusal):
    """The contribution is not where it was: 409."""

    code = "wrong_state"
    default = gettext_lazy("This is no longer possible: look at the status above.")


class Incomplete(Refusal):
    """Something is missing: 400; `field` names where."""

    code = "incomplete"

    def __init__(self, sentence: Any, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


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


# --- May it happen? ---------------------------------------------------------


def check(action: Action, contribution: Contribution, *, by, at=None) -> Transition:
    """Find the transition, or say why not; the only truth for buttons and verbs.

    Raises: NotAllowed, WrongState.
    """
    actor, transition = as_actor(by), TRANSITIONS[action]
    if not transition.may(actor, contribution):
        if permissions.may_see_queue(actor) and permissions.is_own(actor, contribution):
            raise NotAllowed(
                _("You gave this yourself, so a colleague has to decide about it.")
            )
        raise NotAllowed
    if contribution.status not in transition.sources:
        raise WrongState(
            _("This is no longer possible: the contribution is now “%(status)s”.")
            % {"status": Status(contribution.status).label}
        )
    at = at or timezone.now()
    if transition.may is permissions.may_moderate:
        _check_claim(actor, contribution, at=at)
    if action == Action.UNDO:
        _check_undo(actor, contribution, at=at)
    return transition


def available_actions(contribution: Contribution, *, by, at=None) -> list[Action]:
    """List what this person may do now: the same check, collected."""
    found = []
    for action in TRANSITIONS:
        try:
            check(action, contribution, by=by, at=at)
        except Refusal:
            continue
        found.append(action)
    return found


def undoable_until(contribution: Contribution) -> datetime | None:
    """Say until when the last act can be undone."""
    event = contribution.events.order_by("-pk").first()
    if event is None or event.action not in MAILED:
        return None
    return event.at + timedelta(minutes=settings.UNDO_MINUTES)


def _check_claim(actor: Actor, contribution: Contribution, *, at: datetime) -> None:
    holder, until = contribution.claimed_by, contribution.claimed_until
    if holder is None or holder == actor.account or until <= at:
        return
    raise WrongState(
        _("%(who)s is looking at this now. Choose another one, or take it over.")
        % {"who": holder.display_name or _("A colleague")}
    )


def _check_undo(actor: Actor, contribution: Contribution, *, at: datetime) -> None:
    event = contribution.events.order_by("-pk").first()
    if event is None or event.action not in MAILED:
        raise WrongState(_("There is nothing to undo."))
    if actor.account is None or event.actor_id != actor.account.pk:
        raise NotAllowed(_("Only the colleague who did it can undo it."))
    if at >= event.at + timedelta(minutes=settings.UNDO_MINUTES):
        raise WrongState(_("It is too late to undo this: the mail has left."))


# --- What residents do ------------------------------------------------------


def missing(contribution: Contribution) -> dict[str, str]:
    """Say what a draft still lacks, by field; empty when it can be sent."""
    lacks = {}
    if not contribution.title.strip():
        lacks["title"] = _("Please write a few words as a title.")
    if contribution.needs_files and not contribution.attachments.exists():
        lacks["files"] = _("Please choose at least one file.")
    if not contribution.needs_files and not contribution.story.strip():
        lacks["story"] = _("Please write what you remember.")
    if contribution.needs_files and not contribution.taken_by:
        lacks["taken_by"] = _("Please say who made it; “I don't know” is fine.")
    if not contribution.email:
        lacks["email"] = _("Please write your e-mail, so that we can answer you.")
    if not contribution.consents.filter(is_withdrawal=False).exists():
        lacks["consent"] = _("Please tick that you agree.")
    return lacks


def agree(
    contribution: Contribution,
    *,
    version: str,
    choices: dict,
    at: datetime | None = None,
) -> Consent:
    """Keep what the resident agreed to, word for word; once for the same text.

    Raises: Incomplete when the text has changed since the page was opened.
    """
    if version != consent_text.VERSION:
        raise Incomplete(
            _("The text has changed since you opened the page. Please read it again."),
            "consent",
        )
    text = consent_text.text(contribution.language)
    fingerprint = consent_text.fingerprint(contribution.language)
    last = contribution.consents.order_by("-pk").first()
    if last and (last.sha256, last.choices) == (fingerprint, choices):
        return last
    return Consent.objects.create(
        contribution=contribution,
        version=version,
        text=text,
        sha256=fingerprint,
        language=contribution.language,
        choices=choices,
        given_at=at or timezone.now(),
    )


@transaction.atomic
def send(contribution: Contribution, *, by, at: datetime | None = None) -> bool:
    """Press the button: into the queue when the address is proven, else a mail first.

    Returns: whether the contribution is with the library now. A second press does
    nothing new. Raises: Incomplete, NotAllowed, WrongState.
    """
    at = at or timezone.now()
    if contribution.status == Status.SUBMITTED and permissions.is_owner(
        as_actor(by), contribution
    ):
        return True
    check(Action.SUBMIT, contribution, by=by, at=at)
    _refuse_incomplete(contribution)
    if contribution.email_proven_at is not None:
        submit(contribution, by=by, at=at)
        return True
    first_time = Contribution.objects.filter(
        pk=contribution.pk, sent_at__isnull=True
    ).update(sent_at=at)
    contribution.refresh_from_db()
    if first_time:
        mail_link(contribution, kind=Letter.Kind.PROVE)
    return False


@transaction.atomic
def mail_link(contribution: Contribution, *, kind: str = Letter.Kind.LINK) -> bool:
    """Mail the private link (again); the limits are silent so that nobody learns of them."""
    if not contribution.email or not notifications.may_mail_link(contribution.email):
        return False
    notifications.write(contribution, kind)
    send_letters.enqueue()
    return True


@transaction.atomic
def prove_address(contribution: Contribution, *, at: datetime | None = None) -> bool:
    """Note that the link in the mail was opened; what was sent enters the queue now.

    Returns: whether the contribution was submitted by this. Safe to repeat.
    """
    at = at or timezone.now()
    Contribution.objects.filter(
        pk=contribution.pk, email_proven_at__isnull=True
    ).update(email_proven_at=at)
    contribution.refresh_from_db()
    if contribution.status != Status.DRAFT or contribution.sent_at is None:
        return False
    if missing(contribution):
        return False
    submit(contribution, by=Actor(holds=frozenset({contribution.pk})), at=at)
    return True


@transaction.atomic
def submit(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Put a contribution into the queue, or back into it with an answer.

    Effects: promise clock started or resumed; a receipt by mail.
    Raises: Incomplete, NotAllowed, WrongState.
    """
    at = at or timezone.now()
    check(Action.SUBMIT, contribution, by=by, at=at)
    if contribution.status == Status.NEEDS_INFO:
        return _answer(contribution, by=by, note=note, at=at)
    if contribution.email_proven_at is None:
        raise Incomplete(
            _("Please open the link that we mailed to you first."), "email"
        )
    _refuse_incomplete(contribution)
    event = _move(
        contribution, Action.SUBMIT, by=by, at=at,
        sent_at=contribution.sent_at or at,
        submitted_at=at,
        promise_at=at + timedelta(days=settings.ANSWER_PROMISE_DAYS),
    )  # fmt: skip
    notifications.write(contribution, Letter.Kind.ARRIVED, event=event, due_at=at)
    send_letters.enqueue()
    return contribution


def _answer(contribution: Contribution, *, by, note: str, at: datetime) -> Contribution:
    if not note.strip():
        raise Incomplete(_("Please write your answer."), "note")
    pause = at - contribution.paused_at if contribution.paused_at else timedelta()
    promise_at = contribution.promise_at + pause if contribution.promise_at else None
    event = _move(
        contribution, Action.SUBMIT, by=by, at=at, note=note,
        promise_at=promise_at, paused_at=None,
    )  # fmt: skip
    Message.objects.create(
        contribution=contribution, author=event.actor, is_from_library=False,
        body=note.strip(), created_at=at,
    )  # fmt: skip
    return contribution


@transaction.atomic
def withdraw(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Take a contribution back before it is published."""
    _move(
        contribution, Action.WITHDRAW, by=by, at=at or timezone.now(), note=note,
        paused_at=None, claimed_by=None, claimed_until=None,
    )  # fmt: skip
    return contribution


@transaction.atomic
def request_removal(
    contribution: Contribution, *, by, reason: str, at: datetime | None = None
) -> Contribution:
    """Ask that something published be taken down: a case that the library sees.

    Raises: NotAllowed, WrongState, Incomplete.
    """
    at = at or timezone.now()
    if not permissions.is_owner(as_actor(by), contribution):
        raise NotAllowed
    if not reason.strip():
        raise Incomplete(_("Please say why, in a few words."), "reason")
    asked = Contribution.objects.filter(
        pk=contribution.pk, status=Status.PUBLISHED, removal_requested_at__isnull=True
    ).update(removal_requested_at=at, removal_reason=reason.strip(), touched_at=at)
    if not asked:
        raise WrongState
    contribution.refresh_from_db()
    Message.objects.create(
        contribution=contribution, author=as_actor(by).account, is_from_library=False,
        body=reason.strip(), created_at=at,
    )  # fmt: skip
    notifications.write(contribution, Letter.Kind.REMOVAL, due_at=at)
    send_letters.enqueue()
    return contribution


# --- What moderators do -----------------------------------------------------


@transaction.atomic
def ask(
    contribution: Contribution, *, by, note: str, at: datetime | None = None
) -> Contribution:
    """Ask the resident a question; the promise clock pauses."""
    at = at or timezone.now()
    event = _move(contribution, Action.ASK, by=by, at=at, note=note, paused_at=at)
    Message.objects.create(
        contribution=contribution, author=event.actor, is_from_library=True,
        body=note.strip(), created_at=at,
    )  # fmt: skip
    return contribution


@transaction.atomic
def publish(
    contribution: Contribution,
    *,
    by,
    description: publishing.Description,
    attachments: Sequence[Attachment] | None = None,
    each_alone: bool = False,
    extend: Item | None = None,
    into: Sequence[Collection] = (),
    entry_note: str = "",
    at: datetime | None = None,
) -> list[Item]:
    """Publish as one item, as one item a picture, or into an item that exists.

    Effects: items, public files, places in collections and the mail are one
    transaction with the status. “Archive only” is the resident's word: such items
    stay hidden whatever `description` says.
    Raises: NotAllowed, WrongState, Incomplete, publishing.NotReady.
    """
    at, actor = at or timezone.now(), as_actor(by)
    check(Action.PUBLISH, contribution, by=by, at=at)
    if attachments is None:
        attachments = list(contribution.attachments.order_by("position", "pk"))
    is_archive_only = contribution.audience == Contribution.Audience.ARCHIVE
    description = description.changed(
        contributor=contribution.contributor, is_archive_only=is_archive_only
    )
    if extend is not None:
        publishing.extend(extend, files=_files(attachments), by=actor.account, at=at)
        items = [extend]
    else:
        items = [
            publishing.publish(words, files=_files(part), by=actor.account, at=at)
            for words, part in _parts(description, attachments, each_alone=each_alone)
        ]
    for collection in into:
        for item in items:
            curation.attach(item, to=collection, by=actor.account, note=entry_note)
    for item, (_words, part) in zip(
        items, _parts(description, attachments, each_alone=each_alone), strict=False
    ):
        Attachment.objects.filter(pk__in=[a.pk for a in part]).update(item=item)
    try:
        _move(
            contribution, Action.PUBLISH, by=by, at=at, item=items[0],
            details={
                "items": [item.pk for item in items],
                "extended": extend is not None,
                "collections": [collection.pk for collection in into],
                "words": description.for_the_record(),
            },
        )  # fmt: skip
    except Refusal:
        # The rows roll back; the loser's copies of public files must go as well.
        for item in items:
            publishing.forget_files(item, master_ids=[a.master_id for a in attachments])
        raise
    return items


@transaction.atomic
def decline(
    contribution: Contribution,
    *,
    by,
    reason: str,
    note: str = "",
    at: datetime | None = None,
) -> Contribution:
    """Decline with a reason that the resident reads.

    Raises: Incomplete without a reason, or without words where the reason is "other".
    """
    if reason not in Reason.values:
        raise Incomplete(_("Please choose a reason."), "reason")
    if reason == Reason.OTHER and not note.strip():
        raise Incomplete(_("Please write the reason in your own words."), "note")
    _move(
        contribution, Action.DECLINE, by=by, at=at or timezone.now(), note=note,
        details={"reason": reason},
    )  # fmt: skip
    return contribution


@transaction.atomic
def mark_spam(
    contribution: Contribution, *, by, at: datetime | None = None
) -> Contribution:
    """Put rubbish aside; nobody is mailed."""
    _move(contribution, Action.MARK_SPAM, by=by, at=at or timezone.now())
    return contribution


@transaction.atomic
def reopen(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Take up again what was declined or put aside."""
    _move(contribution, Action.REOPEN, by=by, at=at or timezone.now(), note=note)
    return contribution


@transaction.atomic
def undo(contribution: Contribution, *, by, at: datetime | None = None) -> Contribution:
    """Take back one's own last act while nothing has been mailed.

    Effects: what was published disappears; a question leaves the thread (its words
    stay in the record).
    """
    at = at or timezone.now()
    check(Action.UNDO, contribution, by=by, at=at)
    event = contribution.events.order_by("-pk").first()
    if not notifications.cancel(event, at=at):
        raise WrongState(_("It is too late to undo this: the mail has left."))
    _move(contribution, Action.UNDO, by=by, at=at, details={"undone": event.pk})
    if event.action == Action.PUBLISH:
        Attachment.objects.filter(contribution=contribution).update(item=None)
        master_ids = [a.master_id for a in contribution.attachments.all()]
        for item in Item.objects.filter(pk__in=event.details["items"]):
            publishing.retract(
                item, master_ids=master_ids, keep_item=event.details["extended"]
            )
    if event.action == Action.ASK:
        contribution.messages.filter(created_at=event.at, is_from_library=True).delete()
    return contribution


@transaction.atomic
def leave_note(
    contribution: Contribution, *, by, body: str, at: datetime | None = None
) -> Message:
    """Write a note that only colleagues read."""
    actor = as_actor(by)
    if not permissions.may_see_queue(actor):
        raise NotAllowed
    if not body.strip():
        raise Incomplete(_("Please write the note."), "body")
    return Message.objects.create(
        contribution=contribution, author=actor.account, is_from_library=True,
        is_staff_only=True, body=body.strip(), created_at=at or timezone.now(),
    )  # fmt: skip


# --- The move itself --------------------------------------------------------


def _refuse_incomplete(contribution: Contribution) -> None:
    lacks = missing(contribution)
    if lacks:
        field, sentence = next(iter(lacks.items()))
        raise Incomplete(sentence, field)


def _files(attachments: Sequence[Attachment]) -> list[publishing.File]:
    return [
        publishing.File(master=a.master, role=a.role, caption=a.caption)
        for a in attachments
    ]


def _parts(
    description: publishing.Description,
    attachments: Sequence[Attachment],
    *,
    each_alone: bool,
) -> list[tuple[publishing.Description, list[Attachment]]]:
    """Split into items: all together, or one a front with the backs that follow it."""
    if not each_alone or len(attachments) < 2:
        return [(description, list(attachments))]
    parts: list[list[Attachment]] = []
    for attachment in attachments:
        if parts and attachment.role == Attachment.Role.BACK:
            parts[-1].append(attachment)
        else:
            parts.append([attachment])
    return [
        (description.changed(title=part[0].caption or description.title), part)
        for part in parts
    ]


def _move(
    contribution: Contribution,
    action: Action,
    *,
    by,
    at: datetime,
    note: str = "",
    details: dict | None = None,
    **changes,
) -> ModerationEvent:
    """Swap the status if it is still what we saw; write the record; queue the mail.

    Raises: NotAllowed, WrongState (also for the loser of a race), Incomplete.
    """
    actor, transition = as_actor(by), check(action, contribution, by=by, at=at)
    if transition.needs_words and not note.strip():
        raise Incomplete(_("Please write a few words."), "note")
    before, after = contribution.status, transition.target
    if after in DECIDED:
        changes |= {"decided_by": actor.account, "decided_at": at}
        changes |= {"claimed_by": None, "claimed_until": None}
    elif before in DECIDED:
        changes |= {"decided_by": None, "decided_at": None, "item": None}
    if action == Action.UNDO:
        changes |= {"paused_at": None}
    swapped = Contribution.objects.filter(pk=contribution.pk, status=before).update(
        status=after, touched_at=at, **changes
    )
    if not swapped:
        contribution.refresh_from_db()
        raise WrongState(_already(contribution))
    contribution.refresh_from_db()
    event = ModerationEvent.objects.create(
        contribution=contribution, actor=actor.account, action=action, before=before,
        after=after, note=note.strip(), details=details or {}, at=at,
    )  # fmt: skip
    if action in MAILED:
        due_at = at + timedelta(minutes=settings.UNDO_MINUTES)
        notifications.write(contribution, MAILED[action], event=event, due_at=due_at)
        transaction.on_commit(partial(send_letters.using(run_after=due_at).enqueue))
    return event


def _already(contribution: Contribution) -> str:
    who = contribution.decided_by
    if who is None:
        return str(WrongState.default)
    return _("%(who)s has decided this a moment ago: “%(status)s”.") % {
        "who": who.display_name or _("A colleague"),
        "status": Status(contribution.status).label,
    }


# --- Who is looking at it ---------------------------------------------------


def claim(
    contribution: Contribution,
    *,
    by,
    take_over: bool = False,
    at: datetime | None = None,
) -> bool:
    """Say “I am looking at this” for a while; False when a colleague is.

    Raises: NotAllowed for taking over without the right.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if take_over and not permissions.may_break_claim(actor):
        raise NotAllowed
    waiting = Contribution.objects.filter(pk=contribution.pk, status=Status.SUBMITTED)
    if not take_over:
        waiting = waiting.filter(
            Q(claimed_by__isnull=True)
            | Q(claimed_by=actor.account)
            | Q(claimed_until__lt=at)
        )
    claimed = waiting.update(
        claimed_by=actor.account,
        claimed_until=at + timedelta(minutes=settings.CLAIM_MINUTES),
    )
    contribution.refresh_from_db()
    return bool(claimed)


def release(contribution: Contribution, *, by) -> None:
    """Let a colleague look at it."""
    Contribution.objects.filter(
        pk=contribution.pk, claimed_by=as_actor(by).account
    ).update(claimed_by=None, claimed_until=None)
    contribution.refresh_from_db()
