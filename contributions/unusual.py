"""A line a day: what yesterday was unlike the four weeks before it."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry
from contributions.models import Attachment, Comment, Contribution, Sanction
from contributions.states import Status

DAYS = 28
FEWEST = 5
"""Below this number a day is never unusual: two instead of one means nothing."""
KEY, KEPT_S = "unusual:{day}", 36 * 3600


@dataclass(frozen=True)
class Line:
    """One thing that was unlike other days."""

    what: str | Promise
    number: int
    usual: float

    def in_words(self) -> str:
        """Say it."""
        return _("%(what)s: %(number)s (usually %(usual)s a day)") % {
            "what": self.what,
            "number": self.number,
            "usual": f"{self.usual:.1f}".rstrip("0").rstrip("."),
        }


def _sources():
    acts = AuditEntry.objects
    return (
        (gettext_lazy("contributions arrived"), Contribution.objects, "submitted_at"),
        (gettext_lazy("files came"), Attachment.objects, "created_at"),
        (gettext_lazy("comments written"), Comment.objects, "created_at"),
        (
            gettext_lazy("contributions declined or put aside as spam"),
            Contribution.objects.filter(status__in=[Status.DECLINED, Status.SPAM]),
            "decided_at",
        ),
        (gettext_lazy("contributions published"), acts.filter(action="contribution.publish"), "at"),
        (gettext_lazy("items taken down"), acts.filter(action="item.take_down"), "at"),
        (gettext_lazy("removals wished"), Contribution.objects, "removal_requested_at"),
        (gettext_lazy("things forbidden to people"), Sanction.objects, "begins_at"),
    )  # fmt: skip


def is_unusual(number: int, before: list[int]) -> bool:
    """Compare a day with the days before: over three deviations of a Poisson count."""
    mean = sum(before) / len(before)
    return number >= FEWEST and number > mean + 3 * math.sqrt(max(mean, 1))


def lines(day: date | None = None) -> list[Line]:
    """Find what was unlike the four weeks before; yesterday unless said otherwise."""
    day = day or timezone.localdate() - timedelta(days=1)
    first = day - timedelta(days=DAYS)
    found = []
    for what, rows, moment in _sources():
        counts = dict(
            rows.annotate(day=TruncDate(moment))
            .filter(day__gte=first, day__lte=day)
            .values_list("day")
            .annotate(n=Count("pk"))
            .order_by()
        )
        number = counts.get(day, 0)
        before = [counts.get(first + timedelta(days=n), 0) for n in range(DAYS)]
        if is_unusual(number, before):
            found.append(Line(what, number, sum(before) / DAYS))
    return found


def tell() -> int:
    """Write to the library once a day when yesterday was unusual; say how many lines."""
    day = timezone.localdate() - timedelta(days=1)
    if not cache.add(KEY.format(day=day), True, timeout=KEPT_S):
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        found = [line.in_words() for line in lines(day)]
        if found:
            send_mail(
                _("Yesterday was unusual"),
                "\n".join([*found, "", f"{settings.SITE_URL}/moderation/figures/"]),
                None,
                [settings.LIBRARY_EMAIL],
            )
    return len(found)
