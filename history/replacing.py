"""A better scan in the place of a file: same item, same address, nothing lost."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import audit
from history import aligning, images, masters, publishing
from history.models import Item, Master, Media, SupersededFile
from history.publishing import NotReady
from history.search import index

CREDIT_LONGEST = Item._meta.get_field("credit_line").max_length


class Overtaken(NotReady):
    """Somebody changed the file meanwhile, so what was decided no longer fits."""


class MasksAtRisk(NotReady):
    """The file that goes hides something; nobody said that the new one need not."""


@transaction.atomic
def replace_file(
    media: Media,
    *,
    master: Master,
    by,
    reason: str,
    credit: str = "",
    edits: dict[str, Any] | None = None,
    released: masters.Released | None = None,
    masks_checked: bool = False,
    at: datetime | None = None,
) -> SupersededFile:
    """Show another original in the place of `media`, if it is still as it was read.

    The item keeps its address, the file its place, caption and words; both givers are
    credited. How the old file was turned or cropped does not carry over, as it need
    not fit; what it hid has to be hidden anew (`edits` with masks) or declared needless
    (`masks_checked`). `released` are public sizes made ahead with these edits.
    Effects: new public files; the old ones are deleted after the commit; the old
    original stays, named by the row that is returned.
    Raises: NotReady, Overtaken, MasksAtRisk, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError(_("Please say why it is changed."))
    now = Media.objects.select_for_update(of=("self",)).get(pk=media.pk)
    item = Item.objects.select_for_update(of=("self",)).get(pk=now.item_id)
    if (now.master_id, now.edits) != (media.master_id, media.edits):
        raise Overtaken(
            _("A colleague has changed this picture meanwhile. Please look again.")
        )
    edits = {} if images.is_unedited(edits) else images.check_edits(edits)
    _refuse_unfit(now, item, master)
    if _masks(now.edits) and not _masks(edits) and not masks_checked:
        raise MasksAtRisk(
            _(
                "The picture of the archive hides something, a face or a number plate. "
                "Cover it in the new one as well, or say that nothing needs hiding."
            )
        )
    joined = _both(item, credit.strip())
    made = released or publishing.redraw(master, edits)
    old = SupersededFile.objects.create(
        media=now, master_id=now.master_id, page=now.page, edits=now.edits,
        width_px=now.width_px, height_px=now.height_px,
        credit_before=item.credit_line, credit_after=joined,
        reason=reason.strip()[:300], replaced_at=at or timezone.now(), replaced_by=by,
    )  # fmt: skip
    now.master, now.page, now.edits = master, 0, edits
    _show(now, item, made, credit=joined, by=by, why="file replaced")
    audit.record(
        "item.replace_file", item, by=by, note=reason, at=at,
        before={"file": media.master.sha256}, after={"file": master.sha256},
    )  # fmt: skip
    return old


@transaction.atomic
def put_back(old: SupersededFile, *, by) -> Media:
    """Show again what was replaced, exactly as it was; the newer file leaves the item.

    Raises: Overtaken when the file was changed again since.
    """
    now = Media.objects.select_for_update(of=("self",)).get(pk=old.media_id)
    item = Item.objects.select_for_update(of=("self",)).get(pk=now.item_id)
    if now.superseded.filter(pk__gt=old.pk).exists():
        raise Overtaken(
            _("A colleague has changed this picture meanwhile. Please look again.")
        )
    now.master, now.page, now.edits = old.master, old.page, old.edits
    made = publishing.redraw(old.master, old.edits, page=old.page)
    # A credit that somebody corrected since is theirs to change.
    untouched = item.credit_line == old.credit_after
    credit = old.credit_before if untouched else item.credit_line
    old.delete()
    _show(now, item, made, credit=credit, by=by, why="earlier file put back")
    audit.record("item.put_back_file", item, by=by, after={"file": now.master.sha256})
    return now


def _show(
    media: Media, item: Item, made: masters.Released, *, credit: str, by, why: str
) -> None:
    """Renew the public files of a row whose original changed, and tell the item."""
    try:
        media.save(update_fields=["master", "page", "edits"])
        publishing.renew(media, made, is_public=item.status == Item.Status.PUBLISHED)
        aligning.outdate(media)
        item.credit_line = credit
        item._history_user = by
        item._change_reason = why
        item.save(update_fields=["credit_line", "updated_at"])
        index.index_item(item)
    except BaseException:
        masters.withdraw(made.renditions)
        raise


def _refuse_unfit(media: Media, item: Item, master: Master) -> None:
    if item.status == Item.Status.REMOVED:
        raise NotReady(_("This item was taken down. Choose another one."))
    if master.state == Master.State.READY and (
        master.page_count > 1 or master.width_px is None
    ):
        raise NotReady(
            _("“%(name)s” is not one picture, so it cannot take the place of one.")
            % {"name": master.original_name}
        )
    if item.media.filter(master=master).exists():
        raise NotReady(
            _("“%(name)s” is in this item already.") % {"name": master.original_name}
        )


def _masks(edits: dict[str, Any]) -> list:
    return images.check_edits(edits)["masks"]


def _both(item: Item, credit: str) -> str:
    """Name both givers, in the language in which the item is written."""
    first = item.credit_line
    if not credit or credit.casefold() in first.casefold():
        return first
    if not first:
        return credit[:CREDIT_LONGEST]
    is_joined = SupersededFile.objects.filter(
        media__item=item, credit_after=first
    ).exists()
    names = {"first": first, "second": credit}
    with override(item.language):
        if is_joined:
            joined = _("%(first)s, and also %(second)s") % names
        else:
            joined = _("%(first)s and %(second)s") % names
    if len(joined) > CREDIT_LONGEST:
        raise NotReady(
            _("The credit with both names is too long. Please shorten the new one.")
        )
    return joined
