"""The staff's table of periods: used by the parser at once, kept in order by its form."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from history import dates, periods
from history.models import NamedPeriod

pytestmark = pytest.mark.django_db
LANGUAGES = ("uk", "ru", "en")


def town_name(**changes) -> NamedPeriod:
    values = {
        "scope": NamedPeriod.Scope.NAME,
        "names_uk": "Ливарськ",
        "names_ru": "Литейск",
        "names_en": "Lyvarsk",
        "edtf": "1927/1935",
        "earliest": date(1927, 1, 1),
        "latest": date(1935, 12, 31),
    }
    return NamedPeriod.objects.create(**(values | changes))


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("за часів Ливарська", "uk"), ("у Ливарську", "uk"), ("ще Ливарськ", "uk"),
        ("во времена Литейска", "ru"), ("при Литейске", "ru"), ("в Литейске", "ru"),
        ("in Lyvarsk times", "en"), ("still Lyvarsk", "en"),
    ],
)  # fmt: skip
def test_former_name_of_the_town_is_its_years(said, language):
    with pytest.raises(dates.NotADate):
        periods.understand(said, language=language)
    town_name()

    found = periods.understand(said, language=language)

    assert found.said == said
    assert found.edtf == "1927/1935"


def test_change_counts_from_the_next_question_on():
    row = town_name()
    assert periods.understand("до Ливарська", language="uk").latest == date(
        1926, 12, 31
    )

    row.edtf, row.earliest = "1929/1935", date(1929, 1, 1)
    row.save()
    assert periods.understand("до Ливарська", language="uk").latest == date(
        1928, 12, 31
    )

    row.delete()
    with pytest.raises(dates.NotADate):
        periods.understand("до Ливарська", language="uk")


def test_words_of_one_question_cost_one_query(django_assert_num_queries):
    town_name()
    periods.understand("до війни", language="uk")

    with django_assert_num_queries(1):
        periods.understand("після війни", language="uk")


def test_the_world_can_be_edited_as_well():
    war = NamedPeriod.objects.get(names_en__contains="wartime")
    assert periods.understand("до войны", language="ru").latest == date(1941, 6, 21)

    war.earliest = date(1939, 9, 17)
    war.save()

    assert periods.understand("до войны", language="ru").latest == date(1939, 9, 16)


def test_town_comes_before_the_world_of_that_name():
    town_name(
        scope="town", names_uk="окупація", earliest=date(1941, 10, 19),
        latest=date(1943, 9, 6), edtf="1941-10-19/1943-09-06",
    )  # fmt: skip
    assert periods.understand("до окупації", language="uk").latest == date(1941, 10, 18)


def test_table_begins_with_the_world_and_is_filled_once():
    rows = NamedPeriod.objects.filter(scope="world")
    assert rows.count() == len(dates.periods.WORLD)
    rows.first().delete()

    periods.fill_world()

    assert rows.count() == len(dates.periods.WORLD) - 1


def test_every_world_period_reads_back_as_its_own_days():
    for row in NamedPeriod.objects.all():
        found = dates.parse(row.edtf, language="en")
        assert (found.earliest, found.latest) == (row.earliest, row.latest), row


@pytest.mark.parametrize(
    "changes",
    [
        {"names_uk": "", "names_ru": "", "names_en": ""},
        {"earliest": None, "latest": None},
        {"earliest": date(1936, 1, 1)},
    ],
)
def test_database_refuses_what_is_no_period(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        town_name(**changes)


def test_command_reads_the_table(capsys):
    town_name()
    call_command("parse_date", "у Ливарську", language="uk")
    assert '"edtf": "1927/1935"' in capsys.readouterr().out


class TestStaffPage:
    """The curator writes a period in words; what is no period is said beside it."""

    FORM = {
        "scope": "name", "names_uk": "Ливарськ", "names_ru": "", "names_en": "",
        "edtf": "1927–1935",
    }  # fmt: skip
    ADD = "admin:history_namedperiod_add"

    @pytest.fixture
    def curator(self, client, cast):
        client.force_login(cast["curator"])
        return client

    def test_curator_writes_it_and_residents_are_understood(self, curator):
        answer = curator.post(reverse(self.ADD), self.FORM)

        assert answer.status_code == 302
        row = NamedPeriod.objects.get(scope="name")
        assert (row.edtf, row.earliest) == ("1927/1935", date(1927, 1, 1))
        assert periods.understand("за Ливарська", language="uk").edtf == "1927/1935"
        listed = curator.get(reverse("admin:history_namedperiod_changelist"))
        assert "1927" in listed.content.decode()

    def test_open_end_is_allowed(self, curator):
        curator.post(reverse(self.ADD), self.FORM | {"edtf": "../1896-05-01"})
        row = NamedPeriod.objects.get(scope="name")
        assert (row.earliest, row.latest) == (None, date(1896, 5, 1))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"edtf": "колись"}, "errorlist"),
            ({"edtf": "1935–1927"}, "1935"),
            ({"edtf": "не знаю"}, "errorlist"),
            ({"names_uk": ""}, "errorlist"),
            ({"names_uk": "1962"}, "errorlist"),
            ({"scope": "world", "names_uk": "НЕП"}, "НЕП"),
        ],
    )
    def test_no_period_is_refused_with_a_sentence(self, curator, changes, sentence):
        answer = curator.post(reverse(self.ADD), self.FORM | changes)

        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
        assert sentence in answer.content.decode()
        assert not NamedPeriod.objects.filter(scope="name").exists()

    def test_moderator_may_not(self, client, cast):
        client.force_login(cast["moderator"])
        assert client.get(reverse(self.ADD)).status_code == 403
