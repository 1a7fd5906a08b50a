"""A second person reads a post before visitors do: asked, approved, sent back.

Nobody has to ask, unless `NEWS_FOUR_EYES` says that one's own words wait for another.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from news import revising, states
from news.models import Post, Review
from news.written import right

Answer = Review.Answer


class Refused(Exception):
    """A review that cannot be; the sentence says why."""


class Unread(Refused):
    """A post that a colleague has to read before it is public."""


def colleagues(*, but: User) -> list[User]:
    """Give who else may read a post, by name."""
    staff = User.objects.filter(is_staff=True, is_active=True).exclude(pk=but.pk)
    able = [
        one for one in staff.order_by("display_name", "pk") if one.has_perm(right(Post))
    ]
    return able


def last(post: Post) -> Review | None:
    """Give the latest wish, answered or not."""
    return post.reviews.select_related("asked_by", "asked_of", "answered_by").first()


def waiting_for(user: User) -> "models.QuerySet[Review]":
    """Give what waits for this person: asked of them, or of anybody but by them."""
    open_ones = Review.objects.filter(answer=Answer.WAITING)
    mine = Q(asked_of=user) | Q(asked_of=None) & ~Q(asked_by=user)
    return open_ones.filter(mine).order_by("asked_at", "pk")


@transaction.atomic
def ask(post: Post, *, by: User, of: User | None = None, words: str = "") -> Review:
    """Ask a colleague, or whoever comes first; a wish that still waits is replaced.

    Raises: Refused for asking oneself, or somebody who does not edit the news.
    """
    post = _locked(post)
    if of is not None and (of.pk == by.pk or not of.has_perm(right(Post))):
        raise Refused(_("Ask a colleague who edits the news, not yourself."))
    post.reviews.filter(answer=Answer.WAITING).delete()
    review = post.reviews.create(
        asked_by=by, asked_of=of, asked_at=timezone.now(), words=words.strip()
    )
    audit.record("post.ask_review", post, by=by, after={"asked_of": of and of.pk})
    return review


def approve(post: Post, *, by: User, seen: str, said: str = "") -> Review:
    """Find it good as it was `seen`.

    Raises: Refused where nobody asked, for one's own wish, for words changed meanwhile.
    """
    return _answer(post, Answer.APPROVED, by=by, seen=seen, said=said)


def send_back(post: Post, *, by: User, seen: str, said: str) -> Review:
    """Give it back with words.

    Raises: Refused as `approve` does, and where there are no words.
    """
    if not said.strip():
        raise Refused(
            _("Say what should be changed, so that your colleague can do it.")
        )
    return _answer(post, Answer.RETURNED, by=by, seen=seen, said=said)


@transaction.atomic
def _answer(post: Post, answer: str, *, by: User, seen: str, said: str) -> Review:
    post = _locked(post)
    review = post.reviews.filter(answer=Answer.WAITING).first()
    if review is None:
        raise Refused(_("Nobody waits for an answer any more."))
    if review.asked_by_id == by.pk:
        raise Refused(_("You asked for this yourself, so a colleague has to answer."))
    now = states.digest_of_words(post)
    if seen != now:
        raise Refused(
            _("The post was changed meanwhile. Please look at what it says now.")
        )
    review.answer, review.answered_by, review.answered_at = answer, by, timezone.now()
    review.said, review.read = said.strip(), now
    review.save()
    verb = "approve" if answer == Answer.APPROVED else "send_back"
    audit.record(f"post.{verb}", post, by=by, note=review.said)
    return review


def is_read(post: Post, *, but_by: User) -> bool:
    """Say whether somebody else found good what it says now."""
    found = post.reviews.filter(
        answer=Answer.APPROVED, read=states.digest_of_words(post)
    )
    return found.exclude(answered_by=but_by).exclude(answered_by=None).exists()


def check(post: Post, *, by: User) -> None:
    """Let nobody publish their own words unread, where the library wants four eyes.

    Who wrote none of it is the second pair of eyes.

    Raises: Unread.
    """
    if not settings.NEWS_FOUR_EYES:
        return
    if post.pk and (is_read(post, but_by=by) or not _wrote(post, by)):
        return
    raise Unread(
        _("A colleague reads it before it is published. Ask for that on its preview.")
    )


def _wrote(post: Post, by: User) -> bool:
    """Say whether any version is this person's, or is of before versions were kept."""
    found = revising.of(post).exclude(reason__in=revising.OWN_REASONS)
    return not found.exists() or found.filter(by=by).exists()


def in_words(post: Post, review: Review | None) -> str:
    """Say how far the reading of a post is, for lists; "" where nobody asked."""
    if review is None:
        return ""
    if review.answer == Answer.WAITING and review.asked_of:
        return _("waits to be read by %(name)s") % {
            "name": review.asked_of.display_name
        }
    if review.answer == Answer.WAITING:
        return _("waits to be read by a colleague")
    told = {"name": review.answered_by.display_name if review.answered_by else ""}
    if review.answer == Answer.RETURNED:
        return _("sent back by %(name)s") % told
    if review.read != states.digest_of_words(post):
        return _("changed since %(name)s read it") % told
    return _("read by %(name)s") % told


def _locked(post: Post) -> Post:
    found = revising.locked(post)
    assert isinstance(found, Post)  # noqa: S101 (a post was locked)
    return found
