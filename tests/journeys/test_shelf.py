"""Two pictures kept without an account, put in order and shown to somebody else."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_pictures_are_kept_ordered_and_shared(
    scripts, open_browser, foreign, problems
):
    items = [
        factories.make_item(title=title, with_picture=True)
        for title in ("The bridge", "The station")
    ]
    page = open_browser(PHONE, java_script_enabled=scripts)
    for item in items:
        page.goto(item.get_absolute_url())
        if scripts:
            expect(page.locator(".keep form[data-ready]")).to_be_attached()
        page.get_by_role("button", name="Keep on my shelf").click()
        expect(page.get_by_text("It is on your shelf.")).to_be_visible()
    page.get_by_role("link", name="To my shelf").click()
    shelf = page.locator(".shelf__one .card__title")
    expect(shelf).to_have_text(["The bridge", "The station"])
    page.get_by_role("button", name=re.compile("Put earlier.*The station")).click()
    expect(shelf).to_have_text(["The station", "The bridge"])
    page.get_by_text("Share this album").click()
    link = page.locator("#shelf-link").input_value()

    other = open_browser(DESKTOP)
    other.goto(link)
    expect(other.locator(".card__title")).to_have_text(["The station", "The bridge"])
    other.goto("/shelf/")
    expect(other.locator(".card__title")).to_have_count(0)
    assert not foreign and not problems


def test_on_paper_stands_nothing_to_press_and_nothing_empty(open_browser, problems):
    item = factories.make_item(title="The bridge", with_picture=True)
    page = open_browser(DESKTOP)
    page.goto(item.get_absolute_url())
    for part in (".keep", ".comments"):
        expect(page.locator(part)).to_be_visible()

    page.emulate_media(media="print")

    for part in (".keep", ".comments"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.get_by_role("heading", name="The bridge")).to_be_visible()
    assert not problems


@pytest.mark.parametrize("scripts", [True, False])
def test_a_picture_is_kept_from_the_list_which_stays(
    scripts, open_browser, foreign, problems
):
    for title in ("The bridge", "The station"):
        factories.make_item(title=title, with_picture=True)
    page = open_browser(PHONE, java_script_enabled=scripts)
    page.goto("/items/?view=list")
    if scripts:
        expect(page.locator("#keep-listed[data-ready]")).to_be_attached()
    page.get_by_role("button", name=re.compile("Keep on my shelf.*The bridge")).click()
    expect(page.get_by_text("It is on your shelf.").last).to_be_visible()
    expect(page.locator(".listing__item")).to_have_count(2)
    page.goto("/shelf/")
    expect(page.locator(".shelf__one .card__title")).to_have_text(["The bridge"])
    assert not foreign and not problems
