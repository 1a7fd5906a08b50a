"""The gazetteer: places of the town with all their names through time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.Model):
    """A street, a house, a district; `name` is today's, in three languages."""

    class Kind(models.TextChoices):
        TOWN = "town", _("town")
        DISTRICT = "district", _("district")
        STREET = "street", _("street")
        SQUARE = "square", _("square")
        BUILDING = "building", _("building")
        SCHOOL = "school", pgettext_lazy("kind of place", "school")
        WORKS = "works", _("works")
        NATURE = "nature", _("park or water")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name today"), max_length=160)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("is in"),
    )  # fmt: skip
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    note = models.TextField(_("a few words"), blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="place_not_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("history:place", args=[self.slug])


class PlaceName(models.Model):
    """One more name of a place: of other years, or in other words."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=160)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    from_year = models.SmallIntegerField(_("from year"), null=True, blank=True)
    to_year = models.SmallIntegerField(_("to year"), null=True, blank=True)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        constraints = [
            models.UniqueConstraint(
                "place",
                "name",
                "language",
                Coalesce("from_year", -9999),
                name="placename_once",
            ),
            models.CheckConstraint(
                condition=Q(from_year__isnull=True)
                | Q(to_year__isnull=True)
                | Q(from_year__lte=F("to_year")),
                name="placename_years_ordered",
            ),
        ]

    def __str__(self) -> str:
        years = f"{self.from_year or ''}–{self.to_year or ''}"
        return f"{self.name} ({self.language}, {years})"
