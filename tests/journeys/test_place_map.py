"""Where it was: a name of other years, and a pin by mouse, keys and slider, without tiles."""

import pytest
from playwright.sync_api import expect

from contributions.models import Contribution
from history.models import PlaceName
from tests import factories
from tests.journeys.conftest import PHONE, overflow
from tests.journeys.test_resident_to_visitor import go_on, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


def numbers(page) -> list[str]:
    return [
        page.locator(f"[name={name}]").input_value()
        for name in ("latitude", "longitude", "bearing")
    ]


def test_pin_and_direction_on_a_phone(open_browser, foreign, problems):
    for number in range(4):
        place = factories.make_place(
            f"Вулиця {number}", slug=f"street-{number}",
            latitude=47.95 + number / 200, longitude=36.9 + number * number / 400,
        )  # fmt: skip
    PlaceName.objects.create(
        place=place, name="Соцміський проспект", language="uk",
        from_year=1931, to_year=1961,
    )  # fmt: skip
    page = open_browser(PHONE, language="uk")
    page.goto("/contribute/")
    press(page.locator("button[name=kind][value=memory]"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.locator("[name=date_said]").fill("1953")
    page.locator("[name=place_said]").press_sequentially("на соцміському")
    offer = page.locator(".where__offer")
    expect(offer).to_have_text("Соцміський проспект (сьогодні Вулиця 3)")
    offer.click()
    expect(page.locator("[name=place_said]")).to_have_value("Соцміський проспект")
    assert not [url for url in asked if "leaflet" in url]  # not before it is asked for

    page.locator("[data-part=pin] > summary").click()
    canvas = page.locator("[data-part=canvas]")
    expect(canvas.locator(".leaflet-interactive, .where__place").first).to_be_attached()
    assert canvas.locator("img.leaflet-tile").count() == 0
    canvas.click(position={"x": 150, "y": 120})
    expect(canvas.locator(".where__pin")).to_be_visible()
    north, east, _view = map(lambda text: float(text or 0), numbers(page))

    canvas.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    moved = numbers(page)
    assert float(moved[0]) == pytest.approx(north + 0.00005, abs=1e-6)
    assert float(moved[1]) == pytest.approx(east + 0.001, abs=1e-6)

    page.locator("[data-part=turn]").click()
    page.locator("[data-part=slider]").focus()
    page.keyboard.press("ArrowRight")
    assert numbers(page)[2] == "1"
    expect(canvas.locator(".where__handle")).to_be_visible()
    page.locator("[name=accuracy][value=house]").check()
    assert overflow(page) <= 0

    page.locator("[name=title]").fill("Двір")
    page.locator("[name=story]").fill("Ми грали тут.")
    go_on(page)
    kept = Contribution.objects.get()
    assert (kept.place, kept.accuracy, kept.bearing) == (place, "house", 1)
    assert kept.latitude == pytest.approx(float(moved[0]))
    assert not foreign
    assert not problems
