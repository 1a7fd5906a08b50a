"""Which links are looked at, when, and what became of them.

A failure is tried again twice, hours apart, before a link is called broken. Only then,
and when it works again, is anything written that a public page is made of.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news import fetching
from news.models import GuideEntry, Link, Service

EVERY = timedelta(days=7)
AGAIN_AFTER = (timedelta(hours=1), timedelta(hours=6))
BROKEN_AGAIN = timedelta(days=1)
FAILURES_TO_BE_BROKEN = 3
AT_ONCE = 4
LEASE = timedelta(minutes=15)
SPREAD = 12 * 60
"""Minutes over which links that were begun together are spread."""

PROBLEMS: dict[str, str | Promise] = {
    "gone": _("there is no such page"),
    "refused": _("the site refuses the page"),
    "server": _("the site reports an error of its own"),
    "timeout": _("no answer in time"),
    "name": _("there is no site of this name"),
    "tls": _("the certificate of the site is not valid"),
    "redirects": _("it leads round in a circle"),
    "private": _("it leads into a private network, so we do not look"),
    "connection": _("no connection"),
}


def gather(*, at: datetime) -> None:
    """Know every address that a page leads to, and forget those that no page has."""
    wanted = set(GuideEntry.objects.values_list("url", flat=True))
    wanted |= set(Service.objects.exclude(url="").values_list("url", flat=True))
    known = set(Link.objects.values_list("url", flat=True))
    new = sorted(wanted - known)
    Link.objects.bulk_create(
        [
            Link(url=url, next_at=at + timedelta(minutes=number % SPREAD))
            for number, url in enumerate(new)
        ],
        ignore_conflicts=True,
    )
    if gone := known - wanted:
        Link.objects.filter(url__in=gone).delete()


def due(*, at: datetime) -> QuerySet[Link]:
    return Link.objects.filter(next_at__lte=at).order_by("next_at", "pk")


def look_at_some(*, at: datetime | None = None, look=fetching.look) -> int:
    """Look at the few that are due, each by one worker; say how many were noted.

    Where several were asked and nobody answered at all, the trouble is likely our own:
    nothing is noted, and they are asked again later.
    """
    at = at or timezone.now()
    answers = []
    for link in due(at=at)[:AT_ONCE]:
        mine = Link.objects.filter(pk=link.pk, next_at=link.next_at)
        if mine.update(next_at=at + LEASE):
            answers.append((link, look(link.url, agent=agent())))
    if len(answers) == AT_ONCE and all(one.status is None for _l, one in answers):
        return 0
    for link, answer in answers:
        note(link, answer, at=at)
    return len(answers)


def agent() -> str:
    """Say who asks, and where to complain."""
    return f"Mistok-link-check/1.0 (+{settings.SITE_URL})"


@transaction.atomic
def note(link: Link, answer: fetching.Answer, *, at: datetime) -> None:
    """Write down what came; tell the guide only when a link broke or was mended."""
    link.checked_at, link.status = at, answer.status
    link.problem = answer.problem
    link.final_url = answer.final_url[:2000] if answer.final_url != link.url else ""
    was_broken = link.failures >= FAILURES_TO_BE_BROKEN
    if answer.is_there:
        link.failures, link.failing_since = 0, None
        link.next_at = at + EVERY + timedelta(minutes=link.pk % SPREAD)
    else:
        link.failures += 1
        link.failing_since = link.failing_since or at
        tries = link.failures - 1
        pause = AGAIN_AFTER[tries] if tries < len(AGAIN_AFTER) else BROKEN_AGAIN
        link.next_at = at + pause
    link.save()
    is_broken = link.failures >= FAILURES_TO_BE_BROKEN
    if is_broken != was_broken:
        since = timezone.localdate(link.failing_since) if is_broken else None
        GuideEntry.objects.filter(url=link.url).update(broken_since=since)


def put_first(link: Link, *, at: datetime | None = None) -> None:
    """Have a link looked at before the others, because somebody asks."""
    Link.objects.filter(pk=link.pk).update(next_at=at or timezone.now())


def in_trouble() -> QuerySet[Link]:
    """Give what is broken, and what failed and is tried again, the longest first."""
    failing = Link.objects.filter(failures__gt=0)
    return failing.order_by("-failures", "failing_since", "pk")


def rows(links: Iterable[Link]) -> list[dict]:
    """Tell of links in words, each with the pages that lead to it; two questions."""
    links = list(links)
    urls = [link.url for link in links]
    users: dict[str, list] = {url: [] for url in urls}
    entries = GuideEntry.objects.filter(url__in=urls).select_related("topic")
    for row in [*entries, *Service.objects.filter(url__in=urls)]:
        users[row.url].append({"row": row, "kind": row._meta.model_name})
    return [
        {
            "link": link,
            "problem": PROBLEMS.get(link.problem, ""),
            "is_broken": link.failures >= FAILURES_TO_BE_BROKEN,
            "users": users[link.url],
        }
        for link in links
    ]
