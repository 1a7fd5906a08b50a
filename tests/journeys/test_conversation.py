"""A reader writes under a post without an account; a moderator answers; she is told of it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from contributions import notifications
from contributions.models import Comment
from tests import factories
from tests.journeys.conftest import DESKTOP, overflow
from tests.journeys.test_accessible import violations
from tests.journeys.test_resident_to_visitor import link_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
EMAIL = "halyna@people.test"
ASKED = "Чи можна прийти з онуками?"


def letters(*, minutes: int):
    """Let the letters leave whose time has come by then; give the last."""
    before = len(mail.outbox)
    notifications.send_due(at=timezone.now() + timedelta(minutes=minutes))
    assert len(mail.outbox) == before + 1
    return mail.outbox[-1]


def test_a_reader_asks_and_the_library_answers(
    open_browser, sign_in, moderator, foreign, problems, live_server
):
    post = factories.make_post("Вечір спогадів", slug="vechir")
    page = open_browser(language="uk")

    page.goto("/news/vechir/")
    page.get_by_text("Написати коментар").click()
    page.get_by_label("Ваше ім’я").fill("Галина")
    page.get_by_label("Ваша електронна пошта").fill(EMAIL)
    page.get_by_label("Напишіть мені, коли хтось відповість").check()
    page.get_by_role("button", name="Надіслати").click()
    expect(page.locator("#comment_body_error")).to_be_visible()
    expect(page.get_by_label("Ваше ім’я")).to_have_value("Галина")
    page.locator("[name=body]").fill(ASKED)
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_role("main")).to_contain_text(EMAIL)
    assert overflow(page) <= 0

    page.goto(link_in(letters(minutes=1)))
    expect(page.get_by_role("main")).to_contain_text(ASKED)
    assert violations(page) == []
    page.get_by_role("button", name="Так, це написано мною").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваш коментар")
    assert overflow(page) <= 0

    desk = open_browser(DESKTOP, language="uk")
    sign_in(desk, moderator)
    desk.goto("/moderation/comments/")
    desk.locator("[data-behaviour=rows][data-ready]").wait_for()
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    desk.locator("textarea[name=body]").fill("Так, приходьте разом!")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".undo")).to_contain_text("Так, приходьте разом!")

    letter = letters(minutes=10)
    assert letter.to == [EMAIL]
    address = re.search(r"https?://\S+#comment-\d+", letter.body)[0]
    page.goto(address)
    answer = page.locator(f"#{address.partition('#')[2]}")
    expect(answer).to_contain_text("Так, приходьте разом!")
    expect(answer).to_be_in_viewport()
    assert page.locator(".comments__replies").count() == 1
    assert overflow(page) <= 0
    assert violations(page) == []

    # What a mail program does behind its own button.
    stop = re.sub(r"[\s<>]", "", letter.message()["List-Unsubscribe"])
    path = stop.removeprefix(live_server.url)
    assert Client(enforce_csrf_checks=True).post(path).status_code == 200
    assert not Comment.objects.listening().exists()
    assert Comment.objects.about(post).visible().count() == 2
    assert foreign == []
    assert problems == []
