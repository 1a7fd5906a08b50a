"""A curator marks two people by mouse and one by keys; a visitor with a telephone taps a
name and sees who it is, and whom nobody knows leads to the door with the number."""

import re

import pytest
from playwright.sync_api import expect

from history.models import Depiction, Person
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


def drag(page, box, start, end) -> None:
    """Draw from one corner to another, in shares of a box."""
    page.mouse.move(
        box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"]
    )
    page.mouse.down()
    page.mouse.move(
        box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=4
    )
    page.mouse.up()


def test_marked_named_tapped_and_asked(open_browser, sign_in, cast, foreign, problems):
    item = factories.make_item(title="Class 5", language="uk", with_picture=True)
    factories.make_person("Марія Литвин", is_living=False, died_year=2009)
    desk = open_browser(DESKTOP)
    sign_in(desk, cast["curator"])
    desk.goto(f"/moderation/items/{item.reference}/")
    desk.get_by_role("link", name="Who is in it").click()
    frame = desk.locator(".marking__frame[data-live]")
    frame.scroll_into_view_if_needed()

    drag(desk, frame.bounding_box(), (0.1, 0.2), (0.3, 0.5))
    expect(desk.locator("[name=marks-0-name]")).to_be_focused()
    with desk.expect_response(re.compile("/people/suggest/")):
        desk.keyboard.type("литв")
    option = desk.locator("#people-names option")
    expect(option).to_have_attribute("value", "Марія Литвин")
    desk.locator("[name=marks-0-name]").fill(option.get_attribute("value"))
    expect(desk.locator("[name=marks-0-who]")).to_have_value("person")
    drag(desk, frame.bounding_box(), (0.7, 0.2), (0.85, 0.5))
    desk.keyboard.type("Олена Коваль")
    desk.locator("[name=marks-1-who]").select_option("living")

    desk.get_by_role("button", name="Mark somebody").press("Enter")
    third = desk.locator(".marking__box").nth(2)
    expect(third).to_be_focused()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowDown")
    expect(desk.locator("[data-part=says]")).to_have_text(
        "Mark 3, nobody knows yet: 47 % from the left, 44 % from the top, "
        "8 % wide, 13 % high"
    )
    assert violations(desk) == []
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("The marks are saved.")).to_be_visible()
    rows = list(Depiction.objects.order_by("position"))
    assert [str(row.person or row.label) for row in rows] == [
        "Марія Литвин", "Олена Коваль", "?",
    ]  # fmt: skip
    assert rows[0].box == pytest.approx((0.1, 0.2, 0.2, 0.3), abs=0.01)
    assert rows[2].box == pytest.approx((0.47, 0.44, 0.08, 0.13))
    assert Person.objects.get(name_uk="Олена Коваль").is_living

    phone = open_browser(PHONE, has_touch=True)
    phone.goto(item.get_absolute_url())
    numbers = phone.locator(".marks").first
    show = phone.get_by_role("button", name="Show who is in it")
    expect(show).to_have_attribute("aria-pressed", "false")
    expect(numbers).to_have_css("opacity", "0")
    phone.locator(".marked__one", has_text="О. К.").tap()
    expect(numbers).to_have_css("opacity", "1")
    lit = phone.locator(".marks__one[data-lit]")
    expect(lit).to_have_text("2")
    show.tap()
    phone.locator(".marks__one").nth(0).tap()
    expect(phone.locator("li[data-lit]")).to_contain_text("Марія Литвин")
    assert violations(phone) == []
    assert overflow(phone) <= 0
    phone.get_by_role("link", name="Do you know who it is?").tap()
    phone.wait_for_url(re.compile(r"mark=3"))
    expect(phone.get_by_text("Number 3 on the picture")).to_be_visible()
    phone.locator("button[value=correction]").tap()
    expect(phone.locator("[name=story]")).to_have_value(
        re.compile("^Number 3 on the picture: ")
    )
    assert (foreign, problems) == ([], [])
