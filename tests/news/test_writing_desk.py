"""How editors work on a post: versions, two at once, text not saved, a second reader."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.roles import Role
from history.models import Master
from news import (
    appearing,
    keeping,
    picturing,
    publishing,
    reading,
    reviewing,
    revising,
    states,
)
from news.models import Post, PostPicture, Revision, Unsaved
from tests import factories
from tests.news.test_admin import written

pytestmark = pytest.mark.django_db
ADD = "/admin/news/post/add/"


@pytest.fixture
def office(client, editor):
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def colleague():
    return factories.make_user("second@library.test", role=Role.EDITOR)


def open_form(client, post: Post | None) -> tuple[str, dict]:
    """Open the form of a post: its address, and what its browser would send."""
    path = f"/admin/news/post/{post.pk}/change/" if post else ADD
    page = client.get(path)
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in ("seen", "form_key")}
    if post:
        data |= {
            f"{name}_{code}": getattr(post, f"{name}_{code}") or ""
            for name in ("title", "summary", "body")
            for code in ("uk", "ru", "en")
        } | {"slug": post.slug, "tags_said": form["tags_said"].value()}
    return path, written(**data)


def acts(thing) -> list[str]:
    rows = AuditEntry.objects.filter(subject_id=thing.pk).order_by("pk")
    return list(rows.values_list("action", flat=True))


class TestVersions:
    def test_each_save_is_a_version_with_its_words_and_one_is_put_back(
        self, office, editor
    ):
        post = factories.make_post("Стара назва", published_at=None, body_uk="<p>А</p>")
        for title in ("Нова назва", "Нова назва", "Третя"):
            path, data = open_form(office, post)
            office.post(path, data | {"title_uk": title, "tags_said": "Річка"})
            post.refresh_from_db()

        told = revising.versions(post)
        assert [one.is_first for one in told] == [False, False, True]
        assert {one.who for one in told[:2]} == {editor.display_name}
        last = {c.field: [(p.kind, p.text) for p in c.pieces] for c in told[0].changes}
        assert last == {"title_uk": [("old", "Нова назва"), ("new", "Третя")]}
        assert {c.field for c in told[1].changes} == {"title_uk", "tags"}

        page = office.get(revising.url(post)).content.decode()
        assert "<del>" in page
        first = told[-1].number
        back = f"{revising.url(post)}{first}/restore/"
        office.post(back, {"reason": "краще", "seen": told[1].number})  # overtaken
        office.post(back, {"reason": "", "seen": told[0].number})
        assert Post.objects.get(pk=post.pk).title_uk == "Третя"
        office.post(back, {"reason": "краще", "seen": told[0].number})

        post = Post.objects.get(pk=post.pk)
        assert (post.title_uk, post.tags.count()) == ("Стара назва", 0)
        assert revising.versions(post)[0].reason == "краще"
        assert acts(post)[-1] == "post.restore"

    def test_an_event_goes_back_with_its_hours_and_calendars_hear_of_it(self, editor):
        event = factories.make_event(capacity=3)
        revising.begin(event)
        first = revising.latest(event)
        was, number = event.starts_at, event.sequence
        event.starts_at -= timedelta(days=1)
        event.title_uk = "Інше"
        event.save()
        second = revising.record(event, by=editor)

        revising.restore(event, first.pk, by=editor, reason="ні", seen=second.pk)

        event.refresh_from_db()
        assert (event.starts_at, event.title_uk) == (was, "Вечір")
        assert event.sequence > number + 1

    def test_the_words_of_a_picture_are_in_the_version(self, editor):
        post = factories.make_post()
        master = Master.objects.create(sha256="a" * 64, size_bytes=1)
        picture = picturing.attach(post, master, caption_uk="Міст")
        first = revising.record(post, by=editor)
        PostPicture.objects.update(caption_uk="Дамба")
        second = revising.record(post, by=editor)
        (change,) = revising.between(post, first.pk, second.pk)
        assert [piece.text for piece in change.pieces][1:] == ["Міст", "Дамба"]
        revising.restore(post, first.pk, by=editor, reason="ні", seen=second.pk)
        picture.refresh_from_db()
        assert picture.caption_uk == "Міст"

    def test_few_and_many_versions_ask_alike(
        self, office, editor, django_assert_max_num_queries
    ):
        post = factories.make_post()
        for number in range(30):
            post.title_uk = f"Назва {number}"
            post.save()
            revising.record(post, by=editor)
        with django_assert_max_num_queries(16):
            office.get(revising.url(post))

    @pytest.mark.parametrize(
        ("html", "words"),
        [
            ("просто", "просто"),
            ("<h2>А</h2><p>Б <b>в</b></p>", "А\nБ в"),
            ('<p><a href="/x/" rel="noopener">тут</a></p>', "тут (/x/)"),
            ('<img src="/a.jpg" alt="Міст" width="3">', "[picture: Міст]"),
        ],
    )
    def test_html_is_compared_as_people_read_it(self, html, words):
        from django.utils import translation

        with translation.override("en"):
            assert reading.in_words(html) == words


class TestTwoAtOnce:
    def test_what_only_one_changed_is_joined(self, office):
        post = factories.make_post("Назва", body_uk="<p>Було</p>")
        path, mine = open_form(office, post)
        _path, theirs = open_form(office, post)
        office.post(path, theirs | {"title_uk": "Її назва", "tags_said": "Тема"})

        answer = office.post(path, mine | {"body_uk": "<p>Мій текст</p>"}, follow=True)

        post = Post.objects.get(pk=post.pk)
        assert (post.title_uk, post.body_uk) == ("Її назва", "<p>Мій текст</p>")
        assert [tag.name for tag in post.tags.all()] == ["Тема"]
        assert "what a colleague changed meanwhile" in answer.content.decode()

    def test_what_both_changed_is_shown_and_nothing_is_lost(self, office):
        post = factories.make_post("Назва", body_uk="<p>Було</p>")
        path, mine = open_form(office, post)
        _path, theirs = open_form(office, post)
        office.post(
            path, theirs | {"body_uk": "<p>Її текст</p>", "summary_uk": "Її рядок"}
        )

        refused = office.post(path, mine | {"body_uk": "<p>Мій текст</p>"})

        page = refused.content.decode()
        assert "Тетяна changed this meanwhile: Text" in page
        assert "It says now: “Її текст”" in page
        assert "&lt;p&gt;Мій текст&lt;/p&gt;" in page
        assert Post.objects.get(pk=post.pk).body_uk == "<p>Її текст</p>"

        seen = refused.context["adminform"].form["seen"].value()
        office.post(path, mine | {"body_uk": "<p>Мій текст</p>", "seen": seen})
        post = Post.objects.get(pk=post.pk)
        assert (post.body_uk, post.summary_uk) == ("<p>Мій текст</p>", "Її рядок")

    def test_one_press_too_many_is_one_post(self, office):
        path, data = open_form(office, None)
        first = office.post(path, data)
        second = office.post(path, data)
        post = Post.objects.get()
        assert first.status_code == second.status_code == 302
        assert second["Location"] == f"/admin/news/post/{post.pk}/change/"


class TestUnsaved:
    def test_words_come_back_after_a_crash_with_all_that_was_typed(
        self, office, client, colleague
    ):
        post = factories.make_post("Назва")
        path, data = open_form(office, post)
        data |= {"title_uk": "Недописана", "bylines-TOTAL_FORMS": 1,
                 "bylines-0-position": 0, "bylines-0-name": "Ніна К."}  # fmt: skip
        kept = office.post(f"/moderation/posts/{post.pk}/words/", data)
        assert "Kept for you" in kept.json()["saved"]

        page = office.get(path).content.decode()
        row = Unsaved.objects.get()
        assert "You wrote here on" in page
        assert f'name="_kept" value="{row.pk}"' in page
        back = office.post(path, {"_kept": row.pk})
        form = back.content.decode()
        assert 'value="Недописана"' in form
        assert 'value="Ніна К."' in form
        assert Post.objects.get(pk=post.pk).title_uk == "Назва"

        client.force_login(colleague)
        assert "You wrote here on" not in client.get(path).content.decode()
        client.post(path, {"_kept": row.pk})
        assert "Недописана" not in client.get(path).content.decode()
        assert client.get(
            f"/moderation/posts/{post.pk}/preview/page/?words={row.pk}"
        ).status_code == 404  # fmt: skip

    def test_saving_forgets_them_and_what_comes_late_is_known(self, office, editor):
        post = factories.make_post("Назва")
        path, data = open_form(office, post)
        words = f"/moderation/posts/{post.pk}/words/"
        office.post(words, data)
        office.post(path, data | {"title_uk": "Інша"})
        assert not Unsaved.objects.exists()
        late = office.post(words, data | {"again": "1"})
        assert (late.status_code, late.json()) == (409, {"is_known": True})
        assert not Unsaved.objects.exists()

        Unsaved.objects.create(
            by=editor, kind="post", form_key="x",
            at=timezone.now() - timedelta(days=31),
        )  # fmt: skip
        keeping.purge()
        assert not Unsaved.objects.exists()

    def test_a_preview_shows_what_saving_would_and_leaves_nothing(self, office):
        _path, data = open_form(office, None)
        data |= {"title_ru": "Черновик", "body_ru": "<p>Слова</p>", "tags_said": "Нове"}
        moved = office.post("/moderation/posts/0/preview/", data)
        shown = office.get(moved["Location"]).content.decode()
        frame = re.search(r'<iframe[^>]* src="([^"]+)"', shown)[1].replace("&amp;", "&")

        page = office.get(frame.replace("language=en", "language=ru"))

        html = page.content.decode()
        assert "<p>Слова</p>" in html
        assert ">Нове</a>" in html
        assert "Visitors do not see" not in html
        assert "/accounts/logout/" not in html  # as somebody without an account
        assert not Post.objects.exists()
        assert not Revision.objects.exists()
        assert page["X-Frame-Options"] == "SAMEORIGIN"


class TestSecondReader:
    def test_asked_returned_changed_approved(self, office, editor, colleague, client):
        post = factories.make_post("Допис", published_at=None)
        url = f"/moderation/news/{post.pk}/review/"
        office.post(url, {"do": "ask", "of": colleague.pk, "said": "Дати?"})
        seen = states.digest_of_words(post)
        with pytest.raises(reviewing.Refused):
            reviewing.approve(post, by=editor, seen=seen)

        client.force_login(colleague)
        client.cookies["django_language"] = "en"
        desk = client.get("/moderation/news/").content.decode()
        assert "1 post to read" in desk
        assert "Допис" in desk
        client.post(url, {"do": "send_back", "seen": seen, "said": " "})
        assert reviewing.last(post).answer == ""
        client.post(url, {"do": "send_back", "seen": seen, "said": "Не 1962"})
        assert reviewing.last(post).said == "Не 1962"

        reviewing.ask(post, by=editor)
        Post.objects.filter(pk=post.pk).update(body_uk="<p>1963</p>")
        with pytest.raises(reviewing.Refused):
            reviewing.approve(post, by=colleague, seen=seen)
        post.refresh_from_db()
        reviewing.approve(post, by=colleague, seen=states.digest_of_words(post))
        assert acts(post) == [
            "post.ask_review", "post.send_back", "post.ask_review", "post.approve",
        ]  # fmt: skip

    @pytest.mark.parametrize("wanted", [False, True])
    def test_four_eyes_only_where_the_library_wants_them(
        self, office, editor, colleague, settings, wanted
    ):
        settings.NEWS_FOUR_EYES = wanted
        path, data = open_form(office, None)
        now = {"published_at_0": "2026-11-20", "published_at_1": "12:00"}
        office.post(path, data | now)
        assert Post.objects.exists() is not wanted
        if not wanted:
            return
        office.post(path, data)
        post = Post.objects.get()
        with pytest.raises(reviewing.Unread):
            publishing.publish(post, by=editor)
        reviewing.ask(post, by=editor)
        reviewing.approve(post, by=colleague, seen=states.digest_of_words(post))
        assert publishing.publish(post, by=editor)
        other = factories.make_post(published_at=None)
        revising.record(other, by=editor)
        assert publishing.publish(other, by=colleague)


class TestAppearing:
    """W33: across the change of clocks, in the past, a clock that jumps: once."""

    @pytest.mark.parametrize(
        ("day", "hour", "told", "is_kept"),
        [
            ("2026-03-29", "03:30", "there is no 03:30", False),
            ("2026-10-25", "03:30", "comes twice", False),
            ("2206-12-01", "12:00", "Is the year right?", False),
            ("2019-05-03", "12:00", "public since 3 May 2019 at 12:00", True),
            ("2098-12-01", "12:00", "will appear on 1 December 2098 at 12:00", True),
        ],
    )
    def test_w33_what_a_moment_means_is_said(self, office, day, hour, told, is_kept):
        path, data = open_form(office, None)
        answer = office.post(
            path, data | {"published_at_0": day, "published_at_1": hour}, follow=True
        )
        assert told in answer.content.decode()
        assert Post.objects.exists() is is_kept

    def test_w33_it_appears_once_whatever_the_clock_does(self, editor):
        due = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 03:30, the second one
        post = factories.make_post(published_at=due)
        states_seen = [
            appearing.state(post, at=due + timedelta(minutes=m))
            for m in (-60, -1, 0, 60)
        ]
        assert states_seen == ["scheduled", "scheduled", "public", "public"]
        for at in (due + timedelta(hours=1), due - timedelta(hours=1)):
            assert not publishing.publish(post, by=editor, at=at)
        post.refresh_from_db()
        assert post.published_at == due
        draft = factories.make_post(published_at=None)
        done = [publishing.publish(draft, by=editor, at=due) for _n in range(2)]
        assert done == [True, False]
        assert acts(draft) == ["post.publish"]


def test_the_lists_verbs_are_versions_and_calendars_hear_of_them(office):
    event = factories.make_event(published_at=None)
    number = event.sequence
    for action in ("publish_now", "publish_now", "back_to_draft"):
        office.post(
            "/admin/news/event/", {"action": action, "_selected_action": event.pk}
        )
    event.refresh_from_db()
    assert (event.published_at, event.sequence) == (None, number + 2)
    assert acts(event) == ["event.publish", "event.unpublish"]
    assert [one.reason for one in revising.of(event)] == ["draft", "published", ""]
