"""The versions of an item: who made them, when and why, and what each changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import display_name
from history import differences
from history.models import Item, Person, Place, Subject

TOGETHER = timedelta(seconds=5)
COMPARED = (
    "title", "description", "story", "language", "date_said", "date_edtf",
    "date_reason", "date_sure", "place", "place_said", "latitude", "longitude", "accuracy",
    "bearing", "people", "subjects", "about", "creator", "credit_line", "provenance",
    "rights", "status", "sensitive", "is_archive_only", "visible_from",
    "removed_reason", "merged_into",
)  # fmt: skip
RESTORED = (
    "title", "description", "story", "language", "date_said", "date_edtf",
    "date_earliest", "date_latest", "date_reason", "date_sure", "place_id", "place_said", "latitude",
    "longitude", "accuracy", "bearing", "about_id", "creator", "credit_line",
    "provenance", "rights",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field that an act changed, in words."""

    field: str
    label: str
    pieces: list[differences.Piece]


@dataclass(frozen=True)
class Version:
    """One act: the state after it, who did it, when, why, and what it changed."""

    number: int
    at: datetime
    who: str
    reason: str
    changes: list[Change]
    is_first: bool
    is_current: bool


def version_of(item: Item) -> int:
    """Give the number of the version that stands; it changes with every act."""
    last = item.history.order_by("-history_id").values_list("history_id", flat=True)
    return last.first() or 0


def record_of(item: Item, number: int):
    """Give the stored state of an item after an act; None where there is none."""
    return item.history.filter(history_id=number).first()


def versions(item: Item, *, before: int | None = None, most: int = 20) -> list[Version]:
    """Give the latest acts first; a few queries, however many there are.

    Records that one act left within a moment count as one.
    """
    found = item.history.select_related("history_user").order_by("-history_id")
    newest = version_of(item)
    if before is not None:
        found = found.filter(history_id__lt=before)
    acts: list[Any] = []
    records = list(found[: most * 4 + 1])
    for record in records:
        if acts and _is_one_act(record, acts[-1][-1]):
            acts[-1].append(record)
        else:
            acts.append([record])
    # The oldest record fetched may be half an act, unless it is the first of all.
    told = acts[: most + 1]
    words = _Words([record for act in told for record in (act[0], act[-1])])
    result = []
    for number, act in enumerate(told[:most]):
        earlier = told[number + 1][0] if number + 1 < len(told) else None
        result.append(
            Version(
                number=act[0].history_id,
                at=act[0].history_date,
                who=display_name(act[0].history_user)
                if act[0].history_user
                else _("The library"),
                reason=said(act[0].history_change_reason or ""),
                changes=words.changes(earlier, act[0]) if earlier else [],
                is_first=earlier is None and len(records) <= most * 4,
                is_current=act[0].history_id == newest,
            )
        )
    return result


def changes_between(before, after) -> list[Change]:
    """Say what differs between two stored states."""
    return _Words([before, after]).changes(before, after)


def said(reason: str) -> str:
    """Give the reason in the reader's language where the site itself wrote it."""
    own = {
        "published": _("published"),
        "files added": _("files added"),
        "file replaced": _("a better scan in the place of a picture"),
        "earlier file put back": _("the earlier picture put back"),
        "taken down": _("taken down"),
        "restored": _("shown again"),
        "hidden": _("hidden for a while"),
        "opens later": _("opens later"),
        "people marked": _("people marked on the picture"),
    }
    head, into, reference = reason.partition("merged into ")
    if into and not head:
        return _("merged into %(reference)s") % {"reference": reference}
    return own.get(reason, reason)


def values_of(record) -> dict[str, Any]:
    """Give what `publishing.correct` needs to put a stored state back."""
    values = {name: getattr(record, name) for name in RESTORED}
    values["place"] = Place.objects.filter(pk=values.pop("place_id") or 0).first()
    values["about"] = Item.objects.filter(pk=values.pop("about_id") or 0).first()
    values["people"] = list(
        Person.objects.filter(pk__in=linked([record], "people")[record.history_id])
    )
    values["subjects"] = list(
        Subject.objects.filter(pk__in=linked([record], "subjects")[record.history_id])
    )
    return values


def _is_one_act(older, newer) -> bool:
    return (
        older.history_user_id == newer.history_user_id
        and older.history_change_reason == newer.history_change_reason
        and newer.history_date - older.history_date < TOGETHER
    )


def linked(records: list, name: str) -> dict[int, list[int]]:
    """Give the linked people or subjects of stored states, by state."""
    rows = apps.get_model(f"history.HistoricalItem_{name}")
    found: dict[int, list[int]] = {record.history_id: [] for record in records}
    column = {"people": "person_id", "subjects": "subject_id"}[name]
    linked = rows.objects.filter(history_id__in=found).order_by(column)
    for number, pk in linked.values_list("history_id", column):
        found[number].append(pk)
    return found


class _Words:
    """Stored states in words: every name that they mention is fetched once."""

    def __init__(self, records: list) -> None:
        records = list({record.history_id: record for record in records}.values())
        self.people = linked(records, "people")
        self.subjects = linked(records, "subjects")
        self.names = {
            "place": _named(Place, {r.place_id for r in records}),
            "people": _named(
                Person, {pk for row in self.people.values() for pk in row}
            ),
            "subjects": _named(
                Subject, {pk for row in self.subjects.values() for pk in row}
            ),
        }

    def changes(self, before, after) -> list[Change]:
        """Say what differs, field by field."""
        found = []
        for name in COMPARED:
            old, new = self.value(before, name), self.value(after, name)
            if old != new:
                label = str(Item._meta.get_field(name).verbose_name)
                pieces = differences.by_word(old, new)
                found.append(Change(name, label, pieces))
        return found

    def value(self, record, name: str) -> str:
        """Give one field of a stored state in words."""
        if name in ("people", "subjects"):
            linked = getattr(self, name)[record.history_id]
            names = self.names[name]
            return ", ".join(sorted(names.get(pk, f"#{pk}") for pk in linked))
        if name == "place":
            pk = record.place_id
            return self.names["place"].get(pk, f"#{pk}") if pk else ""
        if name in ("about", "merged_into"):
            pk = getattr(record, f"{name}_id")
            return Item(pk=pk).reference if pk else ""
        display = getattr(record, f"get_{name}_display", None)
        value = display() if display else getattr(record, name)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j E Y, H:i")
        return "" if value is None else str(value)


def _named(model, pks: set) -> dict[int, str]:
    found = model.objects.in_bulk(pks - {None}) if pks - {None} else {}
    return {pk: str(row) for pk, row in found.items()}
