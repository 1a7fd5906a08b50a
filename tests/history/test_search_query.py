"""What is found, in which order, with which counts; the same on both engines."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.admin.synonyms import SynonymForm
from history.models import Item, PlaceName, SearchDocument, Synonym
from history.search import facets, in_time, index_items, query, search
from history.search.analysis import terms
from history.search.question import understand
from tests import factories

pytestmark = pytest.mark.django_db

UKRAINIAN = "завод вулиця трамвай школа міст площа річка цех домна вокзал ринок"
RUSSIAN = "завод улица трамвай школа мост площадь река цех домна вокзал рынок"
ENGLISH = "works street tram school bridge square river shop furnace station"
NOUNS = {"uk": UKRAINIAN.split(), "ru": RUSSIAN.split(), "en": ENGLISH.split()}
START = datetime(2026, 1, 1, tzinfo=UTC)


def stock(count: int, seed: int = 1) -> list[Item]:
    """Make a small reproducible catalogue in one batch."""
    dice = random.Random(seed)
    town = factories.make_place("Стальне", kind="town")
    streets = [
        factories.make_place(f"вулиця {n}", parent=town) for n in ("Садова", "Нова")
    ]
    people = [
        factories.make_person(f"{n} Коваль", is_living=False) for n in ("Ада", "Ян")
    ]
    items = []
    for number in range(count):
        language = dice.choice(["uk", "uk", "ru", "en"])
        nouns = NOUNS[language]
        year = dice.choice([None, *range(1890, 2020, 7)])
        last = None if year is None else year + dice.choice([0, 0, 3, 12, 150])
        items.append(
            Item(
                kind=dice.choice(Item.Kind.values),
                title=" ".join(dice.sample(nouns, 2)),
                description=" ".join(dice.choices(nouns, k=4)),
                story=" ".join(dice.choices(nouns, k=3)),
                language=language,
                place=dice.choice([None, town, *streets]),
                date_earliest=year and date(year, 1, 1),
                date_latest=last and date(last, 12, 31),
                published_at=START + timedelta(minutes=number),
            )
        )
    items = Item.objects.bulk_create(items)
    people_rows = Item.people.through
    people_rows.objects.bulk_create(
        people_rows(item=item, person=dice.choice(people)) for item in items[::5]
    )
    index_items([item.pk for item in items], batch=70)
    return items


def brute(items, q="", filters=None):
    """Answer the slow and plain way. Shape: (ids by relevance, facets, timeline)."""
    groups = [set(group) for group in understand(q).groups]
    found = []
    for number, item in enumerate(items):
        title = _terms([item.title], item.language)
        names = title | _terms(_names(item), "uk")
        every = names | _terms([item.description, item.story], item.language)
        words = _facets(item)
        if all(group & every for group in groups) and _passes(item, words, filters):
            tier = next(
                rank
                for rank, part in enumerate((title, names, every))
                if all(group & part for group in groups)
            )
            found.append(((tier if groups else 0, -number), item, words))
    found.sort(key=lambda entry: entry[0])
    counted = facets.counts(Counter(w for _key, _item, words in found for w in words))
    return [item.pk for _key, item, _words in found], *counted


def _terms(texts, language):
    return {
        t for text in texts for group in terms(text, language).values() for t in group
    }


def _names(item):
    place = item.place
    names = [place.name_uk] if place else []
    names += [place.parent.name_uk] if place and place.parent else []
    return names + [person.name_uk for person in item.people.all()]


def _facets(item):
    words = [f"ґk{item.kind}", f"ґl{item.language}"]
    if item.kind in ("photo", "document"):
        words += ["ґhdate"] * (not item.date_earliest) + ["ґhplace"] * (not item.place)
    place = item.place
    while place:
        words.append(f"ґp{place.pk}")
        place = place.parent
    words += [f"ґn{person.pk}" for person in item.people.all()]
    if item.date_earliest:
        first, last = item.date_earliest.year // 10, item.date_latest.year // 10
        if last - first < 12:
            words += [f"ґd{decade}0" for decade in range(first, last + 1)]
    return words


def _passes(item, words, filters):
    for name, value in (filters or {}).items():
        if name == "period":
            if not item.date_earliest:
                return False
            if item.date_latest.year < value[0] or item.date_earliest.year > value[1]:
                return False
        elif facets.word(name, value) not in words:
            return False
    return True


def every_page(**asked):
    """Walk through all pages by their cursors."""
    ids, after = [], ""
    while True:
        results = search(after=after, size=7, **asked)
        ids += results.ids
        if not results.next:
            return ids
        after = results.next


QUESTIONS = [
    "", "завод", "заводів", "вулиця трамвай", "улицы", "street", "садова", "міст річка",
    "Коваль", "школа на площі", "стальне завод", "трамваями вокзала", "works",
]  # fmt: skip


@pytest.fixture
def items():
    stock(220)
    rows = Item.objects.order_by("pk").select_related("place__parent")
    return list(rows.prefetch_related("people"))


@pytest.fixture
def narrowings(items):
    place = next(item.place for item in items if item.place and item.place.parent)
    person = items[0].people.get()
    return [
        {}, {"kind": "photo"}, {"language": "ru"}, {"place": place.pk},
        {"place": place.parent_id, "kind": "memory"}, {"person": person.pk},
        {"period": (1950, 1959)}, {"period": (1893, 1899)}, {"period": (1700, 1800)},
        {"period": (1900, 1999), "kind": "document", "language": "uk"},
    ]  # fmt: skip


class TestExact:
    def test_the_answer_is_what_reading_every_item_would_give(self, items, narrowings):
        for q in QUESTIONS:
            for filters in narrowings:
                ids, found, timeline = brute(items, q, filters)

                results = search(q=q, filters=filters, size=1000)

                assert results.ids == ids, (q, filters)
                assert results.total == len(ids)
                assert results.facets == found
                assert results.timeline == timeline
                assert results.is_estimate is False

    def test_oldest_first_puts_what_has_no_date_last(self, items):
        expected = [
            item.pk
            for item in sorted(
                items, key=lambda i: (i.date_earliest or date(9999, 1, 1), i.pk)
            )
        ]

        assert search(sort="oldest", size=1000).ids == expected
        assert search(q="завод", sort="oldest", size=1000).ids == [
            pk for pk in expected if pk in set(brute(items, "завод")[0])
        ]

    @pytest.mark.parametrize("most", [0, 3])
    @pytest.mark.parametrize("sort", ["oldest", "latest"])
    @pytest.mark.parametrize("first", [1, 100])
    def test_walking_the_years_finds_what_sorting_finds(
        self, items, narrowings, monkeypatch, most, sort, first
    ):
        """Where many match, and where what is walked through turns out to be empty."""
        sorted_ = {}
        for q in QUESTIONS:
            for n, filters in enumerate(narrowings):
                sorted_[q, n] = search(q=q, filters=filters, sort=sort, size=1000).ids
        monkeypatch.setattr(query, "EXACT_UP_TO", -1)
        monkeypatch.setattr(in_time, "SORTED_MOST", most)
        monkeypatch.setattr(in_time, "_WALKED_FIRST", first)
        monkeypatch.setattr(in_time, "_WALKED_MOST", 4 * first)
        every = dict.fromkeys(range(1000, 3000, 10), 9)
        keys = in_time.keys
        monkeypatch.setattr(
            in_time, "keys", lambda *a, **k: keys(*a, **k | {"expected": every})
        )
        for q in QUESTIONS:
            for n, filters in enumerate(narrowings):
                asked = {"q": q, "filters": filters, "sort": sort}
                assert search(**asked, size=1000).ids == sorted_[q, n], asked
        assert every_page(q="завод", sort=sort) == sorted_["завод", 0]

    def test_newest_first_is_the_order_of_publication(self, items):
        newest = [item.pk for item in reversed(items)]

        assert search(size=1000).ids == newest

    def test_latest_years_first_too(self, items):
        expected = [
            item.pk
            for item in sorted(
                items, key=lambda i: (-i.date_latest.year if i.date_latest else 0, i.pk)
            )
        ]

        assert search(sort="latest", size=1000).ids == expected
        assert search(q="завод", sort="latest", size=1000).ids == [
            pk for pk in expected if pk in set(brute(items, "завод")[0])
        ]

    @pytest.mark.parametrize("sort", query.SORTS)
    @pytest.mark.parametrize("q", ["", "завод", "вулиця трамвай"])
    def test_pages_join_without_gap_or_repetition(self, items, sort, q):
        whole = search(q=q, sort=sort, size=1000).ids

        assert every_page(q=q, sort=sort) == whole
        assert search(q=q, sort=sort, page=2, size=10).ids == whole[10:20]


class TestEstimated:
    """The way for large answers, made small enough to be checked item by item."""

    @pytest.fixture(autouse=True)
    def _large(self, monkeypatch):
        monkeypatch.setattr(query, "EXACT_UP_TO", 1)
        monkeypatch.setattr(query, "_FIRST_WINDOW", 9)

    @pytest.mark.parametrize("sort", query.SORTS)
    def test_pages_are_those_of_the_exact_way(self, items, sort, monkeypatch):
        way = {}
        for name, limit in (("estimated", 1), ("exact", 5000)):
            monkeypatch.setattr(query, "EXACT_UP_TO", limit)
            way[name] = [every_page(q=q, sort=sort) for q in QUESTIONS]

        assert way["estimated"] == way["exact"]

    def test_counts_come_from_a_slice_and_say_so(self, items, monkeypatch):
        # Row numbers decide who is in the slice, so add until somebody is.
        in_slice = SearchDocument.objects.filter(
            facets__contains=facets.word("slice", 128)
        )
        for _n in range(1500):
            factories.make_item(title="Завод", language="uk")
            if in_slice.filter(title_t__contains="завод").exists():
                break

        results = search(q="завод")
        monkeypatch.setattr(query, "SAMPLED", 1)
        less = search(q="завод")

        assert less.ids == results.ids
        assert less.is_estimate
        share = next(
            share
            for share in (8, 32, 128)
            if results.total % share == 0 and results.is_estimate
        )

        assert results.total >= share
        assert results.facets["kind"]
        assert all(count % share == 0 for _kind, count in results.facets["kind"])


HOSTILE = [
    '"', "*", "AND", "old AND", "NOT x", "NEAR(", "(", "x)", "col:x", "title_t:завод",
    "-x", "x-y", "-завод", "'", "^", "%", "_", "\\", "\x00", "a\x00b", "", "   ", "{",
    "завод{", "}", "a &", "a b", ":*", "!", "|", "<->", "a:A", "'завод':A", "''", "((((",
    "(" * 300, ")" * 300, " OR ".join(["x"] * 3000), "слово " * 5000, "a" * 100_000,
    "ґkphoto", "ґa", "ґz8", "\ud800", "\ud800\udfff", "\ufffe", "\U0010ffff", "🙂",
    "' OR 1=1 --", '"; DROP TABLE history_item; --', "${jndi:ldap://x}", "{{7*7}}",
    "<script>", "../../etc/passwd", "日本語", "ภาษา", "العربية", "\u202e", "²", "Ⅷ", "1e5",
    "-5", "1.5", "1,5", "a.b@c.d", "http://x/y?z", "a/b", "a_b", "0x1F", "№", "§", "…",
    "\n\r\t\v\f", "%00", "%s", "?", "??", ":1", "$1", "nul", "NULL", "None", "rowid:1",
    "ﷺ" * 60, "ǅ", "ß", "İ", "ſ", "Å" * 90, "e\u0301" * 99, "'" * 200, "а'" * 90,
]  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_the_engine(q):
    factories.make_item(title="Завод", language="uk")

    for sort in query.SORTS:
        results = search(q=q, sort=sort, filters={"kind": "photo"})
        assert results.total == len(results.ids)


@pytest.mark.parametrize("q", ["ґkphoto", "ґa", "ґz8", "ґlen", "***", "()", "!!!"])
def test_words_of_ours_and_mere_signs_find_nothing(q):
    factories.make_item(title="Завод")

    assert search(q=q).total == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "owner__email"}, {"sort": "?"}, {"after": "x"}, {"page": 0},
        {"after": "oldest-1-1", "sort": "newest"}, {"page": 101}, {"size": 0},
        {"filters": {"status": "hidden"}}, {"after": "newest-1-" + "9" * 30},
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(asked):
    with pytest.raises(ValueError, match=r"no such|not a cursor"):
        search(**asked)


def test_the_old_name_of_a_street_finds_its_photo_in_every_language():
    place = factories.make_place(
        "Центральна вулиця", name_ru="Центральная улица", name_en="Central Street"
    )
    for name, code in (
        ("улица Ленина", "ru"),
        ("вулиця Леніна", "uk"),
        ("Соборна", "uk"),
    ):
        PlaceName.objects.create(place=place, name=name, language=code)
    item = factories.make_item(title="Трамвай", language="uk", place=place)

    for q in (
        "Ленина", "ул. Ленина", "вул. Леніна", "на Леніна трамвай", "Соборная", "Соборній",
        "Central St", "central street", "Центральной", "lenina", "улица Соборна",
    ):  # fmt: skip
        assert search(q=q).ids == [item.pk], q


def test_a_search_costs_a_handful_of_queries(items):
    costs = []
    for size in (3, 60):
        with CaptureQueriesContext(connection) as queries:
            search(q="завод", filters={"kind": "photo"}, size=size)
        costs.append(len(queries))

    assert costs == [5, 5]


class TestWordsOfTheStaff:
    def test_an_edit_of_the_list_counts_at_once(self):
        item = factories.make_item(title="Металургійний комбінат", language="uk")
        assert search(q="меткомбінат").ids == []

        row = Synonym.objects.create(words="меткомбінат, комбінат")

        assert search(q="меткомбінаті").ids == [item.pk]
        row.delete()
        assert search(q="меткомбінат").ids == []

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            (" меткомбінат,  завод, завод ", "меткомбінат, завод"),
            ("завод", ""), ("завод, мідний завод", ""), ("завод, ***", ""), (",", ""),
        ],
    )  # fmt: skip
    def test_what_search_could_not_use_is_refused(self, typed, kept):
        form = SynonymForm({"words": typed})

        assert form.is_valid() is bool(kept)
        assert form.cleaned_data.get("words", "") == kept


def test_a_phrase_and_a_minus_hold_however_large_the_answer(items, monkeypatch):
    questions = ["завод вулиця", '"завод вулиця"', "завод -вулиця", "-завод", '-"завод вулиця"']  # fmt: skip
    exact = [every_page(q=q, sort="newest") for q in questions]
    monkeypatch.setattr(query, "EXACT_UP_TO", 1)

    assert [every_page(q=q, sort="newest") for q in questions] == exact
    both, phrase, but, without, _not_phrase = map(set, exact)
    assert phrase < both
    assert not both & but
    assert len(without) + len(every_page(q="завод")) == 220
    texts = {
        item.pk: f"{item.title}. {item.description}. {item.story}" for item in items
    }
    assert phrase == {
        pk for pk, text in texts.items()
        if any("завод вулиця" in part for part in text.split(". "))
    }  # fmt: skip
