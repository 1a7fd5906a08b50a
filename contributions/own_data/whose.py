"""What belongs to one person: by account, or by an address that they have proven."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from contributions.models import (
    Comment,
    Contribution,
    Enquiry,
    Follow,
    Invitation,
    RemovalCase,
    Reservation,
    Thanks,
)
from history.models import Shelf


@dataclass(frozen=True)
class Whose:
    """A person as we know them: an account, proven addresses, or both."""

    account: Any = None
    emails: frozenset[str] = frozenset()
    pks: frozenset[int] = frozenset()  # gifts held by a link whose address is unproven

    def gifts(self) -> QuerySet[Contribution]:
        """Everything they gave, drafts as well."""
        mine = Q(pk__in=self.pks)
        if self.emails:
            mine |= Q(email__in=self.emails, email_proven_at__isnull=False)
        if self.account is not None:
            mine |= Q(contributor=self.account)
        return Contribution.objects.filter(mine).order_by("pk")

    def comments(self) -> QuerySet[Comment]:
        """What they wrote under items and posts."""
        mine = Q(email__in=self.emails)
        if self.account is not None:
            mine |= Q(author=self.account)
        return Comment.objects.filter(mine).order_by("pk")

    def thanks(self) -> QuerySet[Thanks]:
        """What they said thank you for; without an account nobody knows who did."""
        said = Thanks.objects.select_related("item").order_by("pk")
        return said.filter(account=self.account) if self.account else said.none()

    def shelves(self) -> QuerySet[Shelf]:
        """What they keep for themselves; without an account it is in their browser."""
        kept = Shelf.objects.order_by("number")
        return kept.filter(owner=self.account) if self.account else kept.none()

    def follows(self) -> QuerySet[Follow]:
        """What they follow by mail."""
        mine = Follow.objects.select_related("follower").order_by("pk")
        return mine.filter(follower__email__in=self.emails)

    def reservations(self) -> QuerySet[Reservation]:
        """The seats they reserved at events."""
        mine = Reservation.objects.select_related("event").order_by("pk")
        return mine.filter(email__in=self.emails)

    def enquiries(self) -> QuerySet[Enquiry]:
        """What they asked a librarian, once the address was proven."""
        mine = Enquiry.objects.counted().order_by("pk")
        return mine.filter(email__in=self.emails)

    def invitations(self) -> QuerySet[Invitation]:
        """Where the library asked them to write."""
        return Invitation.objects.filter(email__in=self.emails).order_by("pk")

    def cases(self) -> QuerySet[RemovalCase]:
        """What they wanted removed."""
        mine = Q(email__in=self.emails, opened_at__isnull=False)
        mine |= Q(contribution__in=self.gifts())
        return RemovalCase.objects.filter(mine).order_by("pk")


def of_gift(gift: Contribution) -> Whose:
    """Say whose a contribution is; an address that was only typed proves nothing."""
    emails = {gift.email.lower()} if gift.email and gift.email_proven_at else set()
    account = gift.contributor
    if account is not None:
        emails |= _proven(account)
    return Whose(account, frozenset(emails), frozenset({gift.pk}))


def of_account(account) -> Whose:
    """Say what belongs to an account."""
    return Whose(account, frozenset(_proven(account)))


def _proven(account) -> set[str]:
    rows = account.emailaddress_set.filter(verified=True)
    return {email.lower() for email in rows.values_list("email", flat=True)}
