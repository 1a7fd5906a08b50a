"""Background work of the archive: thin, idempotent, found again by `tick`."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from history import masters
from history.models import Master

OVERDUE_AFTER = timedelta(minutes=2)
KEEP_UNUSED = timedelta(days=1)
MAX_ATTEMPTS = 3


@task()
def prepare_master(master_id: int) -> str:
    """Make the private sizes of an original; nothing happens when they are there."""
    master = Master.objects.filter(pk=master_id).first()
    if master is None:
        return "gone"
    masters.prepare(master)
    return master.state


def tick() -> None:
    """Enqueue again what a killed worker left undone; forget what nobody kept."""
    overdue = Master.objects.unprepared(before=timezone.now() - OVERDUE_AFTER)
    for master in overdue.filter(attempts__lt=MAX_ATTEMPTS)[:100]:
        prepare_master.enqueue(master.pk)
    masters.sweep(before=timezone.now() - KEEP_UNUSED)
