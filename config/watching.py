"""What leaves with a log line or an error report: never the key of a private link.

Whoever reads our logs could open a contribution by it. Django names addresses without
their query, but a web server, an exception or a reporter of errors may not.
"""

import logging
import re
from typing import Any

KEYS = re.compile(
    r"""(?P<before>[?&](?:amp;)?key=|%3Fkey%3D|["']key["']:\s*["']|/password/reset/key/"""
    r"""|/uploads/|/shelves/)(?P<key>[\w.~%:=+-]{6,})""",
    re.IGNORECASE,
)
HIDDEN = "…"


def without_keys(text: str) -> str:
    """Give a text in which no key of a private link can be read."""
    return KEYS.sub(rf"\g<before>{HIDDEN}", text)


class Record(logging.LogRecord):
    """A line of a log, whichever logger and handler it passes through."""

    def getMessage(self) -> str:
        return without_keys(super().getMessage())


class Formatter(logging.Formatter):
    """Write the whole line, its traceback included, without keys."""

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))


def before_send(event: dict[str, Any], hint: Any = None) -> dict[str, Any]:
    """Take the keys out of what a reporter of errors is about to send away."""
    return _cleaned(event)


def _cleaned(value: Any, name: str = "") -> Any:
    match value:
        case str() if name == "key":
            return HIDDEN
        case str() if name == "query_string":
            return without_keys(f"?{value}")[1:]
        case str():
            return without_keys(value)
        case dict():
            return {key: _cleaned(one, str(key)) for key, one in value.items()}
        case list() | tuple():
            return [_cleaned(one) for one in value]
    return value
