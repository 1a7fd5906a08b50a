"""The curators' pages of a collection itself: the tree, its words, merge, delete."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from history import collecting, differences
from history import presenting as words
from history.collection_form import CollectionForm, typed_collection
from history.merging import Unfit
from history.models import Collection
from history.views.collection_door import Refused, curators_only, find, number_of
from history.views.door import staff


@curators_only
@require_safe
def tree(request):
    """Show all collections as a tree, drafts among them."""
    rows = list(Collection.objects.in_order().with_counts())
    under: dict[int | None, list[Collection]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    found: list[dict] = []

    def grow(parent: int | None, depth: int) -> None:
        for row in under.get(parent, []):
            count = words.count_of(row.item_count)
            found.append({"row": row, "depth": min(depth, 6), "count": count})
            grow(row.pk, depth + 1)

    grow(None, 0)
    return render(request, "history/staff/collections.html", {"rows": found})


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Make a draft."""
    form = CollectionForm(
        request.POST if request.method == "POST" else None,
        collection=None,
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        row = collecting.create(by=request.user, **form.values())
        row.curators.add(*form.chosen_curators())
        messages.success(request, _("Made as a draft. Only curators see it."))
        return redirect("history:collection_desk", row.slug)
    status = 400 if form.is_bound else 200
    context = {"form": form, "collection": None}
    return render(request, "history/staff/collection_edit.html", context, status=status)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug: str):
    """Change the words of a collection and where it stands."""
    row = find(slug)
    meanwhile = []
    if request.method == "POST":
        form = CollectionForm(request.POST, collection=row, user=request.user)
        seen = request.POST.get("seen", "")
        if form.is_valid() and seen == str(collecting.version_of(row)):
            try:
                row = collecting.edit(
                    row, by=request.user, seen=int(seen),
                    reason=form.cleaned_data["reason"],
                    curators=form.chosen_curators(), **form.values(),
                )  # fmt: skip
            except Unfit as refusal:
                form.add_error("parent", refusal.sentence)
            except collecting.Overtaken as refusal:
                messages.error(request, refusal.sentence)
            else:
                messages.success(request, _("Saved."))
                return redirect("history:collection_desk", row.slug)
        elif form.is_valid():
            meanwhile = _differing(row, request.POST)
            data = request.POST.copy()
            data["seen"] = str(collecting.version_of(row))
            form = CollectionForm(data, collection=row, user=request.user)
    else:
        initial = typed_collection(row) | {"seen": collecting.version_of(row)}
        form = CollectionForm(initial=initial, collection=row, user=request.user)
    status = 409 if meanwhile else 400 if form.is_bound else 200
    context = {
        "form": form, "collection": row, "meanwhile": meanwhile,
        "last": row.revisions.select_related("by").first(),
    }  # fmt: skip
    return render(request, "history/staff/collection_edit.html", context, status=status)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, slug: str):
    """Join a collection with another one, or delete it; both ask twice."""
    row = find(slug)
    others = Collection.objects.exclude(pk=row.pk).in_order()
    problem, status = "", 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        target = others.filter(pk=number_of(request.POST, "into") or 0).first()
        try:
            if target is None:
                raise Unfit(_("Please choose the collection that stays."))
            collecting.merge(row, into=target, by=request.user, reason=reason)
        except Refused as refusal:
            problem, status = refusal.sentence, 409
        else:
            messages.success(
                request, _("They are one now; the old address leads here.")
            )
            return redirect("history:collection_desk", target.slug)
    context = {
        "collection": row, "others": others, "problem": problem,
        "into": number_of(request.POST, "into"), "reason": request.POST.get("reason", ""),
        "count": row.entries.count(),
    }  # fmt: skip
    template = "history/staff/collection_merge.html"
    return render(request, template, context, status=status)


@staff("history.delete_collection")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, slug: str):
    """Ask once more, then delete; its items stay."""
    row = find(slug)
    problem, status = "", 200
    if request.method == "POST":
        try:
            collecting.delete(
                row, by=request.user, seen=number_of(request.POST, "seen"),
                reason=request.POST.get("reason", ""),
            )  # fmt: skip
        except Refused as refusal:
            problem, status = refusal.sentence, 409
        else:
            messages.success(request, _("Deleted. Its items are where they were."))
            return redirect("history:collection_tree")
    context = {
        "collection": row, "problem": problem, "count": row.entries.count(),
        "seen": collecting.version_of(row), "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    template = "history/staff/collection_delete.html"
    return render(request, template, context, status=status)


def _differing(row: Collection, data) -> list[dict]:
    """Say what stands now where it differs from what was typed."""
    stands = typed_collection(row)
    form = CollectionForm(collection=row, user=None)
    found = []
    for name, value in stands.items():
        typed = data.getlist(name) if name == "curators" else data.get(name, "")
        if name != "curators" and typed.strip() != str(value).strip():
            pieces = differences.by_word(str(value), typed)
            label = form.fields[name].label
            found.append({"label": str(label), "pieces": pieces})
    return found or [{"label": _("Order of its pictures"), "pieces": []}]
