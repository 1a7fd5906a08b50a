"""How allauth talks to our people: where they land, what is mailed and answered."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_library_staff
from accounts.sender import sender


class AccountAdapter(DefaultAccountAdapter):
    """Send staff to the queue and residents to their contributions."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "This is not the code from our last letter. Please look again, or let us "
            "send a new one."
        ),
        "email_password_mismatch": _(
            "This address and this password do not belong together. Leave the password "
            "empty, and we mail you a code."
        ),
        "too_many_login_attempts": _(
            "That was very often in a short time. Please wait a little and try again."
        ),
    }

    def get_login_redirect_url(self, request) -> str:
        if is_library_staff(request.user):
            return reverse("contributions:queue")
        return super().get_login_redirect_url(request)

    def save_user(self, request, user: User, form, commit: bool = True) -> User:
        user.language = request.LANGUAGE_CODE[:2]
        return super().save_user(request, user, form, commit)

    def get_from_email(self) -> str:
        return sender()

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        ours = {
            "SITE_NAME": settings.SITE_NAME,
            "LIBRARY_NAME": settings.LIBRARY_NAME,
            "code_minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            "login_url": settings.SITE_URL + reverse("account_login"),
        }
        super().send_mail(template_prefix, email, ours | context)
