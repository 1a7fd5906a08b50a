"""The text a resident agrees to, by version, and its fingerprint."""

import hashlib

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

VERSION = "2026-11-2"


def text(language: str) -> str:
    """Give the whole text in one language."""
    with override(language):
        return _(
            "I give these photographs, words and voices to the library of my own free "
            "will. "
            "I have the right to do so, or I have said honestly that I do not know. "
            "The library may keep them, show them to everyone if I chose “public”, and "
            "correct mistakes in the description. My e-mail address is shown to nobody. "
            "I may take everything back at any time by writing to %(email)s or on the "
            "page of my contribution."
        ) % {"email": settings.LIBRARY_EMAIL}


def fingerprint(language: str) -> str:
    """Give the SHA-256 of the text, so that we know later what was shown."""
    return hashlib.sha256(text(language).encode()).hexdigest()
