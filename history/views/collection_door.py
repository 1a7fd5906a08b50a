"""What the curators' pages of a collection share: who enters, which one, what was typed."""

from django.shortcuts import get_object_or_404

from history import collecting
from history.merging import Unfit
from history.models import Collection
from history.views.door import staff

curators_only = staff("history.change_collection")
Refused = (Unfit, collecting.Overtaken)


def find(slug: str) -> Collection:
    """Find a collection by the address that it has now."""
    return get_object_or_404(
        Collection.objects.select_related("parent", "cover"), slug=slug
    )


def number_of(data, name: str) -> int | None:
    """Read a number that was sent; None where it is none."""
    typed = data.get(name, "")
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < 18
    return int(typed) if is_number else None


def numbers(data, name: str) -> list[int]:
    """Read all numbers that were sent under one name."""
    return [
        int(typed)
        for typed in data.getlist(name)[:1000]
        if typed.isascii() and typed.isdecimal() and len(typed) < 18
    ]
