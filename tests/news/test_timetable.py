"""When a house is open: by the week, on special days, at one moment; and how it is said."""

from datetime import date, datetime, time
from types import SimpleNamespace

import pytest
from django.utils import translation

from news import hours_said, timetable
from news.timetable import Span


def t(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def weekly(*rows):
    return [
        SimpleNamespace(weekday=day, opens_at=t(opens), closes_at=t(closes))
        for day, opens, closes in rows
    ]


def special(first: str, last: str = "", opens="", closes="", house: int | None = 1):
    days = date.fromisoformat(first), date.fromisoformat(last or first)
    return SimpleNamespace(
        first_day=days[0], last_day=days[1], opens_at=t(opens), closes_at=t(closes),
        branch_id=house, reason=f"{first} {opens}",
    )  # fmt: skip


WEEK = weekly(
    (0, "09:00", "13:00"), (0, "14:00", "18:00"), (1, "09:00", "18:00"),
    (2, "09:00", "18:00"), (4, "10:00", "16:00"),
)  # fmt: skip
SPECIAL = [
    special("2026-12-01"),  # Tuesday: closed
    special("2026-12-02", opens="10:00", closes="12:00", house=None),  # all: shortened
    special("2026-12-04", house=None),  # all closed, but this house …
    special("2026-12-04", opens="11:00", closes="12:00"),  # … is open
    special("2026-12-21", "2027-01-10"),
]


@pytest.mark.parametrize(
    ("moment", "said", "coming"),
    [
        ("2026-11-30 08:59", "Closed now, opens at 9:00", ""),
        ("2026-11-30 09:00", "Open now, until 13:00", ""),
        ("2026-11-30 13:00", "Closed now, opens at 14:00", ""),
        ("2026-11-30 18:00", "Closed for today", "Wednesday, 2 December, 10:00"),
        ("2026-12-01 10:00", "Closed today", "Wednesday, 2 December, 10:00"),
        ("2026-12-02 11:59", "Open now, until 12:00", ""),
        ("2026-12-02 12:00", "Closed for today", "Friday, 4 December, 11:00"),
        ("2026-12-03 10:00", "Closed today", "Friday, 4 December, 11:00"),
        ("2026-12-04 11:30", "Open now, until 12:00", ""),
        ("2026-12-19 12:00", "Closed today", "Monday, 11 January, 9:00"),
        # The clocks go forward on 28 March 2027; the wall says the same.
        ("2027-03-28 23:00", "Closed today", "Monday, 29 March, 9:00"),
    ],
)
def test_how_it_stands_at_a_moment(moment, said, coming):
    table = timetable.make(WEEK, SPECIAL)
    with translation.override("en"):
        found = hours_said.state(table.at(datetime.fromisoformat(moment)))
    assert found["words"] == said
    assert found["next"] == (f"Opens again: {coming}" if coming else "")


def test_a_house_that_stays_shut_promises_nothing():
    table = timetable.make(WEEK, [special("2026-12-01", "2027-06-01")])
    found = table.at(datetime.fromisoformat("2026-12-05 12:00"))
    assert (found.is_open, found.next_day) == (False, None)
    assert not timetable.make([], []).is_known


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Mon 9:00–13:00, 14:00–18:00, Tue, Wed 9:00–18:00, Fri 10:00–16:00"),
        ("uk", "Пн 9:00–13:00, 14:00–18:00, Вт, Ср 9:00–18:00, Пт 10:00–16:00"),
    ],
)
def test_a_week_in_one_line(language, said):
    with translation.override(language):
        line = hours_said.in_short(timetable.make(WEEK, []), date(2026, 11, 30))
    assert line.replace("\u2060", "") == said


@pytest.mark.parametrize(
    ("spans", "clash"),
    [
        (["09:00 13:00", "14:00 18:00"], False),
        (["09:00 13:00", "13:00 18:00"], False),
        (["14:00 18:00", "09:00 14:01"], True),
        (["09:00 18:00", "10:00 11:00"], True),
    ],
)
def test_spans_of_one_day_lie_one_after_the_other(spans, clash):
    rows = [Span(*map(time.fromisoformat, one.split())) for one in spans]
    assert (timetable.overlap(rows) is not None) is clash
