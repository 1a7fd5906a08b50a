"""When a house is open: by the week, and the days that are unlike others."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from news.models.branch import Branch


class Weekday(models.IntegerChoices):
    """The days of the week, as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(models.Model):
    """From when to when a house is open on one day of each week; two where it rests at noon."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="weekly")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ("weekday", "opens_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="hours_end_after_start",
                violation_error_message=_(
                    "It has to close later than it opens, on the same day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="hours_weekday_known"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
        )


class SpecialDay(models.Model):
    """A day, or days in a row, on which one house or all are closed or open otherwise."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, related_name="special",
        verbose_name=_("branch"), help_text=_("Empty: all houses of the library."),
    )  # fmt: skip
    first_day = models.DateField(_("day"))
    last_day = models.DateField(
        _("last day"), blank=True, help_text=_("Only for several days in a row.")
    )
    opens_at = models.TimeField(
        _("opens"), null=True, blank=True,
        help_text=_("Both empty: closed the whole day."),
    )  # fmt: skip
    closes_at = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(
        _("why"), max_length=200,
        help_text=_("Visitors read it: a holiday, a day of cleaning, no electricity."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="special_day_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(
                    opens_at__isnull=False,
                    closes_at__isnull=False,
                    closes_at__gt=F("opens_at"),
                ),
                name="special_day_hours_whole",
            ),
        ]
        indexes = [models.Index(fields=["last_day"])]

    def __str__(self) -> str:
        return f"{self.first_day:%d.%m.%Y} {self.reason}"
