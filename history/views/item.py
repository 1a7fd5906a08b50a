"""The page of one item, what stands around it, and what is left after a removal."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from history import citing, embedding, nearby, sightings, telling, then_and_now
from history import presenting as words
from history.atlas.grid import Box
from history.facts import facts_of
from history.marks import marks_on
from history.models import Item
from history.more import more
from history.pictures import closer_look

ROOMS_SHOWN = 3
AROUND_SHOWN = 8


class ItemDetail(DetailView):
    """An item: the picture first, then its words, then what is around it."""

    template_name = "history/item.html"
    context_object_name = "item"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        try:
            self.object = item = self.get_object()
        except Http404:
            return self.tombstone()
        slug = kwargs.get("slug")
        if slug is not None and slug != words.slug_of(item):
            return redirect(words.url_of(item), permanent=True)
        response = self.render_to_response(self.get_context_data(object=item))
        if item.status != Item.Status.PUBLISHED:
            add_never_cache_headers(response)
        sightings.note(item, request)
        return response

    def get_object(self, queryset=None) -> Item:
        found = Item.objects.visible_to(self.request.user).with_everything()
        item = found.filter(pk=self.kwargs["pk"]).first()
        if item is None:
            raise Http404
        return item

    def tombstone(self) -> HttpResponse:
        """Say that something was here and is no more; without a word of what it was."""
        removed = Item.objects.removed().select_related("merged_into")
        gone = removed.filter(pk=self.kwargs["pk"]).first()
        if gone is None:
            raise Http404
        if gone.merged_into is not None:
            return redirect(words.url_of(gone.merged_into), permanent=True)
        context = {
            "reference": gone.reference,
            "removed_at": gone.removed_at,
            "desk_url": _desk_url(gone, self.request.user),
        }
        return render(self.request, "history/removed.html", context, status=410)

    def get_context_data(self, **kwargs) -> dict:
        item = self.object
        media = list(item.media.all())
        crumbs = _crumbs(item)
        return super().get_context_data(
            **kwargs,
            crumbs=crumbs,
            when=words.dated(item),
            where=words.placed(item),
            lang=words.if_foreign(item.language),
            pictures=_paired(
                _pictures(item, [one for one in media if not one.is_sound]), media
            ),
            recordings=_recordings(media),
            arrange=_arrange(item, media, self.request.user),
            desk_url=_desk_url(item, self.request.user),
            facts=facts_of(item),
            disputes=words.disputes_of(item),
            rooms=_rooms(item),
            stories=telling.stories_with(item),
            memories=_memories(item),
            more=more(item),
            then_now=then_and_now.beside(item),
            photograph_it_url=then_and_now.photograph_it_url(item),
            drawing=nearby.map_of_item(item),
            map_words=nearby.map_words(item),
            map_url=_map_url(item),
            embed=embedding.snippet(item),
            oembed_url=embedding.oembed_url(item),
            about=_about(item),
            citations=citing.citations(item),
            downloads=citing.downloads(item),
            rights=words.rights_of(item),
            share_image=citing.share_image(item),
            description=words.excerpt(item.description or item.story, 180),
            canonical=citing.absolute(words.url_of(item)),
            dublin_core=citing.dublin_core(item),
            data=citing.data_block(
                [citing.schema_org(item), citing.crumbs_schema(crumbs)]
            ),
            is_public=item.status == Item.Status.PUBLISHED,
        )


def _map_url(item: Item) -> str:
    """Lead to the part of the map around where it was taken."""
    if item.latitude is None or item.longitude is None:
        return ""
    box = Box.around(item.latitude, item.longitude, nearby.AROUND_ITEM)
    return f"{reverse('history:map')}?bbox={box.text()}"


def _desk_url(item: Item, user) -> str:
    """Give the staff the page where the item is corrected and taken down."""
    if not user.has_perm("history.view_item"):
        return ""
    return reverse("history:item_desk", args=[item.pk])


def _about(item: Item) -> dict | None:
    """Give what this memory tells about, as far as visitors may see it."""
    about = item.about
    if about is None or about.status != Item.Status.PUBLISHED:
        return None
    return {
        "url": words.url_of(about),
        "title": about.title,
        "lang": words.if_foreign(about.language),
    }


def _crumbs(item: Item) -> list[dict]:
    """Lead here through the first room the item stands in, else the whole catalogue."""
    entry = next(iter(item.entries.all()), None)
    if entry:
        steps = [
            {"label": _("Collections"), "url": reverse("history:collection_list")},
            {
                "label": entry.collection.title,
                "url": entry.collection.get_absolute_url(),
            },
        ]
    else:
        catalogue = _("Photos and memories")
        steps = [{"label": catalogue, "url": reverse("history:item_list")}]
    return [*steps, {"label": item.reference}]


def _pictures(item: Item, media: list) -> list[dict]:
    """Give every picture of the item in order, with its side in words."""
    pictures = []
    for number, one in enumerate(media, start=1):
        picture = words.picture_of(one, title=item.title, even_covered=True)
        side = _side(one, number)
        if picture is None:
            continue
        spoken = side if len(media) > 1 else ""
        label = ". ".join(part for part in (spoken, one.caption or item.title) if part)
        pictures.append(
            {
                "pk": one.pk,
                "picture": picture,
                "caption": one.caption,
                "side": side,
                "is_incomplete": one.master.is_incomplete,
                "marks": marks_on(one, picture=number),
                "zoom": closer_look(picture, label=label, info=one.image_info),
            }
        )
    return pictures


def _paired(pictures: list[dict], media: list) -> list[dict]:
    """Lay each back behind its front, so that both are one thing to look at."""
    shown = {one["pk"]: one for one in pictures}
    for one in media:
        if one.pk in shown and one.back_of_id in shown:
            shown[one.back_of_id]["back"] = shown.pop(one.pk)
    return [one for one in pictures if one["pk"] in shown]


def _arrange(item: Item, media: list, user) -> list[dict]:
    """Give curators the pages where each file is turned, cropped and covered."""
    if not user.has_perm("history.change_media"):
        return []
    return [
        {
            "url": reverse("history:retouch", args=[item.pk, one.pk]),
            "label": one.caption or _side(one, number) or str(number),
        }
        for number, one in enumerate(media, start=1)
        if one.master.width_px
    ]


def _recordings(media: list) -> list[dict]:
    """Give every recording of the item in order."""
    return [
        {"recording": one.recording, "caption": one.caption}
        for one in media
        if one.recording
    ]


def _side(media, number: int) -> str:
    if media.role == media.Role.BACK:
        return _("The back")
    if media.role == media.Role.PAGE:
        if media.master.page_count > 1:
            number = media.page + 1
        return _("Page %(number)s") % {"number": number}
    return ""


def _rooms(item: Item) -> list[dict]:
    """Give the collections it stands in, with its neighbours there."""
    entries = list(item.entries.all())[:ROOMS_SHOWN]
    wanted = {e.previous_item_id for e in entries} | {e.next_item_id for e in entries}
    wanted.discard(None)
    found = Item.objects.published().with_cover().in_bulk(wanted) if wanted else {}
    return [
        {
            "title": entry.collection.title,
            "lang": words.language_of(entry.collection, "title"),
            "url": entry.collection.get_absolute_url(),
            "note": entry.note,
            "note_lang": words.language_of(entry, "note"),
            "previous": _neighbour(found.get(entry.previous_item_id)),
            "next": _neighbour(found.get(entry.next_item_id)),
        }
        for entry in entries
    ]


def _neighbour(item: Item | None) -> dict | None:
    return words.card(item) if item else None


def _memories(item: Item) -> list[dict]:
    """Give what others remember of it."""
    found = item.memories.published().newest_first().with_cover()[:AROUND_SHOWN]
    return [
        {
            **words.card(memory),
            "story": words.excerpt(memory.story or memory.description, 600),
            "credit": memory.credit_line,
        }
        for memory in found
    ]
