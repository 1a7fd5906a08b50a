"""A second factor for staff, when the library demands it."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.roles import is_library_staff

OPEN_PATHS = ("/accounts/", "/static/", "/media/", "/i18n/")


class StaffMfaMiddleware:
    """Lead staff without a second factor to the page where they add one."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if (
            settings.STAFF_MFA_REQUIRED
            and not request.path.startswith(OPEN_PATHS)
            and is_library_staff(request.user)
            and not is_mfa_enabled(request.user)
        ):
            messages.info(
                request, _("Please add a second way to sign in. Your work needs it.")
            )
            return redirect("mfa_index")
        return self.get_response(request)
