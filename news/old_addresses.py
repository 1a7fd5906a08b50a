"""Own where the addresses of the library's blog before lead to."""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

from django.urls import reverse

from news import tagging
from news.converters import FIRST, LAST
from news.models import OldAddress, Post, Tag

LONGEST = OldAddress._meta.get_field("address").max_length
NUMBERED = ("p", "page_id")
BY_LABEL = re.compile(r"/(?:feeds/posts/(?:default|summary)/-|search/label)/(.+)")
BY_TIME = re.compile(r"/([0-9]{4})(?:/(0[1-9]|1[0-2]))?")
FEEDS = {
    "/feeds/posts/default", "/feeds/posts/summary", "/atom.xml", "/rss.xml",
    "/feed/atom", "/feed/rss2", "/feed/rss",
}  # fmt: skip


def key_of(path: str, query: str = "") -> str:
    """Give what an address is kept under; "" for the front page and for nonsense.

    What programs add behind the question mark says nothing, but for a post's number.
    """
    path = unicodedata.normalize("NFC", unquote(path)).rstrip("/")
    if not path:
        given = parse_qs(query, max_num_fields=20) if query.count("&") < 20 else {}
        numbers = [given[name][0] for name in NUMBERED if name in given]
        number = numbers[0] if numbers else ""
        return f"/?p={number}" if number.isascii() and number.isdecimal() else ""
    if not path.startswith("/") or len(path) > LONGEST or "\x00" in path:
        return ""
    return path


def find(path: str, query: str = "") -> str:
    """Give where an old address leads to now; "" where it never was, or is not public."""
    key = key_of(path, query)
    if not key:
        return ""
    row = OldAddress.objects.select_related("post", "tag").filter(address=key).first()
    if row and row.post:
        return row.post.get_absolute_url() if row.post.is_public else ""
    if row and row.tag:
        return row.tag.get_absolute_url() if _is_in_use(row.tag) else ""
    if key in FEEDS:
        return reverse("news:feed")
    if found := BY_LABEL.fullmatch(key):
        return _of_label(found[1], is_feed=key.startswith("/feeds/"))
    if found := BY_TIME.fullmatch(key):
        return _of_time(int(found[1]), found[2])
    return ""


def remember(leads: Mapping[str, Post | Tag]) -> list[str]:
    """Let old addresses lead to posts and tags. Returns: those that lead elsewhere already."""
    leads = {address: to for address, to in leads.items() if address}
    rows = OldAddress.objects.filter(address__in=leads)
    known = {row.address: (row.post_id, row.tag_id) for row in rows}
    OldAddress.objects.bulk_create(
        OldAddress(address=address, **{to._meta.model_name: to})
        for address, to in leads.items()
        if address not in known
    )
    return [
        address
        for address, to in leads.items()
        if known.get(address, _ids(to)) != _ids(to)
    ]


def _ids(to: Post | Tag) -> tuple[int | None, int | None]:
    return (to.pk, None) if isinstance(to, Post) else (None, to.pk)


def _is_in_use(tag: Tag) -> bool:
    return Post.objects.listed().news().filter(tags=tag).exists()


def _of_label(name: str, *, is_feed: bool) -> str:
    tag = tagging.by_name().get(name.casefold())
    if tag is None or not _is_in_use(tag):
        return ""
    view = "news:tag_feed" if is_feed else "news:tag"
    return reverse(view, args=[tag.slug])


def _of_time(year: int, month: str | None) -> str:
    if not FIRST <= year <= LAST:
        return ""
    posts = Post.objects.listed().news().filter(published_at__year=year)
    if month:
        posts = posts.filter(published_at__month=int(month))
    if not posts.exists():
        return ""
    given = [year, int(month)] if month else [year]
    return reverse("news:month" if month else "news:year", args=given)
