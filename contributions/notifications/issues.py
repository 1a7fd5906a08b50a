"""Let the letters of an issue leave: many, after all others, over one connection.

The same promise as `sending`: claimed first, handed over by a swap of its own, so each
leaves once; killed while the mail server took one, only a person says "again". What a
hundred letters say is composed once a language, and read anew for the next hundred.
"""

import secrets
import time
from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import override

from contributions import newsletter_letters
from contributions.models import Issue, Letter
from contributions.notifications import composing, mailboxes, sending

A_BATCH = 100
AT_ONCE = 1000
LONGEST_SECONDS = 20
"""After these a turn ends: letters that somebody waits for come first again."""
TROUBLE = 3
"""So many failures in a row, and the mail server is left alone until the next turn."""


class _Trouble(Exception):
    """Say that nothing leaves at this moment."""


def send_issues(*, at: datetime | None = None) -> int:
    """Send letters of issues that are not paused, for some seconds; say how many left."""
    at = at or timezone.now()
    turn, ends = _Turn(at), time.monotonic() + LONGEST_SECONDS
    try:
        while turn.sent < AT_ONCE and time.monotonic() < ends:
            if not turn.send_some():
                break
    except _Trouble:
        pass
    finally:
        sending.close_server(turn.server)
    return turn.sent


class _Turn:
    """One sender at work: its connection, and how it goes."""

    def __init__(self, at: datetime) -> None:
        self.at, self.sent, self.failed, self.server = at, 0, 0, None

    def send_some(self) -> int:
        """Send one batch; say of how many letters it was. Raises: _Trouble."""
        claim = secrets.token_hex(16)
        batch = _claim(claim, at=self.at)
        composed: dict[tuple[int, str], Callable | None] = {}
        try:
            for letter in batch:
                key = (letter.issue_id, letter.language)
                if key not in composed:
                    composed[key] = _compose(letter)
                self._send(letter, composed[key])
        finally:
            _let_go(claim)
        return len(batch)

    def _send(self, letter: Letter, compose: Callable | None) -> None:
        if compose is None:
            _take_back(letter, at=self.at)
            return
        mail = compose(letter)
        try:
            self.server = self.server or sending.open_server()
            if not _hand(letter, at=self.at):
                return
            mail.connection = self.server
            mail.send()
        except Exception as error:  # noqa: BLE001 (any mail trouble means: later)
            self._fail(letter, error)
            return
        Letter.objects.filter(pk=letter.pk, claim=letter.claim).update(
            sent_at=self.at, claimed_until=None, problem=""
        )
        self.sent, self.failed = self.sent + 1, 0

    def _fail(self, letter: Letter, error: Exception) -> None:
        sending.close_server(self.server)
        self.server = None
        if sending.is_refused(error):
            _came_back(letter, error, at=self.at)
            return
        letter.attempts += 1
        sending.later([letter], error, at=self.at)
        self.failed += 1
        if isinstance(error, sending.NoServer) or self.failed >= TROUBLE:
            raise _Trouble


def _claim(claim: str, *, at: datetime) -> list[Letter]:
    """Take the next letters for this sender alone."""
    due = Letter.objects.due(at=at).filter(
        kind=Letter.Kind.NEWSLETTER, issue__paused_at=None
    )
    found = list(due.values_list("pk", flat=True)[:A_BATCH])
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    Letter.objects.filter(free, pk__in=found, handed_at=None).unsent().update(
        claim=claim,
        claimed_until=max(at, timezone.now()) + sending.SENDING_TAKES_AT_MOST,
    )
    mine = Letter.objects.filter(claim=claim).select_related("follower", "issue")
    return list(mine.order_by("pk"))


def _let_go(claim: str) -> None:
    """Give back what this sender did not come to: paused, or the mail server is away."""
    left = Letter.objects.filter(claim=claim, handed_at=None)
    left.update(claim="", claimed_until=None)


def _compose(first: Letter) -> Callable | None:
    """Write an issue in one language; give what addresses it. None: nothing is left.

    Only the key of the link that ends the letters differs from reader to reader.
    """
    with override(first.language):
        told = newsletter_letters.told(first.issue)
        if not (told["parts"] or told["words"]):
            return None
        words = composing.written(first, token="")
    key = newsletter_letters.stop_key(first.follower)

    def address(letter: Letter):
        own = newsletter_letters.stop_key(letter.follower)
        mine = composing.Composed(
            subject=words.subject,
            text=words.text.replace(key, own),
            html=words.html.replace(key, own),
        )
        with override(letter.language):
            return composing.addressed(mine, letter)

    return address


def _hand(letter: Letter, *, at: datetime) -> bool:
    """Note that the mail server gets it now; False where it is no longer to leave.

    Whoever ended the letters, paused them or was faster has changed this very row, or
    the row of the issue.
    """
    runs = Issue.objects.filter(pk=OuterRef("issue"), paused_at=None)
    mine = Letter.objects.filter(
        Exists(runs), pk=letter.pk, claim=letter.claim, handed_at=None
    )
    return bool(mine.unsent().update(handed_at=at, attempts=F("attempts") + 1))


def _take_back(letter: Letter, *, at: datetime) -> None:
    mine = Letter.objects.filter(pk=letter.pk, claim=letter.claim)
    mine.update(cancelled_at=at, claimed_until=None)


def _came_back(letter: Letter, error: Exception, *, at: datetime) -> None:
    """Note a mailbox that is refused; this letter is not tried again."""
    problem = type(error).__name__
    mailboxes.came_back(letter, problem=problem, at=at)
    mine = Letter.objects.filter(pk=letter.pk, claim=letter.claim)
    mine.update(cancelled_at=at, problem=problem, claimed_until=None, handed_at=None)
