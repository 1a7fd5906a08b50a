"""What moderators do: ask, publish, decline, put aside, take up again, note."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import pairing, permissions
from contributions.models import Attachment, Contribution, Message
from contributions.permissions import as_actor
from contributions.states import Action, Reason
from contributions.workflow.moving import hold, move
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from contributions.workflow.replacing import Replacement, forget, replace
from contributions.workflow.table import check
from history import curation, publishing
from history.models import Collection, CollectionEntry, Item, Master


@transaction.atomic
def ask(
    contribution: Contribution, *, by, note: str, at: datetime | None = None
) -> Contribution:
    """Ask the resident a question; the promise clock pauses."""
    at = at or timezone.now()
    event = move(contribution, Action.ASK, by=by, at=at, note=note, paused_at=at)
    Message.objects.create(
        contribution=contribution, author=event.actor, is_from_library=True,
        body=note.strip(), created_at=at,
    )  # fmt: skip
    return contribution


def publish(
    contribution: Contribution,
    *,
    by,
    description: publishing.Description,
    attachments: Sequence[Attachment] | None = None,
    each_alone: bool = False,
    extend: Item | None = None,
    into: Sequence[Collection] = (),
    entry_note: str = "",
    incomplete_ok: bool = False,
    replacements: Sequence[Replacement] = (),
    masks_checked: bool = False,
    at: datetime | None = None,
) -> list[Item]:
    """Publish as one item, as one item a picture, or into an item that exists.

    With `replacements` files take the place of what such an item shows already; see
    `history.replacing` for what `masks_checked` declares.
    Effects: items, public files, places in collections and the mail are one
    transaction with the status. “Archive only” is the resident's word: such items
    stay hidden whatever `description` says. A file that cannot be opened stays behind
    where others can; one of which a part is missing needs `incomplete_ok`.
    Raises: NotAllowed, WrongState, Incomplete, publishing.NotReady.
    """
    at = at or timezone.now()
    check(Action.PUBLISH, contribution, by=by, at=at)
    if attachments is None:
        attachments = list(
            contribution.attachments.select_related("master").order_by("position", "pk")
        )
    attachments = _worth_showing(attachments, incomplete_ok=incomplete_ok)
    is_archive_only = contribution.audience == Contribution.Audience.ARCHIVE
    files = [] if is_archive_only else _files(attachments)
    with publishing.made_ahead(files) as made:
        released = {file.master.pk: file.released for file in made}
        return _publish(
            contribution, by=by, description=description, attachments=attachments,
            released=released, each_alone=each_alone, extend=extend, into=into,
            entry_note=entry_note, at=at, is_archive_only=is_archive_only,
            replacements=replacements, masks_checked=masks_checked,
        )  # fmt: skip


@transaction.atomic
def _publish(
    contribution: Contribution,
    *,
    by,
    description: publishing.Description,
    attachments: Sequence[Attachment],
    released: dict[int, Any],
    each_alone: bool,
    extend: Item | None,
    into: Sequence[Collection],
    entry_note: str,
    at: datetime,
    is_archive_only: bool,
    replacements: Sequence[Replacement],
    masks_checked: bool,
) -> list[Item]:
    actor = as_actor(by)
    hold(contribution, by=by, at=at)
    _refuse_changed(attachments)
    for target in {one.media.item for one in replacements} | {extend} - {None}:
        _refuse_to_extend(target, is_archive_only=is_archive_only)
    description = description.changed(
        contributor=contribution.contributor, is_archive_only=is_archive_only
    )
    parts = _parts(description, attachments, each_alone=each_alone and extend is None)
    items: list[Item] = []
    added: list[int] = []
    replaced: list[int] = []
    try:
        if replacements:
            placed = {one.attachment.pk for one in replacements}
            rest = [a for a in attachments if a.pk not in placed]
            items, added, replaced = replace(
                contribution, replacements=replacements, others=_files(rest, released),
                released=released, credit=description.credit_line,
                masks_checked=masks_checked, by=actor.account, at=at,
            )  # fmt: skip
            _say_where(replacements, rest, items)
        elif extend is not None:
            media = publishing.extend(
                extend, files=_files(attachments, released), by=actor.account, at=at
            )
            items, added = [extend], [one.master_id for one in media]
        else:
            for words, part in parts:
                items.append(
                    publishing.publish(
                        words, files=_files(part, released), by=actor.account, at=at
                    )
                )
        if not replacements:
            for item, (_words, part) in zip(items, parts, strict=True):
                Attachment.objects.filter(pk__in=[a.pk for a in part]).update(item=item)
        entries = _attach(items, into, by=actor.account, note=entry_note)
        move(
            contribution, Action.PUBLISH, by=by, at=at, item=items[0],
            details={
                "items": [item.pk for item in items],
                "extended": extend is not None or bool(replacements),
                "added": added,
                "replaced": replaced,
                "collections": [collection.pk for collection in into],
                "entries": entries,
                "words": description.for_the_record(),
            },
        )  # fmt: skip
    except Exception:
        # The rows roll back; the copies of public files must go as well.
        if not transaction.get_connection().needs_rollback:
            is_new = extend is None and not replacements
            for item in items:
                # Of an item that was there before only what came now.
                publishing.forget_files(
                    item,
                    master_ids=[a.master_id for a in attachments] if is_new else added,
                )
            forget(replaced)
        raise
    return items


@transaction.atomic
def decline(
    contribution: Contribution,
    *,
    by,
    reason: str,
    note: str = "",
    at: datetime | None = None,
) -> Contribution:
    """Decline with a reason that the resident reads.

    Raises: Incomplete without a reason, or without words where the reason is "other".
    """
    if reason not in Reason.values:
        raise Incomplete(_("Please choose a reason."), "reason")
    if reason == Reason.OTHER and not note.strip():
        raise Incomplete(_("Please write the reason in your own words."), "note")
    move(
        contribution, Action.DECLINE, by=by, at=at or timezone.now(), note=note,
        details={"reason": reason},
    )  # fmt: skip
    return contribution


@transaction.atomic
def mark_spam(
    contribution: Contribution, *, by, at: datetime | None = None
) -> Contribution:
    """Put rubbish aside; nobody is mailed."""
    move(contribution, Action.MARK_SPAM, by=by, at=at or timezone.now())
    return contribution


@transaction.atomic
def reopen(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Take up again what was declined or put aside."""
    move(contribution, Action.REOPEN, by=by, at=at or timezone.now(), note=note)
    return contribution


