"""A curator marks what two pictures share; a visitor slides from that day to ours."""

import pytest
from playwright.sync_api import expect

from history.images import Movement
from history.models import ThenNow
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_resident_to_visitor import press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]

STEPPED = Movement(0.9, 0.02, 0.04, -0.02, 0.9, 0.06, 0.03, -0.02)
SPOTS = [(0.2, 0.2), (0.8, 0.25), (0.75, 0.8)]


def seen_at(stage, spot):
    box = stage.bounding_box()
    return {"x": spot[0] * box["width"], "y": spot[1] * box["height"]}


def test_a_street_is_laid_over_itself(
    open_browser, sign_in, cast, run_tasks, foreign, problems
):
    then = factories.make_item(title="Проспект, 1962", with_picture=True)
    now = factories.make_item(title="Проспект сьогодні", with_picture=True)

    # The curator finds the other picture and marks by mouse, by touch and by keys.
    desk = open_browser(DESKTOP, has_touch=True)
    sign_in(desk, cast["curator"])
    desk.goto(f"/moderation/items/{then.reference}/")
    desk.get_by_role("link", name="Then and now", exact=True).click()
    desk.get_by_label("The same place on another picture").fill(now.reference)
    press(desk.get_by_role("button", name="Search"))
    desk.get_by_role("link", name="Проспект сьогодні").click()
    old = desk.locator("[data-side=then] .marking__stage")
    today = desk.locator("[data-side=now] .marking__stage")
    expect(old).to_be_visible()
    for spot in SPOTS:
        old.click(position=seen_at(old, spot))
        today.tap(position=seen_at(today, STEPPED.at(spot)))
    expect(old.get_by_role("button")).to_have_count(3)
    desk.locator("[data-side=then]").get_by_role("button", name="Put point 4").focus()
    desk.keyboard.press("Enter")
    for key, times in (("Shift+ArrowLeft", 10), ("Shift+ArrowDown", 10)):
        for _n in range(times):
            desk.keyboard.press(key)
    expect(desk.locator("[data-part=told]")).to_contain_text(
        "Point 4, old picture: 25 % from the left, 75 % from the top"
    )
    press(desk.get_by_role("button", name="Show it to visitors"))
    expect(desk.locator(".error-summary")).to_contain_text("both pictures")
    expect(old.get_by_role("button")).to_have_count(4)  # nothing was lost
    old.get_by_role("button", name="Point 4").focus()
    desk.keyboard.press("Delete")
    expect(old.get_by_role("button")).to_have_count(3)
    press(desk.get_by_role("button", name="Look at the result").last)
    drawn = desk.locator(".marking__result .then-now__over")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("async (image) => { await image.decode(); return 1; }") == 1
    press(desk.get_by_role("button", name="Show it to visitors"))
    expect(desk.locator("main")).to_contain_text("As visitors see it")
    assert len(ThenNow.objects.get(state="published").points) == 3
    run_tasks()
    assert ThenNow.objects.get().aligned_state == "made"

    # The visitor slides with the keys, on a phone.
    visitor = open_browser(PHONE)
    visitor.goto(then.get_absolute_url())
    slider = visitor.get_by_role("slider", name="Between then and now")
    expect(slider).to_have_value("50")
    before = visitor.locator(".then-now__over").evaluate(
        "(image) => getComputedStyle(image).clipPath"
    )
    slider.focus()
    for _n in range(10):
        visitor.keyboard.press("ArrowLeft")
    expect(slider).to_have_value("40")
    expect(slider).to_have_attribute(
        "aria-valuetext", "40 % of the width shows the old picture"
    )
    after = visitor.locator(".then-now__over").evaluate(
        "(image) => getComputedStyle(image).clipPath"
    )
    assert before != after and "40%" in after
    visitor.get_by_role("button", name="Side by side").click()
    expect(visitor.locator(".then-now__one img.picture__image").first).to_be_visible()
    assert overflow(visitor) <= 0

    # Without scripts and on paper both stand beside each other.
    quiet = open_browser(PHONE, java_script_enabled=False)
    quiet.goto("/then-and-now/")
    quiet.get_by_role("link", name="Проспект, 1962").click()
    expect(quiet.locator(".then-now__one img.picture__image")).to_have_count(2)
    expect(quiet.locator(".then-now__stage")).to_be_hidden()
    visitor.reload()
    visitor.emulate_media(media="print")
    expect(visitor.locator(".then-now__stage")).to_be_hidden()
    expect(visitor.locator(".then-now__one img.picture__image").last).to_be_visible()
    assert foreign == [] and problems == []
