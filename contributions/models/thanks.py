"""A thank-you for what somebody gave: pressed once on the page of an item."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.models import Item

USER = settings.AUTH_USER_MODEL


class Thanks(models.Model):
    """One thank-you; of somebody without an account we keep nothing but the moment."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    account = models.ForeignKey(
        USER, models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("thank-you")
        verbose_name_plural = _("thank-yous")
        indexes = [models.Index(fields=["item", "account"])]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "account"],
                condition=Q(account__isnull=False),
                name="thanks_once_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
