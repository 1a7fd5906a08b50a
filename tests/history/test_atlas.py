"""The map and the years: what is counted, how much an answer may hold, what it costs."""

import math
import random
from datetime import date

import pytest
from django.core.management import call_command

from history import publishing
from history.atlas import counting, grid, looking, plain
from history.atlas.grid import Box, NoBox
from history.models import Item, MapCell, Spot, YearSpan
from history.search import index
from tests.factories import make_item, make_place, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
TOWN = Box(36.8, 47.9, 37.0, 48.0)


def placed(latitude=47.95, longitude=36.9, first=None, last=None, **values) -> Item:
    return make_item(
        latitude=latitude,
        longitude=longitude,
        date_earliest=first and date(first, 1, 1),
        date_latest=last and date(last, 12, 31),
        **values,
    )


def counts() -> tuple:
    """Everything that is counted, to be compared with the same counted anew."""
    cells = MapCell.objects.values_list(
        "level", "x", "y", "first_decade", "last_decade",
        "n", "latitudes", "longitudes", "newest",
    )  # fmt: skip
    years = YearSpan.objects.values_list("kind", "first_year", "last_year", "n")
    return set(cells), set(years)


class TestDrawing:
    def test_no_name_is_cut_by_the_edge_or_lies_on_a_sight_or_a_dot(self):
        middle = plain.Mark(47.95, 36.9, bearing=0)
        spots = [(47.9999, 36.9), (47.9501, 36.9), (47.96, 36.901), (47.92, 36.95)]
        places = [
            make_place(name=f"Place {n}", latitude=latitude, longitude=longitude)
            for n, (latitude, longitude) in enumerate(spots)
        ]

        drawn = plain.draw(TOWN, [middle], places, grow=1.9)["places"]

        named = [one for one in drawn if one["name"]]
        half = plain.LABEL_HEIGHT * 1.9 / 2
        assert len(drawn) == 4 and "Place 3" in {one["name"] for one in named}
        for one in named:
            text = one["line"] - 5 * 1.9
            assert half - 1 <= text <= plain.WIDTH * plain.SHAPE - half + 1


class TestGrid:
    def test_a_cell_holds_its_point_at_every_level(self):
        for level in (0, 4, 9, 16, 22):
            x, y = grid.cell(47.95, 36.9, level)
            assert grid.corners(x, y, level).holds(47.95, 36.9)
            finer = grid.cell(47.95, 36.9, level + 1)
            assert (finer[0] >> 1, finer[1] >> 1) == (x, y)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("1,2,3", "four"), ("a,b,c,d", "four"), ("", "four"), ("nan,0,1,1", "four"),
            ("0,0,1e400,1", "four"), ("[0,0,1,1]", "four"), ("0,0,1,1,2", "four"),
            ("0,0,181,1", "world"), ("0,-91,1,1", "world"), ("0,2,1,1", "order"),
        ],
    )  # fmt: skip
    def test_nonsense_is_no_box(self, text, why):
        with pytest.raises(NoBox) as refusal:
            Box.read(text)
        assert refusal.value.why == why

    def test_a_box_may_cross_the_date_line(self):
        box = Box.read("170,-10,-170,10")

        assert box.holds(0, 175)
        assert box.holds(0, -175)
        assert not box.holds(0, 0)

    def test_distance_and_direction(self):
        here, north, east = (47.95, 36.9), (47.951, 36.9), (47.95, 36.901)

        assert grid.metres(here, north) == pytest.approx(111, abs=1)
        assert grid.direction(here, north) == pytest.approx(0)
        assert grid.direction(here, east) == pytest.approx(90)


class TestKeeping:
    def test_counts_follow_every_change_of_an_item(self):
        user = make_user()
        street = make_place(latitude=47.951, longitude=36.901)
        items = [placed(47.95 + n / 1000, first=1950 + n, last=1961) for n in range(4)]
        items.append(make_item(place=street, date_latest=date(1940, 1, 1)))
        publishing.hide(items[0], by=user)
        Item.objects.filter(pk=items[1].pk).update(latitude=47.99)
        index.index_item(items[1])
        Item.objects.filter(pk=items[2].pk).update(date_latest=date(1975, 1, 1))
        index.index_item(items[2])
        publishing.take_down(items[3], by=user, reason="asked for by the family")
        kept = counts()

        assert Spot.objects.count() == 3
        call_command("rebuild_index", verbosity=0)
        assert counts() == kept
        assert {n for *_rest, n, _lat, _lon, _new in kept[0]} == {1}

    def test_place_gives_the_point_unless_it_is_a_whole_district(self):
        street = make_place(latitude=47.951, longitude=36.901)
        district = make_place(kind="district", latitude=47.951, longitude=36.901)

        assert make_item(place=street).spot.latitude == 47_951_000
        assert make_item(place=district).spot.latitude is None


