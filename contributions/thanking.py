"""Say thank you for an item, and tell its giver how many did and who gave a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from contributions.models import Thanks
from history.models import Item

NAMES_TOLD = 12


@dataclass(frozen=True)
class Told:
    """How many said thank you for an item, and the names that some of them show."""

    number: int = 0
    names: tuple[str, ...] = ()


def thank(item: Item, *, account=None, at: datetime | None = None) -> bool:
    """Note one thank-you; an account has one for each item. Says whether it is new."""
    at = at or timezone.now()
    if account is None:
        Thanks.objects.create(item=item, at=at)
        return True
    _row, is_new = Thanks.objects.get_or_create(
        item=item, account=account, defaults={"at": at}
    )
    return is_new


def number(item: Item) -> int:
    """Count the thank-yous for one item."""
    return Thanks.objects.filter(item=item).count()


def told(items: Iterable[Item]) -> dict[int, Told]:
    """Say by item how many said thank you, and who chose a name to show."""
    given = Thanks.objects.filter(item__in=items)
    numbers = dict(given.values_list("item").annotate(Count("pk")))
    names: dict[int, list[str]] = {}
    for pk, name in (
        given.exclude(account__display_name="")
        .filter(account__isnull=False)
        .order_by("-at", "-pk")
        .values_list("item", "account__display_name")
    ):
        names.setdefault(pk, []).append(name)
    return {
        pk: Told(count, tuple(names.get(pk, [])[:NAMES_TOLD]))
        for pk, count in numbers.items()
    }


def follow(source: Item, target: Item) -> None:
    """Let the thank-yous go along when an item becomes part of another."""
    known = Thanks.objects.filter(item=target, account__isnull=False)
    twice = Thanks.objects.filter(item=source, account__in=known.values("account"))
    twice.delete()
    Thanks.objects.filter(item=source).update(item=target)
