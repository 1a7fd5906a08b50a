"""How the staff choose the picture of a day: chosen, moved to another day, let go.

Each act locks what stands there, is written into the audit, and is refused where a
colleague was faster.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history.collecting import Overtaken
from history.merging import merged
from history.models import DayPicture, Item

AHEAD = timedelta(days=400)
NOTES = tuple(f"note_{code}" for code, _label in settings.LANGUAGES)
MOVED = ("item_id", *NOTES, "chosen_by_id", "chosen_at")
"""What goes along when a choice moves to another day."""


class Unfit(Exception):
    """This cannot be chosen; `sentence` says why, `field` where."""

    def __init__(self, sentence: str, field: str = "item") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


@transaction.atomic
def choose(
    day: date,
    item: Item,
    *,
    by,
    seen: str = "",
    at: datetime | None = None,
    **notes: str,
) -> DayPicture:
    """Let an item stand on a day, in the place of what stood there.

    `seen` is the `mark` of what the page showed; empty where the day was free.
    Raises: Overtaken, Unfit.
    """
    _refuse_over(day)
    _refuse_unshown(item)
    row = _hold(day, seen)
    before = _told(row) if row else {}
    if row is None:
        row = DayPicture(day=day, version=0)
    row.item, row.chosen_by, row.chosen_at = item, by, at or timezone.now()
    for name in NOTES:
        setattr(row, name, notes.get(name, "").strip())
    _save(row)
    audit.record("day.choose", row, by=by, **audit.changes(before, _told(row)))
    return row


@transaction.atomic
def move(day: date, to: date, *, by, seen: str) -> DayPicture | None:
    """Move a choice to another day. Returns: what stood there and stands here now.

    Raises: Overtaken, Unfit.
    """
    for one in (day, to):
        _refuse_over(one, "to")
    if day == to:
        raise Unfit(_("It stands on this day already."), "to")
    row = _hold(day, seen)
    if row is None:
        raise Overtaken(_("A colleague has let this choice go meanwhile."))
    other = DayPicture.objects.select_for_update().filter(day=to).first()
    if other is None:
        row.day = to
    else:
        # The rows stay and exchange what they show: a day stands only once.
        for name in MOVED:
            here, there = getattr(row, name), getattr(other, name)
            setattr(row, name, there)
            setattr(other, name, here)
        _save(other)
    _save(row)
    moved = other or row
    days = {"before": {"day": day}, "after": {"day": to}}
    audit.record("day.move", moved, by=by, **days)
    return row if other else None


@transaction.atomic
def remove(day: date, *, by, seen: str) -> None:
    """Let a day be filled by itself again. Raises: Overtaken."""
    row = _hold(day, seen)
    if row is None:
        raise Overtaken(_("A colleague has let this choice go meanwhile."))
    audit.record("day.remove", row, by=by, before=_told(row))
    row.delete()


def _hold(day: date, seen: str) -> DayPicture | None:
    """Lock what stands on a day; refuse where it is not what was seen."""
    row = DayPicture.objects.select_for_update().filter(day=day).first()
    if (row.mark if row else "") != seen:
        raise Overtaken(
            _("A colleague has changed this day meanwhile. Please look again.")
        )
    return row


def _save(row: DayPicture) -> None:
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Overtaken(
            _("A colleague has changed this day meanwhile. Please look again.")
        ) from error


def _refuse_over(day: date, field: str = "item") -> None:
    today = timezone.localdate()
    if day < today:
        raise Unfit(_("This day is over."), field)
    if day > today + AHEAD:
        raise Unfit(_("This is too far ahead; choose a day within a year."), field)


def _refuse_unshown(item: Item) -> None:
    if item.status != Item.Status.PUBLISHED:
        raise Unfit(_("Visitors do not see this item now. Please choose another one."))
    if item.sensitive:
        raise Unfit(
            _(
                "This picture is covered until a visitor opens it, so it cannot stand here."
            )
        )
    if not item.media.filter(position=0, duration_ms=None).exists():
        raise Unfit(_("It has no picture. Please choose another one."))


def _told(row: DayPicture) -> dict[str, Any]:
    return {"day": row.day, "item": row.item.reference} | {
        name: getattr(row, name) or "" for name in NOTES
    }


def follow(sender, source, target, **kwargs) -> None:
    """Show what stays where two items were made one."""
    if sender is Item:
        DayPicture.objects.filter(item=source).update(item=target)


def listen() -> None:
    """Hear of everything that was made one."""
    merged.connect(follow, dispatch_uid="days-follow")
