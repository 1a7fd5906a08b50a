"""What an address fills in ahead: `/contribute/?collection=…&place=…&item=…&then=…&event=…`.

A code on the wall of a reading room opens the right form with it. Only what any visitor
may see counts; what we do not know is passed over, and the page says so. Another thing
that an address may name is one more finder here and one more argument of
`drafting.begin`; the page of the start sends it on in a hidden field.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from history.models import Call, Collection, Item, Place
from history.views.calls import told
from news.models import Event

LONGEST = 100
CALLS = 3


def _item(said: str) -> Item | None:
    prefix, _dash, number = said.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) <= 12):
        return None
    item = Item.objects.published().with_cover().filter(pk=int(number)).first()
    return item if item and item.reference == f"{prefix}-{number}" else None


def _place(said: str) -> Place | None:
    return Place.objects.filter(slug=said).first()


def _collection(said: str) -> Collection | None:
    return Collection.objects.published().filter(slug=said).first()


def _call(said: str) -> Call | None:
    calls = Call.objects.open(on=timezone.localdate())
    return calls.select_related("collection", "place").filter(slug=said).first()


def _event(said: str) -> Event | None:
    return Event.objects.published().filter(slug=said).first()


def _mark(said: str) -> str | None:
    """Take the number of a mark, or of a picture and a mark on it: "3", "2-3"."""
    return said if re.fullmatch(r"([1-9]\d?-)?[1-9]\d?", said, re.ASCII) else None


def calls_to_answer() -> list[dict]:
    """Give a few calls that are open, those that close next first."""
    today = timezone.localdate()
    found = Call.objects.open(on=today).select_related("collection")[:CALLS]
    return [told(call, today=today) for call in found]


# By the name in the address: the argument of `drafting.begin`, and who finds it.
FINDERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "item": ("about_item", _item),
    "place": ("place", _place),
    "collection": ("collection", _collection),
    "call": ("call", _call),
    "then": ("then_item", _item),
    "event": ("occasion", _event),
    "mark": ("mark", _mark),
}


def read(data: Mapping[str, str]) -> tuple[dict[str, Any], bool]:
    """Find what an address names, and say whether a part of it is not known.

    Shape: the arguments of `drafting.begin`, None where nothing is meant or found.
    """
    found: dict[str, Any] = {}
    is_unknown = False
    for name, (argument, find) in FINDERS.items():
        said = data.get(name, "").replace("\x00", "")[:LONGEST].strip()
        found[argument] = find(said) if said else None
        is_unknown = is_unknown or (bool(said) and found[argument] is None)
    if found["about_item"] is None:
        found["mark"] = None  # a number alone is of no picture
    return found, is_unknown
