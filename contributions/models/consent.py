"""What a person agreed to, and the private link to what they sent."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution
from history.models import Master


class Consent(models.Model):
    """What a resident agreed to: the exact text, when, in which language. Append-only."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="consents"
    )
    version = models.CharField(_("version"), max_length=20)
    text = models.TextField(_("text shown"))
    sha256 = models.CharField("SHA-256", max_length=64)
    language = models.CharField(_("language"), max_length=2)
    choices = models.JSONField(_("choices"), default=dict)
    # Signed at the desk: a typed name, a drawing (an SVG path of 600 × 200), or both.
    signed_name = models.CharField(_("signed as"), max_length=120, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    # Or on paper, photographed at the desk: a private original of its own.
    paper = models.ForeignKey(
        Master, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("signed paper"),
    )  # fmt: skip
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="+", verbose_name=_("signed before"),
    )  # fmt: skip
    is_withdrawal = models.BooleanField(_("withdrawn"), default=False)
    given_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="consent_sha256_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.version}"

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed it: by name, by hand, or on paper."""
        return bool(self.signed_name or self.signature or self.paper_id)


class AccessKey(models.Model):
    """A private link to one contribution; only its hash is kept."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("first used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")

    def __str__(self) -> str:
        return f"#{self.pk}"
