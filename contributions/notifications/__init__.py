"""The mails to residents: written with the act, sent after it, once."""

from contributions.notifications.composing import compose
from contributions.notifications.issues import send_issues
from contributions.notifications.mailboxes import (
    came_back,
    wants,
    works_again,
)
from contributions.notifications.sending import (
    MAX_ATTEMPTS,
    send_again,
    send_due,
)
from contributions.notifications.writing import (
    LINKS_A_DAY,
    LINKS_AN_HOUR,
    NO_ADDRESS,
    NOT_WANTED,
    NOTICE,
    cancel,
    may_mail_link,
    remind,
    write,
)

__all__ = [
    "LINKS_AN_HOUR",
    "LINKS_A_DAY",
    "MAX_ATTEMPTS",
    "NOTICE",
    "NOT_WANTED",
    "NO_ADDRESS",
    "came_back",
    "cancel",
    "compose",
    "may_mail_link",
    "remind",
    "send_again",
    "send_due",
    "send_issues",
    "wants",
    "works_again",
    "write",
]
