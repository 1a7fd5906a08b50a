"""A seat at an event, kept for an address that was proven; known to the staff only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.seat_querysets import ReservationQuerySet
from news.models import Event


class Reservation(models.Model):
    """One seat, or a place in the line for one; nothing is held before it is confirmed.

    `told` names what the person was told of time and place (`seats.fingerprint`), so
    that a change that was not told yet is found by the row.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="reservations")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    told = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    seated_at = models.DateTimeField(_("has a seat since"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    ended_at = models.DateTimeField(_("given back"), null=True, blank=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(ended_at__isnull=True),
                name="reservation_once",
            ),
            models.CheckConstraint(
                condition=Q(seated_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="reservation_seat_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
