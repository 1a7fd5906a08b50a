"""Whether it still is what somebody looked at: no decision about words nobody read."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Contribution
from contributions.permissions import as_actor
from contributions.workflow.refusals import WrongState

SALT = "contributions.seen"
MARK_LENGTH = 16
WORDS = (
    "kind", "language", "title", "story", "date_said", "place_said", "latitude",
    "longitude", "bearing", "people_said", "taken_by", "author_name",
    "author_died_year", "reuse", "rights", "credit", "audience", "place_id",
    "about_item_id", "about_place_id", "collection_id", "then_item_id",
)  # fmt: skip
FILES = "files"
LABELS = {FILES: gettext_lazy("Files")}


class Changed(WrongState):
    """Its words or files changed since they were looked at; nothing was decided."""

    code = "changed"
    default = gettext_lazy(
        "This has changed since you opened it. Please look at what is new, then decide."
    )


@dataclass(frozen=True)
class Difference:
    """One field in both versions, in words."""

    label: str
    before: str
    after: str


def snapshot(contribution: Contribution) -> dict[str, Any]:
    """Gather what a decision is about: the resident's words and the files as shown."""
    files = sorted(contribution.attachments.all(), key=lambda a: (a.position, a.pk))
    found = {name: getattr(contribution, name) for name in WORDS}
    found[FILES] = [
        [
            file.pk, file.original_name, file.caption, file.role, file.back_of_id,
            file.master_id, _digest(file.edits),
        ]
        for file in files
    ]  # fmt: skip
    return found


def mark_of(found: dict[str, Any]) -> str:
    """Give the short name of a version."""
    return _digest(found)


def mark(contribution: Contribution) -> str:
    """Give the short name of the version that stands now."""
    return mark_of(snapshot(contribution))


def seal(found: dict[str, Any]) -> str:
    """Give a version as a field of a form, so that both can be shown later."""
    return signing.dumps(found, salt=SALT, compress=True)


def unseal(token: str) -> dict[str, Any] | None:
    """Read what a form carried; None where it is not ours."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def check_seen(contribution: Contribution, seen: str) -> None:
    """Refuse where it is no longer the version that was looked at.

    Call with the row locked, `contribution` as it stands now. Raises: Changed.
    """
    if seen and mark(contribution) != seen:
        raise Changed


def check_looked(contribution: Contribution, *, seen: str, by, at: datetime) -> None:
    """Refuse a decision of who neither says which version it is about nor holds it.

    Raises: WrongState.
    """
    holds = (
        contribution.claimed_by is not None
        and contribution.claimed_by == as_actor(by).account
        and contribution.claimed_until > at
    )
    if not seen and not holds:
        raise WrongState(
            _("Please open it first and look at it: then you can decide about it.")
        )


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Say field by field what changed between two versions."""
    found = []
    for name in (*WORDS, FILES):
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append(Difference(_label(name), _words(name, old), _words(name, new)))
    return found


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def _label(name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    label = str(Contribution._meta.get_field(name.removesuffix("_id")).verbose_name)
    return label[:1].upper() + label[1:]


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if name == FILES:
        return ", ".join(row[2] or row[1] for row in value)
    field = Contribution._meta.get_field(name.removesuffix("_id"))
    if field.is_relation:
        found = field.related_model._default_manager.filter(pk=value).first()
        return str(found) if found else "—"
    return str(dict(field.flatchoices).get(value, value))
