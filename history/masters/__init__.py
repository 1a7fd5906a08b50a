"""Originals and the pictures made from them: the verbs that other modules call."""

from .discarding import discard
from .discarding import empty as empty_discarded
from .fixity import StorageLost, verify, verify_all, verify_slice
from .keeping import (
    NotKept,
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
from .likeness import NEAR, distance, near
from .owning import public_folders, public_steps
from .previewing import preview
from .rendering import (
    KEEPABLE,
    MAX_ATTEMPTS,
    Released,
    look_into,
    prepare,
    prepare_anyway,
    release,
    release_picture,
    remake,
    set_apart,
    upload_limits,
    withdraw,
)
from .scanning import may_hand_out
from .sweeping import sweep, sweep_storage
from .tiles import OVERDUE_AFTER as TILES_OVERDUE_AFTER
from .tiles import TILED_FROM_PX, make_tiles, plan_tiles, withdraw_folders
from .tiles import give_up as give_up_tiles

__all__ = [
    "KEEPABLE",
    "MAX_ATTEMPTS",
    "NEAR",
    "TILED_FROM_PX",
    "TILES_OVERDUE_AFTER",
    "NotKept",
    "Released",
    "StillUsed",
    "StorageLost",
    "WrongChecksum",
    "discard",
    "display_name",
    "distance",
    "empty_discarded",
    "forget",
    "give_up_tiles",
    "is_used",
    "keep",
    "key_of",
    "look_into",
    "make_tiles",
    "may_hand_out",
    "near",
    "open_local",
    "plan_tiles",
    "prepare",
    "prepare_anyway",
    "preview",
    "public_folders",
    "public_steps",
    "put",
    "release",
    "release_picture",
    "remake",
    "set_apart",
    "sweep",
    "sweep_storage",
    "upload_limits",
    "verify",
    "verify_all",
    "verify_slice",
    "withdraw",
    "withdraw_folders",
]
