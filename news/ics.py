"""Own how events go out to calendars (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from history.citing import absolute
from news import announcing, occurring
from news.models import Event

PRODUCT = "-//Mistok//Events//EN"
REFRESH = timedelta(hours=12)
STATUSES = {
    Event.Status.PLANNED: "CONFIRMED",
    Event.Status.MOVED: "CONFIRMED",
    Event.Status.CANCELLED: "CANCELLED",
}


def calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """Write events as one calendar; the same events give the same bytes."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if name:
        made.add("method", "PUBLISH")
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("x-wr-timezone", settings.TIME_ZONE)
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    rows = [_event(event) for event in events]
    if any(isinstance(row["dtstart"].dt, datetime) for row in rows):
        made.add_component(_zone())
    for row in rows:
        made.add_component(row)
    return made.to_ical()


@lru_cache(maxsize=1)
def _zone() -> icalendar.Timezone:
    """Describe the library's zone: when its clocks change (made once, it is slow)."""
    return icalendar.Timezone.from_tzid(
        settings.TIME_ZONE, first_date=date(2020, 1, 1), last_date=date(2038, 1, 1)
    )


def _event(event: Event) -> icalendar.Event:
    first = occurring.every(event, even_skipped=True)[0]
    row = icalendar.Event()
    row.add("uid", f"{event.uid}@mistok")
    row.add("dtstamp", event.updated_at.astimezone(UTC))
    row.add("last-modified", event.updated_at.astimezone(UTC))
    row.add("created", event.created_at.astimezone(UTC))
    row.add("sequence", event.sequence)
    row.add("summary", _titled(event))
    row.add("dtstart", first.day if event.all_day else first.starts_at)
    row.add(
        "dtend", first.last_day + timedelta(days=1) if event.all_day else first.ends_at
    )
    _repeat(row, event)
    row.add("status", STATUSES[Event.Status(event.status)])
    row.add("url", absolute(event.get_absolute_url()))
    row.add("description", _described(event))
    where = announcing.where_whole(event)
    if where:
        row.add("location", where)
    point = announcing.point_of(event)
    if point:
        row.add("geo", point)
    return row


def _repeat(row: icalendar.Event, event: Event) -> None:
    """Say how it repeats; UNTIL is of the kind of DTSTART, in UTC where it has hours."""
    if event.repeats_until is None:
        return
    planned = occurring.every(event, even_skipped=True)
    last = planned[-1]
    until = last.day if event.all_day else last.starts_at.astimezone(UTC)
    row.add("rrule", {"freq": "weekly", "until": until})
    skipped = occurring.skipped_days(event)
    for one in planned:
        if one.day in skipped:
            row.add("exdate", one.day if event.all_day else one.starts_at)


def _titled(event: Event) -> str:
    """Put before the title what a calendar may hide in a field that nobody opens."""
    if event.status != Event.Status.CANCELLED:
        return event.title
    return _("Cancelled: %(title)s") % {"title": event.title}


def _described(event: Event) -> str:
    parts = [event.status_note, event.summary or strip_tags(event.body)[:500].strip()]
    if event.online_url:
        parts.append(_("Online: %(link)s") % {"link": event.online_url})
    parts.append(absolute(event.get_absolute_url()))
    return "\n\n".join(part for part in parts if part)


def moment() -> datetime:
    """Say how far back the calendar of everything goes: a year."""
    return timezone.now() - timedelta(days=366)
