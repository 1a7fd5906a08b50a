"""What search engines may find in the archive, in parts that stay small.

Shape of an entry: ``(address, last change or None)``. A part of items is a window of
references, so that the millionth page costs as much as the first.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from history import presenting as words
from history.models import (
    Collection,
    Exhibit,
    Item,
    Person,
    Place,
    Subject,
    ThenNow,
)

WINDOW = 20_000

Entry = tuple[str, datetime | None]


def item_parts() -> int:
    """Give the number of windows of items."""
    last = Item.objects.published().aggregate(last=Max("pk"))["last"]
    return 0 if last is None else last // WINDOW + 1


def items(part: int) -> Iterator[Entry]:
    """Give the published items of one window."""
    window = Item.objects.published().filter(
        pk__gte=part * WINDOW, pk__lt=(part + 1) * WINDOW
    )
    rows = window.only("title", "language", "updated_at").order_by("pk")
    for item in rows.iterator(chunk_size=2000):
        yield words.url_of(item), item.updated_at


def rooms() -> Iterator[Entry]:
    """Give collections, and the places, people and subjects that have something."""
    yield reverse("history:item_list"), None
    yield reverse("history:collection_list"), None
    yield reverse("history:help_wanted"), None
    for slug in _slugs(Collection.objects.published()):
        yield reverse("history:collection", args=[slug]), None
    yield reverse("history:story_list"), None
    stories = Exhibit.objects.published().order_by("pk")
    for slug, updated_at in stories.values_list("slug", "updated_at").iterator():
        yield reverse("history:story", args=[slug]), updated_at
    yield reverse("history:then_now_list"), None
    pairs = ThenNow.objects.visible().order_by("pk")
    for pk in pairs.values_list("pk", flat=True).iterator():
        yield reverse("history:then_now", args=[pk]), None
    published = Item.objects.published()
    places = Place.objects.filter(Exists(published.filter(place=OuterRef("pk"))))
    for slug in _slugs(places):
        yield reverse("history:place", args=[slug]), None
    people = Person.objects.filter(
        Exists(published.filter(people=OuterRef("pk"))), is_living=False
    )
    for slug in _slugs(people):
        yield reverse("history:person", args=[slug]), None
    subjects = Subject.objects.filter(Exists(published.filter(subjects=OuterRef("pk"))))
    for slug in _slugs(subjects):
        yield reverse("history:subject", args=[slug]), None


def _slugs(found) -> Iterator[str]:
    return found.order_by("pk").values_list("slug", flat=True).iterator()
