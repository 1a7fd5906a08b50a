"""The address that a resident answers to: it lives and ends with the private link.

Mail servers may write it in small letters, so the token has no other ones.
"""

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from contributions.access import hashed
from contributions.models import AccessKey

SIGNED_CHARACTERS = 26  # 130 bits
LONGEST = 60
PLACE = "{token}"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def address_for(token: str) -> str:
    """Give the address of answers that belongs to a private link; "" where none is set up."""
    if PLACE not in settings.REPLY_ADDRESS:
        return ""
    key = AccessKey.objects.filter(token_hash=hashed(token)).first()
    if key is None:
        return ""
    return settings.REPLY_ADDRESS.replace(PLACE, _token(key.pk))


def find(address: str) -> AccessKey | None:
    """Find the link that an address of answers belongs to, expired or revoked as well.

    Whether it still opens anything is for the caller (`is_alive`).
    """
    before, _place, after = settings.REPLY_ADDRESS.lower().partition(PLACE)
    address = address.strip().lower()
    if not _place or not (address.startswith(before) and address.endswith(after)):
        return None
    token = address[len(before) : len(address) - len(after)]
    number, _dash, _signature = token.partition("-")
    if len(token) > LONGEST or not number or any(one not in DIGITS for one in number):
        return None
    pk = int(number, 36)
    if not hmac.compare_digest(_token(pk).encode(), token.encode()):
        return None
    return AccessKey.objects.select_related("contribution").filter(pk=pk).first()


def is_alive(key: AccessKey, *, at: datetime | None = None) -> bool:
    """Say whether a link, and so its address of answers, is still good."""
    return key.revoked_at is None and key.expires_at > (at or timezone.now())


def _token(pk: int) -> str:
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), f"reply:{pk}".encode(), hashlib.sha256
    )
    signature = base64.b32encode(digest).decode().lower()[:SIGNED_CHARACTERS]
    return f"{_in_36(pk)}-{signature}"


def _in_36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
