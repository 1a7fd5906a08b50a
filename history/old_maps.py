"""How a scanned map comes to lie over the map of today, and what visitors get of it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from history import presenting as words
from history.atlas.grid import Box
from history.models import OldMap

SIDES = ("south", "west", "north", "east")
COVERS = 70  # in a hundred: how strongly an old map lies over the ground at first


@transaction.atomic
def create(*, by, **values: Any) -> OldMap:
    """Keep a scan with its place on the earth."""
    row = OldMap.objects.create(**values)
    audit.record("oldmap.created", row, by=by, after=_told(row, values))
    return row


@transaction.atomic
def edit(row: OldMap, *, by, **values: Any) -> OldMap:
    """Change what it is called, where it lies, whether it is shown."""
    row = OldMap.objects.select_for_update(of=("self",)).get(pk=row.pk)
    before = _told(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    changes = audit.changes(before, _told(row, values))
    audit.record("oldmap.edited", row, by=by, **changes)
    return row


@transaction.atomic
def delete(row: OldMap, *, by) -> None:
    """Take it off the map for good; its picture stays in the archive."""
    audit.record("oldmap.deleted", row, by=by, before={"name": row.name})
    row.delete()


def box(row: OldMap) -> Box:
    """Give the part of the map that it covers."""
    return Box(row.west, row.south, row.east, row.north)


def title(row: OldMap) -> str:
    """Name it with its year, where that is known and not in the name already."""
    if row.year is None or str(row.year) in row.name:
        return row.name
    return _("%(name)s, %(year)s") % {"name": row.name, "year": row.year}


def for_visitors() -> list[dict]:
    """Give what may be laid over the map, the oldest first.

    Shape: `id`, `title`, `src`, `sides` (south, west, north, east), `url` and `credit`
    of its picture.
    """
    rows = OldMap.objects.shown().in_order().prefetch_related("media__item")
    found = []
    for row in rows:
        picture = row.media.picture
        if picture is None:
            continue
        found.append(
            {
                "id": row.pk,
                "title": title(row),
                "src": picture.largest,
                "sides": [getattr(row, side) for side in SIDES],
                "url": words.url_of(row.media.item),
                "credit": row.media.item.credit_line,
            }
        )
    return found


def _told(row: OldMap, names) -> dict:
    return {name: str(getattr(row, name)) for name in names}
