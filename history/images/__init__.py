"""Read and redraw picture files safely: pure functions, no database, no Django.

Owns what a file is, how large it is and what is made from it; refuses to decode
anything in the calling process. See `sandbox` for the walls around the decoder.
"""

from .edits import MAX_MASKS, EditsError, check_edits, is_unedited, outcome_size
from .framing import seen_at, turned
from .pyramid import describe, scale_factors, tile_names, whole_name
from .results import Derived, Inspection, Limits, Rendition, Unreadable
from .sandbox import TILE_SECONDS, derive, inspect, tile
from .signatures import ACCEPTED, HEAD_BYTES, screen, sniff

__all__ = [
    "ACCEPTED",
    "HEAD_BYTES",
    "MAX_MASKS",
    "TILE_SECONDS",
    "Derived",
    "EditsError",
    "Inspection",
    "Limits",
    "Rendition",
    "Unreadable",
    "check_edits",
    "derive",
    "describe",
    "inspect",
    "is_unedited",
    "outcome_size",
    "scale_factors",
    "screen",
    "seen_at",
    "sniff",
    "tile",
    "tile_names",
    "turned",
    "whole_name",
]
