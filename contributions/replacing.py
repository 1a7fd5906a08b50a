"""Which files of a contribution could take the place of which pictures of the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from contributions.models import Attachment, Contribution, Resemblance
from contributions.states import Likeness
from contributions.workflow import Replacement
from history.models import Item, Media


class Unclear(Exception):
    """What was chosen does not say which picture is replaced; `sentence` says why."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Place:
    """A file beside the picture that it resembles."""

    attachment: Attachment
    media: Media
    label: str
    is_likely: bool

    @property
    def hides(self) -> bool:
        """Whether the picture of the archive covers something."""
        return bool(self.media.edits.get("masks"))


def places(contribution: Contribution, *, user) -> dict[str, Place]:
    """Offer what looks alike, by a key that also says what the moderator saw.

    When a colleague replaces the picture meanwhile, the key is no longer offered.
    """
    rows = (
        Resemblance.objects.for_staff(user)
        .filter(attachment__contribution=contribution, media__isnull=False)
        .exclude(media__item__status=Item.Status.REMOVED)
        .select_related("attachment__master", "media__item", "media__master")
        .nearest_first()
    )
    return {
        f"{row.attachment_id}-{row.media_id}-{row.media.master_id}": Place(
            row.attachment,
            row.media,
            _("“%(file)s” (%(new)s px) in the place of %(item)s (%(old)s px)")
            % {
                "file": row.attachment.original_name,
                "new": _pixels(row.attachment.master),
                "item": row.media.item,
                "old": _pixels(row.media.master),
            },
            row.verdict == Likeness.BETTER
            or (not row.verdict and row.answer == Likeness.BETTER),
        )
        for row in rows
        # The very same file replaces nothing.
        if row.media.master_id != row.attachment.master_id
    }


def chosen(
    some: Sequence[Place], *, contribution: Contribution, item: Item | None
) -> list[Replacement]:
    """Say which file takes the place of which picture.

    An item named by hand counts where nothing is ticked: then one file must stand
    against one picture.
    Raises: Unclear.
    """
    if not some and item is not None:
        files = list(contribution.attachments.select_related("master"))
        pictures = list(item.media.select_related("item", "master"))
        if len(files) != 1 or len(pictures) != 1:
            raise Unclear(
                _(
                    "The item or the contribution has several pictures, and none of "
                    "them look alike. Add the file to the item instead."
                )
            )
        return [Replacement(files[0], pictures[0])]
    if not some:
        raise Unclear(_("Please choose a picture, or write the number of an item."))
    if len({one.attachment.pk for one in some}) < len(some) or len(
        {one.media.pk for one in some}
    ) < len(some):
        raise Unclear(_("One file can take the place of one picture only."))
    return [Replacement(one.attachment, one.media) for one in some]


def _pixels(master) -> str:
    return f"{master.width_px} × {master.height_px}"
