"""Stretches of time that people name instead of a year; the staff keeps the table."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class NamedPeriod(models.Model):
    """“Before the war”, “when the town was called …”: names, and the days they mean.

    Names stand one a line and in one form; other endings are forgiven.
    """

    class Scope(models.TextChoices):
        TOWN = "town", _("of this town")
        NAME = "name", _("a former name of the town")
        WORLD = "world", _("of the country and the world")

    scope = models.CharField(
        _("whose it is"), max_length=8, choices=Scope.choices, default=Scope.TOWN
    )
    names_uk = models.TextField(_("names in Ukrainian"), blank=True)
    names_ru = models.TextField(_("names in Russian"), blank=True)
    names_en = models.TextField(_("names in English"), blank=True)
    edtf = models.CharField(_("from when to when"), max_length=60)
    earliest = models.DateField(_("earliest day"), null=True, blank=True)
    latest = models.DateField(_("latest day"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("period that people name")
        verbose_name_plural = _("periods that people name")
        constraints = [
            models.CheckConstraint(
                condition=~Q(names_uk="", names_ru="", names_en=""),
                name="period_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=False) | Q(latest__isnull=False),
                name="period_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="period_days_ordered",
            ),
        ]

    def __str__(self) -> str:
        names = self.names_uk or self.names_ru or self.names_en
        return names.partition("\n")[0]

    def names(self) -> dict[str, list[str]]:
        """List the names by language."""
        columns = {"uk": self.names_uk, "ru": self.names_ru, "en": self.names_en}
        return {
            code: [line.strip() for line in text.splitlines() if line.strip()]
            for code, text in columns.items()
        }
