"""Houses, services, the guide and answered questions, as readers and editors meet them."""

import json
import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from news.models import AnsweredQuestion, Branch, GuideEntry, Service, SpecialDay
from tests.factories import (
    make_answered,
    make_branch,
    make_event,
    make_service,
    make_site,
    make_topic,
)

pytestmark = pytest.mark.django_db
MONDAY_NOON = datetime(2026, 11, 30, 12, tzinfo=ZoneInfo("Europe/Kyiv"))


@pytest.fixture
def _monday_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY_NOON)


def read(client, address: str, status: int = 200, language: str = "en") -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == status, answer
    return answer.content.decode()


def open_house(**overrides) -> Branch:
    house = make_branch(name_en="Central", **overrides)
    for day in range(5):
        house.weekly.create(weekday=day, opens_at=time(9), closes_at=time(18))
    return house


def closed(house: Branch | None, day: date, reason: str, **more) -> SpecialDay:
    values = {"branch": house, "first_day": day, "last_day": day, "reason_en": reason}
    return SpecialDay.objects.create(**values | more)


@pytest.mark.usefixtures("_monday_noon")
class TestHouses:
    def test_a_page_says_whether_it_is_open_and_what_is_not_as_usual(self, client):
        house = open_house(
            access=["ramp"], phone="+380 (44) 12-34", latitude=50.4, longitude=30.5
        )
        text = read(client, house.get_absolute_url())
        assert "Open now, until 18:00" in text
        assert 'href="tel:+380441234"' in text
        assert "ramp" in text
        assert "<svg" in text

        closed(house, MONDAY_NOON.date(), "a day of cleaning")
        closed(
            None,
            date(2026, 12, 1),
            "a short day",
            opens_at=time(10),
            closes_at=time(12),
        )
        text = read(client, house.get_absolute_url())
        assert "Closed today" in text
        assert "a day of cleaning" in text
        assert "Opens again: Tuesday, 1 December, 10:00" in text
        assert "a short day" in text

    def test_machines_read_the_same_hours(self, client):
        house = open_house()
        closed(house, date(2026, 12, 1), "cleaning")
        text = read(client, house.get_absolute_url())
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])
        assert data["@type"] == "Library"
        hours = data["openingHoursSpecification"]
        assert len(hours) == 5
        assert (hours[0]["dayOfWeek"], hours[0]["opens"], hours[0]["closes"]) == (
            "https://schema.org/Monday", "09:00", "18:00",
        )  # fmt: skip
        (special,) = data["specialOpeningHoursSpecification"]
        assert (special["validFrom"], special["opens"], special["closes"]) == (
            "2026-12-01", "00:00", "00:00",
        )  # fmt: skip

    def test_what_happens_here_and_nowhere_else(self, client):
        house = open_house()
        times = {
            "starts_at": MONDAY_NOON.replace(month=12, day=3),
            "published_at": MONDAY_NOON,
        }
        make_event(title_en="Here", branch=house, **times)
        make_event(title_en="Elsewhere", branch=make_branch(), **times)
        text = read(client, house.get_absolute_url())
        assert ">Here<" in text
        assert "Elsewhere" not in text

    @pytest.mark.parametrize(
        ("address", "most"), [("/branches/", 4), ("/library/", 8), ("/", None)]
    )
    def test_lists_cost_the_same_with_one_and_with_ten(
        self, client, address, most, django_assert_max_num_queries
    ):
        open_house()
        read(client, address)
        with django_assert_max_num_queries(most or 30) as first:
            read(client, address)
        for _n in range(9):
            closed(open_house(), MONDAY_NOON.date(), "cleaning")
            make_service()
            make_site()
        with django_assert_max_num_queries(len(first)) as then:
            text = read(client, address)
        assert text.count("Central") >= 10
        assert len(then) <= len(first)


class TestServices:
    def test_what_is_not_translated_is_marked(self, client):
        service = make_service(
            summary_uk="П’ять хвилин", body_uk="<p>Приходьте</p>", to_bring_uk="паспорт\n\n фото",
            title_en="A card", url="https://form.example.org/x",
        )  # fmt: skip
        text = read(client, service.get_absolute_url())
        assert "This text is not translated yet. Its language: Ukrainian." in text
        assert (
            '<ul class="library__list" lang="uk"><li>паспорт</li><li>фото</li>' in text
        )
        assert "free of charge" in text
        assert "form.example.org" in text
        assert "not translated" not in read(
            client, service.get_absolute_url(), language="ru"
        ).replace("Этот текст", "")

    def test_drafts_are_for_editors_and_kept_nowhere(self, client, editor):
        service = make_service(published_at=None)
        read(client, service.get_absolute_url(), 404)
        assert service.get_absolute_url() not in read(client, "/services/")
        client.force_login(editor)
        answer = client.get(service.get_absolute_url())
        assert "no-store" in answer["Cache-Control"]


