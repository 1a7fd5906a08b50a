"""Own what is offered while somebody types, and what goes by the name they searched.

The number of queries does not grow with what is found. Refuses what a visitor may not
see: every hit is read again under the rules of the archive.
"""

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from history import gazetteer, presenting
from history.models import Collection, Item, Person, Place, PlaceName, Subject
from history.search import engine, names
from history.search.analysis import form_stem, terms_of
from history.search.names import Hit
from history.search.question import Question
from history.search.spelling import bare, words

COMPLETED = ("place", "person", "collection")
MOST_NAMES = 6
MOST_ITEMS = 4
MIN_LETTERS_OF_TITLE = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that has a page: what it is, its name, a word about it, its address."""

    kind: str
    label: str
    note: str
    url: str


def suggest(text: str) -> list[Offer]:
    """Complete what is being typed: places, people, collections, then items."""
    return [
        *_offers(names.beginning(text, kinds=COMPLETED, limit=MOST_NAMES)),
        *_items(text),
    ]


def on_the_map(text: str) -> list[Offer]:
    """Complete the name of a place, today's or an old one; its address moves the map.

    Where nothing begins so, other endings of the words are understood as well.
    """
    hits = names.beginning(text, kinds=("place",), limit=MOST_NAMES)
    if not hits:
        likely = gazetteer.search(text[:100], language=presenting.language())
        hits = [Hit(kind="place", row_id=one.pk, name=one.name) for one in likely]
    rows = Place.objects.in_bulk([hit.row_id for hit in hits])
    address = reverse("history:map")
    return [
        replace(_offer(hit, row), url=f"{address}?{urlencode({'place': row.slug})}")
        for hit in _spoken(hits, rows)
        if (row := rows.get(hit.row_id))
    ]


def named(question: Question) -> list[Offer]:
    """Return the places, people, collections and subjects that a question names."""
    return _offers(names.named(question, limit=MOST_NAMES))


def _items(text: str) -> list[Offer]:
    *earlier, last = words(text[:100]) or [""]
    begins = form_stem(bare(last))
    if len(begins) < MIN_LETTERS_OF_TITLE:
        return []
    groups = tuple(terms_of(word) for word in earlier)
    ids = engine.titles(begins, groups, limit=MOST_ITEMS)
    items = Item.objects.published().filter(pk__in=ids)
    return [
        Offer(
            kind=str(item.get_kind_display()),
            label=item.title,
            note=presenting.dated(item, whole=False),
            url=presenting.url_of(item),
        )
        for item in items.order_by("-search_document__id")
    ]


def _offers(hits: list[Hit]) -> list[Offer]:
    readable: dict[str, QuerySet] = {
        "place": Place.objects.all(),
        "person": Person.objects.filter(is_living=False),
        "collection": Collection.objects.published(),
        "subject": Subject.objects.all(),
    }
    found = []
    rows = {
        kind: readable[kind].in_bulk([hit.row_id for hit in hits if hit.kind == kind])
        for kind in dict.fromkeys(hit.kind for hit in hits)
    }
    for hit in _spoken(hits, rows.get("place", {})):
        if row := rows[hit.kind].get(hit.row_id):
            found.append(_offer(hit, row))
    return found


def _spoken(hits: list[Hit], places: dict[int, Place]) -> list[Hit]:
    """Call a place that was found by several old names by one in the reader's language."""
    unsure = {
        hit.row_id
        for hit in hits
        if hit.kind == "place" and len(set(hit.names)) > 1 and hit.row_id in places
        and hit.name not in _translations(places[hit.row_id])
    }  # fmt: skip
    if not unsure:
        return hits
    own = set(
        PlaceName.objects.filter(
            place__in=unsure, language=presenting.language()
        ).values_list("place_id", "name")
    )
    return [
        replace(
            hit,
            name=next((n for n in hit.names if (hit.row_id, n) in own), hit.name),
        )
        if hit.kind == "place"
        else hit
        for hit in hits
    ]


def _offer(hit: Hit, row) -> Offer:
    label = row.title if hit.kind == "collection" else row.name
    kinds = {
        "place": _("Place"),
        "person": _("Person"),
        "collection": _("Collection"),
        "subject": _("Subject"),
    }
    if hit.kind == "person":
        url = reverse("history:person", args=[row.slug])
    else:
        url = row.get_absolute_url()
    note = ""
    if hit.kind == "place" and hit.name not in _translations(row):
        label, note = hit.name, _("known today as %(name)s") % {"name": label}
    elif hit.name not in (label, *_translations(row)):
        also = _("also written")
        note = f"{also} {hit.name}"
    return Offer(kind=kinds[hit.kind], label=label, note=note, url=url)


def _translations(row) -> list[str]:
    return [getattr(row, f"name_{code}", "") for code in names.LANGUAGES]
