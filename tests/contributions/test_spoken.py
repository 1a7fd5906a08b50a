"""What people type in a conversation: nothing of it reaches into the page around it."""

import pytest

from contributions import alike, spoken
from contributions.templatetags.comments import comment_text

SOLD = (
    "Купуйте недорогі вікна та двері у нашому магазині, доставка містом безкоштовна, "
    "телефонуйте зараз!"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u202eb\u2066c\u2069", "abc"),  # T06: what turns a line
        ("e" + "\u0301" * 5000 + "nd", "e" + "\u0301" * 8 + "nd"),  # T07
        ("e\u0301" * 30, "e\u0301" * 30),  # honest accents stay
        ("a\x00b\x07", "ab"),
        ("a\ud800b", "a\ufffdb"),  # half a character
        ("  one  \r\n two\t", "one\n two"),
    ],
)
def test_t06_t07_is_tidied(typed, kept):
    assert spoken.tidy(typed) == kept


def test_a_name_is_one_line():
    assert spoken.tidy_line(" Іван\n\u202e Петрович\t") == "Іван Петрович"


@pytest.mark.parametrize("words", ["", " \n", "\u200b\u200f", "\u0301"])
def test_what_nobody_sees_is_empty(words):
    assert spoken.is_empty(words)


@pytest.mark.parametrize(
    ("words", "is_link", "is_only"),
    [
        ("http://bit.ly/x https://пошта.укр/y", True, True),
        ("example.com", True, True),
        ("www.example.org !!!", True, True),
        ("Дивіться http://bit.ly/x", True, False),
        ("see example.com", True, False),
        ("@everyone Андрій.Так було", False, False),
        ("З 1950.", False, False),
    ],
)
def test_t16_links_are_known_as_links(words, is_link, is_only):
    assert spoken.carries_link(words) is is_link
    assert spoken.is_links_only(words) is is_only


@pytest.mark.parametrize(
    "words", ["see example.com", "http://evil.test/a?b", "www.x.org"]
)
def test_t16_no_letter_of_ours_carries_their_links(words):
    from django.utils.html import urlize

    assert "<a" not in urlize(spoken.without_links(words))


def test_t16_two_hundred_links_are_shown_as_hosts():
    text = comment_text("http://bank.test/login " * 200)
    assert text.count('rel="nofollow ugc noopener">bank.test</a>') == 200


@pytest.mark.parametrize(
    "changed",
    [
        SOLD.replace("зараз", "сьогодні"),
        SOLD.replace("о", "o").upper(),  # letters of the other alphabet
        SOLD + " Акція 2026 №17 http://x.test/1",
        "Дорогі друзі! " + SOLD,
        SOLD.replace(" ", "  \n"),
    ],
)
def test_t24_nearly_the_same_words_are_alike(changed):
    assert alike.is_near(alike.mark_of(SOLD), alike.mark_of(changed))


def test_t24_other_words_are_not_and_short_ones_never():
    told = [
        "Будинок праворуч наш! Балкон другого поверху прадід прибивав сам, навскіс.",
        "Я тут жив у дитинстві, це наш двір, дякую за фото, дуже багато спогадів",
        "Ми жили тут у дитинстві, це наша вулиця, дякую за світлину, стільки спогадів",
        SOLD,
    ]
    marks = [alike.mark_of(words) for words in told]
    near = [
        (a, b) for a in range(4) for b in range(a) if alike.is_near(marks[a], marks[b])
    ]
    assert near == []
    assert alike.mark_of("Дякую, дуже гарне фото!") is None


def test_t08_too_long_is_said_by_how_much():
    assert "46,000" in spoken.too_long("x" * 50_000, 4000).replace("\xa0", ",") or (
        "46000" in spoken.too_long("x" * 50_000, 4000)
    )
    assert spoken.too_long("x" * 4000, 4000) == ""
