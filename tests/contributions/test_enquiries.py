"""Ask a librarian: asked, proven, answered by one, asked on, published by both; private."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import roles
from accounts.roles import Role
from contributions import enquiries, enquiry_letters, notifications
from contributions.models import Enquiry, Letter
from contributions.own_data import erasing, export
from contributions.own_data.whose import of_account
from contributions.workflow import NotAllowed, WrongState
from news.models import AnsweredQuestion
from tests import factories

pytestmark = pytest.mark.django_db
EMAIL = "reader@people.test"
QUESTION = "Де старий план міста?"
GIVEN = {"question": QUESTION, "name": "Галина", "email": "Reader@People.test"}


def asked(**more) -> Enquiry:
    """Let somebody ask whose address is proven."""
    given = {"name": "Галина", "email": EMAIL, "language": "en", "question": QUESTION}
    return enquiries.ask(is_proven=True, **given | more)


def send() -> list:
    before = len(mail.outbox)
    notifications.send_due(at=timezone.now() + timedelta(minutes=1))
    return mail.outbox[before:]


def key_in(message) -> str:
    return re.search(r"key=(\S+)", message.body)[1].replace("%3A", ":")


def mine(enquiry: Enquiry) -> str:
    return enquiry_letters.path(enquiry, enquiry_letters.OPEN)


@pytest.fixture
def librarian():
    roles.sync()
    return factories.make_user("librarian@people.test", role=Role.EDITOR)


@pytest.fixture
def colleague():
    roles.sync()
    return factories.make_user("colleague@people.test", role=Role.MODERATOR)


def answered(librarian, **more) -> Enquiry:
    enquiry = asked(**more)
    enquiries.answer(enquiry, by=librarian, body="У читальній залі.", seen=1)
    return enquiry


class TestAsking:
    def test_from_the_form_to_the_private_answer(self, client, librarian):
        answer = client.post("/ask/", GIVEN)
        assert EMAIL in answer.content.decode()
        (letter,) = send()
        assert (letter.to, QUESTION in letter.body) == ([EMAIL], False)
        for _n in range(3):  # a scanner of mails follows links
            shown = client.get("/ask/confirm/", {"key": key_in(letter)})
            assert shown["Referrer-Policy"] == "no-referrer"
        assert Enquiry.objects.get().state == "unproven"

        moved = client.post("/ask/confirm/", {"key": key_in(letter)})
        page = client.get(moved["Location"])
        assert QUESTION in page.content.decode()
        assert page["Cache-Control"] == "private, no-store"
        (letter,) = send()
        assert QUESTION in letter.body
        assert letter.to != [EMAIL]

        client.force_login(librarian)
        desk = Enquiry.objects.get().get_desk_url()
        assert QUESTION in client.get("/moderation/questions/").content.decode()
        client.post(desk, {"do": "take"})
        words = {"do": "answer", "seen": "1", "body": "У читальній залі."}
        assert client.post(desk, words).status_code == 302
        (letter,) = send()
        assert letter.to == [EMAIL]
        assert "У читальній залі." in letter.body
        client.logout()
        page = client.get("/ask/mine/", {"key": key_in(letter)})
        assert "У читальній залі." in page.content.decode()

    def test_a_proven_address_of_an_account_needs_no_letter(self, client):
        user = factories.make_user(EMAIL)
        client.force_login(user)
        answer = client.post("/ask/", GIVEN)
        assert answer["Location"].startswith("/ask/mine/?key=")
        assert Enquiry.objects.get().state == "waiting"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"question": " \u2800 "}, "Please write your question."),
            ({"question": "x" * 4001}, "at most 4000 letters"),
            ({"name": "\u3164"}, "Please write your name."),
            ({"email": "nobody"}, "it should be like name@site.ua"),
            ({"question": "a\0b"}, "Null characters"),
        ],
    )
    def test_a_slip_is_told_and_nothing_typed_gets_lost(
        self, client, changes, sentence
    ):
        given = GIVEN | {"name": "Галина Коваль"} | changes
        answer = client.post("/ask/", given, headers={"Accept-Language": "en"})
        assert answer.status_code == 400
        text = answer.content.decode()
        assert sentence in text
        assert given["name"] in text or "name" in changes
        assert not Enquiry.objects.exists()

    def test_programs_and_floods_reach_nobody(self, client):
        client.post("/ask/", GIVEN | {"website": "http://spam.test"})
        assert not Enquiry.objects.exists()
        statuses = [client.post("/ask/", GIVEN).status_code for _n in range(12)]
        assert statuses == [200] * 10 + [429] * 2
        assert len(send()) == enquiries.LETTERS_AN_HOUR

    def test_keys_open_only_their_own_page(self, client):
        enquiry = enquiries.ask(**GIVEN, language="uk")
        confirm = enquiry_letters.key(enquiry, enquiry_letters.CONFIRM)
        early = enquiry_letters.key(enquiry, enquiry_letters.OPEN)
        for key in (confirm, early, "x", "", "x" * 999, "a\0"):
            assert client.get("/ask/mine/", {"key": key}).status_code == 404


class TestAnswering:
    def test_one_takes_it_and_the_other_sees_who(self, client, librarian, colleague):
        enquiry = asked()
        assert enquiries.claim(enquiry, by=librarian)
        assert not enquiries.claim(enquiry, by=colleague)
        client.force_login(colleague)
        words = {"do": "answer", "seen": "1", "body": "Моя відповідь"}
        answer = client.post(enquiry.get_desk_url(), words)
        assert answer.status_code == 409
        assert "Моя відповідь" in answer.content.decode()
        assert enquiry.messages.count() == 1
        later = timezone.now() + enquiries.HELD_FOR
        assert enquiries.claim(enquiry, by=colleague, at=later)
        enquiries.release(enquiry, by=colleague)
        assert enquiries.claim(enquiry, by=librarian)

    def test_what_was_written_meanwhile_is_read_first(self, librarian, colleague):
        enquiry = asked()
        enquiries.answer(enquiry, by=librarian, body="Перша", seen=1)
        with pytest.raises(WrongState):
            enquiries.answer(enquiry, by=colleague, body="Друга", seen=1)
        assert enquiry.letters.filter(kind=Letter.Kind.ASK_ANSWERED).count() == 1

    def test_the_reader_asks_on_once_and_no_more(self, client, librarian):
        enquiry = answered(librarian)
        words = {
            "do": "ask",
            "key": mine(enquiry).partition("key=")[2].replace("%3A", ":"),
        }
        assert client.post("/ask/mine/", words | {"body": " "}).status_code == 400
        assert (
            client.post("/ask/mine/", words | {"body": "А де ключ?"}).status_code == 302
        )
        enquiry.refresh_from_db()
        assert enquiry.state == "waiting"
        enquiries.answer(enquiry, by=librarian, body="У мене.", seen=3)
        answer = client.post("/ask/mine/", words | {"body": "А ще?"})
        assert answer.status_code == 409
        assert "А ще?" in answer.content.decode()
        assert enquiry.messages.count() == 4


class TestPublishing:
    WORDS = {"title": "Де план?", "question": "", "answer": "<script>x</script>У залі."}

    def test_both_have_to_agree_and_the_reader_may_take_it_back(
        self, client, librarian, colleague
    ):
        enquiry = answered(librarian, language="uk")
        for by in (librarian, colleague):
            with pytest.raises(NotAllowed):
                enquiries.publish(enquiry, by=by, **self.WORDS)
        enquiries.permit(enquiry, may_publish=True)
        with pytest.raises(NotAllowed):
            enquiries.publish(enquiry, by=colleague, **self.WORDS)

        client.force_login(librarian)
        answer = client.post(enquiry.get_desk_url(), self.WORDS | {"do": "publish"})
        client.logout()
        text = client.get(answer["Location"]).content.decode()
        assert "Де план?" in text
        assert "<script>x" not in text
        assert not {QUESTION, "Галина", EMAIL} & set(re.findall(r"[^<>]+", text))
        assert answer["Location"] in client.get(mine(enquiry)).content.decode()

        key = mine(enquiry).partition("key=")[2].replace("%3A", ":")
        client.post("/ask/mine/", {"key": key, "do": "forbid"})
        assert client.get(answer["Location"]).status_code == 404
        assert not AnsweredQuestion.objects.exists()


def test_what_nobody_proved_and_what_ended_long_ago_is_forgotten(librarian):
    old, fresh = answered(librarian), asked()
    unproven = enquiries.ask(**GIVEN, language="uk")
    now = timezone.now()
    enquiries.tick(at=now + timedelta(days=8))
    assert not Enquiry.objects.filter(pk=unproven.pk).exists()
    enquiries.tick(at=now + timedelta(days=366))
    assert list(Enquiry.objects.all()) == [fresh]
    assert old.pk != fresh.pk


def test_a_person_gets_their_questions_and_may_have_them_forgotten(librarian):
    user = factories.make_user(EMAIL)
    enquiry = answered(librarian, may_publish=True)
    row = enquiries.publish(enquiry, by=librarian, **TestPublishing.WORDS)
    whose = of_account(user)
    (told,) = export.gather(whose)["questions"]
    assert [letter["body"] for letter in told["letters"]] == [
        QUESTION,
        "У читальній залі.",
    ]
    erasing.forget(whose)
    assert not Enquiry.objects.exists()
    assert AnsweredQuestion.objects.get() == row
