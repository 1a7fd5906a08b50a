"""Background work of the door: thin, idempotent, found again by `tick`."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from contributions import intake, likenesses, notifications, quotas, uploads


@task()
def send_letters() -> int:
    """Send the mails whose time has come."""
    return notifications.send_due() + notifications.send_issues()


def tick() -> None:
    """Do what time alone makes necessary: mails that wait, files that nobody sends on
    or compared, drafts nobody wants."""
    now, keep = timezone.now(), timedelta(days=settings.DRAFT_KEEP_DAYS)
    notifications.remind(untouched_since=now - keep + notifications.NOTICE)
    notifications.send_due()
    notifications.send_issues()
    uploads.sweep()
    likenesses.catch_up()
    quotas.tell_when_full()
    intake.purge_drafts(before=now - keep, told_by=now - notifications.NOTICE)
