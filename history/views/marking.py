"""Mark who is where on the pictures of an item: a page of the curators."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import display_name
from history import marking, marking_form, naming, regions
from history import presenting as words
from history.editing import preview_query
from history.marks import marks_on
from history.models import Item, Media
from history.pictures import ratio_class
from history.views.correcting import head
from history.views.door import staff


@staff("history.change_depiction")
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk: int):
    """Show one picture of an item with its marks; save them all at once."""
    item = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    media, files = _chosen(request, item)
    if request.method != "POST":
        return _page(request, item, media, files)
    if request.POST.get("do") == "number":
        rows = marking_form.forms_for(regions.placed(media), request.POST)
        typed = marking_form.renumbered(_typed(rows))
        seen = request.POST.get("seen", "")
        return _page(
            request, item, media, files,
            rows=marking_form.forms_for(regions.placed(media), rows=typed),
            seen=seen, is_unsaved=True,
        )  # fmt: skip
    with transaction.atomic():
        # Locked before it is read: what is judged is what is written over.
        Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        media, files = _chosen(request, item)
        rows = marking_form.forms_for(regions.placed(media), request.POST)
        if request.POST.get("seen") != marking.version_of(media):
            return _meanwhile(request, item, media, files, rows)
        if not rows.is_valid():
            return _page(request, item, media, files, rows=rows, status=400)
        size = regions.size_of_original(media)
        wanted = [form.wanted(size=size, edits=media.edits) for form in rows.kept()]
        try:
            is_changed = marking.save(
                media, wanted, removed=rows.removed(), seen=request.POST["seen"],
                by=request.user,
            )  # fmt: skip
        except marking.Unfit as refusal:
            transaction.set_rollback(True)
            return _page(
                request, item, media, files, rows=rows, problem=str(refusal), status=409
            )
    if is_changed:
        messages.success(request, _("The marks are saved."))
    else:
        messages.info(request, _("Nothing was different, so nothing was saved."))
    return redirect(_address(item, media))


@staff("history.change_depiction")
@require_safe
def suggest(request):
    """Offer people of the catalogue while a name is being typed, the living too."""
    found = naming.people_like(request.GET.get("q", "").replace("\x00", "")[:100])
    names = marking_form.spelled(found)
    return JsonResponse(
        {"people": [{"name": names[one.pk], "years": _years(one)} for one in found]}
    )


def _years(person) -> str:
    if not (person.born_year or person.died_year):
        return ""
    return f"{person.born_year or ''}–{person.died_year or ''}"


def _chosen(request, item: Item) -> tuple[Media, list[Media]]:
    """Find the picture that is meant, else the first, and all that may be marked."""
    found = item.media.select_related("master", "item").prefetch_related(
        "depictions__person"
    )
    files = [one for one in found.order_by("position") if one.width_px]
    said = request.POST.get("file") or request.GET.get("file", "")
    for one in files:
        if not said or str(one.pk) == said:
            return one, files
    raise Http404


def _address(item: Item, media: Media) -> str:
    return f"{reverse('history:item_people', args=[item.pk])}?file={media.pk}"


def _typed(rows) -> list[dict]:
    """Give rows as they were typed, without judging them."""
    return [
        {name: form[name].value() for name in form.fields}
        for form in rows.forms
        if form.is_touched
    ]


def _meanwhile(request, item: Item, media: Media, files, rows):
    """Tell that a colleague was faster; mine stays typed, what is theirs comes below."""
    typed = _typed(rows)
    known = {str(row["mark"]) for row in typed}
    placed = regions.placed(media)
    typed = [
        row if not row["mark"] or _stands(row, placed) else row | {"mark": ""}
        for row in typed
    ]
    theirs = marking_form.shown(placed)
    added = [row for row in theirs if str(row["mark"]) not in known]
    last = item.history.select_related("history_user").order_by("-history_id").first()
    who = last.history_user if last else None
    return _page(
        request, item, media, files,
        rows=marking_form.forms_for(placed, rows=[*typed, *added]),
        meanwhile={
            "who": display_name(who) if who else _("The library"),
            "rows": theirs,
        },
        is_unsaved=True, status=409,
    )  # fmt: skip


def _stands(row: dict, placed) -> bool:
    return any(str(one.row.pk) == str(row["mark"]) for one in placed)


def _page(
    request, item: Item, media: Media, files: list[Media], *, rows=None, seen="",
    problem="", meanwhile=None, is_unsaved=False, status=200,
):  # fmt: skip
    placed = regions.placed(media)
    picture = words.picture_of(media, title=item.title, even_covered=True)
    preview = reverse("history:retouch_preview", args=[item.pk, media.pk])
    context = {
        **head(request, item),
        "media": media,
        "picture": picture,
        "frame": {
            "width": media.width_px,
            "height": media.height_px,
            "ratio": ratio_class(media.width_px, media.height_px),
        },
        "preview_url": f"{preview}?{preview_query(media.edits, page=media.page)}",
        "alt": media.alt or media.caption or item.title,
        "marks": marks_on(media),
        "rows": rows or marking_form.forms_for(placed),
        "seen": seen or marking.version_of(media),
        "files": [
            {
                "url": _address(item, one),
                "number": number,
                "is_here": one.pk == media.pk,
                "count": len(one.depictions.all()),
                "name": one.caption or one.get_role_display(),
            }
            for number, one in enumerate(files, start=1)
        ],
        "problem": problem,
        "meanwhile": meanwhile,
        "is_unsaved": is_unsaved,
        "suggest_url": reverse("history:people_suggest"),
    }
    return render(request, "history/staff/people.html", context, status=status)
