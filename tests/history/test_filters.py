"""One filter for pages and API: strict, kind in words, cheap in queries."""

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from history.filters import ItemFilter
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    street = factories.make_place("Заводська вулиця", slug="works-street")
    subject = factories.make_subject("трамвай", slug="tram")
    person = factories.make_person("Ада Коваль", slug="ada", is_living=False)
    items = [
        factories.make_item(
            title=f"Трамвай {n}", language="uk", place=street, subjects=[subject],
            people=[person], date_earliest=date(1960 + n, 1, 1),
            date_latest=date(1960 + n, 12, 31),
        )
        for n in range(12)
    ]  # fmt: skip
    factories.make_item(title="Спогад", kind="memory", language="uk")
    collection = factories.make_collection("Вулиці", slug="streets", items=items[:4])
    factories.make_collection("Чернетка", slug="draft", published_at=None)
    return {"items": items, "collection": collection}


def asked(query: str) -> ItemFilter:
    return ItemFilter(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 13), ("q=трамваї", 12), ("kind=memory", 1), ("period=1960s", 10),
        ("period=1960", 10), ("period=1965-1967", 3), ("period=1970-1970", 1),
        ("period=1800s", 0), ("place=works-street", 12), ("collection=streets", 4),
        ("person=ada", 12), ("subject=tram", 12), ("language=uk", 13),
        ("language=ru", 0), ("q=трамвай&collection=streets&period=1960-1961", 2),
        ("q=&kind=&period=&place=&sort=&page=", 13), ("utm_source=x", 13),
    ],
)  # fmt: skip
def test_each_parameter_narrows(city, query, count):
    question = asked(query)

    assert question.errors == {}
    assert question.results.total == count
    assert len(question.cards) == count


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("kind=painting", "kind"), ("kind=photo%00", "kind"), ("language=xx", "language"),
        ("period=1961", "period"), ("period=1969-1950", "period"), ("period=x", "period"),
        ("period=٢٠٢٤", "period"), ("period=99999", "period"), ("period=0-9999", "period"),
        ("period=1950-", "period"), ("period=1960s\n1", "period"),
        ("place=nowhere", "place"), ("place=a%00b", "place"), ("place=%D1%8F", "place"),
        ("place=" + "x" * 8000, "place"), ("collection=draft", "collection"),
        ("collection=1+OR+1%3D1", "collection"), ("person=nobody", "person"),
        ("subject=%ED%A0%80", "subject"), ("sort=owner__email", "sort"),
        ("sort=-password", "sort"), ("sort=?", "sort"), ("after=x", "after"),
        ("after=newest-1-1&q=завод", "after"), ("after=oldest-1-1", "after"),
        ("after=newest-1-" + "9" * 40, "after"), ("after=newest-١-١", "after"),
        ("page=-1", "page"), ("page=0", "page"), ("page=abc", "page"),
        ("page=" + "1" + "0" * 23, "page"), ("page=1.5", "page"), ("page=٣", "page"),
        ("page=101", "page"), ("size=0", "size"), ("size=-5", "size"),
        ("size=101", "size"), ("size=1000000", "size"), ("q=a%00b", "q"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_one_sentence(city, query, name):
    question = asked(query)

    assert list(question.errors) == [name]
    assert len(question.errors[name]) == 1
    assert question.results.ids == []
    assert question.cards == []
    assert question.chosen == []


def test_a_living_person_is_not_known(city):
    factories.make_person("Олена Коваль", slug="olena-koval", is_living=True)

    assert list(asked("person=olena-koval").errors) == ["person"]


def test_names_we_do_not_have_are_told():
    data = QueryDict(
        "q=x&owner__email__startswith=a&kind__regex=.&d__year=0&sort=newest"
    )

    assert ItemFilter.unknown_parameters(data) == [
        "d__year", "kind__regex", "owner__email__startswith",
    ]  # fmt: skip


def test_names_given_twice_are_told():
    data = QueryDict("kind=photo&kind=memory&q=x")

    assert ItemFilter.repeated_parameters(data) == ["kind"]


def test_without_data_it_is_the_whole_catalogue(city):
    assert ItemFilter().results.total == 13


def test_facets_have_names_counts_and_links(city):
    question = asked("q=трамвай&kind=photo&page=1")
    facets = question.facets

    assert [(c.value, c.count, c.is_chosen) for c in facets["kind"]] == [
        ("photo", 12, True)
    ]
    assert [(c.value, c.label, c.count) for c in facets["place"]] == [
        ("works-street", "Заводська вулиця", 12)
    ]
    assert [(c.value, c.count) for c in facets["period"]] == [
        ("1960s", 10),
        ("1970s", 2),
    ]
    assert [c.value for c in facets["collection"]] == ["streets"]
    assert [c.label for c in facets["person"]] == ["Ада Коваль"]
    narrower = ItemFilter(QueryDict(facets["collection"][0].query.removeprefix("?")))
    wider = ItemFilter(QueryDict(facets["kind"][0].query.removeprefix("?")))
    assert narrower.data == QueryDict("q=трамвай&kind=photo&collection=streets")
    assert wider.data == QueryDict("q=трамвай")
    assert narrower.results.total == 4


def test_what_is_chosen_can_be_let_go(city):
    question = asked("q=трамвай&period=1960s&collection=streets")

    assert {choice.value: choice.label for choice in question.chosen} == {
        "1960s": question.chosen[0].label,
        "streets": "Вулиці",
    }
    assert all(choice.is_chosen for choice in question.chosen)
    gone = QueryDict(question.chosen[0].query.removeprefix("?"))
    assert gone == QueryDict("q=трамвай&collection=streets")


def test_pages_lead_to_each_other(city):
    first = asked("size=5")
    second = asked(first.next_query.removeprefix("?"))
    third = asked(second.next_query.removeprefix("?"))

    seen = [item.pk for page in (first, second, third) for item in page.cards]
    assert len(seen) == 13 == len(set(seen))
    assert third.next_query == ""
    assert first.previous_query == ""
    assert (
        asked(second.previous_query.removeprefix("?")).results.ids == first.results.ids
    )


@pytest.mark.parametrize(
    "query", ["", "q=трамвай", "q=трамвай&kind=photo&period=1960s"]
)
def test_a_page_costs_the_same_for_any_size(city, query):
    costs = []
    for size in (1, 3, 12):
        question = asked(f"{query}&size={size}")
        with CaptureQueriesContext(connection) as queries:
            _ = question.cards, question.facets, question.chosen
        costs.append(len(queries))

    assert len(set(costs)) == 1
    assert costs[0] <= 11
