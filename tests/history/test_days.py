"""The picture of the day: chosen by curators, moved, let go, and never what is hidden."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from history import days, merging, publishing
from history.collecting import Overtaken
from history.models import DayPicture
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def item():
    return factories.make_item(title="The bridge", with_picture=True)


@pytest.fixture
def curator(client, cast):
    client.force_login(cast["curator"])
    client.cookies["django_language"] = "en"
    return client


def page_of(day) -> str:
    return reverse("history:day", args=[day.isoformat()])


class TestChoosing:
    def test_a_choice_is_one_a_day_and_written_down(self, cast, item, today):
        other = factories.make_item(with_picture=True)
        row = days.choose(today, item, by=cast["curator"], note_uk="Сьогодні — він.")
        days.choose(today, other, by=cast["editor"], seen=row.mark)

        chosen = DayPicture.objects.get()
        assert (chosen.item, chosen.chosen_by, chosen.note_uk) == (
            other, cast["editor"], "",
        )  # fmt: skip
        acts = AuditEntry.objects.filter(action="day.choose").order_by("pk")
        assert [act.after["item"] for act in acts] == [item.reference, other.reference]

    def test_who_comes_late_is_told(self, cast, item, today):
        by = cast["curator"]
        row = days.choose(today, item, by=by)
        with pytest.raises(Overtaken):
            days.choose(today, item, by=by)
        days.remove(today, by=by, seen=row.mark)
        with pytest.raises(Overtaken):
            days.remove(today, by=by, seen=row.mark)
        days.choose(today, item, by=by)
        with pytest.raises(Overtaken):  # the same words, but another choice
            days.move(today, today + timedelta(days=1), by=by, seen=row.mark)

    @pytest.mark.parametrize("what", ["hidden", "covered", "without a picture", "past"])
    def test_what_cannot_stand_there_is_refused(self, cast, item, today, what):
        if what == "hidden":
            publishing.hide(item, by=None)
        if what == "covered":
            item.sensitive = "body"
        if what == "without a picture":
            item = factories.make_item(kind="memory", story="Words.")
        day = today - timedelta(days=1) if what == "past" else today
        with pytest.raises(days.Unfit):
            days.choose(day, item, by=cast["curator"])

    def test_two_days_change_places(self, cast, item, today):
        by, tomorrow = cast["curator"], today + timedelta(days=1)
        other = factories.make_item(with_picture=True)
        first = days.choose(today, item, by=by, note_uk="Перший")
        days.choose(tomorrow, other, by=by, note_uk="Другий")

        days.move(today, tomorrow, by=by, seen=first.mark)

        rows = DayPicture.objects.order_by("day").values_list("item", "note_uk")
        assert list(rows) == [(other.pk, "Другий"), (item.pk, "Перший")]

        now = DayPicture.objects.get(day=today)
        days.move(today, today + timedelta(days=5), by=by, seen=now.mark)
        assert not DayPicture.objects.filter(day=today).exists()

    def test_a_merged_item_stands_there_as_what_it_became(self, cast, item, today):
        stays = factories.make_item(with_picture=True)
        days.choose(today, item, by=cast["curator"])
        merging.merge_items(item, into=stays, by=cast["curator"], reason="one print")
        assert DayPicture.objects.get().item == stays


class TestPages:
    def test_a_month_says_who_stands_where(self, curator, cast, item, today):
        days.choose(today, item, by=cast["curator"], note_en="Look at the lamps.")
        body = curator.get(reverse("history:day_list")).content.decode()
        for words in ("The bridge", "Look at the lamps.", "chosen by Ірина"):
            assert words in body
        publishing.hide(item, by=None)
        body = curator.get(reverse("history:day_list")).content.decode()
        assert "Visitors do not see this now" in body

    def test_costs_the_same_with_one_and_with_all_days(
        self, curator, cast, item, today, django_assert_max_num_queries
    ):
        month = (
            f"{reverse('history:day_list')}?month={today + timedelta(days=40):%Y-%m}"
        )
        first = (today + timedelta(days=40)).replace(day=1)
        days.choose(first, item, by=cast["curator"])
        curator.get(month)
        with django_assert_max_num_queries(20) as few:
            curator.get(month)
        for number in range(1, 20):
            days.choose(first + timedelta(days=number), item, by=cast["curator"])
        with django_assert_max_num_queries(20) as many:
            curator.get(month)
        assert len(few) == len(many)

    def test_is_chosen_by_reference_with_words(self, curator, item, today):
        answer = curator.post(
            page_of(today), {"item": item.reference, "note_uk": " Дивіться. "}
        )
        assert answer.status_code == 302
        chosen = DayPicture.objects.get()
        assert (chosen.item, chosen.note_uk) == (item, "Дивіться.")

    def test_words_are_looked_for_and_nothing_typed_is_lost(self, curator, item, today):
        asked = {"item": "bridge", "note_uk": "Мої слова", "do": "look"}
        body = curator.post(page_of(today), asked).content.decode()
        assert f'value="{item.reference}"' in body and "Мої слова" in body
        assert not DayPicture.objects.exists()

        # Saved without a choice: they are offered beside the sentence.
        answer = curator.post(page_of(today), asked | {"do": ""})
        assert answer.status_code == 400
        assert "Please choose one of these." in answer.content.decode()
        picked = asked | {"do": "", "pick": item.reference}
        assert curator.post(page_of(today), picked).status_code == 302
        assert DayPicture.objects.get().note_uk == "Мої слова"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"item": ""}, "Please say which picture it is to be."),
            ({"item": "no such words at all"}, "We found no picture by these words."),
            ({"item": "ST-999999"}, "We found no picture by these words."),
            ({"item": "x\x00y"}, "Null characters are not allowed."),
            ({"do": "move", "to": "yesterday"}, "Enter a valid date."),
            ({"do": "move", "to": "1999-01-01"}, "This day is over."),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, curator, cast, item, today, typed, sentence
    ):
        row = days.choose(today, item, by=cast["curator"])
        answer = curator.post(page_of(today), {"seen": row.mark} | typed)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()

    def test_a_stale_page_keeps_the_words_and_shows_what_stands(
        self, curator, cast, item, today
    ):
        days.choose(today, item, by=cast["editor"])
        typed = {"item": item.reference, "note_uk": "Мої слова", "seen": ""}
        answer = curator.post(page_of(today), typed)
        body = answer.content.decode()
        assert answer.status_code == 409
        assert "A colleague has changed this day meanwhile" in body
        assert "Мої слова" in body and "chosen by Тетяна" in body
        row = DayPicture.objects.get()
        gone = {"do": "remove", "seen": "x"}
        assert curator.post(page_of(today), gone).status_code == 409
        gone["seen"] = row.mark
        assert curator.post(page_of(today), gone).status_code == 302
        assert not DayPicture.objects.exists()

    @pytest.mark.parametrize("day", ["nope", "2026-13-01", "20260101x"])
    def test_there_is_no_such_day(self, curator, day):
        assert curator.get(f"/moderation/days/{day}/").status_code == 404
        assert curator.get(f"/moderation/days/?month={day}").status_code == 404
