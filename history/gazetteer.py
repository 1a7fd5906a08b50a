"""Find a place of the town by any name that people call it, in any language and year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from history import presenting
from history.dates.fold import folded
from history.models import Place, PlaceName

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST_WORDS = 200
OFFERED = 6
# What a street is called besides its name; people leave it out or shorten it.
_KINDS = """
вулиця вулиці вул вулицю вулицею улица улице улицы улицу ул street st
площа площі площу пл площадь площади square sq проспект проспекті
проспекте проспекту просп пр avenue ave провулок провулку пров переулок
переулке пер lane бульвар бульварі бульваре бул boulevard на в у біля
возле рядом поруч коло около near at on the in
"""
KINDS = frozenset(folded(word) for word in _KINDS.split())
HOUSE = re.compile(r"\d+[a-zа-яіїєґ]?(?:[/\-]\d+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A place that the words may mean, and by which of its names it was found."""

    pk: int
    name: str
    label: str
    latitude: float | None
    longitude: float | None


def _words(name: str) -> tuple[str, ...]:
    """Give the words that make the name: folded, without its kind and the house."""
    every = [folded(word) for word in re.findall(r"[\w'’ʼ/\-]+", name[:LONGEST_WORDS])]
    own = [word for word in every if word not in KINDS and not HOUSE.match(word)]
    return tuple(own or every)


def _exact(name: str) -> str:
    return " ".join(folded(word) for word in name.split())


def _spellings() -> list[tuple[str, int]]:
    """List every name of every place; today's names stand before old ones."""
    today = Place.objects.order_by("pk").values_list(
        "pk", *(f"name_{code}" for code in LANGUAGES)
    )
    found = [(name, pk) for pk, *names in today for name in filter(None, names)]
    others = PlaceName.objects.order_by("pk").values_list("name", "place_id")
    return [*found, *others]


def names() -> dict[str, int]:
    """List every name of every place.

    Shape: the name as written → the place's pk; today's names win over old ones.
    """
    found: dict[str, int] = {}
    for name, pk in _spellings():
        found.setdefault(name, pk)
    return found


def find(words: str) -> int | None:
    """Give the pk of the place that these words name, or None where that is not sure.

    A house number and the kind may be there or not: “Works 12” is Works Street. Where
    two places have had the name, nobody is asked to guess.
    """
    wanted = _exact(words[:LONGEST_WORDS])
    if not wanted:
        return None
    spellings = _spellings()
    for name, pk in spellings:
        if _exact(name) == wanted:
            return pk
    own = _words(words)
    hits = {pk for name, pk in spellings if _words(name) == own}
    return hits.pop() if len(hits) == 1 else None


def search(
    words: str, *, language: str, first: date | None = None, last: date | None = None
) -> list[Found]:
    """List the places that the words may mean, the likeliest first.

    Each is named as in the years from `first` to `last`, with today's name in brackets.
    """
    own = _words(words)
    if not own or len("".join(own)) < 2:
        return []
    best: dict[int, tuple[int, str]] = {}
    for name, pk in _spellings():
        rank = _rank(own, _words(name))
        if rank is not None and (pk not in best or rank < best[pk][0]):
            best[pk] = rank, name
    order = sorted(best, key=lambda pk: (best[pk][0], best[pk][1], pk))[:OFFERED]
    places = Place.objects.prefetch_related("names").in_bulk(order)
    return [
        Found(
            pk=pk,
            name=best[pk][1],
            label=_label(places[pk], best[pk][1], language, first, last),
            latitude=places[pk].latitude,
            longitude=places[pk].longitude,
        )
        for pk in order
    ]


def _label(
    place: Place, name: str, language: str, first: date | None, last: date | None
) -> str:
    """Name the place as in those years, or else as the words did."""
    if old := presenting.name_then(place, first, last, language):
        name = old
    if name in (place.name_uk, place.name_ru, place.name_en):
        return place.name
    return presenting.both_names(name, place.name)


def _rank(wanted: Iterable[str], name: tuple[str, ...]) -> int | None:
    """Say how well a name fits, less is better; None where a word is not in it."""
    total = 0
    for word in wanted:
        marks = [mark for own in name if (mark := _likeness(word, own)) is not None]
        if not marks:
            return None
        total += min(marks)
    return total * 10 + len(name)


def _likeness(word: str, own: str) -> int | None:
    """Compare two words: the same, begun, another ending of the same."""
    if word == own:
        return 0
    if own.startswith(word) and len(word) > 1:
        return 1
    common = 0
    while common < min(len(word), len(own)) and word[common] == own[common]:
        common += 1
    endings = len(word) - common, len(own) - common
    return 2 if common >= 4 and max(endings) <= 3 else None
