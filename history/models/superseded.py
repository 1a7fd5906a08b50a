"""Originals that a better one took the place of; none is ever lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models.item import Media
from history.models.master import Master


class SupersededFile(models.Model):
    """What a file of an item was before: which original, shown how, and who changed it.

    The row keeps its original from being swept, and holds all that an undo needs.
    """

    media = models.ForeignKey(Media, models.CASCADE, related_name="superseded")
    master = models.ForeignKey(Master, models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField(_("page of the file, from 0"), default=0)
    edits = models.JSONField(_("how it was shown"), default=dict, blank=True)
    width_px = models.PositiveIntegerField(_("width, px"))
    height_px = models.PositiveIntegerField(_("height, px"))
    credit_before = models.CharField(_("credit before"), max_length=200, blank=True)
    credit_after = models.CharField(_("credit after"), max_length=200, blank=True)
    reason = models.CharField(_("why"), max_length=300)
    replaced_at = models.DateTimeField(_("replaced"))
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("file that was replaced")
        verbose_name_plural = _("files that were replaced")
        indexes = [models.Index(fields=["media", "replaced_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="superseded_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.width_px} × {self.height_px}"
