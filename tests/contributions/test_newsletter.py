"""The weekly letter: asked for, made by the clock, sent once, ended by one POST."""

import re
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import following, gathering, newsletter, notifications, targets
from contributions.models import Follow, Follower, Issue, Letter, Mailbox
from contributions.notifications import issues
from history import publishing
from news.models import Event, Post
from tests import factories

pytestmark = pytest.mark.django_db
EMAIL = "reader@people.test"
HOUR = timedelta(hours=1)
State = Issue.State


def reads(email: str = EMAIL, language: str = "en") -> Follow:
    """Let an address get the weekly letter."""
    target = targets.newsletter(language)
    assert following.ask(target, email=email, language=language, is_proven=True)
    return Follow.objects.latest("pk")


def post(title: str = "We open on Sundays", **values) -> Post:
    now = timezone.now()
    return factories.make_post(title, published_at=now - HOUR, **values)


def begun(**values) -> Issue:
    """Let an issue begin now."""
    issue = Issue.objects.create(
        state=State.SCHEDULED, send_at=timezone.now(), **values
    )
    newsletter.begin_due()
    issue.refresh_from_db()
    return issue


def send(*, after: timedelta = timedelta()) -> list:
    """Do what the worker does, and give the letters that leave."""
    before = len(mail.outbox)
    newsletter.tick(at=timezone.now() + after)
    notifications.send_issues(at=timezone.now() + after)
    newsletter.tick(at=timezone.now() + after)
    return mail.outbox[before:]


class TestAsking:
    def test_it_comes_only_after_the_button_of_the_letter(self, client):
        post()
        form = {"email": "Reader@People.test", "language": "ru"}
        answer = client.post("/newsletter/", form)
        assert answer.status_code == 200
        begun()
        assert send() == []
        notifications.send_due(at=timezone.now() + HOUR)
        (asked,) = mail.outbox
        assert asked.to == [EMAIL]
        assert "еженедельн" in asked.subject.lower()

        key = unquote(re.search(r"key=(\S+)", asked.body)[1])
        client.post("/follow/confirm/", {"key": key})

        assert newsletter.subscriptions().get().target == "ru"
        assert Follower.objects.get().next_at is None  # no other letters begin by this
        assert "/newsletter/" in client.get("/follow/mine/").content.decode()

    def test_another_language_takes_the_place_of_the_first(self):
        reads(language="uk")
        reads(language="ru")
        assert newsletter.subscriptions().get().target == "ru"

    def test_the_answer_does_not_tell_who_reads_it(self, client):
        reads()
        pages = []
        for email in (EMAIL, "other@people.test"):
            answer = client.post("/newsletter/", {"email": email, "language": "en"})
            page = answer.content.decode().replace(email, "")
            pages.append(re.sub(r'value="\w{64}"', "", page))
        assert pages[0] == pages[1]
        assert [one.follower.email for one in Letter.objects.all()] == [
            "other@people.test"
        ]

    @pytest.mark.parametrize(
        "form",
        [
            {"email": ""}, {"email": "a@b"}, {"email": "x" * 1_000_000},
            {"email": EMAIL, "language": "xx"}, {"email": EMAIL}, {"email": "a\x00@b.ua"},
        ],
    )  # fmt: skip
    def test_bad_input_is_said_at_its_field(self, client, form):
        answer = client.post("/newsletter/", form)
        assert answer.status_code == 400
        assert answer.context["form"].errors
        assert not Follower.objects.exists()

    def test_a_program_and_a_flood_get_nothing(self, client):
        client.post("/newsletter/", {"email": EMAIL, "website": "x"})
        assert not Follower.objects.exists()
        for _n in range(6):
            client.post("/newsletter/", {"email": EMAIL, "language": "en"})
        assert Letter.objects.count() == following.LETTERS_AN_HOUR


class TestEnding:
    def test_one_post_ends_it_without_session_or_token(self):
        follow = reads()
        reads("second@people.test")
        place = factories.make_place(slug="street")
        other = targets.of("place", place.slug)
        following.ask(other, email=EMAIL, language="en", is_proven=True)
        post()
        begun()
        first = send()[0]
        ends = first.extra_headers["List-Unsubscribe"].strip("<>")
        assert (
            first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        )
        assert ends in first.body
        assert ends in first.alternatives[0].content
        path = ends.removeprefix("http://localhost:8000")
        stranger = Client(enforce_csrf_checks=True)

        shown = stranger.get(path)
        assert (shown.status_code, shown["Referrer-Policy"]) == (200, "no-referrer")
        assert "<form" in shown.content.decode()
        follow.refresh_from_db()
        assert follow.ended_at is None
        for _n in range(2):
            answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200

        follow.refresh_from_db()
        assert follow.ended_at is not None
        assert (
            Follow.objects.filter(ended_at=None).count() == 2
        )  # the street, the second
        Follower.objects.all().delete()
        assert stranger.post(path).status_code == 200
        assert stranger.post("/newsletter/stop/?key=wrong").status_code == 404

    def test_what_waits_is_not_sent_even_out_of_a_senders_hand(self):
        post()
        follow = reads()
        issue = begun()
        newsletter.write_letters(issue)
        (held,) = issues._claim("a-sender", at=timezone.now())

        following.end(follow)

        assert not issues._hand(held, at=timezone.now())
        assert send() == []


