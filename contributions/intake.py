"""From an uploaded file to a kept original; refuses with a sentence, loses nothing."""

from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions import pairing, quotas
from contributions.models import Attachment, Contribution
from contributions.refusals import Refused
from contributions.states import Status
from history import images, masters, sounds
from history.models import Master
from history.tasks import prepare_master

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "image/avif": ".avif",
    "application/pdf": ".pdf",
    **sounds.SUFFIXES,
}
NAME_BYTES = 140


def receive(
    contribution: Contribution,
    upload: UploadedFile,
    *,
    keep_anyway: bool = False,
    set_apart: bool = False,
) -> Attachment:
    """Keep one file of a draft or an answer; the same file sent twice is kept once.

    A damaged file is refused, unless its owner wants it kept as it is (`keep_anyway`)
    or it should wait in the draft for their word (`set_apart`).
    Effects: a master in private storage, a row, and a task that makes its sizes.
    Raises: Refused with a sentence for the person who sent it.
    """
    refuse_closed(contribution)
    path = Path(upload.temporary_file_path())
    damage = ""
    try:
        _look_at(path)
    except Refused as refusal:
        if not (refusal.can_keep and (keep_anyway or set_apart)):
            raise
        damage = refusal.code
    quotas.check(contribution, path.stat().st_size)
    name = masters.display_name(upload.name or "")
    # Outside the transaction: copying 100 MB must not make other writers wait.
    try:
        master = masters.keep(path, original_name=name)
    except masters.NotKept as error:
        raise Refused("storage", no_keeping()) from error
    if damage and keep_anyway:
        masters.prepare_anyway(master)
    elif damage:
        masters.set_apart(master, damage)
    try:
        return attach(contribution, master, name)
    except Refused:
        forget_unused([master.pk])
        raise


def _look_at(path: Path) -> None:
    """Raise Refused for what is no picture and no sound, too much, or damaged."""
    try:
        masters.look_into(path)
    except images.Unreadable as error:
        can_keep = error.code in masters.KEEPABLE and _shows_something(path)
        raise Refused(error.code, str(error.sentence), can_keep=can_keep) from error


def _shows_something(path: Path) -> bool:
    try:
        masters.look_into(path, is_lenient=True)
    except images.Unreadable:
        return False
    return True


def no_keeping() -> str:
    """Say that the place of the files is away or full; nobody is to blame."""
    return _(
        "We cannot keep files just now, and the library knows it. Please try again in "
        "an hour: what arrived before is kept."
    )


def receive_all(contribution: Contribution, uploads) -> list[tuple[str, Refused]]:
    """Keep every good file; a bad one blocks no other, a damaged one is set apart.

    Returns: name and refusal of each file that was not taken.
    """
    refusals = []
    for upload in uploads:
        name = masters.display_name(upload.name or "") or _("a file without a name")
        try:
            attachment = receive(contribution, upload, set_apart=True)
        except Refused as refusal:
            refusals.append((name, refusal))
            continue
        if waits_for_a_word(attachment.master):
            damage = images.Unreadable(attachment.master.problem)
            refusals.append((name, Refused(damage.code, damage.sentence)))
    return refusals


def waits_for_a_word(master: Master) -> bool:
    """Tell whether a damaged file could be kept as it is, if its owner says so."""
    return (
        master.state == Master.State.UNREADABLE
        and master.problem in masters.KEEPABLE
        and not master.is_incomplete
    )


@transaction.atomic
def keep_anyway(attachment: Attachment) -> None:
    """Keep a damaged file at the wish of its owner: what decodes of it is shown.

    Raises: Refused once the library has it.
    """
    _lock_for_files(attachment.contribution)
    master = attachment.master
    if waits_for_a_word(master):
        masters.prepare_anyway(master)
        prepare_master.enqueue(master.pk)


@transaction.atomic
def attach(contribution: Contribution, master: Master, name: str) -> Attachment:
    """Make an original a file of an open contribution; twice gives the same one.

    Raises: Refused.
    """
    _lock_for_files(contribution)
    known = contribution.attachments.filter(master=master).first()
    if known:
        return known
    if contribution.attachments.count() >= settings.UPLOAD_MAX_FILES:
        raise Refused("too_many", too_many())
    quotas.check_together(contribution, master.size_bytes)
    last = contribution.attachments.aggregate(last=Max("position"))["last"]
    attachment = Attachment.objects.create(
        contribution=contribution,
        master=master,
        original_name=name,
        position=0 if last is None else last + 1,
    )
    if master.state == Master.State.RECEIVED:
        prepare_master.enqueue(master.pk)
    return attachment


def too_many() -> str:
    """Say how many files one contribution holds."""
    return ngettext(
        "One contribution holds %(limit)s file. Please send the others in another one.",
        "One contribution holds %(limit)s files. Please send the others in another one.",
        settings.UPLOAD_MAX_FILES,
    ) % {"limit": settings.UPLOAD_MAX_FILES}


