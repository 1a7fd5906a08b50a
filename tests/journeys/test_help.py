"""A visitor with a telephone finds a question of her school, and the town thanks her."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from contributions.models import Contribution
from history.models import Item
from tests import factories
from tests.journeys.conftest import DESKTOP, overflow
from tests.journeys.test_accessible import violations
from tests.journeys.test_four_steps import EMAIL, allow, prove
from tests.journeys.test_resident_to_visitor import go_on, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
SIXTIES = {"date_earliest": date(1960, 1, 1), "date_latest": date(1969, 12, 31),
           "date_edtf": "196X"}  # fmt: skip


@pytest.fixture
def board():
    """Seven questions; one of the sixties is of her class."""
    factories.make_place("Школа № 2", slug="school-2", kind="school")
    for number in range(6):
        factories.make_item(
            title=f"Двір {number}", with_picture=True, place_said="Двір"
        )
    return factories.make_item(
        title="Клас на ґанку", language="uk", with_picture=True, **SIXTIES
    )


def test_a_question_is_found_answered_and_thanked_for(
    open_browser, sign_in, cast, board, run_tasks, foreign, problems
):
    page = open_browser(language="uk")
    page.goto("/")
    page.get_by_role("link", name="Усі відкриті запитання").click()
    page.locator(".door", has_text="1960-ті").click()
    expect(page.locator(".board__one")).to_have_count(1)
    expect(page.locator(".board__ask")).to_have_text("Де це?")
    assert overflow(page) <= 0
    assert violations(page) == []

    page.locator(".board__act a").click()
    press(page.locator("button[name=kind][value=correction]"))
    page.locator("#draft[data-ready]").wait_for()
    page.locator("[name=place_said]").fill("Школа № 2")
    go_on(page)
    allow(page)
    go_on(page)
    page.locator("[name=name]").fill("Марія Петренко")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=credit][value=initials]").check()
    page.locator("[name=consent]").check()
    press(page.locator("button[name=send]"))
    prove(page, run_tasks)

    gift = Contribution.objects.get()
    window = open_browser(DESKTOP, language="uk")
    sign_in(window, cast["curator"])
    window.goto(f"/moderation/{gift.reference}/")
    window.locator("#take_take_place_field").get_by_text("Прийняти").click()
    window.get_by_role("button", name="Опублікувати").click()
    window.wait_for_url(re.compile("done="))
    gift.refresh_from_db()
    assert gift.status == "published"
    assert Item.objects.get(pk=board.pk).place_said == "Школа № 2"

    page.goto("/help/")
    expect(page.locator(".board__one")).to_have_count(6)
    expect(page.get_by_role("main")).not_to_contain_text("Де це?")
    thanks = page.get_by_role("region", name="Завдяки вам тепер відомо")
    expect(thanks).to_contain_text("Марія П.")
    expect(thanks).to_contain_text("Школа № 2")
    assert overflow(page) <= 0
    assert violations(page) == []
    assert foreign == [] and problems == []