class TestTelling:
    def test_each_reader_gets_it_once_in_their_language(self):
        for code in ("uk", "ru", "en"):
            reads(f"{code}@people.test", code)
        post(title_uk="Недільний день", title_ru="Воскресный день", title_en="Sunday")
        begun(foreword_ru="Дорогие <друзья>!")

        sent = send()

        told = {one.to[0][:2]: one for one in sent}
        assert {code: one.subject.split(": ")[1] for code, one in told.items()} == {
            "uk": "Недільний день", "ru": "Воскресный день", "en": "Sunday",
        }  # fmt: skip
        assert "Дорогие <друзья>!" in told["ru"].body
        assert "&lt;друзья&gt;" in told["ru"].alternatives[0].content
        assert "друзья" not in told["uk"].body
        keys = {re.search(r"key=(\S+)", one.body)[1] for one in sent}
        assert len(keys) == 3
        assert send(after=HOUR) == []
        assert Issue.objects.get().state == State.SENT

    def test_what_was_hidden_after_the_freezing_is_left_out(self):
        reads()
        item = factories.make_item(title="The mill", published_at=timezone.now() - HOUR)
        kept = factories.make_item(title="The pond", published_at=timezone.now() - HOUR)
        gone = post("Private matter")
        issue = begun()
        assert issue.contents["items"] == [kept.pk, item.pk]
        publishing.take_down(item, by=None, reason="asked for")
        Post.objects.filter(pk=gone.pk).update(published_at=None)

        (letter,) = send()

        assert "The pond" in letter.body
        for words in ("The mill", "Private matter"):
            assert words not in letter.body + letter.alternatives[0].content

    def test_nothing_left_is_no_letter(self):
        reads()
        gone = post()
        begun()
        Post.objects.filter(pk=gone.pk).delete()
        assert send() == []
        assert Issue.objects.get().state == State.SENT
        assert Letter.objects.get().cancelled_at is not None

    def test_nothing_to_tell_is_no_issue_and_the_next_one_tells_no_news_twice(self):
        reads()
        assert begun().state == State.SKIPPED
        post("First")
        begun()
        assert "First" in send()[0].body
        second = post("Second")
        Post.objects.filter(pk=second.pk).update(published_at=timezone.now())
        begun()
        body = send(after=HOUR)[0].body
        assert "Second" in body
        assert "First" not in body

    @pytest.mark.parametrize(
        ("days", "status", "is_told"),
        [(3, "planned", True), (3, "cancelled", False), (20, "planned", False)],
    )
    def test_events_of_the_next_two_weeks_that_take_place(self, days, status, is_told):
        start = timezone.now() + timedelta(days=days)
        factories.make_event(
            starts_at=start, ends_at=start + HOUR, status=status,
            published_at=timezone.now() - timedelta(days=40),
        )  # fmt: skip
        now = timezone.now()
        found = gathering.gather(since=now - HOUR, until=now)
        assert bool(found.get("events")) == is_told
        if is_told:
            Event.objects.update(status=Event.Status.CANCELLED)
            assert gathering.parts(found) == []

    def test_the_queries_of_a_letter_do_not_grow(self, django_assert_num_queries):
        now, counts = timezone.now(), []
        for _n in range(2):
            for number in range(9):
                post(f"News {number}")
                place = factories.make_place()
                factories.make_item(place=place, published_at=now - HOUR)
            contents = gathering.gather(since=now - 2 * HOUR, until=now)
            with django_assert_num_queries(4, exact=False) as asked:
                gathering.parts(contents)
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestClock:
    AT = datetime(2025, 12, 2, 12, tzinfo=timezone.get_default_timezone())  # a Tuesday

    def test_it_is_made_two_days_ahead_once_and_goes_by_itself(self):
        reads()
        Follow.objects.update(confirmed_at=self.AT - timedelta(days=30))
        factories.make_post("Soon", published_at=self.AT)
        newsletter.tick(at=self.AT - timedelta(hours=3))  # two days and one hour before
        assert not Issue.objects.exists()
        for _n in range(3):
            newsletter.tick(at=self.AT)
        issue = Issue.objects.get()
        assert (issue.state, issue.day.isoformat()) == (State.SCHEDULED, "2025-12-04")
        newsletter.tick(at=issue.send_at - timedelta(minutes=1))
        assert not Letter.objects.exists()
        newsletter.tick(at=issue.send_at)
        assert Letter.objects.filter(issue=issue).count() == 1

    def test_where_the_library_wants_it_waits_for_a_word(self, settings):
        settings.NEWSLETTER_BY_ITSELF = False
        post()
        newsletter.tick(at=self.AT)
        newsletter.tick(at=self.AT + timedelta(days=4))
        assert Issue.objects.get(day="2025-12-04").state == State.DRAFT

    def test_the_hour_is_that_of_the_wall_also_when_summer_begins(self):
        before = datetime(2027, 3, 26, 9, tzinfo=timezone.get_default_timezone())
        assert (
            newsletter.next_hour(at=before).isoformat() == "2027-04-01T10:00:00+03:00"
        )


