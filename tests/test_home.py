"""The first page: another one every day, of what may be seen, and never empty."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from config import daily
from history import days, publishing
from history.models import Depiction, Item
from history.on_this_day import on_this_day
from tests import factories

pytestmark = pytest.mark.django_db
A_DAY = date(2026, 11, 26)


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def read(client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def of_day(year: int, **more) -> Item:
    """Make an item that is known to be of this day."""
    day = A_DAY.replace(year=year)
    values = {"date_earliest": day, "date_latest": day, "date_edtf": day.isoformat()}
    return factories.make_item(title=f"Of {year}", with_picture=True, **values | more)


class TestPictureOfTheDay:
    @pytest.fixture
    def chosen(self, cast):
        factories.make_item(title="By itself", story="Told.", with_picture=True)
        item = factories.make_item(title="The choice", with_picture=True)
        days.choose(
            timezone.localdate(), item, by=cast["curator"], note_en="Look at the lamps."
        )
        return item

    def test_the_choice_stands_there_with_its_note(self, english, chosen):
        body = read(english)
        day = body[body.index('class="day"') : body.index("New in the archive")]
        assert "The choice" in day and "Look at the lamps." in day

    @pytest.mark.parametrize(
        "how", ["hidden", "taken down", "covered", "of another day"]
    )
    def test_what_may_not_be_seen_leaves_the_day_to_itself(self, english, chosen, how):
        if how == "hidden":
            publishing.hide(chosen, by=None)
        if how == "taken down":
            publishing.take_down(chosen, by=None, reason="by wish")
        if how == "covered":
            Item.objects.filter(pk=chosen.pk).update(sensitive="body")
        if how == "of another day":
            chosen.days.update(day=timezone.localdate() + timedelta(days=1))
        body = read(english)
        assert "Look at the lamps." not in body
        assert "By itself" in body[body.index('class="day"') :]

    def test_by_itself_comes_what_its_reader_can_read(self):
        told = {"kind": "photo", "story": "Told.", "with_picture": True}
        for code in ("en", "uk", "en", "uk"):
            last = factories.make_item(title=f"Of {code}", language=code, **told).pk
        with override("uk"):
            found = [daily.picture(A_DAY + timedelta(days=n), last) for n in range(9)]
        assert {one["title"] for one in found} == {"Of uk"}


class TestOnThisDay:
    def test_each_year_speaks_once_in_order(self):
        found = [of_day(year) for year in (1961, 1974, 1934, 1961)]
        shown = on_this_day(A_DAY, most=9)
        assert [item.title for item in shown] == ["Of 1934", "Of 1961", "Of 1974"]
        assert found[0] in shown and found[3] not in shown

    def test_only_what_is_known_to_the_day_and_may_be_seen(self):
        of_day(1961, date_latest=date(1961, 11, 27))
        of_day(1962, date_sure="guess")
        of_day(1963, date_edtf="1963-11-26~")
        of_day(1964, sensitive="body")
        of_day(1965, status=Item.Status.HIDDEN)
        of_day(2026)
        passed = of_day(1966)
        assert on_this_day(A_DAY, most=9, but=[passed.pk]) == []

    def test_where_there_are_many_each_year_begins_with_others(self):
        for year in range(1950, 1960):
            of_day(year)
        seen = [
            {item.pk for item in on_this_day(A_DAY.replace(year=year), most=3)}
            for year in (2026, 2027)
        ]
        assert all(len(found) == 3 for found in seen)
        assert not seen[0] & seen[1]

    def test_29_february_is_met_in_its_own_years(self):
        day = date(1960, 2, 29)
        factories.make_item(date_earliest=day, date_latest=day, date_edtf="1960-02-29")
        assert len(on_this_day(date(2028, 2, 29), most=3)) == 1
        assert on_this_day(date(2027, 2, 28), most=3) == []

    def test_the_heading_stands_only_where_there_is_something(self, english):
        factories.make_item(with_picture=True)
        assert "On this day" not in read(english)
        former = timezone.localdate().replace(year=1960)  # a year with a 29 February
        of_day(1960, date_earliest=former, date_latest=former)
        assert "On this day" in read(english)


class TestOpenQuestion:
    KNOWN = {"date_earliest": date(1960, 1, 1), "date_latest": date(1960, 12, 31),
             "date_edtf": "1960", "place_said": "Mill Street"}  # fmt: skip

    def asked(self, day: date) -> dict | None:
        last = Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with override("en"):
            return daily.question(day, last, but=None)

    def test_asks_for_somebody_unnamed(self):
        item = factories.make_item(with_picture=True, **self.KNOWN)
        assert self.asked(A_DAY) is None
        mark = {"left": 0.1, "top": 0.1, "width": 0.2, "height": 0.2}
        Depiction.objects.create(media=item.media.get(), label="?", **mark)
        days_of_it = [self.asked(A_DAY + timedelta(days=n)) for n in range(3)]
        assert {one["ask"] for one in days_of_it} == {"Who is this?"}
        assert {one["reference"] for one in days_of_it} == {item.reference}

    def test_asks_by_turns_when_where_and_who(self):
        for lacking in ("date", "place", "person"):
            known = dict(self.KNOWN)
            if lacking == "date":
                known |= {"date_earliest": None, "date_latest": None, "date_edtf": ""}
            if lacking == "place":
                known["place_said"] = ""
            item = factories.make_item(with_picture=True, **known)
            if lacking == "person":
                mark = {"left": 0.1, "top": 0.1, "width": 0.2, "height": 0.2}
                Depiction.objects.create(media=item.media.get(), label="?", **mark)
        asked = {self.asked(A_DAY + timedelta(days=n))["ask"] for n in range(3)}
        assert asked == {"When was this?", "Where is this?", "Who is this?"}


def test_an_empty_archive_invites_and_tells_the_staff_how_to_begin(english, cast):
    body = read(english)
    assert "The archive is waiting for its first picture" in body
    assert "how to begin" not in body
    english.force_login(cast["curator"])
    assert "/moderation/collections/new/" in read(english)
    factories.make_item(with_picture=True)
    assert "how to begin" not in read(english)


def test_costs_the_same_with_few_and_with_many(english, django_assert_max_num_queries):
    def fill(number: int) -> None:
        for n in range(number):
            factories.make_item(with_picture=True, story="Told.")
            of_day(1900 + n, place=factories.make_place())

    fill(4)
    factories.make_collection(items=[Item.objects.first()])
    read(english)
    with django_assert_max_num_queries(24) as few:
        read(english)
    fill(12)
    with django_assert_max_num_queries(24) as many:
        read(english)
    assert len(few) == len(many)
