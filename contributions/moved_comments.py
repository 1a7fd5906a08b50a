"""Take in the comments of the library's blog before, each once; decided ones stay decided."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from contributions import spoken
from contributions.models import Comment, MovedComment
from news.models import MovedPost, Post
from news.moving import markup, saying
from news.moving.entries import Remark
from news.moving.taking import LEFT, NEW, UNCHANGED, WRONG, Outcome

LETTERS = 50_000
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


def take_in_all(
    remarks: Iterable[Remark], *, writers: set[str], language: str, is_dry: bool
) -> Iterator[tuple[Remark, Outcome]]:
    """Take in comments in the order of their time, so that answers find their question.

    `writers` are those who wrote the posts: what they say is the library's answer.
    Effects: nothing when dry; else each comment in a transaction of its own.
    """
    for remark in sorted(remarks, key=lambda one: one.created_at or LONG_AGO):
        try:
            outcome = _take_in(remark, writers, language, is_dry=is_dry)
        except (ValueError, DatabaseError) as error:
            said = _("It could not be written (%(error)s).")
            outcome = Outcome(WRONG, None, [said % {"error": error}])
        yield remark, outcome


def _take_in(
    remark: Remark, writers: set[str], language: str, *, is_dry: bool
) -> Outcome:
    known = MovedComment.objects.filter(old_id=remark.old_id).first()
    if known and known.comment_id is None:
        return Outcome(LEFT, None, [_("It was deleted here since, and stays away.")])
    if known:
        return Outcome(UNCHANGED)
    body, notes = _body(remark)
    if not body:
        return Outcome(LEFT, None, [_("It has no words.")])
    if is_dry:
        return Outcome(NEW, None, notes)
    moved = MovedPost.objects.select_related("post").filter(old_id=remark.post_id)
    post = next((one.post for one in moved), None)
    if post is None:
        return Outcome(LEFT, None, [_("What it is about is not here.")])
    with transaction.atomic():
        comment = _written(remark, post, body, language, remark.author_key in writers)
        MovedComment.objects.create(old_id=remark.old_id, comment=comment)
    return Outcome(NEW, post, notes)


def _body(remark: Remark) -> tuple[str, list[str]]:
    body = spoken.tidy(markup.plain(remark.body))
    if len(body) <= LETTERS:
        return body, []
    return f"{body[:LETTERS]}…", [
        _("It was longer than a comment may be, and was cut.")
    ]


def _written(
    remark: Remark, post: Post, body: str, language: str, is_ours: bool
) -> Comment:
    code = language or saying.language(body, otherwise=_spoken(post))
    with override(code):
        name = spoken.tidy_line(remark.name) or _("Anonymous reader")
    State = Comment.State
    comment = Comment.objects.create(
        target=post,
        parent=_answered(remark, post),
        is_from_library=is_ours,
        name=name,
        language=code,
        body=body,
        state=State.VISIBLE if remark.is_shown else State.HELD,
    )
    Comment.objects.filter(pk=comment.pk).update(
        created_at=remark.created_at or post.published_at or timezone.now()
    )
    return comment


def _answered(remark: Remark, post: Post) -> Comment | None:
    """Find the comment it answers; an answer to an answer stands in the same thread."""
    rows = MovedComment.objects.select_related("comment__parent")
    row = rows.filter(old_id=remark.parent_id, comment__isnull=False).first()
    if row is None or row.comment.object_id != post.pk:
        return None
    return row.comment.parent or row.comment


def _spoken(post: Post) -> str:
    return next(
        (code for code in ("uk", "ru", "en") if getattr(post, f"title_{code}")), "uk"
    )
