"""What was done with a collection, act by act, for its curators."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import display_name
from history import differences
from history.collection_form import CollectionForm
from history.models import Collection
from history.views.collection_door import curators_only, find

ON_PAGE = 40


@curators_only
@require_safe
def versions(request, slug: str):
    """Show what was done with a collection, the latest first."""
    row = find(slug)
    paginator = Paginator(row.revisions.select_related("by"), ON_PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 7):
        raise Http404
    shown = paginator.get_page(int(number))
    context = {
        "collection": row,
        "revisions": [_told(revision) for revision in shown],
        "previous_url": f"?page={shown.number - 1}" if shown.has_previous() else "",
        "next_url": f"?page={shown.number + 1}" if shown.has_next() else "",
    }
    template = "history/staff/collection_versions.html"
    return render(request, template, context)


def _told(revision) -> dict:
    """Say one act in words, with the texts that changed."""
    labels = {
        "created": _("made"), "edited": _("changed"), "published": _("published"),
        "unpublished": _("made a draft again"), "added": _("items added"),
        "removed": _("items taken out"), "moved": _("order changed"),
        "noted": _("a note written"), "merged": _("another collection merged into it"),
    }  # fmt: skip
    fields = CollectionForm.base_fields
    changes = [
        {
            "label": _label(name, fields),
            "pieces": differences.by_word(
                str(revision.before.get(name, "")), str(value)
            ),
        }
        for name, value in revision.after.items()
        if isinstance(value, str) and revision.act in ("edited", "noted")
    ]
    return {
        "act": labels.get(revision.act, revision.act),
        "at": revision.at,
        "who": display_name(revision.by) if revision.by else _("The library"),
        "reason": revision.reason,
        "changes": changes,
    }


def _label(name: str, fields) -> str:
    if name in fields:
        return str(fields[name].label)
    head, _underscore, code = name.rpartition("_")
    known = {"note": _("note")}
    if head in known:
        return f"{known[head]} ({code})"
    model = Collection._meta
    field = head if code in ("uk", "ru", "en") else name.removesuffix("_id")
    label = str(model.get_field(field).verbose_name)
    return f"{label} ({code})" if code in ("uk", "ru", "en") else label
