"""How editors write: what is cleaned, who may, what a wrong address is told."""

import pytest

from news.forms import PostForm
from news.models import Post
from news.writing import clean_html
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def written(**changes) -> dict:
    return {
        "title_uk": "Новина", "title_ru": "", "title_en": "",
        "summary_uk": "", "summary_ru": "", "summary_en": "",
        "body_uk": "<p>Текст</p>", "body_ru": "", "body_en": "",
        "slug": "novyna", "kind": "news", "cover": "",
        "published_at_0": "", "published_at_1": "",
    } | changes  # fmt: skip


def test_editor_writes_and_is_named(client, editor):
    client.force_login(editor)

    answer = client.post(
        "/admin/news/post/add/",
        written(body_uk='<p style="x" onclick="y">A<script>z</script></p>'),
    )

    assert answer.status_code == 302
    post = Post.objects.get()
    assert post.body_uk == "<p>A</p>"
    assert post.author == editor


def test_an_address_of_the_site_itself_is_refused(client, editor):
    client.force_login(editor)

    answer = client.post("/admin/news/post/add/", written(slug="feed"))

    assert answer.status_code == 200
    assert not Post.objects.exists()


@pytest.mark.parametrize("who", ["resident", "moderator", "curator"])
def test_others_do_not_write(client, cast, who):
    make_post()
    client.force_login(cast[who])

    assert client.get("/admin/news/post/").status_code in (302, 403)
    assert client.post("/admin/news/post/add/", written()).status_code in (302, 403)
    assert Post.objects.count() == 1


def test_allowed_html_stays_as_it_is():
    html = (
        '<h2>A</h2><p>b <a href="/items/" rel="noopener">c</a> <em lang="ru">d</em></p>'
    )

    assert clean_html(html) == html


def test_the_form_has_no_fields_of_its_own():
    assert PostForm.Meta.fields == []
