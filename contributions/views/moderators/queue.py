"""The queue: what waits, the most urgent first, in a constant number of queries."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from contributions.bulk import AT_MOST
from contributions.filters import QueueFilter, View, pile
from contributions.models import Batch, Comment, Contribution, SavedView
from contributions.moments import database_now
from contributions.states import Status
from contributions.views.moderators import around, cards
from contributions.views.moderators.door import staff_only

A_PAGE = 40
LATELY = timedelta(days=14)
PROMISE_SINCE = timedelta(days=90)
LOOKS = ("list", "grid")
LOOK_KEPT = "queue_look"
OFTEN_USED = ("kind", "age", "assigned")
SORTED_BY = {
    View.WAITING: "promise_at",
    View.ASKED: "-touched_at",
    View.REMOVAL: "removal_requested_at",
    View.MINE: "-decided_at",
    View.UNREAD: "unread_since",
    View.ASIDE: "-decided_at",
}
LIVE_AT_MOST = 100
LETTERS = {
    Batch.Verb.PUBLISH: "p", Batch.Verb.ASK: "a", Batch.Verb.DECLINE: "d",
    Batch.Verb.MARK_SPAM: "s", Batch.Verb.ASSIGN: "g", Batch.Verb.ATTACH: "c",
}  # fmt: skip
"""The keys of the desk, for many at once."""


@staff_only
@require_safe
def queue(request):
    """Show one pile of the queue with its filters, counts and the state of the promise."""
    at = database_now()
    view = request.GET.get("view", "") or View.WAITING
    gifts = Contribution.objects.for_staff(request.user)
    found = narrowed(request, gifts, view=view, at=at)
    after = read_place(request.GET.get("after", ""))
    problems = [*found.problems]
    if view not in View.values:
        problems.append(_("The queue has no such pile."))
    if request.GET.get("after") and after is None:
        problems.append(_("This place in the list is not known. Begin at its top."))
    if problems:
        context = {"problems": problems, "url": reverse("contributions:queue")}
        return render(
            request, "contributions/moderators/queue_unknown.html", context, status=400
        )
    return render(
        request,
        "contributions/moderators/queue.html",
        _page(request, gifts, found, View(view), after, at=at),
    )


def _page(request, gifts, found: QueueFilter, view: View, after, *, at) -> dict:
    since = at - LATELY
    counts = gifts.counts_for_queue(request.user, since=since)
    rows = _rows(found.qs, view, after)
    page, is_more = rows[:A_PAGE], len(rows) > A_PAGE
    chosen = request.GET.copy()
    for name in ("after", "page", "done", "batch", "look"):
        chosen.pop(name, None)
    kept = chosen.urlencode()
    facets = found.facets()
    look = _look(request)
    return {
        "view": view,
        "views": views(counts, view),
        "facets": [one for one in facets if one.name in OFTEN_USED],
        "more_facets": [one for one in facets if one.name not in OFTEN_USED],
        "more_is_open": bool(set(found.chosen) - set(OFTEN_USED)),
        "chosen": _chosen(found, facets, chosen),
        "is_narrowed": bool(found.chosen),
        "cards": [
            cards.queue_card(gift, actor=request.actor, at=at)
            | {"url": around.review_url(gift.reference, around.within(request))}
            for gift in page
        ],
        "total": found.qs.count() if found.chosen else counts[view.value],
        "first_url": f"?{kept}" if after else "",
        "next_url": _next_url(chosen, page[-1], view) if is_more and page else "",
        "look": look,
        "looks": [
            {
                "name": name,
                "url": f"?{_with(chosen, look=name)}",
                "is_here": name == look,
            }
            for name in LOOKS
        ],
        "saved": _saved(request, found),
        "query": found.query(),
        "verbs": _verbs(view),
        "at_most": AT_MOST,
        "promise": promise_line(
            gifts.promise_figures(at=at, since=at - PROMISE_SINCE), at=at
        ),
        "undo": around.undo_offer(request),
    }


def narrowed(request, gifts, *, view: str, at: datetime) -> QueueFilter:
    """Narrow a pile by the words of the address."""
    return QueueFilter(
        request.GET,
        queryset=pile(gifts, view, user=request.user, since=at - LATELY),
        request=request,
        at=at,
    )


@staff_only
@require_safe
def live(request):
    """Say who looks at what now, for the cards that a page shows; for scripts.

    Shape: reference → {claim, status, label, waiting, assigned}.
    """
    at = database_now()
    wanted = request.GET.get("refs", "").split(",")[:LIVE_AT_MOST]
    gifts = (
        Contribution.objects.for_staff(request.user)
        .filter(reference__in=wanted)
        .select_related("claimed_by", "assigned_to", "decided_by")
    )
    found = {
        gift.reference: {
            "claim": cards.claim_words(gift, actor=request.actor, at=at),
            "status": gift.status,
            "label": cards.status_words(gift),
            "waiting": gift.status == Status.SUBMITTED,
            "assigned": cards.assigned_words(gift, actor=request.actor),
        }
        for gift in gifts
    }
    return JsonResponse(found)


def _rows(found, view: View, after: tuple[datetime, int] | None) -> list:
    """Read one page and one row more, from a place on.

    First which ones, then all about them: what is added to a row is worked out for a
    page, not for everything that waits.
    """
    rows = found
    if after is not None:
        column = SORTED_BY[view]
        way = "lt" if column.startswith("-") else "gt"
        name, (moment, number) = column.removeprefix("-"), after
        rows = rows.filter(
            Q(**{f"{name}__{way}": moment}) | Q(**{name: moment, f"pk__{way}": number})
        )
    numbers = list(rows.values_list("pk", flat=True)[: A_PAGE + 1])
    known = {
        row.pk: row
        for row in Contribution.objects.filter(pk__in=numbers)
        .with_thumbnails()
        .with_answers()
        .with_likeness()
        .select_related("claimed_by", "assigned_to")
        .defer("removal_reason")
    }
    return [known[number] for number in numbers if number in known]


def read_place(words: str) -> tuple[datetime, int] | None:
    """Read from where a list goes on: a moment and a number."""
    moment, _tilde, number = words.partition("~")
    try:
        found = parse_datetime(moment)
    except ValueError:
        return None
    if found is None or timezone.is_naive(found):
        return None
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    return found, int(number)


def _next_url(chosen, last: Contribution, view: View) -> str:
    moment = getattr(last, SORTED_BY[view].removeprefix("-"))
    return f"?{_with(chosen, after=f'{moment.isoformat()}~{last.pk}')}"


def _with(chosen, **changes: str) -> str:
    query = chosen.copy()
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def _look(request) -> str:
    """Give the look of the list, and keep it for the next time."""
    asked = request.GET.get("look", "")
    if asked in LOOKS and request.session.get(LOOK_KEPT) != asked:
        request.session[LOOK_KEPT] = asked
    kept = request.session.get(LOOK_KEPT, "")
    return kept if kept in LOOKS else LOOKS[0]


def _chosen(found: QueueFilter, facets, query) -> list[dict]:
    """List the filters in force, each with the address without it."""
    tags = []
    for facet in facets:
        if not facet.value:
            continue
        rest = query.copy()
        rest.pop(facet.name, None)
        words = next(c.label for c in facet.choices if c.value == facet.value)
        tags.append({"label": f"{facet.label}: {words}", "url": f"?{rest.urlencode()}"})
    return tags


def _saved(request, found: QueueFilter) -> list[dict]:
    """List the views that this person may use; the one in force is marked."""
    here = found.query()
    return [
        {
            "pk": one.pk,
            "name": one.name,
            "url": f"?{one.query}",
            "is_here": one.query == here,
            "is_mine": one.is_mine,
            "is_shared": one.is_shared,
            "owner": "" if one.is_mine else one.owner.get_short_name(),
        }
        for one in SavedView.objects.for_user(request.user)
    ]


def _verbs(view: View) -> list[tuple[str, str, str]]:
    """Name what can be done with many of this pile: value, words, and the key for it."""
    verb = Batch.Verb
    names = {
        View.WAITING: [
            verb.PUBLISH, verb.ASK, verb.DECLINE, verb.MARK_SPAM, verb.ASSIGN,
        ],
        View.ASKED: [verb.ASSIGN],
        View.MINE: [verb.ATTACH],
    }  # fmt: skip
    return [(one.value, str(one.label), LETTERS[one]) for one in names.get(view, [])]


def views(counts: dict[str, int], chosen: str) -> list[dict]:
    """Prepare the tabs; comments are one of them."""
    tabs = [
        {
            "label": view.label,
            "url": f"?view={view.value}" if view != View.WAITING else "?",
            "count": counts[view.value],
            "is_here": view == chosen,
            "view": view.value,
        }
        for view in View
    ]
    held = {"label": _("Comments"), "view": "comments", "is_here": chosen == "comments"}
    held["count"] = Comment.objects.held().count()
    return [*tabs, held]


def promise_line(figures: dict, *, at) -> list[str]:
    """Say how the library keeps its promise to answer, in a few words each."""
    kept, broken, oldest = figures["kept"], figures["broken"], figures["oldest"]
    line = []
    if kept or broken:
        line.append(
            ngettext(
                "%(n)s answer in time in 90 days",
                "%(n)s answers in time in 90 days",
                kept,
            )
            % {"n": kept}
        )
        line.append(_("%(n)s too late") % {"n": broken})
    if oldest:
        days = (timezone.localdate(at) - timezone.localdate(oldest)).days
        line.append(
            ngettext(
                "the longest waits for %(n)s day",
                "the longest waits for %(n)s days",
                days,
            )
            % {"n": days}
        )
    return line
