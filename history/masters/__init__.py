"""Originals and the pictures made from them: the verbs that other modules call."""

from .aligned import OVERDUE_AFTER as ALIGNED_OVERDUE_AFTER
from .aligned import (
    align,
    movement_of,
    preview_aligned,
    shown_points,
    shown_size,
    upright_size,
)
from .aligned import give_up as give_up_aligned
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
from .owning import aligned_steps, own_elsewhere, public_folders, public_steps
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
    "ALIGNED_OVERDUE_AFTER",
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
    "align",
    "aligned_steps",
    "discard",
    "display_name",
    "distance",
    "empty_discarded",
    "forget",
    "give_up_aligned",
    "give_up_tiles",
    "is_used",
    "keep",
    "key_of",
    "look_into",
    "make_tiles",
    "may_hand_out",
    "movement_of",
    "near",
    "open_local",
    "own_elsewhere",
    "plan_tiles",
    "prepare",
    "prepare_anyway",
    "preview",
    "preview_aligned",
    "public_folders",
    "public_steps",
    "put",
    "release",
    "release_picture",
    "remake",
    "set_apart",
    "shown_points",
    "shown_size",
    "sweep",
    "sweep_storage",
    "upload_limits",
    "upright_size",
    "verify",
    "verify_all",
    "verify_slice",
    "withdraw",
    "withdraw_folders",
]
