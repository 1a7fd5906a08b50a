"""Who is marked where on a picture of an item: saved as a whole, one version an act.

Whoever is marked is also among the people of the item, so that search and the person's
own page find it.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from translitua import RussianInternationalPassport1997Reduced, UkrainianKMU, translit

from accounts import audit
from history import addresses, claiming, images
from history.models import Claim, Depiction, Item, Media, Person
from history.search import index

MOST = 80
UNKNOWN = "?"
REASON = "people marked"


class Stale(Exception):
    """Somebody changed the marks, or the picture, since the page was opened."""


class Unfit(Exception):
    """It cannot be saved like this; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark as somebody wants it: a person, a new one, or words; `pk` if it stands.

    `box` are shares of the upright original. An open question has the label "?".
    """

    box: images.Box
    pk: int | None = None
    person: Person | None = None
    new_name: str = ""
    is_living: bool = True
    label: str = ""
    said_by: str = ""


def version_of(media: Media) -> str:
    """Give a short mark of what is marked and how the picture is shown."""
    rows = media.depictions.order_by("pk").values_list(
        "pk", "person_id", "label", "said_by", "position", "left", "top", "width",
        "height",
    )  # fmt: skip
    told = [media.master_id, images.check_edits(media.edits), *map(list, rows)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@transaction.atomic
def save(
    media: Media,
    marks: Sequence[Mark],
    *,
    removed: Collection[int] = (),
    seen: str,
    by,
    at: datetime | None = None,
) -> bool:
    """Let these marks stand in this order; those not named here stay behind them.

    Returns whether anything was different.
    Raises: Stale when the page showed something else, Unfit with a sentence.
    """
    # The item's row first, as in every act that touches both: no two wait in a ring.
    item = Item.objects.select_for_update(of=("self",)).get(pk=media.item_id)
    media = Media.objects.select_for_update(of=("self",)).get(pk=media.pk)
    if item.status == Item.Status.REMOVED or seen != version_of(media):
        raise Stale
    standing = {row.pk: row for row in media.depictions.select_related("person")}
    before = _told(standing.values())
    people_before = _people_of(item)
    mentioned = {mark.pk for mark in marks} | set(removed)
    others = [row for pk, row in standing.items() if pk not in mentioned]
    if len(marks) + len(others) > MOST:
        raise Unfit(_("At most %(limit)s marks fit on one picture.") % {"limit": MOST})
    _hold(marks)
    replaced, new = set(), dict[str, Person]()
    for position, mark in enumerate(marks, start=1):
        row = standing.get(mark.pk or 0) or Depiction(media=media)
        old = row.person
        row.left, row.top, row.width, row.height = mark.box
        row.person = mark.person or _made(mark, item.language, new)
        row.label = "" if row.person else mark.label
        row.said_by, row.position = mark.said_by, position
        row.save()
        if old is not None and old != row.person:
            replaced.add(old)
    for position, row in enumerate(_by_number(others), start=len(marks) + 1):
        row.position = position
        row.save(update_fields=["position"])
    media.depictions.filter(pk__in=removed).delete()
    after = _told(media.depictions.all())
    if version_of(media) == seen:
        return False
    people_now = _people_of(item)
    _keep_version(item, people_now - people_before, replaced - people_now, by=by)
    claiming.outdate(item, {Claim.Field.PERSON}, by=by, reason=_("another name"), at=at)
    index.index_item(item)
    audit.record(
        "item.mark", item, by=by, at=at,
        before={"file": media.pk, "marks": before},
        after={"file": media.pk, "marks": after},
    )  # fmt: skip
    return True


def _keep_version(item: Item, added: set[Person], gone: set[Person], *, by) -> None:
    # One act is one version: who is in it comes before the save that records it.
    item.skip_history_when_saving = True
    item.people.add(*added)
    item.people.remove(*gone)
    del item.skip_history_when_saving
    item._history_user = by
    item._change_reason = REASON
    item.save(update_fields=["updated_at"])


def _people_of(item: Item) -> set[Person]:
    """Give who is marked on any picture of it."""
    return set(Person.objects.filter(depictions__media__item=item))


def _hold(marks: Sequence[Mark]) -> None:
    """Keep the people chosen from being merged away while they are written."""
    wanted = {mark.person.pk for mark in marks if mark.person}
    rows = Person.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk__in=wanted).order_by("pk")
    if len(found) != len(wanted):
        raise Unfit(_("Somebody chosen here was merged meanwhile. Choose them anew."))


def _made(mark: Mark, language: str, new: dict[str, Person]) -> Person | None:
    """Put a new person into the catalogue; the same name twice is one person."""
    if not mark.new_name:
        return None
    known = new.get(mark.new_name.casefold())
    if known is not None:
        return known
    person = Person(slug=_slug(mark.new_name, language), is_living=mark.is_living)
    setattr(person, f"name_{language}", mark.new_name)
    person.save()
    new[mark.new_name.casefold()] = person
    return person


def _slug(name: str, language: str) -> str:
    """Write a name in Latin letters as an address that nobody has, or had."""
    table = (
        RussianInternationalPassport1997Reduced if language == "ru" else UkrainianKMU
    )
    made = slugify(translit(name, table))[:70].strip("-") or "p"
    number, slug = 1, made
    while addresses.is_taken("person", slug):
        number += 1
        slug = f"{made}-{number}"
    return slug


def _by_number(rows) -> list[Depiction]:
    return sorted(rows, key=lambda row: (row.position, row.left, row.pk))


def _told(rows) -> list[dict[str, Any]]:
    """Give marks for the audit, which keeps no names: they could never be taken out."""
    return [
        {
            "mark": row.pk,
            "person": row.person_id,
            "number": row.position,
            "box": [round(side, 4) for side in row.box],
        }
        for row in _by_number(rows)
    ]
