"""The whole sample city, laid down in one transaction; refuses a town that lives."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contributions.models import Contribution
from history.models import Item, Place
from sample import archive, door, library, newsroom, pictures, stories, town
from sample.accounts import make_accounts


class NotEmpty(Exception):
    """There is something in the database already; the sample city stays out."""


def is_empty() -> bool:
    """Say whether nothing has been published, placed or sent yet."""
    return not (
        Item.objects.exists() or Place.objects.exists() or Contribution.objects.exists()
    )


def build(*, now: datetime | None = None) -> dict[str, int]:
    """Make the sample city and say how much of what there is.

    Raises: NotEmpty. Effects: originals, public pictures, rows, the search index.
    """
    if not is_empty():
        raise NotEmpty
    now = now or timezone.now()
    entries = [*town.items(), *town.table("contributions", "contribution")]
    masters = pictures.keep_all(entries)
    with transaction.atomic():
        users = make_accounts()
        archive.make_periods()
        places, people = archive.make_places(), archive.make_people()
        items = archive.make_items(
            places=places,
            people=people,
            subjects=archive.make_subjects(),
            masters=masters,
            by=users["curator"],
            now=now,
        )
        archive.mark_people(items, people, by=users["curator"], now=now)
        archive.make_shelves(users, items)
        archive.make_comparisons(items, by=users["curator"], now=now)
        collections = archive.make_collections(items, by=users["curator"], now=now)
        tales = stories.make_stories(
            items=items, places=places, collections=collections, now=now
        )
        branches = newsroom.make_branches(places, items)
        library.make_library(branches, now=now)
        events = newsroom.make_events(items, places, branches, now=now)
        posts = newsroom.make_posts(items, events, by=users["editor"], now=now)
        gifts = door.make_contributions(
            users=users,
            places=places,
            items=items,
            collections=collections,
            masters=masters,
            now=now,
        )
        door.make_comments(items=items, posts=posts, by=users["moderator"], now=now)
    return {
        "items": Item.objects.published().count(),
        "collections": len(collections),
        "stories": len(tales),
        "places": len(places),
        "people": len(people),
        "events": len(events),
        "posts": len(posts),
        "contributions": len(gifts),
    }
