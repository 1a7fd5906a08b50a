"""`manage.py import_feed`: the blog before moves in, once, and its addresses lead on."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contributions.models import Comment, MovedComment
from history.models import Master
from news.models import MovedPost, OldAddress, Post, PostPicture, Tag
from tests import factories
from tests.news import blogs

pytestmark = pytest.mark.django_db
POSTS = 1000


def run(path, **options) -> str:
    said = StringIO()
    call_command("import_feed", path, stdout=said, **options)
    return said.getvalue()


def make_pictures(folder):
    """Put two pictures beside an export, and a file that is none."""
    for name, data in (
        ("міст.jpg", factories.jpeg(seed=1)), ("ріка.jpg", factories.jpeg(seed=2)),
        ("bad.jpg", b"<html>"),
    ):  # fmt: skip
        (folder / name).write_bytes(data)
    return folder


def picture(name: str, caption: str = "") -> str:
    """Give a picture as Blogger writes it, with words under it."""
    url = f"https://1.bp.blogspot.com/x/s1600/{quote(name)}"
    said = f'<tr><td class="tr-caption">{caption}</td></tr>' if caption else ""
    return (
        f'<table class="tr-caption-container"><tr><td><a href="{url}"><img alt="Опис" '
        f'src="{url.replace("s1600", "s320")}"/></a></td></tr>{said}</table>'
    )


def everything() -> list:
    """Give all rows that an import could write."""
    models = (
        Post, Comment, Tag, OldAddress, MovedPost, MovedComment, PostPicture, Master,
    )  # fmt: skip
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_large_blogger_export_once_and_again(tmp_path, client):
    entries = [
        blogs.entry(
            n, f'<div>Слова {n}: <a href="{blogs.SITE}/2014/05/{n + 1}.html?m=1">далі</a></div>'
            + (picture("міст.jpg" if n % 500 else "ріка.jpg") if n % 250 == 0 else ""),
            labels=["Скани", f"тема {n % 7}"], path=f"/2014/05/{n}.html",
        )
        for n in range(1, POSTS + 1)
    ]  # fmt: skip
    # As Blogger writes them: the newest first, so an answer before its question.
    remarks = [
        part
        for n in range(1, POSTS + 1, 5)
        for part in (
            blogs.remark(
                20000 + n, n, "Так", answers=10000 + n, at="2014-05-03T10:00:00Z"
            ),
            blogs.remark(10000 + n, n, "Дякую"),
        )
    ]
    path = blogs.blogger(tmp_path / "blog.xml", *entries, *remarks)

    folder = make_pictures(tmp_path)

    said = run(path, pictures=folder)

    assert f"{POSTS} post new" in said
    assert PostPicture.objects.count() == 4
    assert Master.objects.count() == 2
    assert Post.objects.published().count() == POSTS
    assert Comment.objects.visible().count() == len(remarks)
    first, second = (
        MovedPost.objects.get(old_id=f"{blogs.BLOG}.post-{n}").post for n in (1, 2)
    )
    assert f'href="{second.get_absolute_url()}"' in first.body_uk
    answer = client.get("/2014/05/1.html")
    assert (answer.status_code, answer["Location"]) == (301, first.get_absolute_url())
    assert client.get(answer["Location"]).status_code == 200
    before = everything()

    said = run(path, pictures=folder)

    assert f"{POSTS} post unchanged" in said
    assert "new" not in said
    assert everything() == before


def test_a_large_wordpress_export_once_and_again(tmp_path, client):
    items = [
        blogs.item(
            n, f"Перше {n}\n\nДруге" + (picture("міст.jpg") if n % 500 == 0 else ""),
            slug=f"запис-{n}",
            labels=[("category", "Скани"), ("post_tag", f"тема {n % 7}")],
            inner=blogs.wp_remark(n, "Дякую") if n % 5 == 0 else "",
        )
        for n in range(1, POSTS + 1)
    ]  # fmt: skip
    path = blogs.wordpress(tmp_path / "wordpress.xml", *items)
    folder = make_pictures(tmp_path)

    run(path, pictures=folder)

    assert PostPicture.objects.count() == 2
    assert Post.objects.published().count() == POSTS
    assert Comment.objects.visible().count() == POSTS // 5
    post = MovedPost.objects.get(old_id=f"{blogs.WORDPRESS}/?p=3").post
    assert post.body_uk == "<p>Перше 3</p>\n<p>Друге</p>"
    for old in ("/2015/06/запис-3/", "/2015/06/запис-3", "/?p=3", "/?page_id=3&x=1"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (
            301,
            post.get_absolute_url(),
        )
    before = everything()

    run(path, pictures=folder)

    assert everything() == before


def test_what_a_post_takes_with_it(tmp_path):
    path = blogs.blogger(
        tmp_path / "blog.xml",
        blogs.entry(1, "<p onclick='x'>Был вечер</p><script>x</script>", title="Вечер, мы",
                    at="2014-05-01T23:30:00.000-05:00", labels=["Річка", "річка", "т" * 61]),
        blogs.entry(2, "<p>Чернетка</p>", draft=True),
        blogs.entry(3, "<p>Сторінка</p>", kind="page", path="/p/pro.html"),
        blogs.remark(4, 1, "Наше слово", uri="http://blogger.com/profile/1", name="Ніна К."),
        blogs.remark(5, 1, "Відповідь<br/>друга", answers=4, at="2014-05-02T12:00:00Z", name="Anonymous"),
        blogs.remark(6, 99, "Нікуди"),
    )  # fmt: skip

    said = run(path)

    first, draft, page = Post.objects.order_by("pk")
    assert (first.title_ru, first.title_uk, first.body_ru) == (
        "Вечер, мы", None, "<p>Был вечер</p>",
    )  # fmt: skip
    assert first.published_at == datetime(2014, 5, 2, 4, 30, tzinfo=UTC)
    assert [tag.name_ru for tag in first.tags.all()] == ["Річка"]
    assert [(str(one), one.user) for one in first.bylines.all()] == [
        ("Ніна Коваль", None)
    ]
    assert draft.published_at is None
    assert (page.kind, first.kind) == ("page", "news")
    ours, answer = Comment.objects.order_by("created_at")
    assert (ours.is_from_library, answer.is_from_library) == (True, False)
    assert answer.body == "Відповідь\nдруга"
    assert answer.parent == ours
    assert answer.created_at == datetime(2014, 5, 2, 12, 0, tzinfo=UTC)
    assert "noreply" not in f"{list(Comment.objects.values())}{said}"
    assert "1 comment left" in said


def test_pictures_become_originals_with_their_words(tmp_path):
    body = f"<div>Перше{picture('міст.jpg', 'Міст')}Друге{picture('нема.jpg', 'Річка')}</div>"
    path = blogs.blogger(
        tmp_path / "blog.xml", blogs.entry(1, body + picture("bad.jpg"))
    )
    folder = make_pictures(tmp_path)

    said = run(path, pictures=folder)

    post, found = Post.objects.get(), PostPicture.objects.get()
    assert post.body_uk.replace("\n", "") == (
        "<p>Перше</p><p>[[1]]</p><p>Друге</p><p>Річка</p>"
    )
    assert (found.alt_uk, found.caption_uk) == ("Опис", "Міст")
    assert found.master.original_name == "міст.jpg"
    assert quote("нема.jpg") in said
    assert "bad.jpg" in said
    (folder / "нема.jpg").write_bytes(factories.jpeg(seed=3))

    assert "1 post changed" in run(path, pictures=folder)

    assert post.pictures.count() == 2
    post.refresh_from_db()
    assert post.body_uk.replace("\n", "") == (
        "<p>Перше</p><p>[[1]]</p><p>Друге</p><p>[[2]]</p>"
    )


def test_what_was_changed_or_deleted_here_stays_so(tmp_path):
    path = blogs.blogger(
        tmp_path / "blog.xml", *(blogs.entry(n, f"<p>{n}</p>") for n in (1, 2, 3))
    )
    run(path)
    edited, deleted, fresh = Post.objects.order_by("pk")
    Post.objects.filter(pk=edited.pk).update(title_uk="Наша назва")
    deleted.delete()
    blogs.blogger(path, *(blogs.entry(n, f"<p>Нове {n}</p>") for n in (1, 2, 3)))

    said = run(path)

    assert list(Post.objects.order_by("pk").values_list("title_uk", "body_uk")) == [
        ("Наша назва", "<p>1</p>"), (fresh.title_uk, "<p>Нове 3</p>"),
    ]  # fmt: skip
    assert [one.state["body_uk"] for one in fresh.revisions.order_by("pk")] == [
        "<p>3</p>", "<p>Нове 3</p>",
    ]  # fmt: skip
    assert "2 post left" in said
    assert "1 post changed" in said


def test_a_trial_writes_nothing_and_a_report_says_all(tmp_path):
    path = blogs.wordpress(
        tmp_path / "x.xml",
        blogs.item(1, '<img src="https://x/міст.jpg">', title="=1+1", inner=blogs.wp_remark(1, "Так")),
        blogs.item(2, "x", status="trash"),
    )  # fmt: skip
    table, rows = tmp_path / "report.csv", tmp_path / "report.json"

    run(path, report=table, dry_run=True)
    run(path, report=rows, dry_run=True)

    assert not Post.objects.exists()
    assert not MovedPost.objects.exists()
    found = json.loads(rows.read_text())
    assert [row["what"] for row in found] == ["new", "skipped", "new"]
    assert "https://x/міст.jpg" in found[0]["notes"]
    with table.open(encoding="utf-8-sig") as file:
        assert next(csv.DictReader(file))["title"] == "'=1+1"


def test_one_bad_entry_stops_no_other_and_a_second_run_goes_on(tmp_path, monkeypatch):
    from news.moving import taking

    path = blogs.blogger(
        tmp_path / "blog.xml", *(blogs.entry(n, f"<p>{n}</p>") for n in (1, 2, 3))
    )
    remember = taking._remember

    def dies_at_the_second(draft, post, tags):
        if draft.entry.old_id.endswith("-2"):
            raise ValueError("bad")
        remember(draft, post, tags)

    monkeypatch.setattr(taking, "_remember", dies_at_the_second)
    with pytest.raises(CommandError):
        run(path)
    assert Post.objects.count() == MovedPost.objects.count() == 2
    monkeypatch.setattr(taking, "_remember", remember)

    assert "1 post new" in run(path)


def test_half_a_file_leaves_nothing(tmp_path):
    path = blogs.blogger(
        tmp_path / "x.xml", blogs.entry(1, "А"), blogs.entry(2, "Б"), end=""
    )

    with pytest.raises(CommandError):
        run(path)

    assert not Post.objects.exists()


class TestOldAddresses:
    @pytest.fixture
    def tag(self):
        tag = factories.make_tag("Скани", slug="scans")
        factories.make_post(
            published_at=timezone.now().replace(2014, 5, 1), slug="a"
        ).tags.add(tag)
        return tag

    @pytest.mark.parametrize(
        ("old", "now"),
        [
            ("/search/label/Скани", "/news/tag/scans/"),
            ("/search/label/%D0%A1%D0%BA%D0%B0%D0%BD%D0%B8?max-results=5", "/news/tag/scans/"),
            ("/feeds/posts/default/-/Скани", "/news/tag/scans/feed/"),
            ("/feeds/posts/default?alt=rss", "/news/feed/"),
            ("/2014/05/", "/news/2014/05/"), ("/2014", "/news/2014/"),
        ],
    )  # fmt: skip
    def test_lists_and_feeds_lead_to_ours(self, client, tag, old, now):
        answer = client.get(old)

        assert (answer.status_code, answer["Location"]) == (301, now)
        assert client.get(now).status_code == 200

    @pytest.mark.parametrize(
        "old",
        ["/2013/05/", "/2014/13/", "/search/label/Нема", "/search/label/Чернетка", "/0000/", "/a%00b", "/%FF"],
    )  # fmt: skip
    def test_what_never_was_is_not_found(self, client, tag, old):
        factories.make_post(published_at=None).tags.add(factories.make_tag("Чернетка"))

        assert client.get(old).status_code == 404

    def test_what_is_not_public_has_no_address(self, client):
        later = timezone.now() + timedelta(days=1)
        for number, published_at in enumerate((None, later)):
            post = factories.make_post(
                published_at=published_at, slug=f"secret-{number}"
            )
            OldAddress.objects.create(address=f"/2014/05/{number}.html", post=post)
            OldAddress.objects.create(address=f"/?p={number}", post=post)

            answer = client.get(f"/2014/05/{number}.html")

            assert answer.status_code == 404
            assert b"secret-" not in answer.content
            assert client.get(f"/?p={number}").status_code == 200

    def test_our_own_pages_come_first(self, client):
        post = factories.make_post()
        OldAddress.objects.create(address="/events", post=post)
        OldAddress.objects.create(address="/about", post=post)

        assert client.get("/events/").status_code == 200
        assert client.get("/about/").status_code == 301
        assert client.post("/about/").status_code == 404
