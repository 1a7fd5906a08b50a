"""Collections as rooms: the picture that stands for each, its number, its chapters."""

from history import presenting as words
from history.models import Collection, FacetCount, Media
from history.pictures import Picture
from history.search import facets

ROOMS_MOST = 500


def open_rooms(found) -> list[dict]:
    """Give collections ready for cards, with the chapters under each.

    Shape: the dicts of `presenting.room` with `chapters`, a list of the same. A room
    without a picture borrows the first of its chapters. Three queries; the numbers
    are those of the search index, so they include the chapters.
    """
    rows = list(found.with_covers().in_order()[:ROOMS_MOST])
    counts, pictures = counts_of(rows), _pictures(rows)
    under: dict[int | None, list[Collection]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    shown = {row.pk for row in rows}
    tops = [row for row in rows if row.parent_id not in shown]
    return [_room(row, under, pictures, counts) for row in tops]


def rooms_of(found) -> dict[int, dict]:
    """Give each of these collections by itself, by its number; in three queries."""
    rows = list(found.with_covers()[:ROOMS_MOST])
    counts, pictures = counts_of(rows), _pictures(rows)
    return {row.pk: _room(row, {}, pictures, counts) for row in rows}


def counts_of(rows: list[Collection]) -> dict[int, int]:
    """Give the stored number of published items of each, its chapters included."""
    words_of = {facets.word("collection", row.pk): row.pk for row in rows}
    counts = dict.fromkeys(words_of.values(), 0)
    found = FacetCount.objects.filter(word__in=words_of)
    for word, number in found.values_list("word", "n"):
        counts[words_of[word]] = number
    return counts


def _pictures(rows: list[Collection]) -> dict[int, Picture | None]:
    """Give the picture of each fetched `with_covers()`: the chosen, else the first."""
    chosen = {row.pk: row.chosen_media_id or row.first_media_id for row in rows}
    ids = set(chosen.values()) - {None}
    media = Media.objects.select_related("item").in_bulk(ids) if ids else {}
    covers = {pk: media.get(media_id) for pk, media_id in chosen.items()}
    return {
        pk: words.picture_of(cover, title=cover.item.title) if cover else None
        for pk, cover in covers.items()
    }


def _room(row: Collection, under: dict, pictures: dict, counts: dict) -> dict:
    chapters = [
        _room(child, under, pictures, counts) for child in under.get(row.pk, [])
    ]
    picture = pictures[row.pk]
    if picture is None:
        picture = next((c["picture"] for c in chapters if c["picture"]), None)
    room = words.room(row, picture, count=counts[row.pk], chapters=len(chapters))
    return {**room, "chapters": chapters}
