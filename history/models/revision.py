"""How a file of an item was shown before: who changed it, when and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models.item import Media


class MediaRevision(models.Model):
    """One change of the edits of a file. Append-only."""

    media = models.ForeignKey(Media, models.CASCADE, related_name="revisions")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("by whom"),
    )  # fmt: skip
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("why"), max_length=200)
    before = models.JSONField(_("shown before"), default=dict, blank=True)
    after = models.JSONField(_("shown since"), default=dict, blank=True)

    class Meta:
        verbose_name = _("change of a file")
        verbose_name_plural = _("changes of files")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="media_revision_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.reason}"
