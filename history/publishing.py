"""How something becomes public, is corrected, and disappears again.

Takes plain values, never a contribution: the archive knows nothing of the door.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from history import aligning, embargo, images, masters, tiling
from history.models import Claim, Item, Master, Media, Person, Place, Subject
from history.rights import Rights
from history.search import index


class NotReady(Exception):
    """A file cannot be shown yet, or at all; `sentence` says which and why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Description:
    """The words and facts of an item as the library publishes them."""

    kind: str
    title: str
    language: str
    description: str = ""
    story: str = ""
    date_said: str = ""
    date_edtf: str = ""
    date_earliest: date | None = None
    date_latest: date | None = None
    date_reason: str = ""
    date_sure: str = ""
    place: Place | None = None
    place_said: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: str = ""
    bearing: int | None = None
    about: Item | None = None
    creator: str = ""
    credit_line: str = ""
    provenance: str = ""
    rights: str = Rights.UNDETERMINED
    contributor: Any = None
    is_archive_only: bool = False
    embargo_until: date | None = None
    sensitive: str = ""
    people: tuple[Person, ...] = ()
    subjects: tuple[Subject, ...] = ()

    def changed(self, **changes) -> "Description":
        """Give a copy with some values changed."""
        return replace(self, **changes)

    def columns(self) -> dict[str, Any]:
        """Give the values that stand in the item's own row."""
        return {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if one.name not in ("people", "subjects")
        }

    def for_the_record(self) -> dict[str, Any]:
        """Give the values as JSON, so that an undone act loses no words."""
        record = {}
        for name, value in self.columns().items():
            if isinstance(value, date):
                value = value.isoformat()
            elif hasattr(value, "pk"):
                value = value.pk
            record[name] = value
        record["people"] = [person.pk for person in self.people]
        record["subjects"] = [subject.pk for subject in self.subjects]
        return record


@dataclass(frozen=True, kw_only=True)
class File:
    """An original to be shown with an item; of a document, every page.

    `edits` say by page (from 0) how it is shown; `back_of` is the original of its
    front, among the same files; `released` are public sizes by page where they were
    made before (see `made_ahead`).
    """

    master: Master
    role: str = Media.Role.FRONT
    caption: str = ""
    alt: str = ""
    edits: dict[int, dict[str, Any]] = field(default_factory=dict)
    back_of: Master | None = None
    released: dict[int, masters.Released] = field(default_factory=dict)


@contextmanager
def made_ahead(files: Sequence[File]) -> Iterator[list[File]]:
    """Make the public sizes of edited files before the transaction that shows them.

    Redrawing takes seconds, and other writers must not wait. Where the block raises,
    nothing of them stays public.
    Raises: NotReady.
    """
    made: list[File] = []
    try:
        for file in files:
            made.append(replace(file, released={}))
            for page, edits in file.edits.items():
                if not images.is_unedited(edits):
                    made[-1].released[page] = redraw(file.master, edits, page=page)
        yield made
    except BaseException:
        for released in (one for file in made for one in file.released.values()):
            masters.withdraw(released.renditions)
        raise


@transaction.atomic
def publish(
    words: Description,
    *,
    files: Sequence[File],
    by,
    visible_from: datetime | None = None,
    at: datetime | None = None,
) -> Item:
    """Create an item with its public files and make it findable.

    Effects: rows, public files under unguessable names, the search index. An item
    for the archive only stays hidden and gets no public file; one that opens later
    (`visible_from`, never before its giver's `embargo_until`) waits hidden for
    `opening.open_due`.
    Raises: NotReady.
    """
    at = at or timezone.now()
    opens_at = embargo.moment(visible_from, words.embargo_until, at=at)
    if words.is_archive_only:
        opens_at = None
    hidden = words.is_archive_only or opens_at is not None
    item = Item(
        **words.columns(),
        visible_from=opens_at,
        status=Item.Status.HIDDEN if hidden else Item.Status.PUBLISHED,
        published_at=None if hidden else at,
    )
    item._history_user = by
    item._change_reason = "published"
    item.save()
    item.people.set(words.people)
    item.subjects.set(words.subjects)
    _add_files(item, files)
    index.index_item(item)
    return item


