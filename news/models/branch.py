"""Where the library is: its houses, each with an address, hours and what helps to get in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.models import Item, Place
from news.querysets import BranchQuerySet


class Access(models.TextChoices):
    """What a house has for people to whom steps, letters or sounds are an obstacle."""

    STEP_FREE = "step_free", _("entrance without steps")
    RAMP = "ramp", _("ramp")
    LIFT = "lift", _("lift")
    TOILET = "toilet", _("toilet for wheelchairs")
    LOOP = "loop", _("hearing loop")
    LARGE_PRINT = "large_print", _("books in large print")
    MAGNIFIER = "magnifier", _("magnifying glasses")
    HELP = "help", _("staff come to the door to help")
    DOG = "dog", _("assistance dogs are welcome")
    SHELTER = "shelter", _("shelter in the house or beside it")


def are_known(values) -> None:
    """Refuse words that a page could not say."""
    if not isinstance(values, list) or set(values) - set(Access.values):
        raise ValidationError(_("Please choose from the list."))


class Branch(models.Model):
    """A house of the library, or a room that it uses."""

    slug = models.SlugField(_("address on the site"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=160)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers stand first.")
    )
    address = models.CharField(
        _("address"), max_length=200, help_text=_("Street and number.")
    )
    hours = models.TextField(
        _("when it is open"), blank=True,
        help_text=_("In words, as it stands beside events. The page of the house is made of the hours below."),
    )  # fmt: skip
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    access = models.JSONField(
        _("what helps to get in"), default=list, blank=True, validators=[are_known]
    )
    access_note = models.CharField(
        _("more about getting in"), max_length=300, blank=True,
        help_text=_("Such as: the bell is left of the door."),
    )  # fmt: skip
    cover = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture from the archive"),
    )  # fmt: skip
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place in the archive"),
        help_text=_("Gives the small map and the way to its old photographs."),
    )  # fmt: skip
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = BranchQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("news:branch", args=[self.slug])
