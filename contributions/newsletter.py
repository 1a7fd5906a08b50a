"""The library's weekly letter: planned, begun, written to everybody once, ended.

Each step is found again by its row, so a killed worker loses nothing: an issue is begun
under a lock, its letters are written a thousand at a time, each address once by a rule
of the database; how they leave is `notifications.issues`.
"""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import audit
from contributions import gathering
from contributions.models import Follow, Issue, Letter, Mailbox
from contributions.tasks import send_letters

LEAD = timedelta(days=2)
"""How long before its hour an issue can be read and given a foreword."""
LOOKS_BACK_AT_MOST = timedelta(days=31)
WEEK = timedelta(days=7)
A_BATCH = 1000
State = Issue.State
PLANNED = (State.DRAFT, State.SCHEDULED)


class Late(Exception):
    """Say that a colleague or the clock was faster: this can no longer be done."""


def next_hour(*, at: datetime | None = None) -> datetime:
    """Give the next moment at which the weekly letter goes by itself."""
    here = timezone.localtime(at)
    ahead = (settings.NEWSLETTER_WEEKDAY - here.isoweekday()) % 7
    hour = _hour_of(here.date() + timedelta(days=ahead))
    return hour if hour > here else _hour_of(hour.date() + WEEK)


def _hour_of(day: date) -> datetime:
    wall = datetime.combine(day, time(settings.NEWSLETTER_HOUR))
    return timezone.make_aware(wall)


def subscriptions() -> QuerySet[Follow]:
    """Give who gets the weekly letter: confirmed, not ended, and the mailbox works."""
    bounced = Mailbox.objects.coming_back().filter(address=OuterRef("follower__email"))
    return Follow.objects.filter(
        ~Exists(bounced), kind=Follow.Kind.NEWSLETTER, ended_at=None,
        confirmed_at__isnull=False,
    )  # fmt: skip


# --- what time does -----------------------------------------------------------------


def tick(*, at: datetime | None = None) -> None:
    """Make the issue of this week, begin what is due, write letters, and note the end."""
    at = at or timezone.now()
    _make(at=at)
    begin_due(at=at)
    for issue in Issue.objects.filter(state=State.SENDING, paused_at=None):
        write_letters(issue, at=at)
        _end(issue, at=at)


def _make(*, at: datetime) -> None:
    """Make this week's issue two days ahead; a second worker finds it made."""
    hour = next_hour(at=at)
    if hour - LEAD > at or Issue.objects.filter(day=hour.date()).exists():
        return
    state = State.SCHEDULED if settings.NEWSLETTER_BY_ITSELF else State.DRAFT
    Issue.objects.get_or_create(
        day=hour.date(), defaults={"state": state, "send_at": hour}
    )


def begin_due(*, at: datetime | None = None) -> int:
    """Begin to send what is due; say how many issues.

    Two of them never tell the same: they are begun one after the other, under a lock.
    """
    at = at or timezone.now()
    due = Issue.objects.filter(state=State.SCHEDULED)
    if not due.filter(send_at__lte=at).exists():
        return 0
    with transaction.atomic():
        locked = list(due.select_for_update().order_by("send_at", "pk"))
        return sum(_begin(one, at=at) for one in locked if one.send_at <= at)


def _begin(issue: Issue, *, at: datetime) -> bool:
    issue.since = tells_from(at=at)
    issue.contents = gathering.gather(since=issue.since, until=at)
    if issue.contents or has_foreword(issue):
        issue.state, issue.begun_at = State.SENDING, at
    else:
        issue.state = State.SKIPPED
    issue.save(update_fields=["since", "contents", "state", "begun_at"])
    return issue.state == State.SENDING


def has_foreword(issue: Issue) -> bool:
    """Say whether a librarian wrote something before it, in any language."""
    return any(getattr(issue, f"foreword_{code}") for code, __ in settings.LANGUAGES)


def tells_from(*, at: datetime) -> datetime:
    """Say from when on the next issue tells: from where the last one ended."""
    last = Issue.objects.exclude(begun_at=None).order_by("-begun_at").first()
    since = last.begun_at if last else at - WEEK
    return max(since, at - LOOKS_BACK_AT_MOST)


def write_letters(issue: Issue, *, at: datetime | None = None) -> int:
    """Write a letter to everybody who has none of this issue yet; say how many."""
    at, written = at or timezone.now(), 0
    while found := _write_some(issue, at=at):
        written += found
    return written


