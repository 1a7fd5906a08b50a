"""What an event brought: its page shows what was published of what came from it."""

from collections.abc import Iterable

from contributions.models import Contribution
from history.models import Item


def bring(contribution: Contribution, items: Iterable[Item]) -> list[int]:
    """Let the event show the items of a contribution that comes from it; give the new ones."""
    event = contribution.occasion
    if event is None:
        return []
    known = set(event.brought.values_list("pk", flat=True))
    new = [item.pk for item in items if item.pk not in known]
    event.brought.add(*new)
    return new


def take_back(contribution: Contribution, brought: Iterable[int]) -> None:
    """Let the event forget what an undone publication brought."""
    if contribution.occasion is not None:
        contribution.occasion.brought.remove(*brought)
