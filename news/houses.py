"""Own how the houses of the library become ready words for pages.

Only `timetables` asks the database: one question for the special days of all houses.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from history.presenting import language_of
from news import hours_said, timetable
from news.models import Access, Branch, SpecialDay
from news.timetable import Timetable

TOLD_AHEAD = timedelta(days=45)


def timetables(branches: Iterable[Branch], *, at: datetime) -> dict[int, Timetable]:
    """Give the hours of houses that were fetched `with_week()`, by their numbers."""
    branches, day = list(branches), at.date()
    if not branches:
        return {}
    coming = SpecialDay.objects.filter(
        last_day__gte=day, first_day__lte=day + timedelta(days=timetable.LOOKED_AHEAD)
    ).order_by("first_day", "opens_at", "pk")
    rows = list(coming)
    return {
        branch.pk: timetable.make(
            branch.weekly.all(),
            [one for one in rows if one.branch_id in (None, branch.pk)],
        )
        for branch in branches
    }


def all_of_them(*, at: datetime) -> list[dict]:
    """Give every house in its order, as a list shows it; two or three questions."""
    branches = list(Branch.objects.in_order().with_week())
    tables = timetables(branches, at=at)
    return [teaser(branch, tables[branch.pk], at=at) for branch in branches]


def today(*, at: datetime | None = None) -> list[dict]:
    """Give the houses whose hours are known, for one line on the first page."""
    found = all_of_them(at=at or timezone.localtime())
    return [house for house in found if house["today"]]


def teaser(branch: Branch, table: Timetable, *, at: datetime) -> dict:
    """Give what a list shows of a house."""
    is_known = table.is_known
    return {
        "url": branch.get_absolute_url(),
        "name": branch.name,
        "lang": language_of(branch, "name"),
        "address": branch.address,
        "address_lang": language_of(branch, "address"),
        "phone": branch.phone,
        "phone_url": phone_url(branch.phone),
        "today": hours_said.today(table.on(at.date())) if is_known else "",
        "state": state(table, at=at) if is_known else None,
        "week": hours_said.in_short(table, _monday(at)) if is_known else branch.hours,
    }


def state(table: Timetable, *, at: datetime) -> dict:
    """Say how it stands now, with the reason of a special day in its language."""
    said = hours_said.state(table.at(at))
    special = said.pop("special")
    return said | {
        "reason": special.reason if special else "",
        "reason_lang": language_of(special, "reason") if special else "",
    }


def week(table: Timetable, *, at: datetime) -> list[dict]:
    """Give the usual week for a table, with today marked."""
    return [
        {
            "day": hours_said.weekday(day).capitalize(),
            "hours": said,
            "is_today": day == at.date(),
        }
        for day, said in hours_said.week(table, _monday(at))
    ]


def special_days(table: Timetable, *, at: datetime) -> list[dict]:
    """Give the days to come that are unlike others, those of this house before those of all."""
    last = at.date() + TOLD_AHEAD
    return [
        {
            "days": _days(one),
            "hours": hours_said.spans(
                (timetable.Span(one.opens_at, one.closes_at),) if one.opens_at else ()
            ),
            "reason": one.reason,
            "lang": language_of(one, "reason"),
        }
        for one in table.special
        if one.first_day <= last
    ]


def access(branch: Branch) -> list[str]:
    """Name what helps to get in, in the order of the list."""
    return [str(one.label) for one in Access if one.value in branch.access]


def phone_url(phone: str) -> str:
    """Make a number that a telephone dials; "" where there is none in it."""
    digits = "".join(letter for letter in phone if letter.isdigit() or letter == "+")
    return f"tel:{digits}" if digits.strip("+") else ""


def _days(one: SpecialDay) -> str:
    if one.first_day == one.last_day:
        return hours_said.dated(one.first_day)
    return _("from %(first)s to %(last)s") % {
        "first": date_format(one.first_day, "j E"),
        "last": date_format(one.last_day, "j E"),
    }


def _monday(at: datetime):
    return at.date() - timedelta(days=at.weekday())
