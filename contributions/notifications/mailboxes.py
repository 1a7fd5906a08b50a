"""What is known of an address: whether letters come back, which ones are wanted."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from contributions.models import Letter, Mailbox, Message

OPTIONAL = (Letter.Kind.ARRIVED, Letter.Kind.PUBLISHED)
"""Letters that a person may do without; all others carry a link, a reason or a question."""


@transaction.atomic
def came_back(letter: Letter, *, problem: str, at: datetime) -> Mailbox:
    """Note that the mail server of an address refuses letters; the others wait now.

    Effects: a note for the staff in the thread of the contribution.
    """
    address = letter.address.strip().lower()
    box, __ = Mailbox.objects.get_or_create(address=address)
    is_news = Mailbox.objects.filter(pk=box.pk, bounced_at__isnull=True).update(
        bounced_at=at, problem=problem[:200]
    )
    if is_news and letter.contribution is not None:
        with override(settings.LANGUAGE_CODE):
            told = _(
                "Our letter “%(kind)s” came back: the mailbox does not take letters. "
                "Further letters wait. Is there another way to reach the person?"
            ) % {"kind": letter.get_kind_display()}
        Message.objects.create(
            contribution=letter.contribution, is_from_library=True, is_staff_only=True,
            body=told, created_at=at,
        )  # fmt: skip
    box.refresh_from_db()
    return box


def works_again(email: str) -> bool:
    """Note that an address takes letters; what waited for it leaves with the next tick."""
    return bool(
        Mailbox.objects.of(email).coming_back().update(bounced_at=None, problem="")
    )


def wants(email: str, kind: str) -> bool:
    """Say whether an address wants letters of this kind."""
    if kind not in OPTIONAL or not email:
        return True
    unwanted = Mailbox.objects.of(email).values_list("unwanted", flat=True).first()
    return kind not in (unwanted or [])


@transaction.atomic
def choose(email: str, *, wanted: set[str]) -> Mailbox:
    """Keep which of the optional letters an address wants."""
    box, __ = Mailbox.objects.get_or_create(address=email.strip().lower())
    box.unwanted = [kind for kind in OPTIONAL if kind not in wanted]
    box.save(update_fields=["unwanted"])
    return box


def wanted_by(email: str) -> set[str]:
    """List the optional kinds that an address wants."""
    unwanted = Mailbox.objects.of(email).values_list("unwanted", flat=True).first()
    return {str(kind) for kind in OPTIONAL} - set(unwanted or [])
