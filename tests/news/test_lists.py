"""What stands where in the news: pinned, put away, by tag, by year and month; feeds."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from news.models import Post
from tests.factories import make_item, make_post, make_tag

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
KYIV = ZoneInfo("Europe/Kyiv")


def read(client, url: str, status: int = 200, **extra) -> str:
    answer = client.get(url, **(ENGLISH | extra))
    assert answer.status_code == status, url
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'teaser__title"[^>]*><a [^>]*>([^<]*)<', html)


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=KYIV)


class TestPinned:
    def test_stands_first_up_to_the_end_of_its_day(self, client):
        today = timezone.localdate()
        make_post(title_en="New")
        make_post(title_en="Pinned once", pinned_until=today - timedelta(days=1))
        for name, days in (("A", 20), ("B", 30)):
            make_post(
                title_en=name, pinned_until=today,
                published_at=timezone.now() - timedelta(days=days),
            )  # fmt: skip

        html = read(client, "/news/")

        assert titles(html) == ["A", "B", "Pinned once", "New"]
        assert html.count('<span class="teaser__pinned">Pinned</span>') == 2
        assert titles(read(client, "/"))[:2] == ["A", "B"]

    def test_no_post_is_shown_twice_or_left_out(self, client):
        today, now = timezone.localdate(), timezone.now()
        for number in range(25):
            make_post(
                title_en=str(number), published_at=now - timedelta(hours=number % 3),
                pinned_until=today if number in (3, 20) else None,
            )  # fmt: skip

        pages = [titles(read(client, f"/news/?page={page}")) for page in (1, 2, 3)]

        assert [len(page) for page in pages] == [12, 12, 1]
        assert set(pages[0][:2]) == {"3", "20"}
        shown = [int(title) for page in pages for title in page]
        assert sorted(shown) == list(range(25))


def test_what_is_put_away_leaves_the_lists_and_still_opens(client):
    tag = make_tag()
    post = make_post(title_en="Put away", is_archived=True)
    make_post(title_en="Here").tags.add(tag)
    post.tags.add(tag)
    day = timezone.localdate(post.published_at)
    lists = [
        "/", "/news/", "/news/?kind=news", "/news/feed/", tag.get_absolute_url(),
        f"{tag.get_absolute_url()}feed/", f"/news/{day:%Y}/", f"/news/{day:%Y/%m}/",
        "/api/v1/posts/",
    ]  # fmt: skip

    for address in lists:
        html = read(client, address)
        assert "Here" in html, address
        assert "Put away" not in html, address
    assert "An old post" in read(client, post.get_absolute_url())
    assert "is_archived" in read(client, f"/api/v1/posts/{post.slug}/")


class TestTag:
    def test_shows_its_posts_in_the_readers_language_or_says_which(self, client):
        tag = make_tag("Скани", name_en="Scans")
        make_post("Сканер", title_en="").tags.add(tag)
        make_post(title_en="Other")

        html = read(client, tag.get_absolute_url())

        assert titles(html) == ["Сканер"]
        assert "Posts about: Scans" in html
        assert "language: Ukrainian" in html
        assert f'href="{tag.get_absolute_url()}feed/"' in html

    @pytest.mark.parametrize("published_at", [None, "later"])
    def test_what_only_drafts_have_is_nowhere(self, client, editor, published_at):
        later = timezone.now() + timedelta(days=1)
        tag = make_tag(slug="secret-plan")
        make_post(published_at=later if published_at else None).tags.add(tag)
        client.force_login(editor)

        read(client, tag.get_absolute_url(), 404)
        read(client, f"{tag.get_absolute_url()}feed/", 404)
        assert "secret-plan" not in read(client, "/sitemap.xml?part=posts")

    def test_its_feed_names_authors_and_is_fetched_only_when_changed(self, client):
        tag = make_tag("Скани", name_en="Scans")
        post = make_post(title_en="Scanner")
        post.tags.add(tag)
        post.bylines.create(name="Ніна <К.>")
        make_post(title_en="Other")
        address = f"{tag.get_absolute_url()}feed/"

        answer = client.get(address, **ENGLISH)

        xml = answer.content.decode()
        assert xml.count("<entry>") == 1
        assert "<name>Ніна &lt;К.&gt;</name>" in xml
        assert '<category term="Scans"' in xml
        assert "Last-Modified" in answer.headers
        again = {"HTTP_IF_NONE_MATCH": answer["ETag"]}
        assert client.get(address, **ENGLISH, **again).status_code == 304
        Post.objects.filter(pk=post.pk).update(title_en="A new scanner")
        assert client.get(address, **ENGLISH, **again).status_code == 200


class TestAuthor:
    def test_shows_what_a_guest_or_a_colleague_wrote(self, client, editor):
        editor.display_name = "Мирон Ланка / К."
        editor.save()
        mine, hers = make_post(title_en="Mine"), make_post(title_en="Hers")
        mine.bylines.create(user=editor)
        hers.bylines.create(name="Nina")
        draft = make_post(title_en="Draft", published_at=None)
        draft.bylines.create(user=editor)
        make_post(title_en="Put away", is_archived=True).bylines.create(user=editor)

        links = re.findall(
            r'href="([^"]+)" rel="author"', read(client, mine.get_absolute_url())
        )
        page = read(client, links[0])

        assert "Мирон Ланка / К." in page
        assert ">Mine<" in page
        assert ">Put away<" in page
        assert "Hers" not in page
        assert "Draft" not in page

    @pytest.mark.parametrize("name", ["nobody", "a%00b", "%0A", "x" * 3000])
    def test_there_is_no_page_of_nobody(self, client, name):
        read(client, f"/news/by/{name}/", 404)


class TestKind:
    def test_colleagues_elsewhere_follow_the_exchange_alone(self, client):
        post = make_post(title_en="How we scan", kind="exchange")
        post.bylines.create(name="Nina", library="Library of Kharkiv <1>")
        make_post(title_en="Other")
        make_post(title_en="Draft", kind="exchange", published_at=None)

        feed = read(client, "/news/exchange/feed/")

        assert feed.count("<entry>") == 1
        assert "<name>Nina (Library of Kharkiv &lt;1&gt;)</name>" in feed
        assert "/news/exchange/feed/" in read(client, "/news/?kind=exchange")
        page = read(client, post.get_absolute_url())
        assert ">Nina</a> (Library of Kharkiv &lt;1&gt;)</p>" in page

    @pytest.mark.parametrize("kind", ["page", "nope"])
    def test_other_feeds_are_not_there(self, client, kind):
        read(client, f"/news/{kind}/feed/", 404)


class TestTime:
    def test_a_month_begins_at_midnight_in_the_library(self, client):
        make_post(title_en="Last of May", published_at=at(2024, 5, 31, 23, 59))
        make_post(title_en="First of June", published_at=at(2024, 6, 1, 0, 1))
        make_post(title_en="New year", published_at=at(2025, 1, 1, 0, 1))

        assert titles(read(client, "/news/2024/05/")) == ["Last of May"]
        assert titles(read(client, "/news/2024/06/")) == ["First of June"]
        year = read(client, "/news/2024/")
        assert titles(year) == ["First of June", "Last of May"]
        assert "News of 2024" in year
        assert 'href="/news/2024/06/"' in year
        assert titles(read(client, "/news/2025/")) == ["New year"]

    def test_the_list_counts_them(self, client):
        for month in (5, 5, 6):
            make_post(published_at=at(2024, month, 3))
        make_post(published_at=at(2024, 6, 3), kind="page")

        html = read(client, "/news/")

        assert re.search(r'/news/2024/">2024</a> <span class="quiet">3<', html)
        assert re.search(r'/news/2024/05/">May</a> <span class="quiet">2<', html)
        assert re.search(r'/news/2024/06/">June</a> <span class="quiet">1<', html)

    @pytest.mark.parametrize(
        "address",
        [
            "2024/",
            "2024/5/",
            "2024/13/",
            "2024/00/",
            "0000/",
            "9999/",
            "2024/05/?page=2",
        ],
    )
    def test_where_nothing_is_there_is_no_page(self, client, address):
        make_post(published_at=at(2025, 5, 3))

        read(client, f"/news/{address}", 404)

    @pytest.mark.parametrize("slug", ["123", "12345", "2024-05", "1234a"])
    def test_other_digits_are_posts(self, client, slug):
        make_post(title_en="By number", slug=slug)

        assert "By number" in read(client, f"/news/{slug}/")


class TestOnward:
    def test_the_neighbours_in_time(self, client):
        now = timezone.now() - timedelta(days=1)
        first, second, third = (
            make_post(title_en=name, published_at=now) for name in "ABC"
        )
        make_post(title_en="Put away", published_at=now, is_archived=True)
        page = make_post(kind="page", published_at=now)

        html = read(client, second.get_absolute_url())

        assert f'href="{first.get_absolute_url()}" rel="prev"' in html
        assert f'href="{third.get_absolute_url()}" rel="next"' in html
        assert 'rel="prev"' not in read(client, first.get_absolute_url())
        assert 'rel="prev"' not in read(client, page.get_absolute_url())

    def test_what_shares_tags_comes_before_what_is_of_its_kind(self, client):
        a, b = make_tag(), make_tag()
        post = make_post(kind="service")
        post.tags.add(a, b)
        for name, kind, tags in (
            ("Both", "news", [a, b]), ("One", "news", [b]), ("Newest", "news", []),
            ("Kind", "service", []), ("Last", "news", []),
        ):  # fmt: skip
            make_post(title_en=name, kind=kind).tags.add(*tags)

        html = read(client, post.get_absolute_url())

        assert titles(html) == ["Both", "One", "Kind"]

    def test_costs_the_same_with_one_and_many(self, client, django_assert_num_queries):
        def grow(number: int) -> Post:
            for _n in range(number):
                tag = make_tag()
                for post in Post.objects.all():
                    post.tags.add(tag)
                make_post(cover=make_item(with_picture=True)).tags.add(tag)
            return Post.objects.first()

        post = grow(3)
        post.bylines.create(name="А")
        address = post.get_absolute_url()
        client.get(address)
        with django_assert_num_queries(13):
            client.get(address)
        grow(4)
        post.bylines.create(name="Б")
        with django_assert_num_queries(13):
            client.get(address)


def test_a_post_tells_machines_what_it_is(client):
    cover = make_item(with_picture=True)
    media = cover.media.get()
    step = {"path": "x/1.jpg", "type": "image/jpeg", "width": 320, "height": 240}
    media.renditions = [*media.renditions, step]
    media.save()
    post = make_post(title_en="Scanner", kind="service", cover=cover)
    post.tags.add(make_tag("Скани", name_en="Scans"))
    post.bylines.create(name="Nina </script>")

    html = read(client, post.get_absolute_url())

    data = json.loads(re.search(r"ld\+json\"[^>]*>(.*?)</script>", html, re.DOTALL)[1])
    assert data["@type"] == "BlogPosting"
    assert data["author"] == [{"@type": "Person", "name": "Nina </script>"}]
    assert data["keywords"] == ["Scans"]
    assert data["image"].endswith("x/1.jpg")
    assert f'<meta property="og:image" content="{data["image"]}">' in html
    assert '<meta property="article:tag" content="Scans">' in html
    assert 'rel="author">Nina &lt;/script&gt;</a></p>' in html
