"""Own how events become ready words for pages. Asks the database nothing.

An event must have been fetched `with_branch()`, and `with_cover()` for its picture.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history.models import Place
from history.presenting import first_lines, language_of
from news import occurring, when
from news.models import Event
from news.occurring import Occurrence

SUMMARY_CHARACTERS = 200
TONES = {"cancelled": "bad", "moved": "ask"}
NEXT_SHOWN = 8


def teaser(event: Event, one: Occurrence, *, under: str = "weekday") -> dict:
    """Give what `components/event_teaser.html` shows of one time of an event.

    `under` says what stands below the number of the day: its weekday or its month.
    """
    return {
        "url": event.get_absolute_url(),
        "title": event.title,
        "lang": language_of(event, "title"),
        "moment": one.starts_at.isoformat(timespec="minutes"),
        "number": one.day.day,
        "under": _under(one, under),
        "hours": when.hours(event, one),
        "where": where_short(event),
        "series": when.every_week(event),
        "summary": first_lines(event.summary, SUMMARY_CHARACTERS),
        "status": status(event),
    }


def _under(one: Occurrence, wanted: str) -> str:
    """Say weekday or month; what began in another month always says which."""
    if wanted == "month" or one.day != one.last_day:
        return date_format(one.day, "E")
    return when.weekday(one.day)


def status(event: Event) -> dict | None:
    """Say that it is cancelled or moved; None for what takes place as it was said."""
    if event.status == Event.Status.PLANNED:
        return None
    return {
        "label": event.get_status_display(),
        "tone": TONES[event.status],
        "note": event.status_note,
        "lang": language_of(event, "status_note"),
    }


def where_short(event: Event) -> str:
    """Name the house, else the address, else that it is online."""
    if event.branch:
        return event.branch.name
    return event.address or (_("online") if event.online_url else "")


def place_of(event: Event) -> Place | None:
    """Give the place of the archive it is at: its own, else that of the branch."""
    return event.place or (event.branch.place if event.branch else None)


def point_of(event: Event) -> tuple[float, float] | None:
    """Give the most exact point that is known."""
    for row in (event.place, event.branch, event.branch and event.branch.place):
        if row and row.latitude is not None:
            return row.latitude, row.longitude
    return None


def facts(event: Event, *, at: datetime) -> list[dict]:
    """Give when, where, online and for whom, for `components/facts.html`."""
    found = [{"term": _("When"), "value": when.whole(event), "note": _next(event, at)}]
    found += _where(event)
    if event.online_url:
        found.append(
            {
                "term": _("Online"),
                "value": _("Take part by this link"),
                "url": event.online_url,
            }
        )
    if event.audience:
        found.append(
            {
                "term": _("For whom"),
                "value": event.audience,
                "lang": language_of(event, "audience"),
            }
        )
    return found


def where_whole(event: Event) -> str:
    """Name the house with its address, or the link, in one line."""
    parts = [event.branch.name, event.branch.address] if event.branch else []
    parts.append(event.address)
    return ", ".join(part for part in parts if part) or event.online_url


def _where(event: Event) -> list[dict]:
    term, branch = _("Where"), event.branch
    if branch:
        about = [line.strip() for line in branch.hours.splitlines() if line.strip()]
        about += (
            [_("Tel. %(number)s") % {"number": branch.phone}] if branch.phone else []
        )
        value = where_whole(event)
        lang = language_of(branch, "name")
        return [{"term": term, "value": value, "note": "; ".join(about), "lang": lang}]
    if event.address:
        lang = language_of(event, "address")
        return [{"term": term, "value": event.address, "lang": lang}]
    return []


def _next(event: Event, at: datetime) -> str:
    """Say when a series comes next, or that it is over."""
    coming = occurring.coming(event, at)
    if not coming:
        return _("It is over.") if event.over_at <= at else ""
    if event.repeats_until is None or event.status == Event.Status.CANCELLED:
        return ""
    said = when.once(event, coming[0])
    return _("Next: %(when)s") % {"when": said}


def next_times(event: Event, *, at: datetime) -> list[str]:
    """Give the next times of a series in words; nothing for what happens once."""
    if event.repeats_until is None or event.status == Event.Status.CANCELLED:
        return []
    return [when.once(event, one) for one in occurring.coming(event, at)[:NEXT_SHOWN]]


def days_off(event: Event, *, at: datetime) -> list[str]:
    """Give the days to come on which a series does not take place."""
    return [
        f"{when.weekday(day)}, {date_format(day, 'DATE_FORMAT')}"
        for day in sorted(occurring.skipped_days(event))
        if day >= at.date()
    ]


def soonest(events: Iterable[Event], *, at: datetime) -> list[tuple[Occurrence, Event]]:
    """Give each event with its next time, in the order of these."""
    found = [
        (coming[0], event)
        for event in events
        if (coming := occurring.coming(event, at))
    ]
    return sorted(found, key=lambda pair: (pair[0].starts_at, pair[1].pk))


def by_month(pairs: Iterable[tuple[Occurrence, Event]], *, at: datetime) -> list[dict]:
    """Group what is to come: what goes on for days already, then month after month.

    Shape: ``[{"title", "events": [teaser]}]``.
    """
    groups: dict[date | None, list[dict]] = {}
    for one, event in pairs:
        goes_on = one.day < at.date() and one.day != one.last_day
        key = None if goes_on else one.day.replace(day=1)
        groups.setdefault(key, []).append(teaser(event, one))
    return [
        {"title": when.month(first) if first else _("Going on now"), "events": rows}
        for first, rows in groups.items()
    ]


def by_months_past(pairs: Iterable[tuple[Occurrence, Event]]) -> list[dict]:
    """Group what is over by the month in which it began, the latest first."""
    groups: dict[date, list[dict]] = {}
    for one, event in sorted(pairs, key=lambda pair: pair[0].starts_at, reverse=True):
        first = one.day.replace(day=1)
        groups.setdefault(first, []).append(teaser(event, one))
    return [{"title": when.month(m), "events": rows} for m, rows in groups.items()]


def count_of(number: int) -> str:
    """Say how many events there are."""
    return ngettext("%(number)s event", "%(number)s events", number) % {
        "number": number
    }


def month_url(first: date) -> str:
    """Give the address of the calendar of one month."""
    return f"{reverse('news:event_list')}?month={first:%Y-%m}"
