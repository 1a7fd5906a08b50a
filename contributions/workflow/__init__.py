"""The one way a contribution moves: what may follow what, by whom, and what comes of it.

Every interface (pages, API, sample city) calls these verbs; nothing else writes a status.
Reading order: `table` (what may follow what), `moving` (the swap), `giving` (residents),
`deciding` and `undoing` (moderators), `files` (how they are shown), `claims` (who looks at what), `cases` (removal).
"""

from contributions.workflow.cases import keep, request_removal, take_down
from contributions.workflow.claims import claim, release
from contributions.workflow.deciding import (
    ask,
    decline,
    leave_note,
    mark_spam,
    publish,
    reopen,
)
from contributions.workflow.files import Stale, check_files, pair, part, retouch
from contributions.workflow.giving import (
    agree,
    mail_link,
    missing,
    prove_address,
    send,
    submit,
    withdraw,
)
from contributions.workflow.refusals import Incomplete, NotAllowed, Refusal, WrongState
from contributions.workflow.replacing import Replacement
from contributions.workflow.table import (
    TRANSITIONS,
    Transition,
    available_actions,
    check,
    undoable_until,
)
from contributions.workflow.undoing import undo

__all__ = [
    "TRANSITIONS",
    "Incomplete",
    "NotAllowed",
    "Refusal",
    "Replacement",
    "Stale",
    "Transition",
    "WrongState",
    "agree",
    "ask",
    "available_actions",
    "check",
    "check_files",
    "claim",
    "decline",
    "keep",
    "leave_note",
    "mail_link",
    "mark_spam",
    "missing",
    "pair",
    "part",
    "prove_address",
    "publish",
    "release",
    "reopen",
    "request_removal",
    "retouch",
    "send",
    "submit",
    "take_down",
    "undo",
    "undoable_until",
    "withdraw",
]
