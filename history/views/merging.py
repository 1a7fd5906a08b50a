"""Two items that are one: looked at side by side, then joined with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from history import merging, naming, revisions
from history import presenting as words
from history.models import Item
from history.views.correcting import find, head
from history.views.door import is_own, own_refused, staff


@staff("history.change_item")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk: int):
    """Choose the item that stays, look at both, and join them."""
    source = find(pk)
    typed = (request.POST or request.GET).get("into", "")
    target = naming.item_named(typed, user=request.user) if typed.strip() else None
    problem = ""
    if typed.strip() and target is None:
        problem = _("There is no such item. Please look again.")
    elif target is not None and target.pk == source.pk:
        target, problem = None, _("This is the same item. Choose the other one.")
    if request.method != "POST" or target is None:
        bad = request.method == "POST" or bool(problem)
        return _page(
            request, source, target, problem=problem, status=400 if bad else 200
        )
    if is_own(source, request.user) or is_own(target, request.user):
        return own_refused(request)
    try:
        merging.merge_items(
            source, into=target, by=request.user,
            reason=request.POST.get("reason", ""), seen=_seen(request),
        )  # fmt: skip
    except merging.Unfit as refusal:
        missing = not request.POST.get("reason", "").strip()
        return _page(
            request, source, target, problem=refusal.sentence,
            status=400 if missing else 409,
        )  # fmt: skip
    except ValidationError as error:
        return _page(request, source, target, problem=error.messages[0], status=400)
    messages.success(
        request,
        _("They are one now. %(old)s leads to %(new)s.")
        % {"old": source.reference, "new": target.reference},
    )
    return redirect("history:item_desk", target.pk)


def _seen(request) -> tuple[int, int] | None:
    typed = [request.POST.get(name, "") for name in ("seen", "seen_into")]
    if all(one.isascii() and one.isdecimal() and len(one) < 18 for one in typed):
        return int(typed[0]), int(typed[1])
    return None


def _page(request, source: Item, target: Item | None, *, problem="", status=200):
    context = {
        **head(request, source),
        "into": (request.POST or request.GET).get("into", ""),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
        "sides": [_side(source), _side(target)] if target else [],
        "target": target,
    }
    return render(request, "history/staff/merge.html", context, status=status)


def _side(item: Item) -> dict:
    """Give what is compared of one of the two."""
    cover = item.media.select_related("master").order_by("position").first()
    return {
        "item": item,
        "picture": words.picture_of(cover, title=item.title, even_covered=True)
        if cover
        else None,
        "date": words.dated(item),
        "place": words.placed_today(item),
        "files": item.media.count(),
        "collections": item.collections.count(),
        "version": revisions.version_of(item),
    }
