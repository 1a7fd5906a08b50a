"""What the archive could not do by itself, in words for a librarian, and trying again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from history import aligning, masters, tiling
from history.masters import MAX_ATTEMPTS
from history.models import Master, Media, ThenNow
from history.tasks import mend_media, prepare_master, verify_master


@dataclass(frozen=True)
class Words:
    """Say what happened, what it means for people, and what to do."""

    happened: str
    means: str
    todo: str


@dataclass(frozen=True)
class Stuck:
    """Hold one row that waits for a person."""

    kind: str
    row: Model
    name: str
    since: datetime
    words: Words


ORIGINAL = {
    "changed": Words(
        _("The original file has changed since it came in."),
        _(
            "The disk may be failing. The pictures on the site were made before and stay."
        ),
        _(
            "Bring the file back from the backup, then try again. Or ask the giver to "
            "send it once more: the same file mends this by itself."
        ),
    ),
    "missing": Words(
        _("The original file is not where it was put."),
        _("Nothing new can be made from it. What is on the site stays."),
        _(
            "Is the disk with the originals connected? Then try again. Else bring the "
            "file back from the backup."
        ),
    ),
    "storage": Words(
        _("The storage of files did not answer, or the disk is full."),
        _("The file itself is safe. Its pictures are made as soon as there is room."),
        _("Make room on the disk. We try again by ourselves every half minute."),
    ),
    "unscanned": Words(
        _("The virus scanner does not answer, so this file is not checked yet."),
        _(
            "It waits unopened: nobody can see or publish it. The giver reads that we check it."
        ),
        _("Is the scanner running? We try again by ourselves every half minute."),
    ),
    "too_heavy": Words(
        _("Opening this file took too much memory or time."),
        _("The file itself is safe, but it has no picture yet."),
        _(
            "Try again when the server is less busy. If it fails again, ask for a smaller "
            "copy of the file."
        ),
    ),
    "": Words(
        _("The program stopped three times while it was opening this file."),
        _("The file itself is safe, but it has no picture yet."),
        _("Try again. If it stops again, tell who looks after the server."),
    ),
}
PUBLIC = Words(
    _("The pictures for visitors are missing and could not be made."),
    _("Visitors see the words of this item without its picture."),
    _(
        "Try again. If that does not help, look whether the original file is on this list."
    ),
)

TILES = Words(
    _("This large picture could not be prepared for looking at it closely."),
    _("Visitors see it and can enlarge it, but not down to the last detail."),
    _(
        "Try again when the server is less busy. If it fails again, nothing is lost: "
        "all else stays as it is."
    ),
)

ALIGNED = Words(
    _("Today's picture could not be laid over the old one."),
    _("Visitors see the two side by side, without the slider."),
    _(
        "Look whether the marked points fit both pictures, and whether the original files "
        "are on this list. Then try again."
    ),
)


def originals() -> QuerySet[Master]:
    """Give the originals that wait for a person."""
    return Master.objects.stuck(attempts=MAX_ATTEMPTS).order_by("pk")


def shown_files() -> QuerySet[Media]:
    """Give the files of items that wait for a person."""
    return Media.objects.stuck(attempts=MAX_ATTEMPTS).order_by("pk")


def without_tiles() -> QuerySet[Media]:
    """Give the large pictures that nobody can look at closely."""
    return Media.objects.without_tiles().order_by("pk")


def unaligned() -> QuerySet[ThenNow]:
    """Give the comparisons that have no slider although points are marked."""
    return ThenNow.objects.stuck().order_by("pk")


def listed(*, at_most: int) -> Iterator[Stuck]:
    """Give what is stuck, originals first."""
    for master in originals()[:at_most]:
        words = ORIGINAL.get(master.problem, ORIGINAL[""])
        since = master.verified_at or master.received_at
        yield Stuck("original", master, master.original_name, since, words)
    for media in shown_files().select_related("item", "master")[:at_most]:
        words = ORIGINAL["storage"] if media.problem == "storage" else PUBLIC
        yield Stuck("public", media, media.item.title, media.item.updated_at, words)
    for media in without_tiles().select_related("item")[:at_most]:
        yield Stuck("tiles", media, media.item.title, media.tiles_at, TILES)
    for pair in unaligned().with_sides()[:at_most]:
        name = f"{pair.then.item.title} → {pair.now.item.title}"
        yield Stuck("aligned", pair, name, pair.aligned_at, ALIGNED)


def in_catalogue(found: list[Stuck]) -> set[int]:
    """Give the row numbers of those originals that belong to an item."""
    wanted = [one.row.pk for one in found if one.kind == "original"]
    return set(
        Media.objects.filter(master__in=wanted).values_list("master_id", flat=True)
    )


def try_again(kind: str, row: Model) -> None:
    """Give a stuck row all its attempts back and let the worker begin."""
    if kind == "public":
        Media.objects.filter(pk=row.pk).update(attempts=0, problem="")
        mend_media.enqueue(row.pk)
    elif kind == "tiles":
        masters.plan_tiles(row)
        row.save(update_fields=["tiles", "tiles_state", "tiles_attempts", "tiles_at"])
        tiling.ask_for(row)
    elif kind == "aligned":
        aligning.make_anew(row)
    elif row.is_damaged:
        verify_master.enqueue(row.pk)
    else:
        Master.objects.filter(pk=row.pk).exclude(state=Master.State.READY).update(
            state=Master.State.RECEIVED, attempts=0, problem=""
        )
        prepare_master.enqueue(row.pk)
