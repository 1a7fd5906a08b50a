"""What leaves the public view for somebody's sake: sealed in the archive, unnamed."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts import audit
from history import publishing
from history.models import Depiction, Item, Person, SupersededFile
from history.search import index


@transaction.atomic
def seal(item: Item, *, by, reason: str, at: datetime | None = None) -> Item:
    """Keep an item in the archive only: nobody of the staff can show it again."""
    item.status, item.is_archive_only = Item.Status.HIDDEN, True
    item.visible_from = item.removed_at = None
    item.removed_reason = ""
    item._history_user = by
    item._change_reason = "for the archive only"
    item.save()
    index.unindex(item.pk)
    publishing.drop_files(item)
    audit.record("item.seal", item, by=by, note=reason, at=at)
    return item


@transaction.atomic
def unname(
    item: Item, *, by, credit: bool = False, people: Iterable[Person] = (), reason: str
) -> Item:
    """Take names away: the giver's from the credit, people from lists and marks.

    The earlier credit leaves the revisions as well; the audit says only that it went.
    """
    people = list(people)
    if credit:
        item.credit_line = ""
        item.history.update(credit_line="")
        SupersededFile.objects.filter(media__item=item).update(
            credit_before="", credit_after=""
        )
    Depiction.objects.filter(media__item=item, person__in=people).delete()
    item._history_user = by
    item._change_reason = "a name taken away"
    item.save()
    item.people.remove(*people)
    index.index_item(item)
    audit.record("item.unname", item, by=by, note=reason, after={"credit": credit})
    return item


def has_a_mask(item: Item) -> bool:
    """Say whether something is covered on a picture of it."""
    return any(
        edits.get("masks") for edits in item.media.values_list("edits", flat=True)
    )


JOINING = r"(?:\s*[,;]?\s*(?:and also|and|а також|та|і|й|а также|и)\s+|\s*[,;]\s*)"


def without(line: str, names: Iterable[str]) -> str:
    """Take names out of a credit line, each with the word that joins it to others."""
    for name in sorted(names, key=len, reverse=True):
        spelled = re.escape(name)
        for pattern in (
            rf"^{spelled}$",
            rf"{JOINING}{spelled}",
            rf"^{spelled}{JOINING}",
        ):
            line = re.sub(pattern, "", line)
    return line.strip()


@transaction.atomic
def forget_name(item: Item, names: Iterable[str]) -> None:
    """Take a giver's name out of an item, its revisions and its replaced files.

    The audit cannot be rewritten, so it learns only that a name went.
    """
    names = set(names)
    _strip(Item.objects.filter(pk=item.pk), names, "credit_line", "creator")
    _strip(item.history.all(), names, "credit_line", "creator")
    old = SupersededFile.objects.filter(media__item=item)
    _strip(old, names, "credit_before", "credit_after")
    item.refresh_from_db()
    index.index_item(item)
    audit.record("item.unname", item, by=None, after={"credit": True})


def _strip(rows, names: set[str], *columns: str) -> None:
    for row in rows:
        changed = {
            column: without(value, names)
            for column in columns
            if (value := getattr(row, column)) != without(getattr(row, column), names)
        }
        if changed:
            type(row)._default_manager.filter(pk=row.pk).update(**changed)
