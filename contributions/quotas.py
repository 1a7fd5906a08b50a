"""How much one may send: together, in a day, and while the disk has room.

Each limit is a setting and has a sentence of its own. What was accepted stays.
"""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.core.mail import send_mail
from django.db.models import Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contributions.models import Attachment, Contribution, Upload
from contributions.refusals import Refused

MIB = 1024 * 1024
TOLD_AGAIN_S = 12 * 3600


def check(contribution: Contribution, size_bytes: int, *, is_begun=True) -> None:
    """Refuse a file for which there is no room: on the disk, in the gift, in the day.

    A new upload (`is_begun=False`) also counts what others under way brought so far.
    Raises: Refused `disk_full`, `too_much_together` or `too_much_today`.
    """
    check_disk(size_bytes)
    theirs = Contribution.objects.of_one_person(contribution)
    together, today = size_bytes, size_bytes
    if not is_begun:
        under_way = Upload.objects.receiving().filter(contribution__in=theirs)
        here = under_way.filter(contribution=contribution)
        together += here.aggregate(sum=Sum("offset"))["sum"] or 0
        today += under_way.aggregate(sum=Sum("offset"))["sum"] or 0
    check_together(contribution, together)
    since = timezone.now() - timedelta(days=1)
    today += _bytes_of(
        Attachment.objects.filter(contribution__in=theirs, created_at__gte=since)
    )
    if today > settings.UPLOAD_DAY_BYTES:
        limit = settings.UPLOAD_DAY_BYTES // MIB
        raise Refused(
            "too_much_today",
            _(
                "You gave us %(limit)s MB today, which is a great deal: thank you. "
                "Please send the rest tomorrow; what arrived is kept."
            )
            % {"limit": limit},
        )


def check_together(contribution: Contribution, size_bytes: int) -> None:
    """Refuse what would make one contribution too large."""
    kept = _bytes_of(Attachment.objects.filter(contribution=contribution))
    if kept + size_bytes > settings.UPLOAD_CONTRIBUTION_BYTES:
        limit = settings.UPLOAD_CONTRIBUTION_BYTES // MIB
        raise Refused(
            "too_much_together",
            _(
                "One contribution holds %(limit)s MB. Please send the others in "
                "another one."
            )
            % {"limit": limit},
        )


def check_disk(size_bytes: int) -> None:
    """Refuse while the disk is nearly full; reading goes on meanwhile."""
    if not has_room(size_bytes):
        raise Refused(
            "disk_full",
            _(
                "We have no room for files just now, and the library knows it. "
                "Please try again tonight: what arrived is kept."
            ),
        )


def has_room(size_bytes: int = 0) -> bool:
    """Say whether the disk keeps its reserve; object storage has no end."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        return True
    folder = Path(storage.location)
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    return disk.free - size_bytes >= disk.total * settings.DISK_RESERVE_PERCENT / 100


def tell_when_full() -> None:
    """Write to the library, twice a day at most, while the disk has no room."""
    if has_room() or not cache.add("disk-full-told", True, timeout=TOLD_AGAIN_S):
        return
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            _("The disk is nearly full"),
            _(
                "The site takes no more files until there is room: less than "
                "%(percent)s %% of the disk is free. Everything can still be read. "
                "Please free some space, or ask the person who runs the server."
            )
            % {"percent": settings.DISK_RESERVE_PERCENT},
            None,
            [settings.LIBRARY_EMAIL],
        )


def _bytes_of(attachments) -> int:
    return attachments.aggregate(sum=Sum("master__size_bytes"))["sum"] or 0
