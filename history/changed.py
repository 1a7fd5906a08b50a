"""What visitors can read anew of an item: which of its facts changed, and how it says them.

Nobody's reason is told, and no name that was taken away.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from history import presenting as words
from history import revisions
from history.models import Item

DATE = ("date_said", "date_edtf", "date_earliest", "date_latest")
PLACE = ("place_id", "place_said")
TOLD_BY_REASON = {"files added": "files", "file replaced": "scan"}


def changes(item: Item, *, since: datetime, until: datetime) -> list[str]:
    """Name what changed between two moments and is so still, for `told`.

    What was changed and put back is not among it; nor is anything of an item that
    visitors could not see before.
    """
    records = item.history.filter(history_date__lte=until).order_by("-history_id")
    before = records.filter(history_date__lte=since).first()
    after = records.first()
    if before is None or before.status != Item.Status.PUBLISHED:
        return []
    if before.history_id == after.history_id:
        return []
    linked = revisions.linked([before, after], "people")
    was, now = set(linked[before.history_id]), set(linked[after.history_id])
    reasons = records.filter(history_id__gt=before.history_id).values_list(
        "history_change_reason", flat=True
    )
    found = {
        "title": before.title != after.title,
        "date": _differ(before, after, DATE),
        "place": _differ(before, after, PLACE),
        "people": bool(now - was),
        "story": _differ(before, after, ("story", "description")),
    } | {name: reason in reasons for reason, name in TOLD_BY_REASON.items()}
    return [name for name, is_new in found.items() if is_new]


def told(item: Item, names: list[str]) -> list[str]:
    """Say in words what an item says now of what changed: "date: about 1962"."""
    people = ", ".join(person.public_name for person in item.people.all())
    said = {
        "title": _("title: %(value)s") % {"value": " ".join(item.title.split())},
        "date": (when := words.dated(item)) and _("date: %(value)s") % {"value": when},
        "place": (where := words.placed_today(item))
        and _("place: %(value)s") % {"value": where},
        "people": people and _("who is on it: %(value)s") % {"value": people},
        "story": (item.story or item.description)
        and _("there is more to read about it"),
        "files": _("there is a new picture with it"),
        "scan": _("there is a better scan of it"),
    }
    return [said[name] for name in names if said.get(name)]


def _differ(before: Any, after: Any, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)