class TestLeaving:
    def test_a_mailbox_that_comes_back_gets_no_more_and_the_issue_ends(self):
        reads("gone@people.test")
        reads("late@people.test")
        Mailbox.objects.create(address="gone@people.test", bounced_at=timezone.now())
        post()
        issue = begun()
        newsletter.write_letters(issue)
        assert issue.letters.get().address == "late@people.test"
        Mailbox.objects.create(address="late@people.test", bounced_at=timezone.now())

        assert send() == []

        issue.refresh_from_db()
        assert issue.state == State.SENT
        assert newsletter.counted(Issue.objects.all()).get().failed == 1

    def test_paused_letters_stand_still_and_go_on(self, editor):
        for number in range(3):
            reads(f"{number}@people.test")
        post()
        issue = begun()
        newsletter.write_letters(issue)
        newsletter.pause(issue, by=editor)
        assert send() == []
        newsletter.resume(issue, by=editor)
        assert len(send()) == 3
        acts = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
        assert list(acts) == ["newsletter.pause", "newsletter.resume"]

    def test_letters_that_somebody_waits_for_come_first(self):
        reads()
        post()
        newsletter.write_letters(begun())
        assert notifications.send_due(at=timezone.now() + HOUR) == 0
        assert notifications.send_issues(at=timezone.now() + HOUR) == 1

    def test_a_server_that_is_away_keeps_them_all(self, settings):
        for number in range(3):
            reads(f"{number}@people.test")
        post()
        newsletter.write_letters(begun())
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        assert notifications.send_issues() == 0
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert notifications.send_issues(at=timezone.now() + HOUR) == 3


class TestDesk:
    @pytest.fixture(autouse=True)
    def _editor(self, client, editor):
        client.force_login(editor)
        client.cookies["django_language"] = "en"

    def test_an_issue_is_begun_read_given_words_and_sent_later(self, client):
        reads()
        post("We open on Sundays")
        page = client.post("/moderation/newsletter/")["Location"]
        assert "We open on Sundays" in client.get(page).content.decode()
        for code in ("uk", "ru", "en"):
            shown = client.get(f"{page}preview/{code}/")
            assert f'lang="{code}"' in shown.content.decode()
        client.post(f"{page}foreword/", {"foreword_en": "Dear friends"})
        assert "Dear friends" in client.get(page).content.decode()
        assert (
            client.post(f"{page}schedule/", {"send_at": "next week"}).status_code == 400
        )
        far = {"send_at": "2099-01-01T10:00"}
        assert client.post(f"{page}schedule/", far).status_code == 400
        client.post(f"{page}schedule/", {"send_at": "2026-01-01T10:00"})

        (letter,) = send()

        assert "Dear friends" in letter.body
        client.post(f"{page}foreword/", {"foreword_en": "Too late"})
        assert Issue.objects.exclude(begun_at=None).get().foreword_en == "Dear friends"
        acts = set(AuditEntry.objects.values_list("action", flat=True))
        assert acts == {"newsletter.create", "newsletter.edit", "newsletter.schedule"}

    @pytest.mark.parametrize("words", ["x" * 2001, "x" * 1_000_000, "a\x00b"])
    def test_a_foreword_that_does_not_fit_is_said_and_kept(self, client, words):
        page = client.post("/moderation/newsletter/")["Location"]
        answer = client.post(f"{page}foreword/", {"foreword_uk": words})
        assert answer.status_code == 400
        assert answer.context["foreword"]["foreword_uk"].value() == words

    def test_the_list_asks_the_same_for_few_and_many(self, client, django_assert_max_num_queries):  # fmt: skip
        counts = []
        for _n in range(2):
            for _m in range(4):
                Issue.objects.create()
            with django_assert_max_num_queries(30) as asked:
                client.get("/moderation/newsletter/")
            counts.append(len(asked))
        assert counts[0] == counts[1]
