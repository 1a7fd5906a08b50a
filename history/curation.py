"""How items come into collections, in which order, with which words."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from history.models import Collection, CollectionEntry, Item
from history.search import index


@transaction.atomic
def attach(item: Item, *, to: Collection, by, note: str = "") -> CollectionEntry:
    """Put an item at the end of a collection; twice is once."""
    known = CollectionEntry.objects.filter(collection=to, item=item).first()
    if known:
        return known
    last = to.entries.aggregate(last=Max("position"))["last"]
    entry = CollectionEntry.objects.create(
        collection=to,
        item=item,
        position=0 if last is None else last + 1,
        note=note,
        added_by=by,
    )
    index.index_item(item)
    return entry


@transaction.atomic
def detach(item: Item, *, from_: Collection) -> None:
    """Take an item out of a collection; the item itself stays."""
    CollectionEntry.objects.filter(collection=from_, item=item).delete()
    index.index_item(item)


@transaction.atomic
def reorder(collection: Collection, entry_ids: Sequence[int]) -> None:
    """Set the order of entries; those not named follow in their old order."""
    entries = {entry.pk: entry for entry in collection.entries.in_order()}
    named = [entries.pop(pk) for pk in entry_ids if pk in entries]
    for position, entry in enumerate([*named, *entries.values()]):
        entry.position = position
    CollectionEntry.objects.bulk_update(
        [*named, *entries.values()], ["position"], batch_size=500
    )
