"""Own how a story becomes ready for a page: its blocks in order, its map, its cards.

What visitors may not see is passed over, and a block that has nothing left with it. The
number of queries is the same whatever the number of blocks.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.text import capfirst

from history import facts
from history import presenting as words
from history.atlas import plain
from history.atlas.grid import Box
from history.atlas.keeping import TOO_WIDE
from history.models import Collection, Exhibit, ExhibitBlock, Item, Media, Place
from history.rooms import rooms_of

STORIES_BESIDE = 6
QUOTED = 700  # letters of a memory that is told inside a story
MAP_MARGIN = 220
PLACES_ON_MAP = 200
SHAPE = 0.6
Kind = ExhibitBlock.Kind


@dataclass
class Told:
    """A story ready for its page; `items` are those shown, in order, each once."""

    blocks: list[dict] = field(default_factory=list)
    stops: list[dict] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    drawing: dict | None = None
    cover: dict | None = None


def tell(exhibit: Exhibit) -> Told:
    """Prepare all blocks of a story for who may see what visitors see."""
    rows = list(exhibit.blocks.select_related("place", "collection"))
    known = _items(exhibit, rows)
    shown = {row.collection_id for row in rows} - {None}
    found = Collection.objects.published().filter(pk__in=shown)
    rooms = rooms_of(found) if shown else {}
    told = Told()
    has_map = False
    for row in rows:
        block = _block(row, known, rooms)
        if block is None:
            continue
        has_map = has_map or row.kind == Kind.MAP
        if row.kind == Kind.PLACE:
            block["number"] = len(told.stops) + 1
            told.stops.append(block)
        told.blocks.append(block)
        told.items += [
            known[pk]
            for pk in (row.item_id, row.beside_id)
            if pk in known and known[pk] not in told.items
        ]
    _link(told.stops)
    if has_map or told.stops:
        told.drawing = _drawing(told)
    if told.drawing is None:
        told.blocks = [one for one in told.blocks if one["kind"] != Kind.MAP]
    told.cover = _cover(exhibit, told, known)
    return told


def cards_of(exhibits: list[Exhibit]) -> list[dict]:
    """Give stories as rooms for `components/collection_card.html`, in two queries.

    One without a chosen cover borrows the first picture that it shows.
    """
    firsts: dict[int, list[int]] = {}
    shown = ExhibitBlock.objects.filter(exhibit__in=exhibits, item__isnull=False)
    for exhibit_id, item_id in shown.values_list("exhibit_id", "item_id"):
        firsts.setdefault(exhibit_id, []).append(item_id)
    wanted = {one.cover_id for one in exhibits if one.cover_id}
    wanted |= {pk for pks in firsts.values() for pk in pks[:3]}
    media = {
        one.item_id: one
        for one in Media.objects.filter(
            item__in=wanted, item__status=Item.Status.PUBLISHED, position=0
        ).select_related("item")
    }
    return [
        {
            "url": one.get_absolute_url(),
            "title": one.title,
            "summary": one.lead,
            "count": one.get_kind_display(),
            "picture": next(
                (
                    picture
                    for pk in (one.cover_id, *firsts.get(one.pk, [])[:3])
                    if pk in media
                    and (
                        picture := words.picture_of(
                            media[pk], title=media[pk].item.title
                        )
                    )
                ),
                None,
            ),
            "lang": words.language_of(one, "title"),
        }
        for one in exhibits
    ]


def stories_with(item: Item) -> list[dict]:
    """Give the published stories and walks that an item stands in: one query."""
    found = Exhibit.objects.published().showing(item).in_order()
    return [
        {
            "url": one.get_absolute_url(),
            "title": one.title,
            "lang": words.language_of(one, "title"),
            "kind": one.get_kind_display(),
            "lead": one.lead,
            "lead_lang": words.language_of(one, "lead"),
        }
        for one in found[:STORIES_BESIDE]
    ]


def _items(exhibit: Exhibit, rows: list[ExhibitBlock]) -> dict[int, Item]:
    """Fetch what the blocks show, as far as any visitor may see it."""
    wanted = {pk for row in rows for pk in (row.item_id, row.beside_id)}
    wanted = (wanted | {exhibit.cover_id}) - {None}
    found = Item.objects.published().filter(pk__in=wanted).with_cover()
    return {item.pk: item for item in found.prefetch_related("place__names")}


def _block(row: ExhibitBlock, known: dict, rooms: dict) -> dict | None:
    """Prepare one block; None where nothing of it may be shown."""
    block = {
        "kind": row.kind,
        "anchor": f"b{row.pk}",
        "heading": row.heading or "",
        "heading_lang": words.language_of(row, "heading"),
        "text": row.text or "",
        "lang": words.language_of(row, "text"),
        "is_wide": row.size == ExhibitBlock.Size.WIDE,
    }
    first, second = known.get(row.item_id), known.get(row.beside_id)
    if row.kind == Kind.TEXT:
        return block if block["heading"] or block["text"] else None
    if row.kind == Kind.ITEM:
        return {**block, "one": shown(first)} if first else None
    if row.kind == Kind.PAIR:
        both = [shown(item) for item in (first, second) if item]
        return {**block, "both": both} if both else None
    if row.kind == Kind.COLLECTION:
        room = rooms.get(row.collection_id)
        return {**block, "room": room} if room else None
    if row.kind == Kind.PLACE:
        return _stop(row, block, first)
    return block


def shown(item: Item) -> dict:
    """Give one item as a story shows it: the picture with its caption, or its words."""
    cover = item.covers[0] if item.covers else None
    picture = words.picture_of(cover, title=item.title)
    told = "" if picture or item.sensitive else item.story or item.description
    return {
        "card": words.card(item),
        "picture": picture,
        "title": item.title,
        "url": words.url_of(item),
        "line": "; ".join(
            one for one in (words.placed(item), words.dated(item)) if one
        ),
        "credit": item.credit_line,
        "lang": words.if_foreign(item.language),
        "quote": words.excerpt(told, QUOTED),
        "recording": cover.recording if cover and not item.sensitive else None,
    }


def _stop(row: ExhibitBlock, block: dict, item: Item | None) -> dict | None:
    if row.place is None and not (block["heading"] or block["text"]):
        return None
    stop = {
        **block,
        "place": row.place,
        "names": [],
        "one": shown(item) if item else None,
    }
    if row.place:
        stop["url"] = row.place.get_absolute_url()
        stop["today"] = capfirst(row.place.name)
        stop["title"] = block["heading"] or stop["today"]
    else:
        stop["title"] = block["heading"]
    return stop


def _link(stops: list[dict]) -> None:
    """Tell each stop the one before and after it, and the names its place had."""
    places = [stop["place"] for stop in stops if stop["place"]]
    names = {
        place.pk: facts.names_through_time(place)
        for place in Place.objects.filter(
            pk__in={place.pk for place in places}
        ).prefetch_related(Prefetch("names"))
    }
    for number, stop in enumerate(stops):
        stop["previous"] = stops[number - 1] if number else None
        stop["next"] = stops[number + 1] if number + 1 < len(stops) else None
        if stop["place"]:
            stop["names"] = [
                {"years": time["years"], **time["names"][0]}
                for time in names[stop["place"].pk]
            ]


def _drawing(told: Told) -> dict | None:
    """Draw the stops by their numbers, else the places of what is shown."""
    marks = [
        plain.Mark(
            stop["place"].latitude, stop["place"].longitude,
            f"{stop['number']}. {stop['title']}", f"#{stop['anchor']}",
            number=stop["number"],
        )
        for stop in told.stops
        if stop["place"] and stop["place"].latitude is not None
    ]  # fmt: skip
    marks = marks or [
        plain.Mark(
            place.latitude, place.longitude, place.name, place.get_absolute_url()
        )
        for place in dict.fromkeys(item.place for item in told.items if item.place)
        if place.latitude is not None and place.kind not in TOO_WIDE
    ]
    if not marks:
        return None
    wests, souths = [m.longitude for m in marks], [m.latitude for m in marks]
    whole = Box(min(wests), min(souths), max(wests), max(souths))
    box = plain.padded(whole, MAP_MARGIN)
    around = Place.objects.filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    ).exclude(kind__in=TOO_WIDE)
    return plain.draw(
        box, marks, around.order_by("pk")[:PLACES_ON_MAP], shape=SHAPE, grow=1.7
    )


def _cover(exhibit: Exhibit, told: Told, known: dict) -> dict | None:
    """Give the chosen cover, with what is on it."""
    item = known.get(exhibit.cover_id)
    if item is None:
        return None
    one = shown(item)
    return one if one["picture"] else None
