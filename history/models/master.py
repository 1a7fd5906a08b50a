"""The original file, byte for byte as it came; never public by itself."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from history.querysets import MasterQuerySet


class Master(models.Model):
    """An unaltered original, stored once under its SHA-256 in private storage."""

    class State(models.TextChoices):
        RECEIVED = "received", _("being prepared")
        READY = "ready", _("ready")
        UNREADABLE = "unreadable", _("cannot be opened")

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=60)
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    width_px = models.PositiveIntegerField(_("width, px"), null=True, blank=True)
    height_px = models.PositiveIntegerField(_("height, px"), null=True, blank=True)
    exif = models.JSONField(_("camera data (private)"), default=dict, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    verified_at = models.DateTimeField(_("last verified"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.RECEIVED
    )
    problem = models.CharField(_("problem"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    placeholder = models.TextField(_("placeholder"), blank=True)
    fingerprint = models.BigIntegerField(_("64-bit fingerprint"), null=True, blank=True)
    renditions = models.JSONField(_("private sizes"), default=list, blank=True)

    objects = MasterQuerySet.as_manager()

    class Meta:
        verbose_name = _("original file")
        verbose_name_plural = _("original files")
        indexes = [
            models.Index(fields=["state", "received_at"]),
            models.Index(fields=["verified_at"]),
            models.Index(fields=["fingerprint"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="master_sha256_is_whole"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(width_px__isnull=False),
                name="master_ready_has_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.original_name}"
