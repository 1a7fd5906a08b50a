"""The one door to the audit: each verb that changes something calls `record`."""

from datetime import date, datetime
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import AuditEntry, User

A_NAME = 200
PRIVATE = frozenset(
    {
        "email", "password", "contact", "phone", "session_key", "name", "credit",
        "credit_line", "creator", "contributor",
    }
)  # fmt: skip
"""Fields whose values stay out of the audit; that they changed is told.

The names of those who give are among them: nobody could forget them here.
"""
ADMIN_VERBS = {ADDITION: "add", CHANGE: "change", DELETION: "delete"}


def record(
    action: str,
    subject: models.Model,
    *,
    by: User | None,
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Write down one act inside the transaction that does it.

    `action` is the thing and the verb, such as "item.take_down"; `before` and `after`
    map names of fields to their values, of which private ones are left out.
    """
    return AuditEntry.objects.create(
        actor=by,
        actor_name=by.display_name[:120] if by is not None else "",
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=name_of(subject),
        note=note.strip(),
        before=_plain(before or {}),
        after=_plain(after or {}),
        at=at or timezone.now(),
    )


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Keep only what differs: shape {"before": …, "after": …}, to be passed to `record`."""
    differing = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before.get(name) for name in differing},
        "after": {name: after[name] for name in differing},
    }


def name_of(subject: models.Model) -> str:
    """Name a thing without naming a person: its reference, else its address or number."""
    for field in ("reference", "slug"):
        name = getattr(subject, field, None)
        if isinstance(name, str) and name:
            return name[:A_NAME]
    return f"#{subject.pk}"


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: "…" if name in PRIVATE else _value(value)
        for name, value in values.items()
    }


def _value(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case models.Model():
            return name_of(value)
        case Promise():
            return str(value)
        case dict():
            return _plain({str(key): one for key, one in value.items()})
        case list() | tuple() | set() | frozenset():
            return [_value(one) for one in value]
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def of_the_admin(sender, instance: LogEntry, created: bool, **kwargs) -> None:
    """Take over what Django's admin wrote down, so that no door is without a record.

    The admin names the fields that changed; their values are in the revisions.
    """
    if not created or instance.content_type is None:
        return
    try:
        message = instance.get_change_message()
    except (LookupError, ValueError):
        message = ""
    model = instance.content_type
    AuditEntry.objects.create(
        actor=instance.user,
        actor_name=instance.user.display_name[:120],
        action=f"admin.{ADMIN_VERBS.get(instance.action_flag, 'change')}",
        subject_type=f"{model.app_label}.{model.model}",
        subject_id=int(instance.object_id)
        if str(instance.object_id).isdecimal()
        else None,
        subject_name=f"#{instance.object_id}",
        note=message[:1000],
        at=instance.action_time,
    )
