"""One after the other: written down first, done in turn, found again after a crash."""

import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy, override
from django_tasks import task

from contributions import desk, permissions, workflow
from contributions.bulk.asking import (
    ACTIONS,
    AT_MOST,
    Verb,
    Wish,
    asked_for,
    check,
    check_wish,
    colleague,
    collections,
    preview,
)
from contributions.models import Batch, BatchEntry, Contribution
from contributions.moments import database_now
from contributions.permissions import Actor
from contributions.wording import described
from contributions.workflow import versions
from contributions.workflow.table import last_event
from history import curation
from history.models import Collection, CollectionEntry, Item
from history.naming import people_named
from history.publishing import Description, NotReady

IN_A_REQUEST_S = 8.0
LEFT_ALONE = timedelta(minutes=10)
GONE = gettext_lazy("It was taken back meanwhile.")
OVERTAKEN = gettext_lazy("It was changed at this very moment. Please try again.")
State = BatchEntry.State


def begin(
    seen: Mapping[str, str], wish: Wish, *, by: Actor, key: uuid.UUID
) -> tuple[Batch, bool]:
    """Write down what was asked for; False where this form was sent before.

    `seen` maps each reference to the version that was looked at, or to nothing. Ones
    that this person may not decide are refused here and now.
    Raises: NotAllowed, Incomplete.
    """
    if not permissions.may_see_queue(by):
        raise workflow.NotAllowed
    check_wish(wish)
    references = asked_for(seen)
    with transaction.atomic():
        batch, is_new = Batch.objects.get_or_create(
            key=key,
            defaults={
                "actor": by.account, "verb": wish.verb, "words": wish.as_json(),
                "language": (get_language() or settings.LANGUAGE_CODE)[:2],
                "at": database_now(),
            },
        )  # fmt: skip
        if not is_new:
            if batch.actor != by.account:
                raise workflow.NotAllowed
            return batch, False
        rows = preview(references, wish, by=by)
        BatchEntry.objects.bulk_create(
            BatchEntry(
                batch=batch, contribution=row.gift, reference=row.reference,
                seen=seen.get(row.reference, "")[: versions.MARK_LENGTH],
                state=State.REFUSED if row.refusal else State.WAITING,
                sentence=row.refusal,
            )
            for row in rows
        )  # fmt: skip
    return batch, True


def work_off(batch: Batch, *, by: Actor, seconds: float | None = None) -> int:
    """Do one after the other; say how many are left when the time is over."""
    until = None if seconds is None else time.monotonic() + seconds
    wish = Wish.of(batch)
    with override(batch.language):
        for entry in batch.entries.filter(state=State.WAITING).order_by("pk"):
            if until is not None and time.monotonic() > until:
                break
            if swap(entry, State.WAITING, State.DOING):
                _settle(entry, wish, by=by)
    return batch.entries.filter(state=State.WAITING).count()


@task()
def carry_on(batch_id: int, holds: list[int] | None = None) -> int:
    """Do in the background what did not fit into the request."""
    batch = Batch.objects.select_related("actor").filter(pk=batch_id).first()
    if batch is None or batch.actor is None:
        return 0
    return work_off(batch, by=Actor(batch.actor, frozenset(holds or ())))


def tick() -> None:
    """Find what a killed process left in the middle, and go on."""
    before = database_now() - LEFT_ALONE
    for entry in BatchEntry.objects.filter(
        state=State.DOING, touched_at__lt=before
    ).select_related("batch", "contribution")[:AT_MOST]:
        event = _event_of(entry)
        if event is not None:
            end(entry, State.DONE, event=event)
        else:
            swap(entry, State.DOING, State.WAITING)
    late = BatchEntry.objects.filter(state=State.WAITING, touched_at__lt=before)
    for pk in set(late.values_list("batch_id", flat=True)[:AT_MOST]):
        carry_on.enqueue(pk)


def as_sent(gift: Contribution) -> Description:
    """Give the resident's own words as the archive takes them."""
    words = desk.starting_words(gift)
    names = [name for name in words["people"].splitlines() if name]
    people = {person.pk: person for person in people_named(names).values()}
    return described(gift, creator=words["creator"], people=tuple(people.values()))


