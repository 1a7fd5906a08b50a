"""A curator builds a short story, looks at it, publishes it; a visitor reads it to its end,
and the window sheet comes out of the browser as one page of A4."""

import re

import pytest
from playwright.sync_api import expect

from history.models import Exhibit
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
A4 = (595, 842)  # points


def test_a_story_is_built_published_read_and_put_into_a_window(
    open_browser, sign_in, cast, foreign, problems
):
    place = factories.make_place(latitude=47.95, longitude=36.9, name_en="Works Street")
    items = [
        factories.make_item(title=title, with_picture=True, place=place)
        for title in ("The depot", "The bridge")
    ]
    page = open_browser(DESKTOP, language="en")
    sign_in(page, cast["curator"])
    page.goto("/moderation/stories/")
    page.get_by_role("link", name="New story").first.click()
    page.fill("[name=title_en]", "The tram")
    page.fill("[name=cover]", items[0].reference)
    page.get_by_role("button", name="Make a draft").click()

    def add(kind: str, **fields: str) -> None:
        page.get_by_role("link", name=kind, exact=True).click()
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        page.get_by_role("button", name="Save").click()

    add("Map")
    add("Text", heading_en="Before the rails", text_en="People walked.")
    add("One picture or memory", item=items[1].reference, text_en="Look left.")
    for number in (1, 2):  # the hidden part of its name may follow after a space
        down = re.compile(f"Down ?: Map {number}")
        page.get_by_role("button", name=down).click()
    expect(page.get_by_text("Now at place 3.")).to_be_visible()
    row = Exhibit.objects.get()
    kinds = list(row.blocks.values_list("kind", flat=True))
    assert kinds == ["text", "item", "map"]
    assert violations(page) == []
    page.get_by_role("link", name="Preview").first.click()
    expect(page.get_by_text("Visitors do not see this page")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Publish").click()

    visitor = open_browser(PHONE, language="en")
    visitor.goto("/")
    visitor.get_by_role("button", name="Menu").click()
    visitor.get_by_role("link", name="Stories", exact=True).click()
    visitor.get_by_role("link", name="The tram").click()
    read = [visitor.get_by_text(words) for words in ("People walked.", "Look left.")]
    read.append(visitor.get_by_role("link", name="Works Street"))
    heights = []
    for one in read:
        one.scroll_into_view_if_needed()
        expect(one).to_be_visible()
        heights.append(one.evaluate("e => e.getBoundingClientRect().top + scrollY"))
    assert heights == sorted(heights)
    assert overflow(visitor) <= 0
    visitor.get_by_role("link", name="Printable sheet").click()
    expect(visitor).to_have_url(re.compile("/stories/the-tram/sheet/"))
    expect(visitor.get_by_role("img", name="Code of the address")).to_be_visible()
    assert violations(visitor) == []

    paper = visitor.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    width, height = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups()
    assert (round(float(width)), round(float(height))) == A4
    assert foreign == []
    assert problems == []