class TestGuide:
    def test_words_narrow_it_down(self, client):
        papers = make_topic("Документи")
        make_site("Дія", topic=papers, purpose_uk="довідки та заяви")
        make_site("Міграційна служба", topic=papers, purpose_uk="паспорт")
        everything = read(client, "/guide/", language="uk")
        assert "Дія" in everything
        found = read(client, "/guide/?find=ПАСПОРТ+документи", language="uk")
        assert "Міграційна служба" in found
        assert "довідки та заяви" not in found
        for odd in ("%00", "'\"><script>", "x" * 5000, "%ED%A0%80"):
            text = read(client, f"/guide/?find={odd}")
            assert "<script>'" not in text
            assert "Nothing in the guide" in text or odd == "%00"

    def test_a_topic_tells_what_is_broken_and_who_runs_it(self, client):
        entry = make_site(
            is_official=False, broken_since=date(2026, 11, 12), how_to_uk="Крок перший",
            looked_at=date(2026, 11, 2),
        )  # fmt: skip
        text = read(client, entry.topic.get_absolute_url())
        assert "has not answered since 12 November 2026" in text
        assert "not an official site" in text
        assert "tried by us on 2 November 2026" in text


def test_an_answered_question_is_told_to_readers_and_machines(client):
    row = make_answered(title_en="Where is it?", answer_en="<p>In the <b>hall</b></p>")
    text = read(client, row.get_absolute_url())
    assert "In the <b>hall</b>" in text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])
    assert data["mainEntity"]["acceptedAnswer"]["text"] == "In the hall"
    assert row.get_absolute_url() in read(client, "/sitemap.xml?part=posts")


class TestOffice:
    """What editors write, and the sentences beside what cannot be."""

    @pytest.fixture
    def office(self, client, editor):
        client.force_login(editor)
        client.cookies["django_language"] = "en"
        return client

    def house(self, *hours, **changes) -> dict:
        found = {
            f"{name}_{code}": ""
            for name in ("name", "address", "hours", "access_note")
            for code in ("uk", "ru", "en")
        }
        found |= {
            "name_uk": "Бібліотека на Заріччі", "address_uk": "вул. Набережна, 3",
            "position": "0", "weekly-TOTAL_FORMS": str(len(hours)),
            "weekly-INITIAL_FORMS": "0",
        }  # fmt: skip
        for number, (day, opens, closes) in enumerate(hours):
            found |= {
                f"weekly-{number}-weekday": str(day),
                f"weekly-{number}-opens_at": opens,
                f"weekly-{number}-closes_at": closes,
            }
        return found | changes

    def test_a_house_is_written_down(self, office):
        rows = [(0, "10:00", "13:00"), (0, "14:00", "17:00"), ("", "", "")]
        answer = office.post(
            "/admin/news/branch/add/", self.house(*rows, access=["ramp", "lift"])
        )
        assert answer.status_code == 302, answer.context["errors"]
        house = Branch.objects.get()
        assert (house.slug, house.access) == (
            "biblioteka-na-zarichchi",
            ["ramp", "lift"],
        )
        assert house.weekly.count() == 2

    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            ([(0, "18:00", "9:00")], "It has to close later than it opens"),
            ([(0, "9:00", "9:00")], "It has to close later than it opens"),
            ([(1, "9:00", "14:00"), (1, "13:00", "18:00")], "Tuesday: 9:00"),
            ([(1, "25:00", "26:00")], "Enter a valid time"),
        ],
    )
    def test_hours_that_cannot_be(self, office, rows, sentence):
        answer = office.post("/admin/news/branch/add/", self.house(*rows))
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert not Branch.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"last_day": "2026-12-20"}, "The last day is before the first."),
            ({"opens_at": "10:00"}, "Write both hours"),
            ({"opens_at": "12:00", "closes_at": "10:00"}, "It has to close later"),
            ({"first_day": "2027-01-01"}, "there is another entry already"),
            ({"reason_uk": ""}, "Give it a name in at least one language."),
        ],
    )
    def test_special_days_that_cannot_be(self, office, changes, sentence):
        closed(None, date(2027, 1, 1), "New year", reason_uk="Новий рік")
        given = {
            "first_day": "2026-12-24", "last_day": "", "opens_at": "", "closes_at": "",
            "branch": "", "reason_uk": "Свято", "reason_ru": "", "reason_en": "",
        }  # fmt: skip
        answer = office.post("/admin/news/specialday/add/", given | changes)
        assert sentence in answer.content.decode()
        assert SpecialDay.objects.count() == 1
        assert office.post("/admin/news/specialday/add/", given).status_code == 302

    def test_the_other_things_are_written_in_one_language_or_more(self, office):
        topic = make_topic()
        texts = {
            "service": {"title_uk": "Друк", "body_uk": "<p onclick='x'>Так</p>", "position": "0"},
            "guideentry": {
                "title_uk": "Дія", "url": "https://diia.gov.ua/", "topic": topic.pk,
                "site_language": "uk", "position": "0",
            },
            "answeredquestion": {"title_uk": "Де?", "answer_uk": "Тут"},
        }  # fmt: skip
        for model, words in texts.items():
            answer = office.post(f"/admin/news/{model}/add/", words)
            assert answer.status_code == 302, answer.context["errors"]
            wrong = office.post(f"/admin/news/{model}/add/", words | {"title_uk": ""})
            assert "Give it a name in at least one language." in wrong.content.decode()
        assert Service.objects.get().body_uk == "<p>Так</p>"
        assert AnsweredQuestion.objects.get().slug == "de"
        bad = texts["guideentry"] | {"url": "javascript:alert(1)"}
        assert office.post("/admin/news/guideentry/add/", bad).status_code == 200
        assert GuideEntry.objects.count() == 1
