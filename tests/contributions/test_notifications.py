"""The mails: what they say, in whose language, once, and to nobody else."""

import re
from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.core import mail
from django.utils import timezone

from accounts import roles
from contributions import access, notifications, workflow
from contributions.models import Letter
from contributions.notifications import composing
from contributions.permissions import Actor
from contributions.states import Reason, Status
from history.models import Item
from tests.factories import make_contribution, make_item

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture(autouse=True)
def _roles(db):
    roles.sync()


def mailed(contribution, kind: str, **more):
    """Write one letter and read what leaves."""
    notifications.write(contribution, kind, **more)
    notifications.send_due(at=timezone.now() + LATER)
    return mail.outbox[-1]


class TestLetter:
    @pytest.mark.parametrize(
        "kind",
        [
            k
            for k in Letter.Kind
            if not k.startswith(
                ("removal", "case_", "follow_", "talk_", "newsletter", "ask_")
            )
        ],
    )
    def test_is_plain_warm_and_opens_the_page(self, kind):
        contribution = make_contribution(
            status=Status.PUBLISHED, language="en", title="Tom & “Jerry” <b>"
        )

        letter = mailed(contribution, kind)
        token = re.search(r"\?key=(\S+)", letter.body)[1]

        assert letter.to == [contribution.email]
        assert "\n" not in letter.subject
        assert contribution.name in letter.body
        assert "&amp;" not in letter.subject + letter.body
        assert "&lt;" not in letter.subject + letter.body
        assert access.find(contribution.reference, token) is not None

    @pytest.mark.parametrize(
        ("language", "name"), [("uk", "Місток"), ("ru", "Мисток"), ("en", "Mistok")]
    )
    def test_says_by_name_who_writes(self, settings, language, name):
        letter = mailed(make_contribution(language=language), Letter.Kind.ARRIVED)

        assert parseaddr(letter.message()["From"])[1] == settings.DEFAULT_FROM_EMAIL
        assert letter.from_email.startswith((name, "=?utf-8?b?"))
        assert str(make_header(decode_header(letter.from_email))).startswith(name)

    def test_a_correction_is_not_said_to_be_in_the_archive(self):
        item = make_item()
        gift = make_contribution(
            kind="correction",
            files=0,
            status=Status.PUBLISHED,
            item=item,
            language="en",
        )

        letter = mailed(gift, Letter.Kind.PUBLISHED)

        assert letter.subject == f"Taken up: “{gift.title}”"
        assert item.get_absolute_url() in letter.body
        assert "whole town" not in letter.body

    def test_a_question_stands_in_the_letter(self, moderator):
        contribution = make_contribution(language="en")
        workflow.ask(
            contribution, by=Actor(user=moderator), note="Is it <Mill> Street?"
        )

        notifications.send_due(at=timezone.now() + LATER)

        assert "Is it <Mill> Street?" in mail.outbox[0].body
        assert moderator.email not in mail.outbox[0].body

    def test_a_decline_says_why(self, moderator):
        contribution = make_contribution(language="en")
        workflow.decline(
            contribution,
            by=Actor(user=moderator),
            reason=Reason.OTHER_TOWN,
            note="It is the mill of the next town.",
        )

        notifications.send_due(at=timezone.now() + LATER)

        assert str(Reason.OTHER_TOWN.label)[:10]
        assert "It is the mill of the next town." in mail.outbox[0].body

    def test_published_leads_to_the_item_unless_it_is_for_the_archive(self):
        shown, kept = make_item(), make_item(status=Item.Status.HIDDEN)
        Item.objects.filter(pk=kept.pk).update(is_archive_only=True)
        kept.refresh_from_db()
        public = make_contribution(status=Status.PUBLISHED, item=shown, language="en")
        private = make_contribution(status=Status.PUBLISHED, item=kept, language="en")

        first = mailed(public, Letter.Kind.PUBLISHED).body
        second = mailed(private, Letter.Kind.PUBLISHED).body

        assert shown.get_absolute_url() in first
        assert kept.get_absolute_url() not in second

    def test_a_removal_goes_to_the_library_without_a_key(self, settings):
        contribution = make_contribution(
            status=Status.PUBLISHED, removal_reason="My aunt is in it."
        )

        letter = mailed(contribution, Letter.Kind.REMOVAL)

        assert letter.to == [settings.LIBRARY_EMAIL]
        assert "My aunt is in it." in letter.body
        assert "key=" not in letter.body
        assert contribution.email not in letter.body

    def test_a_title_of_many_lines_makes_no_header(self):
        contribution = make_contribution(title="One\r\nBcc: x@y.test", language="en")

        letter = mailed(contribution, Letter.Kind.ARRIVED)

        assert "\n" not in letter.subject
        assert "Bcc" not in letter.message()


class TestSending:
    def test_each_leaves_once(self):
        contribution = make_contribution()
        notifications.write(contribution, Letter.Kind.ARRIVED)
        now = timezone.now() + LATER

        counts = [notifications.send_due(at=now), notifications.send_due(at=now)]

        assert counts == [1, 0]
        assert len(mail.outbox) == 1

    def test_waits_until_it_is_due(self):
        at = timezone.now()
        notifications.write(
            make_contribution(), Letter.Kind.ARRIVED, due_at=at + timedelta(minutes=5)
        )

        assert notifications.send_due(at=at) == 0
        assert notifications.send_due(at=at + timedelta(minutes=5)) == 1

    def test_trouble_is_tried_again_and_blocks_no_other(self, monkeypatch):
        first = notifications.write(make_contribution(), Letter.Kind.ARRIVED)
        notifications.write(make_contribution(), Letter.Kind.ARRIVED)
        compose = composing.compose_together

        def refuse(letters):
            if letters[0].pk == first.pk:
                raise ConnectionError
            return compose(letters)

        at = timezone.now() + LATER
        monkeypatch.setattr(composing, "compose_together", refuse)
        assert notifications.send_due(at=at) == 1
        monkeypatch.setattr(composing, "compose_together", compose)
        first.refresh_from_db()

        assert (first.problem, first.attempts) == ("ConnectionError", 1)
        assert notifications.send_due(at=at) == 0
        assert notifications.send_due(at=at + timedelta(hours=1)) == 1

    def test_gives_up_in_the_end_and_says_so(self, monkeypatch):
        letter = notifications.write(make_contribution(), Letter.Kind.ARRIVED)

        def refuse(_letters):
            raise ConnectionError

        monkeypatch.setattr(composing, "compose_together", refuse)
        at = timezone.now()
        for _attempt in range(notifications.MAX_ATTEMPTS):
            at += LATER
            notifications.send_due(at=at)
        letter.refresh_from_db()

        assert letter.cancelled_at == at
        assert letter.attempts == notifications.MAX_ATTEMPTS

    def test_limits_count_the_address_not_the_contribution(self):
        for _number in range(notifications.LINKS_AN_HOUR):
            contribution = make_contribution(email="one@people.test")
            assert notifications.may_mail_link("ONE@people.test")
            notifications.write(contribution, Letter.Kind.LINK)

        assert not notifications.may_mail_link("one@people.test")
        assert notifications.may_mail_link("two@people.test")
        assert notifications.may_mail_link(
            "one@people.test", at=timezone.now() + timedelta(hours=2)
        )
