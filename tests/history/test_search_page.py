"""The search page as a visitor meets it: why, what else, which form, what went wrong."""

import re
from datetime import date
from html import unescape

import pytest

from history.models import PlaceName
from tests.factories import (
    make_item,
    make_person,
    make_place,
    make_subject,
)

pytestmark = pytest.mark.django_db


def read(client, query: str, status: int = 200) -> str:
    answer = client.get(f"/items/{query}", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == status
    return answer.content.decode()


def why(html: str) -> list[str]:
    """Return the lines that say why, as they are read."""
    lines = re.findall(r'<p class="card__why"[^>]*>(.*?)</p>', html, re.S)
    return [unescape(re.sub(r"<(?!/?mark)[^>]+>", "", line)) for line in lines]


class TestWhy:
    @pytest.fixture(autouse=True)
    def _street(self):
        street = make_place("Млинова вулиця", name_ru="Мельничная улица", name_en="Mill Street")  # fmt: skip
        PlaceName.objects.create(place=street, name="улица Ленина", language="ru")
        person = make_person("Марія Коваль", is_living=False, other_names="Шевчук")
        living = make_person("Олена Жива", name_ru="Елена Живая")
        make_item(
            title="Трамвай",
            language="uk",
            place=street,
            people=[person, living],
            subjects=[make_subject("транспорт", name_en="transport")],
            story="Ми довго чекали на зупинці. " * 20 + "Потім приїхав вагон & рушив.",
        )

    @pytest.mark.parametrize(
        ("q", "lines"),
        [
            ("трамваями", []),
            ("Mill Street", []),
            ("ленина", ["улица <mark>Ленина</mark> — known today as Mill Street"]),
            ("Мельничной", ["Mill Street, also written <mark>Мельничная</mark> улица"]),
            ("Шевчук", ["Person: Марія Коваль, also written <mark>Шевчук</mark>"]),
            ("Коваль", ["Person: Марія <mark>Коваль</mark>"]),
            ("transport", ["Subject: <mark>transport</mark>"]),
        ],
    )
    def test_is_said_where_the_card_does_not_show_it(self, client, q, lines):
        assert why(read(client, f"?q={q}")) == lines

    def test_words_of_the_story_stand_in_their_sentence(self, client):
        (line,) = why(read(client, "?q=вагони"))

        assert "приїхав <mark>вагон</mark> & рушив." in line
        assert line.startswith("…")
        assert len(line) < 260

    def test_a_living_person_is_no_reason(self, client):
        assert "0 photos" not in read(client, "?q=Олена")
        assert "Nothing found" in read(client, "?q=Живая")

    def test_costs_the_same_with_one_and_twenty(
        self, client, django_assert_num_queries
    ):
        for more in (5, 20):
            for number in range(more):
                place = make_place(f"вулиця {more} {number}", kind="district")
                make_item(
                    title="Трамвай", place=place, language="uk", with_picture=True
                )
            read(client, "?q=трамвай")
            with django_assert_num_queries(16):
                read(client, "?q=трамвай")


class TestFacets:
    def test_what_is_not_known_what_may_be_used_and_what_is_on_the_map(self, client):
        street = make_place(latitude=48.47, longitude=38.81)
        free = "https://creativecommons.org/licenses/by/4.0/"
        make_item(title="Undated", place=street, rights=free)
        make_item(title="Unplaced", date_earliest=date(1960, 1, 1), date_latest=date(1960, 1, 1))  # fmt: skip
        for query, titles in (
            ("help=date", {"Undated"}), ("help=place", {"Unplaced"}),
            ("help=person", set()), ("located=yes", {"Undated"}),
            ("reuse=yes", {"Undated"}), ("reuse=yes&help=place", set()),
        ):  # fmt: skip
            html = read(client, f"?{query}")
            assert {t for t in ("Undated", "Unplaced") if t in html} == titles, query
        html = read(client, "")
        assert 'href="?help=date"' in html
        assert 'href="?reuse=yes"' in html

    def test_two_years_become_one_address(self, client):
        asked = "/items/?from={}&to={}&q=x&after=newest-0-3&page=2"
        for first, last, period in (
            (" 1950", "1960", "1950-1960"), ("1950", "", "1950-2199"),
            ("", "1960", "1000-1960"), ("x", "1960", "x-1960"),
        ):  # fmt: skip
            answer = client.get(asked.format(first, last))
            assert answer["Location"] == f"/items/?q=x&period={period}"
        assert "up to 1960" in read(client, "?period=1000-1960")
        assert "from 1950 on" in read(client, "?period=1950-2199")
        read(client, "?period=x-1960", 400)
        read(client, "?period=1960-1950", 400)

    def test_the_list_form_and_the_length_of_a_page_stay_in_every_link(self, client):
        for number in range(60):
            make_item(title=f"Tram {number}")

        html = read(client, "?view=list&size=48")

        assert 'class="listing"' in html
        assert (
            "view=list&amp;size=48" in re.search(r'rel="next" href="([^"]+)', html)[1]
        )
        assert '<a href="?view=list&amp;size=96"' in html
        assert '<input type="hidden" name="view" value="list">' in html


class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("?page=50", 404), ("?after=newest-0-1&page=50", 404), ("?after=v0-7", 400),
            ("?after=oldest-1-1&sort=newest", 400), ("?located=no", 400),
            ("?help=me", 400), ("?view=film", 400), ("?size=5000", 400),
            ("?sort=latest", 200), ("?nothing=1", 200), ("?q=" + "слово " * 1700, 200),
            ("?q=" + "(" * 3000, 200), ("?q=%22+-%22", 200), ("?q=-", 200),
        ],
    )  # fmt: skip
    def test_has_the_right_status_and_a_way_on(self, client, query, status):
        make_item(title="Tram")

        html = read(client, query, status)

        assert 'href="/items/"' in html
        assert "<h1" in html

    def test_nothing_found_says_what_to_try_and_whom_to_tell(self, client):
        make_item(title="Old tram")

        html = read(client, "?q=%22tram+old%22")

        assert 'href="?q=tram+old">Look for the same words without quotes' in html
        assert "/contribute/looking/?q=%22tram%20old%22" in html

    def test_a_slip_that_somebody_else_made_too_is_asked_about(self, client):
        make_item(title="Трамвй", language="uk")
        for _number in range(10):
            make_item(title="Трамвай", language="uk")

        html = read(client, "?q=трамвй&kind=photo")

        assert "Did you mean" in html
        assert re.search(r'href="\?kind=photo&amp;q=%D1[^"]+">трамвай</a>', html)
