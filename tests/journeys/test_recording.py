"""A voice: a resident sends a recording, a moderator listens and publishes, a visitor
plays it on a phone and goes to another place in it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from contributions.models import Contribution
from contributions.states import Status
from history.models import Item, Master
from tests.history import recorded
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_resident_to_visitor import go_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]

SECONDS = 30
EMAIL = "halyna.canary@people.test"
FILES = {
    "opus": ("бабуся.ogg", "audio/ogg"),
    "m4a": ("New Recording 3.m4a", "audio/mp4"),
}

# The player says by an event that it got there; a test waits for that and no longer.
PLAY = """player => new Promise((resolve) => {
  player.muted = true;
  player.addEventListener("timeupdate", () => player.currentTime > 0.2 && resolve());
  player.play();
})"""
GO_TO = """(player, seconds) => new Promise((resolve) => {
  player.addEventListener("seeked", () => resolve(), { once: true });
  player.currentTime = seconds;
})"""
PRESSED = """player => new Promise((resolve) => {
  player.addEventListener("seeked", () => resolve(player.currentTime), { once: true });
  const wave = player.closest(".recording").querySelector(".wave");
  const box = wave.getBoundingClientRect();
  wave.dispatchEvent(new MouseEvent("click", { clientX: box.left + box.width * 0.1 }));
})"""


def tell(page, kind: str) -> None:
    """Fill in the screens of a draft as a resident does."""
    name, media_type = FILES[kind]
    data = recorded.record(kind, seconds=SECONDS, rate=16_000)
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": media_type, "buffer": data}]
    )
    go_on(page)
    page.locator("[name=title]").fill("Дід розповідає про повінь")
    go_on(page)
    page.locator("[name=taken_by][value=family]").check()
    page.locator("[name=reuse][value=free]").check()
    page.locator("[name=audience][value=public]").check()
    go_on(page)
    page.locator("[name=credit][value=anonymous]").check()
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=consent]").check()


def hear(page, player, partial: list) -> None:
    """Play, then go to the middle: the place moves, and the bytes came in parts."""
    assert overflow(page) <= 0
    player.evaluate(PLAY)
    player.evaluate(GO_TO, SECONDS / 2)
    assert abs(player.evaluate("p => p.currentTime") - SECONDS / 2) < 1
    assert abs(player.evaluate("p => p.duration") - SECONDS) < 0.5
    assert set(partial) == {206}


@pytest.mark.parametrize("kind", FILES)
def test_a_voice_is_sent_published_and_heard(
    open_browser, sign_in, cast, run_tasks, settings, foreign, problems, kind
):
    settings.UNDO_MINUTES = 0
    with_scripts = kind != "m4a"

    # The resident, without an account, on a phone.
    phone = open_browser(PHONE, language="uk", java_script_enabled=with_scripts)
    phone.goto("/contribute/")
    phone.locator("button[name=kind][value=audio]").click()
    phone.wait_for_url(re.compile(r"/contribute/[0-9A-Z]{8}/"))
    tell(phone, kind)
    if with_scripts:
        expect(phone.locator("[data-file]")).to_have_count(1)
    phone.locator("button[name=send]").click()
    phone.wait_for_url(re.compile(r"/contributions/"))
    run_tasks()
    link = re.search(r"https?://\S+key=\S+", mail.outbox[0].body)[0]
    phone.goto(link)
    phone.locator("main form button").first.click()
    phone.wait_for_url(lambda address: "key=" not in address)
    contribution = Contribution.objects.get()
    assert contribution.status == Status.SUBMITTED
    master = Master.objects.get()
    assert master.state == Master.State.READY
    assert abs(master.duration_ms - 1000 * SECONDS) < 100
    phone.goto(contribution.get_absolute_url())
    expect(phone.locator(".recording__length")).to_have_text("Запис, 30 секунд")

    # The moderator listens at the desk, behind the door.
    partial: list[int] = []
    desk = open_browser(DESKTOP, language="en")
    sign_in(desk, cast["moderator"])
    desk.on("response", lambda answer: note(answer, partial))
    desk.goto(f"/moderation/{contribution.reference}/")
    hear(desk, desk.locator("audio"), partial)
    desk.locator("button[form=publish]").click()
    desk.wait_for_load_state()
    contribution.refresh_from_db()
    assert contribution.status == Status.PUBLISHED
    item = contribution.item
    assert item.kind == Item.Kind.AUDIO

    # The visitor finds it, plays it and goes to the middle.
    public: list[int] = []
    visitor = open_browser(PHONE, language="ru")
    visitor.on("response", lambda answer: note(answer, public))
    visitor.goto("/items/?q=повінь")
    expect(visitor.locator(".card__length")).to_contain_text("30 секунд")
    visitor.locator(f"a[href*='{item.reference}']").first.click()
    visitor.wait_for_url(re.compile(item.reference))
    hear(visitor, visitor.locator("audio"), public)
    # A press on the waveform goes there as well.
    assert abs(visitor.locator("audio").evaluate(PRESSED) - SECONDS * 0.1) < 1
    assert foreign == []
    assert problems == []


def note(answer, statuses: list) -> None:
    """Keep the status of every answer that carries sound."""
    if answer.headers.get("content-type", "").startswith("audio/"):
        statuses.append(answer.status)