class TestLooking:
    def test_hidden_items_leave_no_trace(self):
        user = make_user()
        placed()
        before = looking.look(TOWN)
        item = placed(47.96)
        publishing.hide(item, by=user)

        assert looking.look(TOWN) == before

    def test_years_find_what_may_be_of_them(self):
        sure = placed(first=1955, last=1955)
        unsure = placed(47.96, first=1938, last=1952)
        before_the_war = placed(47.97, last=1941)
        placed(47.98)

        def ids(*years):
            return set(looking.look(TOWN, years).ids)

        assert ids(1950, 1959) == {sure.pk, unsure.pk}
        assert ids(None, 1935) == {unsure.pk, before_the_war.pk}
        assert ids(1960, None) == set()

    def test_counts_and_single_items_agree(self, monkeypatch):
        chance = random.Random(6)
        for _n in range(40):
            first = chance.randrange(1890, 1990)
            placed(
                47.93 + chance.random() / 20, 36.88 + chance.random() / 20,
                first=first, last=first + chance.randrange(30),
            )  # fmt: skip
        for years in [(None, None), (1940, 1949), (1960, None)]:
            exact = looking.look(TOWN, years)
            monkeypatch.setattr(looking, "EXACT", 0)
            counted = looking.look(TOWN, years)
            monkeypatch.undo()
            assert counted.total == exact.total
            assert not counted.is_exact
            assert sum(one.n for one in counted.clusters) == exact.total
            assert set(counted.ids) <= set(exact.ids)

    @pytest.mark.parametrize("zoom", [None, 0, 3, 22])
    def test_an_answer_has_a_size(self, zoom, monkeypatch):
        monkeypatch.setattr(looking, "EXACT", 0)
        for row in range(30):
            for column in range(30):
                x, y = 39_480 + column, 22_700 + row
                box = grid.corners(x, y, grid.FINEST)
                MapCell.objects.create(
                    level=grid.FINEST, x=x, y=y, first_decade=1950, last_decade=1950,
                    n=9, latitudes=9 * round(box.south * 1e6),
                    longitudes=9 * round(box.west * 1e6), newest=1,
                )  # fmt: skip
        edge = grid.corners(39_480, 22_729, grid.FINEST)
        far = grid.corners(39_509, 22_700, grid.FINEST)
        for box in (
            Box(edge.west, edge.south, far.east, far.north),
            Box(edge.west, edge.south, edge.west + 0.1, edge.south + 0.05),
            Box(-180, -90, 180, 90),
        ):
            assert len(looking.look(box, zoom=zoom).clusters) <= 500

    def test_what_looked_at_a_spot(self):
        north = 47.95
        towards = placed(north - 0.002, bearing=0)
        beside = placed(north - 0.001, bearing=30)
        placed(north - 0.001, bearing=120)  # looked away
        placed(north - 0.02, bearing=0)  # too far
        placed(north - 0.001)  # nobody knows where to

        assert looking.lookers(north, 36.9) == [beside.pk, towards.pk]


class TestYears:
    def test_an_unsure_date_is_spread_over_its_interval(self):
        for first, last in [(1955, 1955), (1950, 1959), (1956, 1965)]:
            placed(first=first, last=last)
        years = counting.count(counting.spans())
        fifties, sixties = years.steps

        assert (fifties.sure, fifties.possible) == (2, 3)
        assert fifties.share == pytest.approx(0.4)
        assert (sixties.sure, sixties.possible) == (0, 1)
        assert sixties.share == pytest.approx(0.6)
        assert years.total == pytest.approx(3)

        by_year = counting.count(counting.spans(), step=1, within=(1950, 1959)).steps
        assert [one.sure for one in by_year] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
        assert by_year[0].share == pytest.approx(0.1)
        assert math.isclose(sum(one.height for one in by_year), 2.4)

    def test_open_and_unknown_dates_are_told_beside(self):
        placed(last=1941)
        placed()
        placed(first=1700, last=1950)
        years = counting.count(counting.spans())

        assert (years.steps, years.open_ended, years.undated) == ([], 2, 1)


