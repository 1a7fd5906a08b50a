"""Background work of the archive: thin, idempotent, found again by `tick`."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from history import aligning, masters, mending, opening, planning, tiling
from history.models import Master, Media
from history.queueing import busy_with

OVERDUE_AFTER = timedelta(minutes=2)
KEEP_UNUSED = timedelta(days=1)
LOOKED_AT = {True: 200, False: 20}  # public files a tick: on a disk, elsewhere
AT_ONCE = 100
A_DAY = 23 * 3600  # seconds


@task()
def prepare_master(master_id: int) -> str:
    """Make the private sizes of an original; nothing happens when they are there."""
    master = Master.objects.filter(pk=master_id).first()
    if master is None:
        return "gone"
    masters.prepare(master)
    return master.state


@task()
def mend_media(media_id: int) -> str:
    """Make the public sizes of a published file; nothing happens when they are there."""
    media = Media.objects.select_related("item", "master").filter(pk=media_id).first()
    if media is None:
        return "gone"
    mending.mend(media)
    return media.problem


@task()
def verify_master(master_id: int) -> str:
    """Read one original again."""
    master = Master.objects.filter(pk=master_id).first()
    if master is None:
        return "gone"
    masters.verify_all([master])
    return master.problem


def tick() -> None:
    """Enqueue again what a killed worker left undone; forget what nobody kept.

    What was to be shown from now on is shown.
    """
    opening.open_due()
    overdue = Master.objects.unprepared(before=timezone.now() - OVERDUE_AFTER)
    _enqueue(prepare_master, overdue.filter(attempts__lt=masters.MAX_ATTEMPTS))
    published = Media.objects.shown().filter(attempts__lt=masters.MAX_ATTEMPTS)
    _enqueue(mend_media, published.filter(renditions=[]).order_by("pk"))
    _enqueue(mend_media, [m for m in _looked_at(published) if mending.lacks_public(m)])
    tiling.tick()
    aligning.tick()
    masters.empty_discarded()
    masters.sweep(before=timezone.now() - KEEP_UNUSED)


def _enqueue(what: Task, rows: QuerySet | list) -> None:
    rows = list(rows[:AT_ONCE])
    busy = busy_with(what) if rows else set()
    for row in rows:
        if row.pk not in busy:
            what.enqueue(row.pk)


def _looked_at(published: QuerySet[Media]) -> list[Media]:
    """Give the next few published files, going round and round."""
    is_disk = isinstance(storages["public"], FileSystemStorage)
    last = cache.get("care:last-looked-at", 0)
    rows = list(published.filter(pk__gt=last).order_by("pk")[: LOOKED_AT[is_disk]])
    cache.set("care:last-looked-at", rows[-1].pk if rows else 0, None)
    return rows


def verify_some() -> None:
    """Read again what nobody read for a month, a bounded part of it."""
    masters.verify_slice(
        before=timezone.now() - timedelta(days=settings.VERIFY_EVERY_DAYS),
        bytes_at_most=settings.VERIFY_BYTES_A_TICK,
    )


def once_a_day() -> None:
    """Sweep the storages, look again for damaged originals, count the tables anew."""
    if cache.add("care:swept", True, A_DAY):
        planning.look_at_tables()
        masters.sweep_storage()
        masters.verify_all(
            Master.objects.filter(problem__in=Master.DAMAGE).order_by("pk")[:AT_ONCE]
        )
