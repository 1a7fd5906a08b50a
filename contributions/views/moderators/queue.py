"""The queue: what waits, the most urgent first, in a constant number of queries."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from contributions.filters import QueueFilter, View, pile
from contributions.models import Comment, Contribution
from contributions.views.moderators import cards
from contributions.views.moderators.door import staff_only
from contributions.views.moderators.review import undo_offer

A_PAGE = 40
LATELY = timedelta(days=14)
PROMISE_SINCE = timedelta(days=90)


@staff_only
@require_safe
def queue(request):
    """Show one pile of the queue with its filters, counts and the state of the promise."""
    at = timezone.now()
    since = at - LATELY
    view = request.GET.get("view", "")
    view = view if view in View.values else View.WAITING
    gifts = Contribution.objects.for_staff(request.user)
    counts = gifts.counts_for_queue(request.user, since=since)
    found = QueueFilter(
        request.GET,
        queryset=pile(gifts, view, user=request.user, since=since),
        request=request,
        at=at,
    )
    rows = (
        found.qs.with_thumbnails()
        .with_answers()
        .select_related("claimed_by")
        .defer("removal_reason")
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    chosen = request.GET.copy()
    chosen.pop("page", None)
    context = {
        "view": view,
        "views": views(counts, view),
        "filter": found,
        "is_narrowed": any(request.GET.get(name) for name in found.filters),
        "cards": [cards.queue_card(gift, actor=request.actor, at=at) for gift in page],
        "total": page.paginator.count,
        "previous_url": _page_url(chosen, page.previous_page_number())
        if page.has_previous()
        else "",
        "next_url": _page_url(chosen, page.next_page_number())
        if page.has_next()
        else "",
        "promise": promise_line(
            gifts.promise_figures(at=at, since=at - PROMISE_SINCE), at=at
        ),
        "undo": undo_offer(request),
    }
    return render(request, "contributions/moderators/queue.html", context)


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


def _page_url(chosen, number: int) -> str:
    query = chosen.copy()
    query["page"] = number
    return f"?{query.urlencode()}"
