"""Follow a part of the archive by mail: asked, confirmed, ended, forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from contributions.models import Follow, Follower, Letter
from contributions.targets import Target
from contributions.tasks import send_letters

WEEK = timedelta(days=7)
LETTERS_AN_HOUR, LETTERS_A_DAY = 3, 10
MOST = 100  # things that one address follows


@transaction.atomic
def ask(
    target: Target,
    *,
    email: str,
    language: str,
    is_proven: bool = False,
    at: datetime | None = None,
) -> bool:
    """Note that an address wants to follow something; say whether it does now.

    Unless the address `is_proven`, a letter asks for one press first. Who has it already,
    follows too much or gets too many letters is not told so: nobody learns of others.
    """
    at, email = at or timezone.now(), email.strip().lower()
    # Locked as it is found: one that nobody needs may be forgotten at this moment.
    follower, __ = Follower.objects.select_for_update().get_or_create(
        email=email, defaults={"language": language, "created_at": at}
    )
    living = follower.follows.filter(ended_at=None)
    follow = living.filter(kind=target.kind, target=target.target).first()
    if follow is None and living.count() < MOST:
        follow = follower.follows.create(
            kind=target.kind, target=target.target, label=target.label[:200],
            asked_at=at,
        )  # fmt: skip
    if follow is None:
        return False
    if is_proven:
        confirm(follow, at=at)
        return True
    if follow.confirmed_at is None and _may_mail(follower, at=at):
        Follower.objects.filter(pk=follower.pk, next_at=None).update(language=language)
        Letter.objects.create(
            follower=follower, kind=Letter.Kind.FOLLOW_PROVE, due_at=at,
            details={"follow": follow.pk, "language": language},
        )  # fmt: skip
        transaction.on_commit(send_letters.enqueue)
    return False


@transaction.atomic
def confirm(follow: Follow, *, at: datetime | None = None) -> bool:
    """Let the letters begin, a week from now. Safe to repeat; False when it was ended.

    The weekly letter of the library comes in one language, the one confirmed last, and
    at its own hour.
    """
    at = at or timezone.now()
    Follow.objects.filter(pk=follow.pk, confirmed_at=None, ended_at=None).update(
        confirmed_at=at, told_until=at
    )
    if follow.kind == Follow.Kind.NEWSLETTER:
        if follow.ended_at is None:
            others = Follow.objects.filter(
                follower=follow.follower_id, kind=follow.kind
            )
            others.exclude(pk=follow.pk).filter(ended_at=None).update(ended_at=at)
    else:
        Follower.objects.filter(pk=follow.follower_id, next_at=None).update(
            next_at=at + WEEK
        )
    return Follow.objects.filter(pk=follow.pk, ended_at=None).exists()


def end(follow: Follow, *, at: datetime | None = None) -> None:
    """Follow one thing no longer. Safe to repeat."""
    if follow.kind == Follow.Kind.NEWSLETTER:
        end_newsletter(follow.follower, at=at)
        return
    Follow.objects.filter(pk=follow.pk, ended_at=None).update(
        ended_at=at or timezone.now()
    )


@transaction.atomic
def end_newsletter(follower: Follower, *, at: datetime | None = None) -> None:
    """Send the weekly letter of the library no more, also one that waits. Safe to repeat.

    What else is followed stays. A letter that the mail server has already cannot be
    called back; a sender that has only taken it in hand finds it cancelled.
    """
    at = at or timezone.now()
    mine = follower.follows.filter(kind=Follow.Kind.NEWSLETTER, ended_at=None)
    mine.update(ended_at=at)
    waiting = Letter.objects.filter(follower=follower, kind=Letter.Kind.NEWSLETTER)
    waiting.unsent().filter(handed_at=None).update(cancelled_at=at)


@transaction.atomic
def end_all(follower: Follower, *, at: datetime | None = None) -> None:
    """Send this address nothing any more, also nothing that waits. Safe to repeat."""
    at = at or timezone.now()
    end_newsletter(follower, at=at)
    follower.follows.filter(ended_at=None).update(ended_at=at)
    Letter.objects.filter(follower=follower, claimed_until=None).unsent().update(
        cancelled_at=at
    )


def purge(*, at: datetime | None = None) -> None:
    """Forget what nobody confirmed and what was ended a week ago, and whose it was."""
    before = (at or timezone.now()) - WEEK
    Follow.objects.filter(confirmed_at=None, asked_at__lt=before).delete()
    Follow.objects.filter(ended_at__lt=before).delete()
    idle = Follower.objects.filter(follows=None, created_at__lt=before)
    for pk in list(idle.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Follower.objects.select_for_update().filter(pk=pk)
            if locked.exists() and not Follow.objects.filter(follower=pk).exists():
                locked.delete()


def _may_mail(follower: Follower, *, at: datetime) -> bool:
    """Say whether this address may get one more letter: nobody floods a stranger."""
    sent = follower.letters.filter(kind=Letter.Kind.FOLLOW_PROVE)
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    return (
        sent.filter(created_at__gt=hour).count() < LETTERS_AN_HOUR
        and sent.filter(created_at__gt=day).count() < LETTERS_A_DAY
    )
