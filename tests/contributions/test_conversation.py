"""A conversation: proven by a letter, answered, told of, closed; nobody floods it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import (
    answering,
    closing,
    comments,
    limits,
    listening,
    notifications,
    own_comments,
    sanctions,
    talk_letters,
    threads,
    workflow,
)
from contributions.comment_form import opened
from contributions.models import Comment, Letter, Report, Sanction
from contributions.permissions import Actor
from history import publishing
from news.models import Post
from tests.factories import make_item, make_post, make_story

pytestmark = pytest.mark.django_db
State = Comment.State
VISITOR = Actor()
NOW = timezone.now()


def say(target, body="Це наш двір.", *, email="ivan@people.test", by=None, **more):
    actor = Actor(user=by) if by else VISITOR
    words = {"name": "Іван", "language": "uk", "email": email}
    return comments.write(target, by=actor, body=body, **words | more)


def shown(target, body="Це наш двір.", *, moderator, **more) -> Comment:
    comment = own_comments.prove(say(target, body, **more))
    return comments.show(comment, by=moderator)


def send(client, target, **changes):
    data = {
        "about": comments.address_of(target), "body": "Це наш двір.", "name": "Іван",
        "email": "ivan@people.test", "opened": opened(at=0),
    }  # fmt: skip
    return client.post(reverse("contributions:comment"), data | changes)


def leave(*, minutes: int = 0) -> list:
    """Let the letters leave whose time has come by then; give the new ones."""
    before = len(mail.outbox)
    notifications.send_due(at=timezone.now() + timedelta(minutes=minutes))
    return mail.outbox[before:]


def link_in(letter, page: str) -> str:
    return re.search(rf"https?://[^/]+(/comments/{page}/\S+)", letter.body)[1]


class TestProving:
    def test_the_link_puts_it_before_the_moderators(self, client, moderator):
        item = make_item(title="Двір")
        answer = send(client, item)
        assert answer.status_code == 200
        assert Comment.objects.held().count() == 0
        [letter] = leave()
        assert letter.to == ["ivan@people.test"]
        path = link_in(letter, "mine")

        page = client.get(path)
        assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
        assert Comment.objects.get().state == State.UNPROVEN  # GET proves nothing
        key = {"key": path.partition("key=")[2].replace("%3A", ":")}
        for _twice in range(2):
            assert client.post(reverse("contributions:comment_mine"), key | {"do": "prove"}).status_code == 302  # fmt: skip

        comment = Comment.objects.get()
        assert (comment.state, comment.proved_at is None) == (State.HELD, False)
        client.force_login(moderator)
        queue = client.get(reverse("contributions:comment_queue"))
        assert [one["row"] for one in queue.context["comments"]] == [comment]

    @pytest.mark.parametrize("act", [comments.show, comments.hide, comments.hold])
    def test_nobody_decides_before_it_and_no_pile_shows_it(
        self, client, moderator, act
    ):
        comment = say(make_item())
        with pytest.raises(workflow.WrongState):
            act(comment, by=moderator)
        client.force_login(moderator)
        for pile in ("held", "unproven", "visible", "hidden", "reported", "at_once"):
            page = client.get(reverse("contributions:comment_queue"), {"state": pile})
            assert not page.context["comments"]

    @pytest.mark.parametrize(("language", "words"), [("uk", "Так, це"), ("ru", "Да, это"), ("en", "Yes, I")])  # fmt: skip
    def test_the_letter_speaks_the_writers_language(self, language, words):
        say(make_item(), language=language)
        [letter] = leave()
        assert words in letter.body

    def test_an_account_needs_no_letter(self, resident):
        assert say(make_item(), by=resident).state == State.HELD
        assert not Letter.objects.exists()

    def test_without_an_account_it_is_changed_for_a_while_and_deleted_for_ever(
        self, client, moderator
    ):
        comment = shown(make_item(), moderator=moderator)
        [letter] = leave() or [None]  # proven before it left: no letter
        assert letter is None
        url = reverse("contributions:comment_mine")
        key = {"key": talk_letters.key(comment)}
        client.post(url, key | {"do": "mend", "body": "Це сусідній двір."})
        comment.refresh_from_db()
        assert (comment.body, comment.state) == ("Це сусідній двір.", State.HELD)
        Comment.objects.update(proved_at=timezone.now() - timedelta(minutes=16))
        late = client.post(url, key | {"do": "mend", "body": "Пізно"})
        assert late.status_code == 409
        assert "Пізно" in late.content.decode()
        assert client.post(url, key | {"do": "nope"}).status_code == 404
        client.post(url, key | {"do": "delete"})
        assert not Comment.objects.exists()
        assert client.get(url, key).status_code == 404

    @pytest.mark.parametrize("key", ["", "1", "x:y", "1:" + "x" * 300])
    def test_a_forged_key_opens_nothing(self, client, key):
        say(make_item())
        for page in ("comment_mine", "comment_stop"):
            assert client.get(reverse(f"contributions:{page}"), {"key": key}).status_code == 404  # fmt: skip

    def test_who_may_not_write_learns_it_where_the_address_is_proven(self, client):
        comment = say(make_item())
        Sanction.objects.create(
            kind="comment", address_hash=sanctions.fingerprint(comment.email),
            reason="Образи сусідів.", begins_at=NOW - timedelta(days=1),
            ends_at=NOW + timedelta(days=7),
        )  # fmt: skip
        form = {"key": talk_letters.key(comment), "do": "prove"}
        answer = client.post(reverse("contributions:comment_mine"), form)
        assert answer.status_code == 403
        assert "Образи сусідів" in answer.content.decode()
        assert Comment.objects.get().state == State.UNPROVEN

    def test_what_nobody_proves_is_forgotten_in_a_week(self, moderator):
        waiting, proven = say(make_item()), shown(make_item(), moderator=moderator)
        old = timezone.now() - timedelta(days=8)
        Comment.objects.update(created_at=old)
        own_comments.purge()
        assert not Comment.objects.filter(pk=waiting.pk).exists()
        assert Comment.objects.filter(pk=proven.pk).exists()


class TestThreads:
    def test_a_reply_to_a_reply_stands_in_the_same_thread(self, moderator):
        item = make_item()
        top = shown(item, "Хто це?", moderator=moderator)
        first = shown(item, "Мабуть, Ніна.", email="n@people.test", parent=top, moderator=moderator)  # fmt: skip
        second = say(item, "Ні, Оля.", email="o@people.test", parent=first)

        assert (first.parent, second.parent) == (top, top)

    def test_is_read_in_order_and_what_is_taken_away_leaves_its_place(
        self, client, moderator
    ):
        item = make_item()
        top = shown(item, "Хто це?", moderator=moderator)
        shown(item, "Інше", email="x@people.test", moderator=moderator)
        shown(item, "Ніна.", email="n@people.test", parent=top, moderator=moderator)
        page = client.get(item.get_absolute_url()).content.decode()
        assert page.index("Хто це?") < page.index("Ніна.") < page.index("Інше")

        own_comments.delete(top, by=VISITOR, by_key=True)
        page = client.get(item.get_absolute_url()).content.decode()
        assert "Хто це?" not in page
        assert "Ніна." in page
        top.refresh_from_db()
        assert (top.state, top.email, top.body) == (State.GONE, "", "—")
        own_comments.delete(Comment.objects.get(body="Ніна."), by=VISITOR, by_key=True)
        assert [one.body for one in Comment.objects.all()] == ["Інше"]

    def test_the_form_of_an_answer(self, client, moderator):
        item = make_item()
        top = shown(item, "Хто це?", moderator=moderator)
        url = reverse("contributions:comment_reply", args=[top.pk])
        assert "Хто це?" in client.get(url).content.decode()
        send(client, item, to=str(top.pk), body="Ніна.")
        assert Comment.objects.get(body="Ніна.").parent == top
        held = own_comments.prove(say(item, "Ще не видно", email="y@people.test"))
        for to in (str(held.pk), "x", "9" * 30, "0"):
            assert send(client, item, to=to, body="Куди?").status_code == 404
        assert send(client, make_item(), to=str(top.pk), body="Не там").status_code == 404  # fmt: skip
        publishing.hide(item, by=moderator)
        assert client.get(url).status_code == 404

    def test_pages_and_anchors(self, client, moderator, monkeypatch):
        monkeypatch.setattr(threads, "A_PAGE", 2)
        story = make_story()
        rows = [
            shown(story, f"Слово {n}", email=f"p{n}@people.test", moderator=moderator)
            for n in range(5)
        ]
        assert threads.url_of(rows[0]) == f"{story.get_absolute_url()}#comment-{rows[0].pk}"  # fmt: skip
        url = threads.url_of(rows[4])
        assert "?comments=3#" in url
        assert f'id="comment-{rows[4].pk}"' in client.get(url).content.decode()
        for odd in ("0", "-1", "99", "x", "²", "9" * 99):
            page = client.get(story.get_absolute_url(), {"comments": odd})
            assert page.status_code == 200

    def test_costs_the_same_for_many(self, client, moderator):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def queries(item) -> int:
            with CaptureQueriesContext(connection) as found:
                client.get(item.get_absolute_url())
            return len(found)

        few, many = make_item(), make_item()
        top = shown(few, moderator=moderator)
        shown(few, "Так", email="t@people.test", parent=top, moderator=moderator)
        for n in range(12):
            top = shown(many, f"№{n}", email=f"{n}@people.test", moderator=moderator)
            for m in range(3):
                shown(many, f"{n} {m}", email=f"{n}-{m}@people.test", parent=top, moderator=moderator)  # fmt: skip
        queries(few)
        assert queries(few) == queries(many)


class TestLimits:
    def test_t24_a_double_click_is_one(self, client):
        item = make_item()
        assert [send(client, item).status_code for _twice in range(2)] == [200, 200]
        assert Comment.objects.count() == 1
        assert Letter.objects.count() == 1

    def test_t24_twenty_in_ten_seconds(self, client):
        item = make_item()
        codes = [send(client, item, body=f"Слово {n}").status_code for n in range(20)]
        assert codes == [200] * 5 + [429] * 15
        assert Comment.objects.count() == 5

    def test_t24_from_one_place_by_many_names_it_is_offered_to_compute(self, client):
        item = make_item()
        sent = [
            send(client, item, body=f"Слово {n}", email=f"{n}@people.test")
            for n in range(22)
        ]
        assert [one.status_code for one in sent] == [200] * 20 + [429] * 2
        page = sent[-1].content.decode()
        assert 'data-behaviour="proof"' in page
        assert "Слово 21" in page
        assert limits.PROVEN > 1

    def test_t24_the_same_words_under_thirty_items_wait_and_are_marked(
        self, client, moderator, resident
    ):
        sold = "Купуйте вікна у нашому магазині, доставка безкоштовна, телефонуйте {}!"
        rows = [
            own_comments.prove(
                say(make_item(), sold.format(n), email=f"{n}@people.test")
            )
            for n in range(30)
        ]
        assert {one.state for one in rows} == {State.HELD}
        assert [one.like_id for one in rows] == [None] + [rows[0].pk] * 29
        client.force_login(moderator)
        page = client.get(reverse("contributions:comment_queue")).content.decode()
        assert page.count('#comments">' + rows[0].target.title) >= 29

    def test_t08_fifty_thousand_characters_are_kept_and_counted(self, client):
        words = "я" * 50_000
        answer = send(client, make_item(), body=words)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert words in page
        assert re.search(r"46.?000", page)
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"body": "http://bit.ly/x http://y.test"}, "body"),
            ({"body": "\u200b\u200b"}, "body"),
            ({"name": "\u202e \u200b"}, "name"),
            ({"name": "Модератор"}, "name"),
            ({"email": "x@" + "y" * 300 + ".test"}, "email"),
        ],
    )
    def test_is_refused_with_a_sentence_beside_the_field(self, client, changes, field):
        answer = send(client, make_item(), **changes)
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == [field]

    @pytest.mark.parametrize("moment", ["", "forged", None])
    def test_a_form_that_comes_back_too_soon_is_asked_for_once_more(
        self, client, moment
    ):
        item = make_item()
        answer = send(client, item, opened=opened() if moment is None else moment)
        assert answer.status_code == 400
        assert "Це наш двір." in answer.content.decode()
        assert not Comment.objects.exists()

    def test_t16_many_links_wait(self, resident):
        body = "Дивіться " + "http://bank.test/login " * 150
        assert say(make_item(), body, by=resident).state == State.HELD


class TestAnswers:
    def press(self, client, comment, verb="answer", **data):
        url = reverse("contributions:comment_act", args=[comment.pk, verb])
        return client.post(url, data)

    def test_one_press_shows_both_and_another_takes_both_back(self, client, moderator):
        item = make_item()
        asked = own_comments.prove(say(item, "Хто це?"))
        client.force_login(moderator)
        done = self.press(client, asked, body="Це Ніна Коваль.")

        reply = Comment.objects.get(is_from_library=True)
        assert client.get(done.url).context["answered"] == reply
        later = reply.created_at + timedelta(minutes=6)
        Comment.objects.filter(pk=reply.pk).update(created_at=later - timedelta(minutes=12))  # fmt: skip
        for odd in (done.url, "?answered=x", "?answered=²", "?answered=" + "9" * 30):
            assert client.get(reverse("contributions:comment_queue") + odd[odd.index("?") :]).context["answered"] is None  # fmt: skip
        Comment.objects.filter(pk=reply.pk).update(created_at=reply.created_at)
        asked.refresh_from_db()
        assert (asked.state, reply.state, reply.parent) == ("visible", "visible", asked)
        acts = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"comment.answer", "comment.decide"} <= acts
        page = Client().get(item.get_absolute_url()).content.decode()
        assert page.index("Хто це?") < page.index("Це Ніна Коваль.")

        queue = client.get(reverse("contributions:comment_queue"), {"state": "visible"})
        assert "Це Ніна Коваль." in queue.content.decode()
        self.press(client, reply, "take_back")
        asked.refresh_from_db()
        reply.refresh_from_db()
        assert (asked.state, reply.state) == (State.HELD, State.HIDDEN)
        assert "Ніна" not in Client().get(item.get_absolute_url()).content.decode()
        assert self.press(client, reply, "take_back").status_code == 409

    def test_what_was_visible_before_stays_so(self, moderator):
        asked = shown(make_item(), moderator=moderator)
        reply = answering.answer(asked, by=moderator, body="Дякуємо!", language="uk")
        answering.take_back(reply, by=moderator)
        asked.refresh_from_db()
        assert asked.state == State.VISIBLE

    def test_only_what_the_library_said_is_taken_back(self, moderator, resident):
        comment = shown(make_item(), moderator=moderator)
        with pytest.raises(workflow.WrongState):
            answering.take_back(comment, by=moderator)
        with pytest.raises(workflow.NotAllowed):
            answering.answer(comment, by=resident, body="Ні", language="uk")

    def test_too_long_an_answer_stays_in_its_form(self, client, moderator):
        asked = own_comments.prove(say(make_item(), "Хто це?"))
        client.force_login(moderator)
        answer = self.press(client, asked, body="я" * 5000, back="/moderation/comments/?state=held")  # fmt: skip
        assert answer.status_code == 400
        assert "я" * 5000 in answer.content.decode()
        asked.refresh_from_db()
        assert asked.state == State.HELD


class TestListening:
    @pytest.fixture
    def asked(self, moderator):
        return shown(make_item(title="Двір"), "Хто це?", wants_answers=True, moderator=moderator)  # fmt: skip

    def answer(self, asked, moderator, words):
        return answering.answer(asked, by=moderator, body=words, language="uk")

    def test_several_answers_come_in_one_letter_after_the_time_to_take_back(
        self, asked, moderator
    ):
        leave()
        self.answer(asked, moderator, "Це Ніна.")
        gone = self.answer(asked, moderator, "Помилка")
        shown(asked.target, "Так, вона. http://evil.test", email="o@people.test", parent=asked, moderator=moderator)  # fmt: skip
        answering.take_back(gone, by=moderator)
        assert leave() == []
        [letter] = leave(minutes=10)
        assert letter.to == ["ivan@people.test"]
        assert "Це Ніна." in letter.body
        assert "Так, вона." in letter.body
        assert "Помилка" not in letter.body
        assert "evil.test" not in letter.body
        assert leave(minutes=20) == []

    def test_nobody_is_told_of_their_own_words_nor_unasked(self, asked, moderator):
        shown(asked.target, "Додам ще", parent=asked, moderator=moderator)
        quiet = shown(make_item(), "Без листів", email="q@people.test", moderator=moderator)  # fmt: skip
        self.answer(quiet, moderator, "Дякуємо!")
        held = say(asked.target, "Ще чекає", email="h@people.test", parent=asked)
        own_comments.prove(held)
        assert leave(minutes=10) == []

    @pytest.mark.parametrize("what", ["hide", "remove", "off", "draft", "lock"])
    def test_w29_only_who_may_read_it_now_is_told(self, moderator, what):
        target = make_post() if what in ("off", "draft") else make_item()
        asked = shown(target, "Хто це?", wants_answers=True, moderator=moderator)
        self.answer(asked, moderator, "Таємниця")
        if what == "hide":
            publishing.hide(target, by=moderator)
        elif what == "remove":
            publishing.take_down(target, by=moderator, reason="прохання родини")
        elif what == "off":
            Post.objects.update(comments_state="off")
        elif what == "draft":
            Post.objects.update(published_at=None)
        else:  # closed: nobody writes, everybody reads
            closing.lock(target, by=moderator, why="сварка")
        told = leave(minutes=10)
        assert bool(told) is (what == "lock")
        if what != "lock":
            assert Letter.objects.get(kind="talk_news").cancelled_at is not None

    def test_one_post_ends_all_letters_without_session_or_token(self, asked, moderator):
        self.answer(asked, moderator, "Це Ніна.")
        [letter] = leave(minutes=10)
        headers = letter.message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = link_in(letter, "stop")
        assert path in re.sub(r"\s", "", headers["List-Unsubscribe"])
        self.answer(asked, moderator, "І ще одне.")
        program = Client(enforce_csrf_checks=True)
        assert program.get(path).status_code == 200
        assert Comment.objects.listening().exists()  # GET ends nothing
        for _twice in range(2):
            assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200  # fmt: skip
        assert not Comment.objects.filter(wants_answers=True).exists()
        assert leave(minutes=30) == []

    def test_one_conversation_is_left_and_others_go_on(self, asked, moderator):
        other = shown(make_item(), "А де це?", wants_answers=True, moderator=moderator)
        listening.end(asked)
        self.answer(asked, moderator, "Не скажемо")
        self.answer(other, moderator, "На Садовій")
        [letter] = leave(minutes=10)
        assert "На Садовій" in letter.body
        assert "Не скажемо" not in letter.body

    def test_shown_anew_it_is_not_told_twice(self, asked, moderator, colleague):
        reply = self.answer(asked, moderator, "Це Ніна.")
        assert len(leave(minutes=10)) == 1
        comments.hide(reply, by=colleague)
        comments.show(reply, by=colleague)
        assert leave(minutes=20) == []


class TestClosing:
    @pytest.mark.parametrize("make", [make_item, make_post, make_story])
    def test_a_lock_keeps_what_was_said_and_takes_nothing_more(
        self, client, moderator, make
    ):
        target = make()
        top = shown(target, "Було сказано", moderator=moderator)
        url = closing.url_of(target)
        client.force_login(moderator)
        assert client.post(url, {"why": ""}).status_code == 400
        assert client.post(url, {"why": "сварка сусідів"}).status_code == 302
        client.logout()

        page = client.get(target.get_absolute_url()).content.decode()
        assert "Було сказано" in page
        assert "library@" in page
        assert "сварка" not in page
        assert 'name="about"' not in page
        answer = send(client, target, body="Ще слово")
        assert answer.status_code == 409
        assert "Ще слово" in answer.content.decode()
        for person in (VISITOR, Actor(user=moderator)):  # P78
            with pytest.raises(closing.Closed):
                comments.write(target, by=person, body="Ні", name="Я", email="a@b.test", language="uk", parent=top)  # fmt: skip
        answering.answer(top, by=moderator, body="Дякуємо за все.", language="uk")

        client.force_login(moderator)
        client.post(url, {"do": "open"})
        assert closing.is_open(target)
        acts = AuditEntry.objects.filter(action__startswith="comments.")
        assert list(acts.order_by("pk").values_list("action", flat=True)) == ["comments.lock", "comments.unlock"]  # fmt: skip

    @pytest.mark.parametrize(
        ("state", "days", "age", "is_open"),
        [
            ("open", None, 900, True),
            ("open", 14, 13, True),
            ("open", 14, 14, False),
            ("closed", None, 1, False),
            ("off", 30, 1, False),
        ],
    )
    def test_of_posts_it_is_the_editor_who_says(self, state, days, age, is_open):
        post = Post(
            comments_state=state, comments_close_after_days=days,
            published_at=NOW - timedelta(days=age),
        )  # fmt: skip
        assert post.takes_comments(at=NOW) is is_open

    def test_switched_off_nothing_is_shown_or_taken(self, client, moderator):
        post = make_post()
        shown(post, "Було сказано", moderator=moderator)
        Post.objects.update(comments_state="off")
        page = client.get(post.get_absolute_url()).content.decode()
        assert "Було сказано" not in page
        assert 'id="comments"' not in page
        assert send(client, post).status_code == 404

    def test_residents_close_nothing(self, resident):
        with pytest.raises(workflow.NotAllowed):
            closing.lock(make_item(), by=resident, why="так")


def test_w30_reports_of_many_hide_nothing_and_all_are_read_by_the_staff(
    client, moderator
):
    item = make_item()
    comment = shown(item, moderator=moderator)
    for n in range(30):
        Client(REMOTE_ADDR=f"10.1.{n}.1").post(
            reverse("contributions:comment_report", args=[comment.pk]),
            {"reason": "rude", "words": f"№{n}"},
        )
    comment.refresh_from_db()
    assert comment.state == State.VISIBLE
    assert Report.objects.filter(handled_at=None).count() == 30
    client.force_login(moderator)
    page = client.get(reverse("contributions:comment_queue"), {"state": "reported"})
    assert len(page.context["comments"][0]["row"].open_reports) == 30


def test_t06_names_and_words_do_not_turn_the_page(client, moderator):
    item = make_item()
    shown(item, "\u200f" * 50 + "שלום", name="\u202eІван", moderator=moderator)
    page = client.get(item.get_absolute_url()).content.decode()
    assert '<bdi class="comments__name">Іван</bdi>' in page
    assert 'class="comments__body" dir="auto"' in page
