"""Every read rule of reservations: who has a seat, who waits, whom to remind."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F

DAY = timedelta(days=1)


class ReservationQuerySet(models.QuerySet):
    """Reservations by what they hold."""

    def living(self) -> "ReservationQuerySet":
        return self.filter(ended_at__isnull=True)

    def seated(self) -> "ReservationQuerySet":
        """Keep those that have a seat."""
        return self.living().filter(seated_at__isnull=False)

    def waiting(self) -> "ReservationQuerySet":
        """Keep the line of those who get the next seat, the first in it first."""
        line = self.living().filter(confirmed_at__isnull=False, seated_at__isnull=True)
        return line.order_by("confirmed_at", "pk")

    def in_order(self) -> "ReservationQuerySet":
        """Give those with a seat by name, then the line."""
        held = self.living().filter(confirmed_at__isnull=False)
        return held.order_by(F("seated_at").asc(nulls_last=True), "confirmed_at", "pk")

    def to_be_reminded(self, *, at: datetime) -> "ReservationQuerySet":
        """Keep those whose event is within a day and who reserved before that day."""
        return (
            self.seated()
            .filter(
                reminded_at__isnull=True,
                event__starts_at__gt=at,
                event__starts_at__lte=at + DAY,
                event__published_at__lte=at,
                seated_at__lte=F("event__starts_at") - DAY,
            )
            .exclude(event__status="cancelled")
        )
