"""Every read rule of the mails: what is due, what is in trouble."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Lower

TO_LIBRARY = ("removal", "case_open", "ask_new")


class LetterQuerySet(models.QuerySet):
    """Mails by whether they are to be sent."""

    def unsent(self) -> "LetterQuerySet":
        """Keep mails that are still to leave."""
        return self.filter(sent_at__isnull=True, cancelled_at__isnull=True)

    def due(self, *, at: datetime) -> "LetterQuerySet":
        """Keep mails whose time has come and that nobody sends at this moment.

        What a killed sender had given to the mail server already may have left: it
        is for a person to decide. Letters to a mailbox that came back wait.
        """
        return (
            self.unsent()
            .filter(
                Q(claimed_until__isnull=True) | Q(claimed_until__lt=at),
                handed_at__isnull=True,
                due_at__lte=at,
            )
            .exclude(Q(_comes_back()) & ~Q(kind__in=TO_LIBRARY))
            .order_by("due_at", "pk")
        )

    def interrupted(self, *, at: datetime) -> "LetterQuerySet":
        """Keep mails whose sender was killed while the mail server took them."""
        return self.unsent().filter(handed_at__isnull=False, claimed_until__lt=at)

    def held_back(self) -> "LetterQuerySet":
        """Keep mails that wait because their mailbox does not work."""
        return self.unsent().filter(_comes_back()).exclude(kind__in=TO_LIBRARY)

    def given_up(self, *, attempts: int) -> "LetterQuerySet":
        """Keep mails that failed so often that nobody tries any more."""
        return self.filter(
            sent_at__isnull=True, cancelled_at__isnull=False, attempts__gte=attempts
        ).exclude(problem="")

    def in_trouble(self, *, attempts: int, at: datetime) -> "LetterQuerySet":
        """Keep mails that a person should look at: failing, given up, or held back."""
        gave_up = Q(cancelled_at__isnull=False, attempts__gte=attempts)
        broken_off = Q(handed_at__isnull=False, claimed_until__lt=at)
        open_trouble = Q(cancelled_at__isnull=True) & (
            ~Q(problem="") | broken_off | Q(_comes_back()) & ~Q(kind__in=TO_LIBRARY)
        )
        return self.filter(sent_at__isnull=True).filter(
            (gave_up & ~Q(problem="")) | open_trouble
        )

    def newest_first(self) -> "LetterQuerySet":
        return self.order_by("-created_at", "-pk")


def _comes_back() -> Exists:
    """Say whether letters to the address of a mail came back."""
    Mailbox = apps.get_model("contributions.Mailbox")

    return Exists(
        Mailbox.objects.filter(
            address=Lower(
                Coalesce(
                    OuterRef("contribution__email"),
                    OuterRef("case__email"),
                    OuterRef("follower__email"),
                    OuterRef("reservation__email"),
                    OuterRef("comment__email"),
                    OuterRef("enquiry__email"),
                    OuterRef("invitation__email"),
                )
            ),
            bounced_at__isnull=False,
        )
    )


class MailboxQuerySet(models.QuerySet):
    """Mailboxes by what we know of them."""

    def of(self, email: str) -> "MailboxQuerySet":
        """Keep the one of this address."""
        return self.filter(address=email.strip().lower())

    def coming_back(self) -> "MailboxQuerySet":
        """Keep those that letters came back from."""
        return self.filter(bounced_at__isnull=False)
