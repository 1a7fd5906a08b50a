"""A draft from its first moment on: begin it, keep its words, understand them.

Writes words only; a status is for the workflow to change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import gazetteer, rights
from contributions.models import Contribution
from contributions.rights import Reuse, TakenBy
from contributions.states import Status
from history import dates
from history.models import Collection, Item, Place

# What cannot be a date whatever the language: worth stopping for. Other words that
# we fail to understand are kept, and a librarian reads them.
IMPOSSIBLE = frozenset(
    {"no_such_day", "no_such_month", "future", "future_day", "reversed"}
)


class Closed(Exception):
    """The contribution is no longer a draft, so its words stay as they are."""


@dataclass(frozen=True)
class Understood:
    """What we made of somebody's words about a time."""

    date: Any = None
    sentence: str = ""
    is_impossible: bool = False

    @property
    def is_date(self) -> bool:
        return self.date is not None


def understand(text: str, *, language: str) -> Understood:
    """Say in a sentence what a date in free words means to us, or why it cannot be."""
    if not text.strip():
        return Understood()
    try:
        date = dates.parse(text, language=language)
    except dates.NotADate as refusal:
        if refusal.code in IMPOSSIBLE:
            return Understood(None, refusal.sentence(language), True)
        return Understood(
            None,
            _(
                "We keep your words as they are, and a librarian will read them. If you "
                "like, add a year, even a rough one: “early 60s”."
            ),
        )
    if not date:
        return Understood(date, _("That is fine: perhaps somebody will recognise it."))
    words = date.understood(language)
    return Understood(date, _("We understood: %(date)s.") % {"date": words})


def begin(
    kind: str,
    *,
    language: str,
    user=None,
    about_item: Item | None = None,
    place: Place | None = None,
    collection: Collection | None = None,
) -> Contribution:
    """Create a draft; somebody with an account is its contributor at once."""
    contribution = Contribution(
        kind=kind, language=language, about_item=about_item, collection=collection
    )
    if place is not None:
        contribution.place, contribution.place_said = place, place.name
        if not contribution.needs_files:
            contribution.about_place = place
    if kind == Contribution.Kind.CORRECTION and about_item:
        contribution.title = about_item.title
    if not contribution.needs_files:
        contribution.taken_by = TakenBy.ME  # who writes the words is their author
        contribution.reuse = Reuse.ASK
        contribution.rights = _rights(contribution, at=timezone.now())
    if user is not None:
        contribution.contributor = user
        contribution.name = user.display_name
        contribution.email = user.email.lower()
        if is_proven_by(user, contribution.email):
            contribution.email_proven_at = timezone.now()
    contribution.save()
    return contribution


@transaction.atomic
def write(
    contribution: Contribution,
    words: Mapping[str, Any],
    *,
    user=None,
    at: datetime | None = None,
) -> Contribution:
    """Keep words of a draft, and what we understand of them in its language.

    Effects: with another e-mail address the old one's private links die and the new
    one has to be proven. Raises: Closed.
    """
    at = at or timezone.now()
    for name, value in words.items():
        setattr(contribution, name, value)
    changed = {*words, "rights", "touched_at", "language"}
    contribution.touched_at = at
    contribution.rights = _rights(contribution, at=at)
    if "date_said" in words:
        date = understand(contribution.date_said, language=contribution.language).date
        contribution.date_edtf = date.edtf[:60] if date else ""
        contribution.date_earliest = date.earliest if date else None
        contribution.date_latest = date.latest if date else None
        changed |= {"date_edtf", "date_earliest", "date_latest"}
    if "place_said" in words:
        contribution.place_id = gazetteer.find(contribution.place_said)
        changed.add("place")
    if "email" in words:
        changed |= _change_address(contribution, user=user, at=at)
    values = {name: getattr(contribution, name) for name in changed - {"place"}}
    if "place" in changed:
        values["place_id"] = contribution.place_id
    kept = Contribution.objects.filter(pk=contribution.pk, status=Status.DRAFT).update(
        **values
    )
    contribution.refresh_from_db()
    if not kept:
        raise Closed
    return contribution


def _change_address(contribution: Contribution, *, user, at: datetime) -> set[str]:
    contribution.email = contribution.email.strip().lower()
    before = Contribution.objects.values_list("email", flat=True).get(
        pk=contribution.pk
    )
    if contribution.email == before:
        return set()
    contribution.keys.filter(revoked_at__isnull=True).update(revoked_at=at)
    contribution.letters.filter(
        sent_at__isnull=True, cancelled_at__isnull=True, claimed_until__isnull=True
    ).update(cancelled_at=at)
    contribution.sent_at = None
    contribution.email_proven_at = (
        at if user is not None and is_proven_by(user, contribution.email) else None
    )
    return {"sent_at", "email_proven_at"}


def is_proven_by(user, email: str) -> bool:
    """Say whether this account has shown that the address is its own."""
    return user.emailaddress_set.filter(verified=True, email__iexact=email).exists()


def _rights(contribution: Contribution, *, at: datetime) -> str:
    return rights.statement(
        taken_by=contribution.taken_by,
        reuse=contribution.reuse,
        died_year=contribution.author_died_year,
        today=timezone.localdate(at),
    )
