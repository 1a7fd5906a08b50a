"""Every page of the sample city, as everybody gets it: at two widths, light and dark.

axe finds no violation, nothing runs over the edge, nothing is asked of another host, and
the browser has nothing to complain about. The languages take turns.
"""

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contributions import access, limits, visiting, workflow
from contributions.models import Contribution
from contributions.permissions import Actor
from contributions.states import Status
from history import publishing
from history.models import (
    Collection,
    Exhibit,
    Item,
    Person,
    Place,
    Subject,
    ThenNow,
)
from news.models import Branch, Event, GuideTopic, Post, Tag
from sample import city
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION
from tests.journeys.conftest import DESKTOP, PHONE, overflow

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]

WAYS = [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}

TRAP_IS_SEEN = """[...document.querySelectorAll("[name=website]")].some((trap) => {
    const room = trap.closest("[aria-hidden=true]");
    return !room || room.getBoundingClientRect().right > 0;
})"""


def of_everybody() -> dict[str, str]:
    """Name the pages that any visitor may open."""
    kinds = {
        f"item, {kind}": Item.objects.published().filter(kind=kind).first()
        for kind in ("photo", "document", "memory")
    }
    printed = Item.objects.published().filter(media__role="back").first()
    removed = Item.objects.published().last()
    publishing.take_down(removed, by=None, reason="asked for by the family")
    gift = Contribution.objects.filter(status=Status.SUBMITTED).first()
    pages = {
        "home": "/",
        "browse": "/items/",
        "search": "/items/?q=завод",
        "search, as a list": "/items/?q=Леніна&view=list&help=date",
        "nothing found": "/items/?q=ыыыыыыы",
        "wrong filter": "/items/?period=yesterday",
        "open questions": "/help/",
        "map": "/map/",
        "nothing on the map": "/map/?at=хххх&from=1850&to=1859",
        "timeline": "/timeline/",
        "one decade": "/timeline/?period=1960s",
        "collections": "/collections/",
        "stories": "/stories/",
        "then and now": "/then-and-now/",
        "one comparison": ThenNow.objects.get().get_absolute_url(),
        "news": "/news/",
        "news of a tag": Tag.objects.get(slug="negatives").get_absolute_url(),
        "news of a year": f"/news/{Post.objects.listed().first().published_at:%Y}/",
        "news put away": Post.objects.get(is_archived=True).get_absolute_url(),
        "events": "/events/",
        "events of a month": f"/events/?month={timezone.localdate():%Y-%m}",
        "the library": "/library/",
        "a house": Branch.objects.first().get_absolute_url(),
        "a topic of the guide": GuideTopic.objects.first().get_absolute_url(),
        "not found": "/items/ST-999999/",
        "removed": reverse("history:item", args=[removed.pk]),
        "start": "/contribute/",
        "removals counted": "/removals/",
        "weekly letter": "/newsletter/",
        "ask for removal": reverse(
            "contributions:removal_ask", args=[Item.objects.published().first().pk]
        ),
        "another password": reverse("account_reset_password"),
        "private link": access.link(gift, access.issue(gift)),
        "lost link": f"{gift.get_absolute_url()}?key=nonsense",
        "sign in": "/accounts/login/",
        "sign up": "/accounts/signup/",
        "person": Person.objects.filter(is_living=False).first(),
        "place": Place.objects.filter(names__isnull=False).first(),
        "subject": Subject.objects.first(),
        "event": Event.objects.to_come().first(),
        "post": Post.objects.published().first(),
        "API documentation": None,
    }
    pages |= {name: item.get_absolute_url() for name, item in kinds.items()}
    if printed:
        pages["item, front and back"] = printed.get_absolute_url()
    for collection in Collection.objects.published()[:2]:
        pages[f"collection {collection.slug}"] = collection.get_absolute_url()
    pages["window sheet"] = f"{collection.get_absolute_url()}sheet/"
    pages["people sheet"] = reverse(
        "history:item_sheet", args=[kinds["item, photo"].pk]
    )
    for story in Exhibit.objects.published():
        pages[f"a {story.kind}"] = story.get_absolute_url()
        pages[f"sheet of a {story.kind}"] = f"{story.get_absolute_url()}sheet/"
    pages["person"] = reverse("history:person", args=[pages["person"].slug])
    pages["place"] = pages["place"].get_absolute_url()
    pages["subject"] = reverse("history:subject", args=[pages["subject"].slug])
    pages["event"] = pages["event"].get_absolute_url()
    pages["post"] = pages["post"].get_absolute_url()
    del pages["API documentation"]
    return pages


