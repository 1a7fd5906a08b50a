"""Let texts of the blog before lead to each other here, once all of them are here."""

import html
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from news.models import MovedPost, OldAddress, Post
from news.moving.entries import path_of
from news.moving.feed import host_of
from news.moving.taking import state_of

AT_ONCE = 200
COLUMNS = [f"body_{code}" for code, _name in settings.LANGUAGES]
LINK = re.compile(r'(?<=<a href=")[^"]+(?=")')


def lead_on(hosts: set[str]) -> int:
    """Rewrite links to old addresses in texts that nobody edited since; say in how many.

    Effects: each text in a transaction of its own; again changes nothing.
    """
    known = _known()
    changed = 0
    has_link = Q()
    for column in COLUMNS:
        has_link |= Q(**{f"post__{column}__contains": '<a href="'})
    found = MovedPost.objects.filter(has_link).order_by("pk")
    pks = list(found.values_list("pk", flat=True))
    rows = MovedPost.objects.select_related("post").prefetch_related(
        "post__tags", "post__bylines__user"
    )
    for start in range(0, len(pks), AT_ONCE):
        for moved in rows.filter(pk__in=pks[start : start + AT_ONCE]):
            changed += _lead_one(moved, hosts, known)
    return changed


def _lead_one(moved: MovedPost, hosts: set[str], known: dict[str, str]) -> bool:
    bodies = _led(moved.post, hosts, known)
    if not bodies or moved.left_as != state_of(moved.post):
        return False
    for name, body in bodies.items():
        setattr(moved.post, name, body)
    moved.left_as = state_of(moved.post)
    with transaction.atomic():
        Post.objects.filter(pk=moved.post_id).update(**bodies)
        moved.save(update_fields=["left_as"])
    return True


def _known() -> dict[str, str]:
    rows = OldAddress.objects.values_list("address", "post__slug", "tag__slug")
    return {
        address: reverse("news:post", args=[slug])
        if slug
        else reverse("news:tag", args=[tag])
        for address, slug, tag in rows
    }


def _led(post: Post, hosts: set[str], known: dict[str, str]) -> dict[str, str]:
    """Give the texts that change, by column."""

    def led(found: re.Match) -> str:
        return html.escape(_target(html.unescape(found[0]), hosts, known)) or found[0]

    texts = {name: getattr(post, name) or "" for name in COLUMNS}
    fresh = {name: LINK.sub(led, text) for name, text in texts.items()}
    return {name: text for name, text in fresh.items() if text != texts[name]}


def _target(url: str, hosts: set[str], known: dict[str, str]) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = host_of(url) if parts.netloc else ""
    if parts.scheme not in ("", "http", "https") or (host and host not in hosts):
        return ""
    return known.get(path_of(url), "")
