"""The one way a contribution moves: what may follow what, by whom, and what comes of it.

Every interface (pages, API, sample city) calls these verbs; nothing else writes a status.
Reading order: `table` (what may follow what), `moving` (the swap), `giving` (residents),
`deciding` and `undoing` (moderators), `taking` (corrections), `files` (how they are
shown), `claims` (who looks at what), `versions` (what they looked at), `cases` (removal by
the giver), `removals` (by anybody, and how it is decided), `writing` and `improving` (what
a giver says without being asked).
"""

from contributions.workflow.assigning import assign, colleagues
from contributions.workflow.by_rule import look_at, publish_due
from contributions.workflow.cases import keep, made_items, request_removal, take_down
from contributions.workflow.claims import claim, release
from contributions.workflow.consenting import hide_name, take_back_consent
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
from contributions.workflow.improving import improve
from contributions.workflow.marking import mark
from contributions.workflow.placing import Placement
from contributions.workflow.refusals import Incomplete, NotAllowed, Refusal, WrongState
from contributions.workflow.replacing import Replacement
from contributions.workflow.table import (
    TRANSITIONS,
    Transition,
    available_actions,
    check,
    undoable_until,
)
from contributions.workflow.taking import Taken
from contributions.workflow.undoing import undo
from contributions.workflow.versions import Changed
from contributions.workflow.writing import hear, note_read, write

__all__ = [
    "TRANSITIONS",
    "Changed",
    "Incomplete",
    "NotAllowed",
    "Placement",
    "Refusal",
    "Replacement",
    "Stale",
    "Taken",
    "Transition",
    "WrongState",
    "agree",
    "ask",
    "assign",
    "available_actions",
    "check",
    "check_files",
    "claim",
    "colleagues",
    "decline",
    "hear",
    "hide_name",
    "improve",
    "keep",
    "leave_note",
    "look_at",
    "made_items",
    "mail_link",
    "mark",
    "mark_spam",
    "missing",
    "note_read",
    "pair",
    "part",
    "prove_address",
    "publish",
    "publish_due",
    "release",
    "reopen",
    "request_removal",
    "retouch",
    "send",
    "submit",
    "take_back_consent",
    "take_down",
    "undo",
    "undoable_until",
    "withdraw",
    "write",
]
