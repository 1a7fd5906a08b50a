"""What moderators do: ask, publish, decline, put aside, take up again, note."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from contributions import permissions
from contributions.models import Attachment, Contribution, Message
from contributions.moments import database_now
from contributions.permissions import as_actor
from contributions.states import Action, Reason
from contributions.workflow import occasions
from contributions.workflow.moving import hold, move
from contributions.workflow.pieces import (
    as_files,
    in_parts,
    refuse_changed,
    worth_showing,
)
from contributions.workflow.placing import Placement, place
from contributions.workflow.refusals import Incomplete, NotAllowed
from contributions.workflow.replacing import Replacement, forget, replace
from contributions.workflow.table import check
from contributions.workflow.taking import Taken, take
from history import claiming, comparing, embargo, publishing
from history.models import Collection, Item


@transaction.atomic
def ask(
    contribution: Contribution,
    *,
    by,
    note: str,
    seen: str = "",
    at: datetime | None = None,
) -> Contribution:
    """Ask the resident a question; the promise clock pauses."""
    at = at or database_now()
    event = move(
        contribution, Action.ASK, by=by, at=at, note=note, seen=seen, paused_at=at
    )
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
    where: Sequence[Placement] = (),
    incomplete_ok: bool = False,
    replacements: Sequence[Replacement] = (),
    masks_checked: bool = False,
    taken: Taken | None = None,
    visible_from: datetime | None = None,
    seen: str = "",
    at: datetime | None = None,
) -> list[Item]:
    """Publish as one item, as one item a picture, or into an item that exists.

    With `replacements` files take the place of what such an item shows already; see
    `history.replacing` for what `masks_checked` declares. It goes into the collections
    `into`, all with one note, and `where`, each with its own place and note.
    Effects: items, public files, places in collections and the mail are one
    transaction with the status. “Archive only” is the resident's word: such items
    stay hidden whatever `description` says, and nobody shortens the embargo either:
    `visible_from` may only open it later than the resident's day. A file that cannot be opened stays behind
    where others can; one of which a part is missing needs `incomplete_ok`.
    `taken` is what goes from a correction into the words of `extend`.
    `seen` names the version that was looked at; see `versions`.
    Raises: NotAllowed, WrongState, Changed, Incomplete, publishing.NotReady.
    """
    at = at or database_now()
    check(Action.PUBLISH, contribution, by=by, at=at)
    if attachments is None:
        attachments = list(
            contribution.attachments.select_related("master").order_by("position", "pk")
        )
    attachments = worth_showing(attachments, incomplete_ok=incomplete_ok)
    is_archive_only = contribution.audience == Contribution.Audience.ARCHIVE
    opens_at = embargo.moment(visible_from, contribution.embargo_until, at=at)
    files = [] if is_archive_only or opens_at else as_files(attachments)
    with publishing.made_ahead(files) as made:
        released = {file.master.pk: file.released for file in made}
        return _publish(
            contribution, by=by, description=description, attachments=attachments,
            released=released, each_alone=each_alone, extend=extend,
            where=[
                *(Placement(collection=one, note=entry_note) for one in into), *where,
            ], at=at, is_archive_only=is_archive_only,
            replacements=replacements, masks_checked=masks_checked, taken=taken,
            opens_at=opens_at,
            seen=seen,
        )  # fmt: skip


def _pair(contribution: Contribution, today: Sequence, *, by, at: datetime) -> None:
    """Propose today's photos to stand beside what they show as it was."""
    then = contribution.then_item
    if then is None or then.status == Item.Status.REMOVED:
        return
    for media in today:
        comparing.propose(then, media, by=by, at=at)


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
    where: Sequence[Placement],
    at: datetime,
    is_archive_only: bool,
    replacements: Sequence[Replacement],
    masks_checked: bool,
    taken: Taken | None,
    opens_at: datetime | None,
    seen: str,
) -> list[Item]:
    actor = as_actor(by)
    hold(contribution, by=by, at=at, seen=seen)
    refuse_changed(attachments)
    for target in {one.media.item for one in replacements} | {extend} - {None}:
        _refuse_to_extend(target, is_archive_only=is_archive_only, opens_at=opens_at)
    description = description.changed(
        contributor=contribution.contributor,
        is_archive_only=is_archive_only,
        embargo_until=contribution.embargo_until,
    )
    parts = in_parts(description, attachments, each_alone=each_alone and extend is None)
    items: list[Item] = []
    added: list[int] = []
    replaced: list[int] = []
    more: dict[str, Any] = {}
    try:
        if replacements:
            ticked = {one.attachment.pk for one in replacements}
            rest = [a for a in attachments if a.pk not in ticked]
            items, added, replaced = replace(
                contribution, replacements=replacements, others=as_files(rest, released),
                released=released, credit=description.credit_line,
                masks_checked=masks_checked, by=actor.account, at=at,
            )  # fmt: skip
            _say_where(replacements, rest, items)
        elif extend is not None:
            media = publishing.extend(
                extend, files=as_files(attachments, released), by=actor.account, at=at
            )
            items, added = [extend], [one.master_id for one in media]
            _pair(contribution, media[:1], by=actor.account, at=at)
            if taken is not None:
                more["taken"] = take(contribution, taken, by=by, at=at)
        else:
            for words, part in parts:
                items.append(
                    publishing.publish(
                        words,
                        files=as_files(part, released),
                        by=actor.account,
                        visible_from=opens_at,
                        at=at,
                    )
                )
            firsts = [comparing.first_picture(item) for item in items]
            _pair(contribution, firsts, by=actor.account, at=at)
        if not replacements:
            for item, (_words, part) in zip(items, parts, strict=True):
                Attachment.objects.filter(pk__in=[a.pk for a in part]).update(item=item)
        placed = place(items, where, by=actor.account)
        if brought := occasions.bring(contribution, items):
            more["brought"] = brought
        claiming.adopt(
            "contribution", contribution.reference, item=items[0], by=actor.account,
            at=at,
        )  # fmt: skip
        move(
            contribution, Action.PUBLISH, by=by, at=at, item=items[0],
            details={
                "items": [item.pk for item in items],
                "extended": extend is not None or bool(replacements),
                "added": added,
                "replaced": replaced,
                "collections": placed.collections,
                "entries": placed.entries,
                "made_collections": placed.made,
                "words": description.for_the_record(),
                **more,
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
    seen: str = "",
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
        contribution, Action.DECLINE, by=by, at=at or database_now(), note=note,
        seen=seen, details={"reason": reason},
    )  # fmt: skip
    return contribution


@transaction.atomic
def mark_spam(
    contribution: Contribution, *, by, seen: str = "", at: datetime | None = None
) -> Contribution:
    """Put rubbish aside; nobody is mailed."""
    move(contribution, Action.MARK_SPAM, by=by, at=at or database_now(), seen=seen)
    return contribution


@transaction.atomic
def reopen(
    contribution: Contribution, *, by, note: str = "", at: datetime | None = None
) -> Contribution:
    """Take up again what was declined or put aside."""
    move(contribution, Action.REOPEN, by=by, at=at or database_now(), note=note)
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
    message = Message.objects.create(
        contribution=contribution, author=actor.account, is_from_library=True,
        is_staff_only=True, body=body.strip(), created_at=at or database_now(),
    )  # fmt: skip
    audit.record("contribution.note", contribution, by=actor.account, at=at)
    return message


def _say_where(
    replacements: Sequence[Replacement], rest: Sequence[Attachment], items: list[Item]
) -> None:
    """Note at each file in which item it is."""
    for one in replacements:
        Attachment.objects.filter(pk=one.attachment.pk).update(item=one.media.item)
    Attachment.objects.filter(pk__in=[a.pk for a in rest]).update(item=items[0])


def _refuse_to_extend(
    item: Item, *, is_archive_only: bool, opens_at: datetime | None
) -> None:
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
    if opens_at and (item.visible_from is None or item.visible_from < opens_at):
        raise Incomplete(
            _(
                "This is to be shown later, so it cannot be added to an item that "
                "everyone sees before. Publish it as an item of its own."
            ),
            "extend",
        )
