"""When aligned pictures are made and let go: after the commit, found again from the row."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from history import masters
from history.models import Media, ThenNow

A_TICK = 100
REPLACED = "replaced"


@task()
def make_aligned(pair_id: int) -> str:
    """Make the aligned picture of a pair; nothing happens where none is wanted."""
    return masters.align(pair_id)


def ask_for(pair: ThenNow) -> None:
    """Have the aligned picture made after the commit, where the row says so."""
    if pair.aligned_state == ThenNow.Aligned.NEEDED:
        transaction.on_commit(lambda: make_aligned.enqueue(pair.pk))


@transaction.atomic
def make_anew(pair: ThenNow) -> None:
    """Have the aligned picture made once more, with all attempts."""
    row = ThenNow.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    want(row)
    row.save()
    ask_for(row)


def ask_again(files: Iterable[Media]) -> None:
    """Have made what these pictures are a side of, now that they are shown (again)."""
    pairs = ThenNow.objects.of_media(list(files)).order_by("pk")
    for pair in pairs.filter(aligned_state=ThenNow.Aligned.NEEDED):
        ask_for(pair)


def want(pair: ThenNow) -> None:
    """Note on a row, unsaved, what is to be made of it now; the earlier file goes.

    Call inside the transaction that changes it, with the row locked.
    """
    drop_file(pair)
    is_wanted = pair.state == ThenNow.State.PUBLISHED and pair.points
    pair.aligned_state = ThenNow.Aligned.NEEDED if is_wanted else ThenNow.Aligned.NONE
    pair.aligned_attempts, pair.problem = 0, ""
    pair.aligned_at = timezone.now()
    pair.version += 1


def drop_file(pair: ThenNow) -> None:
    """Have the aligned picture deleted after the commit; the row forgets it, unsaved."""
    masters.discard(step["path"] for step in masters.aligned_steps(pair))
    pair.aligned = []


def drop(files: Iterable[Media]) -> None:
    """Let go of the aligned pictures in which these are seen, as they are shown no more.

    They are made anew once both are shown: the points outlive it.
    """
    for pair in _held(files):
        want(pair)
        pair.save()


def outdate(media: Media) -> None:
    """Show a pair side by side only, since one of its originals is another one now.

    A better scan seldom has the very same frame, so a curator looks at the points first.
    """
    for pair in _held([media]):
        want(pair)
        if pair.points:
            pair.aligned_state, pair.problem = ThenNow.Aligned.FAILED, REPLACED
        pair.save()


def follow(media: Media, twin: Media) -> None:
    """Let another picture of the same original stand for this one in its pairs."""
    for pair in _held([media]):
        then = twin if pair.then_id == media.pk else pair.then
        now = twin if pair.now_id == media.pk else pair.now
        known = ThenNow.objects.filter(then=then, now=now).exclude(pk=pair.pk)
        if then == now or known.exists():
            drop_file(pair)
            pair.delete()
            continue
        pair.then, pair.now = then, now
        want(pair)
        pair.save()
        ask_for(pair)


def _held(files: Iterable[Media]) -> list[ThenNow]:
    """Lock the pairs of these pictures, always in one order."""
    rows = ThenNow.objects.of_media(list(files)).select_for_update(of=("self",))
    return list(rows.order_by("pk"))


def tick() -> None:
    """Enqueue again what a killed worker left undone; give up after the last attempt."""
    before = timezone.now() - masters.ALIGNED_OVERDUE_AFTER
    for pair in ThenNow.objects.unaligned(before=before)[:A_TICK]:
        if pair.aligned_attempts < masters.MAX_ATTEMPTS:
            make_aligned.enqueue(pair.pk)
        else:
            masters.give_up_aligned(pair)
