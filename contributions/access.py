"""Private links: made at the moment of mailing, kept only as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contributions.models import AccessKey, Contribution
from contributions.permissions import Actor

SESSION_NAME = "contributions"
TOKEN_BYTES = 24  # 192 bits
HELD_AT_ONCE = 50


def hashed(token: str) -> str:
    """Give the form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Make a token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def issue(contribution: Contribution, *, at: datetime | None = None) -> str:
    """Make a new private link's token; links made before stay valid."""
    token = new_token()
    AccessKey.objects.create(
        contribution=contribution,
        token_hash=hashed(token),
        expires_at=(at or timezone.now()) + timedelta(days=settings.ACCESS_KEY_DAYS),
    )
    return token


def link(contribution: Contribution, token: str) -> str:
    """Write the whole address that goes into a mail."""
    query = urlencode({"key": token})
    return f"{settings.SITE_URL}{contribution.get_absolute_url()}?{query}"


def find(reference: str, token: str, *, at: datetime | None = None) -> AccessKey | None:
    """Find a valid key to this contribution; None says neither why nor whether it is."""
    if not token or len(token) > 100 or not token.isascii():
        return None
    at = at or timezone.now()
    return (
        AccessKey.objects.select_related("contribution")
        .filter(
            contribution__reference=reference,
            token_hash=hashed(token),
            expires_at__gt=at,
            revoked_at__isnull=True,
        )
        .first()
    )


def use(key: AccessKey, *, at: datetime | None = None) -> None:
    """Note the first use of a key."""
    AccessKey.objects.filter(pk=key.pk, used_at__isnull=True).update(
        used_at=at or timezone.now()
    )


def remember(request, contribution: Contribution) -> None:
    """Let this browser open the contribution from now on."""
    held = [pk for pk in request.session.get(SESSION_NAME, []) if pk != contribution.pk]
    request.session[SESSION_NAME] = [*held, contribution.pk][-HELD_AT_ONCE:]


def forget(request, contribution: Contribution) -> None:
    """Let this browser open the contribution no more."""
    held = request.session.get(SESSION_NAME, [])
    request.session[SESSION_NAME] = [pk for pk in held if pk != contribution.pk]


def actor(request) -> Actor:
    """Say who is at the door."""
    session = getattr(request, "session", None)
    held = session.get(SESSION_NAME, []) if session is not None else []
    return Actor(user=request.user, holds=frozenset(held))


def sign(request) -> str:
    """Name whose browser this is without telling who: "" without an account."""
    if not request.user.is_authenticated:
        return ""
    pk = str(request.user.pk)
    return salted_hmac("contributions.offline", pk).hexdigest()[:16]
