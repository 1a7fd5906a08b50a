"""The case of something published that should go: asked for, granted, or answered."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import audit
from contributions import notifications, permissions
from contributions.models import Contribution, Letter, Message, RemovalCase
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.tasks import send_letters
from contributions.workflow import removals
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from contributions.workflow.table import refuse_own
from history import publishing
from history.models import Item


@transaction.atomic
def request_removal(
    contribution: Contribution,
    *,
    by,
    reason: str,
    ground: str = RemovalCase.Ground.OTHER,
    at: datetime | None = None,
) -> Contribution:
    """Ask that something published be taken down: a case that the library sees.

    What shows a child, or is private, leaves the public at once, until the answer.
    Raises: NotAllowed, WrongState, Incomplete.
    """
    at = at or timezone.now()
    if not permissions.is_owner(as_actor(by), contribution):
        raise NotAllowed
    if not reason.strip():
        raise Incomplete(_("Please say why, in a few words."), "reason")
    asked = Contribution.objects.filter(
        pk=contribution.pk, status=Status.PUBLISHED, removal_requested_at__isnull=True
    ).update(removal_requested_at=at, removal_reason=reason.strip(), touched_at=at)
    if not asked:
        raise WrongState
    contribution.refresh_from_db()
    Message.objects.create(
        contribution=contribution, author=as_actor(by).account, is_from_library=False,
        body=reason.strip(), created_at=at,
    )  # fmt: skip
    removals.open_for_giver(
        contribution, ground=ground, words=reason.strip(), at=at,
        items=Item.objects.filter(pk__in=made_items(contribution)),
    )  # fmt: skip
    notifications.write(contribution, Letter.Kind.REMOVAL, due_at=at)
    send_letters.enqueue()
    return contribution


@transaction.atomic
def take_down(
    contribution: Contribution, *, by, reason: str, at: datetime | None = None
) -> list[Item]:
    """Remove what was published from this contribution; visitors see that it was here.

    Items that existed before and were only extended stay: their own page has the verb.
    Effects: the public files go; the thread tells the resident why; the removal
    case, if there was one, is closed by it.
    Raises: NotAllowed, WrongState, Incomplete.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if not permissions.may_take_down(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    if not reason.strip():
        raise Incomplete(_("Please say why it is taken down."), "reason")
    now = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    items = list(
        Item.objects.filter(pk__in=made_items(now))
        .exclude(status=Item.Status.REMOVED)
        .order_by("pk")
    )
    if now.status != Status.PUBLISHED or not items:
        contribution.refresh_from_db()
        raise WrongState
    for item in items:
        publishing.take_down(item, by=actor.account, reason=reason, at=at)
    with override(contribution.language):
        told = _("We have taken it down. %(reason)s") % {"reason": reason.strip()}
    Message.objects.create(
        contribution=contribution, author=actor.account, is_from_library=True,
        body=told, created_at=at,
    )  # fmt: skip
    contribution.refresh_from_db()
    audit.record(
        "contribution.take_down", contribution, by=actor.account, note=reason, at=at,
        after={"items": [item.reference for item in items]},
    )  # fmt: skip
    removals.close_for_giver(
        contribution, by=actor.account, reason=reason, at=at,
        decision=RemovalCase.Decision.TAKE_DOWN,
    )  # fmt: skip
    return items


@transaction.atomic
def keep(
    contribution: Contribution, *, by, note: str, at: datetime | None = None
) -> Contribution:
    """Answer a wish for removal with the reason why it stays public.

    Raises: NotAllowed, WrongState, Incomplete.
    """
    at, actor = at or timezone.now(), as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    if not note.strip():
        raise Incomplete(_("Please say why it stays."), "note")
    closed = Contribution.objects.filter(
        pk=contribution.pk, status=Status.PUBLISHED, removal_requested_at__isnull=False
    ).update(removal_requested_at=None, touched_at=at)
    if not closed:
        raise WrongState
    Message.objects.create(
        contribution=contribution, author=actor.account, is_from_library=True,
        body=note.strip(), created_at=at,
    )  # fmt: skip
    contribution.refresh_from_db()
    audit.record("contribution.keep", contribution, by=actor.account, note=note, at=at)
    removals.close_for_giver(
        contribution, by=actor.account, reason=note, at=at,
        decision=RemovalCase.Decision.KEEP,
    )  # fmt: skip
    return contribution


def made_items(contribution: Contribution) -> list[int]:
    """List the items that publishing made; none where it only extended one."""
    event = contribution.events.filter(after=Status.PUBLISHED).order_by("-pk").first()
    if event is None or event.details.get("extended"):
        return []
    return event.details["items"]