def _settle(entry: BatchEntry, wish: Wish, *, by: Actor) -> None:
    """Do one, and write down how it ended; nothing is ever half-done."""
    by = afresh(by)
    gift = (
        Contribution.objects.for_staff(by.user)
        .select_related(
            "claimed_by", "assigned_to", "item", "place", "about_item", "contributor"
        )
        .prefetch_related("attachments__master")
        .filter(pk=entry.contribution_id)
        .first()
    )
    try:
        if gift is None:
            may = permissions.may_see_queue(by)
            raise workflow.WrongState(GONE) if may else workflow.NotAllowed()
        check(gift, wish, by=by)
        if wish.verb in ACTIONS:
            versions.check_looked(gift, seen=entry.seen, by=by, at=database_now())
        before = _do(gift, wish, by=by, seen=entry.seen)
    except (workflow.Refusal, NotReady) as refusal:
        end(entry, State.REFUSED, sentence=str(refusal.sentence))
    except IntegrityError:
        end(entry, State.REFUSED, sentence=str(OVERTAKEN))
    else:
        event = last_event(gift) if wish.verb in ACTIONS else None
        end(entry, State.DONE, event=event, before=before)


def _do(gift: Contribution, wish: Wish, *, by: Actor, seen: str) -> dict[str, Any]:
    match wish.verb:
        case Verb.PUBLISH:
            workflow.publish(
                gift, by=by, description=as_sent(gift), into=collections(wish, by),
                seen=seen,
            )  # fmt: skip
        case Verb.ASK:
            workflow.ask(gift, by=by, note=wish.note, seen=seen)
        case Verb.DECLINE:
            workflow.decline(gift, by=by, reason=wish.reason, note=wish.note, seen=seen)
        case Verb.MARK_SPAM:
            workflow.mark_spam(gift, by=by, seen=seen)
        case Verb.ASSIGN:
            before = gift.assigned_to_id
            workflow.assign(gift, by=by, to=colleague(wish.to))
            return {"assigned_to": before}
        case Verb.ATTACH:
            return {"entries": _attach(gift, collections(wish, by), by=by)}
    return {}


@transaction.atomic
def _attach(
    gift: Contribution, collections: Sequence[Collection], *, by: Actor
) -> list[list[int]]:
    new = []
    numbers = {gift.item_id, *workflow.made_items(gift)}
    items = list(Item.objects.filter(pk__in=numbers).order_by("pk"))
    known = set(
        CollectionEntry.objects.filter(
            collection__in=collections, item__in=items
        ).values_list("collection_id", "item_id")
    )
    for collection in collections:
        for item in items:
            curation.attach(item, to=collection, by=by.account)
            if (collection.pk, item.pk) not in known:
                new.append([collection.pk, item.pk])
    return new


def afresh(by: Actor) -> Actor:
    """Ask for the rights again: they may have been taken away meanwhile."""
    user = get_user_model().objects.filter(pk=by.user.pk, is_active=True).first()
    return Actor(user, by.holds) if user is not None else Actor()


def _event_of(entry: BatchEntry):
    """Find the act of an entry whose process died between the two writes."""
    action = ACTIONS.get(Verb(entry.batch.verb))
    if action is None or entry.contribution is None:
        return None
    return entry.contribution.events.filter(
        action=action, actor=entry.batch.actor_id, at__gte=entry.batch.at
    ).first()


def swap(entry: BatchEntry, before: State, after: State) -> bool:
    """Move an entry if it still is where we saw it."""
    return bool(
        BatchEntry.objects.filter(pk=entry.pk, state=before).update(
            state=after, touched_at=database_now()
        )
    )


def end(entry: BatchEntry, state: State, *, sentence="", event=None, before=None):
    changes: dict[str, Any] = {"state": state, "sentence": sentence}
    if event is not None:
        changes["event"] = event
    if before is not None:
        changes["before"] = before
    BatchEntry.objects.filter(pk=entry.pk).update(touched_at=database_now(), **changes)
