"""Own how an export says when, and in which language somebody wrote."""

import re
from datetime import UTC, datetime

from django.utils import timezone

from news.converters import FIRST, LAST

UKRAINIAN = re.compile("[ґєії]", re.IGNORECASE)
RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яґєіїё]", re.IGNORECASE)
LATIN = re.compile("[a-z]", re.IGNORECASE)


def moment(said: str, *, is_local: bool = False) -> datetime | None:
    """Read a moment; without a zone it is UTC, or the library's. None for no date."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    # A day of air, so that no zone carries it out of what can be shown.
    if not FIRST <= found.year < LAST:
        return None
    if timezone.is_naive(found):
        zone = timezone.get_default_timezone() if is_local else UTC
        found = found.replace(tzinfo=zone)
    return found


def language(words: str, *, otherwise: str) -> str:
    """Tell Ukrainian, Russian and English by letters that only one of them has."""
    ours, theirs = len(UKRAINIAN.findall(words)), len(RUSSIAN.findall(words))
    cyrillic, latin = len(CYRILLIC.findall(words)), len(LATIN.findall(words))
    if latin > cyrillic:
        return "en"
    if ours == theirs:
        return otherwise
    return "uk" if ours > theirs else "ru"
