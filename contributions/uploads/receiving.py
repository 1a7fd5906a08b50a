"""Begin an upload and take its pieces; the offset in the row is the only truth."""

import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import intake, quotas
from contributions.models import Attachment, Contribution, Upload, UploadPart
from contributions.permissions import Actor
from contributions.refusals import Refused
from history import images, masters
from history.models import Master

from . import parts

MOST_PARTS = 1000  # nobody needs more; a flood of one-byte pieces would


class WrongOffset(Exception):
    """This piece does not begin where the upload ends; `upload` says where it does."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload.offset)
        self.upload = upload


def begin(
    contribution: Contribution,
    *,
    by: Actor,
    length: int,
    name: str = "",
    media_type: str = "",
    sha256: str = "",
) -> Upload:
    """Announce a file of `length` bytes; nothing that we have is sent twice.

    With `sha256`: a file that this person gave before is complete at once, and one
    that came in part goes on where it stopped. Other people's files never count.
    Raises: Refused.
    """
    intake.refuse_closed(contribution)
    _refuse_size(length)
    facts = {
        "original_name": masters.display_name(name),
        "media_type": media_type[:100],
        "sha256": sha256,
        "length": length,
    }
    if sha256:
        if attachment := _attach_known(contribution, by, sha256, length, facts):
            return Upload.objects.create(
                contribution=contribution, attachment=attachment, offset=length,
                state=Upload.State.COMPLETE, expires_at=expiry(), **facts,
            )  # fmt: skip
        if stopped := _stopped(contribution, sha256, length):
            return stopped
    if contribution.attachments.count() >= settings.UPLOAD_MAX_FILES:
        raise Refused("too_many", intake.too_many())
    quotas.check(contribution, length, is_begun=False)
    return Upload.objects.create(
        contribution=contribution, expires_at=expiry(), **facts
    )


def _refuse_size(length: int) -> None:
    limits = masters.upload_limits()
    if 0 < length <= limits.max_bytes:
        return
    try:
        images.screen(b"", size_bytes=length, limits=limits)
    except images.Unreadable as error:
        raise Refused(error.code, str(error.sentence)) from error


def _attach_known(contribution, by, sha256, length, facts) -> Attachment | None:
    """Attach what this person gave before; None when it has to be sent."""
    owned = Contribution.objects.owned_by(by)
    with transaction.atomic():
        master = (
            Master.objects.select_for_update()
            .filter(sha256=sha256, size_bytes=length)
            .first()
        )
        if (
            not master
            or not Attachment.objects.filter(
                master=master, contribution__in=owned
            ).exists()
        ):
            return None
        return intake.attach(contribution, master, facts["original_name"])


def _stopped(contribution, sha256: str, length: int) -> Upload | None:
    """Find the same file of the same contribution that came only in part."""
    return (
        contribution.uploads.receiving()
        .alive(at=timezone.now())
        .filter(sha256=sha256, length=length)
        .order_by("-offset", "pk")
        .first()
    )


def expiry(*, at: datetime | None = None) -> datetime:
    """Say until when an upload waits for its next piece."""
    return (at or timezone.now()) + timedelta(hours=settings.UPLOAD_KEEP_HOURS)


def append(
    upload: Upload,
    *,
    offset: int,
    stream: Any,
    announced: int | None = None,
    checksum: tuple[str, bytes] | None = None,
) -> bool:
    """Take one piece: the whole of it, or of a broken connection what came.

    `announced` is the length that the request names, `checksum` algorithm and value.
    Returns: whether all announced bytes came.
    Raises: WrongOffset, also for the loser of a race; Upload.DoesNotExist where it was
    given up meanwhile; parts.TooLong; Refused.
    """
    if upload.state != Upload.State.RECEIVING or offset != upload.offset:
        raise WrongOffset(upload)
    intake.refuse_closed(upload.contribution)
    room = upload.length - offset
    if announced is not None and announced > room:
        raise parts.TooLong
    quotas.check_disk(room if announced is None else announced)
    if upload.parts.count() >= MOST_PARTS:
        raise Refused(
            "too_many_parts",
            _("This file came in too many pieces. Please send it once more."),
        )
    algorithm, expected = checksum or ("", b"")
    try:
        arrived = parts.keep(
            upload.key, offset, stream, at_most=room, algorithm=algorithm
        )
    except FileNotFoundError:
        upload.refresh_from_db()  # given up meanwhile, with its folder: it is not there
        raise
    is_whole = not arrived.is_cut and (announced is None or arrived.size >= announced)
    if checksum and not hmac.compare_digest(arrived.digest, expected):
        parts.drop(arrived.name)
        raise Refused("wrong_checksum", damaged())
    if arrived.size and not _count(upload, offset, arrived):
        parts.drop(arrived.name)
        upload.refresh_from_db()
        raise WrongOffset(upload)
    upload.refresh_from_db()
    return is_whole


def _count(upload: Upload, offset: int, arrived: parts.Arrived) -> bool:
    """Move the offset if it is still where this piece begins."""
    with transaction.atomic():
        moved = Upload.objects.filter(
            pk=upload.pk, offset=offset, state=Upload.State.RECEIVING
        ).update(
            offset=offset + arrived.size, touched_at=timezone.now(), expires_at=expiry()
        )
        if moved:
            UploadPart.objects.create(
                upload=upload, start=offset, size=arrived.size, name=arrived.name
            )
    return bool(moved)


def damaged() -> str:
    """Say that bytes changed on the way."""
    return _("The file was damaged on its way. We ask for it once more.")
