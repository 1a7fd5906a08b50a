"""The events: what is to come, the calendar of a month, past years, one event."""

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests import factories
from tests.factories import make_branch, make_event, make_post

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
KYIV = ZoneInfo("Europe/Kyiv")


def read(client, url: str, status: int = 200, **extra) -> str:
    answer = client.get(url, **(ENGLISH | extra))
    assert answer.status_code == status
    return answer.content.decode()


def evening(**changes):
    """Make an event long ago, on a day that never moves."""
    first = datetime(2020, 12, 3, 17, tzinfo=KYIV)
    return make_event(**{"title_en": "Evening", "starts_at": first} | changes)


class TestList:
    def test_the_soonest_comes_first_and_what_is_over_is_elsewhere(self, client):
        now = timezone.now()
        make_event(title_en="Later", starts_at=now + timedelta(days=9))
        make_event(title_en="Sooner", starts_at=now + timedelta(days=1))
        make_event(title_en="Draft", published_at=None)
        evening(title_en="Long ago")

        html = read(client, "/events/")
        assert html.index("Sooner") < html.index("Later")
        assert "Draft" not in html
        assert "Long ago" not in html
        past = read(client, "/events/?year=2020")
        assert "Long ago" in past
        assert "Later" not in past

    def test_a_series_stands_there_once_at_its_next_time(self, client):
        start = timezone.localtime() - timedelta(days=20)
        make_event(
            title_en="Weekly",
            starts_at=start,
            repeats_until=start.date() + timedelta(days=60),
        )
        html = read(client, "/events/")
        assert html.count("Weekly</a>") == 1
        assert re.search(r"every \w+ until \d+ \w+", html)
        shown = re.search(r'<time datetime="([^"]+)"', html)[1]
        day = (start + timedelta(days=21)).date()
        assert shown.startswith(day.isoformat())

    def test_what_goes_on_for_days_is_told_apart(self, client):
        now = timezone.now()
        make_event(starts_at=now - timedelta(days=9), ends_at=now + timedelta(days=9))
        assert "Going on now" in read(client, "/events/")

    def test_nothing_is_an_answer(self, client):
        assert "Nothing is announced just now" in read(client, "/events/")

    def test_a_cancelled_one_says_so_before_its_title(self, client):
        make_event(title_en="Walk", status="cancelled", status_note_en="High water.")
        html = read(client, "/events/")
        assert html.index("Cancelled") < html.index("Walk</a>")
        assert "High water." in html

    @pytest.mark.parametrize(
        "wrong", ["?month=2026-13", "?month=x", "?year=²", "?year="]
    )
    def test_what_is_no_month_or_year_gets_a_sentence(self, client, wrong):
        assert "We do not know this" in read(client, f"/events/{wrong}", 400)

    def test_a_year_without_events_is_not_found(self, client):
        read(client, "/events/?year=1999", 404)

    @pytest.mark.parametrize(
        "address", ["/events/", "/events/?month=2020-12", "/events/?year=2020"]
    )
    def test_costs_the_same_with_one_and_with_twelve(
        self, client, address, django_assert_num_queries
    ):
        def some(number):
            for _n in range(number):
                make_event(branch=make_branch())
                evening(branch=make_branch())

        some(1)
        client.get(address)
        with django_assert_num_queries(4):
            client.get(address)
        some(11)
        with django_assert_num_queries(4):
            client.get(address)


class TestMonth:
    def test_each_time_of_a_series_stands_on_its_day(self, client):
        evening(
            title_en="Weekly",
            repeats_until=datetime(2021, 1, 31, tzinfo=UTC).date(),
            skipped=["2020-12-24"],
        )
        html = read(client, "/events/?month=2020-12")
        days = re.findall(r'href="#d2020-12-(\d\d)"', html)
        assert days == ["03", "10", "17", "31"]
        assert "3 December, 1 event" in html
        assert 'href="/events/?month=2021-01"' in html
        assert 'href="/events/?month=2020-11"' not in html

    def test_is_a_table_with_named_columns(self, client):
        html = read(client, "/events/?month=2020-12")
        assert html.count('scope="col"') == 7
        assert '<abbr title="Monday">' in html
        assert html.count('class="month__number"') == 31
        assert "noindex" in html

    def test_what_began_earlier_stands_on_the_first(self, client):
        evening(
            starts_at=datetime(2020, 11, 9, tzinfo=KYIV),
            ends_at=datetime(2020, 12, 25, tzinfo=KYIV),
            all_day=True,
        )
        html = read(client, "/events/?month=2020-12")
        assert re.findall(r'href="#d2020-12-(\d\d)"', html) == ["01"]
        assert "until 24 December" in html