@transaction.atomic
def _write_some(issue: Issue, *, at: datetime) -> int:
    open_ones = Issue.objects.select_for_update().filter(
        pk=issue.pk, state=State.SENDING, written_at=None, paused_at=None
    )
    if not open_ones.exists():
        return 0
    has_one = Letter.objects.filter(issue=issue, follower=OuterRef("follower"))
    waiting = subscriptions().filter(~Exists(has_one), confirmed_at__lte=issue.begun_at)
    rows = waiting.order_by("pk").values_list("follower", "target")[:A_BATCH]
    languages = dict(rows)  # one letter an address, whatever its rows say
    if not languages:
        open_ones.update(written_at=at)
    Letter.objects.bulk_create(
        Letter(
            issue=issue, follower_id=follower, kind=Letter.Kind.NEWSLETTER, due_at=at,
            details={"language": language},
        )
        for follower, language in languages.items()
    )  # fmt: skip
    transaction.on_commit(send_letters.enqueue)
    return len(languages)


def _end(issue: Issue, *, at: datetime) -> None:
    """Note that an issue has left; what its mailbox does not take stays unsent."""
    issue.letters.held_back().filter(claimed_until=None).update(
        cancelled_at=at, problem="bounced"
    )
    on_the_way = issue.letters.unsent().exclude(
        handed_at__isnull=False, claimed_until__lt=at
    )
    Issue.objects.filter(
        ~Exists(on_the_way), pk=issue.pk, state=State.SENDING, written_at__isnull=False
    ).update(state=State.SENT, sent_at=at)


# --- what colleagues do -------------------------------------------------------------


@transaction.atomic
def create(*, by) -> Issue:
    """Begin an issue beside the weekly ones; nothing is sent before somebody says when."""
    issue = Issue.objects.create(planned_by=by)
    audit.record("newsletter.create", issue, by=by)
    return issue


@transaction.atomic
def write_foreword(issue: Issue, words: dict[str, str], *, by) -> None:
    """Keep the librarian's words before an issue, by language. Raises: Late."""
    values = {f"foreword_{code}": text for code, text in words.items()}
    _change(issue, PLANNED, values, "newsletter.edit", by=by)


@transaction.atomic
def schedule(issue: Issue, *, send_at: datetime, by) -> None:
    """Say when an issue is to be sent. Raises: Late."""
    values = {"state": State.SCHEDULED, "send_at": send_at, "planned_by": by}
    _change(issue, PLANNED, values, "newsletter.schedule", by=by)


@transaction.atomic
def hold(issue: Issue, *, by) -> None:
    """Keep an issue back until somebody says when it is to be sent. Raises: Late."""
    values = {"state": State.DRAFT, "planned_by": by}
    _change(issue, (State.SCHEDULED,), values, "newsletter.hold", by=by)


@transaction.atomic
def skip(issue: Issue, *, by) -> None:
    """Do not send an issue at all; the next one tells of this time as well. Raises: Late."""
    values = {"state": State.SKIPPED, "planned_by": by}
    _change(issue, PLANNED, values, "newsletter.skip", by=by)


@transaction.atomic
def pause(issue: Issue, *, by, at: datetime | None = None) -> None:
    """Stop the letters of an issue where they are; what has left has left. Raises: Late."""
    values = {"paused_at": at or timezone.now()}
    _change(issue, (State.SENDING,), values, "newsletter.pause", by=by, paused_at=None)


@transaction.atomic
def resume(issue: Issue, *, by) -> None:
    """Let the letters of a paused issue leave again. Raises: Late."""
    found = {"paused_at__isnull": False}
    _change(issue, (State.SENDING,), {"paused_at": None}, "newsletter.resume", by=by, **found)  # fmt: skip
    transaction.on_commit(send_letters.enqueue)


def _change(issue: Issue, states, values: dict, act: str, *, by, **only) -> None:
    changed = Issue.objects.filter(pk=issue.pk, state__in=states, **only)
    if not changed.update(**values):
        raise Late
    told = {name: value for name, value in values.items() if name != "planned_by"}
    audit.record(act, issue, by=by, after=told)
    issue.refresh_from_db()


def counted(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """Count of each issue the letters that left, wait, came back, or need a person."""
    unsent = Q(letters__sent_at=None, letters__cancelled_at=None)
    handed = Q(letters__handed_at__isnull=False, letters__problem__gt="")
    return issues.annotate(
        sent=Count("letters", filter=Q(letters__sent_at__isnull=False)),
        waiting=Count("letters", filter=unsent & ~handed),
        stuck=Count("letters", filter=unsent & handed),
        failed=Count(
            "letters",
            filter=Q(letters__cancelled_at__isnull=False, letters__problem__gt=""),
        ),
    )
