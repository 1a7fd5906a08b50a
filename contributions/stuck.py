"""Everything that waits for an administrator: files of the archive and mails of ours."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from contributions import notifications
from contributions.models import Attachment, Contribution, Letter
from history import stuck as archive
from history.stuck import Stuck, Words

A_PAGE = 100
COUNT_KEY = "stuck:count"
COUNTED_FOR = 60  # seconds

LETTER = Words(
    _("A mail could not be sent, although we tried eight times."),
    _("The person does not know yet what the library wrote."),
    _("Does the mail server work? Then try again. Else write or call by another way."),
)


CARE = "history.care_for_files"


def may_care(user: Any) -> bool:
    """Say whether this person sees what is stuck and may try it again."""
    return user.has_perm(CARE)


def letters() -> QuerySet[Letter]:
    """Give the mails that were given up."""
    return Letter.objects.given_up(attempts=notifications.MAX_ATTEMPTS).order_by("pk")


SOURCES = {
    "original": archive.originals,
    "public": archive.shown_files,
    "tiles": archive.without_tiles,
    "aligned": archive.unaligned,
    "letter": letters,
}


def count() -> int:
    """Count what is stuck, at most a minute old: every staff page shows it."""
    known = cache.get(COUNT_KEY)
    if known is None:
        known = sum(source().count() for source in SOURCES.values())
        cache.set(COUNT_KEY, known, COUNTED_FOR)
    return known


def listed() -> list[Stuck]:
    """Give what is stuck, for a page."""
    return [*archive.listed(at_most=A_PAGE), *_letters()]


def _letters() -> Iterator[Stuck]:
    for letter in letters().select_related("contribution", "case")[:A_PAGE]:
        about = letter.contribution or letter.case
        name = about.reference if about else letter.get_kind_display()
        yield Stuck("letter", letter, name, letter.created_at, LETTER)


def contributions_of(found: list[Stuck], *, user: Any) -> dict[tuple, Contribution]:
    """Find the contributions behind what is stuck: only what a moderator may open.

    Shape: (kind, row number) → contribution. Drafts stay with their owner.
    """
    may_open = Contribution.objects.for_staff(user)
    wanted = [one.row.pk for one in found if one.kind == "original"]
    attached = Attachment.objects.filter(master__in=wanted, contribution__in=may_open)
    known = {
        ("original", one.master_id): one.contribution
        for one in attached.select_related("contribution").order_by("-pk")
    }
    letters = {one.row.pk: one.row for one in found if one.kind == "letter"}
    of_letters = may_open.filter(letters__in=letters).distinct()
    by_pk = {contribution.pk: contribution for contribution in of_letters}
    return known | {
        ("letter", pk): by_pk[letter.contribution_id]
        for pk, letter in letters.items()
        if letter.contribution_id in by_pk
    }


@transaction.atomic
def try_again(kind: str, row: Model, *, by: Any) -> None:
    """Let it be done once more, and write down who asked for it."""
    if kind == "letter":
        notifications.send_again(row)
    else:
        archive.try_again(kind, row)
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, "try again", single_object=True)
    cache.delete(COUNT_KEY)


def try_all_again(*, by: Any) -> int:
    """Let everything that is stuck be done once more; say how many that were."""
    done = 0
    for kind, source in SOURCES.items():
        for row in source().iterator(200):
            try_again(kind, row, by=by)
            done += 1
    return done
