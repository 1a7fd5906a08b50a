"""What the library wants to know of its own work, as plain rows; each row leaves as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import display_name
from contributions.models import Attachment, Contribution
from contributions.states import DECIDED, Status
from history.models import CollectionEntry

WEEKS = 26
LATELY = timedelta(days=90)
COLLECTIONS = 15
SENT = Q(submitted_at__isnull=False)
AGES = ((0, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, None))
"""Whole days that something waits: from, to; the last is open."""


@dataclass(frozen=True)
class Figure:
    """One picture of the work: series over labels, and the same as rows for CSV.

    Shape: `rows` has one row a label; cell 0 is the label, the others are numbers, in
    the order of `series`.
    """

    name: str
    title: str | Promise
    series: Sequence[str | Promise]
    rows: list[list] = field(default_factory=list)
    tones: Sequence[str] = ()
    is_lying: bool = False

    @property
    def header(self) -> list[str]:
        """The first line of the table."""
        return ["", *map(str, self.series)]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(number for row in self.rows for number in row[1:])


def promise(at: datetime) -> Figure:
    """Answers within the promise and after it, by week of the decision."""
    weeks = _by_week(
        Contribution.objects.filter(status__in=DECIDED),
        "decided_at",
        at,
        kept=Count("pk", filter=Q(decided_at__lte=F("promise_at"))),
        broken=Count("pk", filter=Q(decided_at__gt=F("promise_at"))),
    )
    return Figure(
        "promise", gettext_lazy("The promise to answer"),
        [gettext_lazy("in time"), gettext_lazy("too late")], weeks, ["good", "bad"],
    )  # fmt: skip


def flow(at: datetime) -> Figure:
    """What arrived and what was decided, by week."""
    arrived = _by_week(
        Contribution.objects.filter(SENT), "submitted_at", at, n=Count("pk")
    )
    decided = _by_week(
        Contribution.objects.filter(status__in=DECIDED), "decided_at", at, n=Count("pk")
    )
    rows = [[a[0], a[1], d[1]] for a, d in zip(arrived, decided, strict=True)]
    return Figure(
        "flow", gettext_lazy("Arrived and decided"),
        [gettext_lazy("arrived"), gettext_lazy("decided")], rows, ["steel", "accent"],
    )  # fmt: skip


def ages(at: datetime) -> Figure:
    """How long what waits has been waiting, in whole days of the library's calendar."""
    counts = {}
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    for first, last in AGES:
        newest = today - timedelta(days=first - 1)
        waiting = Q(submitted_at__lt=newest)
        if last is not None:
            waiting &= Q(submitted_at__gte=today - timedelta(days=last))
        counts[f"d{first}"] = Count("pk", filter=waiting)
    found = Contribution.objects.awaiting_review().aggregate(**counts)
    return Figure(
        "ages", gettext_lazy("How long what waits has waited"),
        [gettext_lazy("waiting")],
        [[_age_words(first, last), found[f"d{first}"]] for first, last in AGES],
        ["wait"], is_lying=True,
    )  # fmt: skip


def _age_words(first: int, last: int | None) -> str:
    if last is None:
        return _("%(n)s days and more") % {"n": first}
    return _("%(first)s–%(last)s days") % {"first": first, "last": last}


def people(at: datetime) -> Figure:
    """Who decided how much in the last 90 days."""
    found = (
        Contribution.objects.filter(
            status__in=DECIDED, decided_at__gt=at - LATELY, decided_at__lte=at
        )
        .values("decided_by")
        .annotate(
            published=Count("pk", filter=Q(status=Status.PUBLISHED)),
            declined=Count("pk", filter=~Q(status=Status.PUBLISHED)),
        )
        .order_by("-published", "decided_by")
    )
    accounts = get_user_model().objects.in_bulk([row["decided_by"] for row in found])
    return Figure(
        "people", gettext_lazy("Who decided, in 90 days"),
        [gettext_lazy("published"), gettext_lazy("not taken")],
        [
            [display_name(accounts[row["decided_by"]]), row["published"], row["declined"]]
            for row in found
            if row["decided_by"] in accounts
        ],
        ["good", "bad"], is_lying=True,
    )  # fmt: skip


def collections(at: datetime) -> Figure:
    """Where the items of this year were placed; the fullest collections."""
    found = (
        CollectionEntry.objects.filter(added_at__gte=_new_year(at), added_at__lte=at)
        .values("collection__title", "collection")
        .annotate(n=Count("pk"))
        .order_by("-n", "collection")[:COLLECTIONS]
    )
    return Figure(
        "collections", gettext_lazy("Where this year's items were placed"),
        [gettext_lazy("items")],
        [[row["collection__title"], row["n"]] for row in found],
        ["steel"], is_lying=True,
    )  # fmt: skip


def year(at: datetime) -> Figure:
    """What the town gave this year, by month: contributions, files, givers."""
    since = _new_year(at)
    sent = Contribution.objects.filter(
        submitted_at__gte=since, submitted_at__lte=at
    ).exclude(status__in=[Status.SPAM, Status.WITHDRAWN])
    gifts = _by_month(
        sent, "submitted_at", n=Count("pk"), givers=Count("email", distinct=True)
    )
    files = _by_month(
        Attachment.objects.filter(contribution__in=sent), "contribution__submitted_at",
        n=Count("pk"),
    )  # fmt: skip
    months = [since.date().replace(month=month) for month in range(1, at.month + 1)]
    rows = []
    for month in months:
        gift = gifts.get(month, {})
        rows.append([
            date_format(month, "F"), gift.get("n", 0),
            files.get(month, {}).get("n", 0), gift.get("givers", 0),
        ])  # fmt: skip
    return Figure(
        "year", gettext_lazy("What the town gave this year"),
        [gettext_lazy("contributions"), gettext_lazy("files"), gettext_lazy("givers")],
        rows, ["accent", "steel", "good"],
    )  # fmt: skip


FIGURES = {
    "promise": promise,
    "ages": ages,
    "flow": flow,
    "people": people,
    "collections": collections,
    "year": year,
}


def _by_week(rows, moment: str, at: datetime, **counts) -> list[list]:
    """Count by week, weeks without anything included. Shape: [[day, number, …], …]."""
    monday = timezone.localdate(at) - timedelta(days=timezone.localdate(at).weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    found = {
        row["week"].date(): row
        for row in rows.filter(**{f"{moment}__date__gte": first, f"{moment}__lte": at})
        .annotate(week=TruncWeek(moment))
        .values("week")
        .annotate(**counts)
        .order_by("week")
    }
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [
        [_day(week), *(found[week][name] if week in found else 0 for name in counts)]
        for week in weeks
    ]


def _by_month(rows, moment: str, **counts) -> dict[date, dict]:
    found = (
        rows.annotate(month=TruncMonth(moment))
        .values("month")
        .annotate(**counts)
        .order_by("month")
    )
    return {row["month"].date(): row for row in found}


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _new_year(at: datetime) -> datetime:
    return timezone.localtime(at).replace(
        month=1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
