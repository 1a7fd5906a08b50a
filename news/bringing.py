"""Own what an event brought, in words and pictures: only what any visitor sees."""

from datetime import datetime

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import ngettext

from history import presenting
from history.models import Depiction, Item
from news.models import Event

SHOWN = 24


def is_asked_for(event: Event, *, at: datetime) -> bool:
    """Say whether people who were there are asked to bring what they have."""
    is_on = event.status != Event.Status.CANCELLED
    return event.is_public and is_on and event.starts_at <= at


def told(event: Event) -> dict | None:
    """Give the sum in words and the newest items as cards; None where nothing came.

    Four queries, however much came. Shape: {"sum", "cards", "rest"}.
    """
    items = event.brought.published()
    kinds = items.order_by().values_list("kind").annotate(number=Count("pk"))
    number = dict(kinds)
    if not number:
        return None
    cards = presenting.cards(items.newest_first().with_cover()[:SHOWN])
    rest = sum(number.values()) - SHOWN
    return {
        "sum": capfirst(", ".join(_counted(number, people=_people(items)))) + ".",
        "cards": cards,
        "rest": ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest}
        if rest > 0
        else "",
    }


def _people(items) -> int:
    """Count the people who are named on these items: by hand, or at a mark."""
    named = Item.people.through.objects.filter(item__in=items).values("person")
    marked = Depiction.objects.filter(media__item__in=items, person__isnull=False)
    return named.union(marked.values("person")).count()


def _counted(number: dict[str, int], *, people: int) -> list[str]:
    photos, documents = (
        number.get(Item.Kind.PHOTO, 0),
        number.get(Item.Kind.DOCUMENT, 0),
    )
    memories, voices = number.get(Item.Kind.MEMORY, 0), number.get(Item.Kind.AUDIO, 0)
    said = [
        (photos, ngettext("%(n)s photo", "%(n)s photos", photos)),
        (documents, ngettext("%(n)s document", "%(n)s documents", documents)),
        (memories, ngettext("%(n)s memory", "%(n)s memories", memories)),
        (voices, ngettext("%(n)s recording", "%(n)s recordings", voices)),
        (people, ngettext("%(n)s person named", "%(n)s people named", people)),
    ]
    return [words % {"n": n} for n, words in said if n]
