"""How often people look at an item: a number a month, and nothing about who looked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models.item import Item


class Sighting(models.Model):
    """The number of times that the page of an item was opened in one month."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="sightings")
    month = models.DateField(_("first day of the month"))
    times = models.PositiveIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("how often an item was seen")
        verbose_name_plural = _("how often items were seen")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "month"], name="sighting_one_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.item_id} {self.month:%Y-%m}"
