"""What a resident does after sending, at 360 px: in Ukrainian with a finger, in Russian
without scripts, in English by the keyboard alone.

Questions answered by the page and by mail, a refusal with its reason, taking back, a
correction, a wish for removal, hiding all, links that die, an account, being forgotten.
"""

import os
import re
import subprocess
import sys
from email.message import EmailMessage

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from contributions import access, notifications, workflow
from contributions.models import Contribution
from contributions.permissions import Actor
from contributions.states import Reason, Status
from history.models import Item
from tests import factories
from tests.accounts.test_signing_in import code_in
from tests.contributions.test_workflow import DESCRIPTION
from tests.journeys import serving
from tests.journeys.conftest import PHONE, overflow
from tests.journeys.test_resident_to_visitor import link_in

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "halyna@people.test"
TABS = 120


class Hand:
    """Presses and types: with a finger, or by the keyboard alone."""

    def __init__(self, page, *, by_keyboard: bool) -> None:
        self.page, self.by_keyboard = page, by_keyboard

    def _reach(self, target) -> None:
        for _n in range(TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, target, *, leads_on: bool = True) -> None:
        """Press a button or a link, and wait for the page it leads to."""
        target = target.first
        if self.by_keyboard:
            self._reach(target)
        act = (
            (lambda: self.page.keyboard.press("Enter"))
            if self.by_keyboard
            else target.click
        )
        if not leads_on:
            act()
            return
        with self.page.expect_navigation():
            act()
        assert overflow(self.page) <= 0, self.page.url

    def open(self, target) -> None:
        """Unfold what is folded."""
        self.press(target, leads_on=False)

    def fill(self, target, words: str) -> None:
        if not self.by_keyboard:
            target.fill(words)
            return
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def check(self, target) -> None:
        if not self.by_keyboard:
            target.check()
            return
        target.evaluate("one => one.type")
        if target.get_attribute("type") == "checkbox":
            self._reach(target)
            self.page.keyboard.press("Space")
            return
        name = target.get_attribute("name")
        chosen = self.page.locator(f"[name={name}]:checked")
        self._reach(
            chosen if chosen.count() else self.page.locator(f"[name={name}]").first
        )
        for _n in range(12):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows do not lead to {target}")


def form(page, gift: Contribution, act: str):
    address = reverse("contributions:resident_act", args=[gift.reference, act])
    return page.locator(f"form[action='{address}']")


def own(page, gift: Contribution, act: str):
    address = reverse("contributions:own_act", args=[gift.reference, act])
    return page.locator(f"form[action='{address}'] button")


def by_mail(words: str) -> int:
    """Pipe an answer to the last letter into the command, as a mail server would."""
    asked = mail.outbox[-1]
    answer = EmailMessage()
    answer["From"], answer["To"] = EMAIL, asked.reply_to[0]
    answer["Subject"], answer["Message-ID"] = f"Re: {asked.subject}", "<1@home.example>"
    quoted = "\n".join(f"> {line}" for line in asked.body.splitlines())
    answer.set_content(f"{words}\n\n{quoted}")
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.served",
        "DATABASE_URL": serving._database(),
        "DATA_DIR": str(django_settings.DATA_DIR),
        "REPLY_ADDRESS": django_settings.REPLY_ADDRESS,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "django", "receive_mail"],
        input=answer.as_bytes(), cwd=serving.ROOT, env=environment, check=False,
        timeout=120,
    )  # fmt: skip
    return done.returncode


def ask(gift: Contribution, by, words: str) -> None:
    workflow.ask(gift, by=by, note=words)
    notifications.send_due()


def come_in(hand: Hand, gift: Contribution) -> str:
    """Open the page by a link from a letter; give the link."""
    link = access.link(gift, access.issue(gift))
    hand.page.goto(link)
    hand.press(hand.page.locator("main form button"))
    assert "key=" not in hand.page.url
    return link


