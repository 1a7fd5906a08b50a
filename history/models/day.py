"""The picture that the staff chose for one day of the first page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models.item import Item
from history.querysets import DayPictureQuerySet


class DayPicture(models.Model):
    """One item for one day, with a note; a day without one is filled by itself.

    What it shows may be hidden or taken down later: then the day is passed over.
    """

    NOTE_LONGEST = 400

    day = models.DateField(_("day"), unique=True)
    item = models.ForeignKey(
        Item, models.CASCADE, related_name="days", verbose_name=_("item")
    )
    note = models.TextField(_("a few words"), max_length=NOTE_LONGEST, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("chosen by"),
    )  # fmt: skip
    chosen_at = models.DateTimeField(_("chosen"))
    # Counts the changes, so that a page knows whether it shows what stands now.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DayPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of a day")
        verbose_name_plural = _("pictures of days")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def mark(self) -> str:
        """What a page remembers of it; a new choice for the day has another one."""
        return f"{self.pk}-{self.version}"
