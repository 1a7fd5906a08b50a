"""What lies in a collection and in which order: added, moved, noted, taken out.

Each act locks the collection and writes a revision, as those of `collecting` do.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from history import curation
from history.collecting import Overtaken, hold, record
from history.merging import Unfit
from history.models import Collection, CollectionEntry, Item
from history.search import index


@transaction.atomic
def add(collection: Collection, items: Iterable[Item], *, by, note: str = "") -> int:
    """Put items at the end; those already there stay where they are. Says how many."""
    row = hold(collection, None)
    known = set(row.entries.values_list("item_id", flat=True))
    new = [item for item in items if item.pk not in known]
    for item in new:
        if item.status == Item.Status.REMOVED:
            raise Unfit(_("This item was taken down. Choose another one."))
        curation.attach(item, to=row, by=by, note=note)
    if new:
        record(row, "added", by=by, after={"items": [item.pk for item in new]})
    return len(new)


@transaction.atomic
def remove(collection: Collection, entry_ids: Iterable[int], *, by) -> int:
    """Take items out of the collection; the items stay. Says how many."""
    row = hold(collection, None)
    found = list(row.entries.filter(pk__in=entry_ids))
    CollectionEntry.objects.filter(pk__in=[entry.pk for entry in found]).delete()
    index.index_items(sorted(entry.item_id for entry in found))
    if found:
        gone = [[e.item_id, e.position] for e in found]
        record(row, "removed", by=by, before={"items": gone})
    return len(found)


@transaction.atomic
def move(
    collection: Collection, entry_id: int, *, to: int, by, seen: int | None
) -> int:
    """Put an entry at a place, counted from 0; those between step aside.

    Returns: the place it has now. Raises: Overtaken, Unfit.
    """
    row = hold(collection, seen)
    if row.order == Collection.Order.DATE:
        raise Unfit(_("This collection is ordered by date. Choose “by hand” first."))
    order = list(row.entries.in_order().values_list("pk", "position"))
    ids = [pk for pk, _position in order]
    if entry_id not in ids:
        raise Overtaken(_("It is no longer in this collection."))
    if [position for _pk, position in order] != list(range(len(ids))):
        curation.reorder(row, ids)
    place, to = ids.index(entry_id), max(0, min(to, len(ids) - 1))
    if place == to:
        return to
    step, between = (-1, (place + 1, to)) if to > place else (1, (to, place - 1))
    row.entries.filter(position__range=between).update(position=F("position") + step)
    row.entries.filter(pk=entry_id).update(position=to)
    record(
        row, "moved", by=by, before={"entry": entry_id, "place": place},
        after={"place": to},
    )  # fmt: skip
    return to


@transaction.atomic
def annotate(collection: Collection, entry_id: int, *, by, **notes: str) -> None:
    """Write the curator's note beside an entry. Raises: Overtaken."""
    row = hold(collection, None)
    entry = row.entries.filter(pk=entry_id).first()
    if entry is None:
        raise Overtaken(_("It is no longer in this collection."))
    before = {name: getattr(entry, name) or "" for name in notes}
    for name, words in notes.items():
        setattr(entry, name, words)
    entry.save()
    record(
        row, "noted", by=by, before=before | {"item": entry.item_id},
        after=notes | {"item": entry.item_id},
    )  # fmt: skip
