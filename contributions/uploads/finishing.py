"""From pieces to a file of the contribution; twice gives the same file."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from contributions import intake
from contributions.models import Attachment, Upload
from contributions.refusals import Refused

from . import parts
from .receiving import damaged


class NotComplete(Exception):
    """Bytes are missing."""

    def __str__(self) -> str:
        return _("A part of the file is missing.")


class PiecesLost(Exception):
    """Storage no longer has what the rows say; the file has to be sent again."""


class TakenOut(Exception):
    """Its file was taken out of the contribution again."""


@dataclass(frozen=True)
class Whole:
    """A file that lies on the disk, as `intake` wants it."""

    name: str
    path: Path

    def temporary_file_path(self) -> str:
        """Say where it lies."""
        return str(self.path)


def finish(upload: Upload) -> Attachment:
    """Join the pieces, check them and keep the file; asked again, give the same one.

    Raises: NotComplete; Refused, then and ever after; TakenOut.
    """
    if upload.state == Upload.State.COMPLETE:
        return _attachment(upload)
    if upload.state == Upload.State.REFUSED:
        raise Refused(upload.problem, upload.sentence)
    if upload.offset < upload.length:
        raise NotComplete
    pieces = list(upload.parts.order_by("start").values_list("name", "size"))
    if sum(size for _name, size in pieces) != upload.length:
        return _finished_meanwhile(upload)
    try:
        with parts.joined([name for name, _size in pieces]) as (path, sha256):
            if upload.sha256 and sha256 != upload.sha256:
                raise Refused("wrong_checksum", damaged())
            whole = Whole(upload.original_name, path)
            attachment = intake.receive(upload.contribution, whole, set_apart=True)
    except Refused as refusal:
        if refusal.code not in PASSING:
            _settle(
                upload, state=Upload.State.REFUSED, problem=refusal.code,
                sentence=refusal.sentence,
            )  # fmt: skip
        raise
    except FileNotFoundError:
        return _finished_meanwhile(upload)
    _settle(upload, state=Upload.State.COMPLETE, attachment=attachment)
    return attachment


def _finished_meanwhile(upload: Upload) -> Attachment:
    """Give what somebody else made of it at this moment, and took the pieces away."""
    upload.refresh_from_db()
    if upload.state == Upload.State.RECEIVING:
        raise PiecesLost(upload.key)
    return finish(upload)


PASSING = {"disk_full", "too_much_today", "too_much_together", "too_many"}
"""May be otherwise in a while: the pieces wait until the upload expires."""


def _attachment(upload: Upload) -> Attachment:
    if upload.attachment is None:
        raise TakenOut
    return upload.attachment


def _settle(upload: Upload, **outcome) -> None:
    """Write the outcome, then let the pieces go; `sweep` does what a crash leaves."""
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING).update(
            **outcome
        )
        upload.parts.all().delete()
    parts.forget(upload.key)
    upload.refresh_from_db()
