"""The versions of posts and events: written down with each act, compared, put back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User, display_name
from news import saying, states
from news.models import Revision
from news.written import Written, name_of, pointing_at, word_of

ON_PAGE = 20
PUBLISHED, DRAFT = OWN_REASONS = "published", "draft"
"""Acts that change no words; the reader's language says them."""


class Overtaken(Exception):
    """Somebody changed it after the page was shown."""


@dataclass(frozen=True)
class Version:
    """One act: who did it, when, why, and what it changed."""

    number: int
    at: datetime
    who: str
    reason: str
    changes: list[saying.Change]
    is_first: bool
    is_current: bool


def of(thing: Written) -> "models.QuerySet[Revision]":
    """Give the versions of a thing, the latest first."""
    return Revision.objects.filter(**pointing_at(thing))


def latest(thing: Written) -> Revision | None:
    return of(thing).order_by("-pk").first()


def locked(thing: Written) -> Written:
    """Read a thing anew and let nobody else write it until the transaction ends."""
    found: Written = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    return found


def begin(thing: Written) -> None:
    """Note what a thing said before its first noted change; call before saving."""
    if not of(thing).exists():
        before = type(thing)._base_manager.get(pk=thing.pk)
        Revision.objects.create(
            **pointing_at(thing), at=before.updated_at, state=states.taken(before)
        )


def record(
    thing: Written, *, by: User | None, reason: str = "", form_key: str = ""
) -> Revision | None:
    """Note what a thing says now; None where that is what it said before."""
    last, state = latest(thing), states.taken(thing)
    if last is not None and states.are_same(last.state, state):
        return None
    if form_key and Revision.objects.filter(form_key=form_key).exists():
        form_key = ""  # a form that its browser went back to
    return Revision.objects.create(
        **pointing_at(thing), by=by, at=timezone.now(), reason=reason[:200],
        state=state, form_key=form_key,
    )  # fmt: skip


def versions(
    thing: Written, *, before: int | None = None, most: int = ON_PAGE
) -> list[Version]:
    """Give the latest acts first; a few queries, however many there are."""
    found = of(thing).select_related("by").order_by("-pk")
    newest = found.values_list("pk", flat=True).first()
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: most + 1])
    words = saying.Words(type(thing), [row.state for row in rows])
    return [
        Version(
            number=row.pk,
            at=row.at,
            who=who(row),
            reason=reason_of(row),
            changes=words.changes(rows[place + 1].state, row.state)
            if place + 1 < len(rows)
            else [],
            is_first=place + 1 == len(rows) and len(rows) <= most,
            is_current=row.pk == newest,
        )
        for place, row in enumerate(rows[:most])
    ]


def url(thing: Written) -> str:
    """Give the page of the versions of a thing."""
    return reverse("news:versions", args=[word_of(thing), thing.pk])


def who(revision: Revision) -> str:
    """Name who made a version."""
    return display_name(revision.by) if revision.by else _("The library")


def reason_of(revision: Revision) -> str:
    """Give the reason in the reader's language where the site itself wrote it."""
    own = {PUBLISHED: _("published"), DRAFT: _("made a draft again")}
    return own.get(revision.reason, revision.reason)


def between(thing: Written, first: int, second: int) -> list[saying.Change] | None:
    """Say what differs between two versions; None where one is not of this thing."""
    found = of(thing).in_bulk([first, second])
    if first not in found or second not in found:
        return None
    before, after = found[first].state, found[second].state
    return saying.Words(type(thing), [before, after]).changes(before, after)


@transaction.atomic
def restore(
    thing: Written, number: int, *, by: User, reason: str, seen: int | None
) -> Revision | None:
    """Put back the words of a version; where and whether it is public stays.

    Raises: Overtaken where the version that stands is not the one that was `seen`;
    Revision.DoesNotExist.
    """
    thing = locked(thing)
    last = latest(thing)
    if last is None or last.pk != seen:
        raise Overtaken
    wanted = of(thing).get(pk=number)
    begin(thing)
    before = states.taken(thing)
    states.put(thing, wanted.state)
    made = record(thing, by=by, reason=reason)
    changed = audit.changes(before, states.taken(thing))
    audit.record(
        f"{name_of(thing)}.restore", thing, by=by, note=reason,
        before=_short(changed["before"]), after=_short(changed["after"]),
    )  # fmt: skip
    return made


def _short(values: dict[str, Any]) -> dict[str, Any]:
    """Keep long texts out of the audit: the versions have them."""
    return {
        name: value if len(str(value)) <= 200 else f"{str(value)[:200]}…"
        for name, value in values.items()
    }
