"""How items come into collections, in which order, with which words."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import get_language
from translitua import RussianInternationalPassport1997Reduced, UkrainianKMU, translit

from accounts import audit
from history import addresses
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
    if Collection.objects.filter(pk=to.pk, order=Collection.Order.DATE).exists():
        sort_by_date(to)
    index.index_item(item)
    audit.record(
        "collection.attach",
        to,
        by=by,
        note=note,
        after={"item": item, "position": entry.position},
    )
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


@transaction.atomic
def put_at(collection: Collection, items: Sequence[Item], *, place: int) -> None:
    """Let items stand in a row from a place on; 1 is the first, too far is the end."""
    entries = list(collection.entries.in_order().values_list("pk", "item_id"))
    moved = {item.pk for item in items}
    rest = [pk for pk, item_id in entries if item_id not in moved]
    those = [pk for pk, item_id in entries if item_id in moved]
    reorder(collection, [*rest[: place - 1], *those, *rest[place - 1 :]])


@transaction.atomic
def create(title: str, *, by) -> Collection:
    """Make a collection as a draft, with whoever made it as its curator."""
    language = (get_language() or "uk")[:2]
    table = (
        RussianInternationalPassport1997Reduced if language == "ru" else UkrainianKMU
    )
    slug = slugify(translit(title, table))[:60].strip("-") or "collection"
    last = Collection.objects.filter(parent=None).aggregate(last=Max("position"))[
        "last"
    ]
    number, free = 1, slug
    while addresses.is_taken("collection", free):
        number += 1
        free = f"{slug}-{number}"
    collection = Collection.objects.create(
        slug=free, title=title, position=0 if last is None else last + 1
    )
    collection.curators.add(by)
    return collection


@transaction.atomic
def sort_by_date(collection: Collection) -> None:
    """Put the entries in the order of their items' dates, the undated last."""
    by_date = collection.entries.order_by(
        F("item__date_earliest").asc(nulls_last=True),
        F("item__date_latest").asc(nulls_last=True),
        "item_id",
    )
    reorder(collection, list(by_date.values_list("pk", flat=True)))


def follow_date(item: Item) -> None:
    """Move an item whose date changed in the collections that are ordered by date."""
    for entry in item.entries.filter(collection__order="date").select_related(
        "collection"
    ):
        sort_by_date(entry.collection)
