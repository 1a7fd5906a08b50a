"""How a collection is made, arranged, published, merged and deleted.

Each act locks the collection, writes a revision and an entry of the audit, and is
refused as a whole where a colleague was faster.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history import addresses, curation
from history.merging import Unfit, merged
from history.models import (
    Collection,
    CollectionEntry,
    CollectionRevision,
    FormerAddress,
)
from history.search import index

TEXTS = tuple(
    f"{name}_{code}"
    for name in ("title", "summary", "introduction")
    for code in ("uk", "ru", "en")
)
KEPT = (*TEXTS, "slug", "parent_id", "cover_id", "order")
"""What a revision remembers of a collection."""


class Overtaken(Exception):
    """A colleague changed the collection meanwhile; `sentence` says who and what."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def version_of(collection: Collection) -> int:
    """Give the number of the latest change; 0 when there was none."""
    numbers = collection.revisions.order_by("-pk").values_list("pk", flat=True)
    return numbers.first() or 0


@transaction.atomic
def create(*, by, at: datetime | None = None, **values: Any) -> Collection:
    """Make a draft that only curators see."""
    collection = Collection.objects.create(**values)
    collection.curators.add(by)
    record(collection, "created", by=by, at=at, after=_state(collection))
    return collection


@transaction.atomic
def edit(
    collection: Collection,
    *,
    by,
    seen: int | None,
    reason: str = "",
    curators: Iterable | None = None,
    at: datetime | None = None,
    **values: Any,
) -> Collection:
    """Change texts, address, cover, parent, order and curators.

    The address that is given up leads to the new one.
    Raises: Overtaken, Unfit for a tree that would close to a ring.
    """
    row = hold(collection, seen)
    before, slug = _state(row), row.slug
    parent = values.get("parent", row.parent)
    if parent is not None and row.pk in _line(parent):
        raise Unfit(_("A collection cannot be a part of itself."))
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    if row.slug != slug:
        FormerAddress.objects.filter(kind="collection", slug=row.slug).delete()
        addresses.remember("collection", slug, leads_to=row)
    if curators is not None:
        row.curators.set(curators)
    after = _state(row)
    if after["order"] == Collection.Order.DATE != before["order"]:
        curation.sort_by_date(row)
    if before["parent_id"] != after["parent_id"]:
        _reindex(row)
    changed = [name for name in KEPT if before[name] != after[name]]
    record(
        row, "edited", by=by, at=at, reason=reason,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )  # fmt: skip
    return row


@transaction.atomic
def set_published(
    collection: Collection, is_public: bool, *, by, at: datetime | None = None
) -> Collection:
    """Show a collection to everybody, or to the curators only.

    Raises: Overtaken where it stands so already.
    """
    row = hold(collection, None)
    if (row.published_at is not None) == is_public:
        raise Overtaken(
            _("It is published already.") if is_public else _("It is a draft already.")
        )
    row.published_at = (at or timezone.now()) if is_public else None
    row.save(update_fields=["published_at"])
    _reindex(row)
    record(row, "published" if is_public else "unpublished", by=by, at=at)
    return row


@transaction.atomic
def merge(source: Collection, *, into: Collection, by, reason: str) -> Collection:
    """Move everything of `source` to the end of `into`; its address leads there.

    Raises: Overtaken, Unfit.
    """
    if not reason.strip():
        raise Unfit(_("Please say why they are one."))
    if source.pk == into.pk:
        raise Unfit(_("This is the same collection. Choose the other one."))
    pks = [source.pk, into.pk]
    rows = Collection.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Overtaken(_("One of them was deleted or merged meanwhile."))
    source, target = found[source.pk], found[into.pk]
    if source.published_at and not target.published_at:
        raise Unfit(_("The one that stays is a draft. Publish it first."))
    if source.pk in _line(target):
        raise Unfit(_("The one that stays is a part of the one that goes."))
    moved = _move_entries(source, target)
    source.children.update(parent=target)
    source.calls.update(collection=target)
    target.curators.add(*source.curators.all())
    if target.cover_id is None and source.cover_id:
        target.cover = source.cover
        target.save(update_fields=["cover"])
    merged.send(sender=Collection, source=source, target=target)
    addresses.hand_over("collection", source=source, target=target)
    record(
        target, "merged", by=by, reason=reason,
        after={"from": source.slug, "texts": _state(source), "items": moved},
    )  # fmt: skip
    source.delete()
    _reindex(target)
    return target


@transaction.atomic
def delete(collection: Collection, *, by, seen: int | None, reason: str) -> None:
    """Delete a collection; its items, and what was given for it, stay.

    Raises: Overtaken, Unfit while it has chapters.
    """
    row = hold(collection, seen)
    if not reason.strip():
        raise Unfit(_("Please say why it is deleted."))
    if row.children.exists():
        raise Unfit(_("It has chapters. Move or delete them first."))
    items = sorted(row.entries.values_list("item_id", flat=True))
    audit.record(
        "collection.delete", row, by=by, note=reason,
        before=_state(row) | {"items": items},
    )  # fmt: skip
    row.delete()
    index.index_items(items)


def hold(collection: Collection, seen: int | None) -> Collection:
    """Lock the collection as it is now; refuse where it changed since it was read."""
    row = Collection.objects.select_for_update().filter(pk=collection.pk).first()
    if row is None:
        raise Overtaken(_("This collection was deleted meanwhile."))
    last = row.revisions.select_related("by").first()
    if seen is not None and seen != (last.pk if last else 0):
        raise Overtaken(
            _("%(who)s has changed this collection meanwhile. Please look again.")
            % {"who": last.by or _("The library")}
        )
    return row


def _state(row: Collection) -> dict[str, Any]:
    return {name: getattr(row, name) or "" for name in KEPT}


def _line(row: Collection) -> set[int]:
    """Give a collection and all that it is a part of."""
    found = {row.pk}
    while row.parent is not None and row.parent_id not in found:
        row = row.parent
        found.add(row.pk)
    return found


def _move_entries(source: Collection, target: Collection) -> list[int]:
    known = set(target.entries.values_list("item_id", flat=True))
    start = target.entries.count()
    curation.reorder(target, [])
    moving = [e for e in source.entries.in_order() if e.item_id not in known]
    for position, entry in enumerate(moving, start=start):
        entry.collection, entry.position = target, position
    CollectionEntry.objects.bulk_update(
        moving, ["collection", "position"], batch_size=500
    )
    if target.order == Collection.Order.DATE:
        curation.sort_by_date(target)
    return [entry.item_id for entry in moving]


def _reindex(row: Collection) -> None:
    """Bring the index up to date for the collection and its chapters."""
    rooms, level = {row.pk}, {row.pk}
    while level:
        children = Collection.objects.filter(parent__in=level)
        level = set(children.values_list("pk", flat=True)) - rooms
        rooms |= level
    entries = CollectionEntry.objects.filter(collection__in=rooms)
    index.index_items(sorted(set(entries.values_list("item_id", flat=True))))


def record(
    row: Collection,
    act: str,
    *,
    by,
    reason: str = "",
    before: dict | None = None,
    after: dict | None = None,
    at: datetime | None = None,
) -> None:
    """Write down one act: as a revision and in the audit."""
    CollectionRevision.objects.create(
        collection=row, act=act, by=by, at=at or timezone.now(),
        reason=reason.strip()[:200], before=before or {}, after=after or {},
    )  # fmt: skip
    audit.record(
        f"collection.{act}", row, by=by, note=reason, before=before, after=after, at=at
    )
