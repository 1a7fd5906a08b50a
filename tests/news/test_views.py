"""The news: kinds, pages, languages, drafts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_item, make_post

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def read(client, url: str, status: int = 200, **extra) -> str:
    answer = client.get(url, **(ENGLISH | extra))
    assert answer.status_code == status
    return answer.content.decode()


class TestList:
    def test_newest_first_without_standing_pages(self, client):
        now = timezone.now()
        make_post(title_en="Older", published_at=now - timedelta(days=2))
        make_post(title_en="Newer", published_at=now - timedelta(days=1))
        make_post(title_en="Standing page", kind="page")

        html = read(client, "/news/")

        assert html.index("Newer") < html.index("Older")
        assert "Standing page" not in html
        assert "Standing page" in read(client, "/news/?kind=page")

    def test_one_kind_alone(self, client):
        make_post(title_en="Scanning for free", kind="service")
        make_post(title_en="We are open", kind="news")

        html = read(client, "/news/?kind=service")

        assert "Scanning for free" in html
        assert "We are open" not in html

    def test_unknown_kind_gets_a_sentence(self, client):
        assert "We do not have this kind" in read(client, "/news/?kind=zzz", 400)

    @pytest.mark.parametrize("page", ["0", "x", "99", "9" * 30, "²"])
    def test_no_such_page_is_not_found(self, client, page):
        make_post()

        assert client.get(f"/news/?page={page}").status_code == 404

    def test_nothing_yet_is_an_answer(self, client):
        assert "Nothing of this kind yet" in read(client, "/news/")

    def test_pages_keep_the_kind(self, client):
        for _n in range(13):
            make_post(kind="service")

        html = read(client, "/news/?kind=service")

        assert 'href="?kind=service&amp;page=2"' in html

    def test_costs_the_same_with_three_and_twelve(
        self, client, django_assert_num_queries
    ):
        for _n in range(3):
            make_post(cover=make_item(with_picture=True))
        client.get("/news/")
        with django_assert_num_queries(5):
            client.get("/news/")
        for _n in range(9):
            make_post(cover=make_item(with_picture=True))
        with django_assert_num_queries(5):
            client.get("/news/")


class TestPost:
    def test_drafts_and_coming_posts_are_not_found(self, client, editor):
        draft = make_post(title_en="Draft", published_at=None)
        coming = make_post(
            title_en="Tomorrow", published_at=timezone.now() + timedelta(days=1)
        )
        for post in (draft, coming):
            read(client, post.get_absolute_url(), 404)

        client.force_login(editor)

        answer = client.get(draft.get_absolute_url(), **ENGLISH)
        assert "Visitors do not see this page" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]

    def test_says_in_which_language_it_is(self, client):
        post = make_post("Читальня відчинена", body_uk="<p>Приходьте.</p>")

        html = read(client, post.get_absolute_url())

        assert '<h1 class="post__title" lang="uk">Читальня відчинена</h1>' in html
        assert "Its language: Ukrainian" in html
        ours = read(client, post.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="uk")
        assert '<h1 class="post__title">Читальня відчинена</h1>' in ours

    def test_bad_html_in_the_database_stays_harmless(self, client):
        post = make_post(
            body_uk='<p onclick="x()">A<script>alert(1)</script></p>'
            '<a href="javascript:x()">b</a><img src="https://else.where/x.png">'
        )
        html = read(client, post.get_absolute_url())
        body = html[html.index("post__body") :]

        assert "onclick" not in body
        assert "alert(1)" not in body
        assert "javascript:" not in body
        assert "else.where" not in body

    def test_plain_text_becomes_paragraphs(self, client):
        post = make_post(body_uk="Перше.\n\nДруге & третє.")

        html = read(client, post.get_absolute_url())

        assert "<p>Перше.</p>\n\n<p>Друге &amp; третє.</p>" in html

    def test_hidden_cover_is_not_shown(self, client):
        cover = make_item(title="Secret cover", status="hidden", with_picture=True)
        post = make_post(cover=cover)

        html = read(client, post.get_absolute_url())

        assert "Secret cover" not in html
        assert "test-" not in html

    @pytest.mark.parametrize("slug", ["nope", "post-999"])
    def test_unknown_is_not_found(self, client, slug):
        read(client, f"/news/{slug}/", 404)
