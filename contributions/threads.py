"""A conversation as it is read: its threads page by page, where each comment stands."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse

from contributions.models import Comment, Letter

COMMENTED = ("history.item", "news.post", "history.exhibit")
"""What may be commented on; each has a queryset that says what is public."""
A_PAGE = 50
MOST_REPLIES = 100
"""A thread takes no more; so a page has a known size."""
PARAMETER = "comments"


@dataclass
class Thread:
    """What opens a thread, and what was answered, the oldest first."""

    top: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether visitors read the beginning; else they only read what was answered."""
        return self.top.state == Comment.State.VISIBLE

    @property
    def is_full(self) -> bool:
        return len(self.replies) >= MOST_REPLIES


@dataclass(frozen=True)
class Page:
    """One page of a conversation, and how much there is of it."""

    threads: list[Thread]
    total: int
    number: int
    pages: int

    @property
    def shown(self) -> list[Comment]:
        """Every comment that can be read on it."""
        tops = [one.top for one in self.threads if one.is_shown]
        return tops + [reply for one in self.threads for reply in one.replies]


def page(target: models.Model, number: str = "") -> Page:
    """Read one page of what visitors may read under something, in three queries at most."""
    about = Comment.objects.about(target)
    counted = about.aggregate(
        total=Count("pk", filter=Q(state=Comment.State.VISIBLE)),
        tops=Count("pk", filter=Q(parent=None)),
    )
    if not counted["total"]:
        return Page([], 0, 1, 1)
    opening = about.opening()
    pages = 1
    if counted["tops"] > A_PAGE:
        pages = max(1, -(-opening.count() // A_PAGE))
    wanted = int(number) if number.isascii() and number.isdigit() else 1
    at = min(max(1, wanted), pages)
    tops = opening.oldest_first()[(at - 1) * A_PAGE : at * A_PAGE]
    threads = {top.pk: Thread(top) for top in tops}
    replies = Comment.objects.visible().filter(parent__in=list(threads))
    for reply in replies.oldest_first()[: A_PAGE * MOST_REPLIES]:
        threads[reply.parent_id].replies.append(reply)
    return Page(list(threads.values()), counted["total"], at, pages)


def is_off(target: models.Model) -> bool:
    """Say whether an editor shows no comments at all under it."""
    return getattr(target, "comments_state", "") == "off"


def is_readable(target: models.Model | None) -> bool:
    """Say whether everybody may read what is said under something, at this moment."""
    if target is None or is_off(target):
        return False
    label = target._meta.label_lower
    found = apps.get_model(label).objects
    return label in COMMENTED and found.published().filter(pk=target.pk).exists()


def url_of(comment: Comment, target: models.Model | None = None) -> str:
    """Give the address at which a comment is read, on its page of the conversation."""
    target = target or comment.target
    if target is None:
        return reverse("home")
    top = comment.parent or comment
    before = (
        Comment.objects.about(target)
        .opening()
        .filter(Q(created_at__lt=top.created_at) | Q(created_at=top.created_at, pk__lt=top.pk))
        .count()
    )  # fmt: skip
    number = before // A_PAGE + 1
    query = f"?{PARAMETER}={number}" if number > 1 else ""
    return f"{target.get_absolute_url()}{query}#comment-{comment.pk}"


def lock(comment: Comment) -> None:
    """Let others wait who answer in this thread; call inside a transaction, before all else.

    One row stands for the thread, so that no two wait for each other. The lock is weak:
    who only adds a reply below the row does not wait.
    """
    tops = Comment.objects.select_for_update(of=("self",), no_key=True)
    list(tops.filter(pk=comment.parent_id or comment.pk).values_list("pk"))


@transaction.atomic
def take_away(comment: Comment) -> None:
    """Delete a comment; where others answered, only its place stays, for their sake."""
    parent = comment.parent
    if comment.replies.exists():
        Letter.objects.filter(comment=comment).delete()
        Comment.objects.filter(pk=comment.pk).update(
            state=Comment.State.GONE, author=None, name="—", email="", body="—",
            once="", mark=None, like=None, wants_answers=False,
        )  # fmt: skip
        comment.reports.all().delete()
        return
    comment.delete()
    if parent and parent.state == Comment.State.GONE and not parent.replies.exists():
        parent.delete()
