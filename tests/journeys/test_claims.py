"""Two moderators at their windows: who looks at what, who takes over, who was faster."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contributions.models import Contribution, Letter
from contributions.states import Status
from tests import factories
from tests.journeys.conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)
A_BEAT_MS = 61_000


@pytest.fixture
def gift():
    return factories.make_contribution(kind="memory", files=0, story="Ми жили тут.")


@pytest.fixture
def window(open_browser, sign_in):
    """Open a window of somebody, with a clock that can be turned on."""

    def open_one(person):
        page = open_browser(DESKTOP, language="en")
        sign_in(page, person)
        page.clock.install()
        return page

    return open_one


def settle(page) -> None:
    expect(page.locator("[data-behaviour]:not([data-ready])")).to_have_count(0)


def sit_down(page, gift) -> None:
    page.goto(f"/moderation/{gift.reference}/")
    settle(page)


def beat(page) -> dict:
    """Let a minute pass at this window."""
    with page.expect_response("**/claim/") as answer:
        page.clock.fast_forward(A_BEAT_MS)
    return answer.value.json()


def held_by(page, gift, wanted) -> bool:
    """Say whether they hold it; a farewell may still be on its way."""
    for _look in range(100):
        if Contribution.objects.get(pk=gift.pk).claimed_by == wanted:
            return True
        page.wait_for_timeout(50)
    return False


def test_a_claim_is_seen_kept_taken_over_and_given_back(
    window, cast, gift, foreign, problems
):
    olena = window(cast["moderator"])
    sit_down(olena, gift)
    expect(olena.locator(".desk-claim")).to_contain_text("You are looking at this")

    # Others see it in the queue and on the desk, and cannot decide behind her back.
    hanna = window(cast["colleague"])
    hanna.goto("/moderation/")
    expect(hanna.locator("[data-claim]")).to_contain_text("Олена is looking at this")
    sit_down(hanna, gift)
    expect(hanna.locator(".desk-claim--other")).to_contain_text("Олена is looking")
    expect(hanna.get_by_role("button", name="Take over")).to_have_count(0)
    expect(hanna.locator("form[action*='/publish/'], [data-key=p]")).to_have_count(0)

    # It is kept alive while she looks.
    Contribution.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert beat(olena)["held"]
    gift.refresh_from_db()
    assert gift.claimed_until > timezone.now() + timedelta(minutes=10)

    # Taken over on purpose, with a note; she is told who has it, and reads why.
    iryna = window(cast["curator"])
    sit_down(iryna, gift)
    iryna.locator(".desk-claim [name=note]").fill("Олена is at lunch")
    iryna.get_by_role("button", name="Take over").click()
    expect(iryna.locator(".desk-claim")).to_contain_text("You are looking at this")
    assert not beat(olena)["held"]
    expect(olena.locator(".desk-claim")).to_contain_text("Ірина is looking at this")
    expect(olena.locator(".desk-claim")).to_contain_text("Reload the page")
    sit_down(olena, gift)
    expect(olena.locator(".desk-thread")).to_contain_text("Олена is at lunch")

    # Left by a link: it is free, and the next one has it by opening.
    settle(iryna)
    iryna.locator(".desk-head__way a").first.click()
    assert held_by(iryna, gift, None)
    sit_down(hanna, gift)
    assert held_by(hanna, gift, cast["colleague"])
    assert foreign == [] and problems == []


def test_two_tabs_a_stale_page_and_a_key_pressed_twice(
    window, cast, gift, foreign, problems
):
    first = window(cast["moderator"])
    sit_down(first, gift)
    second = first.context.new_page()
    sit_down(second, gift)

    # One tab is left: the other takes it again by itself.
    with first.expect_response("**/claim/") as again:
        second.goto("/moderation/")
        first.clock.fast_forward(1_000)
    assert again.value.json()["held"]
    assert held_by(first, gift, cast["moderator"])
    sit_down(second, gift)

    # Changed since it was opened: both versions stand there, nothing is decided.
    Contribution.objects.update(story="Ми жили тут до 1962 року.")
    first.keyboard.press("d")
    first.keyboard.press("1")
    first.keyboard.press("Enter")
    changed = first.locator("main")
    expect(changed).to_contain_text("Changed since you opened it")
    for words in ("Ми жили тут.", "Ми жили тут до 1962 року."):
        expect(changed).to_contain_text(words)
    gift.refresh_from_db()
    assert gift.status == Status.SUBMITTED

    # Read, and decided by a hand that presses twice.
    settle(first)
    other = factories.make_contribution(kind="memory", files=0)
    asked = []
    first.on("request", lambda one: one.method == "POST" and asked.append(one.url))
    first.evaluate(
        "() => { const form = document.querySelector('form[action*=\"/decline/\"]');"
        " form.querySelector('[value=duplicate]').checked = true;"
        " form.requestSubmit(); form.requestSubmit(); }"
    )
    expect(first.locator("h1")).to_have_text(other.title)
    assert [url for url in asked if "/decline/" in url] == asked[:1]
    gift.refresh_from_db()
    assert gift.status == Status.DECLINED
    assert gift.events.count() == Letter.objects.count() == 1

    # The other tab still offers it, and says what is true and how to go on.
    second.keyboard.press("p")
    expect(second.locator("h1")).to_contain_text("the contribution is now “not taken”")
    expect(second.locator(".timeline")).to_contain_text("Олена declined it")
    settle(second)
    second.keyboard.press("j")
    expect(second.locator("h1")).to_have_text(other.title)
    assert gift.events.count() == 1
    assert foreign == [] and problems == []
