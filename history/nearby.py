"""Own what lies around a place or an item: the small map, and places within a walk."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from history.atlas import grid, plain
from history.atlas.grid import Box
from history.atlas.keeping import TOO_WIDE
from history.models import Item, Place
from history.presenting import placed

WALK_METRES = 900
READ = 200
SHOWN = 6
# How far around a place its surroundings reach, in metres.
REACH = {
    Place.Kind.TOWN: 4_000,
    Place.Kind.DISTRICT: 1_500,
    Place.Kind.NATURE: 600,
    Place.Kind.WORKS: 600,
    Place.Kind.STREET: 350,
    Place.Kind.SQUARE: 250,
    Place.Kind.BUILDING: 150,
    Place.Kind.SCHOOL: 150,
}
AROUND_ITEM = 350
SMALL = {"shape": 0.75, "grow": 1.9}


def around(place: Place) -> Box | None:
    """Give the part of the map around a place; None where nobody knows its point."""
    if place.latitude is None or place.longitude is None:
        return None
    return Box.around(place.latitude, place.longitude, REACH[place.kind])


def beside(place: Place, *, but: Iterable[Place] = ()) -> list[dict]:
    """Give the places within a walk, the nearest first, with the distance in words."""
    if place.latitude is None or place.kind in TOO_WIDE:
        return []
    box = Box.around(place.latitude, place.longitude, WALK_METRES)
    others = _inside(box).exclude(kind__in=TOO_WIDE)
    others = others.exclude(pk__in=[place.pk, *(one.pk for one in but)])
    here = place.latitude, place.longitude
    found = [
        (grid.metres(here, (other.latitude, other.longitude)), other)
        for other in others.exclude(pk=place.parent_id)[:READ]
    ]
    near = sorted(
        ((away, one) for away, one in found if away <= WALK_METRES),
        key=lambda pair: (pair[0], pair[1].pk),
    )
    return [
        {"label": one.name, "url": one.get_absolute_url(), "away": _away(metres)}
        for metres, one in near[:SHOWN]
    ]


def small_map(place: Place) -> dict | None:
    """Draw a place among its neighbours."""
    box = around(place)
    if box is None:
        return None
    mark = plain.Mark(place.latitude, place.longitude)
    wider = plain.padded(box, REACH[place.kind])
    neighbours = _inside(wider).exclude(kind__in=TOO_WIDE)[:READ]
    return plain.draw(wider, [mark], neighbours, **SMALL)


def map_of_item(item: Item) -> dict | None:
    """Draw where the photographer stood and which way they looked."""
    if item.latitude is None or item.longitude is None:
        return None
    return map_of_point(item.latitude, item.longitude, bearing=item.bearing)


def map_of_point(
    latitude: float, longitude: float, *, bearing: int | None = None
) -> dict:
    """Draw a point among the places around it."""
    box = Box.around(latitude, longitude, AROUND_ITEM)
    mark = plain.Mark(latitude, longitude, bearing=bearing)
    neighbours = _inside(box).exclude(kind__in=TOO_WIDE)[:READ]
    return plain.draw(box, [mark], neighbours, **SMALL)


def _inside(box: Box):
    return Place.objects.filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    ).order_by("pk")


def _away(metres: float) -> str:
    """Say a distance as people do; it is the language's own short word."""
    if metres < 950:
        number = max(round(metres / 10) * 10, 10)
        return _("%(n)s m") % {"n": number}
    return _("%(n)s km") % {"n": round(metres / 1000, 1)}


def compass(bearing: int | None) -> str:
    """Say a direction of view in words; "" where nobody knows it."""
    if bearing is None:
        return ""
    names = (
        _("to the north"), _("to the north-east"), _("to the east"),
        _("to the south-east"), _("to the south"), _("to the south-west"),
        _("to the west"), _("to the north-west"),
    )  # fmt: skip
    return names[round(bearing / 45) % 8]


def map_words(item: Item) -> str:
    """Say in words what the small map of an item shows."""
    told = _("The map: %(place)s") % {"place": placed(item) or item.title}
    towards = compass(item.bearing)
    looks = _("the view goes %(way)s") % {"way": towards}
    return f"{told}; {looks}" if towards else told
