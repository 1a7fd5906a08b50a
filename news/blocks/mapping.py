"""Maps inside a text: a part of the town as its address says, or what the text shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from history import nearby
from history import presenting as words
from history.atlas import looking, plain
from history.atlas.grid import Box
from history.atlas.keeping import TOO_WIDE
from history.map_form import MapForm
from history.models import Item, Place

SHAPE = 0.6
GROW = 1.7
MARGIN = 220  # metres around what is shown
PLACES = 200


def draw(query: str, items: Iterable[Item]) -> dict | None:
    """Draw the part of the map that an address names; without one, where items are.

    None where there is nothing to show, or nobody knows what is asked.
    """
    if not query:
        return _drawn(_marks_of(items))
    form = MapForm(QueryDict(query[:400]))
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    box = asked["bbox"]
    if box is None and asked["spot"]:
        box = Box.around(*asked["spot"], looking.SIGHT_METRES)
    if box is None and asked["place"]:
        box = nearby.around(asked["place"])
    box = box or plain.home()
    return _drawn(_marks_in(looking.look(box, form.years)), box)


def _marks_of(items: Iterable[Item]) -> list[plain.Mark]:
    """Mark where each item was made, or the place it is of."""
    marks = []
    for item in dict.fromkeys(items):
        place = item.place
        if item.latitude is not None and item.longitude is not None:
            at, bearing = (item.latitude, item.longitude), item.bearing
        elif place and place.latitude is not None and place.kind not in TOO_WIDE:
            at, bearing = (place.latitude, place.longitude), None
        else:
            continue
        marks.append(plain.Mark(*at, item.title, words.url_of(item), bearing=bearing))
    return marks


def _marks_in(view: looking.View) -> list[plain.Mark]:
    """Mark what is in a part of the map; what stands together leads closer."""
    alone = [one.item_id for one in view.clusters if one.n == 1]
    items = Item.objects.published().only("title", "language").in_bulk(alone)
    here = reverse("history:map")
    marks = []
    for one in view.clusters:
        item = items.get(one.item_id) if one.n == 1 else None
        closer = f"{here}?{urlencode({'bbox': one.box.text()})}"
        marks.append(
            plain.Mark(
                one.latitude,
                one.longitude,
                label=item.title if item else words.count_of(one.n),
                url=words.url_of(item) if item else closer,
                n=one.n,
            )
        )
    return marks


def _drawn(marks: list[plain.Mark], box: Box | None = None) -> dict | None:
    if not marks:
        return None
    if box is None:
        norths, easts = [m.latitude for m in marks], [m.longitude for m in marks]
        whole = Box(min(easts), min(norths), max(easts), max(norths))
        box = plain.padded(whole, MARGIN)
    around = Place.objects.filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    ).exclude(kind__in=TOO_WIDE)
    places = around.order_by("pk")[:PLACES]
    return plain.draw(box, marks, places, shape=SHAPE, grow=GROW)
