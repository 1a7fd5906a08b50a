"""From the map to a photograph, from a year to a photograph, and a street through time."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from history.atlas import grid
from tests import factories
from tests.history import one_file
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town():
    """A street with photos of two times, and one photo far from it that looks at it."""
    street = factories.make_place(
        "Млинова вулиця", name_en="Mill Street", slug="mill",
        latitude=47.95, longitude=36.9,
    )  # fmt: skip
    street.names.create(
        name="вулиця Леніна", language="uk", from_year=1925, to_year=2016
    )
    factories.make_place("Вокзал", slug="station", latitude=47.955, longitude=36.915)
    for number, year in enumerate((1955, 1956, 1980)):
        factories.make_item(
            title=f"Mill {year}", place=street, with_picture=True,
            latitude=47.95 + number / 10_000, longitude=36.9, bearing=90 * number,
            date_earliest=date(year, 1, 1), date_latest=date(year, 12, 31),
        )  # fmt: skip
    plan = factories.make_item(title="Plan", with_picture=True)
    factories.make_old_map(plan)
    factories.make_item(
        title="The station", latitude=47.955, longitude=36.915, with_picture=True,
        date_earliest=date(1930, 1, 1), date_latest=date(1949, 12, 31),
    )  # fmt: skip


@pytest.fixture
def base_map(settings, tmp_path):
    """A base map in one file, of one picture over and over, from our own disk."""
    column, row = grid.cell(47.95, 36.9, 14)
    tiles = {
        (14, column + x, row + y): factories.jpeg()
        for x in range(-2, 3)
        for y in range(-2, 3)
    }
    file = tmp_path / "town.pmtiles"
    file.write_bytes(
        one_file.write(tiles, kind=one_file.JPEG, attribution="© <b>We</b>")
    )
    settings.MAP_PMTILES = str(file)


def test_from_the_map_to_a_photograph(town, base_map, open_browser, foreign, problems):
    page = open_browser(DESKTOP)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 47.955, "longitude": 36.915})
    page.goto("/map/")
    expect(page.locator(".atlas[data-ready] .atlas__mark").first).to_be_visible()
    seen = page.locator("[data-part=seen]")
    expect(seen).to_contain_text("4 photos and memories")

    expect(page.locator(".leaflet-tile[src^='blob:']").first).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© We")

    page.get_by_label("Old map over it").select_option("Town plan, 1912")
    expect(page.locator(".leaflet-image-layer")).to_have_css("opacity", "0.7")
    page.get_by_label("How strongly it covers").press("ArrowLeft")
    expect(page.locator(".leaflet-image-layer")).to_have_css("opacity", "0.65")
    expect(page).to_have_url(re.compile("old=.*cover=65"))

    page.locator("[name=at]").fill("лен")
    expect(page.locator(".suggest__one")).to_contain_text("known today as Mill Street")
    page.locator("[name=at]").press("ArrowDown")
    page.locator("[name=at]").press("Enter")
    expect(page.locator(".atlas__place")).to_contain_text("Mill Street")
    expect(seen).to_contain_text("3 photos and memories")
    expect(page).to_have_url(re.compile("old="))  # the page stayed: the map moved

    page.get_by_role("button", name="Near me").click()
    expect(seen).to_contain_text("1 photo or memory")
    expect(seen).to_contain_text("The station")
    expect(page).to_have_url(re.compile("bbox="))
    page.locator(".atlas__mark--one").click()
    expect(page.locator(".leaflet-popup a[href*='the-station']")).to_be_visible()

    page.context.clear_permissions()
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("[data-part=say]")).to_contain_text(
        "does not say where you are"
    )

    slider = page.get_by_role("slider", name="from the year")
    slider.focus()
    for _n in range(11):  # from the 1850s to the 1960s
        page.keyboard.press("ArrowRight")
    expect(seen).to_contain_text("Nothing here from these years yet")

    page.locator("[name=at]").fill("на леніна")
    page.locator("[name=at]").press("Enter")
    expect(page.locator(".atlas__place")).to_contain_text("Mill Street")
    expect(page.locator("[data-part=seen]")).to_contain_text("Mill 1980")
    page.locator("[data-part=seen] .card__link").first.click()
    expect(page.locator("h1")).to_have_text("Mill 1980")
    expect(page.get_by_role("img", name=re.compile("the view goes"))).to_be_visible()
    assert not foreign
    assert not problems


def test_without_scripts_on_a_phone(town, open_browser, foreign):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto("/map/?place=mill")
    drawing = page.locator(".atlas .plain")
    expect(drawing).to_be_visible()
    expect(page.locator(".atlas__canvas")).to_be_hidden()
    drawing.locator("a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/items/|bbox="))

    page.goto("/timeline/")
    lying = page.locator(".years--lying")
    lying.get_by_role("link", name="1950s: 2 surely, 2 perhaps").click()
    lying.get_by_role("link", name="1956: 1 surely, 1 perhaps").click()
    page.locator(".card__link").click()
    expect(page.locator("h1")).to_have_text("Mill 1956")

    page.locator("a[href*='/places/mill/']").first.click()
    expect(page.locator("h1")).to_have_text("Mill Street")
    times = page.locator(".around__title")
    expect(times).to_have_count(2)
    expect(times.first).to_contain_text("1950s")
    expect(page.locator(".around__time").last).to_contain_text("Mill 1980")
    assert not foreign
