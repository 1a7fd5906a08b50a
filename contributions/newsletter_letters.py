"""The mail of an issue of the weekly letter, and the signed link that ends it.

The link holds the number of its reader, signed; nothing of it is stored, and it works
for ever, also when the address was deleted meanwhile.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from contributions import gathering
from contributions.models import Follower, Issue, Letter

STOP = "newsletter stop"
LONGEST_KEY = 200


@dataclass(frozen=True)
class Ending:
    """What a link that ends the weekly letter opens; its reader may be gone already."""

    follower: Follower | None


def stop_key(follower: Follower) -> str:
    """Write the part of the address that differs from reader to reader."""
    return urlencode({"key": signing.dumps(follower.pk, salt=STOP)})


def stop_link(follower: Follower) -> str:
    """Write the whole address that ends the letters."""
    path = reverse("contributions:newsletter_stop")
    return f"{settings.SITE_URL}{path}?{stop_key(follower)}"


def find(token: str) -> Ending | None:
    """Find what a key opens; None says neither why nor whether it is."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        pk = signing.loads(token, salt=STOP)
    except (signing.BadSignature, ValueError):
        return None
    return Ending(Follower.objects.filter(pk=pk).first())


def headers_of(letter: Letter) -> dict[str, str]:
    """Let mail programs end the letters in one press (RFC 8058)."""
    if letter.kind != Letter.Kind.NEWSLETTER:
        return {}
    return {
        "List-Unsubscribe": f"<{stop_link(letter.follower)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def context_of(letter: Letter) -> dict:
    """Collect what a letter to one reader says, in the language that is active."""
    return told(letter.issue) | {"stop_url": stop_link(letter.follower)}


def told(issue: Issue) -> dict:
    """Collect what an issue says to everybody, in the language that is active."""
    return {
        "parts": gathering.parts(issue.contents),
        "part_template": "emails/_news.txt",
        "part_html": "emails/_section.html",
        "words": issue.foreword or "",
        "url": f"{settings.SITE_URL}{reverse('news:post_list')}",
        "stop_url": f"{settings.SITE_URL}{reverse('contributions:newsletter')}",
    }