@pytest.mark.parametrize(
    ("language", "scripts", "by_keyboard"),
    [("uk", True, False), ("ru", False, False), ("en", True, True)],
    ids=["finger", "no scripts", "keyboard"],
)
def test_all_that_may_follow(
    open_browser, cast, settings, problems, foreign, language, scripts, by_keyboard
):
    settings.UNDO_MINUTES = 0
    settings.REPLY_ADDRESS = "reply+{token}@library.example"
    moderator = Actor(user=cast["moderator"])
    gift, refused, taken_back = (
        factories.make_contribution(email=EMAIL, language=language, kind="memory")
        for _n in range(3)
    )
    phone = open_browser(PHONE, language=language, java_script_enabled=scripts)
    hand = Hand(phone, by_keyboard=by_keyboard)
    main = phone.locator("main")

    # A question, answered on the page; another one, answered by mail.
    ask(gift, moderator, "Хто це?")
    phone.goto(link_in(mail.outbox[-1]))
    hand.press(phone.locator("main form button"))
    expect(main).to_contain_text("Хто це?")
    hand.press(form(phone, gift, "submit").locator("button"))  # empty: a sentence
    expect(phone.locator(".error-summary")).to_be_visible()
    hand.fill(form(phone, gift, "submit").locator("textarea"), "Моя тітка.")
    hand.press(form(phone, gift, "submit").locator("button"))
    expect(main).to_contain_text("Моя тітка.")
    gift.refresh_from_db()
    ask(gift, moderator, "А коли?")
    assert by_mail("Навесні 1962 року.") == 0
    gift.refresh_from_db()
    assert gift.status == Status.SUBMITTED
    phone.reload()
    expect(main).to_contain_text("Навесні 1962 року.")
    assert "> " not in gift.messages.last().body

    # One is not taken, with the reason; one is taken back.
    workflow.decline(refused, by=moderator, reason=Reason.OTHER, note="Інше місто.")
    come_in(hand, refused)
    expect(main).to_contain_text("Інше місто.")
    come_in(hand, taken_back)
    button = form(phone, taken_back, "withdraw").locator("button")
    hand.press(button, leads_on=not scripts)
    if scripts:
        sure = phone.locator("dialog[open] button.button--danger")
        hand.press(sure)
    taken_back.refresh_from_db()
    assert taken_back.status == Status.WITHDRAWN

    # Published: a thank-you of a stranger is told, words are corrected by a proposal.
    workflow.publish(gift, by=moderator, description=DESCRIPTION)
    gift.refresh_from_db()
    item_page = gift.item.get_absolute_url()
    stranger = open_browser(
        PHONE,
        language=language,
        user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/138",
    )
    stranger.goto(item_page)
    with stranger.expect_navigation():
        stranger.locator("#thanks button").click()
    phone.goto(gift.get_absolute_url())
    expect(phone.locator(".stands__echo")).to_contain_text(re.compile(r"1.+1", re.S))
    hand.press(phone.locator(".stands__act"))
    hand.fill(phone.locator("[name=date_said]"), "1958")
    hand.press(phone.locator("main form button"))
    assert gift.item.claims.get(field="date").state == "proposed"

    # It shows a child: out of sight at once, until the library has decided.
    hand.open(
        phone.locator("summary", has=phone.locator("xpath=..")).filter(
            has=phone.locator("xpath=../form[contains(@action,'request_removal')]")
        )
    )
    hand.check(phone.locator("[name=ground][value=children]"))
    hand.fill(form(phone, gift, "request_removal").locator("textarea"), "Мій онук.")
    hand.press(form(phone, gift, "request_removal").locator("button"))
    assert stranger.goto(item_page).status == 404
    workflow.keep(gift, by=Actor(user=cast["colleague"]), note="Обличчя не видно.")
    assert stranger.goto(item_page).status == 200

    # All of theirs hidden by one press; the links in old letters die.
    old = access.link(gift, access.issue(gift))
    phone.goto(gift.get_absolute_url())
    hand.press(phone.locator(f"a[href$='{gift.reference}/data/']"))
    hand.press(own(phone, gift, "hide"))
    assert stranger.goto(item_page).status == 404
    hand.press(own(phone, gift, "revoke"))
    answer = stranger.goto(old)
    assert answer.status == 404
    expect(stranger.locator("main [name=email]")).to_be_visible()

    # An account by a code, and its page.
    phone.goto(gift.get_absolute_url())
    hand.press(form(phone, gift, "account").locator("button"))
    hand.fill(phone.locator("[name=code]"), code_in(mail.outbox[-1]))
    hand.press(phone.locator("form:has([name=code]) button"))
    account = User.objects.get(email=EMAIL)
    assert Contribution.objects.filter(contributor=account).count() == 3
    phone.goto(reverse("contributions:account"))
    hand.fill(phone.locator("[name=display_name]"), "Галина")
    hand.press(phone.locator("form:has([name=display_name]) button"))
    account.refresh_from_db()
    assert (account.display_name, account.language) == ("Галина", language)

    # Forgotten: only after saying that it is meant.
    hand.press(phone.locator("main a[href='/contributions/data/']"))
    last = phone.locator("form[action$='/forget/']")
    hand.check(last.locator("[name=sure]"))
    hand.press(last.locator("button"))
    assert not User.objects.filter(email=EMAIL).exists()
    left = Contribution.objects.get()
    assert (left.pk, left.email, left.contributor) == (gift.pk, "", None)
    assert Item.objects.get().status == Item.Status.HIDDEN
    assert phone.goto(gift.get_absolute_url()).status == 404
    assert problems == []
    assert foreign == []
