"""Tables of what people say about time, and what must hold for anything they say."""

import csv
import json
import random
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import override
from edtf import parse_edtf

from history.dates import (
    FuzzyDate,
    NotADate,
    Period,
    decades,
    display,
    parse,
    unknown,
)

TODAY = date(2026, 11, 23)
LANGUAGES = ("uk", "ru", "en")
TOWN = (
    Period(
        {"uk": ["Комунарськ"], "ru": ["Коммунарск"], "en": ["Kommunarsk"]},
        date(1961, 1, 1),
        date(1991, 12, 31),
    ),
    Period(
        {"uk": ["окупація"], "ru": ["оккупация"], "en": ["occupation"]},
        date(1942, 7, 12),
        date(1943, 9, 2),
    ),
)


def rows(language: str) -> list[dict[str, str]]:
    """Read one language's table of phrases."""
    path = Path(__file__).with_name(f"dates_{language}.tsv")
    with path.open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(reader)


TABLE = [(language, row) for language in LANGUAGES for row in rows(language)]


def read(text: str, language: str = "uk", **options) -> FuzzyDate:
    return parse(text, language=language, today=TODAY, **options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_has_three_hundred_understood_phrases(language):
    understood = {r["said"] for r in rows(language) if r["edtf"][0] != "!"}

    assert len(understood) >= 300


@pytest.mark.parametrize(
    ("language", "row"), TABLE, ids=[f"{code}-{row['said']}" for code, row in TABLE]
)
def test_phrase(language, row):
    if row["edtf"].startswith("!"):
        with pytest.raises(NotADate) as refusal:
            read(row["said"], language)
        assert refusal.value.code == row["edtf"][1:]
        assert refusal.value.sentence("en") == row["understood"]
        own = refusal.value.sentence(language)  # what the resident would read
        assert own
        assert language == "en" or re.search("[а-яі]{4}", own), own
        return

    found = read(row["said"], language)

    assert found.said == row["said"]
    assert (found.edtf or "(unknown)") == row["edtf"]
    assert str(found.earliest or "") == row["earliest"]
    assert str(found.latest or "") == row["latest"]
    assert found.understood(language) == row["understood"]


def all_edtf() -> set[str]:
    return {r["edtf"] for _, r in TABLE} - {"(unknown)"} - {
        r["edtf"] for _, r in TABLE if r["edtf"].startswith("!")
    }  # fmt: skip


@pytest.mark.parametrize("row", [r for _, r in TABLE if r["earliest"] or r["latest"]],
                         ids=lambda r: r["said"])  # fmt: skip
def test_bounds_lie_between_the_strict_and_the_fuzzy_ones_of_edtf(row):
    value = parse_edtf(row["edtf"])
    strict = bound(value.lower_strict()), bound(value.upper_strict())
    fuzzy = bound(value.lower_fuzzy()), bound(value.upper_fuzzy())
    own = row["earliest"], row["latest"]

    if row["edtf"].endswith("-24"):  # a winter touches both ends of its year
        assert own[0] <= strict[0] <= strict[1] <= own[1]
    elif not set("~?%") & set(row["edtf"]):
        assert own == strict
    else:
        assert fuzzy[0] <= own[0] <= strict[0]
        assert strict[1] <= own[1] <= fuzzy[1]


def bound(found) -> str:
    """Give a bound of the edtf package as an ISO day, or nothing where it is open."""
    if isinstance(found, float):
        return ""
    return f"{found.tm_year:04}-{found.tm_mon:02}-{found.tm_mday:02}"


@pytest.mark.parametrize("edtf", sorted(all_edtf()))
def test_edtf_read_back_keeps_the_interval_and_the_doubt(edtf):
    row = next(r for _, r in TABLE if r["edtf"] == edtf)
    if edtf.endswith("-24") or edtf[:1] in "[." or set("~?%") & set(edtf):
        assert parse_edtf(edtf)
        return

    again = read(edtf)

    assert str(again.earliest or "") == row["earliest"]
    assert str(again.latest or "") == row["latest"]


@pytest.mark.parametrize(
    "core", ["1962", "60-ті", "травень 1962", "літо 1968", "початок 60-х",
             "1941–1943", "до 1941", "після 1945", "ХІХ ст.", "12 травня 1962"]
)  # fmt: skip
@pytest.mark.parametrize(
    "about", ["близько", "приблизно", "мабуть,", "десь", "здається,", "около", "about"]
)
def test_about_is_never_dropped(about, core):
    sure, found = read(core), read(f"{about} {core}")

    assert "~" in found.edtf
    assert found.earliest is None or found.earliest < sure.earliest
    assert found.latest is None or found.latest > sure.latest


ABOUT = {"uk": "близько", "ru": "около", "en": "circa"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_before_any_phrase_of_the_table_is_never_dropped(language):
    """A property of every row: it is kept as a doubt, or the whole is refused."""
    kept = 0
    for row in rows(language):
        if row["edtf"].startswith("!") or row["edtf"] == "(unknown)":
            continue
        try:
            found = read(f"{ABOUT[language]} {row['said']}", language)
        except NotADate:
            continue
        kept += 1
        assert set("~%") & set(found.edtf), row["said"]
        if found.earliest and found.latest:
            assert found.earliest <= found.latest
    assert kept > 300


@pytest.mark.parametrize(
    "said", ["за часів Комунарська", "у Комунарську", "при Коммунарске",
             "in Kommunarsk times", "Комунарськ"]
)  # fmt: skip
def test_former_names_of_the_town_are_periods(said):
    found = read(said, town_periods=TOWN)

    assert found.edtf == "1961/1991"


def test_town_period_comes_before_the_world_period_of_that_name():
    assert read("під час окупації").edtf == "1941/1944"
    assert read("під час окупації", town_periods=TOWN).edtf == "1942-07-12/1943-09-02"
    assert read("до окупації", town_periods=TOWN).latest == date(1942, 7, 11)


def test_future_is_refused_from_the_day_it_is_asked():
    with pytest.raises(NotADate, match="2027"):
        read("2027")
    with override("en"), pytest.raises(NotADate, match="not come yet"):
        read("24.11.2026")
    assert read("23.11.2026").earliest == TODAY


def test_reversed_range_is_explained_and_not_turned():
    with pytest.raises(NotADate) as refusal:
        read("between 1950 and 1940", "en")

    assert "“1950” is later than “1940”" in refusal.value.sentence("en")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_said_is_not_a_date(text):
    with pytest.raises(NotADate):
        read(text)


def test_very_long_text_is_refused_with_a_sentence():
    with override("en"), pytest.raises(NotADate, match="too long"):
        read("1962 " * 1000)


def test_unknown_has_no_interval():
    assert not unknown("не знаю")
    assert unknown("не знаю").understood("uk") == "дата невідома"


def test_a_fuzzy_date_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        FuzzyDate("", "1962", date(1962, 1, 2), date(1962, 1, 1))


def test_decades_lists_every_decade_touched():
    assert decades(date(1958, 1, 1), date(1971, 1, 1)) == [1950, 1960, 1970]
    assert decades(None, date(1940, 12, 31)) == [1940]
    assert decades(None, None) == []


@pytest.mark.parametrize(
    ("edtf", "uk", "ru", "en"),
    [
        ("1962~", "близько 1962 (1961–1963)", "около 1962 (1961–1963)",
         "about 1962 (1961–1963)"),
        ("1960/1964", "між 1960 і 1964", "между 1960 и 1964", "between 1960 and 1964"),
        ("196X", "1960-ті роки", "1960-е годы", "1960s"),
        ("18XX", "XIX століття", "XIX век", "19th century"),
        ("../1940", "до 1941", "до 1941", "before 1941"),
        ("1946/..", "1946 або пізніше", "1946 или позже", "1946 or later"),
        ("1962-05/1962-06", "між травнем 1962 і червнем 1962",
         "между маем 1962 и июнем 1962", "between May 1962 and June 1962"),
    ],
)  # fmt: skip
def test_display_in_each_language(edtf, uk, ru, en):
    found = read(edtf)
    for language, said in zip(LANGUAGES, (uk, ru, en), strict=True):
        assert display(found.earliest, found.latest, found.edtf, language) == said


def test_display_never_fails_on_edtf_from_elsewhere():
    for edtf in ("", "rubbish", "1962-99", "[", "{1962,1963}", "/", "196X/197X"):
        shown = display(date(1962, 1, 1), date(1963, 12, 31), edtf, "en")
        assert shown == "between 1962 and 1963"


WORDS = [
    "між",
    "і",
    "з",
    "по",
    "до",
    "після",
    "близько",
    "десь",
    "60-х",
    "1962",
    "62",
    "12",
    "травня",
    "літо",
    "зима",
    "ХІХ",
    "ст.",
    "початок",
    "кінець",
    "половина",
    "перша",
    "?",
    "~",
    "–",
    "-",
    "/",
    ",",
    ".",
    "року",
    "війни",
    "або",
    "1941-43",
    "31.02.1950",
    "между",
    "в",
    "начале",
    "около",
    "год",
    "первой",
    "before",
    "after",
    "between",
    "and",
    "the",
    "1960s",
    "early",
    "May",
    "c.",
    "XX",
    "century",
    "twenty",
    "sixty",
    "тисяча",
    "0",
    "9999",
    "'45",
    "195X",
    "Новий",
    "рік",
    "Великдень",
    "рубіж",
    "тому",
]
LETTERS = (
    "0123456789 .,-–/~?'%абвгдежзіиїєхст ХVIXabcdehinorstuwy[]{}🙂\u202e\u0000½Ⅻ²٣"
)


@pytest.mark.parametrize("seed", range(6))
def test_anything_typed_is_a_date_in_order_or_not_a_date(seed):
    chance = random.Random(seed)
    understood = 0
    for _ in range(400):
        if chance.random() < 0.7:
            text = " ".join(chance.choices(WORDS, k=chance.randint(1, 6)))
        else:
            text = "".join(chance.choices(LETTERS, k=chance.randint(1, 24)))
        try:
            found = read(text, chance.choice(LANGUAGES))
        except NotADate as refusal:
            assert str(refusal)
            continue
        understood += 1
        if found.edtf:
            parse_edtf(found.edtf)
        if found.earliest and found.latest:
            assert found.earliest <= found.latest
        assert all(found.understood(language) for language in LANGUAGES)
    assert understood


@pytest.mark.django_db
def test_command_prints_what_was_understood():
    out = StringIO()

    call_command("parse_date", "початок 60-х", language="uk", stdout=out)

    assert json.loads(out.getvalue()) == {
        "said": "початок 60-х",
        "edtf": "1960/1964",
        "earliest": "1960-01-01",
        "latest": "1964-12-31",
        "understood": "між 1960 і 1964",
    }


@pytest.mark.django_db
def test_command_says_why_something_is_not_a_date_and_exits_2():
    err = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("parse_date", "31.02.1950", language="en", stderr=err)

    assert end.value.code == 2
    assert "1950" in err.getvalue()
