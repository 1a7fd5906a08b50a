"""How a draft began that was written without a connection."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution


class Beginning(models.Model):
    """The key that a browser made for a draft: sent again, it begins no second one."""

    key_hash = models.CharField(_("hash of the key"), max_length=64, unique=True)
    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="beginnings"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)

    class Meta:
        verbose_name = _("beginning of a draft")
        verbose_name_plural = _("beginnings of drafts")

    def __str__(self) -> str:
        return f"#{self.pk} → {self.contribution_id}"
