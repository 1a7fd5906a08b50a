"""A grandson abroad follows his grandmother's street, by mail and without an account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from config.clock import CHORES
from contributions import notifications
from contributions.models import Follow, Follower
from history.models import Item
from tests import factories
from tests.journeys.conftest import overflow
from tests.journeys.test_resident_to_visitor import link_in

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "grandson@people.test"


def test_the_street_is_followed_until_one_press_ends_it(
    open_browser, foreign, problems, live_server
):
    street = factories.make_place("Заводська вулиця", slug="zavodska")
    page = open_browser(language="uk")

    page.goto("/places/zavodska/")
    page.get_by_role("link", name="Стежити за новим").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Листи про нове")
    page.get_by_label("Ваша електронна пошта").fill(EMAIL)
    page.get_by_role("button", name="Стежити за новим").click()
    expect(page.get_by_role("main")).to_contain_text(EMAIL)
    assert overflow(page) <= 0

    notifications.send_due(at=timezone.now() + timedelta(minutes=1))
    page.goto(link_in(mail.outbox[-1]))
    assert not Follow.objects.exclude(confirmed_at=None).exists()
    page.get_by_role("button", name="Так, хочу отримувати ці листи").click()
    expect(page.get_by_role("main")).to_contain_text("Заводська вулиця")
    assert "key=" not in page.url
    assert overflow(page) <= 0

    # A week goes by in which a photograph is published.
    week_ago = timezone.now() - timedelta(days=7)
    Follow.objects.update(confirmed_at=week_ago, told_until=week_ago)
    Follower.objects.update(next_at=timezone.now())
    found = factories.make_item(title="Двір будинку 5", place=street)
    Item.objects.filter(pk=found.pk).update(published_at=week_ago + timedelta(days=3))
    before = len(mail.outbox)
    for name in ("weekly letters to followers", "letters and drafts"):
        CHORES[name]()
        CHORES[name]()
    [letter] = mail.outbox[before:]
    assert letter.to == [EMAIL]

    page.goto(re.search(rf"https?://\S+{found.reference}\S*", letter.body)[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Двір будинку 5")

    # What a mail program does behind its own button.
    address = re.sub(r"[\s<>]", "", letter.message()["List-Unsubscribe"])
    path = address.removeprefix(live_server.url)
    assert Client(enforce_csrf_checks=True).post(path).status_code == 200
    page.goto("/follow/mine/")
    expect(page.get_by_role("main")).to_contain_text("Ви поки ні за чим не стежите")
    assert foreign == []
    assert problems == []
