"""A real Chromium, alone on this machine: whatever is not ours is refused and noted."""

import shutil
from urllib.parse import urlsplit

import pytest
from django.test import Client

PHONE = {"width": 360, "height": 760}
DESKTOP = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that hums, and a person who allows it (or not: see the permission).
    "--use-fake-device-for-media-stream",
]


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def overflow(page) -> int:
    """How many CSS pixels the page hangs over the right edge, its styles being there."""
    page.wait_for_load_state()
    return page.evaluate(OVERFLOW)


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys; each gets a context of its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # as long as every other wait

    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def foreign():
    """Addresses outside this machine that a page asked for; a test wants it empty."""
    return []


@pytest.fixture
def problems():
    """What the browser complained about: scripts that fail, rules that are broken."""
    return []


@pytest.fixture
def open_browser(chromium, live_server, foreign, problems, settings, keeping):
    """Open a fresh browser: `page = open_browser(PHONE, language="uk")`."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    settings.FASTEST_PERSON_SECONDS = 0  # a test types faster than any person
    contexts = []

    def refuse_foreign(route):
        if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    def open_one(size=PHONE, *, language="en", scheme="light", **options):
        context = chromium.new_context(
            viewport=size,
            locale={"uk": "uk-UA", "ru": "ru-RU", "en": "en-GB"}[language],
            color_scheme=scheme,
            base_url=live_server.url,
            reduced_motion="reduce",
            # What a service worker asks for is out of reach of a test's routes.
            **{"service_workers": "block", **options},
        )
        context.route("**/*", refuse_foreign)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda line: (
                problems.append(line.text)
                if line.type == "error" and "Failed to load resource" not in line.text
                else None
            ),
        )
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(live_server):
    """Give a browser a session of its own of an account."""

    def give(page, user):
        client = Client()  # the same one would end the session of whom it had before
        client.force_login(user)
        page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": live_server.url,
                }
            ]
        )

    return give
