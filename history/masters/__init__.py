"""Originals and the pictures made from them: the verbs that other modules call."""

from .keeping import (
    StillUsed,
    WrongChecksum,
    display_name,
    forget,
    is_used,
    keep,
    key_of,
    open_local,
    put,
    verify,
)
from .rendering import (
    Released,
    prepare,
    release,
    release_picture,
    upload_limits,
    withdraw,
)
from .sweeping import sweep

__all__ = [
    "Released",
    "StillUsed",
    "WrongChecksum",
    "display_name",
    "forget",
    "is_used",
    "keep",
    "key_of",
    "open_local",
    "prepare",
    "put",
    "release",
    "release_picture",
    "sweep",
    "upload_limits",
    "verify",
    "withdraw",
]
