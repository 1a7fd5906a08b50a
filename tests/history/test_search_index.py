"""The index follows the items: what is hidden is gone, what is renewed is found."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection

from history.models import (
    CollectionEntry,
    FacetCount,
    Item,
    SearchDocument,
    SearchWord,
    SearchWordKey,
)
from history.search import index_item, index_items, search, suggest, unindex
from history.search.index import catalogue_version
from tests import factories

pytestmark = pytest.mark.django_db


def snapshot() -> tuple:
    """Everything the index knows, without ids that only count up."""
    return (
        list(SearchDocument.objects.order_by("pk").values_list()),
        list(SearchWord.objects.order_by("word").values_list("word", "terms", "df")),
        list(FacetCount.objects.order_by("word").values_list()),
        SearchWordKey.objects.count(),
    )


class TestHiding:
    @pytest.mark.parametrize("status", ["hidden", "removed"])
    def test_nothing_of_a_hidden_item_is_found_suggested_or_counted(self, status):
        place = factories.make_place("Таємна вулиця")
        person = factories.make_person("Захар Невідомий", is_living=False)
        factories.make_item(title="Завод", language="uk")
        before = snapshot()
        item = factories.make_item(
            title="Криворучко у цеху", language="uk", place=place, people=[person],
            story="секретне слово", kind="memory",
        )  # fmt: skip
        assert search(q="Криворучка").ids == [item.pk]

        Item.objects.filter(pk=item.pk).update(
            status=status, removed_reason="x" * (status == "removed"),
            removed_at=item.published_at if status == "removed" else None,
        )  # fmt: skip
        item.refresh_from_db()
        index_item(item)

        for q in ("Криворучко", "секретне", "Невідомий", "Таємна", "kryvoruchko"):
            assert search(q=q).total == 0, q
            assert suggest(q[:5]) == []
        assert search().total == 1
        assert search().facets["place"] == []
        assert snapshot() == before

    def test_unindex_needs_no_status(self):
        item = factories.make_item(title="Завод", language="uk")

        unindex(item.pk)

        assert search(q="завод").total == 0
        assert snapshot() == ([], [], [], 0)

    def test_a_hidden_item_never_enters(self):
        item = factories.make_item(title="Завод", status="hidden")

        index_items([item.pk])

        assert snapshot() == ([], [], [], 0)

    def test_the_living_are_not_in_the_index_at_all(self):
        person = factories.make_person("Олена Криворучко", is_living=True)
        person.other_names = "Лялька"
        person.save()
        item = factories.make_item(title="Завод", people=[person])

        index_item(item)

        for q in ("Криворучко", "Олена", "Лялька"):
            assert search(q=q).total == 0
        assert search().facets["person"] == []
        assert suggest("криво") == []


class TestWriting:
    def test_an_edit_renews_the_words_and_keeps_the_order(self):
        first = factories.make_item(title="Завод", language="uk")
        second = factories.make_item(title="Школа", language="uk")
        first.title = "Вокзал"
        first.save()

        index_item(first)

        assert search(q="завод").total == 0
        assert search(q="вокзалу").ids == [first.pk]
        assert search().ids == [second.pk, first.pk]

    def test_writing_twice_changes_nothing(self):
        items = [factories.make_item(title=f"Завод {n}") for n in range(3)]
        before = snapshot()

        index_items([item.pk for item in items])

        assert snapshot() == before

    def test_every_change_has_a_new_version(self):
        versions = [catalogue_version()]
        item = factories.make_item()
        versions.append(catalogue_version())
        unindex(item.pk)
        versions.append(catalogue_version())

        assert versions == sorted(set(versions))

    def test_the_number_of_queries_does_not_grow(self, django_assert_max_num_queries):
        items = [factories.make_item(title=f"Завод {n}") for n in range(40)]

        with django_assert_max_num_queries(30):
            index_items([item.pk for item in items])

    def test_words_of_collections_reach_up_the_tree(self):
        item = factories.make_item()
        top = factories.make_collection("Місто")
        draft = factories.make_collection("Чернетка", parent=top, published_at=None)
        leaf = factories.make_collection("Вулиці", parent=draft)
        CollectionEntry.objects.create(collection=leaf, item=item)

        index_item(item)

        assert search().facets["collection"] == [(top.pk, 1), (leaf.pk, 1)]
        assert search(filters={"collection": top.pk}).ids == [item.pk]
        assert search(filters={"collection": draft.pk}).ids == []

    def test_a_very_long_story_is_indexed(self):
        story = " ".join(f"слово{n}x{n}" for n in range(40_000))
        item = factories.make_item(title="Завод", story=story, language="uk")

        assert search(q="завод").ids == [item.pk]


class TestRebuild:
    def test_it_brings_back_what_was_lost(self):
        for n in range(5):
            factories.make_item(title=f"Завод {n}", language="uk", story="Домна № 5")
        whole = snapshot()
        SearchDocument.objects.filter(item__title="Завод 4").delete()
        SearchWord.objects.filter(word="завод").update(df=77)
        SearchWord.objects.filter(word="домна").delete()
        FacetCount.objects.all().delete()

        call_command("rebuild_index", batch=2, verbosity=0)

        documents, words, facets, keys = snapshot()
        assert [row[1:] for row in documents] == [row[1:] for row in whole[0]]
        assert [(word, df) for word, _terms, df in words] == [
            (word, df) for word, _terms, df in whole[1]
        ]
        assert (facets, keys) == whole[2:]
        assert search(q="заводы").total == 5

    def test_it_removes_what_should_not_be_there(self):
        item = factories.make_item(title="Завод", language="uk")
        Item.objects.filter(pk=item.pk).update(status="hidden")

        call_command("rebuild_index", verbosity=0)

        assert snapshot() == ([], [], [], 0)

    def test_the_engine_itself_is_repaired(self):
        factories.make_item(title="Завод", language="uk")
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO history_searchdocument_fts(history_searchdocument_fts) "
                    "VALUES ('delete-all')"
                )
            assert search(q="завод").total == 0

        call_command("rebuild_index", verbosity=0)

        assert search(q="завод").total == 1


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth():
    migration = import_module("history.migrations.0002_search_index")
    factories.make_item(title="Завод", language="uk")

    with connection.schema_editor() as editor:
        migration.drop_engine_index(None, editor)
    with connection.schema_editor() as editor:
        migration.make_engine_index(None, editor)

    assert search(q="заводом").total == 1


class TestVocabulary:
    @pytest.fixture(autouse=True)
    def _city(self):
        factories.make_item(title="Трамвай біля заводу", language="uk")
        factories.make_item(title="Старый завод и училище", language="ru")
        factories.make_item(title="Доменна піч, Шевченко", language="uk")

    @pytest.mark.parametrize(
        ("typed", "answered"),
        [
            ("трамай", "трамвай"), ("трмавай", "трамвай"), ("тромвай", "трамвай"),
            ("завот", "завод"), ("училеще", "училище"), ("учелище", "училище"),
            ("шевчнко", "шевченко"), ("доменна пічь", None),
            ("tramvai", "трамвай"), ("zavod", "завод"), ("uchilishche", "училище"),
            ("shevchenko", "шевченко"), ("nhfvdfq", "трамвай"), ("училищ старый", None),
            ("трамвая", None), ("завод", None),
        ],
    )  # fmt: skip
    def test_a_slip_is_answered_and_said(self, typed, answered):
        results = search(q=typed)

        assert results.total >= 1
        assert results.corrected == answered

    def test_what_nobody_wrote_is_not_guessed(self):
        assert search(q="гіпопотам").total == 0
        assert search(q="гіпопотам завод").total == 0

    def test_a_known_word_that_filters_exclude_is_not_replaced(self):
        results = search(q="трамвай", filters={"kind": "audio"})

        assert (results.total, results.corrected) == (0, None)

    def test_words_are_completed_the_most_used_first(self):
        assert suggest("за") == ["завод", "заводу"]
        assert suggest("старый тр") == ["старый трамвай"]
        assert suggest("з") == suggest("") == suggest("завод ") == []

    @pytest.mark.parametrize(
        "typed", ["%", "_а", "\x00", "\ud800", "за%", "x" * 9999, "№"]
    )
    def test_no_text_breaks_suggestions(self, typed):
        assert suggest(typed) in ([], ["завод", "заводу"])
