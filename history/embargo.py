"""When something may be shown: its giver's day against the desk's moment."""

from datetime import date, datetime, time

from django.utils import timezone


def first_moment(day: date) -> datetime:
    """Give the first moment of a day in the library's time."""
    return timezone.make_aware(datetime.combine(day, time()))


def moment(
    visible_from: datetime | None, embargo_until: date | None, *, at: datetime
) -> datetime | None:
    """Say when something opens: the later of both; None when nothing holds it back."""
    asked = [visible_from] if visible_from else []
    if embargo_until:
        asked.append(first_moment(embargo_until))
    latest = max(asked, default=None)
    return latest if latest and latest > at else None
