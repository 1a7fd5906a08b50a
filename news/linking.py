"""Own which addresses a text may lead to, and which files it may show."""

import re
from urllib.parse import urlsplit

from django.conf import settings

SCHEMES = {"https", "http", "mailto", "tel"}
# Browsers pass over these inside an address, so "java\tscript:" is one word to them.
PASSED_OVER = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
MAILBOX = re.compile(r"[^\s/@:<>]+@[^\s/@:<>]+\.[^\s/@:<>]+")


def address(given: str) -> str:
    """Give the address of a link as it may stand in a page; "" for one to nowhere."""
    outer = given.strip()
    found = SCHEME.match(PASSED_OVER.sub("", outer))
    if found and found[1].lower() not in SCHEMES:
        return ""
    if found:
        return _whole(PASSED_OVER.sub("", outer) if _has_gap(outer) else outer)
    if outer.startswith(("//", "\\\\", "/\\", "\\/")):
        return _whole(f"https://{outer[2:]}")
    if outer.startswith("/"):
        return PASSED_OVER.sub("", outer)
    if outer.lower().startswith("www."):
        return _whole(f"https://{outer}")
    if MAILBOX.fullmatch(outer):
        return f"mailto:{outer}"
    return ""


def _has_gap(outer: str) -> bool:
    return PASSED_OVER.search(outer) is not None


def _whole(outer: str) -> str:
    """Give an address with a scheme, where something stands behind it."""
    try:
        parts = urlsplit(outer)
        is_whole = parts.hostname if parts.scheme in ("http", "https") else parts.path
    except ValueError:  # such as a broken IPv6 address
        return ""
    return outer if is_whole else ""


def own_path(given: str) -> str:
    """Give the path of an address of ours, with its question; "" for any other."""
    outer = given.strip()
    if outer.startswith(f"{settings.SITE_URL}/"):
        outer = outer.removeprefix(settings.SITE_URL)
    if outer[:1] != "/" or outer[1:2] in ("/", "\\") or PASSED_OVER.search(outer):
        return ""
    return outer


def own_file(given: str) -> str:
    """Give where a picture of ours lies; pictures of other hosts would tell on readers."""
    return own_path(given)
