"""What is left of the promise to answer, in words; it refuses to count hours."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 2


@dataclass(frozen=True)
class Left:
    """How much time remains: a sentence, and how urgent it is in tones of the look."""

    words: str
    tone: str


def left(promise_at: datetime | None, *, at: datetime) -> Left:
    """Say what is left of the promise, in whole days of the library's calendar."""
    if promise_at is None:
        return Left("", "quiet")
    days = (timezone.localdate(promise_at) - timezone.localdate(at)).days
    if days < 0:
        words = ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
        return Left(words, "bad")
    if days == 0:
        return Left(_("answer promised for today"), "ask")
    words = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return Left(words, "ask" if days <= SOON_DAYS else "wait")
