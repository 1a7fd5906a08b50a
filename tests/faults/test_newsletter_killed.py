"""The weekly letter to 5,000 readers, its sender killed in the middle: once to each."""

import os
import signal
import socket
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from contributions import newsletter, notifications
from contributions.models import Follow, Follower, Issue, Letter
from contributions.notifications import sending
from tests import factories
from tests.faults import dying

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="skipped: kills need Linux"),
]
MANY = 5000 if connection.vendor == "sqlite" else 400  # the other engine walks the same


class Sink:
    """A mail server that counts, and once kills who talks to it, between two words."""

    def __init__(self, named: Path, *, kills_at: int, has_it: bool) -> None:
        self.got, self.named, self.kills_at = Counter(), named, kills_at
        self.has_it = has_it

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not self.has_it and self.got.total() == self.kills_at:
            self._kill()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got[envelope.rcpt_tos[0]] += 1
        if self.has_it and self.got.total() == self.kills_at:
            self._kill()
        return "250 OK"

    def _kill(self) -> None:
        self.kills_at = -1
        os.kill(int(self.named.read_text()), signal.SIGKILL)


@pytest.fixture
def port(settings) -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = one.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    return settings.EMAIL_PORT


def readers(number: int) -> None:
    """Let so many addresses get the weekly letter since yesterday."""
    since = timezone.now() - timedelta(days=1)
    people = Follower.objects.bulk_create(
        Follower(email=f"r{n}@people.test", language="uk", created_at=since)
        for n in range(number)
    )
    Follow.objects.bulk_create(
        Follow(
            follower=one, kind=Follow.Kind.NEWSLETTER, label="", asked_at=since,
            target=("uk", "ru", "en")[n % 3], confirmed_at=since, told_until=since,
        )
        for n, one in enumerate(people)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "kills_at", "has_it"), [(MANY, MANY // 10, True), (30, 12, False)]
)
def test_each_reader_gets_it_once_though_the_sender_is_killed(
    tmp_path, port, number, kills_at, has_it
):
    """Killed while the mail server has the letter, or before it does: nobody can know.

    So that one is not sent again until a person says so; all others are.
    """
    readers(number)
    factories.make_post()
    issue = Issue.objects.create(state="scheduled", send_at=timezone.now())
    sink = Sink(tmp_path / "pid", kills_at=kills_at, has_it=has_it)
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        ended = dying.run(dying.send_issue, port, str(tmp_path / "pid"), root=tmp_path)
        assert ended == -signal.SIGKILL
        assert sink.got.total() == kills_at
        later = timezone.now() + timedelta(minutes=6)  # what it had in hand is free

        newsletter.tick(at=later)
        notifications.send_due(at=later)
        while notifications.send_issues(at=later):
            pass
        newsletter.tick(at=later)

        issue.refresh_from_db()
        assert issue.state == Issue.State.SENT
        (left,) = Letter.objects.filter(issue=issue, sent_at=None)
        assert left.problem == sending.INTERRUPTED
        assert left in Letter.objects.in_trouble(attempts=8, at=later)
        numbers = newsletter.counted(Issue.objects.all()).get()
        assert (numbers.sent, numbers.waiting, numbers.stuck) == (number - 1, 0, 1)
        if not has_it:
            assert sink.got.total() == number - 1
            assert notifications.send_again(left, at=later)
            notifications.send_issues(at=later)
        assert len(sink.got) == sink.got.total() == number
    finally:
        server.stop()
