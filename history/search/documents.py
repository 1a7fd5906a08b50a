"""Owns what of an item goes into its index row; refuses to write rows.

A living person never enters: no name, no facet. Only public texts of the item do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from django.conf import settings

from history.models import (
    Collection,
    CollectionEntry,
    Depiction,
    Item,
    Media,
    Person,
    Place,
    PlaceName,
    SearchDocument,
    Subject,
)
from history.rights import REUSABLE
from history.search import facets
from history.search.analysis import terms_in
from history.search.spelling import bare, words

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MAX_TERMS = 20_000
MAX_PAIRS = 10_000
_TEXTS = ("description", "story", "place_said", "creator", "credit_line", "date_said")
Terms = dict[str, tuple[str, ...]]


def documents(ids: Iterable[int]) -> list[tuple[SearchDocument, Terms]]:
    """Build the rows of published items, in the order of publication.

    Shape: ``[(row not saved, {spelling: terms}), …]``; items that are not published
    are left out. The number of queries does not depend on the number of items.
    """
    items = list(
        Item.objects.published()
        .filter(pk__in=list(ids))
        .order_by("published_at", "pk")
        .values(
            "pk", "kind", "title", "language", "date_earliest", "date_latest",
            "place_id", "latitude", "rights", *_TEXTS,
        )
    )  # fmt: skip
    around = _Surroundings(items)
    return [_document(item, around) for item in items]


def _document(item: dict, around: "_Surroundings") -> tuple[SearchDocument, Terms]:
    language = item["language"]
    sentences = [words(item["title"])]
    title = terms_in(sentences[0], language)
    names: Terms = {}
    for name in around.names_of(item):
        sentences.append(around.words_of(name))
        _join(names, around.terms_of(name))
    body: Terms = {}
    texts = (*around.captions[item["pk"]], *around.pages[item["pk"]])
    for text in [*(item[name] for name in _TEXTS), *texts]:
        sentences.append(words(text))
        _join(body, terms_in(sentences[-1], language))
    first, last = item["date_earliest"], item["date_latest"]
    years = (first.year, last.year) if first and last else (None, None)
    if first and last and first.year == last.year:
        _join(body, {str(first.year): (str(first.year),)})
    every: Terms = {}
    for part in (title, names, body):
        _join(every, part)
    row = SearchDocument(
        item_id=item["pk"],
        title_t=_text(title),
        names_t=_text(names),
        body_t=" ".join([_text(body), *_pairs_in(sentences)]),
        facets=" ".join(_facet_words(item, around, years)),
        words=" ".join(every),
        year_min=years[0],
        year_max=years[1],
    )
    return row, every


def _facet_words(item: dict, around: "_Surroundings", years: tuple) -> list[str]:
    pk = item["pk"]
    return [
        facets.ALL,
        facets.word("kind", item["kind"]),
        facets.word("language", item["language"]),
        *facets.years(*years),
        *(facets.word("place", place) for place in around.places_of(item)),
        *(facets.word("collection", one) for one in around.collections_of(pk)),
        *(facets.word("person", one) for one in around.people[pk]),
        *(facets.word("subject", one) for one in around.subjects[pk]),
        *facets.slices(pk),
        *_plain_facets(item, around),
    ]


def _plain_facets(item: dict, around: "_Surroundings") -> Iterator[str]:
    """Say where it may be put on a map, used by others, or what nobody knows yet."""
    if item["latitude"] is not None or item["place_id"] in around.places_on_map:
        yield facets.word("located", "yes")
    if item["rights"] in REUSABLE:
        yield facets.word("reuse", "yes")
    if item["kind"] not in (Item.Kind.PHOTO, Item.Kind.DOCUMENT):
        return
    if not (item["date_earliest"] or item["date_latest"]):
        yield facets.word("help", "date")
    if not (item["place_id"] or item["place_said"]):
        yield facets.word("help", "place")
    if item["pk"] in around.with_unknown_people:
        yield facets.word("help", "person")


def _join(into: Terms, more: Terms) -> None:
    for word, found in more.items():
        old = into.get(word, ())
        into[word] = old if old == found else tuple(dict.fromkeys(old + found))


def _text(words: Terms) -> str:
    """Write different terms once each: order and number never matter to us."""
    different = dict.fromkeys(term for found in words.values() for term in found)
    return " ".join(list(different)[:MAX_TERMS])


def _pairs_in(sentences: list[list[str]]) -> list[str]:
    """Return which words stand side by side, for questions in quotes."""
    found: dict[str, None] = {}
    for sentence in sentences:
        spelled = [bare(word) for word in sentence]
        found.update((facets.pair(*two), None) for two in pairwise(spelled))
        if len(found) >= MAX_PAIRS:
            break
    return list(found)[:MAX_PAIRS]


class _Surroundings:
    """Everything a batch of items refers to, fetched in a fixed number of queries."""

    def __init__(self, items: list[dict]):
        ids = [item["pk"] for item in items]
        self.pages = _words_of_pages(ids)
        on_map = Place.objects.exclude(latitude=None)
        on_map = on_map.filter(pk__in={item["place_id"] for item in items} - {None})
        self.places_on_map = set(on_map.values_list("pk", flat=True))
        # Somebody is marked on the picture, and the mark only asks who it is.
        unknown = Depiction.objects.filter(media__item__in=ids).unnamed()
        self.with_unknown_people = set(unknown.values_list("media__item_id", flat=True))
        self.captions = defaultdict(list)
        for pk, *texts in Media.objects.filter(item__in=ids).values_list(
            "item_id", "caption", "alt"
        ):
            self.captions[pk] += texts
        self.people = _pairs(
            Item.people.through, ids, "person_id", person__is_living=False
        )
        self.subjects = _pairs(Item.subjects.through, ids, "subject_id")
        self._entries = _pairs(CollectionEntry, ids, "collection_id")
        self._places = _ancestry(Place, {i["place_id"] for i in items} - {None})
        self._collections = _ancestry(
            Collection, {one for many in self._entries.values() for one in many}
        )
        self._public = set(
            Collection.objects.published()
            .filter(pk__in=self._collections)
            .values_list("pk", flat=True)
        )
        self._names = self._read_names()
        # A street is named by many items: its words are looked up once a batch.
        self._words: dict[tuple[str, str], list[str]] = {}
        self._terms: dict[tuple[str, str], Terms] = {}

    def places_of(self, item: dict) -> list[int]:
        """Return the place of an item and the places around it."""
        return _climb(self._places, item["place_id"])

    def collections_of(self, pk: int) -> list[int]:
        """Return the published collections of an item, with those they are part of."""
        found = {
            one: None
            for entry in self._entries[pk]
            if entry in self._public
            for one in _climb(self._collections, entry)
            if one in self._public
        }
        return list(found)

    def names_of(self, item: dict) -> list[tuple[str, str]]:
        """Return (name, language) of places, people and subjects of an item."""
        pk = item["pk"]
        keys = [
            *(("place", one) for one in self.places_of(item)),
            *(("person", one) for one in self.people[pk]),
            *(("subject", one) for one in self.subjects[pk]),
        ]
        return [name for key in keys for name in self._names[key]]

    def words_of(self, name: tuple[str, str]) -> list[str]:
        """Return the words of a (name, language)."""
        if name not in self._words:
            self._words[name] = words(name[0])
        return self._words[name]

    def terms_of(self, name: tuple[str, str]) -> Terms:
        """Return the terms of a (name, language)."""
        if name not in self._terms:
            self._terms[name] = terms_in(self.words_of(name), name[1])
        return self._terms[name]

    def _read_names(self) -> defaultdict:
        names = defaultdict(list)
        people = {one for many in self.people.values() for one in many}
        subjects = {one for many in self.subjects.values() for one in many}
        columns = [f"name_{code}" for code in LANGUAGES]
        for key, rows in (
            ("place", Place.objects.filter(pk__in=self._places)),
            ("subject", Subject.objects.filter(pk__in=subjects)),
            ("person", Person.objects.filter(pk__in=people)),
        ):
            for pk, *texts in rows.values_list("pk", *columns):
                names[key, pk] += [
                    (text, code)
                    for text, code in zip(texts, LANGUAGES, strict=True)
                    if text
                ]
        for pk, text in Person.objects.filter(pk__in=people).values_list(
            "pk", "other_names"
        ):
            names["person", pk].append((text, ""))
        for pk, text, code in PlaceName.objects.filter(
            place__in=self._places
        ).values_list("place_id", "name", "language"):
            names["place", pk].append((text, code))
        return names


def _words_of_pages(ids: list[int]) -> defaultdict:
    """Return the words of shown pages; what is covered or cut off is not findable."""
    found: defaultdict = defaultdict(list)
    shown = Media.objects.filter(item__in=ids).exclude(master__text="")
    for media in shown.select_related("master").order_by("item_id", "position"):
        is_cut = media.edits.get("crop") not in (None, [0, 0, 1, 1])
        if not (is_cut or media.edits.get("masks")):
            found[media.item_id].append(media.master.words_of(media.page))
    return found


def _pairs(through, ids: list[int], column: str, **only) -> defaultdict:
    found = defaultdict(list)
    rows = through.objects.filter(item__in=ids, **only).order_by("pk")
    for pk, other in rows.values_list("item_id", column):
        found[pk].append(other)
    return found


def _ancestry(model, ids: set[int]) -> dict[int, int | None]:
    """Return the parent of each row and of every row above it."""
    parents: dict[int, int | None] = {}
    while ids:
        parents |= dict(model.objects.filter(pk__in=ids).values_list("pk", "parent_id"))
        ids = {parent for parent in parents.values() if parent} - parents.keys()
    return parents


def _climb(parents: dict[int, int | None], start: int | None) -> list[int]:
    path: list[int] = []
    while start and start not in path:
        path.append(start)
        start = parents.get(start)
    return path
