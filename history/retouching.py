"""How a published file is shown: changed with a reason, its earlier look withdrawn."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history import images, masters, publishing
from history.models import Item, Media, MediaRevision
from history.search import index


class Stale(Exception):
    """Somebody changed the file meanwhile; `media` is as it stands now."""

    def __init__(self, media: Media) -> None:
        super().__init__("changed meanwhile")
        self.media = media


def retouch(
    media: Media,
    *,
    edits: dict[str, Any],
    before: dict[str, Any],
    by,
    reason: str,
    at: datetime | None = None,
) -> Media:
    """Show a file with other edits than `before`, under new public names.

    Effects: the earlier public files are deleted after the commit, so what is
    covered now is nowhere to be had; a revision says who and why. A hidden item has
    no public files and gets none.
    Raises: Stale, publishing.NotReady, images.EditsError, ValueError without a reason.
    """
    edits, before = images.check_edits(edits), images.check_edits(before)
    if not reason.strip():
        raise ValueError(_("Please say why it is changed."))
    # Redrawn first: it takes seconds, and other writers must not wait for it.
    released = publishing.redraw(media.master, edits, page=media.page)
    try:
        return _swap(media, released, edits, before, by, reason.strip(), at)
    except BaseException:
        masters.withdraw(released.renditions)
        raise


@transaction.atomic
def _swap(media, released, edits, before, by, reason, at) -> Media:
    """Change the rows if they are still what was seen."""
    # The item's row first, as in every act that touches both: no two wait in a ring.
    item = Item.objects.select_for_update(of=("self",)).get(pk=media.item_id)
    now = Media.objects.select_for_update(of=("self",)).get(pk=media.pk)
    is_same = now.master_id == media.master_id and item.status != Item.Status.REMOVED
    if not is_same or images.check_edits(now.edits) != before:
        raise Stale(now)
    now.edits = edits
    now.save(update_fields=["edits"])
    publishing.renew(now, released, is_public=item.status == Item.Status.PUBLISHED)
    MediaRevision.objects.create(
        media=now, by=by, at=at or timezone.now(), reason=reason[:200],
        before=before, after=edits,
    )  # fmt: skip
    item._history_user = by
    item._change_reason = reason[:100]
    item.save(update_fields=["updated_at"])
    index.index_item(item)
    audit.record(
        "item.retouch", item, by=by, note=reason, at=at,
        before={"file": now.pk, "edits": before},
        after={"file": now.pk, "edits": edits},
    )  # fmt: skip
    return now
