"""Different spellings and forms of one word meet; different words do not."""

import pytest

from history.search.analysis import terms
from history.search.engine import Wanted, expression
from history.search.folding import distance, fold, keys, retyped
from history.search.question import understand
from history.search.spelling import words
from history.search.synonyms import table, widened

pytestmark = pytest.mark.django_db  # the staff's own synonyms are a table

MEET = [
    # Russian forms
    ("завод", "заводами", "ru"), ("улица", "улицам", "ru"), ("школа", "школ", "ru"),
    ("человек", "людьми", "ru"), ("ребёнок", "детей", "ru"), ("мост", "мосту", "ru"),
    ("трамвай", "трамваями", "ru"), ("лошадь", "лошадьми", "ru"),
    ("день", "дней", "ru"), ("окно", "окон", "ru"), ("сестра", "сестёр", "ru"),
    ("рабочий", "рабочих", "ru"), ("доменный", "доменной", "ru"),
    ("строить", "строили", "ru"), ("время", "времени", "ru"), ("мать", "матери", "ru"),
    ("площадь", "площадях", "ru"), ("церковь", "церкви", "ru"), ("дом", "дома", "ru"),
    ("паровоз", "паровозов", "ru"), ("учительница", "учительницу", "ru"),
    # Ukrainian forms
    ("вулиця", "вулицями", "uk"), ("школа", "шкіл", "uk"), ("міст", "мостом", "uk"),
    ("людина", "людей", "uk"), ("дитина", "дітьми", "uk"), ("день", "днів", "uk"),
    ("кінь", "коней", "uk"), ("церква", "церков", "uk"), ("річка", "річці", "uk"),
    ("завод", "заводі", "uk"), ("площа", "площею", "uk"), ("ніч", "ночі", "uk"),
    ("будинок", "будинки", "uk"), ("робітник", "робітників", "uk"),
    ("мати", "матері", "uk"), ("свято", "свят", "uk"), ("колесо", "коліс", "uk"),
    ("доменний", "доменної", "uk"), ("будувати", "будували", "uk"),
    ("пам'ятник", "пам'ятники", "uk"), ("ім'я", "імені", "uk"),
    # names that a dictionary may not know
    ("Корольов", "Корольовим", "uk"), ("Іваненко", "Іваненка", "uk"),
    ("Криворучко", "Криворучкові", "uk"), ("Шевченко", "Шевченка", "uk"),
    ("Петров", "Петрову", "ru"), ("Полевой", "Полевого", "ru"),
    ("Стальне", "Стального", "uk"), ("Стальное", "Стальном", "ru"),
    # English
    ("photograph", "photographs", "en"), ("library", "libraries", "en"),
    ("worker", "workers", "en"), ("run", "running", "en"), ("build", "building", "en"),
    ("church", "churches", "en"), ("library", "library's", "en"),
    # one word, several spellings
    ("ёлка", "елка", "ru"), ("Королёва", "Королева", "ru"), ("ґанок", "ганок", "uk"),
    ("м'ята", "м’ята", "uk"), ("п'ятий", "пʼятий", "uk"), ("м'ята", "мята", "uk"),
    ("п'ять", 'п"ять', "uk"), ("вулиці", "вулицi", "uk"), ("Стальне", "Cтaльнe", "uk"),
    ("школа", "ШКОЛА", "uk"), ("замок", "за\u0301мок", "uk"),
    ("завод", "за\u00advод".replace("v", "в"), "uk"), ("завод", "зав\u200bод", "uk"),
    ("Київ", "Киïв", "uk"), ("café", "cafe", "en"), ("ｃａｆｅ", "cafe", "en"),
    ("школа №5", "школа 5", "uk"), ("5-б", "5б", "uk"), ("１９６２", "1962", "uk"),
    ("1962", "١٩٦٢", "uk"), ("ﬁlm", "film", "en"), ("Straße", "STRASSE", "en"),
]  # fmt: skip

APART = [
    ("музей", "муза"), ("завод", "заводь"), ("город", "огород"), ("школа", "школяр"),
    ("мост", "место"), ("лист", "лес"), ("кінь", "кіно"), ("війна", "вінок"),
    ("1962", "1963"), ("park", "spark"), ("сталь", "сталевар"), ("рік", "річка"),
]  # fmt: skip


