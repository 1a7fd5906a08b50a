"""W06 and a broken connection: what somebody types on a phone is never lost."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contributions.models import Attachment, Contribution
from tests.journeys.conftest import PHONE
from tests.journeys.test_accessible import violations

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "[data-part=saved]"
CLOCK_OF_1970 = """() => new Promise((resolve) => {
  const request = indexedDB.open("mistok-kept");
  request.onsuccess = () => {
    const store = request.result.transaction("words", "readwrite").objectStore("words");
    const all = store.getAll();
    all.onsuccess = () => {
      for (const row of all.result) store.put({ ...row, at: 1000 });
      store.transaction.oncomplete = () => { request.result.close(); resolve(); };
    };
  };
})"""


def begin(page, kind: str = "memory") -> Contribution:
    page.goto("/contribute/")
    page.locator(f"button[name=kind][value={kind}]").click()
    page.wait_for_url(re.compile(r"/contribute/[0-9A-Z]{8}/"))
    return Contribution.objects.get()


def tell_page(contribution) -> str:
    return reverse("contributions:step", args=[contribution.reference, "tell"])


def holds(page, contribution, **words) -> None:
    """Wait until the server has these words."""
    for _n in range(200):
        contribution.refresh_from_db()
        if all(getattr(contribution, name) == said for name, said in words.items()):
            return
        page.wait_for_timeout(100)
    raise AssertionError({name: getattr(contribution, name) for name in words})


def test_typing_goes_on_without_a_connection(open_browser, problems):
    page = open_browser(PHONE, language="en")
    draft = begin(page)
    page.goto(tell_page(draft))
    page.locator("[name=title]").fill("The tram")
    holds(page, draft, title="The tram")
    expect(page.locator(SAVED)).to_contain_text("Saved at")

    page.context.set_offline(True)
    page.locator("[name=story]").fill("It rang twice at our corner.")
    expect(page.locator(SAVED)).to_contain_text("kept on this device")
    page.locator("button[name=next]").click()  # does not lead to a page of the browser
    expect(page.locator("[name=story]")).to_have_value("It rang twice at our corner.")
    page.evaluate(CLOCK_OF_1970)  # a telephone whose clock is set right only now
    page.context.set_offline(False)

    page.reload()
    holds(page, draft, story="It rang twice at our corner.")
    assert problems == []


def test_a_reload_and_a_server_that_fails_keep_the_words(open_browser):
    page = open_browser(PHONE, language="uk")
    draft = begin(page)
    page.goto(tell_page(draft))

    def fail(route):
        if route.request.method == "POST":
            route.fulfill(status=500, body="<h1>broken</h1>")
        else:
            route.fallback()

    page.route("**/contribute/*/tell/", fail)
    page.locator("[name=story]").fill("Ми чекали на трамвай.")
    expect(page.locator(SAVED)).to_contain_text("збережено на цьому пристрої")
    page.reload()
    expect(page.locator("[name=story]")).to_have_value("Ми чекали на трамвай.")
    page.unroute("**/contribute/*/tell/")
    page.reload()

    holds(page, draft, story="Ми чекали на трамвай.")


def test_w06_two_windows_merge_and_ask(open_browser, problems):
    page = open_browser(PHONE, language="en")
    draft = begin(page)
    page.goto(tell_page(draft))
    other = page.context.new_page()
    other.goto(tell_page(draft))

    # Different fields: both stay, and this window learns of the other one.
    other.locator("[name=title]").fill("From the other window")
    holds(page, draft, title="From the other window")
    page.locator("[name=story]").fill("mine")
    holds(page, draft, story="mine")
    expect(page.locator("[name=title]")).to_have_value("From the other window")

    # The same field: the later one is told, sees both, and chooses.
    other.locator("[name=story]").fill("theirs")
    conflict = other.locator(".conflict")
    expect(conflict).to_contain_text("mine")
    expect(conflict).to_contain_text("theirs")
    assert violations(other) == []
    draft.refresh_from_db()
    assert draft.story == "mine"
    conflict.get_by_role("button", name="Keep this one").click()
    holds(other, draft, story="theirs")
    expect(other.locator(".conflict")).to_have_count(0)

    page.locator("[name=story]").fill("mine again")
    page.locator(".conflict").get_by_role("button", name="Take that one").click()
    expect(page.locator("[name=story]")).to_have_value("theirs")
    holds(page, draft, story="theirs")
    assert problems == []


def test_w06_without_scripts_both_texts_are_shown(open_browser):
    page = open_browser(PHONE, language="en", java_script_enabled=False)
    draft = begin(page)
    page.goto(tell_page(draft))
    Contribution.objects.update(story="from the computer at home")
    page.locator("[name=story]").fill("from the phone")
    page.locator("button[name=next]").click()

    expect(page.locator(".conflict")).to_contain_text("from the computer at home")
    expect(page.locator("[name=story]")).to_have_value("from the phone")
    page.get_by_role("button", name="Take that one").click()
    expect(page.locator("[name=story]")).to_have_value("from the computer at home")
    draft.refresh_from_db()
    assert draft.story == "from the computer at home"


def test_a_voice_is_recorded_heard_and_added(open_browser, run_tasks, problems):
    page = open_browser(PHONE, language="en", permissions=["microphone"])
    draft = begin(page, "audio")
    recorder = page.locator(".recorder")
    recorder.get_by_role("button", name="Start recording").click()
    page.wait_for_timeout(1500)
    recorder.get_by_role("button", name="Pause").click()
    expect(recorder).to_contain_text("Paused")
    assert violations(page) == []
    recorder.get_by_role("button", name="Go on recording").click()
    page.wait_for_timeout(1500)
    recorder.get_by_role("button", name="I have finished").click()
    expect(recorder.locator("audio")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())

    # An unlucky reload: the recording is still there.
    # It is added before the script that takes it has come: it waits for it.
    late = []
    page.route("**/behaviours/upload*.js", lambda route: late.append(route))
    page.reload()
    expect(page.locator(".recorder")).to_contain_text("not added yet")
    page.get_by_role("button", name="Add this recording").click()
    expect(page.get_by_role("button", name="Add this recording")).to_be_disabled()
    for route in late:
        route.fallback()
    expect(page.locator("[data-file]")).to_have_count(1, timeout=40_000)

    run_tasks()
    master = Attachment.objects.get(contribution=draft).master
    assert master.state == "ready"
    assert 1500 < master.duration_ms < 8000
    page.reload()
    expect(page.locator("[data-file]")).to_have_count(1)
    expect(page.get_by_role("button", name="Start recording")).to_be_visible()
    assert problems == []


def test_a_microphone_that_is_refused_says_what_to_do(open_browser):
    page = open_browser(PHONE, language="en")
    begin(page, "audio")

    page.get_by_role("button", name="Start recording").click()

    expect(page.locator("[data-part=trouble]")).to_contain_text("not allowed")
    expect(page.locator("input[type=file]")).to_be_attached()