class TestEvent:
    def test_says_what_when_where(self, client):
        event = evening(
            branch=make_branch(hours_uk="Пн–Пт", phone="12-34"), audience_en="everyone"
        )
        html = read(client, event.get_absolute_url())
        plain = html.replace("\u2060", "").replace("\u00a0", " ")
        assert "Thursday, 3 December 2020, 17:00–19:00" in plain
        assert "Центральна бібліотека, вул. Заводська, 12" in plain
        assert "Пн–Пт; Tel. 12-34" in plain
        assert "It is over." in plain
        assert "Add to my calendar" not in plain

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("uk", "Щочетверга, 17:00–19:00, з 3 грудня 2020 до 7 січня 2021"),
            (
                "ru",
                "Каждый четверг, 17:00–19:00, с 3 декабря 2020 до 7 января 2021",
            ),
            (
                "en",
                "Every Thursday, 17:00–19:00, from 3 December 2020 to 7 January 2021",
            ),
        ],
    )
    def test_a_series_is_told_in_the_language_of_the_reader(
        self, client, language, words
    ):
        event = evening(repeats_until=datetime(2021, 1, 7, tzinfo=UTC).date())
        html = read(client, event.get_absolute_url(), HTTP_ACCEPT_LANGUAGE=language)
        assert words in html.replace("\u2060", "").replace("\u00a0", " ")

    def test_drafts_and_coming_ones_are_not_found(self, client, editor):
        draft = make_event(published_at=None)
        coming = make_event(published_at=timezone.now() + timedelta(days=1))
        for event in (draft, coming):
            read(client, event.get_absolute_url(), 404)
            read(client, f"{event.get_absolute_url()}event.ics", 404)
        client.force_login(editor)
        answer = client.get(draft.get_absolute_url(), **ENGLISH)
        assert "Visitors do not see this page" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("status", ["cancelled", "moved"])
    def test_a_change_is_said_first(self, client, status):
        event = make_event(title_en="Walk", status=status, status_note_en="High water.")
        html = read(client, event.get_absolute_url())
        main = html[html.index("<article") :]
        assert main.index("High water.") < main.index("<h1")

    def test_a_branch_with_a_place_gives_the_map_and_its_old_photographs(self, client):
        place = factories.make_place("Бібліотека", latitude=47.9, longitude=36.9)
        event = make_event(branch=make_branch(place=place))
        html = read(client, event.get_absolute_url())
        assert '<svg class="plain' in html
        assert f'href="{place.get_absolute_url()}"' in html

    def test_the_post_about_it_hangs_on_it_and_leads_back(self, client):
        event = evening()
        post = make_post(title_en="How it went", kind="coverage", event=event)
        make_post(title_en="Not yet", kind="coverage", event=event, published_at=None)

        html = read(client, event.get_absolute_url())
        assert "How it went" in html
        assert "Not yet" not in html
        back = read(client, post.get_absolute_url())
        assert f'href="{event.get_absolute_url()}"' in back
        type(event).objects.update(published_at=None)
        assert event.get_absolute_url() not in read(client, post.get_absolute_url())

    def test_markup_in_words_stays_words(self, client):
        bad = "<script>x</script>"
        event = make_event(
            bad, status="moved", status_note_uk=bad, address_uk=bad, audience_uk=bad,
            summary_uk=bad, body_uk=f'<p onclick="x()">A{bad}</p>',
        )  # fmt: skip
        for address in (event.get_absolute_url(), "/events/", "/"):
            assert bad not in read(client, address)

    def test_machines_are_told_the_same(self, client):
        event = make_event(
            title_en="Evening", status="cancelled", branch=make_branch(),
            online_url="https://meet.example/x",
        )  # fmt: skip
        html = read(client, event.get_absolute_url())
        data = json.loads(re.search(r'ld\+json">(.+?)</script>', html, re.S)[1])
        assert data["@type"] == "Event"
        assert data["eventStatus"] == "https://schema.org/EventCancelled"
        assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
        assert datetime.fromisoformat(data["startDate"]) == event.starts_at
        kinds = [one["@type"] for one in data["location"]]
        assert kinds == ["Place", "VirtualLocation"]
        assert f'content="{data["url"]}"' in html  # og:url

    def test_costs_a_bounded_number_of_questions(
        self, client, django_assert_num_queries
    ):
        place = factories.make_place(latitude=47.9, longitude=36.9)

        def address(number):
            event = make_event(
                branch=make_branch(place=place),
                cover=factories.make_item(with_picture=True),
            )
            for _n in range(number):
                make_event()
                make_post(event=event, cover=factories.make_item(with_picture=True))
                event.brought.add(factories.make_item(with_picture=True))
            return event.get_absolute_url()

        for number in (1, 9):
            where = address(number)
            client.get(where)
            with django_assert_num_queries(12):
                client.get(where)


class TestElsewhere:
    def test_home_shows_the_next_three_and_nothing_where_there_is_none(self, client):
        assert "Next events" not in read(client, "/")
        for days in (4, 1, 3, 2):
            make_event(
                title_en=f"In {days}", starts_at=timezone.now() + timedelta(days=days)
            )
        html = read(client, "/")
        shown = html[html.index("Next events") :]
        assert re.findall(r">In (\d)</a>", shown) == ["1", "2", "3"]

    def test_programs_read_them(self, client):
        event = make_event(title_en="Evening", branch=make_branch(), skipped=[])
        make_event(published_at=None)
        found = client.get("/api/v1/events/", **ENGLISH).json()["results"]
        assert [one["slug"] for one in found] == [event.slug]
        assert found[0]["title"] == "Evening"
        assert found[0]["branch"]["name"] == "Центральна бібліотека"
        assert found[0]["calendar"].endswith(f"/events/{event.slug}/event.ics")

    def test_the_site_map_names_them(self, client):
        event, draft = make_event(), make_event(published_at=None)
        xml = read(client, "/sitemap.xml?part=posts")
        assert event.get_absolute_url() in xml
        assert draft.get_absolute_url() not in xml
