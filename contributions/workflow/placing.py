"""Putting what is published into collections, and taking it out again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contributions.workflow.refusals import Incomplete, NotAllowed
from history import curation
from history.models import Collection, CollectionEntry, Item


@dataclass(frozen=True, kw_only=True)
class Placement:
    """One collection, where in it (1 is first, None the end) and the curator's note.

    Without a collection a new one of this title is made, as a draft.
    """

    collection: Collection | None = None
    title: str = ""
    note: str = ""
    place: int | None = None


@dataclass(frozen=True)
class Placed:
    """What happened, for the record and for undo."""

    entries: list[list[int]]
    collections: list[int]
    made: list[int]


def place(items: Sequence[Item], where: Sequence[Placement], *, by) -> Placed:
    """Put every item into every collection; call inside the transaction of the move.

    Collections are locked in the order of their keys, so that two colleagues never
    wait for each other.
    Raises: Incomplete where a collection was deleted meanwhile; NotAllowed.
    """
    keys = [one.collection.pk for one in where if one.collection is not None]
    held = {
        one.pk: one
        for one in Collection.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
    }
    if len(held) < len(set(keys)):
        raise Incomplete(
            _("A collection that you chose is no longer there. Please look again."),
            "collections",
        )
    known = set(
        CollectionEntry.objects.filter(collection__in=keys, item__in=items).values_list(
            "collection_id", "item_id"
        )
    )
    new, made = [], []
    for one in where:
        target = held[one.collection.pk] if one.collection else None
        if target is None:
            if by is None or not by.has_perm("history.add_collection"):
                raise NotAllowed
            target = curation.create(one.title, by=by)
            made.append(target.pk)
        fresh = [item for item in items if (target.pk, item.pk) not in known]
        for item in fresh:
            curation.attach(item, to=target, by=by, note=one.note)
            new.append([target.pk, item.pk])
        if one.place is not None and fresh:
            curation.put_at(target, fresh, place=one.place)
    return Placed(new, [*keys, *made], made)


def take_out(item: Item, entries: Sequence[Sequence[int]]) -> None:
    """Take an item out of the collections into which this act had put it."""
    mine = [collection for collection, item_id in entries if item_id == item.pk]
    for collection in Collection.objects.filter(pk__in=mine).order_by("pk"):
        curation.detach(item, from_=collection)


def forget_made(made: Sequence[int]) -> None:
    """Delete collections that this act had made, unless a colleague uses them now."""
    for collection in Collection.objects.filter(pk__in=made).order_by("pk"):
        if (
            collection.published_at is None
            and not collection.entries.exists()
            and not collection.children.exists()
        ):
            collection.delete()
