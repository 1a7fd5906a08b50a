"""The stories and walks of the sample city."""

from datetime import datetime, timedelta

from history.models import Collection, Exhibit, ExhibitBlock, Item, Place
from sample import town

SIZES = {"wide": ExhibitBlock.Size.WIDE}


def make_stories(
    *,
    items: dict[str, Item],
    places: dict[str, Place],
    collections: dict[str, Collection],
    now: datetime,
) -> list[Exhibit]:
    """Tell what the curators of the town have told."""
    made = []
    for position, row in enumerate(town.table("stories", "story")):
        story = Exhibit.objects.create(
            kind=row["kind"],
            slug=row["slug"],
            cover=items.get(row["cover"]),
            authors=row["authors"],
            position=position,
            published_at=now - timedelta(days=30 - position),
            **town.spoken(row, "title"),
            **town.spoken(row, "lead"),
        )
        for number, block in enumerate(row["blocks"]):
            ExhibitBlock.objects.create(
                exhibit=story,
                position=number,
                kind=block["kind"],
                size=SIZES.get(block.get("size"), ExhibitBlock.Size.NORMAL),
                item=items.get(block.get("item", "")),
                beside=items.get(block.get("beside", "")),
                place=places.get(block.get("place", "")),
                collection=collections.get(block.get("collection", "")),
                **town.spoken(block, "heading"),
                **town.spoken(block, "text"),
            )
        made.append(story)
    return made
