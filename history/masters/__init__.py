"""Originals and the pictures made from them: the verbs that other modules call."""

from .fixity import StorageLost, verify, verify_all, verify_slice
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
)
from .rendering import (
    MAX_ATTEMPTS,
    Released,
    prepare,
    release,
    release_picture,
    remake,
    upload_limits,
    withdraw,
)
from .sweeping import sweep, sweep_storage

__all__ = [
    "MAX_ATTEMPTS",
    "Released",
    "StillUsed",
    "StorageLost",
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
    "remake",
    "sweep",
    "sweep_storage",
    "upload_limits",
    "verify",
    "verify_all",
    "verify_slice",
    "withdraw",
]