class TestPage:
    def test_shows_marks_as_links_and_the_same_as_a_list(self, client):
        item = placed(first=1955, last=1955, title="The tram", bearing=90)
        placed(47.96)
        html = client.get("/map/?from=1950&to=1959", **ENGLISH).content.decode()

        assert "1 photo or memory" in html
        assert f"/items/{item.reference}/the-tram/" in html
        assert html.count("plain__sight") == 1
        assert '<option value="1950" selected>' in html

    def test_costs_the_same_for_many(self, client, django_assert_max_num_queries):
        make_place(latitude=47.95, longitude=36.9)
        for n in range(12):
            placed(47.95 + n / 500, first=1950, last=1950, with_picture=True)
        client.get("/map/")
        with django_assert_max_num_queries(10):
            client.get("/map/")
        with django_assert_max_num_queries(6):
            answer = client.get("/map/data/", {"bbox": TOWN.text(), "zoom": 13})
        assert answer.json()["total"] == 12

    @pytest.mark.parametrize(
        "query",
        [
            "bbox=1,2,3", "bbox=0,60,1,50", "bbox=500,0,501,1", "bbox=nan,0,1,1",
            "from=1960&to=1950", "from=19x", "from=٢٠٢٤", "to=99999", "place=nowhere",
            "place=%00", "spot=here", "spot=91,0", "spot=nan,nan", "page=0", "zoom=-1",
            "at=%00", "at=" + "x" * 300,
        ],
    )  # fmt: skip
    def test_nonsense_gets_a_sentence(self, client, query):
        answer = client.get(f"/map/?{query}", **ENGLISH)

        assert answer.status_code == 400
        html = answer.content.decode()
        assert "We cannot answer this" in html
        assert "Show the whole town" in html
        assert client.get(f"/map/data/?{query}").status_code == 400

    def test_finds_a_place_by_another_name_and_another_ending(self, client):
        street = make_place("Млинова вулиця", latitude=47.95, longitude=36.9)
        street.names.create(name="вулиця Леніна", language="uk", to_year=2016)
        placed(title="Near")
        placed(47.99, title="Far")
        html = client.get(
            "/map/?at=на Леніна", HTTP_ACCEPT_LANGUAGE="uk"
        ).content.decode()

        assert f'href="/places/{street.slug}/"' in html
        assert "вулиця Леніна" in html
        assert "Near" in html
        assert "Far" not in html
        nobody = client.get("/map/?at=xyz street", **ENGLISH).content.decode()
        assert "We know no street or house called “xyz street”" in nobody


class TestTimeline:
    def test_draws_what_is_sure_and_what_may_be(self, client):
        for first, last in [(1955, 1955), (1956, 1965), (1951, 1951)]:
            placed(first=first, last=last, title=f"Of {first}")
        placed(last=1941)
        placed()
        html = client.get("/timeline/", **ENGLISH).content.decode()

        assert "1950s: 2 surely, 3 perhaps" in html
        assert "1960s: 0 surely, 1 perhaps" in html
        assert "1 more is known only as before or after some year." in html
        assert "1 more has no date yet." in html

        by_year = client.get("/timeline/?period=1950s", **ENGLISH).content.decode()
        assert "1955: 1 surely, 1 perhaps" in by_year
        assert "1956: 0 surely, 1 perhaps" in by_year
        assert "Of 1951" in by_year
        one_year = client.get("/timeline/?period=1951-1951", **ENGLISH).content.decode()
        assert "Of 1951" in one_year
        assert "Of 1955" not in one_year

    def test_facets_and_words_narrow_the_years(self, client):
        street = make_place()
        house = make_place(parent=street)
        placed(first=1955, last=1955, place=house, title="The tram")
        placed(first=1975, last=1975, kind="document", title="The letter")

        def asked(query):
            html = client.get(f"/timeline/?{query}", **ENGLISH).content.decode()
            return "1950s" in html, "1970s" in html

        assert asked(f"place={street.slug}") == (True, False)
        assert asked("kind=document") == (False, True)
        assert asked("q=letter") == (False, True)
        assert asked("") == (True, True)

    @pytest.mark.parametrize(
        "query", ["period=1960-1950", "period=x", "kind=nope", "place=nowhere", "q=%00"]
    )
    def test_nonsense_gets_a_sentence(self, client, query):
        answer = client.get(f"/timeline/?{query}", **ENGLISH)

        assert answer.status_code == 400
        assert "Show all the years" in answer.content.decode()

    def test_costs_the_same_for_many(self, client, django_assert_max_num_queries):
        for n in range(15):
            placed(first=1900 + n, last=1900 + 2 * n, with_picture=True)
        client.get("/timeline/?period=1900s")
        with django_assert_max_num_queries(2):
            client.get("/timeline/")
        with django_assert_max_num_queries(10):
            client.get("/timeline/?period=1900s")
