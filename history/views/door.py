"""Who may come in to the staff pages of the archive."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.doors import private
from history.models import Item


def staff(permission: str):
    """Let in who has this right; the same answer whether the thing exists or not."""

    def guard(view):
        @private
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return guard


def is_own(item: Item, user) -> bool:
    """Tell whether this person gave the item, so that a colleague has to decide."""
    return settings.FOUR_EYES and item.contributor_id == user.pk


def own_refused(request):
    """Say that nobody decides about what they gave themselves."""
    message = _("You gave this yourself, so a colleague has to decide about it.")
    return render(request, "403.html", {"message": message}, status=403)
