"""Where and how sure: names of any year, numbers as typed (T14), and what is published."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from contributions import pinning
from contributions.models import Contribution
from contributions.pinning import NoPoint
from contributions.states import Status
from history import gazetteer
from history.models import Item, PlaceName
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    place = factories.make_place(
        "Заводська вулиця", name_ru="Заводская улица", name_en="Works Street",
        latitude=47.9489, longitude=36.8968,
    )  # fmt: skip
    for name, code, first, last in [
        ("Дирекційна вулиця", "uk", 1897, 1924), ("Дирекционная улица", "ru", 1897, 1924),
        ("вулиця Леніна", "uk", 1924, 2015), ("улица Ленина", "ru", 1924, 2015),
    ]:  # fmt: skip
        PlaceName.objects.create(
            place=place, name=name, language=code, from_year=first, to_year=last
        )
    return place


@pytest.mark.parametrize(
    "words",
    [
        "Заводська вулиця", "заводська", "на Заводській", "вул. Заводська, 12",
        "Заводская улица", "на Заводской", "works street", "Works",
        "вулиця Леніна", "на Леніна 15", "ул. Ленина", "дирекц", "на Дирекційній",
    ],
)  # fmt: skip
def test_place_is_found_by_any_name_in_any_language_and_ending(street, words):
    factories.make_place("Садова вулиця", slug="sadova")

    assert [one.pk for one in gazetteer.search(words, language="uk")] == [street.pk]


def test_no_place_is_offered_for_other_words(street):
    assert gazetteer.search("біля ставка", language="uk") == []
    assert gazetteer.search("з", language="uk") == []
    assert gazetteer.search("", language="uk") == []


@pytest.mark.parametrize(
    ("words", "first", "last", "label"),
    [
        ("Заводська", 1950, 1959, "вулиця Леніна (сьогодні Заводська вулиця)"),
        ("Ленина", 1905, 1905, "Дирекційна вулиця (сьогодні Заводська вулиця)"),
        ("Заводська", 2019, 2019, "Заводська вулиця"),
        ("Леніна", None, None, "вулиця Леніна (сьогодні Заводська вулиця)"),
        ("Заводська", 1920, 1930, "Заводська вулиця"),
    ],
)
def test_name_of_the_time_stands_before_todays(
    street, settings, words, first, last, label
):
    years = [date(y, 1, 1) if y else None for y in (first, last)]
    with translation.override("uk"):
        (found,) = gazetteer.search(words, language="uk", first=years[0], last=years[1])
    assert found.label == label


def test_house_number_leads_to_the_street_and_two_places_to_none(street):
    assert gazetteer.find("вул. Заводська 12") == street.pk
    other = factories.make_place("Ставкова", slug="stavkova")
    PlaceName.objects.create(place=other, name="проспект Леніна", language="uk")
    assert gazetteer.find("вулиця Леніна") == street.pk
    assert gazetteer.find("Леніна") is None


def test_search_costs_the_same_for_many_places(street, django_assert_num_queries):
    for number in range(40):
        factories.make_place(f"Заводська {number}-а", slug=f"z{number}")
    with django_assert_num_queries(4):
        assert len(gazetteer.search("заводська", language="uk")) == gazetteer.OFFERED


class TestNumbers:
    """T14: coordinates as people type them."""

    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [
            ("47.9489", "36.8968"), ("47,9489", "36,8968"), ("47.9489, 36.8968", ""),
            ("47.9489 36.8968", ""), ("47,9489; 36,8968", ""), ("47.9489,36.8968", ""),
            (" 47.9489° ", "36.8968°"), ("47.948900000000001", "36.896800000000002"),
        ],
    )  # fmt: skip
    def test_are_understood(self, street, latitude, longitude):
        assert pinning.read(latitude, longitude) == pinning.Point(47.9489, 36.8968)

    @pytest.mark.parametrize(
        ("latitude", "longitude", "field"),
        [
            ("91", "36", "latitude"), ("47", "181", "longitude"),
            ("NaN", "36", "latitude"), ("inf", "36", "latitude"), ("47", "", "longitude"),
            ("", "36", "latitude"), ("north", "36", "latitude"),
            ("36.8968", "47.9489", "latitude"), ("4" * 50, "1", "latitude"),
        ],
    )  # fmt: skip
    def test_are_asked_about(self, street, latitude, longitude, field):
        with pytest.raises(NoPoint) as refusal:
            pinning.read(latitude, longitude)
        assert refusal.value.field == field
        assert refusal.value.sentence

    def test_far_from_town_is_a_place_as_well(self, street):
        assert pinning.read("50.45", "30.52") == pinning.Point(50.45, 30.52)

    @pytest.mark.parametrize(("text", "degrees"), [("", None), ("0", 0), ("360", 0), ("45°", 45)])  # fmt: skip
    def test_bearing(self, text, degrees):
        assert pinning.bearing(text) == degrees

    @pytest.mark.parametrize("text", ["361", "-1", "NE", "4.5", "9" * 10, "٣"])
    def test_bearing_is_asked_about(self, text):
        with pytest.raises(NoPoint):
            pinning.bearing(text)


class TestDraft:
    """The screen "tell", without a script."""

    WORDS = {
        "title": "Двір", "story": "Ми грали тут.", "date_said": "початок 60-х",
        "date_sure": "probably", "date_reason": "так казала бабуся",
        "place_said": "на Леніна", "latitude": "47,9491", "longitude": "36,8970",
        "bearing": "270", "accuracy": "house", "people_said": "",
    }  # fmt: skip

    @pytest.fixture
    def draft(self, client, street):
        client.post(reverse("contributions:start"), {"kind": "memory"})
        return Contribution.objects.get()

    def tell(self, client, draft, press="save", **changes):
        address = reverse("contributions:step", args=[draft.reference, "tell"])
        answer = client.post(address, self.WORDS | changes | {press: "1"})
        draft.refresh_from_db()
        return answer

    def test_keeps_all_that_was_said(self, client, draft):
        assert self.tell(client, draft).status_code == 302

        assert draft.date_said == "початок 60-х"
        assert draft.date_edtf == "1960/1964"
        assert (draft.date_sure, draft.date_reason) == ("probably", "так казала бабуся")
        assert (draft.latitude, draft.longitude, draft.bearing) == (
            47.9491,
            36.897,
            270,
        )
        assert draft.accuracy == "house"

    @pytest.mark.parametrize(
        ("changes", "name"),
        [
            ({"latitude": "91"}, "latitude"), ({"longitude": ""}, "longitude"),
            ({"latitude": "36.897", "longitude": "47.949"}, "latitude"),
            ({"bearing": "400"}, "bearing"), ({"accuracy": "planet"}, "accuracy"),
            ({"date_sure": "100%"}, "date_sure"),
        ],
    )  # fmt: skip
    def test_wrong_numbers_stand_beside_their_sentence_and_the_rest_is_kept(
        self, client, draft, changes, name
    ):
        answer = self.tell(client, draft, press="next", **changes)

        assert answer.status_code == 400
        assert f'id="id_{name}_error"' in answer.content.decode()
        assert draft.date_reason == "так казала бабуся"

    def test_words_that_may_mean_a_place_are_offered_and_can_be_picked(
        self, client, draft, street
    ):
        PlaceName.objects.create(place=street, name="Прохідна", language="uk")
        other = factories.make_place("Прохідний двір", slug="prokhidnyi")
        self.tell(client, draft, place_said="біля прохідної")
        page = client.get(reverse("contributions:step", args=[draft.reference, "tell"]))
        assert 'name="place_pick" value="Прохідний двір"' in page.content.decode()

        self.tell(client, draft, press="place_pick", **{"place_said": "біля прохідної"})
        self.tell(client, draft, place_pick="Прохідний двір")

        assert draft.place == other

    def test_last_screen_says_the_name_of_the_time(self, client, draft):
        self.tell(client, draft, place_said="Заводська вулиця")
        page = client.get(
            reverse("contributions:step", args=[draft.reference, "check"])
        ).content.decode()
        assert "вулиця Леніна (сьогодні Заводська вулиця)" in page
        assert "так казала бабуся" in page
        assert "270°" in page


class TestPublished:
    """What the resident said goes into the item, and no middle is made of it."""

    def test_pin_and_doubt_are_carried_and_shown(self, client, cast, street):
        gift = factories.make_contribution(
            status=Status.SUBMITTED, kind="memory", title="Двір", story="Ми грали.",
            date_said="початок 60-х", date_edtf="1960/1964",
            date_earliest=date(1960, 1, 1), date_latest=date(1964, 12, 31),
            date_sure="guess", date_reason="так казала бабуся", place=street,
            latitude=47.9491, longitude=36.897, bearing=270, accuracy="house",
        )  # fmt: skip
        client.force_login(cast["moderator"])
        page = client.get(reverse("contributions:review", args=[gift.reference]))
        words = page.context["publish_form"].initial if "publish_form" in page.context else {}  # fmt: skip
        client.post(
            reverse("contributions:act", args=[gift.reference, "publish"]),
            {
                "how": "one", "title": "Двір", "story": "Ми грали.", "language": "uk",
                "date_said": "початок 60-х", "date_reason": "так казала бабуся",
                "place": street.pk, "rights": gift.rights, **words,
            },
        )  # fmt: skip
        item = Item.objects.get()
        assert (item.date_sure, item.date_reason) == ("guess", "так казала бабуся")
        assert (item.latitude, item.longitude, item.bearing) == (47.9491, 36.897, 270)
        assert item.accuracy == "house"

        client.logout()
        shown = client.get(item.get_absolute_url()).content.decode()
        assert "(здогадка)" in shown
        assert "так казала бабуся" in shown
        assert "вулиця Леніна (сьогодні Заводська вулиця)" in shown
        answer = client.get(f"/api/v1/items/{item.reference}/").json()
        assert answer["date"] == {
            "said": "початок 60-х", "edtf": "1960/1964",
            "earliest": "1960-01-01", "latest": "1964-12-31", "sure": "guess",
        }  # fmt: skip
        everything = shown + str(answer)
        for middle in ("1962", "1961", "1963"):
            assert middle not in everything


def test_map_is_drawn_from_our_own_places(client, street):
    for number in range(3):
        factories.make_place(
            f"Вулиця {number}", slug=f"s{number}", latitude=47.9 + number / 100,
            longitude=36.9 + number * number / 100,
        )  # fmt: skip
    answer = client.get(reverse("contributions:plain_map")).json()
    assert answer["tiles"] == ""
    assert len(answer["places"]) == 4
    assert len(answer["outline"]) >= 3
    assert all(len(point) == 2 for point in answer["outline"])


def test_offers_speak_of_the_time_of_the_photo(client, street):
    query = {"q": "заводська", "date": "1953"}
    (place,) = client.get(reverse("contributions:places"), query).json()["places"]
    assert place["label"] == "вулиця Леніна (сьогодні Заводська вулиця)"
    assert place["point"] == [47.9489, 36.8968]


@pytest.mark.parametrize("q", ["\x00", "'; DROP", "<b>", "%", "а" * 5000, "🙂", "((("])
def test_offers_survive_anything_typed(client, street, q):
    assert client.get(reverse("contributions:places"), {"q": q}).status_code == 200
