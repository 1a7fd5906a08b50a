"""The curators' pages of old maps: the list, and one map laid in its place."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from history import old_maps
from history.models import OldMap
from history.old_map_form import OldMapForm, typed
from history.views.door import staff

curators_only = staff("history.change_oldmap")
ASKING = require_http_methods(["GET", "HEAD", "POST"])


def find(pk: int) -> OldMap:
    """Find an old map, also one that visitors do not see."""
    return get_object_or_404(OldMap.objects.select_related("media__item"), pk=pk)


@curators_only
@require_safe
def listing(request):
    """Show all old maps, also those that are not laid yet."""
    rows = [
        {"row": row, "title": old_maps.title(row)} for row in OldMap.objects.in_order()
    ]
    return render(request, "history/staff/old_maps.html", {"rows": rows})


@curators_only
@ASKING
def new(request):
    """Take a scan of the archive; where it lies is said on the next page."""
    posted = request.POST if request.method == "POST" else None
    form = OldMapForm(
        posted, user=request.user, initial={"item": request.GET.get("item", "")[:200]}
    )
    if posted is not None and form.is_valid():
        row = old_maps.create(by=request.user, **form.values())
        messages.success(request, _("Taken. Now lay it in its place."))
        return redirect("history:old_map_edit", row.pk)
    return _page(request, None, form)


@curators_only
@ASKING
def edit(request, pk: int):
    """Lay a map in its place, by moving its corners or by numbers."""
    row = find(pk)
    if request.method != "POST":
        form = OldMapForm(user=request.user, initial=typed(row))
        return _page(request, row, form)
    form = OldMapForm(request.POST, user=request.user)
    if form.is_valid():
        old_maps.edit(row, by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return redirect("history:old_map_edit", row.pk)
    return _page(request, row, form)


@staff("history.delete_oldmap")
@ASKING
def delete(request, pk: int):
    """Ask once more, then take it off the map for good."""
    row = find(pk)
    if request.method == "POST":
        old_maps.delete(row, by=request.user)
        messages.success(
            request, _("Taken off the map. Its scan stays in the archive.")
        )
        return redirect("history:old_map_list")
    context = {"row": row, "title": old_maps.title(row)}
    return render(request, "history/staff/old_map_delete.html", context)


def _page(request, row: OldMap | None, form: OldMapForm):
    picture = row and row.media.picture
    context = {
        "row": row,
        "form": form,
        "title": old_maps.title(row) if row else _("Lay an old map over the map"),
        "src": picture.largest if picture else "",
        "is_hidden": row is not None
        and row.is_shown
        and not OldMap.objects.shown().filter(pk=row.pk).exists(),
    }
    status = 400 if form.is_bound else 200
    return render(request, "history/staff/old_map_form.html", context, status=status)
