"""From an uploaded file to a kept original; refuses with a sentence, loses nothing."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions.models import Attachment, Contribution
from contributions.states import Status
from history import images, masters
from history.tasks import prepare_master

CONTROL = {
    code: None
    for code in (*range(32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


class Refused(Exception):
    """A file was not taken; `sentence` says why and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def clean_name(name: str) -> str:
    """Make a file's name safe to show: no control or direction characters, not long."""
    return name.replace("\\", "/").rsplit("/", 1)[-1].translate(CONTROL).strip()[:255]


def receive(contribution: Contribution, upload: UploadedFile) -> Attachment:
    """Keep one file of a draft; the same file sent twice is kept once.

    Effects: a master in private storage, a row, and a task that makes its sizes.
    Raises: Refused with a sentence for the person who sent it.
    """
    name = clean_name(upload.name or "")
    if upload.size == 0:
        raise Refused("empty", _("The file is empty. Please choose it once more."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
        raise Refused(
            "too_large",
            _("The file is larger than %(limit)s MB. Please send a smaller copy.")
            % {"limit": limit},
        )
    path = Path(upload.temporary_file_path())
    try:
        images.inspect(path, limits=images.Limits.from_settings())
    except images.Unreadable as error:
        raise Refused(error.code, str(error.sentence)) from error
    with transaction.atomic():
        _lock_for_files(contribution)
        master = masters.keep(path, original_name=name)
        known = contribution.attachments.filter(master=master).first()
        if known:
            return known
        if contribution.attachments.count() >= settings.UPLOAD_MAX_FILES:
            raise Refused(
                "too_many",
                ngettext(
                    "One contribution holds %(limit)s file. Please send the others in "
                    "another one.",
                    "One contribution holds %(limit)s files. Please send the others in "
                    "another one.",
                    settings.UPLOAD_MAX_FILES,
                )
                % {"limit": settings.UPLOAD_MAX_FILES},
            )
        last = contribution.attachments.aggregate(last=Max("position"))["last"]
        attachment = Attachment.objects.create(
            contribution=contribution,
            master=master,
            original_name=name,
            position=0 if last is None else last + 1,
        )
        if master.state == master.State.RECEIVED:
            prepare_master.enqueue(master.pk)
    return attachment


def discard(attachment: Attachment) -> None:
    """Take a file out of a draft; the original goes when nothing refers to it."""
    with transaction.atomic():
        _lock_for_files(attachment.contribution)
        attachment.delete()
        rest = attachment.contribution.attachments.order_by("position", "pk")
        for position, other in enumerate(rest):
            if other.position != position:
                Attachment.objects.filter(pk=other.pk).update(position=position)


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


def _lock_for_files(contribution: Contribution) -> None:
    # Touching the row makes two uploads to one draft wait for each other.
    touched = Contribution.objects.filter(
        pk=contribution.pk, status__in=[Status.DRAFT, Status.NEEDS_INFO]
    ).update(touched_at=timezone.now())
    if not touched:
        raise Refused(
            "not_open", _("This contribution is already with the library as it is.")
        )


def purge_drafts(*, before: datetime) -> int:
    """Delete drafts that nobody touched since the moment; say how many."""
    stale = Contribution.objects.untouched_since(before)
    count = 0
    for contribution in stale.iterator():
        with transaction.atomic():
            contribution.delete()
        count += 1
    return count


def download_name(attachment: Attachment) -> str:
    """Give the name under which a browser should keep a file."""
    return get_valid_filename(attachment.original_name or "file")[:100]
