"""Read originals again and say which are no longer what came in.

A damaged one is noted on its row, told to the operator once, and never deleted:
the bytes that are left may be all there is.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.core.files.storage import storages
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from history.models import Master

from .keeping import CHUNK_BYTES, key_of, note_whole
from .listing import is_lost

log = logging.getLogger(__name__)

PLACE = "masters"
NAMED_IN_MAIL = 20


class StorageLost(Exception):
    """Say that the place of the originals is empty: a disk that is not mounted."""


def verify(master: Master) -> bool:
    """Read a master again and tell whether it still has its checksum."""
    return examine(master) == ""


def examine(master: Master) -> str:
    """Read a master again; note and return "", "changed" or "missing".

    A storage that does not answer raises, and nothing is noted.
    Raises: StorageLost when not one original is there.
    """
    damage = _damage(master)
    if damage == "missing" and is_lost(storages["default"], PLACE):
        raise StorageLost(
            "The place of the originals is empty: is the disk mounted, the bucket right?"
        )
    if damage:
        log.error("Master %s: %s", damage, master.sha256)
        master.problem = damage
        master.save(update_fields=["problem"])
        return damage
    note_whole(master)
    return ""


def _damage(master: Master) -> str:
    digest = hashlib.sha256()
    try:
        with storages["default"].open(key_of(master.sha256), "rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except FileNotFoundError:
        return "missing"
    return "" if digest.hexdigest() == master.sha256 else "changed"


def due(*, before: datetime) -> Iterable[Master]:
    """Give originals not read since the moment, the longest unread first.

    Damaged ones are known already and would never leave the front of the row.
    """
    return (
        Master.objects.filter(Q(verified_at__lt=before) | Q(verified_at__isnull=True))
        .exclude(problem__in=Master.DAMAGE)
        .order_by(F("verified_at").asc(nulls_first=True), "pk")
    )


def within(masters: Iterable[Master], *, bytes_at_most: int) -> Iterator[Master]:
    """Stop after so many bytes; the first one comes however large it is."""
    left = bytes_at_most
    for master in masters:
        yield master
        left -= master.size_bytes
        if left <= 0:
            return


def verify_slice(*, before: datetime, bytes_at_most: int) -> list[Master]:
    """Read a bounded part of what is due; return the damaged, noted and told.

    Raises: StorageLost, and whatever a storage that does not answer raises.
    """
    return verify_all(within(due(before=before)[:500], bytes_at_most=bytes_at_most))


def verify_all(masters: Iterable[Master]) -> list[Master]:
    """Read these originals; return the damaged, each noted and told once.

    Raises: StorageLost when the place of all originals is empty.
    """
    damaged, news = [], []
    try:
        for master in masters:
            was_known = master.is_damaged
            if examine(master):
                damaged.append(master)
                if not was_known:
                    news.append(master)
    finally:
        tell(news)
    return damaged


def tell(damaged: list[Master]) -> None:
    """Mail the operator which originals are newly damaged; the log has them anyway."""
    if not damaged:
        return
    with override(settings.LANGUAGE_CODE):
        subject = ngettext(
            "%(n)s original file is damaged",
            "%(n)s original files are damaged",
            len(damaged),
        ) % {"n": len(damaged)}
        body = render_to_string(
            "emails/damaged.txt",
            {
                "masters": damaged[:NAMED_IN_MAIL],
                "more": len(damaged) - NAMED_IN_MAIL,
                "url": f"{settings.SITE_URL}/moderation/stuck/",
            },
        )
        mail = EmailMessage(f"{settings.SITE_NAME}: {subject}", body)
    mail.to = [settings.OPERATOR_EMAIL]
    try:
        mail.send()
    except Exception:
        log.exception("The operator was not mailed about damaged originals")
