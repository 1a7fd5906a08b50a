"""A file on its way, in pieces."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contributions.models.attachment import Attachment
from contributions.models.contribution import Contribution
from contributions.querysets import UploadQuerySet


def new_upload_key() -> str:
    """Make a name of an upload that nobody can guess: 128 bits."""
    return secrets.token_hex(16)


class Upload(models.Model):
    """A file that comes in pieces: the connection may break, the file goes on."""

    class State(models.TextChoices):
        RECEIVING = "receiving", _("being received")
        COMPLETE = "complete", _("received")
        REFUSED = "refused", _("not taken")

    key = models.CharField(max_length=32, unique=True, default=new_upload_key)
    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="uploads"
    )
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    media_type = models.CharField(_("media type, as said"), max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256, as said"), max_length=64, blank=True)
    length = models.PositiveBigIntegerField(_("size in bytes"))
    offset = models.PositiveBigIntegerField(_("bytes received"), default=0)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.RECEIVING
    )
    problem = models.CharField(_("problem"), max_length=60, blank=True)
    sentence = models.TextField(_("what was said about it"), blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last change"), auto_now=True)
    expires_at = models.DateTimeField(_("waits until"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [
            models.Index(fields=["expires_at"]),
            models.Index(fields=["state", "touched_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__lte=F("length")), name="upload_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["receiving", "complete", "refused"]),
                name="upload_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="complete") | Q(offset=F("length")),
                name="upload_complete_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.original_name}"


class UploadPart(models.Model):
    """One piece of an upload, as one object in private storage."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField(_("first byte"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    name = models.CharField(_("where it lies"), max_length=120)

    class Meta:
        verbose_name = _("piece of an upload")
        verbose_name_plural = _("pieces of uploads")
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "start"], name="upload_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.start}+{self.size}"
