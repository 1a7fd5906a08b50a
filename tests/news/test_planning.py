"""Which times an editor may write, and what is said of those that cannot be."""

from datetime import date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from news import occurring, planning
from news.planning import Plan, WrongTime

KYIV = ZoneInfo("Europe/Kyiv")
EVENING = Plan(date(2026, 12, 3), date(2026, 12, 3), time(17), time(19))


def with_(**changes) -> Plan:
    names = ("first_day", "last_day", "from_time", "to_time", "until")
    return Plan(**{name: getattr(EVENING, name) for name in names} | changes)


def refusal(plan: Plan) -> tuple[str, str]:
    with override("en"), pytest.raises(WrongTime) as wrong:
        planning.check(plan)
    return wrong.value.field, wrong.value.sentence


@pytest.mark.parametrize(
    "plan",
    [
        EVENING,
        with_(until=date(2027, 5, 27)),
        with_(last_day=date(2026, 12, 4), from_time=time(22), to_time=time(2)),
        Plan(date(2026, 12, 3), date(2026, 12, 3)),
        Plan(date(2026, 12, 3), date(2027, 2, 28)),
        with_(until=EVENING.first_day),
    ],
)
def test_what_can_be_is_let_through(plan):
    planning.check(plan)
    assert plan.ends_at > plan.starts_at


@pytest.mark.parametrize(
    ("plan", "field", "words"),
    [
        (with_(to_time=time(16)), "to_time", "past midnight"),
        (with_(to_time=time(17)), "to_time", "ends before it begins"),
        (with_(last_day=date(2026, 12, 2)), "last_day", "ends before it begins"),
        (with_(last_day=date(2029, 12, 3)), "last_day", "more than two years"),
        (with_(first_day=date(26, 12, 3)), "first_day", "We read 26."),
        (with_(until=date(2026, 12, 2)), "repeats_until", "before it begins"),
        (with_(until=date(2030, 12, 3)), "repeats_until", "three years at most"),
        (
            with_(last_day=date(2026, 12, 10), until=date(2027, 1, 1)),
            "last_day",
            "next week",
        ),
    ],
)
def test_what_cannot_be_gets_a_sentence_at_its_field(plan, field, words):
    assert refusal(plan)[0] == field
    assert words in refusal(plan)[1]


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        (date(2027, 3, 28), time(3, 30), "go forward: there is no 03:30"),
        (date(2026, 10, 25), time(3, 30), "go back: 03:30 comes twice"),
    ],
)
def test_an_hour_of_a_change_day_is_refused(day, hour, words):
    plan = Plan(day, day, hour, time(9))
    field, sentence = refusal(plan)
    assert field == "from_time"
    assert words in sentence

    ends_there = Plan(day, day, time(1), hour)
    assert refusal(ends_there)[0] == "to_time"


def test_a_series_that_would_come_to_such_an_hour_is_refused_too():
    sundays = Plan(
        date(2027, 3, 7), date(2027, 3, 7), time(3, 30), time(5), date(2027, 4, 30)
    )
    assert "28 March 2027" in refusal(sundays)[1]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_other_hours_of_a_change_day_are_as_on_any(day):
    planning.check(Plan(day, day, time(2, 59), time(4)))
    planning.check(Plan(day, day))


class TestDaysOff:
    SERIES = with_(until=date(2026, 12, 31))

    def read(self, text, plan=SERIES):
        with override("uk"):
            return planning.read_days(text, plan)

    def test_are_read_however_they_are_put_apart(self):
        expected = ["2026-12-24", "2026-12-31"]
        assert self.read("31.12.2026, 24.12.2026") == expected
        assert self.read("24.12.2026\n\n31.12.2026;") == expected
        assert self.read("2026-12-24,31.12.2026") == expected
        assert self.read("  ") == []

    @pytest.mark.parametrize(
        ("text", "plan"),
        [
            ("31.13.2026", SERIES),
            ("завтра", SERIES),
            ("25.12.2026", SERIES),
            ("07.01.2027", SERIES),
            ("24.12.2026", EVENING),
            ("3.12.2026,10.12.2026,17.12.2026,24.12.2026,31.12.2026", SERIES),
            ("x" * 5000, SERIES),
        ],
    )
    def test_that_are_none_get_a_sentence(self, text, plan):
        with pytest.raises(WrongTime) as wrong:
            self.read(text, plan)
        assert wrong.value.field == "skipped_days"
        assert len(wrong.value.sentence) < 200


def series(first: datetime, last: datetime, until: date, skipped=()) -> SimpleNamespace:
    return SimpleNamespace(
        starts_at=first, ends_at=last, repeats_until=until, skipped=list(skipped)
    )


def test_a_series_keeps_its_hour_when_the_clocks_change():
    """RFC 5545, 3.8.5.3: weeks are counted on the wall."""
    event = series(
        datetime(2026, 10, 22, 18, tzinfo=KYIV),
        datetime(2026, 10, 22, 20, tzinfo=KYIV),
        date(2026, 11, 5),
        ["2026-11-05"],
    )
    times = occurring.every(event)

    assert [one.starts_at.hour for one in times] == [18, 18]
    assert [one.ends_at.hour for one in times] == [20, 20]
    utc = [one.starts_at.astimezone(ZoneInfo("UTC")).hour for one in times]
    assert utc == [15, 16]
    assert len(occurring.every(event, even_skipped=True)) == 3
    assert occurring.last_end(event) == times[-1].ends_at


def test_the_midnight_that_ends_a_day_is_not_a_day_of_it():
    event = series(
        datetime(2026, 12, 3, tzinfo=KYIV), datetime(2026, 12, 5, tzinfo=KYIV), None
    )
    (one,) = occurring.every(event)
    assert (one.day, one.last_day) == (date(2026, 12, 3), date(2026, 12, 4))