def of_staff() -> dict[str, str]:
    """Name the pages of the moderators and of an account."""
    pages = {
        "queue": "/moderation/",
        "comments": "/moderation/comments/",
        "stories, staff": "/moderation/stories/",
        "story, staff": "/moderation/stories/pershyi-nomer/",
        "story, a block": "/moderation/stories/pershyi-nomer/add/place/",
        "components": "/components/",
        "account e-mail": reverse("account_email"),
        "second factor": reverse("mfa_index"),
        "sign out": reverse("account_logout"),
    }
    shown = [Status.SUBMITTED, Status.NEEDS_INFO, Status.PUBLISHED, Status.DECLINED]
    for status in shown:
        gift = Contribution.objects.filter(status=status).first()
        pages[f"review, {status}"] = f"/moderation/{gift.reference}/"
    memory = Contribution.objects.filter(kind="memory", status=Status.SUBMITTED).first()
    pages["review, memory"] = f"/moderation/{memory.reference}/"
    return pages


def of_work(by: User) -> dict[str, str]:
    """Name the other rooms of the staff, with somebody who stands at the desk."""
    gift = Contribution.objects.filter(status=Status.SUBMITTED).first()
    correction = Contribution.objects.filter(
        kind="correction", status=Status.SUBMITTED
    ).first()
    person = visiting.welcome(name="Галина", email="", language="uk", by=by)
    visiting.open_box(person, kind="photos", by=by)
    pair = ThenNow.objects.with_sides().get()
    desk = reverse("history:item_then_now", args=[pair.then.item_id])
    names = (
        "audit", "figures", "at_once", "letters", "stuck", "removal_list", "scan_day",
        "letter_samples",
    )  # fmt: skip
    pages = {name: reverse(f"contributions:{name}") for name in names}
    marked = Item.objects.filter(media__depictions__isnull=False).first()
    pages["people, marked"] = reverse("history:item_people", args=[marked.pk])
    return pages | {
        "then and now, staff": f"{desk}?with=проспект",
        "then and now, points": f"{desk}?pair={pair.pk}",
        "queue, pictures": "/moderation/?look=grid",
        "queue, narrowed": "/moderation/?look=list&kind=memory&age=week",
        "queue, nothing": "/moderation/?kind=audio&age=late",
        "giver": reverse("contributions:giver", args=[gift.reference]),
        "scan day, person": reverse("contributions:scan_day_person", args=[person.pk]),
        "review, correction": f"/moderation/{correction.reference}/",
    }


def of_resident(resident: User) -> dict[str, str]:
    """Name the pages of somebody who gave one thing in every state."""
    pages = {
        "mine": "/contributions/",
        "account": reverse("contributions:account"),
        "my data": reverse("contributions:own_account"),
    }
    Contribution.objects.exclude(pk=0).update(contributor=resident)
    for status in Status.values:
        gift = Contribution.objects.filter(status=status).first()
        address = gift.get_absolute_url()
        pages[f"submission, {status}"] = address
        if status == Status.DRAFT:
            pages["draft"] = f"/contribute/{gift.reference}/"
    shown = Contribution.objects.filter(item__status="published").first()
    args = [shown.reference, shown.item_id]
    pages["correct what is shown"] = reverse("contributions:improve", args=args)
    return pages


def violations(page) -> list[str]:
    """Ask axe, in a window as tall as the page: a bar that stays at the bottom hides
    what is scrolled under it, and a person scrolls on."""
    page.wait_for_load_state()  # with its styles
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": max(height, size["height"])})
    try:
        return _violations(page)
    finally:
        page.set_viewport_size(size)


def _violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['html'][:140]}"
        for one in found
        for node in one["nodes"][:3]
    ]


@pytest.fixture
def town(cast):
    city.build(now=timezone.now())


