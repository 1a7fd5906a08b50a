"""The weekly letter: what is new of everything that one address follows, together."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import override

from contributions import following, targets
from contributions.models import Follow, Follower, Letter, Mailbox

WEEK = following.WEEK
SETTLED = timedelta(minutes=2)
"""What is younger waits for the next letter: its transaction may not have ended."""
AT_ONCE = 200


def tick() -> None:
    """Write the letters whose week is over, and forget whom we need no longer."""
    write_due()
    following.purge()


def write_due(*, at: datetime | None = None) -> int:
    """Write the letter of each follower whose week is over; say how many.

    Two workers never write one: `next_at` moves on in the transaction of the letter.
    """
    at = at or timezone.now()
    bounced = Mailbox.objects.coming_back().filter(address=OuterRef("email"))
    due = Follower.objects.filter(~Exists(bounced), next_at__lte=at)
    return sum(_write(one, at=at) for one in due.order_by("next_at", "pk")[:AT_ONCE])


@transaction.atomic
def _write(follower: Follower, *, at: datetime) -> bool:
    claimed = Follower.objects.filter(
        pk=follower.pk, next_at=follower.next_at
    ).update(next_at=at + WEEK)  # fmt: skip
    if not claimed:
        return False  # another worker was faster
    told, gone = [], []
    followed = follower.follows.filter(ended_at=None, confirmed_at__isnull=False)
    with override(follower.language):
        for follow in followed.exclude(kind=Follow.Kind.NEWSLETTER).order_by("pk"):
            _look(follow, told, gone, at=at)
    if not (told or gone):
        return False
    Follower.objects.filter(pk=follower.pk).update(last_sent_at=at)
    Letter.objects.create(
        follower=follower, kind=Letter.Kind.FOLLOW_NEWS, due_at=at,
        details={"told": told, "gone": gone},
    )  # fmt: skip
    return True


def _look(follow: Follow, told: list, gone: list, *, at: datetime) -> None:
    """Note what is new of one thing, or that it is no longer there."""
    target = targets.of(follow.kind, follow.target)
    if target is None:
        following.end(follow, at=at)
        gone.append(f"{follow.get_kind_display()}: {follow.label}")
        return
    if target.target != follow.target and not _moved(follow, target, at=at):
        return
    until = at - SETTLED
    news = targets.news(target, since=follow.told_until, until=until)
    Follow.objects.filter(pk=follow.pk).update(told_until=until)
    if news:
        told.append({"follow": follow.pk, **asdict(news)})


def _moved(follow: Follow, target: targets.Target, *, at: datetime) -> bool:
    """Go along to what something was merged into; False where that is followed too."""
    same = Follow.objects.filter(
        follower=follow.follower_id, kind=target.kind, target=target.target,
        ended_at=None,
    ).exclude(pk=follow.pk)  # fmt: skip
    if same.filter(confirmed_at__isnull=False).exists():
        following.end(follow, at=at)
        return False
    same.delete()
    Follow.objects.filter(pk=follow.pk).update(
        target=target.target, label=target.label[:200]
    )
    return True
