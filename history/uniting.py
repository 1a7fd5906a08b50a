"""Two people, or two places, that are one: everything of the one goes to the other.

What was said under the old names stays findable by them, and old addresses lead on.
What the door keeps about a place follows by the signal `merged`.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history import addresses
from history.merging import Unfit, merged
from history.models import Call, Claim, Depiction, Item, Person, Place, PlaceName
from history.search import index

CODES = [code for code, _label in settings.LANGUAGES]
PERSON_COLUMNS = (
    *(f"name_{code}" for code in CODES), *(f"note_{code}" for code in CODES),
    "slug", "other_names", "born_year", "died_year", "is_living",
)  # fmt: skip
PLACE_COLUMNS = (
    *(f"name_{code}" for code in CODES), *(f"note_{code}" for code in CODES),
    "slug", "kind", "parent_id", "latitude", "longitude",
)  # fmt: skip


def mark_of(row: Person | Place) -> str:
    """Give a short mark of what a row says, by which a page knows what it showed."""
    columns = PERSON_COLUMNS if isinstance(row, Person) else PLACE_COLUMNS
    said = repr([getattr(row, name) for name in columns])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def what_moves(row: Person | Place) -> dict[str, int]:
    """Count what would go along: shape {"items", "claims", …: a number}."""
    counts = {"items": row.items.count(), "claims": row.claims.count()}
    if isinstance(row, Person):
        return counts | {"regions": row.depictions.count()}
    return counts | {
        "names": row.names.count(),
        "children": row.children.count(),
        "calls": Call.objects.filter(place=row).count(),
    }


@transaction.atomic
def merge_people(
    source: Person,
    *,
    into: Person,
    by,
    reason: str,
    seen: tuple[str, str] | None = None,
    at: datetime | None = None,
) -> Person:
    """Make two people of the catalogue one.

    The words of `into` stand; where it says nothing it takes those of `source`, whose
    names become other names. Raises: Unfit.
    """
    source, target = _hold(source, into, reason=reason, seen=seen)
    if source.is_living != target.is_living:
        raise Unfit(
            _(
                "One is a person of the past, the other may be living, and the living "
                "are shown by initials only. Make them alike in the catalogue first."
            )
        )
    _take_words(source, target, "born_year", "died_year")
    if target.born_year and target.died_year and target.born_year > target.died_year:
        raise Unfit(_("Their years do not fit together. Correct one of them first."))
    known = [target.name_uk, target.name_ru, target.name_en]
    known += target.other_names.splitlines()
    theirs = [source.name_uk, source.name_ru, source.name_en]
    theirs += source.other_names.splitlines()
    target.other_names = "\n".join(
        [*_lines(target.other_names), *_new(theirs, beside=known)]
    )
    items = _move_people(source, target)
    Depiction.objects.filter(person=source).update(person=target)
    _move_person_claims(source, target)
    return _finish("person", source, target, items=items, by=by, reason=reason, at=at)


@transaction.atomic
def merge_places(
    source: Place,
    *,
    into: Place,
    by,
    reason: str,
    seen: tuple[str, str] | None = None,
    at: datetime | None = None,
) -> Place:
    """Make two places one; what lies in `source` lies in `into` from now on.

    The names of `source` become names of `into`, those of other years with their years.
    Raises: Unfit.
    """
    source, target = _hold(source, into, reason=reason, seen=seen)
    if source.pk in _line(target):
        raise Unfit(_("The one that stays lies in the one that goes."))
    if target.latitude is None and source.latitude is not None:
        target.latitude, target.longitude = source.latitude, source.longitude
    items = _inside(source)
    _take_words(source, target)
    _move_names(source, target)
    source.children.update(parent=target)
    Item.objects.filter(place=source).update(place=target, updated_at=timezone.now())
    Item.history.filter(place_id=source.pk).update(place_id=target.pk)
    Claim.objects.filter(place=source).update(place=target)
    Call.objects.filter(place=source).update(place=target)
    merged.send(sender=Place, source=source, target=target)
    return _finish("place", source, target, items=items, by=by, reason=reason, at=at)


def _hold(source, into, *, reason: str, seen: tuple[str, str] | None) -> tuple:
    """Lock both, always in one order; refuse what is not as it was when looked at."""
    if not reason.strip():
        raise Unfit(_("Please say why they are one."))
    if source.pk == into.pk:
        raise Unfit(_("This is the same one. Choose the other."))
    rows = type(source).objects.select_for_update(of=("self",))
    found = {row.pk: row for row in rows.filter(pk__in=[source.pk, into.pk])}
    if len(found) < 2:
        raise Unfit(_("One of them was merged meanwhile."))
    source, target = found[source.pk], found[into.pk]
    if seen is not None and seen != (mark_of(source), mark_of(target)):
        raise Unfit(_("One of them was changed meanwhile. Please look again."))
    return source, target


def _take_words(source, target, *more: str) -> None:
    """Fill what the target does not say; of two notes both stay."""
    for name in (*(f"name_{code}" for code in CODES), *more):
        if not getattr(target, name):
            setattr(target, name, getattr(source, name))
    for code in CODES:
        mine, theirs = (
            (getattr(row, f"note_{code}") or "").strip() for row in (target, source)
        )
        if theirs and theirs not in mine:
            note = "\n\n".join(part for part in (mine, theirs) if part)
            setattr(target, f"note_{code}", note)


def _move_people(source: Person, target: Person) -> list[int]:
    """Let items, and their stored versions, name the one that stays, once each."""
    named = Item.people.through.objects
    items = list(named.filter(person=source).values_list("item_id", flat=True))
    both = list(named.filter(person=target).values_list("item_id", flat=True))
    named.filter(person=source, item__in=both).delete()
    named.filter(person=source).update(person=target)
    Item.objects.filter(pk__in=items).update(updated_at=timezone.now())
    stored = apps.get_model("history.HistoricalItem_people").objects
    theirs = stored.filter(person_id=target.pk).values_list("history_id", flat=True)
    stored.filter(person_id=source.pk, history_id__in=list(theirs)).delete()
    stored.filter(person_id=source.pk).update(person_id=target.pk)
    return items


def _move_person_claims(source: Person, target: Person) -> None:
    """Keep one claim shown where both said that the person is there."""
    mine = Claim.objects.filter(person=source)
    shown = Claim.objects.filter(person=target, state=Claim.State.SHOWN)
    twice = mine.filter(
        state=Claim.State.SHOWN, item__in=list(shown.values_list("item", flat=True))
    )
    twice.update(state=Claim.State.KEPT)
    mine.update(person=target)


def _move_names(source: Place, target: Place) -> None:
    """Give the target all names of the source; today's too, in its language."""
    known = set(target.names.values_list("name", "language", "from_year"))
    for name in source.names.order_by("pk"):
        if (name.name, name.language, name.from_year) not in known:
            name.place = target
            name.save(update_fields=["place"])
    told = {name for name, _language, _year in known}
    told |= {getattr(target, f"name_{code}") for code in CODES}
    for code in CODES:
        today = getattr(source, f"name_{code}")
        if today and today not in told:
            PlaceName.objects.get_or_create(
                place=target, name=today, language=code, from_year=None
            )
            told.add(today)


