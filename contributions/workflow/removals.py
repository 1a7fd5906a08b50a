"""A wish for removal: asked from an item's page, proven by mail, covered, decided."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import audit
from contributions import permissions
from contributions.models import Contribution, Letter, Message, RemovalCase
from contributions.permissions import Actor, as_actor
from contributions.states import Status
from contributions.tasks import send_letters
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from contributions.workflow.table import refuse_own
from history import publishing, withholding
from history.models import Item, Person

ANSWER_WITHIN = timedelta(days=5)  # three working days, and a weekend
LETTERS_AN_HOUR = 3
LETTERS_A_DAY = 10
Decision, State = RemovalCase.Decision, RemovalCase.State


@transaction.atomic
def ask(
    item: Item,
    *,
    asker: str,
    ground: str,
    words: str,
    email: str,
    language: str,
    name: str = "",
    at: datetime | None = None,
) -> RemovalCase:
    """Note that somebody wants an item gone; it counts once their address is proven.

    Who asks too often gets no more letters, and is not told so.
    """
    at, email = at or timezone.now(), email.strip().lower()
    case = RemovalCase.objects.create(
        item=item, asker=asker, ground=ground, words=words.strip(), email=email,
        name=name.strip(), language=language, asked_at=at,
    )  # fmt: skip
    if _may_mail(email, at=at):
        _write(case, Letter.Kind.CASE_PROVE, at=at)
    return case


@transaction.atomic
def prove(case: RemovalCase, *, at: datetime | None = None) -> RemovalCase:
    """Take the case up: its mail was opened. Safe to repeat.

    Effects: a letter to the library; where a child or privacy is concerned the item
    leaves the public at once, unless the library has answered such a wish before.
    """
    at = at or timezone.now()
    proven = RemovalCase.objects.filter(pk=case.pk, state=State.UNPROVEN).update(
        state=State.OPEN, opened_at=at, promise_at=at + ANSWER_WITHIN
    )
    case.refresh_from_db()
    if proven:
        _cover(case, [case.item])
        _write(case, Letter.Kind.CASE_OPEN, at=at)
    return case


def open_for_giver(
    contribution: Contribution, *, items: Iterable[Item], ground: str, words: str, at
) -> RemovalCase:
    """Take up the wish of who gave it: their address is proven already."""
    case = RemovalCase.objects.create(
        item=contribution.item, contribution=contribution,
        asker=RemovalCase.Asker.GIVER, ground=ground, words=words,
        name=contribution.name, email=contribution.email,
        language=contribution.language, state=State.OPEN, asked_at=at, opened_at=at,
        promise_at=at + ANSWER_WITHIN,
    )  # fmt: skip
    _cover(case, items)
    return case


@transaction.atomic
def take_back(case: RemovalCase, *, at: datetime | None = None) -> RemovalCase:
    """Let who asked change their mind before anybody decided. Raises: WrongState."""
    swapped = RemovalCase.objects.filter(
        pk=case.pk, state__in=[State.OPEN, State.UNPROVEN]
    ).update(state=State.WITHDRAWN)
    case.refresh_from_db()
    if not swapped:
        raise WrongState(_("The library has decided this already."))
    _uncover(case, by=None, at=at)
    return case


def may_decide(actor: Actor, case: RemovalCase) -> bool:
    """Say whether this person may decide: never about their own wish or gift."""
    if not permissions.may_see_queue(actor):
        return False
    return not settings.FOUR_EYES or not _is_own(actor, case)


@transaction.atomic
def decide(
    case: RemovalCase,
    *,
    by,
    decision: str,
    reason: str,
    credit: bool = False,
    people: Iterable[Person] = (),
    at: datetime | None = None,
) -> RemovalCase:
    """Decide a wish for removal, do what was decided, and tell who asked.

    `credit` and `people` say whose names go where the decision is to hide a name.
    Raises: NotAllowed, Incomplete, WrongState (also for the loser of a race).
    """
    at, actor, people = at or timezone.now(), as_actor(by), list(people)
    _refuse(case, actor, decision)
    if not reason.strip():
        raise Incomplete(
            _("Please say why, in words that the person can read."), "reason"
        )
    if decision == Decision.HIDE_NAME and not (credit or people):
        raise Incomplete(_("Please choose which name goes."), "names")
    if decision == Decision.BLUR and not withholding.has_a_mask(case.item):
        raise Incomplete(
            _("First cover the face on the picture, then decide here."), "decision"
        )
    swapped = RemovalCase.objects.filter(pk=case.pk, state=State.OPEN).update(
        state=State.DECIDED, decision=decision, reason=reason.strip(), decided_at=at,
        decided_by=actor.account,
    )  # fmt: skip
    case.refresh_from_db()
    if not swapped:
        raise WrongState(
            _("This is no longer open: it is now “%(state)s”.")
            % {"state": case.get_state_display()}
        )
    for item in items_of(case):
        _carry_out(item, decision, actor.account, reason, credit, people, at)
    _uncover(case, by=actor.account, at=at)
    audit.record(
        "removal.decide", case, by=actor.account, note=reason, at=at,
        after={"decision": decision, "item": case.item},
    )  # fmt: skip
    _tell_givers(case, reason.strip(), actor.account, at)
    if case.email:
        _write(case, Letter.Kind.CASE_DONE, at=at)
    return case


def close_for_giver(
    contribution: Contribution, *, by, decision: str, reason: str, at: datetime
) -> None:
    """Close the case of a giver whom the desk has answered on its own page."""
    case = RemovalCase.objects.filter(
        contribution=contribution, state=State.OPEN
    ).first()
    if case is None:
        return
    RemovalCase.objects.filter(pk=case.pk).update(
        state=State.DECIDED, decision=decision, reason=reason.strip(), decided_at=at,
        decided_by=by,
    )  # fmt: skip
    case.refresh_from_db()
    _uncover(case, by=by, at=at)
    _write(case, Letter.Kind.CASE_DONE, at=at)


def items_of(case: RemovalCase) -> list[Item]:
    """List what a case is about: one item, or all that a gift has made."""
    keys = {case.item_id}
    if case.contribution is not None:
        event = (
            case.contribution.events.filter(after=Status.PUBLISHED)
            .order_by("-pk")
            .first()
        )
        if event is not None and not event.details.get("extended"):
            keys |= set(event.details["items"])
    return list(Item.objects.filter(pk__in=keys).order_by("pk"))


def givers_of(case: RemovalCase) -> list[Contribution]:
    """List the contributions that the item came from."""
    return list(
        Contribution.objects.filter(item=case.item, status=Status.PUBLISHED).order_by(
            "pk"
        )
    )


def _is_own(actor: Actor, case: RemovalCase) -> bool:
    account = actor.account
    if account is not None and case.email == account.email.lower():
        return True
    gifts = givers_of(case)
    if case.contribution is not None:
        gifts.append(case.contribution)
    return any(permissions.is_own(actor, gift) for gift in gifts)


def _refuse(case: RemovalCase, actor: Actor, decision: str) -> None:
    if not may_decide(actor, case):
        if case.contribution is not None:
            refuse_own(actor, case.contribution)
        if permissions.may_see_queue(actor):
            raise NotAllowed(_("This is about you, so a colleague has to decide it."))
        raise NotAllowed
    if decision not in Decision.values:
        raise Incomplete(_("Please choose what happens with it."), "decision")
    is_final = decision in (Decision.TAKE_DOWN, Decision.ARCHIVE)
    if is_final and not actor.user.has_perm("history.take_down_item"):
        raise NotAllowed


def _carry_out(item, decision, account, reason, credit, people, at) -> None:
    if item.status == Item.Status.REMOVED:
        return
    match decision:
        case Decision.TAKE_DOWN:
            publishing.take_down(item, by=account, reason=reason, at=at)
        case Decision.ARCHIVE:
            withholding.seal(item, by=account, reason=reason, at=at)
        case Decision.HIDE_NAME:
            withholding.unname(
                item, by=account, credit=credit, people=people, reason=reason
            )


def _cover(case: RemovalCase, items: Iterable[Item]) -> None:
    answered = RemovalCase.objects.filter(
        item=case.item, decision__in=[Decision.KEEP, Decision.BLUR]
    ).exclude(contribution__isnull=False)
    is_asked_again = case.contribution_id is None and answered.exists()
    if not case.covers_at_once or is_asked_again:
        return
    for item in items:
        if item.status == Item.Status.PUBLISHED:
            publishing.hide(item, by=None)
            case.was_covered = True
    case.save(update_fields=["was_covered"])


def _uncover(case: RemovalCase, *, by, at: datetime | None) -> None:
    """Show again what the case had covered, unless another one covers it."""
    if not case.was_covered:
        return
    for item in items_of(case):
        others = RemovalCase.objects.filter(
            item=item, state=State.OPEN, was_covered=True
        ).exclude(pk=case.pk)
        is_covered = item.status == Item.Status.HIDDEN and not item.is_archive_only
        if is_covered and not others.exists():
            publishing.restore(item, by=by, at=at)


def _tell_givers(case: RemovalCase, reason: str, account, at: datetime) -> None:
    """Write into the thread of each giver what became of it; never who asked."""
    gone = case.decision in (Decision.TAKE_DOWN, Decision.ARCHIVE)
    gifts = [case.contribution] if case.contribution else givers_of(case) * gone
    for gift in gifts:
        with override(gift.language):
            told = f"{case.get_decision_display()}. {reason}"
        Message.objects.create(
            contribution=gift, author=account, is_from_library=True, body=told,
            created_at=at,
        )  # fmt: skip
    if case.contribution is None:
        return
    changes = {"touched_at": at}
    if case.decision != Decision.TAKE_DOWN:
        changes["removal_requested_at"] = None
    if case.decision == Decision.ARCHIVE:
        changes["audience"] = Contribution.Audience.ARCHIVE
    Contribution.objects.filter(pk=case.contribution_id).update(**changes)


def _may_mail(email: str, *, at: datetime) -> bool:
    sent = Letter.objects.filter(kind=Letter.Kind.CASE_PROVE, case__email=email)
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    return (
        sent.filter(created_at__gt=hour).count() < LETTERS_AN_HOUR
        and sent.filter(created_at__gt=day).count() < LETTERS_A_DAY
    )


def _write(case: RemovalCase, kind: str, *, at: datetime) -> None:
    Letter.objects.create(case=case, kind=kind, due_at=at)
    transaction.on_commit(send_letters.enqueue)
