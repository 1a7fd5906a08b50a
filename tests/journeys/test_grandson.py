"""A grandson abroad types the street's old name, in the wrong case and language."""

from datetime import date

import pytest
from playwright.sync_api import expect

from history.models import PlaceName
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    """A house on Mill Street, which was Lenin Street: known in Ukrainian only."""
    street = factories.make_place("Млинова вулиця", slug="mill", name_en="Mill Street")
    PlaceName.objects.create(
        place=street, name="вулиця Леніна", language="uk", from_year=1924, to_year=1991
    )
    home = factories.make_place("Будинок № 5", slug="mill-5", parent=street, kind="building")  # fmt: skip
    years = {"date_earliest": date(1962, 1, 1), "date_latest": date(1962, 12, 31)}
    for number in range(6):
        factories.make_item(title=f"Річка {number}", language="uk", **years)
    return factories.make_item(
        title="Бабуся біля хвіртки", language="uk", place=home, with_picture=True,
        **years,
    )  # fmt: skip


def test_finds_the_house_by_keyboard_and_its_street(
    open_browser, house, foreign, problems
):
    page = open_browser(DESKTOP, language="en", scheme="dark")
    page.goto("/items/")
    form = page.locator("main form.search[data-ready]")
    field = form.get_by_role("combobox")
    field.focus()

    page.keyboard.type("на улице ленин")
    option = form.get_by_role("option", name="вулиця Леніна")
    expect(option).to_contain_text("known today as Mill Street")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    expect(field).to_have_value("на улице ленин")
    page.keyboard.type("а")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")  # nothing is chosen: the words are searched

    page.wait_for_url("**/items/?q=**")
    card = page.locator(".card", has_text="Бабуся біля хвіртки")
    expect(card.locator(".card__why")).to_have_text(
        "In: вулиця Леніна — known today as Mill Street"
    )
    expect(card.locator("mark")).to_have_text(["вулиця", "Леніна"])
    assert page.locator(".card").count() == 1
    assert violations(page) == []
    card.get_by_role("link").press("Enter")
    page.wait_for_url(f"**/items/{house.reference}/**")
    page.go_back()
    page.locator(".named").get_by_role("link", name="вулиця Леніна").press("Enter")
    page.wait_for_url("**/places/mill/")
    assert foreign == []
    assert problems == []


def test_on_a_phone_and_without_scripts(open_browser, house, problems):
    page = open_browser(PHONE, language="ru", java_script_enabled=False)
    page.goto("/items/")
    field = page.locator("main form.search input[type=search]")
    field.fill("улицу ленина")
    field.press("Enter")
    page.wait_for_url("**/items/?q=**")
    expect(page.locator(".card__why")).to_contain_text("сегодня Млинова вулиця")
    page.wait_for_load_state()
    assert overflow(page) <= 0

    page.locator("#years-from").fill("1960")
    page.locator("#years-to").fill("1969")
    page.locator(".between__go").click()
    page.wait_for_url("**period=1960-1969**")
    page.locator(".chosen__word").click()
    page.get_by_role("link", name="список", exact=True).click()
    expect(page.locator(".listing .card")).to_have_count(1)
    page.wait_for_load_state()  # without its styles a page is wider
    assert overflow(page) <= 0

    page = open_browser(PHONE, language="uk")
    page.goto("/items/?q=мілєніум")
    page.get_by_role("link", name="Напишіть бібліотеці").wait_for()
    page.locator("main form.search[data-ready] input[type=search]").fill("mlyn")
    page.get_by_role("option", name="Млинова вулиця").click()
    page.wait_for_url("**/places/mill/")
    assert problems == []
