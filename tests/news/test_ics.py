"""What calendars are given, read by programs that did not write it."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from news import ics
from tests.factories import make_branch, make_event

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
KYIV = ZoneInfo("Europe/Kyiv")
WEEKLY = {
    "title_en": "Weekly",
    "starts_at": datetime(2030, 10, 17, 18, tzinfo=KYIV),
    "ends_at": datetime(2030, 10, 17, 20, tzinfo=KYIV),
    "repeats_until": date(2030, 11, 14),
    "skipped": ["2030-11-07"],
}


def fetch(client, url: str = "/events/calendar.ics") -> bytes:
    answer = client.get(url, **ENGLISH)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


def test_a_series_over_a_change_of_clocks_is_what_we_show(client):
    make_event(**WEEKLY)
    calendar = icalendar.Calendar.from_ical(fetch(client))

    found = recurring_ical_events.of(calendar).between((2030, 10, 1), (2030, 12, 31))
    starts = sorted(one["DTSTART"].dt for one in found)

    assert [moment.date().isoformat() for moment in starts] == [
        "2030-10-17", "2030-10-24", "2030-10-31", "2030-11-14",
    ]  # fmt: skip
    assert {moment.hour for moment in starts} == {18}
    utc = [moment.astimezone(UTC).hour for moment in starts]
    assert utc == [15, 15, 16, 16]


def test_the_zone_in_the_file_is_right_by_itself(client):
    """Who does not know the name of the zone reads its rules in VTIMEZONE."""
    make_event(**WEEKLY)
    calendar = icalendar.Calendar.from_ical(fetch(client))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Kyiv"
    event = calendar.walk("VEVENT")[0]
    assert event["DTSTART"].params["TZID"] == zone["TZID"]
    read = zone.to_tz(lookup_tzid=False)
    hours = {
        month: datetime(2030, month, 15, 12, tzinfo=read).utcoffset().total_seconds()
        for month in (1, 7)
    }
    assert hours == {1: 2 * 3600, 7: 3 * 3600}


def test_lines_are_as_the_standard_says(client):
    make_event(
        "Ї" * 190,
        summary_uk="a, b; c\nd",
        **{k: v for k, v in WEEKLY.items() if k != "title_en"},
    )
    raw = fetch(client)
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # a line is folded between letters, never inside one
    text = raw.replace(b"\r\n ", b"").decode()
    assert "RRULE:FREQ=WEEKLY;UNTIL=20301114T160000Z" in text
    assert "EXDATE;TZID=Europe/Kyiv:20301107T180000" in text
    assert r"a\, b\; c" in text


def test_whole_days_have_dates_and_no_zone(client):
    make_event(
        all_day=True,
        starts_at=datetime(2030, 12, 3, tzinfo=KYIV),
        ends_at=datetime(2030, 12, 5, tzinfo=KYIV),
        repeats_until=date(2030, 12, 17),
        skipped=["2030-12-10"],
    )
    text = fetch(client).decode()
    assert "DTSTART;VALUE=DATE:20301203" in text
    assert "DTEND;VALUE=DATE:20301205" in text
    assert "RRULE:FREQ=WEEKLY;UNTIL=20301217\r\n" in text
    assert "EXDATE;VALUE=DATE:20301210" in text
    assert "VTIMEZONE" not in text


def test_a_calendar_knows_it_again_and_learns_that_it_is_off(client):
    event = make_event(
        title_en="Walk",
        branch=make_branch(),
        **{k: v for k, v in WEEKLY.items() if k != "title_en"},
    )
    before = icalendar.Calendar.from_ical(fetch(client)).walk("VEVENT")[0]
    event.status = "cancelled"
    event.status_note_en = "High water."
    event.save()
    after = icalendar.Calendar.from_ical(fetch(client)).walk("VEVENT")[0]

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SUMMARY"] == "Cancelled: Walk"
    assert "High water." in after["DESCRIPTION"]


def test_only_published_ones_and_not_the_whole_past_go_out(client):
    make_event(title_en="Draft", published_at=None)
    make_event(title_en="Ancient", starts_at=datetime(2001, 1, 1, tzinfo=UTC))
    make_event(title_en="Coming")
    text = fetch(client).decode()
    assert re.findall("SUMMARY:(.+)\r", text) == ["Coming"]


def test_one_event_is_a_file_of_its_own(client):
    event, _other = make_event(), make_event()
    answer = client.get(f"{event.get_absolute_url()}event.ics", **ENGLISH)
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    assert answer.content.count(b"BEGIN:VEVENT") == 1


def test_what_did_not_change_is_not_sent_again(client):
    make_event(**WEEKLY)
    first = client.get("/events/calendar.ics", **ENGLISH)
    again = client.get(
        "/events/calendar.ics", HTTP_IF_NONE_MATCH=first["ETag"], **ENGLISH
    )
    assert again.status_code == 304


def test_costs_one_question_whatever_there_is(client, django_assert_num_queries):
    for _n in range(9):
        make_event(branch=make_branch())
    with django_assert_num_queries(1):
        client.get("/events/calendar.ics")


def test_an_empty_calendar_is_one(client):
    calendar = icalendar.Calendar.from_ical(fetch(client))
    assert calendar["PRODID"] == ics.PRODUCT
    assert calendar.walk("VEVENT") == []
