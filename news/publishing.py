"""Publish a post or an event, and make it a draft again: each with version and audit."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from news import reviewing, revising
from news.models import Post
from news.written import Written, name_of


@transaction.atomic
def publish(thing: Written, *, by: User, at: datetime | None = None) -> bool:
    """Make a draft public now. Safe to repeat: what has its moment keeps it.

    Raises: reviewing.Unread where a colleague has to read it first.
    """
    thing = revising.locked(thing)
    if thing.published_at is not None:
        return False
    if isinstance(thing, Post):
        reviewing.check(thing, by=by)
    revising.begin(thing)
    thing.published_at = at or timezone.now()
    _save(thing, by=by, reason=revising.PUBLISHED, verb="publish")
    return True


@transaction.atomic
def unpublish(thing: Written, *, by: User) -> bool:
    """Make it a draft again. Safe to repeat.

    An event goes out of the calendars; who holds a seat is found and told by the clock.
    """
    thing = revising.locked(thing)
    if thing.published_at is None:
        return False
    revising.begin(thing)
    thing.published_at = None
    _save(thing, by=by, reason=revising.DRAFT, verb="unpublish")
    return True


def _save(thing: Written, *, by: User, reason: str, verb: str) -> None:
    thing.save()
    revising.record(thing, by=by, reason=reason)
    audit.record(
        f"{name_of(thing)}.{verb}", thing, by=by,
        after={"published_at": thing.published_at},
    )  # fmt: skip
