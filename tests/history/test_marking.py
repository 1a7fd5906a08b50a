"""People marked on a picture by curators: the page, the verb, what visitors see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AuditEntry
from history import images, marking, publishing, regions, retouching
from history.models import Depiction, Person, SearchDocument
from tests import factories
from tests.history.retouched import keep

FACE = (0.525, 0.29, 0.2, 0.17)  # of tests.history.retouched: its middle


@pytest.fixture(autouse=True)
def _in_english(db, settings):
    settings.LANGUAGE_CODE = "en"
    with override("en"):
        yield


@pytest.fixture
def curator(client, cast):
    client.force_login(cast["curator"])
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def item():
    return factories.make_item(title="Class 5", language="uk", with_picture=True)


def page_of(item) -> str:
    return reverse("history:item_people", args=[item.pk])


def sent(media, *rows, **more) -> dict:
    """Give what a browser sends of rows of fields."""
    data = {
        "seen": marking.version_of(media), "do": "save",
        "marks-TOTAL_FORMS": len(rows), "marks-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, row in enumerate(rows):
        place = {"x": 10, "y": 10, "width": 20, "height": 30}
        for name, value in (place | {"number": number + 1} | row).items():
            data[f"marks-{number}-{name}"] = value
    return data | more


def mark(item, **values) -> Depiction:
    place = {"left": 0.1, "top": 0.1, "width": 0.2, "height": 0.3}
    return Depiction.objects.create(media=item.media.get(), **place | values)


class TestSaving:
    def test_marks_are_numbered_named_found_and_written_down(self, curator, item):
        old = factories.make_person("Марія Литвин", died_year=2009, is_living=False)
        media, before = item.media.get(), item.history.count()

        answer = curator.post(
            page_of(item),
            sent(
                media,
                {"number": 3, "who": "unknown", "x": 60},
                {"number": 1, "who": "person", "name": " марія  литвин "},
                {"number": 2, "who": "living", "name": "Іван Ковш", "x": "40,5",
                 "said_by": "his sister"},
                {"x": "", "y": "", "width": "", "height": "", "number": ""},
            ),
        )  # fmt: skip

        assert answer.status_code == 302
        rows = list(media.depictions.order_by("position"))
        new = Person.objects.get(name_uk="Іван Ковш")
        assert [(row.person, row.label) for row in rows] == [
            (old, ""), (new, ""), (None, "?"),
        ]  # fmt: skip
        assert (new.is_living, new.slug) == (True, "ivan-kovsh")
        assert rows[1].box == pytest.approx((0.405, 0.1, 0.2, 0.3))
        assert rows[1].said_by == "his sister"
        assert set(item.people.all()) == {old, new}
        assert item.history.count() == before + 1
        assert item.history.first().history_change_reason == "people marked"
        entry = AuditEntry.objects.get(action="item.mark")
        assert "Ковш" not in str(entry.after)
        assert len(entry.after["marks"]) == 3
        found = SearchDocument.objects.get(item=item)
        assert "литвин" in found.words.casefold()
        assert "ковш" not in found.words.casefold()

    def test_another_name_takes_the_first_off_the_item(self, curator, item):
        wrong, right = (
            factories.make_person(name, is_living=False) for name in ("Один", "Другий")
        )
        one = mark(item, person=wrong)
        item.people.add(wrong)

        curator.post(
            page_of(item),
            sent(one.media, {"mark": one.pk, "who": "person", "name": "Другий"}),
        )

        assert list(item.people.all()) == [right]
        assert one.media.depictions.get().pk == one.pk

    def test_untouched_places_are_not_rounded_and_others_stay(self, curator, item):
        one = mark(item, label="?", left=1 / 7, width=1 / 9)
        two = mark(item, label="the stove", left=0.5)
        shown = curator.get(page_of(item)).context["rows"].forms[0]
        values = {name: shown[name].value() for name in shown.fields}
        values |= {"said_by": "a neighbour", "remove": ""}

        curator.post(page_of(item), sent(one.media, values))

        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.left, one.width, one.said_by) == (1 / 7, 1 / 9, "a neighbour")
        assert (one.position, two.position, two.label) == (1, 2, "the stove")

    def test_removed(self, curator, item):
        one = mark(item, label="?")

        curator.post(
            page_of(item), sent(one.media, {"mark": one.pk, "remove": "on", "x": "x"})
        )

        assert not item.media.get().depictions.exists()

    def test_nothing_different_is_no_version(self, curator, item):
        one = mark(item, label="?", position=1)
        before = item.history.count()

        curator.post(page_of(item), sent(one.media, {"mark": one.pk, "who": "unknown"}))

        assert item.history.count() == before
        assert not AuditEntry.objects.filter(action="item.mark").exists()

    def test_rows_are_numbered_row_by_row_from_left_to_right(self, curator, item):
        media = item.media.get()
        rows = [
            {"name": name, "who": "words", "x": x, "y": y, "width": 10, "height": 10}
            for name, x, y in (
                ("d", 60, 55),
                ("b", 70, 12),
                ("c", 5, 50),
                ("a", 20, 10),
            )
        ]

        answer = curator.post(page_of(item), sent(media, *rows, do="number"))

        names = [form["name"].value() for form in answer.context["rows"].forms]
        assert "".join(filter(None, names)) == "abcd"
        assert not media.depictions.exists()


class TestBadInput:
    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ({"name": ""}, "write a name, or choose"),
            ({"name": "Nobody Knows"}, "nobody of this name"),
            ({"name": "Двоє"}, "Several people are called so"),
            ({"name": "Двоє", "who": "gone"}, "somebody of this name already"),
            ({"name": "x" * 500, "who": "words"}, "160"),
            ({"who": "unknown", "width": 0}, "at least 0.5 %"),
            ({"who": "unknown", "x": 90}, "over the edge"),
            ({"who": "unknown", "y": -1}, "from 0 to 100"),
            ({"who": "unknown", "x": "1e999"}, "from 0 to 100"),
            ({"who": "unknown", "x": "nan"}, "from 0 to 100"),
            ({"who": "unknown", "x": ""}, "write this number too"),
            ({"who": "unknown", "number": "9" * 40}, "less than or equal to 999"),
            ({"who": "king"}, "Select a valid choice"),
        ],
    )
    def test_gets_a_sentence_and_loses_no_word(self, curator, item, row, sentence):
        for _one in range(2):
            factories.make_person("Двоє")
        typed = sent(item.media.get(), {"said_by": "grandmother"} | row)

        answer = curator.post(page_of(item), typed)

        assert answer.status_code == 400
        assert sentence in answer.text
        assert 'value="grandmother"' in answer.text
        assert not Depiction.objects.exists()

    @pytest.mark.parametrize(
        "broken",
        [
            {"marks-TOTAL_FORMS": "9999999"}, {"marks-TOTAL_FORMS": "x"},
            {"marks-0-mark": "x"}, {"marks-0-mark": "9" * 30}, {"marks-0-name": "\x00"},
        ],
    )  # fmt: skip
    def test_what_no_browser_sends_is_no_failure(self, curator, item, broken):
        row = sent(item.media.get(), {"who": "words", "name": "a stove"})

        assert curator.post(page_of(item), row | broken).status_code in (302, 400)

    @pytest.mark.parametrize("file", ["x", "0", "9" * 40])
    def test_a_file_of_another_item_is_not_found(self, curator, item, file):
        assert curator.get(page_of(item), {"file": file}).status_code == 404

    def test_of_two_with_one_name_the_address_tells(self, curator, item):
        one, _other = factories.make_person("Двоє"), factories.make_person("Двоє")
        row = {"who": "person", "name": f"Двоє [{one.slug}]"}

        curator.post(page_of(item), sent(item.media.get(), row))

        assert item.media.get().depictions.get().person == one
        again = curator.get(page_of(item)).context["rows"].forms[0]
        assert again["name"].value() == f"Двоє [{one.slug}]"


class TestTwoAtOnce:
    def test_the_second_sees_both_and_saves_them(self, curator, item):
        media = item.media.get()
        late = sent(media, {"who": "words", "name": "the stove"})
        curator.post(page_of(item), sent(media, {"who": "words", "name": "a lamp"}))

        answer = curator.post(page_of(item), late)

        assert answer.status_code == 409
        assert "A colleague changed the marks" in answer.text
        forms = [form for form in answer.context["rows"].forms if form.is_touched]
        rows = [
            {name: form[name].value() or "" for name in form.fields} for form in forms
        ]
        assert [row["name"] for row in rows] == ["the stove", "a lamp"]
        rows = [{k: v for k, v in row.items() if k != "remove"} for row in rows]
        saved = curator.post(page_of(item), sent(media, *rows))
        assert saved.status_code == 302
        assert set(media.depictions.values_list("label", flat=True)) == {
            "the stove", "a lamp",
        }  # fmt: skip

    def test_a_turned_picture_is_stale_as_well(self, curator, item, cast):
        media = item.media.get()
        late = sent(media, {"who": "unknown"})
        media.edits = {"rotate": 90}
        media.save()

        assert curator.post(page_of(item), late).status_code == 409
        assert not media.depictions.exists()


class TestWhereItIs:
    @pytest.mark.parametrize(
        "edits",
        [
            {}, {"rotate": 90}, {"rotate": 180}, {"rotate": 270, "straighten": 4},
            {"rotate": 90, "straighten": -3, "crop": [0.1, 0.2, 0.7, 0.6]},
        ],
    )  # fmt: skip
    def test_a_box_drawn_on_the_shown_picture_comes_back(self, edits):
        box, size = (0.4, 0.45, 0.1, 0.12), (1600, 1000)

        kept = images.box_of_original(box, size, edits)

        assert images.box_seen(kept, size, edits) == pytest.approx(box)

    def test_a_quarter_turn_swaps_the_sides(self):
        turned = images.box_seen((0.1, 0.2, 0.3, 0.4), (1000, 500), {"rotate": 90})

        assert turned == pytest.approx((0.4, 0.1, 0.4, 0.3))

    def test_drawn_on_a_turned_picture_it_is_kept_on_the_original(
        self, curator, tmp_path, cast
    ):
        item = factories.make_item(kind="photo")
        publishing.extend(item, files=[publishing.File(master=keep(tmp_path))], by=None)
        retouching.retouch(
            item.media.get(), edits={"rotate": 90}, before={}, by=cast["curator"],
            reason="it lay on its side",
        )  # fmt: skip
        media = item.media.get()
        box = images.box_seen(FACE, (1600, 1000), media.edits)
        place = dict(
            zip(
                ("x", "y", "width", "height"), (side * 100 for side in box), strict=True
            )
        )

        curator.post(page_of(item), sent(media, {"who": "unknown", **place}))

        assert media.depictions.get().box == pytest.approx(FACE, abs=0.0001)

    def test_cut_off_is_told_and_kept(self, curator, item):
        one = mark(item, label="?", left=0.7)
        media = one.media
        media.edits = {"crop": [0, 0, 0.5, 1]}
        media.save()
        row = {"mark": one.pk, "who": "words", "name": "a dog", "x": "", "y": "",
               "width": "", "height": ""}  # fmt: skip

        assert "Cut off" in curator.get(page_of(item)).text
        assert curator.post(page_of(item), sent(media, row)).status_code == 302

        one.refresh_from_db()
        assert (one.label, one.left) == ("a dog", 0.7)
        assert [p.number for p in regions.placed(media)] == [1]


class TestAround:
    def test_the_page_asks_as_often_for_many_as_for_one(self, curator, item):
        mark(item, person=factories.make_person("Перша"), position=1)
        with CaptureQueriesContext(
            connection,
        ) as few:
            curator.get(page_of(item))
        for number in range(12):
            mark(
                item, person=factories.make_person(f"Ще {number}"), position=number + 2
            )
        with CaptureQueriesContext(connection) as many:
            answer = curator.get(page_of(item))

        assert len(many) == len(few)
        assert answer.text.count('value="Ще ') == 12

    def test_people_are_offered_while_a_name_is_typed(self, curator):
        factories.make_person("Марія Литвин", born_year=1926)
        for _one in range(2):
            factories.make_person("Марія Ковш")

        found = curator.get(reverse("history:people_suggest"), {"q": "мар"}).json()

        names = [one["name"] for one in found["people"]]
        assert names[-1] == "Марія Литвин"
        assert all(name.startswith("Марія Ковш [") for name in names[:2])
        assert found["people"][-1]["years"] == "1926–"

    def test_visitors_get_numbers_initials_and_a_way_to_answer(self, client, item):
        mark(item, person=factories.make_person("Олена Коваль"), said_by="Zqinformant")
        mark(item, label="?", left=0.6)
        client.cookies["django_language"] = "en"

        body = client.get(item.get_absolute_url()).text

        assert "О. К." in body
        assert "Коваль" not in body
        assert "Zqinformant" not in body
        assert f"kind=correction&amp;item={item.reference}&amp;mark=2" in body

    def test_the_door_begins_with_the_number(self, client, item):
        start = reverse("contributions:start")
        asked = {"kind": "correction", "item": item.reference, "mark": "2-3"}
        client.cookies["django_language"] = "en"
        assert "Number 3 on picture 2" in client.get(start, asked).text

        draft = client.post(start, asked)

        assert (
            "Number 3 on picture 2: " in client.get(draft["Location"], follow=True).text
        )

    def test_who_told_the_story_finds_it_with_the_number_below(
        self, client, item, resident
    ):
        item.contributor, item.story = resident, "Ми йшли до школи."
        item.save()
        client.force_login(resident)
        client.cookies["django_language"] = "en"
        asked = {"kind": "correction", "item": item.reference, "mark": "3"}

        draft = client.post(reverse("contributions:start"), asked)

        page = client.get(draft["Location"], follow=True).text
        assert "Ми йшли до школи.\n\nNumber 3 on the picture: </textarea>" in page
        assert "Your words as they are published" in page

    def test_another_number_is_not_known(self, client, item):
        start = reverse("contributions:start")
        asked = {"kind": "correction", "item": item.reference}
        client.cookies["django_language"] = "en"
        for wrong in ("0", "x", "1-2-3", "٣", "100"):
            body = client.get(start, asked | {"mark": wrong}).text
            assert "A part of this address is not known here" in body
