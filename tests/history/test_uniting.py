"""Two people, or two places, become one: names, items and addresses stay alive."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AuditEntry
from history import claiming, revisions, search, uniting
from history.merging import Unfit
from history.models import Call, Claim, Depiction, Person, Place, PlaceName
from history.naming import people_named, place_named
from history.search import index, names
from tests import factories


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


def dead(name: str, **more) -> Person:
    return factories.make_person(name, is_living=False, **more)


@pytest.fixture
def two(db):
    """A person written down twice, with a picture of each."""
    source = dead(
        "Марія Дубенко", slug="dubenko-m", other_names="Маруся", born_year=1921,
        note_uk="Вагоновожата.",
    )  # fmt: skip
    target = dead("Марія Дубенко-Коваль", slug="dubenko", died_year=1990)
    items = [
        factories.make_item(with_picture=True, people=[source]),
        factories.make_item(people=[source, target]),
    ]
    return source, target, items


class TestPeople:
    def test_items_marks_claims_and_names_go_along(self, by, two):
        source, target, (first, second) = two
        mark = Depiction.objects.create(
            media=first.media.get(), person=source, left=0, top=0, width=0.5, height=0.5
        )
        said = claiming.Said(
            field="person", words="Маруся", language="uk", source="comment",
            person=source,
        )  # fmt: skip
        claim = claiming.propose(first, said, by=by)

        uniting.merge_people(source, into=target, by=by, reason="her maiden name")

        for row in (target, mark, claim):
            row.refresh_from_db()
        assert [list(item.people.all()) for item in (first, second)] == [[target]] * 2
        assert (mark.person, claim.person) == (target, target)
        assert target.other_names.splitlines() == ["Марія Дубенко", "Маруся"]
        assert (target.born_year, target.died_year, target.note_uk) == (
            1921, 1990, "Вагоновожата.",
        )  # fmt: skip
        assert people_named(["Маруся", "марія дубенко"]).keys() == {
            "маруся", "марія дубенко",
        }  # fmt: skip

    def test_is_found_by_the_old_names_and_the_old_filter(self, by, two, client):
        source, target, (first, second) = two

        uniting.merge_people(source, into=target, by=by, reason="her maiden name")

        assert set(search.search(q="Маруся").ids) == {first.pk, second.pk}
        for typed in ("Марус", "Марія Дуб"):
            hits = names.beginning(typed, kinds=["person"], limit=5)
            assert {hit.row_id for hit in hits} == {target.pk}
        page = client.get("/items/?person=dubenko-m")
        assert first.title in page.content.decode()

    def test_old_addresses_lead_on_for_ever_also_after_a_second_merge(
        self, by, two, client
    ):
        source, target, _items = two
        third = dead("Марія Коваль", slug="koval")

        uniting.merge_people(source, into=target, by=by, reason="her maiden name")
        uniting.merge_people(target, into=third, by=by, reason="her second marriage")

        for slug in ("dubenko-m", "dubenko"):
            for name in ("history:person", "api:person-detail"):
                answer = client.get(reverse(name, args=[slug]))
                assert (answer.status_code, answer["Location"]) == (
                    301, reverse(name, args=["koval"]),
                )  # fmt: skip

    def test_earlier_versions_of_an_item_name_who_stays(self, by, two):
        source, target, (first, _second) = two
        number = revisions.version_of(first)

        uniting.merge_people(source, into=target, by=by, reason="her maiden name")

        stored = revisions.values_of(revisions.record_of(first, number))
        assert stored["people"] == [target]
        assert revisions.version_of(first) == number

    def test_a_claim_shown_of_both_stays_shown_once(self, by, two):
        source, target, (_first, second) = two
        for person in (source, target):
            said = claiming.Said(
                field="person", words=person.name, language="uk", source="comment",
                person=person,
            )  # fmt: skip
            claiming.accept(claiming.propose(second, said, by=by), by=by)

        uniting.merge_people(source, into=target, by=by, reason="her maiden name")

        states = Claim.objects.filter(person=target).values_list("state", flat=True)
        assert sorted(states) == ["kept", "shown"]

    def test_is_written_down_without_a_name(self, by, two):
        source, target, items = two

        uniting.merge_people(source, into=target, by=by, reason="one woman")

        entry = AuditEntry.objects.get(action="person.merge")
        assert (entry.subject_id, entry.note, entry.actor) == (
            target.pk, "one woman", by,
        )  # fmt: skip
        assert entry.before["slug"] == "dubenko-m"
        assert entry.after["items"] == sorted(item.pk for item in items)

    def test_the_living_never_become_public_by_a_merge(self, by):
        living = factories.make_person("Олена Жива", slug="living")
        past = dead("Олена Жива", slug="past")
        for source, target in ((living, past), (past, living)):
            with pytest.raises(Unfit, match="initials"):
                uniting.merge_people(source, into=target, by=by, reason="same name")
        assert Person.objects.count() == 2

    def test_years_that_do_not_fit_are_refused_in_words(self, by):
        source = dead("А", slug="a", born_year=1950)
        target = dead("Б", slug="b", died_year=1900)
        with pytest.raises(Unfit, match="years do not fit"):
            uniting.merge_people(source, into=target, by=by, reason="same")
        target.refresh_from_db()
        assert target.born_year is None


class TestPlaces:
    def test_items_children_names_and_questions_go_along(self, by):
        source = factories.make_place(
            "вулиця Леніна", slug="lenina", latitude=48.5, longitude=35.0
        )
        target = factories.make_place("Центральна вулиця", slug="centre")
        PlaceName.objects.create(
            place=source, name="Соборна", language="uk", to_year=1920
        )
        house = factories.make_place("Будинок 5", slug="house", parent=source)
        item = factories.make_item(place=source)
        inside = factories.make_item(place=house)
        gift = factories.make_contribution(place=source, about_place=source)
        call = Call.objects.create(
            slug="depot", collection=factories.make_collection(), place=source,
            title_uk="Шукаємо", opened_at=item.published_at,
        )  # fmt: skip

        uniting.merge_places(source, into=target, by=by, reason="one street")

        for row in (target, house, item, gift, call):
            row.refresh_from_db()
        assert (house.parent, item.place, call.place) == (target,) * 3
        assert (gift.place, gift.about_place, target.latitude) == (target, target, 48.5)
        kept = set(target.names.values_list("name", "to_year"))
        assert {("Соборна", 1920), ("вулиця Леніна", None)} <= kept
        assert place_named("вулиця Леніна") == target
        hits = names.beginning("Леніна", kinds=["place"], limit=5)
        assert {hit.row_id for hit in hits} == {target.pk}
        for words in ("Соборна", "Леніна"):
            assert set(search.search(q=words).ids) == {item.pk, inside.pk}

    def test_page_and_api_of_the_old_address_lead_on(self, by, client):
        source = factories.make_place("вулиця Леніна", slug="lenina")
        target = factories.make_place("Центральна вулиця", slug="centre")

        uniting.merge_places(source, into=target, by=by, reason="one street")

        for name in ("history:place", "api:place-detail"):
            answer = client.get(reverse(name, args=["lenina"]))
            assert (answer.status_code, answer["Location"]) == (
                301, reverse(name, args=["centre"]),
            )  # fmt: skip

    def test_a_street_never_goes_into_its_own_house(self, by):
        street = factories.make_place("Вулиця", slug="street")
        house = factories.make_place("Будинок", slug="house", parent=street)
        with pytest.raises(Unfit, match="lies in the one that goes"):
            uniting.merge_places(street, into=house, by=by, reason="same")
        uniting.merge_places(house, into=street, by=by, reason="the only house")
        assert Place.objects.get() == street

    def test_a_failure_on_the_way_leaves_everything(self, by, monkeypatch):
        source = factories.make_place("вулиця Леніна", slug="lenina")
        target = factories.make_place("Центральна вулиця", slug="centre")
        item = factories.make_item(place=source)

        def full(ids):
            raise OSError

        monkeypatch.setattr(index, "index_items", full)
        with pytest.raises(OSError):
            uniting.merge_places(source, into=target, by=by, reason="one street")
        item.refresh_from_db()
        assert (item.place, Place.objects.count()) == (source, 2)


class TestThePage:
    def test_offers_who_is_called_alike_then_shows_both_and_joins(
        self, by, two, client
    ):
        source, _target, items = two
        client.force_login(by)
        client.cookies["django_language"] = "en"
        here = reverse("history:person_merge", args=[source.slug])
        room = reverse("admin:history_person_change", args=[source.pk])

        assert f'href="{here}"' in client.get(room).content.decode()
        assert "?into=dubenko" in client.get(here).content.decode()
        page = client.get(here, {"into": "dubenko"})
        body = page.content.decode()
        sides = page.context["sides"]
        assert items[0].title in body and "Маруся" in body
        form = {
            "into": "dubenko",
            "seen": sides[0]["mark"],
            "seen_into": sides[1]["mark"],
        }
        assert client.post(here, form).status_code == 400
        answer = client.post(here, form | {"reason": "her maiden name"})
        assert answer.status_code == 302
        assert not Person.objects.filter(pk=source.pk).exists()
        # Whoever had the page open still is led to the right one.
        assert client.get(here).status_code == 302

    def test_what_changed_since_it_was_looked_at_is_not_joined(self, by, two, client):
        source, target, _items = two
        client.force_login(by)
        client.cookies["django_language"] = "en"
        here = reverse("history:person_merge", args=[source.slug])
        sides = client.get(here, {"into": "dubenko"}).context["sides"]
        Person.objects.filter(pk=target.pk).update(note_uk="Інша людина!")

        answer = client.post(
            here,
            {"into": "dubenko", "reason": "one", "seen": sides[0]["mark"],
             "seen_into": sides[1]["mark"]},
        )  # fmt: skip

        assert answer.status_code == 409
        assert "changed meanwhile" in answer.content.decode()
        assert Person.objects.filter(pk=source.pk).exists()
