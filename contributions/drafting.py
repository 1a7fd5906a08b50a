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

from contributions import rights, versions
from contributions.models import Attachment, Contribution
from contributions.rights import Reuse, TakenBy
from contributions.states import Status
from history import dates, gazetteer, periods
from history.models import Call, Collection, Item, Place
from news.models import Event

# What cannot be a date whatever the language: worth stopping for. Other words that
# we fail to understand are kept, and a librarian reads them.
IMPOSSIBLE = frozenset(
    {"no_such_day", "no_such_month", "future", "future_day", "reversed"}
)
OF_FILE = ("caption", "date_said", "place_said", "people_said")


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
        date = periods.understand(text, language=language)
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
    call: Call | None = None,
    then_item: Item | None = None,
    occasion: Event | None = None,
    mark: str | None = None,
) -> Contribution:
    """Create a draft; somebody with an account is its contributor at once.

    What answers a call starts with the collection, the place and the time asked for;
    today's photo of an item (`then_item`) starts with the item's place and view, what
    is said of a mark on a picture (its number, "3" or "2-3") with that number. Who told
    the item's story mends it where it stands; the number waits below it. What comes
    from an event (`occasion`) says so, and nothing else is known of it by that.
    """
    contribution = Contribution(
        kind=kind, language=language, about_item=about_item, collection=collection,
        call=call, then_item=then_item, occasion=occasion,
    )  # fmt: skip
    if then_item is not None:
        _start_where(contribution, then_item)
    if call is not None:
        contribution.collection, place = call.collection, place or call.place
        if call.period:
            contribution.date_said = call.period
            date = understand(call.period, language="uk").date
            if date is not None:
                contribution.date_edtf = date.edtf
                contribution.date_earliest = date.earliest
                contribution.date_latest = date.latest
    if place is not None:
        contribution.place, contribution.place_said = place, place.name
        if not contribution.needs_files:
            contribution.about_place = place
    if kind == Contribution.Kind.CORRECTION and about_item:
        contribution.title = about_item.title
        is_own = user is not None and about_item.contributor_id == user.pk
        parts = [
            about_item.story if is_own else "",
            f"{about_mark(mark)}: " if mark else "",
        ]
        contribution.story = "\n\n".join(part for part in parts if part)
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


def _start_where(contribution: Contribution, item: Item) -> None:
    """Stand where somebody stood before: the giver may put the pin elsewhere."""
    contribution.place = item.place
    contribution.place_said = item.place.name if item.place else item.place_said
    contribution.latitude, contribution.longitude = item.latitude, item.longitude
    contribution.bearing, contribution.accuracy = item.bearing, item.accuracy


def about_mark(mark: str) -> str:
    """Say which mark on a picture is meant: "3", or "2-3" on the second picture."""
    picture, _dash, number = mark.rpartition("-")
    if picture:
        words = _("Number %(number)s on picture %(picture)s")
        return words % {"number": number, "picture": picture}
    return _("Number %(number)s on the picture") % {"number": number}


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
    if "date_said" in words:
        date = understand(contribution.date_said, language=contribution.language).date
        contribution.date_edtf = date.edtf[:60] if date else ""
        contribution.date_earliest = date.earliest if date else None
        contribution.date_latest = date.latest if date else None
        changed |= {"date_edtf", "date_earliest", "date_latest"}
    contribution.rights = _rights(contribution, at=at)  # the date counts as well
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


@transaction.atomic
def merge(
    contribution: Contribution, words: Mapping[str, Any], *, built_on: str, user=None
) -> versions.Merged:
    """Keep words that a page was sent with, beside what other pages wrote meanwhile.

    Returns: what was written; what only others changed; and where both wrote something
    else, which stays as it is until somebody chooses. Raises: Closed.
    """
    language = contribution.language
    Contribution.objects.select_for_update().get(pk=contribution.pk)  # one at a time
    contribution.refresh_from_db()
    contribution.language = language
    current = {name: standing(contribution, name) for name in words}
    merged = versions.merge(current, words, versions.read(built_on))
    write(contribution, merged.written, user=user)
    return merged


def standing(contribution: Contribution, name: str) -> Any:
    """Give what a draft holds in a field, a relation as its key."""
    return getattr(contribution, Contribution._meta.get_field(name).attname)


def hold_words_of_files(contribution: Contribution) -> dict[int, dict[str, str]]:
    """Hold a draft, and give what is said of each of its files alone."""
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    rows = contribution.attachments.values("pk", *OF_FILE)
    return {row["pk"]: {name: row[name] for name in OF_FILE} for row in rows}


def merge_of_file(
    attachment: Attachment, words: Mapping[str, str], *, built_on: str, prefix: str
) -> versions.Merged:
    """Bring together what pages wrote of one file alone, as `merge` does for the draft.

    `prefix` stands before the names in `built_on`; the attachment is as it stands now.
    """
    known = versions.read(built_on)
    merged = versions.merge(
        {name: getattr(attachment, name) for name in words},
        words,
        {
            name: known[f"{prefix}-{name}"]
            for name in words
            if f"{prefix}-{name}" in known
        },
    )
    write_of_file(attachment, merged.written)
    return merged


def write_of_file(attachment: Attachment, words: Mapping[str, str]) -> None:
    """Keep what is said of one file alone; call `write` first, which holds the door."""
    changed = {
        name: value
        for name, value in words.items()
        if getattr(attachment, name) != value
    }
    if not changed:
        return
    if "date_said" in changed:
        language = attachment.contribution.language
        date = understand(changed["date_said"], language=language).date
        changed |= {
            "date_edtf": date.edtf[:60] if date else "",
            "date_earliest": date.earliest if date else None,
            "date_latest": date.latest if date else None,
        }
    if "place_said" in changed:
        changed["place_id"] = gazetteer.find(changed["place_said"])
    Attachment.objects.filter(pk=attachment.pk).update(**changed)
    for name, value in changed.items():
        setattr(attachment, name, value)


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
    said = rights.said_by(contribution)
    return rights.work_out(said, today=timezone.localdate(at)).rights