def _finish(kind: str, source, target, *, items: list[int], by, reason: str, at):
    """Save, lead the old addresses on, make all findable, write it down."""
    before = {"slug": source.slug, "merged": source.pk}
    addresses.hand_over(kind, source=source, target=target)
    source.delete()
    target.save()
    both = (
        _inside(target)
        if kind == "place"
        else target.items.values_list("pk", flat=True)
    )
    index.index_items(sorted({*items, *both}))
    audit.record(
        f"{kind}.merge", target, by=by, note=reason, at=at,
        before=before, after={"items": sorted(items)},
    )  # fmt: skip
    return target


def _inside(place: Place) -> list[int]:
    """Give the items of a place and of all that lies in it."""
    found, level = {place.pk}, {place.pk}
    while level:
        inside = Place.objects.filter(parent__in=level).values_list("pk", flat=True)
        level = set(inside) - found
        found |= level
    return list(Item.objects.filter(place__in=found).values_list("pk", flat=True))


def _line(place: Place) -> set[int]:
    """Give a place and all that it lies in."""
    found = {place.pk}
    above = place.parent
    while above is not None and above.pk not in found:
        found.add(above.pk)
        above = above.parent
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _new(names: list[Any], *, beside: list[Any]) -> list[str]:
    """Give the names that are not there yet, once each, in their order."""
    known = {" ".join(name.split()).casefold() for name in beside if name}
    found = {}
    for name in names:
        words = " ".join((name or "").split())
        if words and words.casefold() not in known:
            found.setdefault(words.casefold(), words)
    return list(found.values())
