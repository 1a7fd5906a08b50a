"""How far a person is trusted: what was published by the rule, and what is forbidden."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution

USER = settings.AUTH_USER_MODEL


class SpotCheck(models.Model):
    """One contribution of a trusted person: drawn for review first, or published at once.

    What was published at once is looked at afterwards; a fault raises the share drawn.
    """

    contribution = models.OneToOneField(
        Contribution, models.CASCADE, related_name="spot_check"
    )
    percent = models.PositiveSmallIntegerField(_("share reviewed first, per cent"))
    is_drawn = models.BooleanField(_("reviewed first"))
    created_at = models.DateTimeField(_("when"))
    published_at = models.DateTimeField(_("published at once"), null=True, blank=True)
    checked_at = models.DateTimeField(_("looked at afterwards"), null=True, blank=True)
    checked_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_fault = models.BooleanField(_("at fault"), default=False)

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        indexes = [models.Index(fields=["checked_at", "published_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="spot_check_percent"
            ),
            models.CheckConstraint(
                condition=Q(is_drawn=False) | Q(published_at__isnull=True),
                name="spot_check_drawn_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Sanction(models.Model):
    """What one person may not do until a day, with the reason that they read.

    The person is named by account, or by the fingerprint of a proven address.
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("no contributions")
        COMMENT = "comment", _("no comments")

    kind = models.CharField(_("what is forbidden"), max_length=10, choices=Kind.choices)
    account = models.ForeignKey(
        USER, models.CASCADE, null=True, blank=True, related_name="sanctions"
    )
    address_hash = models.CharField(max_length=64, blank=True)
    occasion = models.ForeignKey(
        Contribution, models.SET_NULL, null=True, blank=True, related_name="sanctions",
        verbose_name=_("occasion"),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=500)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        default_permissions = ("add", "view")
        indexes = [
            models.Index(fields=["address_hash", "kind", "ends_at"]),
            models.Index(fields=["account", "kind", "ends_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["upload", "comment"]), name="sanction_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="sanction_has_reason"),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | ~Q(address_hash=""),
                name="sanction_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")),
                name="sanction_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
