"""What is offered while somebody types: what has a page, by any name, in few queries."""

import json

import pytest

from history.models import Item, PlaceName, SearchName
from history.search import names
from tests.factories import (
    make_collection,
    make_item,
    make_person,
    make_place,
    make_subject,
)

pytestmark = pytest.mark.django_db


def suggest(client, text: str) -> list[dict]:
    answer = client.get("/items/suggest/", {"q": text}, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    return json.loads(answer.content)["suggestions"]


def labels(client, text: str) -> list[str]:
    return [one["label"] for one in suggest(client, text)]


@pytest.fixture
def town():
    street = make_place("Млинова вулиця", slug="mill", name_ru="Мельничная улица", name_en="Mill Street")  # fmt: skip
    PlaceName.objects.create(place=street, name="улица Ленина", language="ru")
    make_person("Марія Ленська", is_living=False, other_names="Шевчук", slug="maria")
    make_person("Олена Ленчук", name_ru="Елена Ленчук", slug="olena")
    make_collection("Ленти пам'яті", slug="ribbons")
    make_collection("Ленінські чернетки", published_at=None)
    make_subject("лентопрокат", slug="strip")
    make_item(title="Ленінський суботник", language="uk")
    make_item(title="Ленівці", language="uk", status=Item.Status.HIDDEN)


def test_offers_places_people_collections_and_items(client, town):
    found = suggest(client, "лен")

    assert {one["label"] for one in found} == {
        "улица Ленина", "Марія Ленська", "Ленти пам'яті", "Ленінський суботник",
    }  # fmt: skip
    street = next(one for one in found if one["label"] == "улица Ленина")
    assert street == {
        "kind": "Place", "label": "улица Ленина", "url": "/places/mill/",
        "note": "known today as Mill Street",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ул. Лени", "улица Ленина"), ("на улице лени", "улица Ленина"), ("вулиця леніна", "улица Ленина"),
        ("leni", "улица Ленина"), ("mill st", "Mill Street"), ("мельн", "Mill Street"),
        ("млинова ву", "Mill Street"), ("Шевч", "Марія Ленська"),
        ("марія лен", "Марія Ленська"), ("суботн", "Ленінський суботник"),
        ("ленінський субот", "Ленінський суботник"),
    ],
)  # fmt: skip
def test_any_name_from_any_word_in_any_alphabet(client, town, typed, first):
    assert labels(client, typed)[:1] == [first]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "л",
        "ленч",
        "олена",
        "елена",
        "чернет",
        "ленів",
        "'\"(*",
        "\x00",
        "😀",
        "ґkphoto",
        "a" * 9000,
    ],
)
def test_nothing_hidden_living_or_senseless(client, town, typed):
    assert labels(client, typed) == []


def test_what_is_taken_back_is_gone_at_once(client, town):
    person = names.Person.objects.get(slug="maria")
    person.is_living = True
    person.save()
    collection = names.Collection.objects.get(slug="ribbons")
    collection.published_at = None
    collection.save()

    assert set(labels(client, "лен")) == {
        "улица Ленина", "Ленінський суботник",
    }  # fmt: skip
    PlaceName.objects.get(name="улица Ленина").delete()
    assert "улица Ленина" not in labels(client, "лен")


def test_the_table_can_be_made_again(client, town):
    before = labels(client, "лен")
    SearchName.objects.all().delete()

    names.rebuild()

    assert labels(client, "лен") == before


def test_costs_five_queries_at_most(client, town, django_assert_max_num_queries):
    for number in range(30):
        make_place(f"Ленська {number}")
        make_item(title=f"Ленський {number}", language="uk")
    with django_assert_max_num_queries(5):
        assert len(suggest(client, "лен")) == 10


@pytest.mark.parametrize(
    ("language", "label"),
    [("uk", "вулиця Леніна"), ("ru", "улица Ленина"), ("en", "Lenin Street")],
)
def test_of_several_old_names_the_readers_own_is_offered(client, language, label):
    street = make_place("Млинова вулиця", name_en="Mill Street", name_ru="Мельничная")
    for code, name in (
        ("en", "Lenin Street"),
        ("ru", "улица Ленина"),
        ("uk", "вулиця Леніна"),
    ):
        PlaceName.objects.create(place=street, name=name, language=code)
    for address in ("/items/suggest/", "/map/suggest/"):
        answer = client.get(
            address, {"q": "лен"}, headers={"Accept-Language": language}
        )
        assert label == answer.json()["suggestions"][0]["label"]


def test_todays_name_is_not_exchanged_for_an_old_one(client):
    street = make_place("Леоненка", name_en="Leonenka", name_ru="Леоненко")
    PlaceName.objects.create(place=street, name="Леонова", language="en")
    assert labels(client, "леон") == ["Leonenka"]


def test_the_search_page_names_what_goes_by_the_name(client, town):
    def named(q):
        html = client.get(f"/items/?q={q}", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        return html.partition('<ul class="named"')[2].partition("</ul>")[0]

    assert 'href="/places/mill/">улица Ленина</a>' in named("вулиці Леніна")
    assert "known today as Mill Street" in named("на ул. Ленина")
    assert 'href="/people/maria/"' in named("Шевчука")
    assert named("Олена") == named("чернетки") == ""
