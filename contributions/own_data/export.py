"""Everything that a person gave, as one ZIP: originals, words, consent; JSON and HTML.

It is written while it is sent, so nothing of it lies anywhere, however large it is.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from contributions import intake, thanking
from contributions.models import Contribution
from contributions.own_data.rules import rule_of
from contributions.own_data.whose import Whose
from history import masters, sightings
from history.models import Claim, Item, Shelf

CHUNK = 256 * 1024


class _Sink:
    """A file that cannot go back; what was written is taken off and sent."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """Give what came since the last time."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def stream(whose: Whose, *, at: datetime | None = None) -> Iterator[bytes]:
    """Write the ZIP piece by piece; one original is in memory never as a whole."""
    moment = timezone.localtime(at or timezone.now())
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for name, method, chunks in _entries(whose):
            info = ZipInfo(name, date_time=moment.timetuple()[:6])
            info.compress_type, info.external_attr = method, 0o600 << 16
            with archive.open(info, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    if data := sink.take():
                        yield data
    yield sink.take()


def _entries(whose: Whose) -> Iterator[tuple[str, int, Iterable[bytes]]]:
    told = gather(whose)
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    yield "my-data.json", ZIP_DEFLATED, [text.encode()]
    context = {"told": told, "LIBRARY_NAME": settings.LIBRARY_NAME}
    page = render_to_string("contributions/own_data/export.html", context)
    yield "my-data.html", ZIP_DEFLATED, [page.encode()]
    for gift in whose.gifts():
        for attachment, name in _files(gift):
            if masters.may_hand_out(attachment.master):
                yield name, ZIP_STORED, _bytes(attachment.master)


def _files(gift: Contribution) -> list[tuple[Any, str]]:
    rows = gift.attachments.select_related("master", "contribution")
    return [
        (one, f"{gift.reference}/{number:03d}-{intake.download_name(one)}")
        for number, one in enumerate(rows.order_by("position", "pk"), start=1)
    ]


def _bytes(master) -> Iterator[bytes]:
    try:
        with storages["default"].open(masters.key_of(master.sha256)) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except FileNotFoundError:
        return


def gather(whose: Whose) -> dict[str, Any]:
    """Collect all that the rules hand out, as plain values."""
    account = whose.account
    return {
        "account": _row(account) if account is not None else None,
        "addresses": sorted(whose.emails),
        "contributions": [_gift(gift) for gift in whose.gifts()],
        "comments": [_row(one) for one in whose.comments()],
        "thanks": [_row(one) | {"ref": one.item.reference} for one in whose.thanks()],
        "shelves": [_shelf(one) for one in whose.shelves()],
        "follows": [
            _row(one) | {"email": one.follower.email} for one in whose.follows()
        ],
        "reservations": [
            _row(one)
            | {"event_title": one.event.title, "event_at": one.event.starts_at}
            for one in whose.reservations()
        ],
        "questions": [
            _row(one) | {"letters": [_row(letter) for letter in one.messages.all()]}
            for one in whose.enquiries()
        ],
        "invitations": [_row(one) for one in whose.invitations()],
        "removal_requests": [_row(one) for one in whose.cases()],
    }


def _shelf(shelf: Shelf) -> dict[str, Any]:
    entries = shelf.entries.select_related("item")
    return _row(shelf) | {
        "items_kept": [_row(one) | {"ref": one.item.reference} for one in entries]
    }


def _gift(gift: Contribution) -> dict[str, Any]:
    items = Item.objects.filter(pk__in=_item_keys(gift)).order_by("pk")
    claims = Claim.objects.filter(source_ref=gift.reference).order_by("pk")
    seen, thanked = sightings.told(items), thanking.told(items)
    return _row(gift) | {
        "files": [_row(one) | {"file": name} for one, name in _files(gift)],
        "uploads": [_row(one) for one in gift.uploads.order_by("pk")],
        "messages": [
            _row(one) for one in gift.messages.for_contributor().oldest_first()
        ],
        "acts": [_row(one) for one in gift.events.order_by("pk")],
        "consents": [_row(one) for one in gift.consents.order_by("pk")],
        "letters": [_row(one) for one in gift.letters.order_by("pk")],
        "private_links": [_row(one) for one in gift.keys.order_by("pk")],
        "proposals": [_row(one) for one in claims],
        "published_as": [
            _row(one) | {"ref": one.reference} | _echo(one, seen, thanked)
            for one in items
        ],
    }


def _echo(item: Item, seen: dict, thanked: dict) -> dict[str, Any]:
    """Tell how often it was seen and how many said thank you, as its giver reads it."""
    thanks = thanked.get(item.pk, thanking.Told())
    return {
        "seen": seen.get(item.pk, (0, 0))[0],
        "thanked": thanks.number,
        "thanked_by": list(thanks.names),
    }


def _item_keys(gift: Contribution) -> set[int]:
    keys = set(gift.attachments.exclude(item=None).values_list("item", flat=True))
    return keys | ({gift.item_id} if gift.item_id else set())


def _row(row: Model) -> dict[str, Any]:
    """Give the columns of a row that are handed out; numbers and days always are."""
    told = {}
    for column in row._meta.concrete_fields:
        rule = rule_of(row._meta.label, column.name)
        if rule is not None and not rule.is_handed_out:
            continue
        if (column.is_relation and rule is None) or column.primary_key:
            continue
        value = column.value_from_object(row)
        if column.is_relation:
            value = "you" if value is not None else None
        told[column.name] = value
    return told
