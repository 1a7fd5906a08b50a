"""Who or what of the catalogue is meant by the words that somebody typed."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet

from history.converters import ReferenceConverter
from history.models import Item, Person, Place

CODES = [code for code, _label in settings.LANGUAGES]
LARGEST = 2**31
PARTS = 12


def item_named(words: str, *, user) -> Item | None:
    """Find an item by its reference, its number or its address."""
    for part in reversed(words.strip().strip("/").split("/")):
        try:
            pk = ReferenceConverter().to_python(part.strip().upper())
        except ValueError:
            continue
        if pk < LARGEST:
            return Item.objects.visible_to(user).filter(pk=pk).first()
    return None


def names_in(said: str) -> list[str]:
    """Part words like "Hanna; uncle Ivan" into names."""
    parts = said.replace(";", ",").replace("\n", ",").split(",")
    return [name for part in parts if (name := " ".join(part.split()))]


def people_named(names: list[str]) -> dict[str, Person]:
    """Find people by exactly these names: the first in any language, or another one.

    Shape: {name in small letters: person}. A first name goes before another name.
    """
    wanted = {name.casefold() for name in names if name}
    spelled = sorted({form for name in names if name for form in _spelled(name)})
    if not wanted:
        return {}
    columns = [f"name_{code}" for code in CODES]
    found_by = [Q(**{f"{column}__in": spelled}) for column in columns]
    found_by += [Q(other_names__contains=form) for form in spelled]
    people = list(Person.objects.filter(reduce(or_, found_by)).order_by("-pk"))
    others, firsts = {}, {}
    for person in people:
        for line in person.other_names.splitlines():
            others[" ".join(line.split()).casefold()] = person
        for column in columns:
            firsts[(getattr(person, column) or "").casefold()] = person
    found = others | firsts
    return {name: person for name, person in found.items() if name in wanted}


def person_named(name: str) -> Person | None:
    """Find a person by exactly this name."""
    return people_named([name]).get(name.casefold())


def people_called(said: str, *, most: int = 6) -> list[Person]:
    """Find everybody of exactly this name, in any language, or another name.

    "Name [address]" means one of several with one name.
    """
    _name, bracket, slug = said.strip().removesuffix("]").rpartition("[")
    if bracket:
        found = Person.objects.filter(slug=slug.strip())
        return list(found) if said.strip().endswith("]") else []
    spelled = _spelled(" ".join(said.split()))
    columns = [Q(**{f"name_{code}__in": spelled}) for code in CODES]
    firsts = list(Person.objects.filter(reduce(or_, columns)).order_by("pk")[:most])
    return firsts or [one for one in [person_named(said.strip())] if one]


def shared_names(people: Iterable[Person]) -> set[str]:
    """Tell which of these people's names somebody else has as well."""
    names = {str(person) for person in people}
    if not names:
        return set()
    columns = [f"name_{code}" for code in CODES]
    wanted = reduce(or_, (Q(**{f"{column}__in": names}) for column in columns))
    owners: dict[str, set[int]] = {}
    for pk, *spellings in Person.objects.filter(wanted).values_list("pk", *columns):
        for one in names.intersection(spellings):
            owners.setdefault(one, set()).add(pk)
    return {name for name, pks in owners.items() if len(pks) > 1}


def people_like(words: str, *, most: int = 8) -> list[Person]:
    """Find people to be chosen from while a name is being typed, each word's beginning."""
    parts = words.split()[:PARTS]
    if not parts:
        return []
    columns = [*(f"name_{code}" for code in CODES), "other_names"]
    found = Q()
    for part in parts:
        forms = {part, part.casefold(), part.capitalize()}
        found &= reduce(
            or_, (Q(**{f"{c}__contains": form}) for c in columns for form in forms)
        )
    rows = Person.objects.filter(found).order_by("pk")[: most * PARTS]
    return sorted(rows, key=lambda one: (str(one).casefold(), one.pk))[:most]


def place_named(name: str) -> Place | None:
    """Find a place by exactly this name, today's or one of other years."""
    spelled = _spelled(name)
    found_by = [Q(**{f"name_{code}__in": spelled}) for code in CODES]
    wanted = reduce(or_, found_by) | Q(names__name__in=spelled)
    return Place.objects.filter(wanted).order_by("pk").first()


def alike(row: Person | Place, words: str = "", *, most: int = 12) -> QuerySet:
    """Find others that may be the same: by the words, else by its own names.

    An address copied from the browser is understood as well.
    """
    rows = type(row)._default_manager.exclude(pk=row.pk)
    text = words or " ".join(getattr(row, f"name_{code}") or "" for code in CODES)
    parts = [_holding(row, part) for part in dict.fromkeys(text.split()[:PARTS])
             if len(part.strip(".,")) > 2]  # fmt: skip
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    if words:
        found = Q(slug=words.strip().strip("/").rpartition("/")[2])
        if parts:
            found |= reduce(lambda one, other: one & other, parts)
    return rows.filter(pk__in=rows.filter(found).values("pk")).order_by("name", "pk")[
        :most
    ]


def _holding(row: Person | Place, part: str) -> Q:
    other = "names__name" if isinstance(row, Place) else "other_names"
    columns = [*(f"name_{code}" for code in CODES), other]
    forms = {part, part.capitalize(), part.casefold()}
    return reduce(
        or_,
        (Q(**{f"{column}__contains": form}) for column in columns for form in forms),
    )


def _spelled(name: str) -> set[str]:
    return {name, name.title(), name.casefold(), name.capitalize()}
