"""Publishing a file in the place of one that the archive shows: a better scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.models import Attachment, Contribution
from contributions.workflow.refusals import Incomplete, WrongState
from history import masters, publishing, replacing
from history.models import Item, Media, SupersededFile


@dataclass(frozen=True)
class Replacement:
    """Which file takes the place of which, as the moderator saw it."""

    attachment: Attachment
    media: Media


def replace(
    contribution: Contribution,
    *,
    replacements: Sequence[Replacement],
    others: Sequence[publishing.File],
    released: dict[int, Any],
    credit: str,
    masks_checked: bool,
    by,
    at: datetime,
) -> tuple[list[Item], list[int], list[int]]:
    """Put each file in its place; the other files are added to the item.

    Call inside the transaction of the move.
    Returns: the items, the originals added beside, the rows of what was replaced.
    Raises: Incomplete, WrongState, publishing.NotReady.
    """
    items = {one.media.item_id: one.media.item for one in replacements}
    if others and len(items) > 1:
        raise Incomplete(
            _(
                "Not every file takes the place of one, and the others can go with one "
                "item only. Please choose pictures of one item."
            ),
            "replaced",
        )
    old: list[int] = []
    try:
        for row in _each(
            contribution, replacements, released, credit, masks_checked, by, at
        ):
            old.append(row.pk)
        found = list(Item.objects.filter(pk__in=items).order_by("pk"))
        added: list[int] = []
        if others:
            media = publishing.extend(found[0], files=others, by=by, at=at)
            added = [one.master_id for one in media]
    except Exception:
        forget(old)
        raise
    return found, added, old


def forget(old: Sequence[int]) -> None:
    """Delete the new public files of replacements that are about to be rolled back."""
    if transaction.get_connection().needs_rollback:
        return
    for row in SupersededFile.objects.filter(pk__in=old).select_related("media"):
        masters.withdraw(row.media.renditions)


def _each(contribution, replacements, released, credit, masks_checked, by, at):
    """Put the files in their places one by one.

    In the order of their keys, so that two colleagues never wait for each other.
    """
    for one in sorted(replacements, key=lambda one: one.media.pk):
        try:
            row = replacing.replace_file(
                one.media,
                master=one.attachment.master,
                by=by,
                reason=_("Better scan, from the contribution %(reference)s")
                % {"reference": contribution.reference},
                credit=credit,
                edits=one.attachment.edits_of(0),
                released=released.get(one.attachment.master_id, {}).get(0),
                masks_checked=masks_checked,
                at=at,
            )
        except replacing.MasksAtRisk as refusal:
            raise Incomplete(refusal.sentence, "masks_checked") from refusal
        except replacing.Overtaken as refusal:
            raise WrongState(refusal.sentence) from refusal
        yield row
