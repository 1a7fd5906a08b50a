"""Read and redraw picture files safely: pure functions, no database, no Django.

Owns what a file is, how large it is and what is made from it; refuses to decode
anything in the calling process. See `sandbox` for the walls around the decoder.
"""

from .edits import EditsError, check_edits, outcome_size
from .pyramid import describe, scale_factors, tile_names, whole_name
from .results import Derived, Inspection, Limits, Rendition, Unreadable
from .sandbox import TILE_SECONDS, derive, inspect, tile
from .signatures import ACCEPTED, screen, sniff

__all__ = [
    "ACCEPTED",
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
    "outcome_size",
    "scale_factors",
    "screen",
    "sniff",
    "tile",
    "tile_names",
    "whole_name",
]
