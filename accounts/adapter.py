"""How allauth talks to our people: where they land, what is mailed and answered."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
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
        login_url = settings.SITE_URL + reverse("account_login")
        ours = {
            "is_account": True,
            "language": (get_language() or "uk")[:2],
            "SITE_NAME": settings.SITE_NAME,
            "LIBRARY_NAME": settings.LIBRARY_NAME,
            "LIBRARY_ADDRESS": settings.LIBRARY_ADDRESS,
            "code_minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            "main_url": self._way_on(template_prefix, context, login_url),
        }
        super().send_mail(template_prefix, email, ours | context)

    def render_mail(self, template_prefix, email, context, headers=None):
        mail = super().render_mail(template_prefix, email, context, headers)
        mail.body = re.sub(r"[ \t]+\n", "\n", mail.body)
        mail.body = re.sub(r"\n{3,}", "\n\n", mail.body).strip() + "\n"
        mail.extra_headers |= {
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        return mail

    def _way_on(self, template_prefix: str, context: dict, login_url: str) -> str:
        """Give the one address that a letter leads to; a code needs none."""
        if context.get("code"):
            return ""
        if template_prefix.endswith("account_already_exists"):
            return login_url
        for name in ("activate_url", "password_reset_url", "signup_url"):
            if context.get(name):
                return str(context[name])
        return ""
