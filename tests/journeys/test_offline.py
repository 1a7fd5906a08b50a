"""A page that opens without a connection, and keeps photographs and words until it is back."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from contributions.models import Attachment, Beginning, Contribution
from tests import factories
from tests.journeys.conftest import PHONE, overflow
from tests.journeys.serving import Server
from tests.journeys.test_accessible import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
WAIT_MS = 40_000
HEADINGS = {
    "uk": "Зараз немає зв’язку",
    "ru": "Сейчас нет связи",
    "en": "There is no connection just now",
}
CONTROLLED = """async () => {
  const ready = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve);
    });
  }
  for (let tries = 0; tries < 100; tries += 1) {  // the language is told after that
    const facts = await caches.open("mistok-facts");
    if (await facts.match("/said-language")) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}"""


@pytest.fixture
def server():
    one = Server()
    one.start()
    yield one
    one.kill()


def visit(page, site: str) -> None:
    """Open the door once with a connection, until the shell is kept."""
    page.goto(f"{site}/contribute/")
    page.evaluate(CONTROLLED)


def wait_for(page, is_so) -> None:
    for _n in range(WAIT_MS // 100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come")


@pytest.mark.parametrize("language", HEADINGS)
def test_the_door_opens_without_a_connection(open_browser, server, problems, language):
    page = open_browser(PHONE, language=language, service_workers="allow")
    visit(page, server.url)
    server.kill()

    page.goto(f"{server.url}/contribute/")

    expect(page.locator("h1")).to_have_text(HEADINGS[language])
    expect(page.locator("form.offline")).to_be_visible()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0
    assert overflow(page) <= 0
    assert violations(page) == []
    assert problems == []


def test_photographs_and_words_written_offline_arrive_once(
    open_browser, server, problems
):
    page = open_browser(PHONE, language="en", service_workers="allow")
    visit(page, server.url)
    server.kill()
    page.goto(f"{server.url}/contribute/")
    photos = [factories.jpeg(seed=n) for n in (1, 2)]
    page.locator("input[type=file]").set_input_files(
        [
            {"name": f"yard {n}.jpg", "mimeType": "image/jpeg", "buffer": data}
            for n, data in enumerate(photos)
        ]
    )
    page.locator("[name=title]").fill("Our yard")
    page.locator("[name=story]").fill("Grandmother planted the pear tree.")
    page.locator("[name=date_said]").fill("summer 1968")
    expect(page.locator("[data-part=saved]")).to_contain_text("Kept on this device")
    page.wait_for_timeout(1000)

    # The page is closed by mistake and opened again: all of it is there.
    page.reload()
    expect(page.locator("[name=story]")).to_have_value(re.compile("pear tree"))
    expect(page.locator(".strip__one")).to_have_count(2)
    page.get_by_role("button", name="Keep it for the library").click()
    expect(page.locator(".kept__one")).to_contain_text("Our yard")
    assert violations(page) == []

    server.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".kept__one")).to_contain_text("arrived", timeout=WAIT_MS)
    contribution = Contribution.objects.get()
    assert contribution.title == "Our yard"
    assert contribution.date_edtf
    sums = set(Attachment.objects.values_list("master__sha256", flat=True))
    assert sums == {hashlib.sha256(data).hexdigest() for data in photos}
    page.get_by_role("link", name="Open the draft").click()
    page.wait_for_url(re.compile(contribution.reference))
    page.goto(f"{server.url}/contribute/")
    expect(page.locator(".given__one")).to_contain_text("Our yard")
    expect(page.locator(".kept__one")).to_have_count(0)
    assert Beginning.objects.count() == 1
    assert problems == []


def test_who_signs_out_leaves_nothing_for_the_next(open_browser, sign_in, cast):
    page = open_browser(PHONE, language="en")
    sign_in(page, cast["resident"])
    page.goto("/contribute/")
    page.evaluate(
        """async () => {
          const isMade = async () => (
            await indexedDB.databases()).some((one) => one.name === "mistok-kept");
          while (!await isMade()) await new Promise((again) => { setTimeout(again, 50); });
          return new Promise((resolve, reject) => {
          const request = indexedDB.open("mistok-kept");
          request.onsuccess = () => {
            const who = document.querySelector("[data-behaviour=kept]").dataset.who;
            const row = {
              id: "ab", key: "ab", who, kind: "memory", fields: { title: "Secret" },
              language: "en", at: Date.now(), isOpen: false, reference: "GONE2345",
            };
            const store = request.result.transaction("drafts", "readwrite").objectStore("drafts");
            const put = store.put(row);
            put.onsuccess = () => resolve();
            put.onerror = reject;
          };
          });
        }"""
    )

    page.goto("/accounts/logout/")
    page.locator("[data-behaviour~=sign_out][data-ready]").wait_for()
    page.locator("main form button").click()
    expect(page.locator("[data-part=warning]")).to_contain_text("still here")
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "logout" not in address)

    page.goto("/contribute/")
    assert (
        page.evaluate(
            """() => new Promise((resolve) => {
          const request = indexedDB.open("mistok-kept");
          request.onsuccess = () => {
            const all = request.result.transaction("drafts").objectStore("drafts").getAll();
            all.onsuccess = () => resolve(all.result);
          };
        })"""
        )
        == []
    )
