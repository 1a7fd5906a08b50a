"""Mails through a real mail server, well and ill: once, together, never lost."""

import re
import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone

from accounts import roles
from contributions import notifications, workflow
from contributions.models import AccessKey, Letter, Mailbox
from contributions.notifications import mailboxes, sending
from contributions.permissions import Actor
from contributions.states import Reason, Status
from history.models import Item
from tests.factories import make_contribution, make_item

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture(autouse=True)
def _roles(db):
    roles.sync()


class Sink:
    """A mail server that keeps what it gets, and fails as it is told."""

    def __init__(self):
        self.mails, self.refused, self.drop_after = [], set(), None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.drop_after is not None and len(self.mails) >= self.drop_after:
            self.drop_after = None
            server.transport.close()
            return "451 going away"
        self.mails.append(envelope.content)
        return "250 OK"

    def read(self, number: int = -1):
        return message_from_bytes(self.mails[number], policy=policy.default)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def server(settings):
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_TIMEOUT = 5
    yield sink
    controller.stop()


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2


class TestThroughTheWire:
    def test_published_carries_its_picture_and_nothing_from_elsewhere(self, server):
        gift = make_contribution(
            status=Status.PUBLISHED, item=make_item(with_picture=True), language="en"
        )
        notifications.write(gift, Letter.Kind.PUBLISHED)

        assert notifications.send_due(at=timezone.now() + LATER) == 1
        letter = server.read()
        html = letter.get_body(("html",)).get_content()
        pictures = [
            part for part in letter.walk() if part.get_content_maintype() == "image"
        ]

        assert [part["Content-ID"] for part in pictures] == ["<picture>"]
        assert pictures[0].get_content().startswith(b"\xff\xd8")
        assert re.findall(r'src="([^"]*)"', html) == ["cid:picture"]
        assert gift.item.get_absolute_url() in letter.get_body(("plain",)).get_content()
        assert gift.item.get_absolute_url() in html

    @pytest.mark.parametrize("sensitive", ["covered", "archive", "hidden"])
    def test_no_picture_of_what_is_not_for_everybody(self, server, sensitive):
        item = make_item(with_picture=True)
        if sensitive == "covered":
            item.sensitive = Item._meta.get_field("sensitive").choices[0][0]
        else:
            item.status = item.Status.HIDDEN
            item.is_archive_only = sensitive == "archive"
        item.save()
        gift = make_contribution(status=Status.PUBLISHED, item=item)
        notifications.write(gift, Letter.Kind.PUBLISHED)

        notifications.send_due(at=timezone.now() + LATER)

        assert b"image/jpeg" not in server.mails[0]

    def test_words_with_a_lone_dot_markup_and_a_whole_book(self, server, moderator):
        """T21, W28."""
        evil = "One\n.\nTwo <script>alert(1)</script> <a href='x'>\n" + "ї" * 9000
        gift = make_contribution(language="en")
        workflow.ask(gift, by=Actor(user=moderator), note=evil)

        notifications.send_due(at=timezone.now() + LATER)
        letter = server.read()
        text = letter.get_body(("plain",)).get_content()
        html = letter.get_body(("html",)).get_content()

        assert "    .\n" in text.replace("\r\n", "\n")
        assert "Two <script>" in text
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert 1800 < text.count("ї") <= 2000
        assert "more letters are on your page" in text

    def test_headers_take_no_line_from_a_name_or_title(self, server):
        """T11."""
        gift = make_contribution(
            title="One\r\nBcc: x@y.test\u2028X-Evil: 1", name="A\r\nCc: z@y.test"
        )
        notifications.write(gift, Letter.Kind.ARRIVED)

        notifications.send_due(at=timezone.now() + LATER)
        letter = server.read()

        assert letter["Bcc"] is letter["Cc"] is letter["X-Evil"] is None
        assert letter["To"] == gift.email

    @pytest.mark.parametrize("language", ["uk", "ru", "en"])
    @pytest.mark.parametrize(
        "kind",
        [
            k
            for k in Letter.Kind.values
            if not k.startswith(
                ("case_", "follow_", "newsletter", "ask_", "talk_", "guest_")
            )
        ],
    )
    def test_both_forms_say_the_same_with_one_button(self, kind, language):
        gift = make_contribution(
            status=Status.PUBLISHED, language=language, title="Млин <b>",
            removal_reason="Because & so",
        )  # fmt: skip
        letter = notifications.write(gift, kind)
        made = notifications.compose(letter)
        html = made.alternatives[0][0]

        assert "Млин <b>" in made.body or kind in ("link", "waiting", "unread")
        assert "<b>" not in html
        assert html.count('bgcolor="#9C3F22"') == 1
        assert "http" in re.search(r'<a href="([^"]*)" class="go"', html)[1]
        assert "{%" not in made.body + html


