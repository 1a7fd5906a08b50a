"""Whose task it is: given to a colleague, taken, or put back; never a status."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User, display_name
from contributions import permissions
from contributions.models import Contribution
from contributions.moments import database_now
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow.moving import told_already
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from contributions.workflow.table import refuse_own

OPEN = frozenset({Status.SUBMITTED, Status.NEEDS_INFO})


def colleagues():
    """Find everybody who may decide contributions, by name."""
    may = Permission.objects.filter(
        codename="moderate", content_type__app_label="contributions"
    )
    return (
        get_user_model()
        .objects.filter(
            Q(is_superuser=True)
            | Q(groups__permissions__in=may)
            | Q(user_permissions__in=may),
            is_active=True,
        )
        .distinct()
        .order_by("display_name", "pk")
    )


@transaction.atomic
def assign(
    contribution: Contribution,
    *,
    by,
    to: User | None,
    at: datetime | None = None,
) -> Contribution:
    """Give it to a colleague or to oneself; to nobody puts it back.

    It says whose task it is and takes no right from anybody else.
    Raises: NotAllowed, WrongState, Incomplete.
    """
    at, actor = at or database_now(), as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    now = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if now.status not in OPEN:
        contribution.refresh_from_db()
        raise WrongState(told_already(contribution, by=by))
    if to is not None and not permissions.may_moderate(as_actor(to), now):
        raise Incomplete(
            _("%(who)s may not decide this one. Choose somebody else.")
            % {"who": display_name(to)},
            "to",
        )
    if now.assigned_to != to:
        before = now.assigned_to
        Contribution.objects.filter(pk=now.pk).update(assigned_to=to)
        audit.record(
            "contribution.assign", now, by=actor.account, at=at,
            before={"assigned_to": before.pk if before else None},
            after={"assigned_to": to.pk if to else None},
        )  # fmt: skip
    contribution.refresh_from_db()
    return contribution
