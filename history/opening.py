"""What opens by itself: the one mechanism of embargo and of scheduling.

The giver's word is a day (`Item.embargo_until`) that the staff cannot shorten; the
desk's is a moment. Both come to `Item.visible_from`, and `tick` opens it once.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history import images, publishing
from history.embargo import moment
from history.models import Item

logger = logging.getLogger(__name__)


class TooEarly(Exception):
    """The giver wants it later; `sentence` says since when."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def plan(item: Item, *, visible_from: datetime, by, at: datetime | None = None) -> Item:
    """Let a hidden item open at a moment, or put the moment elsewhere.

    Raises: TooEarly before the giver's day, ValueError for what cannot be opened.
    """
    at = at or timezone.now()
    if item.is_archive_only or item.status != Item.Status.HIDDEN:
        raise ValueError(_("Only what is hidden for now can be opened later."))
    earliest = moment(None, item.embargo_until, at=at)
    if earliest and visible_from < earliest:
        raise TooEarly(_("The giver wants it to be shown later than that."))
    item.visible_from = visible_from
    item._history_user = by
    item._change_reason = "opens later"
    item.save()
    return item


def open_due(*, at: datetime | None = None) -> int:
    """Open what has waited long enough; say how many. Safe to repeat, and to race.

    A clock that jumps opens nothing twice: who opens clears the moment in the same
    swap. One that cannot be opened now keeps its moment for the next time.
    """
    at = at or timezone.now()
    opened = 0
    for pk in (
        Item.objects.to_be_opened(at=at).order_by("pk").values_list("pk", flat=True)
    )[:100]:
        with transaction.atomic():
            due = Item.objects.to_be_opened(at=at).select_for_update(of=("self",))
            item = due.filter(pk=pk).first()
            if item is None or moment(None, item.embargo_until, at=at):
                continue
            try:
                with transaction.atomic():
                    publishing.restore(item, by=None, at=at)
            except images.Unreadable as refusal:
                logger.warning("item %s not opened: %s", item.pk, refusal)
                continue
            opened += 1
    return opened