@transaction.atomic
def discard(attachment: Attachment) -> None:
    """Take a file out of a draft; the original goes when nothing refers to it.

    Raises: Refused once the library has it.
    """
    contribution, master_id = attachment.contribution, attachment.master_id
    _lock_for_files(contribution)
    pairing.free_back_of(attachment)
    attachment.delete()
    pairing.put_in_order(_pairs(contribution))
    transaction.on_commit(partial(forget_unused, [master_id]), robust=True)


@transaction.atomic
def move(attachment: Attachment, *, steps: int) -> None:
    """Show a file, with its back, earlier (-1) or later (1); nothing at the ends."""
    contribution = attachment.contribution
    _lock_for_files(contribution)
    pairs = _pairs(contribution)
    at = next(place for place, pair in enumerate(pairs) if attachment in pair)
    to = min(max(at + steps, 0), len(pairs) - 1)
    pairs.insert(to, pairs.pop(at))
    pairing.put_in_order(pairs)


@transaction.atomic
def place(attachment: Attachment, *, before: int | None) -> None:
    """Show a file, with its back, right before another one; without one at the end.

    Raises: Refused once the library has it.
    """
    contribution = attachment.contribution
    _lock_for_files(contribution)
    pairs = _pairs(contribution)
    mine = next(pair for pair in pairs if attachment in pair)
    others = [pair for pair in pairs if pair is not mine]
    to = next(
        (at for at, pair in enumerate(others) if before in {one.pk for one in pair}),
        len(others),
    )
    others.insert(to, mine)
    pairing.put_in_order(others)


@transaction.atomic
def mark_side(attachment: Attachment, *, role: str) -> None:
    """Say that a file is a front, or a back whose front is not here."""
    _lock_for_files(attachment.contribution)
    if role == Attachment.Role.BACK:
        pairing.free_back_of(attachment)
    pairing.part(attachment, role=role)


@transaction.atomic
def mark_back_of(attachment: Attachment, front: Attachment) -> None:
    """Say whose back a file is.

    Raises: Refused with a sentence.
    """
    _lock_for_files(attachment.contribution)
    try:
        pairing.join(attachment, front)
    except pairing.Unpairable as refusal:
        raise Refused("unpairable", refusal.sentence) from refusal


def _pairs(contribution: Contribution) -> list[list[Attachment]]:
    return pairing.in_pairs(contribution.attachments.order_by("position", "pk"))


def adopt(user) -> int:
    """Give a person with an account what they sent before from the same address.

    Only addresses that were proven count, on both sides: the account's by allauth,
    the contribution's by its private link.
    """
    proven = user.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return Contribution.objects.filter(
        contributor__isnull=True,
        email_proven_at__isnull=False,
        email__in=[address.lower() for address in proven],
    ).update(contributor=user)


def refuse_closed(contribution: Contribution) -> None:
    """Refuse files for what the library has already."""
    if contribution.status not in (Status.DRAFT, Status.NEEDS_INFO):
        raise Refused(
            "not_open", _("This contribution is already with the library as it is.")
        )


def _lock_for_files(contribution: Contribution) -> None:
    # Touching the row makes two uploads to one draft wait for each other.
    touched = Contribution.objects.filter(
        pk=contribution.pk, status__in=[Status.DRAFT, Status.NEEDS_INFO]
    ).update(touched_at=timezone.now())
    if not touched:
        contribution.refresh_from_db()
        refuse_closed(contribution)


def forget_unused(master_ids: list[int]) -> None:
    """Delete originals that nothing refers to any more."""
    for master in Master.objects.filter(pk__in=master_ids).order_by("pk"):
        if not masters.is_used(master):
            try:
                masters.forget(master)
            except (masters.StillUsed, Master.DoesNotExist):
                continue  # somebody sent the same bytes, or tidied, at this moment


def purge_drafts(*, before: datetime, told_by: datetime) -> int:
    """Delete drafts that nobody touched since a moment; say how many.

    Whoever left an address was reminded by the other moment, else the draft stays.
    """
    count = 0
    abandoned = Contribution.objects.given_up(before, told_by=told_by)
    for contribution in abandoned.order_by("pk"):
        master_ids = list(contribution.attachments.values_list("master_id", flat=True))
        papers = contribution.consents.exclude(paper=None)
        master_ids += papers.values_list("paper_id", flat=True)
        with transaction.atomic():
            # Only if it is still untouched: its owner may be back at this moment.
            gone, _rows = abandoned.filter(pk=contribution.pk).delete()
        if gone:
            forget_unused(master_ids)
            count += 1
    return count


def download_name(attachment: Attachment) -> str:
    """Give the name under which a browser should keep a file: our ending, not long."""
    stem = masters.display_name(attachment.original_name).rpartition(".")[0]
    stem = stem.strip(". ") or f"{attachment.contribution.reference}-{attachment.pk}"
    stem = stem.encode()[:NAME_BYTES].decode(errors="ignore")
    return stem + SUFFIXES.get(attachment.master.media_type, ".bin")


def nothing_came() -> str:
    """Say that a request came without a file."""
    return _("No file arrived. Please choose it again and send it once more.")
