"""A street through the years, and what lies around it."""

from datetime import date

import pytest

from history.eras import eras
from history.models import Place
from history.models.atlas import OPEN_END, OPEN_START
from history.views import surroundings
from tests.factories import make_item, make_person, make_place, make_subject
from tests.history.test_views import data_of, read

pytestmark = pytest.mark.django_db


def taken(first, last, **values):
    return make_item(
        date_earliest=date(first, 1, 1), date_latest=date(last, 12, 31), **values
    )


def street_of_old():
    street = make_place(
        "Млинова вулиця", name_en="Mill Street", latitude=47.95, longitude=36.9
    )
    street.names.create(
        name="Lenin Street", language="en", from_year=1925, to_year=2016
    )
    return street


def test_an_unsure_date_stands_between_the_decades():
    unknown = (OPEN_END, OPEN_START)
    found = eras(
        [
            (1, 1955, 1955), (2, 1948, 1952), (3, 1951, 1953), (4, *unknown),
            (5, OPEN_START, 1941), (6, 1990, OPEN_END), (7, 1940, 1949),
        ]
    )  # fmt: skip

    assert [(one.key, one.ids) for one in found] == [
        ("y0-1940", [5]), ("y1940-1940", [7]), ("y1940-1950", [2]),
        ("y1950-1950", [3, 1]), ("y1990-9999", [6]), ("undated", [4]),
    ]  # fmt: skip
    assert [one.period for one in found] == ["", "1940s", "1940-1959", "1950s", "", ""]


def test_street_through_the_years_with_its_names(client):
    street = street_of_old()
    taken(1955, 1955, place=street, title="Of the fifties")
    taken(2020, 2020, place=street, title="Of today")
    house = make_place("Будинок", name_en="The house", parent=street)
    taken(1955, 1956, place=house, title="In the house")
    corner = make_place("Ринок", name_en="Market", latitude=47.951, longitude=36.9)
    make_place("Далеко", name_en="Far away", latitude=47.99, longitude=36.9)
    make_item(
        title="From the tower",
        place=corner,
        latitude=47.951,
        longitude=36.9,
        bearing=180,
    )
    html = read(client, f"/places/{street.slug}/")

    fifties, today = html.index('id="y1950-1950"'), html.index('id="y2020-2020"')
    assert fifties < html.index("Of the fifties") < html.index("In the house") < today
    assert "then Lenin Street" in html[fifties:today]
    assert "then Lenin Street" not in html[today:]
    assert "110 m" in html
    assert "Far away" not in html
    assert html.index("What looked at this spot") < html.index("From the tower")
    assert f'href="/map/?place={street.slug}"' in html
    place = data_of(html)[0]
    assert place["alternateName"] == ["Млинова вулиця", "Lenin Street"]
    assert place["geo"]["latitude"] == 47.95


def test_many_of_one_decade_lead_on(client):
    street = street_of_old()
    for _n in range(10):
        taken(1955, 1955, place=street)
    html = read(client, f"/places/{street.slug}/")

    assert html.count('class="card ') == 8
    assert f"/items/?place={street.slug}&amp;sort=oldest&amp;period=1950s" in html


def test_page_costs_the_same_for_many(client, django_assert_max_num_queries):
    street = street_of_old()
    people = [make_person(f"Людина {n}", is_living=False) for n in range(3)]
    for n in range(20):
        taken(
            1890 + 5 * n, 1893 + 5 * n, place=street, people=people, with_picture=True,
            subjects=[make_subject(f"тема {n}")],
        )  # fmt: skip
    for path, most in [
        (f"/places/{street.slug}/", 13),
        (f"/people/{people[0].slug}/", 10),
    ]:
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_the_living_are_never_related(client):
    old = make_person("Petro Old", name_en="Petro Old", is_living=False)
    living = make_person("Maria Young", name_en="Maria Young")
    friend = make_person("Ivan Friend", name_en="Ivan Friend", is_living=False)
    taken(1955, 1955, people=[old, living, friend])
    html = read(client, f"/people/{old.slug}/")

    assert "Ivan Friend" in html
    assert "Young" not in html
    assert data_of(html)[0]["@type"] == "Person"
    read(client, f"/people/{living.slug}/", status=404)


def test_where_there_are_too_many_a_sample_stands_for_all(client, monkeypatch):
    """Every time is there with about its share; the number of all is exact."""
    monkeypatch.setattr(surroundings, "READ", 10)
    town = make_place("Велике", kind=Place.Kind.TOWN)
    street = make_place("Довга", parent=town)
    for number in range(64):
        year = 1930 if number % 2 else 1970
        make_item(place=street, date_earliest=date(year, 1, 1),
                  date_latest=date(year, 12, 31))  # fmt: skip

    page = client.get(f"/places/{street.slug}/", headers={"accept-language": "en"})

    assert "64 photos and memories" in page.text
    assert page.context["eras"]
    assert {era["label"] for era in page.context["eras"]} <= {"1930s", "1970s"}
    counts = [int(era["count"].removeprefix("≈\u202f")) for era in page.context["eras"]]
    assert all(count % 8 == 0 for count in counts)
    assert 24 <= sum(counts) <= 104
    around = client.get(f"/places/{town.slug}/", headers={"accept-language": "en"})
    assert "64 photos and memories" in around.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [("street", "somewhere on this street"), ("works", "somewhere here")],
)
def test_how_exactly_is_said_by_what_the_place_is(client, kind, said):
    item = make_item(place=make_place(kind=kind), accuracy="street")
    assert said in read(client, item.get_absolute_url())


def test_a_name_of_small_letters_begins_a_heading_with_a_capital(client):
    square = make_place("площа", name_en="market square", kind="square")
    assert ">Market square</span></h1>" in read(client, square.get_absolute_url())
