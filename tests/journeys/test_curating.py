"""A curator makes a collection by keys and by dragging, corrects an item and reads the
difference, and merges a duplicate whose old address goes on leading to the picture."""

import re

import pytest
from playwright.sync_api import expect

from contributions.models import Comment
from history.models import Claim, Collection, Item
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1920, "height": 1080}


@pytest.fixture
def curator(open_browser, sign_in, cast):
    page = open_browser(DESKTOP, language="en")
    sign_in(page, cast["curator"])
    return page


def fine(page, *, sizes=(PHONE, WIDE, DESKTOP)) -> list[str]:
    """Say what is wrong with a page at three widths."""
    wrong: list[str] = []
    for size in sizes:
        page.set_viewport_size(size)
        page.reload(wait_until="networkidle")
        wrong += [f"{size['width']}: {one}" for one in violations(page)]
        if overflow(page) > 0:
            wrong.append(f"runs over the edge at {size['width']}")
    return wrong


def order(row: Collection) -> str:
    entries = row.entries.in_order().select_related("item")
    return "".join(entry.item.title for entry in entries)


def test_a_collection_is_made_arranged_published_and_merged(curator, live_server):
    items = [factories.make_item(title=t, with_picture=True) for t in "ABC"]
    other = factories.make_collection("Дороги", slug="roads", items=items[:1])
    page = curator
    page.goto(f"{live_server.url}/moderation/collections/")
    assert fine(page) == []
    page.get_by_role("link", name="New collection").click()
    page.fill("[name=title_uk]", "Вулиці")
    page.get_by_role("button", name="Make a draft").click()
    row = Collection.objects.exclude(pk=other.pk).get()
    for item in items:
        page.fill("#add-q", item.reference)
        page.get_by_role("button", name="Search").click()
        page.check("[name=item]")
        page.get_by_role("button", name="Add the chosen ones").click()
    assert order(row) == "ABC"
    assert fine(page) == []

    said = page.locator("[data-part=arranged]")
    handle = page.get_by_role("button", name="Move “A”")
    handle.press("ArrowDown")
    expect(said).to_have_text("Now at place 2.")
    assert order(row) == "BAC"
    expect(handle).to_be_focused()

    start = page.get_by_role("button", name="Move “C”").bounding_box()
    top = page.locator(".arrange__one").first.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 24, start["y"] + 8, steps=3)
    page.mouse.move(top["x"] + 200, top["y"] + 20, steps=12)
    page.mouse.move(top["x"] + 200, top["y"] + 6, steps=3)
    page.mouse.up()
    expect(said).to_have_text("Now at place 1.")
    assert order(row) == "CBA"

    page.get_by_text("Write a note: C").click()
    page.locator("[name=note]").first.fill("The first of all.")
    page.get_by_role("button", name="Save the note").first.click()
    page.get_by_role("link", name="Preview").first.click()
    expect(page.get_by_text("The first of all.")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="Merge with another").click()
    assert fine(page) == []
    page.select_option("[name=into]", str(other.pk))
    page.fill("[name=reason]", "the same streets")
    page.get_by_role("button", name="Make them one").click()
    expect(page).to_have_url(re.compile("/moderation/collections/roads/"))
    assert order(other) == "ACB"
    page.goto(f"{live_server.url}/collections/{row.slug}/")
    expect(page).to_have_url(re.compile("/collections/roads/"))


def test_an_item_is_corrected_compared_and_a_duplicate_merged(curator, live_server):
    item = factories.make_item(title="The old depot", with_picture=True)
    copy = factories.make_item(title="Depot again", with_picture=True)
    page = curator
    page.goto(f"{live_server.url}/moderation/items/{item.reference}/")
    assert fine(page) == []
    page.fill("[name=title]", "The tram depot")
    page.locator(".care__form [name=reason]").fill("as on the plan")
    page.get_by_role("button", name="Save the correction").click()
    page.get_by_role("link", name="Versions").click()
    expect(page.locator("del").first).to_contain_text("old")
    expect(page.locator("ins").first).to_contain_text("tram")
    expect(page.get_by_text("as on the plan")).to_be_visible()
    assert fine(page) == []

    page.goto(f"{live_server.url}/moderation/items/{copy.reference}/merge/")
    page.fill("#into", item.reference)
    page.get_by_role("button", name="Look at both").click()
    assert fine(page) == []
    page.fill("#merge-reason", "the same print")
    page.get_by_role("button", name="Make them one").click()
    expect(page).to_have_url(re.compile(f"/moderation/items/{item.reference}/"))
    page.goto(f"{live_server.url}/items/{copy.reference}/")
    expect(page).to_have_url(re.compile(f"/items/{item.reference}/"))
    assert Item.objects.get(pk=item.pk).media.count() == 2


def test_comments_corrections_and_people_by_keys(curator, live_server):
    """What the town tells becomes data: from a comment, a correction, a second name."""
    person = factories.make_person("Марія Дубенко", slug="dubenko", is_living=False)
    twice = factories.make_person("Марія Дубенко", slug="marusia", is_living=False)
    item = factories.make_item(
        title="Depot", with_picture=True, people=[twice], date_said="1962",
        date_edtf="1962", date_earliest="1962-01-01", date_latest="1962-12-31",
    )  # fmt: skip
    told = [
        Comment.objects.create(
            target=item, name="Іван", email="i@people.test", language="uk", body=body
        )
        for body in ("Гарно!", "Це 1958 рік, я був там.")
    ]
    gift = factories.make_contribution(
        kind="correction", files=0, about_item=item, title="Depot", date_said="1958",
        date_edtf="1958", date_earliest="1958-01-01", date_latest="1958-12-31",
    )  # fmt: skip
    page = curator
    page.goto(f"{live_server.url}/moderation/comments/")
    assert fine(page, sizes=(PHONE, DESKTOP)) == []
    page.locator("body[data-keys]").wait_for()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_text("Everybody can read it now.")).to_be_visible()
    page.locator("body[data-keys]").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("m")
    form = page.locator("form.comment-row__mark")
    form.locator("[name=words]").fill("1958")
    form.locator("[name=field]").select_option("date")
    page.keyboard.press("Control+Enter")
    expect(
        page.get_by_text("Proposed, with this comment as its source.")
    ).to_be_visible()
    told[0].refresh_from_db()
    assert told[0].state == "visible"
    assert Claim.objects.get(source="comment").words == "1958"

    page.goto(f"{live_server.url}/moderation/{gift.reference}/")
    assert fine(page, sizes=(PHONE, DESKTOP)) == []
    page.locator("#take_take_date_field").get_by_text("Take it").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile("done="))
    item.refresh_from_db()
    assert item.date_said == "1958"

    page.goto(f"{live_server.url}/moderation/people/marusia/merge/")
    page.get_by_role("link", name="Марія Дубенко").click()
    assert fine(page, sizes=(PHONE, DESKTOP)) == []
    page.fill("#merge-reason", "one woman")
    page.get_by_role("button", name="Make them one").click()
    page.wait_for_url(re.compile(f"/admin/history/person/{person.pk}/"))
    assert list(item.people.all()) == [person]
    page.goto(f"{live_server.url}/people/marusia/")
    expect(page).to_have_url(re.compile("/people/dubenko/"))
