"""What visitors say is wrong with a comment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.comment import Comment


class Report(models.Model):
    """That somebody finds a comment wrong, why, and whether the staff looked at it.

    Nothing is kept about who reports.
    """

    class Reason(models.TextChoices):
        RUDE = "rude", _("It hurts or threatens somebody.")
        PRIVATE = "private", _("It tells something private.")
        WRONG = "wrong", _("It is not true.")
        SPAM = "spam", _("It is advertising.")
        OTHER = "other", _("Another reason")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reason = models.CharField(_("why"), max_length=8, choices=Reason.choices)
    words = models.TextField(_("in a few words"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    handled_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(
                fields=["comment"],
                condition=Q(handled_at__isnull=True),
                name="report_open",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.reason}"
