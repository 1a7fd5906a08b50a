"""What time does to uploads: finish what was left, forget what nobody goes on with."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contributions.models import Upload
from contributions.refusals import Refused

from . import parts
from .finishing import NotComplete, PiecesLost, finish

log = logging.getLogger(__name__)

LEFT_AFTER = timedelta(minutes=5)
AT_ONCE = 50


def cancel(upload: Upload) -> None:
    """Give an upload up; a file that it became stays where it is."""
    with transaction.atomic():  # a piece that comes at this moment waits, and is lost
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked:
            locked.delete()
    parts.forget(upload.key)


def sweep(*, at: datetime | None = None) -> int:
    """Finish whole uploads whose last answer was never made, delete expired ones.

    Also deletes pieces without an upload: of deleted drafts, of killed processes.
    Returns: how many uploads went.
    """
    at = at or timezone.now()
    left = (
        Upload.objects.receiving()
        .alive(at=at)
        .filter(offset=F("length"), touched_at__lt=at - LEFT_AFTER)
    )
    for upload in left.select_related("contribution").order_by("pk")[:AT_ONCE]:
        _finish_left(upload)
    gone = 0
    for upload in Upload.objects.expired(at=at).order_by("pk")[:AT_ONCE]:
        cancel(upload)
        gone += 1
    _sweep_pieces()
    return gone


def _finish_left(upload: Upload) -> None:
    try:
        finish(upload)
    except Refused as refusal:
        log.info("Upload %s was not taken: %s", upload.pk, refusal.code)
    except NotComplete:
        return
    except PiecesLost:
        log.error("Upload %s has lost a piece", upload.pk)
        cancel(upload)


def _sweep_pieces() -> None:
    """Forget folders whose upload is no more, or has become a file or a refusal."""
    parts.forget_joined()
    lying = parts.folders()
    waiting = set(
        Upload.objects.receiving().filter(key__in=lying).values_list("key", flat=True)
    )
    for key in lying:
        if key not in waiting:
            parts.forget(key)
