"""The rule of trust: after enough good contributions small ones are published at once.

A random share of them is still reviewed first; a fault doubles the share, and time
halves it again. The person reads the same rule that the staff reads.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions import sanctions
from contributions.models import Comment, Contribution, SpotCheck
from contributions.states import Reason, Status
from history import differences
from history.models import Item

FAULTS = (Reason.RIGHTS, Reason.PERSONAL)
"""Reasons that are somebody's fault; a duplicate or a weak picture is not."""
MEMORY = timedelta(days=365)
SMALL_LETTERS = 3000
SLIP_LETTERS = 60


@dataclass(frozen=True)
class Standing:
    """What is known about one person, and what follows from it."""

    clean: int
    faults: int
    forbidden: bool = False

    @property
    def is_trusted(self) -> bool:
        """Whether small things of this person are published at once."""
        return (
            settings.TRUST_AFTER > 0
            and self.clean >= settings.TRUST_AFTER
            and self.percent < 100
            and not self.forbidden
        )

    @property
    def percent(self) -> int:
        """How many of a hundred are reviewed first."""
        return min(100, settings.TRUST_SAMPLE_PERCENT * 2**self.faults)

    @property
    def missing(self) -> int:
        """How many good contributions are missing."""
        return max(0, settings.TRUST_AFTER - self.clean)

    def in_words(self) -> str:
        """Say the rule and where the person stands, as they and the staff read it."""
        if settings.TRUST_AFTER <= 0:
            return _("A librarian reads everything before it is published.")
        if self.is_trusted:
            return ngettext(
                "Short memories, comments and small changes of your own published words "
                "appear at once; %(percent)s in a hundred is read by a librarian first.",
                "Short memories, comments and small changes of your own published words "
                "appear at once; %(percent)s in a hundred are read by a librarian first.",
                self.percent,
            ) % {"percent": self.percent}
        if self.missing:
            return ngettext(
                "A librarian reads everything first. After %(n)s more good contribution "
                "short memories and comments will appear at once.",
                "A librarian reads everything first. After %(n)s more good contributions "
                "short memories and comments will appear at once.",
                self.missing,
            ) % {"n": self.missing}
        return _("A librarian reads everything first, because something went wrong.")


def standing_of(contribution: Contribution, *, at: datetime | None = None) -> Standing:
    """Work out how the giver of a contribution stands, in three queries at most."""
    at = at or timezone.now()
    theirs = Contribution.objects.of_one_person(contribution).exclude(
        pk=contribution.pk
    )
    return _standing(theirs, sanctions.against_giver(contribution), at=at)


def standing_of_account(user, *, at: datetime | None = None) -> Standing:
    """Work out how a person with an account stands; a hidden comment is a fault."""
    at = at or timezone.now()
    theirs = Contribution.objects.filter(contributor=user)
    forbidden = sanctions.against("upload", account=user, email=user.email)
    standing = _standing(theirs, forbidden, at=at)
    hidden = Comment.objects.filter(
        author=user, state=Comment.State.HIDDEN, decided_at__gte=at - MEMORY
    )
    return replace(standing, faults=standing.faults + hidden.count())


def _standing(theirs, forbidden, *, at: datetime) -> Standing:
    since = at - MEMORY
    rows = theirs.filter(decided_at__isnull=False, status__in=Status.values)
    faults = rows.filter(decided_at__gte=since, status=Status.SPAM).count()
    faults += (
        rows.filter(
            decided_at__gte=since,
            status=Status.DECLINED,
            events__action="decline",
            events__details__reason__in=FAULTS,
        )
        .distinct()
        .count()
    )
    checks = SpotCheck.objects.filter(contribution__in=theirs)
    at_fault = checks.filter(is_fault=True, checked_at__gte=since).count()
    published = rows.filter(status=Status.PUBLISHED).exclude(item__status="removed")
    clean = published.exclude(spot_check__is_fault=True).count()
    return Standing(
        clean=clean, faults=faults + at_fault, forbidden=forbidden is not None
    )


def is_small(contribution: Contribution) -> bool:
    """Say whether the rule may publish this: a short memory, a slip in one's own words."""
    return is_short_memory(contribution) or is_slip(contribution)


def is_slip(contribution: Contribution) -> bool:
    """Say whether somebody mends a few letters of their own published words."""
    item = contribution.about_item
    if (
        contribution.kind != Contribution.Kind.CORRECTION
        or item is None
        or contribution.contributor_id is None
        or item.contributor_id != contribution.contributor_id
        or item.status != Item.Status.PUBLISHED
        or item.language != contribution.language
    ):
        return False
    changed = differences.letters_changed(item.title, contribution.title)
    changed += differences.letters_changed(item.story, contribution.story)
    said = (
        contribution.date_said, contribution.place_said, contribution.people_said,
    )  # fmt: skip
    return (
        0 < changed <= SLIP_LETTERS
        and bool(contribution.title.strip() and contribution.story.strip())
        and has_link(contribution.story) == has_link(item.story)
        and not has_link(contribution.title)
        and not any(words.strip() for words in said)
        and contribution.place_id is None
        and contribution.latitude is None
        and not contribution.attachments.exists()
    )


def is_short_memory(contribution: Contribution) -> bool:
    """Say whether this is a short memory in words alone.

    What answers a call waits for a moderator, unless the call says otherwise.
    """
    words = f"{contribution.title} {contribution.story}"
    return (
        contribution.kind == Contribution.Kind.MEMORY
        and contribution.audience == Contribution.Audience.PUBLIC
        and len(words) <= SMALL_LETTERS
        and not has_link(words)
        and contribution.embargo_until is None
        and not contribution.people_said.strip()
        and not contribution.attachments.exists()
        and (contribution.call is None or contribution.call.takes_at_once)
    )


def has_link(words: str) -> bool:
    """Tell whether words carry the address of a page."""
    return "http" in words.lower() or "www." in words.lower()


def is_drawn(standing: Standing) -> bool:
    """Let the lot say whether something is read before it is shown."""
    return secrets.randbelow(100) < standing.percent


def draw(contribution: Contribution, *, at: datetime) -> SpotCheck | None:
    """Decide by lot, once, whether a small thing of a trusted person is reviewed first.

    Call inside the transaction that submits; None where the rule does not apply.
    """
    if not is_small(contribution):
        return None
    standing = standing_of(contribution, at=at)
    if not standing.is_trusted:
        return None
    check, _created = SpotCheck.objects.get_or_create(
        contribution=contribution,
        defaults={
            "percent": standing.percent, "is_drawn": is_drawn(standing), "created_at": at,
        },
    )  # fmt: skip
    return check
