"""Keep whole pages for people who are not signed in, for as long as nothing changes.

A page is kept under the stamp of `config.changes`, read before the page was drawn: what
is published, hidden or corrected gives another stamp, at once and in every process. What
only the clock changes (a post for later, an embargo, a closing door) shows within a minute.

Only pages named here are kept, and only for a visitor who brings nothing but a language
and the secret of forms; that secret is put into the page anew for each of them. What is
read beside the page (who looked at an item) is done for kept pages too.
"""

import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from config import changes
from history import sightings

KEPT = frozenset(
    {
        "home",
        "history:collection",
        "history:collection_list",
        "history:help_wanted",
        "history:item",
        "history:item_list",
        "history:map",
        "history:person",
        "history:place",
        "history:story",
        "history:story_list",
        "history:subject",
        "history:then_now",
        "history:then_now_list",
        "history:timeline",
        "news:author",
        "news:branch",
        "news:branch_list",
        "news:event",
        "news:event_list",
        "news:guide",
        "news:guide_topic",
        "news:library",
        "news:month",
        "news:post",
        "news:post_list",
        "news:question",
        "news:question_list",
        "news:service",
        "news:service_list",
        "news:tag",
        "news:year",
    }
)
SECONDS = 60
LONGEST_ADDRESS = 500
VARIES = frozenset({"cookie", "accept-language"})
TOKENS = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]+')
OPENED = re.compile(rb'(?<=name="opened" value=")[^"]+')
"""When a form was opened. A kept page says an earlier moment, which harms nobody."""
OWN_COOKIES = frozenset({settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME})


@dataclass(frozen=True)
class Page:
    """A drawn page, cut where the secret of forms stands."""

    parts: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...]


class KeptMiddleware:
    """Answer with a kept page where it is the same for everybody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        key = getattr(request, "kept_under", None)
        if key and _is_for_all(request, response):
            _keep(key, response)
        return response

    def process_view(self, request, view, args, kwargs):
        """Give the kept page, or note under what name to keep the one that comes."""
        match = request.resolver_match
        if match.view_name not in KEPT or not _brings_nothing(request):
            return None
        key = _key(request)
        page = caches["pages"].get(key)
        if page is None:
            request.kept_under = key
            return None
        if match.view_name == "history:item":
            sightings.count(kwargs["pk"], request)
        return _answer(request, page)


def _brings_nothing(request) -> bool:
    """Tell whether nothing about the visitor could change the page."""
    return (
        request.method in ("GET", "HEAD")
        and OWN_COOKIES.issuperset(request.COOKIES)
        and "Authorization" not in request.headers
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def _key(request) -> str:
    """Name all that the page depends on: state, day, language, address."""
    day, language = timezone.localdate(), get_language()
    address = request.build_absolute_uri()
    whole = f"{changes.stamp()} {day} {language} {address}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _is_for_all(request, response) -> bool:
    varies = {word.strip().lower() for word in response.get("Vary", "").split(",")}
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Cache-Control")
        and not response.cookies
        and varies - {""} <= VARIES
        and not getattr(request.session, "modified", False)
    )


def _keep(key: str, response) -> None:
    parts = tuple(TOKENS.split(response.content))
    caches["pages"].set(key, Page(parts, tuple(response.items())), SECONDS)


def _answer(request, page: Page) -> HttpResponse:
    body = page.parts[0]
    if len(page.parts) > 1:
        body = get_token(request).encode().join(page.parts)
    response = HttpResponse(body, headers=dict(page.headers))
    patch_vary_headers(response, ("Cookie",))
    return response
