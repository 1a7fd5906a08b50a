"""People, subjects, and where on a picture they are."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.names import initials
from history.querysets import DepictionQuerySet


class Person(models.Model):
    """A person of the town; the living are shown by initials only."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    other_names = models.TextField(
        _("other names"), blank=True, help_text=_("One a line: maiden name, nickname.")
    )
    born_year = models.SmallIntegerField(_("born"), null=True, blank=True)
    died_year = models.SmallIntegerField(_("died"), null=True, blank=True)
    is_living = models.BooleanField(_("living, or not known"), default=True)
    note = models.TextField(_("a few words"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(died_year__isnull=True) | Q(is_living=False),
                name="person_died_is_not_living",
            ),
            models.CheckConstraint(
                condition=Q(born_year__isnull=True)
                | Q(died_year__isnull=True)
                | Q(born_year__lte=F("died_year")),
                name="person_years_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The name that any visitor may see."""
        return initials(self.name) if self.is_living else self.name


class Subject(models.Model):
    """A word of the controlled vocabulary, in three languages."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('history:item_list')}?subject={self.slug}"


class Depiction(models.Model):
    """A person or thing marked on a part of a picture (fractions of its sides)."""

    media = models.ForeignKey(
        "history.Media", models.CASCADE, related_name="depictions"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="depictions"
    )
    label = models.CharField(_("what is there"), max_length=160, blank=True)
    left = models.FloatField(_("left"))
    top = models.FloatField(_("top"))
    width = models.FloatField(_("width"))
    height = models.FloatField(_("height"))
    # 0 where nobody has numbered it: then it counts from left to right.
    position = models.PositiveSmallIntegerField(_("number"), default=0)
    said_by = models.CharField(_("who says so"), max_length=160, blank=True)

    objects = DepictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark on a picture")
        verbose_name_plural = _("marks on pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, top__gte=0, width__gt=0, height__gt=0)
                & Q(left__lte=1 - F("width"), top__lte=1 - F("height")),
                name="depiction_inside_picture",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(label=""),
                name="depiction_names_something",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.label or self.person_id}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """From the left, from the top, width, height."""
        return self.left, self.top, self.width, self.height

    @property
    def is_open(self) -> bool:
        """Say whether the mark only asks who it is; the search counts them alike."""
        return self.person_id is None and "?" in self.label
