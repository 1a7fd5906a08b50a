"""Forget a person: what is deleted, what the archive keeps without their name, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts import audit, roles
from contributions import enquiries, intake, seats, threads
from contributions.models import Contribution, Follower, Mailbox, RemovalCase, Visitor
from contributions.own_data.whose import Whose
from contributions.permissions import Actor
from contributions.states import Action, Status
from contributions.workflow.consenting import (
    hide_name,
    items_from,
    take_back_consent,
)
from history.models import Claim, Item, Master


@dataclass(frozen=True)
class Plan:
    """What forgetting would do, counted, for an honest list before the press."""

    deleted: int  # contributions with their files and letters
    files: int
    kept: list[Contribution]  # published ones, which lose the name
    comments: int
    has_account: bool
    is_staff: bool


def plan(whose: Whose) -> Plan:
    """Count what would be deleted and what the archive would keep."""
    gifts = list(
        whose.gifts().select_related("item").annotate(file_count=Count("attachments"))
    )
    going = [gift for gift in gifts if gift.status != Status.PUBLISHED]
    return Plan(
        deleted=len(going),
        files=sum(gift.file_count for gift in going),
        kept=[gift for gift in gifts if gift.status == Status.PUBLISHED],
        comments=whose.comments().count(),
        has_account=whose.account is not None,
        is_staff=whose.account is not None and roles.is_library_staff(whose.account),
    )


@transaction.atomic
def forget(whose: Whose, *, at: datetime | None = None) -> None:
    """Forget a person now. Safe to repeat.

    Effects: what was not published is deleted with its files; what was published
    stays without their name; account, sign-in and private links end. The account of
    a colleague stays, as their decisions need it. Files go after the commit.
    """
    at = at or timezone.now()
    master_ids: set[int] = set()
    comments, cases = list(whose.comments()), list(whose.cases())
    keys = list(whose.gifts().values_list("pk", flat=True))
    visitors = set(
        whose.gifts().exclude(visitor=None).order_by().values_list("visitor", flat=True)
    )
    # Locked in order: a moderator who publishes one now is either before us or too late.
    for gift in (
        Contribution.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
    ):
        if gift.status == Status.PUBLISHED:
            _unname(gift, at=at)
        else:
            master_ids |= set(gift.attachments.values_list("master_id", flat=True))
            gift.delete()
    # Other boxes of a person at the desk keep their name until they are forgotten too.
    Visitor.objects.filter(pk__in=visitors).exclude(boxes__name__gt="").update(
        name="—", email=""
    )
    told = [comment.source_ref for comment in comments]
    Claim.objects.filter(source_ref__in=told).update(credit="")
    for comment in comments:
        if comment.state == comment.State.VISIBLE:
            comment.letters.all().delete()
            type(comment).objects.filter(pk=comment.pk).update(
                author=None, name="—", email="", once="", wants_answers=False
            )
        else:
            threads.take_away(comment)
    RemovalCase.objects.filter(pk__in=[case.pk for case in cases]).update(
        name="", email="", words=""
    )
    Follower.objects.filter(email__in=whose.emails).delete()
    whose.invitations().delete()
    seats.forget(whose.reservations(), at=at)
    enquiries.forget(whose.enquiries())
    Mailbox.objects.filter(address__in=whose.emails).delete()
    account = whose.account
    if account is not None:
        whose.thanks().delete()
        whose.shelves().delete()
        Claim.objects.filter(proposed_by=account).update(proposed_by=None, credit="")
        Item.objects.filter(contributor=account).update(contributor=None)
        Item.history.filter(contributor=account).update(contributor=None)
        if not roles.is_library_staff(account):
            account.delete()
    transaction.on_commit(lambda: intake.forget_unused(sorted(master_ids)))


def _unname(gift: Contribution, *, at: datetime) -> None:
    """Let what was published stay without a word of who gave it."""
    take_back_consent(gift, at=at)
    hide_name(gift, by=Actor(holds=frozenset({gift.pk})))
    names = [gift.name] if gift.name else []
    gift.keys.all().delete()
    gift.uploads.all().delete()
    gift.letters.all().delete()
    gift.messages.all().delete()
    for event in gift.events.all():
        event.note = ""
        if event.action in (Action.SUBMIT, Action.WITHDRAW):
            event.actor = None
        words = event.details.get("words")
        if words:
            words |= {"credit_line": "", "contributor": None}
            if words.get("creator") in names:
                words["creator"] = ""
        event.save(update_fields=["note", "actor", "details"])
    masters = gift.attachments.values_list("master_id", flat=True)
    Master.objects.filter(pk__in=list(masters)).update(original_name="")
    gift.attachments.update(original_name="")
    items = items_from(gift)
    Item.objects.filter(pk__in=items).update(contributor=None)
    Item.history.filter(id__in=items).update(contributor=None)
    Claim.objects.filter(source_ref=gift.reference).update(credit="", proposed_by=None)
    Contribution.objects.filter(pk=gift.pk).update(
        contributor=None, name="", email="", removal_reason="", unread_since=None,
        credit=Contribution.Credit.ANONYMOUS,
    )  # fmt: skip
    audit.record("contribution.forget", gift, by=None, at=at)
