"""Collections: the rooms of the archive, and one room with its pictures in order."""

import re

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from history import addresses, citing
from history import presenting as words
from history.converters import ReferenceConverter
from history.models import Collection, Item, Media
from history.rooms import counts_of, open_rooms
from history.views.calls import told

ENTRIES_ON_PAGE = 48
PICTURES_MOST = 20
reference = ReferenceConverter()
reference_like = re.compile(reference.regex)


class CollectionList(TemplateView):
    """All collections as titled rooms with their chapters."""

    template_name = "history/collection_list.html"

    def get_context_data(self, **kwargs) -> dict:
        found = Collection.objects.published()
        return super().get_context_data(
            rooms=open_rooms(found),
            crumbs=[{"label": _("Collections")}],
            **kwargs,
        )


class CollectionDetail(DetailView):
    """One collection: preface, pictures in the curator's order, chapters."""

    template_name = "history/collection.html"
    context_object_name = "collection"

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            now = addresses.find("collection", kwargs["slug"])
            if now is None or not self.get_queryset().filter(pk=now.pk).exists():
                raise
            return redirect(now, permanent=True)

    def get_queryset(self):
        found = Collection.objects.visible_to(self.request.user)
        return found.select_related("parent").with_covers()

    def get_context_data(self, **kwargs) -> dict:
        row = self.object
        entries = row.entries.published().in_order().with_items()
        count = row.entries.count_published()
        page = _page(entries, count, self.request.GET.get("page", "1"))
        chapters = open_rooms(row.children.published())
        crumbs = _crumbs(row)
        cover = _cover(row)
        canonical = citing.absolute(row.get_absolute_url())
        return super().get_context_data(
            **kwargs,
            crumbs=crumbs,
            lang=words.language_of(row, "title"),
            introduction_lang=words.language_of(row, "introduction"),
            cover=cover if page.number == 1 else None,
            introduction=_introduction(row) if page.number == 1 else [],
            desk_url=_desk_url(row, self.request.user),
            calls=_calls(row) if page.number == 1 else [],
            count=words.room(
                row, None, count=counts_of([row])[row.pk], chapters=len(chapters)
            )["count"],
            blocks=_blocks(page.object_list),
            page=page,
            previous_url=f"?page={page.number - 1}" if page.has_previous() else "",
            next_url=f"?page={page.number + 1}" if page.has_next() else "",
            chapters=chapters,
            citation=_citation(row, canonical),
            canonical=canonical,
            catalogue_url=f"{reverse('history:item_list')}?collection={row.slug}",
            data=citing.data_block(citing.crumbs_schema(crumbs)),
            is_public=row.published_at is not None,
        )


def _page(entries, count: int, number: str):
    paginator = Paginator(entries, ENTRIES_ON_PAGE)
    paginator.count = count
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise Http404
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(number))


def _crumbs(row: Collection) -> list[dict]:
    crumbs = [{"label": _("Collections"), "url": reverse("history:collection_list")}]
    if row.parent and row.parent.published_at:
        parent = {"label": row.parent.title, "url": row.parent.get_absolute_url()}
        crumbs.append(parent)
    return [*crumbs, {"label": row.title}]


def _calls(row: Collection) -> list[dict]:
    """Give what the collection asks for today."""
    today = timezone.localdate()
    return [told(call, today=today) for call in row.calls.open(on=today)[:10]]


def _desk_url(row: Collection, user) -> str:
    if not user.has_perm("history.change_collection"):
        return ""
    return reverse("history:collection_desk", args=[row.slug])


def _introduction(row: Collection) -> list[dict]:
    """Part the introduction into texts and pictures: a reference alone is a picture.

    Shape: ``{"text": …}`` or ``{"card": …}``; what no visitor may see is left out.
    """
    text = (row.introduction or "").replace("\r", "")
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    named = {part: pk for part in parts if (pk := _reference(part))}
    found = {}
    if named:
        items = Item.objects.published().with_cover()
        found = items.in_bulk(list(named.values())[:PICTURES_MOST])
    pieces: list[dict] = []
    for part in parts:
        if part not in named:
            if pieces and "text" in pieces[-1]:
                pieces[-1]["text"] += f"\n\n{part}"
            else:
                pieces.append({"text": part})
        elif named[part] in found:
            pieces.append({"card": words.card(found[named[part]])})
    return pieces


def _reference(part: str) -> int | None:
    try:
        pk = reference.to_python(part) if reference_like.fullmatch(part) else None
    except ValueError:
        return None
    return pk if pk and pk < 2**31 else None


def _cover(row: Collection) -> dict | None:
    """Give the cover that a curator chose, with what is on it."""
    if row.chosen_media_id is None:
        return None
    media = Media.objects.select_related("item").get(pk=row.chosen_media_id)
    picture = words.picture_of(media, title=media.item.title)
    if picture is None:
        return None
    return {
        "picture": picture,
        "title": media.item.title,
        "date": words.dated(media.item),
        "url": words.url_of(media.item),
        "lang": words.if_foreign(media.item.language),
    }


def _blocks(entries) -> list[dict]:
    """Part the entries into runs of pictures and pictures told by a note.

    Shape: ``{"cards": […]}`` or ``{"card": …, "note": …, "note_lang": …, "is_turned": …}``;
    told pictures stand by turns left and right of their notes.
    """
    blocks: list[dict] = []
    told_before = 0
    for entry in entries:
        card = words.card(entry.item)
        if entry.note:
            lang = words.language_of(entry, "note")
            told_before += 1
            blocks.append(
                {
                    "card": card,
                    "note": entry.note,
                    "note_lang": lang,
                    "is_turned": told_before % 2 == 0,
                }
            )
        elif blocks and "cards" in blocks[-1]:
            blocks[-1]["cards"].append(card)
        else:
            blocks.append({"cards": [card]})
    return blocks


def _citation(row: Collection, url: str) -> str:
    return (
        f"“{row.title}”. {settings.SITE_NAME}, {settings.CITY_NAME}. "
        f"{settings.LIBRARY_NAME}. {url}"
    )
