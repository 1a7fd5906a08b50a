"""Own how an event is told to search engines (schema.org)."""

from datetime import datetime

from django.conf import settings

from history.citing import absolute
from news import announcing, occurring, presenting
from news.models import Event

SCHEMA = "https://schema.org/"
STATUSES = {
    Event.Status.PLANNED: "EventScheduled",
    Event.Status.MOVED: "EventRescheduled",
    Event.Status.CANCELLED: "EventCancelled",
}


def event(row: Event, *, at: datetime) -> dict:
    """Describe an event; of a series, its next time and the rule of all."""
    coming = occurring.coming(row, at)
    one = coming[0] if coming else occurring.every(row, even_skipped=True)[0]
    picture = presenting.picture(row)
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": row.title,
        "description": row.summary,
        "inLanguage": presenting.languages(row),
        "startDate": _moment(row, one.starts_at),
        "endDate": one.last_day.isoformat() if row.all_day else one.ends_at.isoformat(),
        "eventStatus": SCHEMA + STATUSES[Event.Status(row.status)],
        "eventAttendanceMode": SCHEMA + _attendance(row),
        "eventSchedule": _schedule(row),
        "location": _locations(row),
        "image": absolute(picture.src) if picture else "",
        "audience": row.audience
        and {"@type": "Audience", "audienceType": row.audience},
        "organizer": {
            "@type": "Library",
            "name": str(settings.LIBRARY_NAME),
            "url": absolute("/"),
        },
        "url": absolute(row.get_absolute_url()),
    }
    return {name: value for name, value in data.items() if value}


def _moment(row: Event, moment: datetime) -> str:
    return moment.date().isoformat() if row.all_day else moment.isoformat()


def _is_somewhere(row: Event) -> bool:
    return bool(row.branch or row.address or row.place)


def _attendance(row: Event) -> str:
    if not row.online_url:
        return "OfflineEventAttendanceMode"
    return (
        "MixedEventAttendanceMode"
        if _is_somewhere(row)
        else "OnlineEventAttendanceMode"
    )


def _locations(row: Event) -> list[dict]:
    found: list[dict] = []
    if _is_somewhere(row):
        branch, point = row.branch, announcing.point_of(row)
        street = row.address or (branch.address if branch else "")
        place: dict = {
            "@type": "Place",
            "name": branch.name if branch else row.address or row.place.name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": street,
                "addressLocality": str(settings.CITY_NAME),
            },
        }
        if point:
            place["geo"] = {
                "@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1],
            }  # fmt: skip
        found.append(place)
    if row.online_url:
        found.append({"@type": "VirtualLocation", "url": row.online_url})
    return found


def _schedule(row: Event) -> dict | None:
    if row.repeats_until is None:
        return None
    planned = occurring.every(row, even_skipped=True)
    skipped = sorted(day.isoformat() for day in occurring.skipped_days(row))
    rule = {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "startDate": planned[0].day.isoformat(),
        "endDate": planned[-1].day.isoformat(),
        "exceptDate": skipped,
        "scheduleTimezone": settings.TIME_ZONE,
    }
    if not row.all_day:
        rule["startTime"] = f"{planned[0].starts_at:%H:%M:%S}"
        rule["endTime"] = f"{planned[0].ends_at:%H:%M:%S}"
    return {name: value for name, value in rule.items() if value}
