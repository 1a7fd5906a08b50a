"""What a person takes back without taking the gift back: the consent, the name."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contributions import permissions
from contributions.models import Consent, Contribution
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow.refusals import NotAllowed
from history import withholding
from history.models import Claim, Item
from history.names import credit


def take_back_consent(
    contribution: Contribution, *, at: datetime | None = None
) -> Consent | None:
    """Record that the consent given last is taken back; once, and only if there is one."""
    last = contribution.consents.order_by("-pk").first()
    if last is None or last.is_withdrawal:
        return None
    return Consent.objects.create(
        contribution=contribution,
        version=last.version,
        text=last.text,
        sha256=last.sha256,
        language=last.language,
        choices=last.choices,
        is_withdrawal=True,
        given_at=at or timezone.now(),
    )


@transaction.atomic
def hide_name(contribution: Contribution, *, by) -> Contribution:
    """Name the giver nowhere from now on: in what is published, and in what may be.

    Raises: NotAllowed.
    """
    if not permissions.is_owner(as_actor(by), contribution):
        raise NotAllowed
    spelled = {credit(contribution.name, way) for way in ("name", "initials")} - {""}
    Contribution.objects.filter(pk=contribution.pk).update(
        credit=Contribution.Credit.ANONYMOUS
    )
    Claim.objects.filter(source_ref=contribution.reference).update(credit="")
    for item in Item.objects.filter(pk__in=items_from(contribution)).order_by("pk"):
        withholding.forget_name(item, spelled)
    contribution.refresh_from_db()
    return contribution


def items_from(contribution: Contribution) -> list[int]:
    """List the items in which something of a contribution is, made by it or extended."""
    rows = contribution.attachments.exclude(item=None)
    keys = set(rows.values_list("item", flat=True))
    event = contribution.events.filter(after=Status.PUBLISHED).order_by("-pk").first()
    keys |= set(event.details.get("items", [])) if event else set()
    return sorted(keys | ({contribution.item_id} - {None}))
