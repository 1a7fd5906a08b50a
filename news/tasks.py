"""Background work of the news: thin, and found again by `tick`."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from news import links


@task()
def look_at_links() -> int:
    """Look at the few links that are due."""
    return links.look_at_some()


def tick() -> None:
    """Take up the links that pages have now, and have those looked at whose turn it is."""
    if not settings.CHECK_LINKS:
        return
    now = timezone.now()
    links.gather(at=now)
    if links.due(at=now).exists():
        look_at_links.enqueue()
