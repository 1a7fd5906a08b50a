"""The address of a school is over its limit (R30): her telephone computes, she goes on."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from contributions.models import Contribution
from contributions.views.residents import drafts
from tests.journeys.conftest import PHONE, overflow
from tests.journeys.test_accessible import RULES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


def test_over_the_limit_her_telephone_computes_and_she_goes_on(
    open_browser, monkeypatch, foreign, problems
):
    monkeypatch.setattr(drafts, "STARTS_AN_HOUR", 1)
    page = open_browser(PHONE, language="uk")
    for _n in range(2):
        page.goto("/contribute/")
        page.locator("button[name=kind][value=memory]").click()
        page.wait_for_load_state()
    button = page.get_by_role("button", name="Продовжити зараз")
    expect(button).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert overflow(page) <= 0

    page.route("**/contribute/proof/", lambda route: route.abort(), times=1)
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Не вийшло")
    button.click()

    page.wait_for_url("**/contribute/*/tell/")
    assert Contribution.objects.count() == 2
    assert foreign == [] and problems == []
