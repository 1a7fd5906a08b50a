"""The mails about comments, and the signed links in them.

One link opens a writer's own comment: to prove the address, to change it for a short
time, to delete it. Another ends the letters about answers. Nothing of them is stored.
"""

import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse

from contributions import spoken, threads
from contributions.models import Comment, Letter

OPEN, STOP = "comment open", "comment stop"
LONGEST_KEY = 200
LONGEST_WORDS = 600
TOLD = 20


def key(comment: Comment) -> str:
    """Make the key of the page of one's own comment."""
    return signing.Signer(salt=OPEN).sign(str(comment.pk))


def path(comment: Comment) -> str:
    """Write the address of the page of one's own comment."""
    return f"{reverse('contributions:comment_mine')}?{urlencode({'key': key(comment)})}"


def find(token: str) -> Comment | None:
    """Find the comment that a key opens; None says neither why nor whether it is."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        pk = int(signing.Signer(salt=OPEN).unsign(token))
    except signing.BadSignature:
        return None
    found = Comment.objects.exclude(state=Comment.State.GONE)
    return found.select_related("parent").filter(pk=pk).first()


def stop_link(email: str) -> str:
    """Write the address that ends all letters about answers; it works for ever."""
    token = signing.Signer(salt=STOP).sign(_fingerprint(email))
    page = reverse("contributions:comment_stop")
    return f"{settings.SITE_URL}{page}?{urlencode({'key': token})}"


def listener(token: str) -> str | None:
    """Find the address that a key of `stop_link` is for; "" where it gets no letters."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        wanted = signing.Signer(salt=STOP).unsign(token)
    except signing.BadSignature:
        return None
    emails = Comment.objects.filter(wants_answers=True).values_list("email", flat=True)
    return next((one for one in emails.distinct() if _fingerprint(one) == wanted), "")


def _fingerprint(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]


def has_words(letter: Letter) -> bool:
    """Say whether a letter still tells something, to somebody who may read it."""
    if letter.kind == Letter.Kind.TALK_PROVE:
        return letter.comment.state == Comment.State.UNPROVEN
    return bool(_parts(letter))


def headers_of(letter: Letter) -> dict[str, str]:
    """Let mail programs end the letters in one press (RFC 8058)."""
    if letter.kind != Letter.Kind.TALK_NEWS:
        return {}
    return {
        "List-Unsubscribe": f"<{stop_link(letter.comment.email)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def context_of(letter: Letter) -> dict:
    """Collect what a mail about comments says, in the language that is active."""
    comment = letter.comment
    own_url = f"{settings.SITE_URL}{path(comment)}"
    if letter.kind == Letter.Kind.TALK_PROVE:
        return {
            "name": comment.name,
            "title": _title(comment.target),
            "words": comment.body[:LONGEST_WORDS],
            "url": own_url,
        }
    parts = _parts(letter)
    return {
        "name": comment.name,
        "parts": parts,
        "part_template": "emails/_talk.txt",
        "url": parts[0]["url"] if parts else own_url,
        "own_url": own_url,
        "stop_url": stop_link(comment.email),
    }


def _parts(letter: Letter) -> list[dict]:
    """Give the answers that can be read now, in threads this address still listens to."""
    told = Comment.objects.visible().filter(pk__in=letter.details.get("comments", []))
    parts = []
    for answer in told.select_related("parent").oldest_first()[:TOLD]:
        heard = Comment.objects.in_thread(answer).listening()
        target = answer.target
        if not heard.filter(email=letter.comment.email).exists():
            continue
        if threads.is_readable(target):
            url = threads.url_of(answer, target)
            parts.append(
                {
                    "title": _title(target),
                    "name": spoken.without_links(answer.name),
                    "words": _cut(answer.body),
                    "url": f"{settings.SITE_URL}{url}",
                }
            )
    return parts


def _title(target: models.Model | None) -> str:
    return " ".join(target.title.split()) if target is not None else ""


def _cut(words: str) -> str:
    words = spoken.without_links(words)
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"
