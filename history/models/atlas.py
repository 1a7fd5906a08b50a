"""Owns the tables of map and timeline; refuses to know how they are filled or asked.

Like the tables of the search room they can be thrown away and made again by
``manage.py rebuild_index``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

OPEN_START, OPEN_END = -32_000, 32_000
"""The years of an interval that is open: “before the war”, “after 1990”."""


class Spot(models.Model):
    """When and where one published item is, ready to be counted and drawn.

    An item of unknown date has its years the wrong way round, so it touches no span.
    """

    item = models.OneToOneField(
        "history.Item", models.CASCADE, primary_key=True, related_name="spot"
    )
    kind = models.CharField(max_length=12)
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    # The cell of the finest grid, and the point in millionths of a degree.
    x = models.IntegerField(null=True)
    y = models.IntegerField(null=True)
    latitude = models.IntegerField(null=True)
    longitude = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("place on the map")
        verbose_name_plural = _("places on the map")
        indexes = [
            models.Index(fields=["x", "y"], name="spot_cell"),
            models.Index(fields=["first_year", "last_year", "item"], name="spot_years"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.first_year}–{self.last_year} at {self.x}, {self.y}"


class MapCell(models.Model):
    """How many items are in one cell of a grid, those of the same decades together.

    Eastings and northings are sums, so that a cluster stands where its items are.
    """

    level = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    first_decade = models.SmallIntegerField()
    last_decade = models.SmallIntegerField()
    n = models.IntegerField()
    latitudes = models.BigIntegerField()
    longitudes = models.BigIntegerField()
    newest = models.BigIntegerField()

    class Meta:
        verbose_name = _("cell of the map")
        verbose_name_plural = _("cells of the map")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "x", "y", "first_decade", "last_decade"],
                name="mapcell_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.n} in {self.level}/{self.x}/{self.y}"


class YearSpan(models.Model):
    """How many items of one kind have the same first and last year."""

    kind = models.CharField(max_length=12)
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    n = models.IntegerField()

    class Meta:
        verbose_name = _("span of years")
        verbose_name_plural = _("spans of years")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_year", "last_year"], name="yearspan_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.n} of {self.first_year}–{self.last_year}"
