"""Our feeds under the grammar of RFC 4287, read by libxml2, and the rules beside it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from history.models import Item
from tests import factories

pytestmark = pytest.mark.django_db
GRAMMAR = Path(__file__).parents[1] / "standards" / "atom.rng"
A = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "a\x08\x0b\x1f\ufffe]]><b>&amp; \u2028 ґ 🙂"


@pytest.fixture(scope="module")
def grammar():
    return etree.RelaxNG(etree.parse(GRAMMAR))


def faults(feed: etree._Element, grammar) -> list[str]:
    """Say what RFC 4287 forbids: by its grammar, and by what stands in its words."""
    found = [] if grammar.validate(feed) else [str(grammar.error_log)]
    has_author = bool(feed.xpath("a:author", namespaces=A))
    for entry in feed.xpath("a:entry", namespaces=A):
        if not has_author and not entry.xpath(
            "a:author|a:source/a:author", namespaces=A
        ):
            found.append("4.1.2: an entry without an author")
        alternate = "a:link[not(@rel) or @rel='alternate']"
        if not entry.xpath(f"a:content|{alternate}", namespaces=A):
            found.append("4.1.2: an entry without content and without a page")
        if entry.xpath("a:content[@src]", namespaces=A) and not entry.xpath(
            "a:summary", namespaces=A
        ):
            found.append("4.1.2: content elsewhere without a summary")
    ids = feed.xpath("a:entry/a:id/text()", namespaces=A)
    if len(set(ids)) != len(ids):
        found.append("4.1.1: two entries of one id")
    for address in feed.xpath(
        "//a:id/text()|//a:link/@href|//a:uri/text()", namespaces=A
    ):
        if (
            not (urlsplit(address).scheme and urlsplit(address).netloc)
            or not address.isascii()
        ):
            found.append(f"4.2.6, 4.2.7: not a whole IRI in ASCII: {address}")
    texts = feed.xpath("//a:content|//a:summary[@type='html']", namespaces=A)
    if not feed.base and any(re.search(r'="/[^/]', one.text or "") for one in texts):
        found.append("RFC 3023: an address inside a text begins nowhere")
    links = feed.xpath("a:link[@rel='self']/@href", namespaces=A)
    if len(links) != 1:
        found.append("4.1.1: a feed should say where it is")
    for name in feed.xpath("//a:author/a:name", namespaces=A):
        if not (name.text or "").strip():
            found.append("3.2.1: an author without a name")
    for moment in feed.xpath("//a:updated/text()|//a:published/text()", namespaces=A):
        if not re.search(r"(Z|[+-][0-9]{2}:[0-9]{2})$", moment):
            found.append(f"3.3: a moment without its zone: {moment}")
    return found


@pytest.fixture
def addresses():
    """Fill every feed with what is hard to say in XML, and with nothing at all."""
    tag = factories.make_tag("Скани ]]>", slug="scans")
    posts = [
        factories.make_post(
            HOSTILE, kind="exchange", summary_uk=HOSTILE, body_uk=f"<p>{HOSTILE}</p>"
        ),
        factories.make_post(
            "Без тексту", body_uk='<p><a href="/news/">x</a></p>', kind="exchange"
        ),
        factories.make_post("", title_en="In English", body_uk=None, body_en=HOSTILE),
    ]
    for post in posts:
        post.tags.add(tag)
    posts[0].bylines.create(name=HOSTILE, library=HOSTILE)
    factories.make_item(title=HOSTILE, story=HOSTILE, with_picture=True)
    factories.make_item(title="Без слів")
    Item.objects.filter(title="Без слів").update(story="", description="")
    return [
        "/news/feed/",
        "/news/exchange/feed/",
        f"{tag.get_absolute_url()}feed/",
        "/feed/",
    ]


def test_each_feed_is_atom(client, addresses, grammar):
    for address in addresses:
        for language in ("uk", "ru", "en"):
            answer = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
            feed = etree.fromstring(answer.content)

            assert answer["Content-Type"].startswith("application/atom+xml")
            assert faults(feed, grammar) == [], address
            assert len(feed.xpath("a:entry", namespaces=A)) > 1


def test_a_feed_of_nothing_is_atom(client, grammar):
    for address in ("/news/feed/", "/feed/"):
        feed = etree.fromstring(client.get(address).content)

        assert faults(feed, grammar) == [], address


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<updated>2026-01-01T00:00:00Z</updated>", ""),
        ("2026-01-01T00:00:00Z", "yesterday"),
        ("<id>https://x.test/1</id>", ""),
        ("<title>T</title>", "<title>T</title><title>U</title>"),
        ('<link rel="self" href="https://x.test/"/>', '<link rel="self"/>'),
        ("<author><name>N</name></author>", ""),
        ("<title>T</title>", '<title type="markdown">T</title>'),
        ('<content type="html">', '<content type="xhtml">'),
        ("https://x.test/1", "/1"),
    ],
)
def test_the_means_finds_what_is_wrong(grammar, good, bad):
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>https://x.test/</id>'
        '<updated>2026-01-01T00:00:00Z</updated><link rel="self" href="https://x.test/"/>'
        "<entry><title>T</title><id>https://x.test/1</id><author><name>N</name></author>"
        '<updated>2026-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;</content>'
        "</entry></feed>"
    )

    assert faults(etree.fromstring(feed), grammar) == []
    assert good in feed
    assert faults(etree.fromstring(feed.replace(good, bad, 1)), grammar) != []
