"""Give an item its public pictures again: what a crash, a full disk or a thief took.

New files first, under new names; then the row names them, in one short transaction;
then the old ones go. So it works while the site runs, and again after any stop.
"""

import logging
from collections.abc import Iterable

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from history import masters, publishing
from history.images import Unreadable
from history.masters.listing import size_of
from history.masters.owning import aligned_steps, private_steps, public_steps
from history.models import Item, Master, Media, ThenNow
from history.search import index

logger = logging.getLogger(__name__)


def lacks_public(media: Media) -> bool:
    """Tell whether a file that visitors should see is missing or only half there."""
    return not media.renditions or _is_lacking("public", public_steps(media))


def lacks_tiles(media: Media) -> bool:
    """Tell whether a picture that was cut into tiles has lost them."""
    if media.tiles_state != Media.Tiles.MADE:
        return False
    return size_of(storages["public"], f"{media.tiles['folder']}/info.json") is None


def lacks_aligned(pair: ThenNow) -> bool:
    """Tell whether a comparison has lost its aligned picture, whole or in part."""
    return _is_lacking("public", aligned_steps(pair))


def lacks_private(master: Master) -> bool:
    """Tell whether a readable original lacks any of its private sizes."""
    return not master.renditions or _is_lacking("default", private_steps(master))


def _is_lacking(storage: str, steps: Iterable[dict]) -> bool:
    return any(
        size_of(storages[storage], step["path"]) != step["size"] for step in steps
    )


def mend(media: Media) -> bool:
    """Make the public sizes of a published file where they are lacking.

    Returns: whether all are there now. What is wrong with the original is noted on
    the row; a failing storage raises and uses up no attempt.
    """
    if media.item.status != Item.Status.PUBLISHED or not lacks_public(media):
        return _note(media, "", attempts=0)
    _note(media, media.problem, attempts=media.attempts + 1)
    try:
        if media.master.state == Master.State.READY and lacks_private(media.master):
            masters.remake(media.master)
        renew(media)
    except Unreadable as refusal:
        return _note(media, refusal.code)
    except FileNotFoundError:
        return _note(media, "missing")
    except Exception:
        _note(media, "storage", attempts=media.attempts - 1)
        raise
    return _note(media, "", attempts=0)


def _note(media: Media, problem: str, *, attempts: int | None = None) -> bool:
    media.problem = problem
    media.attempts = media.attempts if attempts is None else attempts
    # Not save(): a row that was deleted meanwhile needs no note.
    Media.objects.filter(pk=media.pk).update(
        problem=media.problem, attempts=media.attempts
    )
    return problem == ""


def renew(media: Media) -> bool:
    """Release the public sizes of a file anew; False when it is no longer shown so.

    Raises: Unreadable, FileNotFoundError, or what the storage says; then all is as
    it was.
    """
    released = masters.release_picture(media.master, page=media.page, edits=media.edits)
    with transaction.atomic():
        try:
            is_done = _swap(media, released)
        except BaseException:
            masters.withdraw(released.renditions)
            raise
    if not is_done:  # hidden, edited or replaced while we worked
        masters.withdraw(released.renditions)
    return is_done


def _swap(media: Media, released: masters.Released) -> bool:
    # The item's row first: hiding it changes that row before it reads its files.
    item = Item.objects.select_for_update().filter(pk=media.item_id).first()
    row = Media.objects.select_for_update().filter(pk=media.pk).first()
    if item is None or row is None or item.status != Item.Status.PUBLISHED:
        return False
    if (row.master_id, row.edits) != (media.master_id, media.edits):
        return False
    publishing.renew(row, released, is_public=True)
    # No new revision: nobody changed a word; but cached cards hold the old names.
    Item.objects.filter(pk=item.pk).update(updated_at=timezone.now())
    index.index_item(item)
    media.renditions = row.renditions
    return True
