"""An editor writes a post with a picture and a live collection, looks at it, schedules it,
loses the tab, corrects what is public, reads the difference, and puts the old words back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news import picturing
from news.models import Post, Unsaved
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
WRONG, RIGHT = "The depot at six", "The depot at five"


def test_a_post_is_written_looked_at_scheduled_corrected_and_restored(
    open_browser, sign_in, cast, foreign, problems
):
    item = factories.make_item(title="The old depot", with_picture=True)
    room = factories.make_collection("Trams", slug="trams", items=[item])
    page = open_browser(DESKTOP, language="en")
    sign_in(page, cast["editor"])
    page.goto("/moderation/news/")
    page.get_by_role("link", name="Write a post").click()
    page.fill("[name=title_en]", WRONG)
    page.locator(".writing__text[lang=en]").click()
    page.keyboard.type("Come and see the trams.")
    tools = page.locator(".writing", has=page.locator(".writing__text[lang=en]"))
    for reference in ("[[1]]", room.get_absolute_url()):
        tools.get_by_role("button", name="Picture or card").click()
        tools.locator(".writing__field").fill(reference)
        tools.get_by_role("button", name="Insert").click()
    page.locator("#pictures-group .add-row a, #pictures-group .addlink").first.click()
    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": factories.jpeg()}
    page.set_input_files("[name=pictures-0-file]", picture)
    page.fill("[name=pictures-0-alt_en]", "A tram before the depot")
    tomorrow = timezone.localtime() + timedelta(days=1)
    page.fill("[name=published_at_0]", f"{tomorrow:%Y-%m-%d}")
    page.fill("[name=published_at_1]", "18:00")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview without saving").click()
    preview = opened.value
    preview.get_by_role("link", name="Phone").click()
    shown = preview.frame_locator("iframe")
    expect(shown.get_by_role("heading", name=WRONG)).to_be_visible()
    expect(shown.get_by_role("link", name="Trams").first).to_be_visible()
    assert violations(preview) == []
    preview.close()
    assert not Post.objects.exists()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("will appear on").first).to_be_visible()
    post = Post.objects.get()
    picturing.show(post.pictures.get())  # as the worker does
    reader = open_browser(PHONE, language="en")
    assert reader.goto(post.get_absolute_url()).status == 404
    Post.objects.update(published_at=timezone.now() - timedelta(minutes=1))
    assert reader.goto(post.get_absolute_url()).status == 200
    expect(reader.get_by_role("img", name="A tram before the depot")).to_be_visible()
    expect(reader.get_by_role("link", name="Trams").first).to_be_visible()
    assert violations(reader) == []
    assert overflow(reader) <= 0

    page.goto(f"/admin/news/post/{post.pk}/change/")
    page.fill("[name=title_en]", RIGHT)
    expect(page.get_by_text("Kept for you at")).to_be_visible()
    context = page.context
    page.close()  # the tab is lost
    page = context.new_page()
    page.goto(f"/admin/news/post/{post.pk}/change/")
    page.get_by_role("button", name="Put my words back").click()
    expect(page.get_by_text("They are not saved yet")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert not Unsaved.objects.exists()
    reader.reload()
    expect(reader.get_by_role("heading", name=RIGHT)).to_be_visible()

    page.goto(f"/moderation/posts/{post.pk}/versions/")
    expect(page.locator("del").first).to_contain_text("six")
    expect(page.locator("ins").first).to_contain_text("five")
    assert violations(page) == []
    page.get_by_text("Put this version back").first.click()
    page.locator("[name=reason]").first.fill("it was six after all")
    page.get_by_role("button", name="Put it back").first.click()
    expect(page.get_by_text("The earlier version stands again.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", name=WRONG)).to_be_visible()
    assert foreign == problems == []
