"""How a story is made, its blocks arranged, and how it is published and deleted.

Each act locks the story, counts a version further and is written into the audit; it is
refused where a colleague was faster.
"""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history.collecting import Overtaken
from history.merging import Unfit, merged
from history.models import Collection, Exhibit, ExhibitBlock, Item, Place

BLOCKS_MOST = 200


@transaction.atomic
def create(*, by, **values: Any) -> Exhibit:
    """Make a draft that only curators see."""
    row = Exhibit.objects.create(**values)
    audit.record("story.created", row, by=by, after=_told(row, values))
    return row


@transaction.atomic
def edit(exhibit: Exhibit, *, by, seen: int, **values: Any) -> Exhibit:
    """Change title, lead, cover and the like. Raises: Overtaken."""
    row = hold(exhibit, seen)
    before = _told(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    _finish(row)
    changes = audit.changes(before, _told(row, values))
    audit.record("story.edited", row, by=by, **changes)
    return row


@transaction.atomic
def add(exhibit: Exhibit, *, by, seen: int | None = None, **values: Any):
    """Put a block at the end. Raises: Overtaken, Unfit."""
    row = hold(exhibit, seen)
    last = row.blocks.aggregate(last=models.Max("position"))["last"]
    if row.blocks.count() >= BLOCKS_MOST:
        raise Unfit(_("The story is very long. Begin another one."))
    position = 0 if last is None else last + 1
    block = ExhibitBlock.objects.create(exhibit=row, position=position, **values)
    _finish(row)
    audit.record("story.block_added", row, by=by, after={"block": block.kind})
    return block


@transaction.atomic
def change(exhibit: Exhibit, block_id: int, *, by, seen: int, **values: Any) -> None:
    """Change what a block says or shows. Raises: Overtaken."""
    row = hold(exhibit, seen)
    block = _block(row, block_id)
    before = _told(block, values)
    for name, value in values.items():
        setattr(block, name, value)
    block.save()
    _finish(row)
    changes = audit.changes(before, _told(block, values))
    audit.record("story.block_changed", row, by=by, **changes)


@transaction.atomic
def move(exhibit: Exhibit, block_id: int, *, step: int, by, seen: int | None) -> int:
    """Move a block up (-1) or down (1) by one. Returns: its place, from 0."""
    row = hold(exhibit, seen)
    blocks = list(row.blocks.all())
    at = blocks.index(_block(row, block_id))
    to = max(0, min(at + step, len(blocks) - 1))
    blocks.insert(to, blocks.pop(at))
    for place, block in enumerate(blocks):
        block.position = place
    ExhibitBlock.objects.bulk_update(blocks, ["position"])
    _finish(row)
    audit.record(
        "story.block_moved", row, by=by, before={"place": at}, after={"place": to}
    )
    return to


@transaction.atomic
def remove(exhibit: Exhibit, block_id: int, *, by, seen: int | None) -> None:
    """Take a block out; what it showed stays in the archive. Raises: Overtaken."""
    row = hold(exhibit, seen)
    block = _block(row, block_id)
    gone = {"block": block.kind, "heading": block.heading or "", "text": block.text}
    block.delete()
    _finish(row)
    audit.record("story.block_removed", row, by=by, before=gone)


@transaction.atomic
def set_published(
    exhibit: Exhibit, is_public: bool, *, by, at: datetime | None = None
) -> Exhibit:
    """Show a story to everybody, or to the curators only. Raises: Overtaken, Unfit."""
    row = hold(exhibit, None)
    if (row.published_at is not None) == is_public:
        raise Overtaken(
            _("It is published already.") if is_public else _("It is a draft already.")
        )
    if is_public and not row.blocks.exists():
        raise Unfit(_("There is nothing in it yet. Add a first block."))
    row.published_at = (at or timezone.now()) if is_public else None
    _finish(row)
    act = "story.published" if is_public else "story.unpublished"
    audit.record(act, row, by=by)
    return row


@transaction.atomic
def delete(exhibit: Exhibit, *, by, seen: int | None) -> None:
    """Delete a story with its words; what it shows stays in the archive."""
    row = hold(exhibit, seen)
    said = {
        f"title_{code}": getattr(row, f"title_{code}") for code in ("uk", "ru", "en")
    }
    audit.record("story.deleted", row, by=by, before=said)
    row.delete()


def hold(exhibit: Exhibit, seen: int | None) -> Exhibit:
    """Lock the story as it is now; refuse where it changed since it was read."""
    row = Exhibit.objects.select_for_update().filter(pk=exhibit.pk).first()
    if row is None:
        raise Overtaken(_("This story was deleted meanwhile."))
    if seen is not None and seen != row.version:
        raise Overtaken(
            _("A colleague has changed this story meanwhile. Please look again.")
        )
    return row


def _finish(row: Exhibit) -> None:
    row.version += 1
    row.save()


def _block(row: Exhibit, block_id: int) -> ExhibitBlock:
    block = row.blocks.filter(pk=block_id).first()
    if block is None:
        raise Overtaken(_("This block is no longer in the story."))
    return block


def _told(row, values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in values}


def follow(sender, source, target, **kwargs) -> None:
    """Let stories show what stays where two things were made one."""
    shown = {Item: ("item", "beside"), Place: ("place",), Collection: ("collection",)}
    for name in shown.get(sender, ()):
        blocks = ExhibitBlock.objects.filter(**{name: source})
        blocks.update(**{name: target})
    if sender is Item:
        Exhibit.objects.filter(cover=source).update(cover=target)


def listen() -> None:
    """Hear of everything that was made one."""
    merged.connect(follow, dispatch_uid="stories-follow")
