"""Who may come in: staff of the queue; visitors sign in, others are turned away."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.defaults import page_not_found, permission_denied

from contributions import access, permissions
from contributions.models import Contribution


def staff_only(view):
    """Let moderators in and keep the page out of every cache and every index.

    Who lacks the right gets the same answer whether the reference exists or not.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        actor = access.actor(request)
        if actor.account is None:
            response = redirect_to_login(request.get_full_path())
        elif not permissions.may_see_queue(actor):
            response = permission_denied(request, PermissionDenied())
        else:
            request.actor = actor
            try:
                response = view(request, *args, **kwargs)
            except Http404 as missing:
                response = page_not_found(request, missing)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def find(request, reference: str) -> Contribution:
    """Find what a moderator may open; drafts and withdrawn things do not exist."""
    return get_object_or_404(
        Contribution.objects.for_staff(request.user).select_related(
            "about_item", "about_place", "place", "collection", "item", "claimed_by",
            "decided_by",
        ),
        reference=reference,
    )  # fmt: skip
