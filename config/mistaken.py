"""Who opens the address of a button (by a reload, by the language switch) reads a page."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers


class MistakenMethodMiddleware:
    """Say in words what an empty 405 would hide; programs keep their own answer."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if (
            request.method != "GET"
            or not isinstance(answer, HttpResponseNotAllowed)
            or answer.content
        ):
            return answer
        page = render(
            request, "405.html", {"back": _nearest_above(request.path)}, status=405
        )
        page["Allow"] = answer["Allow"]
        add_never_cache_headers(page)
        return page


def _nearest_above(path: str) -> str:
    """Find the first page on the way up from an address; at last the home page."""
    while len(path) > 1:
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
