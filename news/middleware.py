"""Whoever comes by an address of the library's blog before is led on."""

from django.http import HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control

from news import old_addresses

KNOWN_FOR_SECONDS = 24 * 60 * 60


class OldAddressMiddleware:
    """Lead on from where there is no page of ours, and from numbers on the front page."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        is_reading = request.method in ("GET", "HEAD")
        if is_reading and request.path == "/" and request.META["QUERY_STRING"]:
            found = old_addresses.find("/", request.META["QUERY_STRING"])
            if found:
                return _led_to(found)
        answer = self.get_response(request)
        is_missing = is_reading and answer.status_code == 404
        found = old_addresses.find(request.path) if is_missing else ""
        return _led_to(found) if found else answer


def _led_to(address: str) -> HttpResponsePermanentRedirect:
    """Redirect for good; a browser asks again after a day, should a post be renamed."""
    answer = HttpResponsePermanentRedirect(address)
    patch_cache_control(answer, max_age=KNOWN_FOR_SECONDS)
    return answer
