"""Own why an item was found: which of its words, which name of its place.

A fixed number of queries for a page: names of places, people, subjects. Refuses to
name a living person, as everywhere.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from history import presenting
from history.models import Item, Person, Place, PlaceName, Subject
from history.search.marking import Part, answered, around, parts
from history.search.question import Question

LANGUAGES = [code for code, _name in settings.LANGUAGES]
_TEXTS = ("description", "story", "place_said", "creator", "credit_line")


@dataclass(frozen=True, slots=True)
class _Named:
    """A place, person or subject of an item, with the other names it goes by."""

    shown: str
    label: str = ""
    old: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def cards(items: list[Item], question: Question) -> list[dict]:
    """Give the cards of an answer, each with `title_parts`, `place_parts` and `why`.

    Shape of `why`: [{"label", "parts": [Part], "then"}], at most two lines.
    """
    if not question.groups:
        return presenting.cards(items)
    around_them = _Names(items)
    return [
        presenting.card(item) | _reasons(item, question.groups, around_them)
        for item in items
    ]


def _reasons(item: Item, groups, names: "_Names") -> dict:
    told = answered(item.title, groups, item.language)
    lang = presenting.if_foreign(item.language)
    lines = []
    for named in names.of(item):
        line, more = _of_name(named, groups, told)
        if more - told:
            told |= more
            lines += [line] if line else []
    for name in _TEXTS:
        text = getattr(item, name)
        if text and answered(text, groups, item.language) - told:
            told |= answered(text, groups, item.language)
            line = around(text, groups, item.language)
            lines.append({"label": "", "parts": line, "lang": lang})
    if len(told) < len(groups) and item.kind == Item.Kind.DOCUMENT and not lines:
        label = _("In the text of its pages, or below its pictures")
        lines.append({"label": label, "parts": []})
    return {
        "title_parts": parts(item.title, groups, item.language),
        "place_parts": parts(presenting.placed_today(item), groups),
        "why": lines[:2],
    }


def _of_name(named: _Named, groups, told: set) -> tuple[dict | None, set]:
    """Say by which name it was found, where the card itself does not show that."""
    shown = answered(named.shown, groups)
    best, most, is_old = "", shown | told, False
    for name in [*named.old, *named.other]:
        more = answered(name, groups)
        if len(more | told) > len(most):
            best, most, is_old = name, more | told, name in named.old
    if not best:
        if not named.label:
            return None, shown  # the place stands on the card
        return {"label": named.label, "parts": parts(named.shown, groups)}, shown
    if is_old:
        # Translators: behind an old name of a street.
        then = _("known today as %(name)s") % {"name": named.shown}
        line = {"label": named.label, "parts": parts(best, groups), "then": then}
        return line, most
    line = [*parts(named.shown, groups), Part(", ", is_found=False)]
    # Translators: a name in another language or spelling follows.
    line += [Part(_("also written") + " ", is_found=False), *parts(best, groups)]
    return {"label": named.label, "parts": line}, most


class _Names:
    """The names around the items of one page."""

    def __init__(self, items: list[Item]):
        ids = [item.pk for item in items]
        self._places = _places({item.place_id for item in items} - {None})
        self._people = _through(Item.people.through, "person", Person, ids)
        self._subjects = _through(Item.subjects.through, "subject", Subject, ids)

    def of(self, item: Item) -> list[_Named]:
        """Return the names of an item's place, of what is around it, people, subjects."""
        return [
            *self._places.get(item.place_id, ()),
            *self._people[item.pk],
            *self._subjects[item.pk],
        ]


def _places(ids: set[int]) -> dict[int, list[_Named]]:
    rows = Place.objects.filter(pk__in=ids).select_related("parent")
    places = {place.pk: place for place in rows}
    parents = {p.parent_id: p.parent for p in places.values() if p.parent}
    old = defaultdict(list)
    for name in PlaceName.objects.filter(place__in={*places, *parents}).order_by("pk"):
        old[name.place_id].append(name.name)
    named = {
        pk: _Named(place.name, old=old[pk], other=_translations(place), label="")
        for pk, place in (parents | places).items()
    }
    return {
        pk: [
            named[pk],
            *(
                [_within(named[place.parent_id])]
                if place.parent_id and place.parent.kind != Place.Kind.TOWN
                else []
            ),
        ]
        for pk, place in places.items()
    }


def _within(named: _Named) -> _Named:
    """Return a place that is not on the card itself, so it has to be said."""
    return _Named(named.shown, label=_("In:"), old=named.old, other=named.other)


def _through(through, column: str, model, ids: list[int]) -> defaultdict:
    found = defaultdict(list)
    rows = through.objects.filter(item__in=ids).select_related(column).order_by("pk")
    if model is Person:
        rows = rows.filter(person__is_living=False)
    label = _("Person:") if model is Person else _("Subject:")
    for row in rows:
        one = getattr(row, column)
        other = _translations(one)
        if model is Person:
            other += [line.strip() for line in one.other_names.splitlines()]
        found[row.item_id].append(_Named(one.name, label=label, other=other))
    return found


def _translations(row) -> list[str]:
    texts = (getattr(row, f"name_{code}") or "" for code in LANGUAGES)
    return [text for text in texts if text and text != row.name]