def test_every_page(open_browser, sign_in, town, foreign, problems):
    languages = itertools.cycle(["uk", "ru", "en"])
    staff = User.objects.get(email="moderator@stalne.example")
    resident = User.objects.get(email="resident@stalne.example")
    chief = User.objects.get(email="administrator@stalne.example")
    rounds = [
        (None, of_everybody(), WAYS),
        (staff, of_staff(), WAYS),
        (chief, of_work(chief), [WAYS[1]]),  # the hardest of them
        (resident, of_resident(resident), WAYS),
    ]
    wrong = []
    for account, pages, ways in rounds:
        for size, scheme in ways:
            browsers = {}
            for name, address in pages.items():
                language = next(languages)
                page = browsers.get(language)
                if page is None:
                    page = open_browser(size, language=language, scheme=scheme)
                    if account:
                        sign_in(page, account)
                    browsers[language] = page
                answer = page.goto(address)
                where = f"{name} ({language}, {size['width']} px, {scheme})"
                if answer.status >= 500:
                    wrong.append(f"{where}: {answer.status}")
                    continue
                if not re.search(r"\S", page.locator("h1").first.inner_text()):
                    wrong.append(f"{where}: no heading")
                if overflow(page) > 0:
                    wrong.append(f"{where}: runs over the edge")
                said = len(problems)
                if page.evaluate(TRAP_IS_SEEN):
                    wrong.append(f"{where}: the trap against programs catches people")
                wrong += [f"{where}: {one}" for one in violations(page)]
                # On a map axe writes styles of its own, which our policy stops.
                problems[said:] = [
                    one for one in problems[said:] if "inline style" not in one
                ]
            for page in browsers.values():
                page.context.close()

    assert wrong == []
    assert foreign == []
    assert problems == []


SEND = """([address, fields]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = address;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({csrfmiddlewaretoken: token, ...fields})) {
    const field = document.createElement("input");
    field.type = "hidden"; field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


def test_every_answer_to_a_press(open_browser, sign_in, cast, problems, monkeypatch):
    """Pages that only a press leads to: refused, too late, too often, a link sent."""
    resident = cast["resident"]
    mine = {"contributor": resident, "email": resident.email, "kind": "memory"}
    shown, waits = (factories.make_contribution(**mine) for _n in range(2))
    by = Actor(user=cast["moderator"])
    workflow.publish(shown, by=by, description=DESCRIPTION)
    shown.refresh_from_db()

    def act(gift, name):
        return reverse("contributions:resident_act", args=[gift.reference, name])

    correct = reverse("contributions:improve", args=[shown.reference, shown.item_id])
    late = reverse("contributions:step", args=[shown.reference, "tell"])
    ask = reverse("contributions:removal_ask", args=[shown.item_id])
    presses = {
        "a wish without words": (act(shown, "request_removal"), {}, 400),
        "a correction without a title": (correct, {"date_said": "ого"}, 400),
        "too late for a draft": (late, {"title": "Пізні слова", "next": "1"}, 409),
        "too late to take back": (act(shown, "withdraw"), {}, 409),
        "a letter without words": (act(waits, "write"), {}, 400),
        "a wish of a stranger, empty": (ask, {}, 400),
        "a link for somebody": (act(waits, "link"), {"email": "x@people.test"}, 200),
        "too often": (act(waits, "link"), {}, 429),
    }
    languages, wrong = itertools.cycle(["uk", "ru", "en"]), []
    for size, scheme in WAYS:
        language = next(languages)
        page = open_browser(size, language=language, scheme=scheme)
        sign_in(page, resident)
        for name, (address, fields, expected) in presses.items():
            page.goto(shown.get_absolute_url())
            with monkeypatch.context() as patch:
                if expected == 429:
                    patch.setattr(limits, "within", lambda *_args, **_more: False)
                with page.expect_navigation() as pressed:
                    page.evaluate(SEND, [address, fields])
            where = f"{name} ({language}, {size['width']} px, {scheme})"
            if pressed.value.status != expected:
                wrong.append(f"{where}: {pressed.value.status}")
            if overflow(page) > 0:
                wrong.append(f"{where}: runs over the edge")
            wrong += [f"{where}: {one}" for one in violations(page)]
        page.context.close()
    assert wrong == []
    assert problems == []


def test_narrowest_screen_without_scripts(open_browser, town):
    pages, silent = of_everybody(), []

    for language in ("uk", "ru", "en"):
        page = open_browser(
            {"width": 320, "height": 640}, language=language, java_script_enabled=False
        )
        for name, address in pages.items():
            page.goto(address)
            if page.locator("main h1").count() != 1:
                silent.append(f"{name} ({language})")

    assert silent == []


def test_keyboard_reaches_the_content_and_shows_where_it_is(open_browser, town):
    page = open_browser(DESKTOP, language="en")
    page.goto("/contribute/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    on = page.evaluate("document.activeElement.id")
    page.keyboard.press("Tab")
    ring = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return [document.activeElement.tagName, s.outlineStyle]; })()"
    )

    assert on == "main"
    assert ring == ["BUTTON", "solid"]
