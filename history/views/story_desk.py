"""The curators' pages of stories: the list, the head, the blocks in order, publishing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from history import exhibiting
from history import presenting as words
from history.exhibit_form import FORMS, ExhibitForm, typed
from history.models import Exhibit, ExhibitBlock, Item
from history.views.collection_door import Refused, number_of
from history.views.door import staff

curators_only = staff("history.change_exhibit")
ASKING = require_http_methods(["GET", "HEAD", "POST"])
VERBS = ("publish", "unpublish", "up", "down", "remove")
OPENING = 160  # letters of a text in the list of blocks


def find(slug: str) -> Exhibit:
    """Find a story by its address, drafts too."""
    return get_object_or_404(Exhibit.objects.select_related("cover"), slug=slug)


@curators_only
@require_safe
def tree(request):
    """Show all stories and walks, drafts among them."""
    rows = Exhibit.objects.in_order()
    return render(request, "history/staff/stories.html", {"rows": rows})


@curators_only
@ASKING
def new(request):
    """Begin a draft."""
    form = ExhibitForm(
        request.POST if request.method == "POST" else None, user=request.user
    )
    if request.method == "POST" and form.is_valid():
        row = exhibiting.create(
            by=request.user, slug=form.free_address(), **form.values()
        )
        messages.success(request, _("Made as a draft. Only curators see it."))
        return redirect("history:story_desk", row.slug)
    return _form(request, None, form, _("New story"))


@curators_only
@require_safe
def desk(request, slug: str):
    """Show the blocks in order, to be changed, moved and added to."""
    return page(request, find(slug))


def page(request, row: Exhibit, *, problem="", status=200):
    """Show the desk of a story, with what went wrong."""
    blocks = list(row.blocks.select_related("place", "collection"))
    wanted = {pk for block in blocks for pk in (block.item_id, block.beside_id)}
    items = Item.objects.with_cover().in_bulk(wanted - {None})
    context = {
        "story": row,
        "blocks": [_line(block, items) for block in blocks],
        "kinds": ExhibitBlock.Kind.choices,
        "problem": problem,
    }
    return render(request, "history/staff/story.html", context, status=status)


def _line(block: ExhibitBlock, items: dict[int, Item]) -> dict:
    """Say what a block shows, and why visitors pass it over where they do."""
    shown = [items[pk] for pk in (block.item_id, block.beside_id) if pk in items]
    thing = block.place or block.collection
    titles = [item.title for item in shown] or [thing.name if block.place else thing.title
                                                if thing else ""]  # fmt: skip
    is_gone = any(item.status != Item.Status.PUBLISHED for item in shown)
    if block.kind in (ExhibitBlock.Kind.ITEM, ExhibitBlock.Kind.PAIR):
        is_gone = is_gone or not shown
    if block.kind == ExhibitBlock.Kind.COLLECTION:
        is_gone = thing is None or thing.published_at is None
    card = words.card(shown[0]) if shown else {}
    return {
        "row": block,
        "kind": block.get_kind_display(),
        "title": block.heading or " · ".join(title for title in titles if title),
        "text": words.excerpt(block.text or "", OPENING),
        "picture": card.get("picture"),
        "is_gone": is_gone,
    }


@curators_only
@ASKING
def edit(request, slug: str):
    """Change the head of a story."""
    row = find(slug)

    def save(values: dict, seen: int) -> None:
        exhibiting.edit(row, by=request.user, seen=seen, **values)

    initial = typed(ExhibitForm, row)
    return _change(request, row, ExhibitForm, initial, save, _("Title and cover"))


@curators_only
@ASKING
def add(request, slug: str, kind: str):
    """Add a block of one kind at the end."""
    row = find(slug)
    if kind not in FORMS:
        raise Http404

    def save(values: dict, seen: int) -> None:
        exhibiting.add(row, by=request.user, seen=seen, kind=kind, **values)

    title = str(ExhibitBlock.Kind(kind).label)
    return _change(request, row, FORMS[kind], {}, save, title)


@curators_only
@ASKING
def block(request, slug: str, block_id: int):
    """Change one block."""
    row = find(slug)
    one = row.blocks.select_related("item", "beside", "place", "collection")
    found = get_object_or_404(one, pk=block_id)

    def save(values: dict, seen: int) -> None:
        exhibiting.change(row, found.pk, by=request.user, seen=seen, **values)

    form = FORMS[found.kind]
    title = str(found.get_kind_display())
    return _change(request, row, form, typed(form, found), save, title)


def _change(request, row: Exhibit, form_class, initial: dict, save, title: str):
    """Show a form, or save what was typed; a colleague who was faster is told of."""
    if request.method != "POST":
        form = form_class(initial=initial | {"seen": row.version}, user=request.user)
        return _form(request, row, form, title)
    form = form_class(request.POST, user=request.user)
    if not form.is_valid():
        return _form(request, row, form, title)
    try:
        save(form.values(), form.cleaned_data["seen"] or 0)
    except Refused as refusal:
        data = request.POST.copy()
        data["seen"] = str(find(row.slug).version)
        form = form_class(data, user=request.user)
        return _form(request, row, form, title, problem=refusal.sentence)
    messages.success(request, _("Saved."))
    return redirect("history:story_desk", row.slug)


def _form(request, row: Exhibit | None, form, title: str, *, problem: str = ""):
    context = {"story": row, "form": form, "title": title, "problem": problem}
    status = 409 if problem else 400 if form.is_bound else 200
    return render(request, "history/staff/story_form.html", context, status=status)


@curators_only
@require_POST
def act(request, slug: str, verb: str):
    """Publish or take back; move a block by one; take it out."""
    row = find(slug)
    if verb not in VERBS:
        raise Http404
    try:
        said = _act(request, row, verb)
    except Refused as refusal:
        return page(request, row, problem=refusal.sentence, status=409)
    messages.success(request, said)
    return redirect("history:story_desk", row.slug)


def _act(request, row: Exhibit, verb: str) -> str:
    by = request.user
    if verb in ("publish", "unpublish"):
        exhibiting.set_published(row, verb == "publish", by=by)
        if verb == "publish":
            return _("Everybody can read it now.")
        return _("It is a draft again: only curators see it.")
    block_id, seen = number_of(request.POST, "block"), number_of(request.POST, "seen")
    if block_id is None:
        raise Http404
    if verb == "remove":
        exhibiting.remove(row, block_id, by=by, seen=seen)
        return _("The block is taken out.")
    step = -1 if verb == "up" else 1
    place = exhibiting.move(row, block_id, step=step, by=by, seen=seen)
    return _("Now at place %(place)s.") % {"place": place + 1}


@staff("history.delete_exhibit")
@ASKING
def delete(request, slug: str):
    """Ask once more, then delete; what it shows stays."""
    row = find(slug)
    problem, status = "", 200
    if request.method == "POST":
        try:
            exhibiting.delete(
                row, by=request.user, seen=number_of(request.POST, "seen")
            )
        except Refused as refusal:
            problem, status = refusal.sentence, 409
        else:
            messages.success(request, _("Deleted. Its items are where they were."))
            return redirect("history:story_tree")
    context = {"story": row, "problem": problem, "count": row.blocks.count()}
    template = "history/staff/story_delete.html"
    return render(request, template, context, status=status)