@transaction.atomic
def extend(
    item: Item, *, files: Sequence[File], by, at: datetime | None = None
) -> list[Media]:
    """Add files to an item that exists; files it has already are passed over.

    Raises: NotReady.
    """
    known = set(item.media.values_list("master_id", flat=True))
    added = _add_files(item, [file for file in files if file.master.pk not in known])
    if added:
        item._history_user = by
        item._change_reason = "files added"
        item.save(update_fields=["updated_at"])
        index.index_item(item)
    return added


@transaction.atomic
def correct(item: Item, *, by, reason: str, **changes) -> Item:
    """Change the description; the earlier one stays in the history with the reason."""
    people, subjects = changes.pop("people", None), changes.pop("subjects", None)
    for name, value in changes.items():
        setattr(item, name, value)
    item.full_clean()
    earlier = Item.objects.filter(pk=item.pk).values(*changes).first() or {}
    # One act is one version: who and what come before the save that records it.
    item.skip_history_when_saving = True
    if people is not None:
        item.people.set(people)
    if subjects is not None:
        item.subjects.set(subjects)
    del item.skip_history_when_saving
    item._history_user = by
    item._change_reason = reason[:100]
    item.save()
    index.index_item(item)
    audit.record(
        "item.correct", item, by=by, note=reason,
        **audit.changes(earlier, {name: getattr(item, name) for name in changes}),
    )  # fmt: skip
    return item


