"""One act of the staff: who, when, what, why, before and after; never changed again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet):
    """The questions that are asked of the audit."""

    def about(self, subject: models.Model) -> "AuditEntryQuerySet":
        """Keep what was done to one thing."""
        return self.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        )

    def newest_first(self) -> "AuditEntryQuerySet":
        """Sort by number: it grows with time and is never given twice."""
        return self.order_by("-pk")


class AuditEntry(models.Model):
    """An act that nobody can rewrite: the database refuses UPDATE and DELETE.

    It therefore holds no contact data, and refers to people and things by number
    without a foreign key in the database: they may go, the entry stays.
    `before` and `after` hold only what the act changed.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False,
        related_name="+", verbose_name=_("who"),
    )  # fmt: skip
    actor_name = models.CharField(_("name at that time"), max_length=120, blank=True)
    action = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind of thing"), max_length=60)
    subject_id = models.BigIntegerField(_("number of the thing"), null=True)
    subject_name = models.CharField(_("thing"), max_length=200, blank=True)
    note = models.TextField(_("why"), blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    at = models.DateTimeField(_("when"))

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of the staff")
        verbose_name_plural = _("acts of the staff")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"]),
            models.Index(fields=["actor", "-id"]),
            models.Index(fields=["action", "-id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.action} {self.subject_name}"
