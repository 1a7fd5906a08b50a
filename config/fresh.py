"""Let an anonymous browser ask whether a public page changed, and answer in a few bytes.

The mark of a page is made of the page itself, so whatever is published, hidden, said or
scheduled changes it at once, in every language by itself; nothing has to remember to.
That a page need not be drawn again is the business of `config.kept`.
"""

import hashlib

from django.conf import settings
from django.utils.cache import get_conditional_response

from config.kept import OPENED, TOKENS


class FreshMiddleware:
    """Give public pages of people who are not signed in an ETag, and 304 where it fits."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not _is_for_all(request, response):
            return response
        response["Cache-Control"] = "private, no-cache"
        etag = _mark(request, response.content)
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)


def _is_for_all(request, response) -> bool:
    """Tell whether the same page would be drawn for anybody without an account."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Cache-Control")
        and not response.has_header("ETag")
        # On a first visit the secret of the forms is made just now: nothing to ask about.
        and settings.CSRF_COOKIE_NAME in request.COOKIES
        and set(response.cookies) <= {settings.CSRF_COOKIE_NAME}
        and not request.user.is_authenticated
    )


def _mark(request, page: bytes) -> str:
    """Name a page by what is on it; the secret of its forms counts, not how it is veiled,
    nor when they were opened.

    A page kept from before signing in has forms that would be refused afterwards.
    """
    secret = request.META.get("CSRF_COOKIE") or ""
    digest = hashlib.sha256(OPENED.sub(b"", TOKENS.sub(b"", page)))
    digest.update(secret.encode())
    return f'W/"{digest.hexdigest()[:32]}"'
