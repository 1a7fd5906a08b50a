"""What a file looks like: found by the picture, told only to those who may know.

The giver is asked about pictures that every visitor may see. The staff sees likenesses
to hidden items and to what others sent as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from contributions import permissions
from contributions.models import Attachment, Contribution, Resemblance
from contributions.permissions import as_actor
from contributions.states import ANSWERS, Likeness, Status
from history import masters
from history.models import Media

KEPT = 8  # pictures of the archive for each file, and files of others: the nearest
AT_ONCE = 100
FIELD = "likeness-"


class NotYours(Exception):
    """Who is not staff, or gave the file themselves, does not judge it."""


@dataclass(frozen=True)
class SentBefore:
    """The same bytes, sent earlier by the same person."""

    contribution: Contribution
    at: datetime


def catch_up(*, contribution: Contribution | None = None) -> int:
    """Compare files that are prepared and were not compared yet; say how many.

    Found by row state, so `tick` does what nobody came to look at. A few look-ups, so a
    page that shows the files may do it at once.
    """
    waiting = Attachment.objects.uncompared().select_related("master", "contribution")
    if contribution is not None:
        waiting = waiting.filter(contribution=contribution)
    some = list(waiting.defer("master__text", "master__more_pages")[:AT_ONCE])
    if some:
        _compare(some)
    return len(some)


@transaction.atomic
def _compare(attachments: list[Attachment]) -> None:
    alike = masters.near(
        a.master.fingerprint for a in attachments if a.master.fingerprint is not None
    )
    steps = {
        a.pk: dict([*alike.get(a.master.fingerprint, ()), (a.master_id, 0)])
        for a in attachments
    }
    wanted = {pk for found in steps.values() for pk in found}
    media = _by_master(Media.objects.filter(master__in=wanted, page=0).order_by("pk"))
    others = _by_master(
        Attachment.objects.filter(master__in=wanted, item__isnull=True).order_by("pk")
    )
    rows = []
    for attachment in attachments:
        found = sorted(steps[attachment.pk].items(), key=lambda pair: pair[1])
        of_archive = [(one, at) for pk, at in found for one in media.get(pk, ())]
        # Each pair once: from the file that came later.
        of_door = [
            (one, at)
            for pk, at in found
            for one in others.get(pk, ())
            if one.contribution_id != attachment.contribution_id
            and one.pk < attachment.pk
        ]
        rows += [
            Resemblance(attachment=attachment, media=one, distance=at)
            for one, at in of_archive[:KEPT]
        ]
        rows += [
            Resemblance(attachment=attachment, other=one, distance=at)
            for one, at in of_door[:KEPT]
        ]
    Resemblance.objects.bulk_create(rows, ignore_conflicts=True)
    Attachment.objects.filter(pk__in=[a.pk for a in attachments]).update(
        compared_at=timezone.now()
    )


def _by_master(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.master_id].append(row)
    return found


def asked_about(contribution: Contribution) -> dict[int, Resemblance]:
    """Give the nearest published look-alike of each file, by the key of the file."""
    found: dict[int, Resemblance] = {}
    rows = (
        Resemblance.objects.for_contributor()
        .filter(attachment__contribution=contribution)
        .select_related("media__item", "attachment__master")
        .defer("attachment__master__text", "attachment__master__more_pages")
        .nearest_first()
    )
    for row in rows:
        found.setdefault(row.attachment_id, row)
    return found


def sent_before(contribution: Contribution, *, by) -> dict[int, SentBefore]:
    """Find files that the same person sent already, by the key of the file here.

    Exact: the same bytes. Other people's things are never looked at.
    """
    mine = dict(contribution.attachments.values_list("master_id", "pk"))
    earlier = (
        Attachment.objects.sent_before_by(as_actor(by), contribution)
        .filter(master__in=mine)
        .select_related("contribution")
        .order_by("created_at", "pk")
    )
    found: dict[int, SentBefore] = {}
    for one in earlier:
        # Of two drafts the earlier file is the first one.
        if one.pk < mine[one.master_id]:
            found.setdefault(
                mine[one.master_id], SentBefore(one.contribution, one.created_at)
            )
    return found


def take_answers(contribution: Contribution, data: Mapping[str, str]) -> int:
    """Keep what a giver says about look-alikes in a form; say how many are new.

    Only questions that were asked count; anything else in the form is passed over. The
    answer may change until the library decides.
    """
    if contribution.status not in (Status.DRAFT, Status.SUBMITTED, Status.NEEDS_INFO):
        return 0
    kept = 0
    for resemblance in asked_about(contribution).values():
        answer = data.get(f"{FIELD}{resemblance.pk}", "")
        if answer in ANSWERS and answer != resemblance.answer:
            resemblance.answer, resemblance.answered_at = answer, timezone.now()
            resemblance.save(update_fields=["answer", "answered_at"])
            kept += 1
    return kept


@transaction.atomic
def judge(
    resemblance: Resemblance, *, verdict: str, by, at: datetime | None = None
) -> Resemblance:
    """Record what the staff finds; earlier findings stay in the history of the row.

    Raises: NotYours; ValueError for a verdict that does not exist.
    """
    actor = as_actor(by)
    files = [resemblance.attachment, resemblance.other]
    if not all(
        permissions.may_moderate(actor, file.contribution) for file in files if file
    ):
        raise NotYours
    earlier = resemblance.verdict
    resemblance.verdict = Likeness(verdict)
    resemblance.verdict_by, resemblance.verdict_at = actor.account, at or timezone.now()
    resemblance._history_user = actor.account
    resemblance.save(update_fields=["verdict", "verdict_by", "verdict_at"])
    audit.record(
        "contribution.judge", resemblance.attachment.contribution, by=actor.account,
        before={"likeness": earlier}, after={"likeness": verdict}, at=at,
    )  # fmt: skip
    return resemblance