@transaction.atomic
def take_down(item: Item, *, by, reason: str, at: datetime | None = None) -> Item:
    """Remove an item from the public; a page without content says that it was here.

    Raises: ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError(_("Please say why it is taken down."))
    item.status = Item.Status.REMOVED
    item.removed_at = at or timezone.now()
    item.removed_reason = reason.strip()[:300]
    item.visible_from = None
    item._history_user = by
    item._change_reason = "taken down"
    item.save()
    index.unindex(item.pk)
    drop_files(item)
    audit.record("item.take_down", item, by=by, note=reason, at=at)
    return item


@transaction.atomic
def restore(item: Item, *, by, at: datetime | None = None) -> Item:
    """Bring back what was hidden or taken down, with new addresses for its files.

    Raises: ValueError for what is in the archive only, or under its giver's embargo.
    """
    at = at or timezone.now()
    if item.is_archive_only:
        raise ValueError(_("The giver wants this to stay in the archive only."))
    if embargo.moment(None, item.embargo_until, at=at):
        raise ValueError(
            _("The giver lets it be shown from %(day)s on, not before.")
            % {"day": date_format(item.embargo_until, "j E Y")}
        )
    item.status, item.visible_from = Item.Status.PUBLISHED, None
    item.published_at = item.published_at or at
    item.removed_at, item.removed_reason = None, ""
    item._history_user = by
    item._change_reason = "restored"
    item.save()
    files = list(item.media.select_related("master"))
    for media in files:
        if not media.renditions:
            _release(media)
    aligning.ask_again(files)
    index.index_item(item)
    audit.record("item.restore", item, by=by, at=at)
    return item


@transaction.atomic
def hide(item: Item, *, by) -> Item:
    """Put an item out of sight for a while, without a trace for visitors."""
    item.status, item.visible_from = Item.Status.HIDDEN, None
    item._history_user = by
    item._change_reason = "hidden"
    item.save()
    index.unindex(item.pk)
    drop_files(item)
    audit.record("item.hide", item, by=by)
    return item


@transaction.atomic
def retract(item: Item, *, master_ids: Sequence[int], keep_item: bool) -> None:
    """Take back a publication that nobody was told of; its reference is not used again.

    With `keep_item` only the files with these masters leave an item that existed before.
    """
    if keep_item:
        leaving = item.media.filter(master_id__in=master_ids)
        _delete_public(leaving)
        leaving.delete()
        index.index_item(item)
        return
    index.unindex(item.pk)
    _delete_public(item.media.all())
    Claim.objects.let_go(item)
    item.delete()


def drop_files(item: Item) -> None:
    """Delete the public files of an item; the originals stay."""
    _delete_public(item.media.all())
    item.media.update(renditions=[], tiles={}, tiles_state=Media.Tiles.NONE)


def forget_files(item: Item, *, master_ids: Sequence[int]) -> None:
    """Delete the public files of rows that are about to be rolled back."""
    leaving = item.media.filter(master_id__in=master_ids)
    masters.withdraw([step for media in leaving for step in media.renditions])


def redraw(master: Master, edits: dict[str, Any], *, page: int = 0) -> masters.Released:
    """Make public sizes that no row names yet; whoever asked withdraws or shows them.

    Raises: NotReady.
    """
    _refuse_unready(master)
    try:
        return masters.release_picture(master, page=page, edits=edits)
    except images.Unreadable as refusal:
        raise NotReady(str(refusal.sentence)) from refusal


def renew(media: Media, released: masters.Released, *, is_public: bool) -> None:
    """Show a file by other public sizes; the earlier ones go after the commit.

    What no visitor may see gets no public file.
    """
    _delete_public([media])
    if is_public:
        _release(media, released)
        aligning.ask_again([media])
        return
    masters.withdraw(released.renditions)
    media.renditions, media.placeholder = [], released.placeholder
    media.width_px, media.height_px = released.width_px, released.height_px
    media.tiles, media.tiles_state = {}, Media.Tiles.NONE
    media.save(
        update_fields=[
            "renditions", "placeholder", "width_px", "height_px", "tiles", "tiles_state",
        ]
    )  # fmt: skip


def _delete_public(files: Iterable[Media]) -> None:
    # After the commit: a rolled-back removal must leave the pictures where they are.
    files = list(files)
    aligning.drop(files)
    for media in files:
        masters.discard(step["path"] for step in masters.public_steps(media))
        masters.discard(f"{folder}/" for folder in masters.public_folders(media))


def _add_files(item: Item, files: Sequence[File]) -> list[Media]:
    for file in files:
        _refuse_unready(file.master)
    last = item.media.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    added = []
    pages = (
        (file, number, page)
        for file in files
        for number, page in enumerate(file.master.pages())
    )
    for position, (file, number, page) in enumerate(pages, start=first):
        is_document = file.master.page_count > 1
        media = Media.objects.create(
            item=item,
            master=file.master,
            page=number,
            position=position,
            role=Media.Role.PAGE if is_document else file.role,
            caption="" if number else file.caption,
            alt="" if number else file.alt,
            edits=file.edits.get(number, {}),
            width_px=page.width_px,
            height_px=page.height_px,
            duration_ms=file.master.duration_ms,
            peaks=file.master.peaks,
        )
        if item.status == Item.Status.PUBLISHED:
            _release(media, file.released.get(number))
        added.append(media)
    _turn_over(added, files)
    return added


def _turn_over(added: Sequence[Media], files: Sequence[File]) -> None:
    """Join backs with their fronts."""
    by_master = {media.master_id: media for media in added if media.page == 0}
    for file in files:
        front = by_master.get(file.back_of.pk) if file.back_of else None
        back = by_master[file.master.pk]
        if front is not None and back.role == Media.Role.BACK:
            back.back_of = front
            back.save(update_fields=["back_of"])


def _release(media: Media, released: masters.Released | None = None) -> None:
    """Write the public sizes of one file, with its edits, under new names.

    Large ones get tiles in the background; tiles of an earlier release are deleted.
    """
    released = released or masters.release_picture(
        media.master, page=media.page, edits=media.edits
    )
    media.renditions, media.placeholder = released.renditions, released.placeholder
    media.width_px, media.height_px = released.width_px, released.height_px
    outdated = masters.public_folders(media)
    transaction.on_commit(lambda: masters.withdraw_folders(outdated))
    masters.plan_tiles(media)
    media.save(
        update_fields=[
            "renditions", "placeholder", "width_px", "height_px",
            "tiles", "tiles_state", "tiles_attempts", "tiles_at",
        ]
    )  # fmt: skip
    tiling.ask_for(media)


def _refuse_unready(master: Master) -> None:
    if master.state == Master.State.RECEIVED:
        raise NotReady(
            _("“%(name)s” is still being prepared. Please try again in a minute.")
            % {"name": master.original_name}
        )
    if master.state == Master.State.UNREADABLE:
        raise NotReady(
            _("“%(name)s” cannot be opened, so it cannot be published.")
            % {"name": master.original_name}
        )
