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
from contributions import access
from contributions.models import Contribution
from contributions.states import Status
from history import publishing
from history.models import Collection, Item, Person, Place, Subject
from news.models import Post
from sample import city
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}
OVER_THE_EDGE = (
    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
)


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
        "nothing found": "/items/?q=ыыыыыыы",
        "wrong filter": "/items/?period=yesterday",
        "collections": "/collections/",
        "news": "/news/",
        "not found": "/items/ST-999999/",
        "removed": reverse("history:item", args=[removed.pk]),
        "start": "/contribute/",
        "private link": access.link(gift, access.issue(gift)),
        "lost link": f"{gift.get_absolute_url()}?key=nonsense",
        "sign in": "/accounts/login/",
        "sign up": "/accounts/signup/",
        "person": Person.objects.filter(is_living=False).first(),
        "place": Place.objects.filter(names__isnull=False).first(),
        "subject": Subject.objects.first(),
        "post": Post.objects.published().first(),
        "API documentation": None,
    }
    pages |= {name: item.get_absolute_url() for name, item in kinds.items()}
    if printed:
        pages["item, front and back"] = printed.get_absolute_url()
    for collection in Collection.objects.published()[:2]:
        pages[f"collection {collection.slug}"] = collection.get_absolute_url()
    pages["person"] = reverse("history:person", args=[pages["person"].slug])
    pages["place"] = pages["place"].get_absolute_url()
    pages["subject"] = reverse("history:subject", args=[pages["subject"].slug])
    pages["post"] = pages["post"].get_absolute_url()
    del pages["API documentation"]
    return pages


def of_staff() -> dict[str, str]:
    """Name the pages of the moderators and of an account."""
    pages = {
        "queue": "/moderation/",
        "comments": "/moderation/comments/",
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


def of_resident(resident: User) -> dict[str, str]:
    """Name the pages of somebody who gave one thing in every state."""
    pages = {"mine": "/contributions/"}
    Contribution.objects.exclude(pk=0).update(contributor=resident)
    for status in Status.values:
        gift = Contribution.objects.filter(status=status).first()
        address = gift.get_absolute_url()
        pages[f"submission, {status}"] = address
        if status == Status.DRAFT:
            pages["draft"] = f"/contribute/{gift.reference}/"
    return pages


def violations(page) -> list[str]:
    """Ask axe, in a window as tall as the page: a bar that stays at the bottom hides
    what is scrolled under it, and a person scrolls on."""
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
    rounds = [
        (None, of_everybody()),
        (staff, of_staff()),
        (resident, of_resident(resident)),
    ]
    wrong = []
    for account, pages in rounds:
        for size, scheme in WAYS:
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
                if page.evaluate(OVER_THE_EDGE) > 0:
                    wrong.append(f"{where}: runs over the edge")
                wrong += [f"{where}: {one}" for one in violations(page)]
            for page in browsers.values():
                page.context.close()

    assert wrong == []
    assert foreign == []
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
