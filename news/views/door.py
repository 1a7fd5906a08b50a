"""Who may come in to the pages of editors, and which post or event is meant."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.doors import private
from news.written import KINDS, Written, right


def editors_only(view: Callable) -> Callable:
    """Let in who edits this kind of thing; the same answer whether it exists or not."""

    @private
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        kind = KINDS[kwargs.get("word", "posts")]
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(right(kind)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def find(word: str, pk: int) -> Written:
    """Find a thing by its word and number."""
    found = KINDS[word]._base_manager.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def number_of(text: str) -> int | None:
    """Read a number that was sent; None where it is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 18
    return int(text) if is_number else None