@transaction.atomic
def leave_note(
    contribution: Contribution, *, by, body: str, at: datetime | None = None
) -> Message:
    """Write a note that only colleagues read."""
    actor = as_actor(by)
    if not permissions.may_see_queue(actor):
        raise NotAllowed
    if not body.strip():
        raise Incomplete(_("Please write the note."), "body")
    return Message.objects.create(
        contribution=contribution, author=actor.account, is_from_library=True,
        is_staff_only=True, body=body.strip(), created_at=at or timezone.now(),
    )  # fmt: skip


def _worth_showing(
    attachments: Sequence[Attachment], *, incomplete_ok: bool
) -> list[Attachment]:
    if not incomplete_ok and any(a.master.is_incomplete for a in attachments):
        raise Incomplete(
            _(
                "A part of a file is missing. Please look at it, and tick that it may "
                "be published although it is incomplete."
            ),
            "incomplete_ok",
        )
    readable = [a for a in attachments if a.master.state != Master.State.UNREADABLE]
    return readable or list(attachments)


def _say_where(
    replacements: Sequence[Replacement], rest: Sequence[Attachment], items: list[Item]
) -> None:
    """Note at each file in which item it is."""
    for one in replacements:
        Attachment.objects.filter(pk=one.attachment.pk).update(item=one.media.item)
    Attachment.objects.filter(pk__in=[a.pk for a in rest]).update(item=items[0])


def _refuse_to_extend(item: Item, *, is_archive_only: bool) -> None:
    if item.status == Item.Status.REMOVED:
        raise Incomplete(_("This item was taken down. Choose another one."), "extend")
    if is_archive_only and not item.is_archive_only:
        raise Incomplete(
            _(
                "The giver wants this to stay in the archive only, so it cannot be "
                "added to an item that everyone sees."
            ),
            "extend",
        )


def _attach(
    items: Sequence[Item], into: Sequence[Collection], *, by, note: str
) -> list[list[int]]:
    """Place every item in every collection; say which places are new (for undo)."""
    known = set(
        CollectionEntry.objects.filter(collection__in=into, item__in=items).values_list(
            "collection_id", "item_id"
        )
    )
    new = []
    for collection in into:
        for item in items:
            curation.attach(item, to=collection, by=by, note=note)
            if (collection.pk, item.pk) not in known:
                new.append([collection.pk, item.pk])
    return new


def _refuse_changed(attachments: Sequence[Attachment]) -> None:
    """Refuse when a colleague covered or turned something since the files were read."""
    now = dict(
        Attachment.objects.filter(pk__in=[a.pk for a in attachments]).values_list(
            "pk", "edits"
        )
    )
    if any(now.get(a.pk) != a.edits for a in attachments):
        raise WrongState(
            _("A colleague has just changed how a picture is shown. Please look again.")
        )


def _files(
    attachments: Sequence[Attachment], released: dict[int, Any] | None = None
) -> list[publishing.File]:
    masters = {a.pk: a.master for a in attachments}
    return [
        publishing.File(
            master=a.master,
            role=a.role,
            caption=a.caption,
            edits={int(page): edits for page, edits in a.edits.items()},
            back_of=masters.get(a.back_of_id) if a.back_of_id else None,
            released=(released or {}).get(a.master_id, {}),
        )
        for a in attachments
    ]


def _parts(
    description: publishing.Description,
    attachments: Sequence[Attachment],
    *,
    each_alone: bool,
) -> list[tuple[publishing.Description, list[Attachment]]]:
    """Split into items: all together, or one a front with its back.

    A back whose front nobody named goes with what stands before it.
    """
    if not each_alone or len(attachments) < 2:
        return [(description, list(attachments))]
    parts: list[list[Attachment]] = []
    for pair in pairing.in_pairs(attachments):
        is_back_of_somebody = pair[0].role == Attachment.Role.BACK
        if parts and is_back_of_somebody:
            parts[-1].extend(pair)
        else:
            parts.append(pair)
    return [
        (description.changed(title=part[0].caption or description.title), part)
        for part in parts
    ]
