"""How allauth talks to our people: where they land and what is mailed."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.roles import is_library_staff


class AccountAdapter(DefaultAccountAdapter):
    """Send staff to the queue and residents to their contributions."""

    def get_login_redirect_url(self, request) -> str:
        if is_library_staff(request.user):
            return reverse("contributions:queue")
        return super().get_login_redirect_url(request)

    def save_user(self, request, user: User, form, commit: bool = True) -> User:
        user.language = request.LANGUAGE_CODE[:2]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        context.setdefault("site_name", settings.SITE_NAME)
        super().send_mail(template_prefix, email, context)
