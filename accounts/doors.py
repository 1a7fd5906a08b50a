"""Keep private pages private: out of caches and indexes, refusals included."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.defaults import page_not_found, permission_denied


def private(view):
    """Keep a page out of every cache and every index, also when it is refused."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404 as missing:
            response = page_not_found(request, missing)
        except PermissionDenied as refusal:
            response = permission_denied(request, refusal)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def unnamed(response):
    """Keep the key of a link out of what other pages learn."""
    response["Referrer-Policy"] = "no-referrer"
    return response
