"""What of a text is kept: a table of hostile and of pasted HTML, word for word."""

import random
from html.parser import HTMLParser

import pytest

from news import linking
from news.writing import ATTRIBUTES, TAGS, clean_html, to_page
from tests.news.html import HOSTILE, PASTED

EVERY = HOSTILE | PASTED


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def outside(text: str) -> list:
    """Name the tags, attributes and addresses that may not be there."""
    return [
        (tag, name, value)
        for tag, attributes in Tags(text).found
        for name, value in [("", ""), *attributes.items()]
        if tag not in TAGS
        or (name and name not in {"rel"} | ATTRIBUTES.get(tag, set()) | ATTRIBUTES["*"])
        or (name == "href" and not linking.address(value))
        or (name == "src" and not linking.own_file(value))
    ]


@pytest.mark.parametrize("name", EVERY)
def test_what_is_kept(name):
    given, kept = EVERY[name]

    assert clean_html(given) == kept
    assert clean_html(kept) == kept
    assert outside(to_page(given)) == []


def test_the_table_is_long_enough():
    assert len(HOSTILE) >= 60
    assert len(EVERY) >= 100


def test_pieces_of_the_table_in_any_order_are_as_clean_and_stay_so():
    chance = random.Random(7)
    pieces = [given for given, _kept in EVERY.values() if len(given) < 2000]
    cut = ["<p>", "</p>", "<ul><li>", "</li>", "<b>", "</i>", "<blockquote>", "<table>"]
    for _time in range(400):
        given = "".join(chance.choices(pieces + cut, k=6))
        at = chance.randrange(len(given) + 1)

        for text in (given, given[:at]):
            kept = clean_html(text)
            assert clean_html(kept) == kept, text
            assert outside(kept) == [], text
            assert outside(to_page(text)) == [], text


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("A & B < C\n\n[[1]]", "<p>A &amp; B &lt; C</p>\n\n<p>[[1]]</p>"),
        ("<p>A</p>\n<script>x</script>", "<p>A</p>\n"),
        ("A\0", "<p>A</p>"),
        (None, ""),
    ],
)
def test_what_was_never_cleaned_is_cleaned_when_it_is_shown(text, page):
    assert to_page(text) == page
