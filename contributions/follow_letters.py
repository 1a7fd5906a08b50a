"""The mails to who follows something, and the signed links in them.

The links hold a row's number and a purpose, signed; nothing of them is stored. The
one that ends the letters works for ever, the others for some weeks.
"""

from collections import Counter
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import ngettext

from contributions import targets
from contributions.models import Follow, Follower, Letter
from history import changed, presenting
from history.models import Item

CONFIRM, OPEN, STOP = "follow confirm", "follow open", "follow stop"
WEEK = 7 * 24 * 3600
VALID_SECONDS = {CONFIRM: WEEK, OPEN: 9 * WEEK, STOP: None}
PAGES = {
    CONFIRM: "contributions:follow_confirm",
    OPEN: "contributions:follow_mine",
    STOP: "contributions:follow_stop",
}
TOLD = 10
LONGEST_KEY = 200


def key(row: Follow | Follower, purpose: str) -> str:
    """Make the key of one page for one row."""
    return signing.dumps(row.pk, salt=purpose)


def link(row: Follow | Follower, purpose: str) -> str:
    """Write the whole address that goes into a mail."""
    query = urlencode({"key": key(row, purpose)})
    return f"{settings.SITE_URL}{reverse(PAGES[purpose])}?{query}"


def find(token: str, purpose: str) -> Follow | Follower | None:
    """Find what a key opens; None says neither why nor whether it is."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        pk = signing.loads(token, salt=purpose, max_age=VALID_SECONDS[purpose])
    except (signing.BadSignature, ValueError):
        return None
    if purpose == CONFIRM:
        return Follow.objects.select_related("follower").filter(pk=pk).first()
    return Follower.objects.filter(pk=pk).first()


def has_words(letter: Letter) -> bool:
    """Say whether a letter still has something to tell."""
    if letter.kind == Letter.Kind.FOLLOW_PROVE:
        return _asked(letter) is not None
    return bool(letter.details.get("gone") or _parts(letter))


def headers_of(letter: Letter) -> dict[str, str]:
    """Let mail programs end the letters in one press (RFC 8058)."""
    if letter.kind != Letter.Kind.FOLLOW_NEWS:
        return {}
    return {
        "List-Unsubscribe": f"<{link(letter.follower, STOP)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def context_of(letter: Letter) -> dict:
    """Collect what a mail to a follower says, in the language that is active."""
    if letter.kind == Letter.Kind.FOLLOW_PROVE:
        follow = _asked(letter)
        target = follow and targets.of(follow.kind, follow.target)
        return {
            "title": target.name if target else follow.label if follow else "",
            "is_newsletter": bool(follow) and follow.kind == Follow.Kind.NEWSLETTER,
            "url": link(follow, CONFIRM) if follow else settings.SITE_URL,
        }
    return {
        "parts": _parts(letter),
        "part_template": "emails/_news.txt",
        "gone": letter.details.get("gone", []),
        "stop_url": link(letter.follower, STOP),
        "url": link(letter.follower, OPEN),
    }


def _asked(letter: Letter) -> Follow | None:
    return Follow.objects.filter(
        pk=letter.details["follow"], confirmed_at=None, ended_at=None
    ).first()


def _parts(letter: Letter) -> list[dict]:
    """Give what is new under each thing followed; what was hidden meanwhile is left out.

    An item that belongs to two of them is told once.
    """
    told = letter.details.get("told", [])
    ids = {pk for one in told for pk in one["items"]}
    items = Item.objects.published().select_related("place").in_bulk(ids)
    living = Follow.objects.filter(ended_at=None).in_bulk(
        [one["follow"] for one in told]
    )
    parts, seen = [], Counter()
    for one in told:
        follow = living.get(one["follow"])
        target = follow and targets.of(follow.kind, follow.target)
        if target is None:
            continue
        new = [items[pk] for pk in one["items"] if pk in items and not seen[pk]]
        seen.update(item.pk for item in new)
        news = changed.told(target.row, one["changes"]) if one.get("changes") else []
        if new or news or one["comments"]:
            parts.append(_part(target, new, news, one["comments"]))
    return parts


def _part(
    target: targets.Target, new: list[Item], news: list[str], comments: int
) -> dict:
    rest = len(new) - TOLD
    return {
        "name": target.name,
        "url": f"{settings.SITE_URL}{target.url}",
        "items": [
            {
                "title": " ".join(item.title.split()),
                "line": presenting.sentence(item),
                "url": f"{settings.SITE_URL}{item.get_absolute_url()}",
            }
            for item in new[:TOLD]
        ],
        "news": news,
        "rest": ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest}
        if rest > 0
        else "",
        "comments": ngettext(
            "%(n)s new comment", "%(n)s new comments", comments
        ) % {"n": comments}
        if comments
        else "",
    }  # fmt: skip
