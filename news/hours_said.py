"""Own how hours are said, in the language of the reader. Asks the database nothing."""

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from news.timetable import Day, Span, State, Timetable
from news.when import TO, weekday


def hour(moment: time) -> str:
    """Say an hour as it stands on a door: "9:00"."""
    return f"{moment.hour}:{moment.minute:02}"


def spans(found: tuple[Span, ...]) -> str:
    """Say from when to when, or that it is closed."""
    if not found:
        return _("closed the whole day")
    return ", ".join(f"{hour(one.opens)}{TO}{hour(one.closes)}" for one in found)


def dated(day: date) -> str:
    """Name a day with its weekday: "Monday, 30 November"."""
    return f"{weekday(day)}, {date_format(day, 'j E')}"


def state(found: State) -> dict:
    """Say how it stands now.

    Shape: ``{"words", "is_open", "reason", "next"}``; `reason` is the special day's own.
    """
    today = found.today
    if found.is_open:
        words = _("Open now, until %(hour)s") % {"hour": hour(found.until)}
    elif found.next_day == today.day:
        words = _("Closed now, opens at %(hour)s") % {"hour": hour(found.next_hour)}
    elif today.spans:
        words = _("Closed for today")
    else:
        words = _("Closed today")
    coming = ""
    if found.next_day and found.next_day != today.day:
        coming = _("Opens again: %(day)s, %(hour)s") % {
            "day": dated(found.next_day),
            "hour": hour(found.next_hour),
        }
    return {
        "words": words,
        "is_open": found.is_open,
        "special": today.special,
        "next": coming,
    }


def today(day: Day) -> str:
    """Say the hours of one day, in one line."""
    return spans(day.spans) if day.spans else _("closed today")


def week(table: Timetable, monday: date) -> list[tuple[date, str]]:
    """Give the usual hours of each day of a week that begins on this Monday."""
    days = [date.fromordinal(monday.toordinal() + number) for number in range(7)]
    return [(day, spans(table.week[day.weekday()])) for day in days]


def in_short(table: Timetable, monday: date) -> str:
    """Say a week in one line, like days together: "Mon–Fri 9:00–18:00, Sat 10:00–16:00"."""
    groups: list[tuple[list[date], str]] = []
    for day, said in week(table, monday):
        if groups and groups[-1][1] == said:
            groups[-1][0].append(day)
        else:
            groups.append(([day], said))
    return ", ".join(
        f"{_days(days)} {said}" for days, said in groups if said != spans(())
    )


def _days(days: list[date]) -> str:
    first, last = (date_format(day, "D") for day in (days[0], days[-1]))
    if len(days) == 1:
        return first
    return f"{first}, {last}" if len(days) == 2 else f"{first}{TO}{last}"
