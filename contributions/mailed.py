"""How letters stand, in words for the staff: in the list of all, and beside a contribution."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import notifications
from contributions.models import Contribution, Letter, Mailbox

ABOUT_ONE = 20


def with_mailbox(found: QuerySet) -> QuerySet:
    """Add `comes_back`: letters to this mailbox are returned."""
    boxes = Mailbox.objects.coming_back().filter(
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
        )
    )
    return found.annotate(comes_back=Exists(boxes))


def rows_of(letters: list[Letter], *, user: Any, at: datetime) -> list[dict]:
    """Prepare letters for a list; of a draft nothing is told but that it waits."""
    may_open = set(
        Contribution.objects.for_staff(user)
        .filter(pk__in=[one.contribution_id for one in letters if one.contribution_id])
        .values_list("pk", flat=True)
    )
    sees_contact = user.has_perm("contributions.view_contact")
    rows = []
    for letter in letters:
        url, name = "", _("A contribution that was not sent yet")
        is_open = letter.contribution_id in may_open
        if letter.case is not None:
            url, name = letter.case.get_desk_url(), letter.case.item.reference
            is_open = True
        elif letter.issue_id:
            name = _("A reader of the weekly letter")
        elif letter.follower_id:
            name = _("Somebody who follows a part of the archive")
        elif letter.reservation_id:
            name = _("Somebody who reserves a seat at an event")
        elif letter.invitation_id:
            name = _("A guest who is invited to write")
        elif letter.comment_id:
            name = _("Somebody who wrote a comment")
        elif letter.enquiry_id:
            name = _("Somebody who asked a librarian")
            url = reverse("contributions:enquiry", args=[letter.enquiry.reference])
        elif is_open:
            url = reverse("contributions:review", args=[letter.contribution.reference])
            name = letter.contribution.title or letter.contribution.reference
        to = letter.address if sees_contact and is_open else ""
        rows.append(
            {
                "letter": letter,
                "name": name,
                "url": url,
                "to": _("to the library") if letter.is_to_library else to,
                **state_of(letter, at=at),
            }
        )
    return rows


def state_of(letter: Letter, *, at: datetime) -> dict:
    """Say in words how a letter stands, and whether it can be tried again.

    Shape: words, tone, can_retry, comes_back.
    """
    comes_back = bool(getattr(letter, "comes_back", False)) and not letter.is_to_library
    tone, can_retry = "quiet", False
    if letter.sent_at:
        words, tone = _("left"), "good"
    elif letter.problem == notifications.NOT_WANTED:
        words = _("not sent: the person switched these letters off")
    elif letter.problem == notifications.NO_ADDRESS:
        words = _("not sent: the person came to the desk and gave no address")
    elif letter.cancelled_at and not letter.problem:
        words = _("taken back before it left")
    elif letter.cancelled_at:
        words, tone, can_retry = _("given up after many tries"), "bad", True
    elif letter.handed_at and letter.claimed_until and letter.claimed_until < at:
        words, tone = _("broken off while it was sent: perhaps it left"), "bad"
        can_retry = True
    elif letter.claimed_until and letter.claimed_until >= at:
        words = _("being sent")
    elif comes_back:
        words, tone = _("waits: the mailbox does not take letters"), "bad"
    elif letter.problem:
        words, tone, can_retry = _("failed, and is tried again"), "ask", True
    else:
        words, tone = _("waits for its time"), "wait"
    return {
        "words": words,
        "tone": tone,
        "can_retry": can_retry,
        "comes_back": comes_back,
    }


def about(contribution: Contribution) -> list[dict]:
    """Prepare the letters about one contribution, the newest first."""
    at = timezone.now()
    found = with_mailbox(Letter.objects.filter(contribution=contribution))
    return [
        {"letter": one, "name": "", "url": "", "to": "", **state_of(one, at=at)}
        for one in found.newest_first()[:ABOUT_ONE]
    ]
