"""Fetch what texts refer to, as far as any visitor may see it.

A few queries for each kind that is referred to, however many references there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from history import presenting as words
from history import telling
from history.models import Call, Collection, Exhibit, FormerAddress, Item
from history.rooms import rooms_of
from history.views.calls import told
from news import announcing, occurring
from news.blocks.references import Ref
from news.models import Event, Post

Key = tuple[str, int | str]
Found = dict[Key, dict[str, Any]]
"""Shape: {"url", "title", "lang", and under the name of its kind what templates show}."""


def find(refs: Iterable[Ref]) -> Found:
    """Find everything that is named and public."""
    wanted: dict[str, set] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.key)
    found: Found = {}
    for kind, look in LOOKS.items():
        if keys := wanted.get(kind):
            found |= {(kind, key): shown for key, shown in look(keys)}
    return found


def _items(keys: set[int]):
    """Find items; what was merged into another one is that one."""
    merged = Item.objects.removed().filter(pk__in=keys, merged_into__isnull=False)
    leads = dict(merged.values_list("pk", "merged_into"))
    ids = {leads.get(pk, pk) for pk in keys}
    rows = Item.objects.published().filter(pk__in=ids).with_cover()
    known = {row.pk: row for row in rows.prefetch_related("place__names")}
    for key in keys:
        if row := known.get(leads.get(key, key)):
            yield (
                key,
                {
                    "url": words.url_of(row),
                    "title": row.title,
                    "lang": words.if_foreign(row.language),
                    "one": telling.shown(row),
                    "row": row,
                },
            )


def _collections(keys: set[str]):
    """Find collections, also by an address that they had before."""
    kind = FormerAddress.Kind.COLLECTION
    former = FormerAddress.objects.filter(kind=kind, slug__in=keys)
    leads = dict(former.values_list("slug", "collection__slug"))
    slugs = keys | set(leads.values())
    found = Collection.objects.published().filter(slug__in=slugs)
    rooms = rooms_of(found)
    by_url = {room["url"]: room for room in rooms.values()}
    for key in keys:
        for slug in (key, leads.get(key)):
            room = slug and by_url.get(reverse("history:collection", args=[slug]))
            if room:
                yield key, {**_names(room), "room": room}
                break


def _stories(keys: set[str]):
    rows = list(Exhibit.objects.published().filter(slug__in=keys))
    cards = telling.cards_of(rows) if rows else []
    for row, card in zip(rows, cards, strict=True):
        yield row.slug, {**_names(card), "room": card}


def _calls(keys: set[str]):
    rows = Call.objects.public().filter(slug__in=keys)
    today = timezone.localdate()
    for row in rows.select_related("collection", "place"):
        call = told(row, today=today)
        yield (
            row.slug,
            {
                "url": call["url"],
                "title": row.title,
                "lang": call["lang"],
                "call": call,
            },
        )


def _events(keys: set[str]):
    at = timezone.localtime()
    for row in Event.objects.published().filter(slug__in=keys).with_branch():
        times = occurring.coming(row, at) or occurring.every(row, even_skipped=True)
        event = announcing.teaser(row, times[0])
        yield row.slug, {**_names(event), "event": event}


def _posts(keys: set[str]):
    from news.presenting import teaser  # noqa: PLC0415 (it shows texts, which ask us)

    for row in Post.objects.published().filter(slug__in=keys).with_cover():
        post = teaser(row)
        yield row.slug, {**_names(post), "post": post}


def _names(shown: dict) -> dict[str, Any]:
    return {name: shown[name] for name in ("url", "title", "lang")}


LOOKS = {
    "item": _items,
    "collection": _collections,
    "story": _stories,
    "call": _calls,
    "event": _events,
    "post": _posts,
}
