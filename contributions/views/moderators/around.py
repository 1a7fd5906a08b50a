"""What waits around the one on the desk: the queue as it was narrowed, in its order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from contributions.filters import QueueFilter, View, pile
from contributions.models import Contribution
from contributions.states import Action
from contributions.views.moderators import cards
from contributions.workflow import available_actions, undoable_until

RAIL = 12
A_LOOK = 500  # how far the keys see along the queue
LATELY = timedelta(days=14)


def within(request) -> str:
    """Give the narrowing and order of the queue as a query: "?kind=memory", or nothing."""
    names = ["view", *QueueFilter.base_filters]
    kept = [(name, value) for name in names for value in request.GET.getlist(name)]
    kept = [(name, value) for name, value in kept if value]
    return f"?{urlencode(kept)}" if kept else ""


def review_url(reference: str, query: str = "") -> str:
    """Give the address of a desk that remembers from which queue one came."""
    return reverse("contributions:review", args=[reference]) + query


def waiting(request, *, at: datetime):
    """Give the pile that this person works off, narrowed as the address says."""
    view = request.GET.get("view", "")
    view = view if view in View.values else View.WAITING
    gifts = Contribution.objects.for_staff(request.user)
    if view == View.WAITING:
        gifts = Contribution.objects.decidable_by(request.actor)
    found = pile(gifts, view, user=request.user, since=at - LATELY)
    return QueueFilter(request.GET, queryset=found, request=request, at=at).qs


@dataclass(frozen=True)
class Neighbours:
    """The rail, and the addresses before and after."""

    rail: list[dict]
    previous_url: str
    next_url: str
    query: str


def neighbours(request, gift: Contribution, *, at: datetime) -> Neighbours:
    """Find what stands around it in the queue one came from."""
    query, actor = within(request), request.actor
    found = waiting(request, at=at)
    keys = list(found.values_list("pk", flat=True)[:A_LOOK])
    place = keys.index(gift.pk) if gift.pk in keys else None
    first, before, after = 0, [], keys
    if place is not None:
        first = max(0, min(place - RAIL // 3, len(keys) - RAIL))
        before, after = keys[:place], keys[place + 1 :]
    shown = keys[first : first + RAIL]
    wanted = {*shown, *before[-1:], *after[:1]}
    rows = {
        row.pk: row
        for row in Contribution.objects.filter(pk__in=wanted)
        .with_thumbnails()
        .with_answers()
        .select_related("claimed_by")
    }
    if place is None:
        after = _free_first(after, rows, actor, at)
    return Neighbours(
        rail=[
            cards.queue_card(rows[pk], actor=actor, at=at)
            | {
                "url": review_url(rows[pk].reference, query),
                "is_here": pk == gift.pk,
            }
            for pk in shown
            if pk in rows
        ],
        previous_url=review_url(rows[before[-1]].reference, query)
        if before and before[-1] in rows
        else "",
        next_url=review_url(rows[after[0]].reference, query)
        if after and after[0] in rows
        else "",
        query=query,
    )


def following(request, gift: Contribution) -> int | None:
    """Say which one came after it; ask before the decision, which takes it away."""
    keys = list(
        waiting(request, at=timezone.now()).values_list("pk", flat=True)[:A_LOOK]
    )
    if gift.pk not in keys:
        return None
    after = keys[keys.index(gift.pk) + 1 :]
    return after[0] if after else None


def next_url(request, *, after: int | None = None) -> str:
    """Give the address of the next one nobody looks at; empty when nothing is left.

    `after` is where one was going (`following`); what a colleague took meanwhile is
    passed over, and behind the end the queue begins anew.
    """
    at = timezone.now()
    free = waiting(request, at=at).free_for(request.user, at=at)
    if request.GET.get("view", View.WAITING) not in ("", View.WAITING):
        return ""
    keys = list(free.values_list("pk", flat=True)[:A_LOOK])
    if not keys:
        return ""
    wanted = after if after in keys else keys[0]
    reference = Contribution.objects.values_list("reference", flat=True).get(pk=wanted)
    return review_url(reference, within(request))


def undo_offer(request) -> dict | None:
    """Offer to undo what was just done, named by `done` in the address."""
    reference = request.GET.get("done", "")
    if not reference:
        return None
    gift = (
        Contribution.objects.for_staff(request.user)
        .select_related("claimed_by")
        .filter(reference=reference)
        .first()
    )
    if gift is None:
        return None
    if Action.UNDO not in available_actions(gift, by=request.actor):
        return None
    query = within(request)
    return {
        "title": gift.title or gift.reference,
        "lang": gift.language,
        "status": gift.get_status_display(),
        "until": undoable_until(gift),
        "url": reverse("contributions:act", args=[reference, Action.UNDO.value])
        + query,
        "review_url": review_url(reference, query),
    }


def _free_first(keys: list[int], rows: dict, actor, at: datetime) -> list[int]:
    """Pass over what a colleague looks at, of those that were read."""
    taken = {
        pk
        for pk, row in rows.items()
        if row.claimed_by is not None
        and row.claimed_until > at
        and row.claimed_by != actor.account
    }
    return [pk for pk in keys if pk not in taken]
