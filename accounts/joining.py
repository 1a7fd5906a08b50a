"""Begin an account with nothing but an address: its owner proves it by a mailed code."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


def begin(request, email: str, *, language: str) -> None:
    """Mail a code that signs in, to a new account where the address has none yet.

    Only the code opens the account and proves the address for it.
    """
    LoginCodeVerificationProcess.initiate(
        request=request, user=_account_of(email, language), email=email
    )


@transaction.atomic
def _account_of(email: str, language: str) -> User:
    email = email.strip().lower()
    known = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
    if known is not None:
        return known.user
    user, _is_new = User.objects.get_or_create(
        email=email, defaults={"language": language}
    )
    if not user.password:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": True}
    )
    return user
