"""Own what else a visitor may want after one item: the same street, time, giver.

Each part is a handful found along an index, so that it costs the same in a large archive.
"""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from history import presenting as words
from history.models import Item, Spot
from history.models.atlas import OPEN_END, OPEN_START

SHOWN = 8


def more(item: Item) -> list[dict]:
    """Give parts of cards, none of them twice.

    Shape: ``[{"title", "url", "link", "cards"}, …]``; parts without cards are left out.
    """
    told = {item.pk}
    parts = []
    for find in (_of_place, _of_time, _of_giver):
        part = find(item, told)
        if part is None:
            continue
        cards = part.pop("items")
        told |= {one.pk for one in cards}
        if cards:
            parts.append({**part, "cards": words.cards(cards)})
    return parts


def _of_place(item: Item, told: set[int]) -> dict | None:
    if item.place is None:
        return None
    found = Item.objects.published().filter(place=item.place).exclude(about=item)
    newest = found.exclude(pk__in=told).newest_first().with_cover()
    return {
        "title": _("More from here: %(place)s") % {"place": item.place.name},
        "url": item.place.get_absolute_url(),
        "link": _("The place through the years"),
        "items": list(newest[:SHOWN]),
    }


def _of_time(item: Item, told: set[int]) -> dict | None:
    """Find those of exactly the same years, those that came after this one first."""
    spot = Spot.objects.filter(pk=item.pk).first()
    if spot is None or spot.first_year > spot.last_year:
        return None
    if spot.first_year == OPEN_START or spot.last_year == OPEN_END:
        return None
    same = Spot.objects.filter(first_year=spot.first_year, last_year=spot.last_year)
    same = same.exclude(pk__in=told).order_by("pk").values_list("pk", flat=True)
    ids = list(same.filter(pk__gt=item.pk)[:SHOWN])
    if len(ids) < SHOWN:
        ids += same.filter(pk__lt=item.pk)[: SHOWN - len(ids)]
    years = str(spot.first_year)
    if spot.first_year != spot.last_year:
        years = f"{spot.first_year}–{spot.last_year}"
    period = f"{spot.first_year}-{spot.last_year}"
    return {
        "title": _("More of the same time: %(years)s") % {"years": years},
        "url": f"{reverse('history:timeline')}?period={period}",
        "link": _("This time on the timeline"),
        "items": _in_order(ids),
    }


def _of_giver(item: Item, told: set[int]) -> dict | None:
    """Find those with the same credit: the words everybody reads, never the account."""
    if not item.credit_line:
        return None
    same = Item.objects.published().filter(credit_line=item.credit_line)
    newest = same.exclude(pk__in=told).newest_first().with_cover()
    return {
        "title": _("Also from: %(credit)s") % {"credit": item.credit_line},
        "url": f"{reverse('history:item_list')}?{urlencode({'q': item.credit_line})}",
        "link": _("Search for this name"),
        "items": list(newest[:SHOWN]),
    }


def _in_order(ids: list[int]) -> list[Item]:
    items: QuerySet[Item] = Item.objects.published().with_cover()
    found = items.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
