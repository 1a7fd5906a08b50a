"""Where the library is: its houses, each with an address and hours."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.models import Place


class Branch(models.Model):
    """A house of the library, or a room that it uses."""

    name = models.CharField(_("name"), max_length=160)
    address = models.CharField(
        _("address"), max_length=200, help_text=_("Street and number.")
    )
    hours = models.TextField(_("when it is open"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place in the archive"),
        help_text=_("Gives the small map and the way to its old photographs."),
    )  # fmt: skip
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="branch_point_whole",
                violation_error_message=_(
                    "A point has a latitude of −90 to 90 and a longitude of −180 to 180, "
                    "or neither of them."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