class TestTogether:
    def decide(self, moderator, email="one@people.test", number=3, at=None):
        at = at or timezone.now()
        for n in range(number):
            gift = make_contribution(email=email, language="en", title=f"Gift {n}")
            workflow.decline(
                gift, by=Actor(user=moderator), reason=Reason.OTHER,
                note=f"Reason number {n}", at=at + timedelta(minutes=2 * n),
            )  # fmt: skip
        return at

    def test_several_decisions_are_one_letter_and_lose_no_reason(self, moderator):
        at = self.decide(moderator)
        sent = [
            notifications.send_due(at=at + timedelta(minutes=minute))
            for minute in range(0, 14)
        ]

        assert sum(sent) == 3
        assert len(mail.outbox) == 1
        text, html = mail.outbox[0].body, mail.outbox[0].alternatives[0][0]
        for n in range(3):
            assert f"Reason number {n}" in text
            assert f"Reason number {n}" in html
        assert len(set(re.findall(r"\?key=(\S+)", text))) == 3
        assert Letter.objects.filter(sent_with__isnull=False).count() == 2

    def test_others_are_not_mixed_in(self, moderator):
        at = self.decide(moderator, number=2)
        self.decide(moderator, email="two@people.test", number=1, at=at)

        notifications.send_due(at=at + timedelta(hours=1))

        assert sorted(one.to[0] for one in mail.outbox) == [
            "one@people.test", "two@people.test",
        ]  # fmt: skip

    def test_nobody_waits_longer_than_half_an_hour_for_companions(self, moderator):
        at = self.decide(moderator, number=30)

        notifications.send_due(at=at + timedelta(minutes=36))

        assert len(mail.outbox) == 1
        assert "Reason number 0" in mail.outbox[0].body

    def test_a_question_goes_alone(self, moderator):
        at = self.decide(moderator, number=1)
        gift = make_contribution(email="one@people.test", language="en")
        workflow.ask(gift, by=Actor(user=moderator), note="Where?", at=at)

        notifications.send_due(at=at + timedelta(hours=1))

        assert len(mail.outbox) == 2

    def test_undo_takes_back_what_waits_for_companions(self, moderator):
        at = timezone.now()
        self.decide(moderator, number=2, at=at)
        gift = Letter.objects.order_by("pk").last().contribution
        workflow.undo(gift, by=Actor(user=moderator), at=at + timedelta(minutes=6))

        notifications.send_due(at=at + timedelta(hours=1))

        assert len(mail.outbox) == 1
        assert "Reason number 1" not in mail.outbox[0].body


