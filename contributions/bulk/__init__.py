"""One decision for many: each checked by itself, each told how it ended.

The same verbs as at the desk, one transaction each. What does not fit into the time of
one request is done in the background; `tick` finds what a killed process left.
"""

from contributions.bulk.asking import (
    AT_MOST,
    REFERENCE_LENGTH,
    Row,
    TooMany,
    Wish,
    asked_for,
    colleague,
    preview,
)
from contributions.bulk.doing import (
    IN_A_REQUEST_S,
    OVERTAKEN,
    as_sent,
    begin,
    carry_on,
    tick,
    work_off,
)
from contributions.bulk.undoing import undo, undoable_until

__all__ = [
    "AT_MOST",
    "IN_A_REQUEST_S",
    "OVERTAKEN",
    "REFERENCE_LENGTH",
    "Row",
    "TooMany",
    "Wish",
    "as_sent",
    "asked_for",
    "begin",
    "carry_on",
    "colleague",
    "preview",
    "tick",
    "undo",
    "undoable_until",
    "work_off",
]
