"""A resident on a phone of 360 px walks the four steps, in each language.

Photos with words of their own over a connection that breaks, a memory without a photo
that is declined with a reason, told aloud where there are scripts, a correction that is
taken back; with scripts, without them, and by the keyboard alone.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from contributions import workflow
from contributions.models import Contribution
from contributions.permissions import Actor
from contributions.states import Reason, Status
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations
from tests.journeys.test_resident_to_visitor import go_on, link_in, press

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "halyna@people.test"
LANGUAGES = ["uk", "ru", "en"]
AWAY = {"uk": "немає зв’язку", "ru": "нет связи", "en": "No connection"}
KEPT = {"uk": "на цьому пристрої", "ru": "на этом устройстве", "en": "on this device"}


def photograph(seed: int) -> dict:
    data = factories.jpeg(900, 700, seed=seed)
    return {"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": data}


def begin(page, kind: str, asked: str = "") -> Contribution:
    page.goto(f"/contribute/{asked}")
    press(page.locator(f"button[name=kind][value={kind}]"))
    return Contribution.objects.get()


def holds(page, draft: Contribution, **words) -> None:
    """Wait until the server has these words."""
    for _n in range(150):
        draft.refresh_from_db()
        if all(getattr(draft, name) == said for name, said in words.items()):
            return
        page.wait_for_timeout(100)
    raise AssertionError({name: getattr(draft, name) for name in words})


def speak(page) -> None:
    """Record a memory in the browser; its words are found by what they do."""
    recorder = page.locator(".recorder")
    recorder.locator("[data-part=start]").click()
    page.wait_for_timeout(1200)  # the length of the recording
    recorder.locator("[data-part=stop]").click()
    expect(recorder.locator("audio")).to_be_visible()
    recorder.locator("[data-part=add]").click()
    expect(page.locator("[data-file]")).to_have_count(1)


def allow(page) -> None:
    page.locator("[name=reuse][value=ask]").check()
    page.locator("[name=audience][value=public]").check()


def finish(page) -> None:
    """Fill in the last page and press the button."""
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=credit][value=anonymous]").check()
    page.locator("[name=consent]").check()
    press(page.locator("button[name=send]"))


def prove(page, run_tasks) -> None:
    run_tasks()
    page.goto(link_in(mail.outbox[-1]))
    press(page.locator("main form button").first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_photos_with_words_of_their_own(open_browser, problems, language):
    phone = open_browser(PHONE, language=language)
    draft = begin(phone, "photos")
    phone.locator("[data-behaviour=upload][data-ready]").wait_for()
    phone.locator("#draft[data-ready]").wait_for()
    phone.context.set_offline(True)
    phone.locator("input[type=file]").set_input_files([photograph(1), photograph(2)])
    expect(phone.locator("[data-part=summary]")).to_contain_text(AWAY[language])
    phone.context.set_offline(False)
    expect(phone.locator("[data-file]")).to_have_count(2)
    go_on(phone)
    phone.locator("#draft[data-ready]").wait_for()
    phone.context.set_offline(True)
    phone.locator("[name=title]").fill("Трамвай")
    expect(phone.locator("[data-part=saved]")).to_contain_text(KEPT[language])
    phone.context.set_offline(False)
    holds(phone, draft, title="Трамвай")
    phone.locator("[name=people_said]").fill("Тітка Галина")
    second = phone.locator("[data-photo]").nth(1)
    second.locator("summary").click()
    second.locator("[name$=-date_said]").fill("1971")
    go_on(phone)

    # Back in the browser, and with the button: the words are there.
    phone.go_back()
    expect(phone.locator("[name=title]")).to_have_value("Трамвай")
    phone.go_forward()
    press(phone.locator("button[name=back]"))
    expect(phone.locator("[name=people_said]")).to_have_value("Тітка Галина")
    go_on(phone)
    phone.locator("[name=taken_by][value=me]").check()
    allow(phone)
    go_on(phone)

    # The last page says it in words; one word is changed from there.
    expect(phone.locator("main")).to_contain_text("1971")
    press(phone.locator(".said__edit").nth(1))
    phone.locator("[name=title]").fill("Трамвай номер два")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("Трамвай номер два")
    assert overflow(phone) <= 0
    finish(phone)
    draft.refresh_from_db()
    assert (draft.sent_at is None, draft.title) == (False, "Трамвай номер два")
    assert draft.attachments.filter(date_said="1971").count() == 1
    assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_memory_without_a_photo_is_declined_with_the_reason(
    open_browser, cast, run_tasks, problems, language
):
    is_told_aloud = language != "en"  # there it is written, on a phone without scripts
    phone = open_browser(
        PHONE,
        language=language,
        java_script_enabled=is_told_aloud,
        permissions=["microphone"],
    )
    gift = begin(phone, "memory")
    if is_told_aloud:
        speak(phone)
    phone.locator("[name=title]").fill("Як ми чекали трамвай")
    phone.locator("[name=story]").fill("Щоранку мама водила мене на зупинку.")
    go_on(phone)
    allow(phone)
    go_on(phone)
    finish(phone)
    prove(phone, run_tasks)
    gift.refresh_from_db()
    assert gift.status == Status.SUBMITTED
    assert gift.attachments.count() == (1 if is_told_aloud else 0)
    workflow.decline(
        gift, by=Actor(user=cast["moderator"]), reason=Reason.OTHER, note="Інше місто."
    )
    phone.goto(gift.get_absolute_url())
    expect(phone.locator("main")).to_contain_text("Інше місто.")
    assert overflow(phone) <= 0
    assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_from_the_page_of_an_item_is_taken_back(
    open_browser, run_tasks, problems, language
):
    item = factories.make_item(title="Старий млин")
    phone = open_browser(PHONE, language=language)
    phone.goto(item.get_absolute_url())
    press(phone.locator(f"a[href*='kind=correction&item={item.reference}']").first)
    press(phone.locator("button[name=kind][value=correction]"))
    gift = Contribution.objects.get()
    assert gift.about_item == item
    expect(phone.locator("main")).to_contain_text("Старий млин")
    phone.locator("[name=story]").fill("Це не млин, а пекарня.")
    go_on(phone)
    allow(phone)
    go_on(phone)
    finish(phone)
    prove(phone, run_tasks)
    gift.refresh_from_db()
    assert gift.status == Status.SUBMITTED
    phone.locator("form[action$='/withdraw/'] button[type=submit]").first.click()
    with phone.expect_navigation():
        phone.locator("dialog[open] button[value=yes]").click()
    gift.refresh_from_db()
    assert gift.status == Status.WITHDRAWN
    assert problems == []


def test_by_the_keyboard_alone(open_browser, problems):
    page = open_browser(PHONE, language="en")
    gift = begin(page, "memory")
    page.locator("#draft[data-ready]").wait_for()

    def reach(selector: str) -> None:
        for _press in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    reach("[name=title]")
    page.keyboard.type("How we waited for the tram")
    reach("[name=story]")
    page.context.set_offline(True)
    page.keyboard.type("Every morning.")
    reach("button[name=next]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=saved]")).to_contain_text(KEPT["en"])
    page.context.set_offline(False)
    holds(page, gift, story="Every morning.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach("[name=reuse]")
    page.keyboard.press("Space")
    reach("button[name=next]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach("[name=email]")
    page.keyboard.type(EMAIL)
    reach("[name=consent]")
    page.keyboard.press("Space")
    reach("button[name=send]")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    gift.refresh_from_db()
    assert gift.sent_at is not None
    assert problems == []


def test_when_every_script_fails_the_words_and_files_still_go(open_browser):
    page = open_browser(PHONE, language="en")
    page.route("**/behaviours/*.js", lambda route: route.abort())
    draft = begin(page, "photos")
    page.locator("input[type=file]").set_input_files([photograph(1)])
    go_on(page)
    page.locator("[name=title]").fill("The tram")
    go_on(page)
    draft.refresh_from_db()
    assert (draft.title, draft.attachments.count()) == ("The tram", 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1280"])
def test_every_step_and_state_of_it_is_accessible(open_browser, problems, size, scheme):
    page = open_browser(
        size, language="uk" if scheme == "light" else "ru", scheme=scheme
    )
    wrong = []

    def look(where: str) -> None:
        if overflow(page) > 0:
            wrong.append(f"{where}: runs over the edge")
        wrong.extend(f"{where}: {one}" for one in violations(page))

    page.goto("/contribute/?place=nowhere&kind=photos")
    look("start with an unknown place")
    begin(page, "photos")
    page.locator(".draft__leave summary").click()
    look("choose, empty")
    page.locator("[data-behaviour=upload][data-ready]").wait_for()
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files([photograph(3)])
    expect(page.locator("[data-part=again]:visible")).to_have_count(1)
    look("choose, without a connection")
    page.context.set_offline(False)
    expect(page.locator("[data-file]")).to_have_count(1)
    bad = {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": b"<p>" * 99}
    page.locator("input[type=file]").set_input_files(
        [photograph(1), photograph(2), bad]
    )
    expect(page.locator("[data-file]")).to_have_count(3)
    expect(page.locator(".strip__error:visible")).to_have_count(1)
    look("choose, a bad file")
    page.locator("[data-part=drop]:visible").click()
    go_on(page)
    page.locator("[data-photo] summary").first.click()
    look("tell")
    page.locator("[name=title]").fill("я" * 201)
    page.locator("[name=date_said]").fill("31.02.1950")
    go_on(page)
    look("tell, wrong")
    page.locator("[name=title]").fill("")
    page.locator("[name=date_said]").fill("")
    go_on(page)
    look("rights")
    go_on(page)
    look("check, with gaps")
    press(page.locator("button[name=send]"))
    look("check, refused")
    press(page.locator(".missing__list a").first)
    assert re.search(r"/(tell|rights)/\?then=check#id_", page.url)
    look("from the last page")
    assert wrong == []
    assert problems == []