def found(text, language=""):
    return [set(group) for group in terms(text, language).values()]


@pytest.mark.parametrize(("written", "asked", "language"), MEET)
def test_forms_and_spellings_meet(written, asked, language):
    indexed = set().union(*found(written, language))

    groups = understand(asked).groups

    assert groups
    assert all(indexed & set(group) for group in groups), (indexed, groups)


@pytest.mark.parametrize(("written", "asked", "language"), MEET)
def test_they_meet_the_other_way_round(written, asked, language):
    indexed = set().union(*found(asked, language))

    assert all(indexed & set(group) for group in understand(written).groups)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one, other):
    assert not set().union(*found(one)) & set().union(*found(other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1e5a", ["1", "e", "5", "a"]),
        ("USB-кабель", ["usb", "кабель"]),
        ("xабвгд", ["хабвгд"]),
        ("qабвгд", ["q", "абвгд"]),
        ("'завод'", ["завод"]),
        ("O'Neill", ["o'neill"]),
        ("a\x00b", ["a", "b"]),
        ("\ud800завод", ["завод"]),
        ("“Заря”, №7!", ["заря", "7"]),
        ("", []),
        (" \t\n ", []),
        ("🙂 👍🏽", []),
        ("x²", ["x", "2"]),
    ],
)
def test_text_is_cut_into_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "日本語 テスト", "ภาษาไทย", "العربية", "हिन्दी", "ΑΘΗΝΑ", "İstanbul", "ſtraße",
        "ґanything", "ґkphoto", "ґz8", "Ⅷ", "½", "①", "ǅ", "a_b_c", "x" * 5000,
        "\u202eгород", "zalgo̷̢͝", "ⰀⰁ", "ѣ", "ꙑ", "\U0001d400\U0001d401",
    ],
)  # fmt: skip
def test_a_term_is_letters_and_digits_and_never_a_facet_word(text):
    for group in terms(text).values():
        for term in group:
            assert term.isalnum()
            assert len(term) <= 400
            assert "ґ" not in term
            assert term.isascii() or all(
                "\u0400" <= c <= "\u04ff" for c in term if c > "\x7f"
            )


def test_little_words_do_not_narrow_a_question():
    assert understand("школа на улице").words == ("школа", "улице")


def test_little_words_alone_are_asked_as_they_are():
    assert understand("на").words == ("на",)


def test_a_long_question_is_cut_and_says_so():
    question = understand("слово " * 5000)

    assert question.was_cut is True
    assert len(understand(" ".join(f"слово{n}" for n in range(40))).words) <= 16


def test_two_languages_say_the_same_plain_things():
    street = understand("вулиця").groups[0]

    assert set(understand("улица").groups[0]) == set(street)
    assert widened(("неведомо",), table()) == ("неведомо",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("завод", "zavod"), ("щука", "shchuka"), ("мария", "mariya"), ("марія", "maria"),
        ("київ", "kyiv"), ("вулиця", "vulytsia"), ("площадь", "ploshchad"),
        ("харків", "kharkiv"), ("юлия", "yuliya"), ("шевченко", "schevchenko"),
        ("леніна", "ленина"), ("ганок", "hanok"), ("церква", "tserkva"),
        ("жовтнева", "zhovtneva"), ("стальне", "stalne"),
    ],
)  # fmt: skip
def test_alphabets_share_a_skeleton(one, other):
    assert fold(one) == fold(other)


def test_keys_of_a_word_and_of_its_slip_share_a_hash():
    assert keys(fold("трамвай")) & keys(fold("трамай"))
    assert keys("123456") == set() == keys("ab")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("завод", "завод", 0), ("завод", "завот", 1), ("завод", "завдо", 1),
     ("завод", "авод", 1), ("завод", "мост", 3)],
)  # fmt: skip
def test_slips_are_counted(one, other, expected):
    assert distance(one, other) == expected


def test_a_wrong_keyboard_is_read():
    assert "завод" in retyped("pfdjl")
    assert "школа" in retyped("irjkf")


@pytest.mark.django_db
def test_nothing_but_terms_becomes_an_expression():
    with pytest.raises(ValueError, match="not a term"):
        expression(Wanted(groups=(('a" OR "b',),)))
