"""Scanned maps of the archive that visitors may lay over the map of today."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from history.models.item import Media
from history.querysets import OldMapQuerySet


class OldMap(models.Model):
    """A picture of the archive with its four sides on the earth; north is up."""

    name = models.CharField(_("name"), max_length=160)
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    media = models.ForeignKey(
        Media, models.CASCADE, related_name="old_maps", verbose_name=_("picture")
    )
    south = models.FloatField(_("south"))
    west = models.FloatField(_("west"))
    north = models.FloatField(_("north"))
    east = models.FloatField(_("east"))
    is_shown = models.BooleanField(_("visitors may lay it over the map"), default=False)

    objects = OldMapQuerySet.as_manager()

    class Meta:
        verbose_name = _("old map")
        verbose_name_plural = _("old maps")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    south__lt=F("north"),
                    west__lt=F("east"),
                    south__gte=-85,
                    north__lte=85,
                    west__gte=-180,
                    east__lte=180,
                ),
                name="oldmap_sides_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
