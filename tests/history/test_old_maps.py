"""What lies under the map and over it: one-file maps, scanned maps, streets by any name."""

import pytest
from django.urls import reverse

from history import old_maps, publishing
from history.models import Item, OldMap
from tests.factories import (
    make_item,
    make_old_map,
    make_place,
    make_subject,
    make_user,
)
from tests.history import one_file

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def scan() -> Item:
    return make_item(title="Plan of the town", with_picture=True, credit_line="M. Kova")


def page(client, query: str = "") -> str:
    answer = client.get(f"/map/{query}", **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


class TestOneFile:
    def test_is_given_in_ranges_and_known_again(self, client, settings, tmp_path):
        settings.DATA_DIR, settings.MAP_PMTILES = tmp_path, "town.pmtiles"
        map_file = tmp_path / "town.pmtiles"
        map_file.write_bytes(one_file.write({(0, 0, 0): b"tile"}))
        address = reverse("history:map_file")
        part = client.get(address, HTTP_RANGE="bytes=0-6")

        assert part.status_code == 206
        assert b"".join(part.streaming_content) == b"PMTiles"
        facts = client.get("/contribute/map/").json()
        assert facts["pmtiles"] == address
        assert facts["reader"].endswith(".js")

        map_file.write_bytes(one_file.write({(0, 0, 0): b"elit"}))
        anew = client.get(address, HTTP_RANGE="bytes=0-6", HTTP_IF_RANGE=part["ETag"])
        assert anew.status_code == 200  # same size, other bytes: the whole file again
        anew.close()

    @pytest.mark.parametrize(
        ("named", "told"),
        [
            ("", ""),
            ("gone.pmtiles", ""),
            ("https://maps.test/a.pmtiles", "https://maps.test/a.pmtiles"),
        ],
    )
    def test_without_a_file_of_ours_there_is_nothing_to_give(
        self, client, settings, tmp_path, named, told
    ):
        settings.DATA_DIR, settings.MAP_PMTILES = tmp_path, named

        assert client.get(reverse("history:map_file")).status_code == 404
        assert client.get("/contribute/map/").json()["pmtiles"] == told


class TestVisitors:
    def test_choose_one_and_how_strongly_it_covers(self, client, scan):
        make_place(latitude=47.95, longitude=36.9)
        row = make_old_map(scan)
        html = page(client, f"?old={row.pk}&cover=40")

        assert "Town plan, 1912</option>" in html
        assert 'opacity="0.4"' in html  # on the drawing, without scripts
        assert 'value="40"' in html
        assert "M. Kova" in html
        assert "/plan-of-the-town/" in html
        assert "<image" not in page(client)
        assert "<image" not in page(client, "?old=999999")

    def test_see_none_that_is_not_laid_or_not_public(self, client, scan):
        row = make_old_map(scan, is_shown=False)
        assert "Town plan" not in page(client, f"?old={row.pk}")
        OldMap.objects.update(is_shown=True)
        assert "Town plan" in page(client, f"?old={row.pk}")
        publishing.hide(scan, by=make_user())
        assert "Town plan" not in page(client, f"?old={row.pk}")

    @pytest.mark.parametrize("query", ["old=x", "old=-1", "cover=0", "cover=900"])
    def test_nonsense_gets_a_sentence(self, client, query):
        assert client.get(f"/map/?{query}").status_code == 400


class TestCurators:
    FORM = {"title_uk": "План міста", "year": "1912", "picture": "1"}

    def test_lay_a_scan_in_its_place(self, client, scan, curator):
        make_place(latitude=47.95, longitude=36.9)
        client.force_login(curator)
        form = self.FORM | {"item": scan.reference}
        client.post(reverse("history:old_map_new"), form | {"is_shown": "on"})
        row = OldMap.objects.get()
        edit = reverse("history:old_map_edit", args=[row.pk])

        assert not row.is_shown  # nobody has said yet where it lies
        assert row.south < 47.95 < row.north
        sides = {"south": "47.9", "north": "48", "west": "36.8", "east": "37"}
        answer = client.post(edit, form | sides | {"is_shown": "on"}, follow=True)
        assert "Збережено" in answer.content.decode()
        assert old_maps.for_visitors()[0]["sides"] == [47.9, 36.8, 48, 37]

        client.post(reverse("history:old_map_delete", args=[row.pk]))
        assert not OldMap.objects.exists()
        assert scan.media.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"south": "48", "north": "47", "west": "1", "east": "2"}, "south"),
            ({"south": "47", "north": "48", "west": "2", "east": "1"}, "east"),
            ({"south": "47"}, "west"),
            ({"south": "nan", "north": "48", "west": "1", "east": "2"}, "south"),
            ({"south": "-90", "north": "48", "west": "1", "east": "2"}, "south"),
            ({"item": "ST-999999"}, "item"),
            ({"picture": "2"}, "picture"),
            ({"year": "12"}, "year"),
            ({"title_uk": ""}, "title_uk"),
        ],
    )
    def test_bad_input_is_said_beside_its_field(
        self, client, scan, curator, changes, field
    ):
        client.force_login(curator)
        form = self.FORM | {"item": scan.reference} | changes
        answer = client.post(reverse("history:old_map_new"), form)

        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == [field]
        assert not OldMap.objects.exists()


class TestStreets:
    def test_old_names_are_completed_and_lead_the_map(self, client):
        street = make_place("Соборна вулиця", name_en="Soborna Street", slug="soborna")
        street.names.create(name="вулиця Леніна", language="uk", to_year=2016)

        def offered(words):
            answer = client.get("/map/suggest/", {"q": words}, **ENGLISH)
            return answer.json()["suggestions"]

        for words in ("Лен", "Ленина", "на Леніна"):
            (one,) = offered(words)
            assert one["url"] == "/map/?place=soborna"
            assert (one["label"], one["note"]) == (
                "вулиця Леніна", "known today as Soborna Street",
            )  # fmt: skip
        assert offered("Sob")[0]["label"] == "Soborna Street"
        for nothing in ("", "л", "xyz", "x" * 10_000, "\x00", "🙂"):
            assert offered(nothing) == []

    def test_a_typed_street_stands_for_the_part_shown_before(self, client):
        make_place("Соборна вулиця", slug="soborna", latitude=47.95, longitude=36.9)
        for number in range(30):
            make_item(latitude=47.95, longitude=36.9, title=f"Near {number}")
        html = page(client, "?at=Соборна&bbox=1,1,2,2&spot=1,1")

        assert "Near 0<" in html
        assert '<input type="hidden" name="place" value="soborna">' in html
        assert "place=soborna&amp;page=2" in html


def test_a_renamed_address_leads_on_and_is_not_given_away(client, curator):
    subject = make_subject(slug="tram")
    client.force_login(curator)
    form = {"name_uk": "Трамвай", "name_ru": "", "name_en": ""}
    edit = f"/admin/history/subject/{subject.pk}/change/"
    client.post(edit, form | {"slug": "tramway"})

    answer = client.get(reverse("history:subject", args=["tram"]))
    assert (answer.status_code, answer["Location"]) == (
        301, reverse("history:subject", args=["tramway"]),
    )  # fmt: skip
    again = client.post("/admin/history/subject/add/", form | {"slug": "tram"})
    assert "slug" in again.context["adminform"].form.errors
