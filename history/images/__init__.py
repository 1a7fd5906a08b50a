"""Read and redraw picture files safely: pure functions, no database, no Django.

Owns what a file is, how large it is and what is made from it; refuses to decode
anything in the calling process. See `sandbox` for the walls around the decoder.
"""

from .edits import MAX_MASKS, EditsError, check_edits, is_unedited, outcome_size
from .framing import Box, box_of_original, box_seen, seen_at, told_at, turned
from .overlaying import FEWEST as FEWEST_POINTS
from .overlaying import MOST as MOST_POINTS
from .overlaying import Movement, Pair, Unalignable, movement
from .pyramid import describe, scale_factors, tile_names, whole_name
from .results import Derived, Inspection, Limits, Rendition, Unreadable
from .sandbox import TILE_SECONDS, align, derive, inspect, tile
from .signatures import ACCEPTED, HEAD_BYTES, screen, sniff

__all__ = [
    "ACCEPTED",
    "FEWEST_POINTS",
    "HEAD_BYTES",
    "MAX_MASKS",
    "MOST_POINTS",
    "TILE_SECONDS",
    "Box",
    "Derived",
    "EditsError",
    "Inspection",
    "Limits",
    "Movement",
    "Pair",
    "Rendition",
    "Unalignable",
    "Unreadable",
    "align",
    "box_of_original",
    "box_seen",
    "check_edits",
    "derive",
    "describe",
    "inspect",
    "is_unedited",
    "movement",
    "outcome_size",
    "scale_factors",
    "screen",
    "seen_at",
    "sniff",
    "tile",
    "tile_names",
    "told_at",
    "turned",
    "whole_name",
]
