"""Who may come in: staff of the queue; visitors sign in, others are turned away."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.doors import private
from contributions import access, permissions
from contributions.models import Contribution


def staff_only(view):
    """Let moderators in and keep the page out of every cache and every index.

    Who lacks the right gets the same answer whether the reference exists or not.
    """

    @private
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        actor = access.actor(request)
        if actor.account is None:
            return redirect_to_login(request.get_full_path())
        if not permissions.may_see_queue(actor):
            raise PermissionDenied
        request.actor = actor
        try:
            return view(request, *args, **kwargs)
        except Contribution.DoesNotExist as gone:  # erased between two of our lines
            raise Http404 from gone

    return wrapped


def find(request, reference: str) -> Contribution:
    """Find what a moderator may open; drafts and withdrawn things do not exist."""
    return get_object_or_404(
        Contribution.objects.for_staff(request.user).select_related(
            "about_item", "then_item", "about_place", "place", "collection", "item", "occasion", "claimed_by",
            "decided_by", "assigned_to",
        ),
        reference=reference,
    )  # fmt: skip
