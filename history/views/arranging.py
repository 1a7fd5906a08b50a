"""The curators' desk of a collection: its pictures in order, added, noted, taken out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import display_name
from history import arranging, collecting, naming
from history import presenting as words
from history.merging import Unfit
from history.models import Collection, CollectionEntry, Item
from history.search import search
from history.views.collection_door import (
    Refused,
    curators_only,
    find,
    number_of,
    numbers,
)

ON_PAGE = 60
FOUND = 24


@curators_only
@require_safe
def desk(request, slug: str):
    """Show its pictures to be arranged, and search for more."""
    return page(request, find(slug))


def page(request, row: Collection, *, problem="", status=200):
    """Show one page of the entries, with what was found to be added."""
    paginator = Paginator(row.entries.in_order().with_items(), ON_PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 7):
        raise Http404
    shown = paginator.get_page(int(number))
    question = request.GET.get("q", "").strip()
    context = {
        "collection": row,
        "page": shown,
        "entries": [
            {"entry": entry, "card": words.card(entry.item), "number": place}
            for place, entry in enumerate(shown, start=shown.start_index())
        ],
        "count": paginator.count,
        "question": question,
        "found": _found(row, question, request.user) if question else [],
        "seen": collecting.version_of(row),
        "previous_url": f"?page={shown.number - 1}" if shown.has_previous() else "",
        "next_url": f"?page={shown.number + 1}" if shown.has_next() else "",
        "calls": list(row.calls.order_by("pk")),
        "curators": [display_name(person) for person in row.curators.order_by("pk")],
        "problem": problem,
        "is_by_date": row.order == Collection.Order.DATE,
    }
    return render(request, "history/staff/collection.html", context, status=status)


def _found(row: Collection, question: str, user) -> list[dict]:
    """Search for items to add; a reference finds what it names."""
    named = naming.item_named(question, user=user)
    ids = [named.pk] if named else search(q=question).ids[:FOUND]
    items = Item.objects.visible_to(user).with_cover().in_bulk(ids)
    inside = set(
        CollectionEntry.objects.filter(collection=row, item__in=ids).values_list(
            "item_id", flat=True
        )
    )
    return [
        {"item": items[pk], "card": words.card(items[pk]), "is_inside": pk in inside}
        for pk in ids
        if pk in items
    ]


@curators_only
@require_POST
def arrange(request, slug: str):
    """Move an entry by buttons, by a number, or by dragging; scripts get JSON."""
    row = find(slug)
    wants_json = "application/json" in request.headers.get("Accept", "")
    entry_id, to = _wanted(row, request.POST)
    try:
        place = arranging.move(
            row, entry_id, to=to, by=request.user, seen=number_of(request.POST, "seen")
        )
    except Refused as refusal:
        if wants_json:
            return JsonResponse({"detail": refusal.sentence}, status=409)
        return page(request, row, problem=refusal.sentence, status=409)
    said = _("Now at place %(place)s.") % {"place": place + 1}
    if wants_json:
        seen = collecting.version_of(row)
        return JsonResponse({"said": said, "place": place, "seen": seen})
    messages.success(request, said)
    number = place // ON_PAGE + 1
    url = reverse("history:collection_desk", args=[row.slug])
    return redirect(f"{url}?page={number}#entry-{entry_id}")


def _wanted(row: Collection, data) -> tuple[int, int]:
    """Read which entry goes where, counted from 0, from any of the three ways."""
    pressed = data.get("move", "").partition(":")
    if pressed[1] and pressed[0].isascii() and pressed[0].isdecimal():
        entry_id = int(pressed[0][:18])
        ids = list(row.entries.in_order().values_list("pk", flat=True))
        at = ids.index(entry_id) if entry_id in ids else 0
        typed = data.get(f"place-{entry_id}", "")
        to = {
            "up": at - 1, "down": at + 1, "first": 0, "last": len(ids) - 1,
            "to": int(typed) - 1
            if typed.isascii() and typed.isdecimal() and len(typed) < 9
            else at,
        }  # fmt: skip
        return entry_id, to.get(pressed[2], at)
    entry_id, to = number_of(data, "entry"), number_of(data, "to")
    if entry_id is None or to is None:
        raise Http404
    return entry_id, to


@curators_only
@require_POST
def act(request, slug: str, verb: str):
    """Add and remove items, write a note, publish, make a draft of it again."""
    row = find(slug)
    acts = {
        "add": _add, "remove": _remove, "note": _note, "publish": _publish,
        "unpublish": _publish,
    }  # fmt: skip
    if verb not in acts:
        raise Http404
    try:
        said = acts[verb](request, row, verb)
    except Refused as refusal:
        return page(request, row, problem=refusal.sentence, status=409)
    messages.success(request, said)
    url = reverse("history:collection_desk", args=[row.slug])
    number = number_of(request.POST, "page") or 1
    return redirect(f"{url}?page={number}")


def _add(request, row: Collection, verb: str) -> str:
    ids = numbers(request.POST, "item")
    items = list(Item.objects.visible_to(request.user).filter(pk__in=ids))
    if not items:
        raise Unfit(_("Please choose what to add."))
    order = {pk: place for place, pk in enumerate(ids)}
    items.sort(key=lambda item: order[item.pk])
    number = arranging.add(row, items, by=request.user)
    return ngettext("%(n)s added.", "%(n)s added.", number) % {"n": number}


def _remove(request, row: Collection, verb: str) -> str:
    ids = numbers(request.POST, "entry")
    if not ids:
        raise Unfit(_("Please choose what to take out."))
    number = arranging.remove(row, ids, by=request.user)
    return ngettext("%(n)s taken out.", "%(n)s taken out.", number) % {"n": number}


def _note(request, row: Collection, verb: str) -> str:
    entry = number_of(request.POST, "entry")
    if entry is None:
        raise Http404
    note = request.POST.get("note", "").strip()[:4000]
    arranging.annotate(
        row, entry, by=request.user, **{f"note_{words.language()}": note}
    )
    return _("The note is saved.")


def _publish(request, row: Collection, verb: str) -> str:
    is_public = verb == "publish"
    collecting.set_published(row, is_public, by=request.user)
    if is_public:
        return _("Everybody sees the collection now.")
    return _("It is a draft again: only curators see it.")
