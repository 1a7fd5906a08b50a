"""Two people, or two places, that are one: chosen, looked at side by side, joined."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from history import addresses, facts, naming, uniting
from history import presenting as words
from history.merging import Unfit
from history.models import Person, Place
from history.views.door import staff

SHOWN = 6


@dataclass(frozen=True)
class _Kind:
    """What differs between the two pages."""

    name: str
    rows: type[models.Model]
    merge: Callable
    stays: str | Promise
    warning: str | Promise


PERSON = _Kind(
    "person", Person, uniting.merge_people, gettext_lazy("The person who stays"),
    gettext_lazy(
        "Items, marks on pictures and what is said of the one that goes come to the one "
        "that stays. All names stay as other names, and people still find them in the "
        "search. The old address leads to the new one from now on."
    ),
)  # fmt: skip
PLACE = _Kind(
    "place", Place, uniting.merge_places, gettext_lazy("The place that stays"),
    gettext_lazy(
        "Items, places inside, names and what is said of the one that goes come to the "
        "one that stays. All names stay, with their years, and people still find them "
        "in the search. The old address leads to the new one from now on."
    ),
)  # fmt: skip


@staff("history.change_person")
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, slug: str):
    """Join two people of the catalogue."""
    return _merge(request, slug, PERSON)


@staff("history.change_place")
@require_http_methods(["GET", "HEAD", "POST"])
def places(request, slug: str):
    """Join two places of the gazetteer."""
    return _merge(request, slug, PLACE)


def _merge(request, slug: str, kind: _Kind):
    if request.method != "POST":
        now = addresses.find(kind.name, slug)
        if now is not None:
            return redirect(f"history:{kind.name}_merge", now.slug)
    source = get_object_or_404(kind.rows, slug=slug)
    others = kind.rows._default_manager.exclude(pk=source.pk)
    typed = (request.POST or request.GET).get("into", "").strip()
    target = others.filter(slug=typed[:80]).first() if typed else None
    if request.method != "POST" or target is None:
        status = 400 if request.method == "POST" else 200
        return _page(request, kind, source, target, typed=typed, status=status)
    try:
        target = kind.merge(
            source, into=target, by=request.user,
            reason=request.POST.get("reason", ""),
            seen=(request.POST.get("seen", ""), request.POST.get("seen_into", "")),
        )  # fmt: skip
    except Unfit as refusal:
        missing = not request.POST.get("reason", "").strip()
        return _page(
            request, kind, source, target, typed=typed, problem=refusal.sentence,
            status=400 if missing else 409,
        )  # fmt: skip
    messages.success(request, _("They are one now: %(name)s.") % {"name": target.name})
    return redirect(reverse(f"admin:history_{kind.name}_change", args=[target.pk]))


def _page(request, kind, source, target, *, typed: str, problem="", status=200):
    found = [] if target else list(naming.alike(source, typed))
    if status == 400 and target is None:
        problem = _("Please choose which one stays.")
    context = {
        "kind": kind,
        "source": source,
        "target": target,
        "typed": typed,
        "found": [{"row": row, "about": _about(row)} for row in found],
        "sides": [_side(source), _side(target)] if target else [],
        "reason": request.POST.get("reason", ""),
        "problem": problem,
        "workroom": reverse(f"admin:history_{kind.name}_change", args=[source.pk]),
    }
    return render(request, "history/staff/unite.html", context, status=status)


def _about(row) -> str:
    """Say in a few words who or what this is."""
    if isinstance(row, Person):
        years = facts.years_of(row) or (_("may be living") if row.is_living else "")
        first = years
    else:
        first = str(row.get_kind_display())
        if row.parent:
            first = f"{first}, {row.parent.name}"
    count = words.count_of(row.items.count())
    return " · ".join(part for part in (first, count) if part)


def _side(row) -> dict:
    """Give what is compared of one of the two."""
    shown = row.items.published().with_cover().in_time()[:SHOWN]
    if isinstance(row, Person):
        names = row.other_names.splitlines()
    else:
        names = [
            f"{name['name']} ({time['years']})" if time["years"] else name["name"]
            for time in facts.names_through_time(row)
            for name in time["names"]
        ]
    moves = uniting.what_moves(row)
    labels = {
        "items": _("Items"), "claims": _("Said of items"),
        "regions": _("Marks on pictures"), "names": _("Other names"),
        "children": _("Places in it"), "calls": _("Calls"),
    }  # fmt: skip
    return {
        "row": row,
        "about": _about(row),
        "names": names,
        "cards": words.cards(shown),
        "moves": [(labels[name], count) for name, count in moves.items()],
        "mark": uniting.mark_of(row),
    }