class TestServerInTrouble:
    def test_pauses_grow_while_the_server_is_away(self, no_server):
        letter = notifications.write(make_contribution(), Letter.Kind.LINK)
        at, pauses = timezone.now() + LATER, []
        for _n in range(5):
            assert notifications.send_due(at=at) == 0
            letter.refresh_from_db()
            pauses.append((letter.due_at - at).total_seconds() / 60)
            at = letter.due_at

        assert pauses == [4, 16, 64, 240, 240]

    def test_a_server_that_is_away_is_asked_once_for_all(self, no_server, monkeypatch):
        for _n in range(5):
            notifications.write(make_contribution(), Letter.Kind.LINK)
        asked = []
        real = sending.open_server
        monkeypatch.setattr(sending, "open_server", lambda: asked.append(1) or real())

        assert notifications.send_due(at=timezone.now() + LATER) == 0
        assert len(asked) == 1
        assert Letter.objects.unsent().exclude(problem="").count() == 5

    def test_all_leave_when_it_is_back(self, settings, no_server):
        for _n in range(3):
            notifications.write(make_contribution(), Letter.Kind.LINK)
        at = timezone.now() + LATER
        notifications.send_due(at=at)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert notifications.send_due(at=at + timedelta(minutes=5)) == 3
        assert notifications.send_due(at=at + timedelta(hours=9)) == 0

    def test_a_connection_lost_in_the_middle_loses_and_doubles_nothing(self, server):
        for _n in range(4):
            notifications.write(make_contribution(), Letter.Kind.LINK)
        server.drop_after = 2
        at = timezone.now() + LATER

        assert notifications.send_due(at=at) == 3
        assert notifications.send_due(at=at + timedelta(hours=1)) == 1
        to = [message_from_bytes(one)["To"] for one in server.mails]
        assert len(to) == len(set(to)) == 4

    def test_a_mailbox_that_is_refused_makes_the_others_wait(self, server):
        gift = make_contribution(email="gone@people.test")
        server.refused.add("gone@people.test")
        notifications.write(gift, Letter.Kind.LINK)
        at = timezone.now() + LATER
        notifications.send_due(at=at)
        notifications.write(gift, Letter.Kind.LINK)

        assert Mailbox.objects.coming_back().get().address == "gone@people.test"
        assert notifications.send_due(at=at + timedelta(hours=1)) == 0
        assert Letter.objects.held_back().count() == 2
        server.refused.clear()
        assert notifications.works_again("GONE@people.test")
        assert notifications.send_due(at=at + timedelta(hours=1)) == 2


class Killed(BaseException):
    """What nothing catches: the process is gone at this line."""


class TestKilledSender:
    def kill(self, monkeypatch, owner, name):
        def die(*_args, **_kwargs):
            raise Killed

        monkeypatch.setattr(owner, name, die)
        with pytest.raises(Killed):
            notifications.send_due(at=timezone.now())
        monkeypatch.undo()

    def test_before_the_server_has_it_it_leaves_later_once(self, monkeypatch):
        notifications.write(make_contribution(), Letter.Kind.LINK)
        self.kill(monkeypatch, sending.composing, "compose_together")

        assert notifications.send_due(at=timezone.now()) == 0  # still claimed
        later = timezone.now() + timedelta(minutes=6)
        assert notifications.send_due(at=later) == 1
        assert notifications.send_due(at=later) == 0

    def test_while_the_server_takes_it_nobody_sends_it_twice(self, monkeypatch, server):
        letter = notifications.write(make_contribution(), Letter.Kind.LINK)
        self.kill(monkeypatch, smtplib.SMTP, "sendmail")
        later = timezone.now() + timedelta(minutes=6)

        assert notifications.send_due(at=later) == 0
        letter.refresh_from_db()
        assert letter.problem == sending.INTERRUPTED
        assert letter in Letter.objects.in_trouble(attempts=8, at=later)
        assert notifications.send_again(letter, at=later)
        assert notifications.send_due(at=later) == 1
        assert len(server.mails) == 1


class TestWhatIsWanted:
    def test_a_letter_that_is_not_wanted_stays_and_says_why(self):
        gift = make_contribution(email="calm@people.test")
        mailboxes.choose("Calm@people.test", wanted=set())
        letter = notifications.write(gift, Letter.Kind.ARRIVED)
        notifications.write(gift, Letter.Kind.LINK)

        assert notifications.send_due(at=timezone.now() + LATER) == 1
        assert letter.problem == "not wanted"
        assert not notifications.send_again(letter)

    def test_the_essential_ones_cannot_be_switched_off(self):
        mailboxes.choose("calm@people.test", wanted=set())

        kept = [
            k for k in Letter.Kind.values if notifications.wants("calm@people.test", k)
        ]

        assert set(Letter.Kind.values) - set(kept) == {"arrived", "published"}

    def test_a_key_is_made_only_for_what_leaves(self, no_server):
        notifications.write(make_contribution(), Letter.Kind.LINK)

        notifications.send_due(at=timezone.now() + LATER)

        assert AccessKey.objects.count() == 0
