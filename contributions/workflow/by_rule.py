"""What the rule of trust publishes by itself, and how it is looked at afterwards."""

import logging
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from contributions import permissions, trust
from contributions.models import Contribution, SpotCheck
from contributions.permissions import Actor, as_actor
from contributions.states import Status
from contributions.wording import described
from contributions.workflow.deciding import publish
from contributions.workflow.refusals import NotAllowed, Refusal, WrongState
from contributions.workflow.table import refuse_own
from contributions.workflow.taking import Taken
from history import revisions
from history.publishing import NotReady

logger = logging.getLogger(__name__)
ADDRESS = "rule-of-trust@mistok.invalid"
A_TURN = 50


def rule() -> Actor:
    """Give the account in whose name the rule decides: nobody can sign in with it."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("the rule of trust")
    account, _made = get_user_model().objects.get_or_create(
        email=ADDRESS, defaults={
            "display_name": name, "is_active": False, "password": make_password(None),
        },
    )  # fmt: skip
    return Actor(user=account, is_rule=True)


def publish_due(*, at: datetime | None = None) -> int:
    """Publish what the lot let through; safe to repeat, one failure stops no other."""
    at = at or timezone.now()
    due = SpotCheck.objects.filter(
        is_drawn=False, published_at__isnull=True, checked_at__isnull=True,
        contribution__status=Status.SUBMITTED,
    ).exclude(contribution__call__takes_at_once=False).select_related(
        "contribution__about_item", "contribution__place", "contribution__call__collection"
    )  # fmt: skip
    done = 0
    for check in due.order_by("pk")[:A_TURN]:
        try:
            done += _publish(check, at=at)
        except (Refusal, NotReady) as refusal:
            logger.info("the rule left %s for review: %s", check.pk, refusal)
    return done


@transaction.atomic
def _publish(check: SpotCheck, *, at: datetime) -> int:
    taken = SpotCheck.objects.filter(pk=check.pk, published_at__isnull=True).update(
        published_at=at
    )
    if not taken:
        return 0
    gift = check.contribution
    if gift.kind == Contribution.Kind.CORRECTION:
        if not trust.is_slip(gift):
            raise WrongState(_("The item was changed meanwhile."))
        return _mend(gift, at=at)
    into = [gift.call.collection] if gift.call else []
    publish(gift, by=rule(), description=described(gift), into=into, at=at)
    return 1


def _mend(gift: Contribution, *, at: datetime) -> int:
    """Let the item say its giver's words without the slip."""
    item = gift.about_item
    title = {} if gift.title == item.title else {"title": gift.title}
    taken = Taken(
        item=item, seen=revisions.version_of(item), said=title,
        changes={} if gift.story == item.story else {"story": gift.story},
    )  # fmt: skip
    publish(
        gift, by=rule(), description=described(gift), extend=item, taken=taken, at=at
    )
    return 1


@transaction.atomic
def look_at(
    check: SpotCheck, *, by, is_fault: bool, note: str = "", at: datetime | None = None
) -> SpotCheck:
    """Say of what the rule published whether it was right; a fault raises the share.

    What should not be shown is taken down by its own verb.
    Raises: NotAllowed, WrongState.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if not permissions.may_moderate(actor, check.contribution):
        refuse_own(actor, check.contribution)
        raise NotAllowed
    looked = SpotCheck.objects.filter(
        pk=check.pk, published_at__isnull=False, checked_at__isnull=True
    ).update(checked_at=at, checked_by=actor.account, is_fault=is_fault)
    if not looked:
        raise WrongState(_("A colleague has looked at this a moment ago."))
    check.refresh_from_db()
    audit.record(
        "spot_check.look", check.contribution, by=actor.account, note=note, at=at,
        after={"is_fault": is_fault},
    )  # fmt: skip
    return check
