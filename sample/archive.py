"""The published half of the sample city: places, people, items, collections."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from history import comparing, curation, marking, periods, publishing, shelving
from history.models import (
    Collection,
    Item,
    Master,
    Media,
    NamedPeriod,
    Person,
    Place,
    PlaceName,
    Subject,
)
from history.rights import Rights
from sample import town

RIGHTS = {
    "pd": Rights.PUBLIC_DOMAIN,
    "by": Rights.CC_BY,
    "by-sa": Rights.CC_BY_SA,
    "by-nc": Rights.CC_BY_NC,
    "inc": Rights.IN_COPYRIGHT,
    "orphan": Rights.ORPHAN,
    "und": Rights.UNDETERMINED,
}
# The newest items greet the visitor on the first page, the best one last.
NEWEST = (
    "avenue-2024", "sledges-1959", "class-1952", "foundry-1973", "memory-lamp", "family-1974",
    "market-1911", "works-night-1982", "cinema-1956", "river-1911", "memory-whistle",
    "flood-1931", "tram-1934", "directors-street",
)  # fmt: skip
OLDEST_DAYS, NEWEST_DAYS = 240, 6


def make_places() -> dict[str, Place]:
    """Make the gazetteer with all its names."""
    made: dict[str, Place] = {}
    for row in town.table("places", "place"):
        place = Place.objects.create(
            slug=row["slug"],
            kind=row["kind"],
            parent=made.get(row.get("parent", "")),
            latitude=row["point"][0],
            longitude=row["point"][1],
            **town.spoken(row, "name"),
            **town.spoken(row, "note"),
        )
        for name, language, first, last in row["names"]:
            PlaceName.objects.create(
                place=place,
                name=name,
                language=language,
                from_year=first or None,
                to_year=last or None,
            )
        made[place.slug] = place
    return made


def make_periods() -> None:
    """Write down what the people of the town call its times."""
    for row in town.table("periods", "period"):
        known = periods.understand(row["edtf"], language="uk")
        NamedPeriod.objects.create(
            scope=row["scope"],
            edtf=known.edtf,
            earliest=known.earliest,
            latest=known.latest,
            **{f"names_{code}": "\n".join(row[code]) for code in town.LANGUAGES},
        )


def make_people() -> dict[str, Person]:
    """Make the people of the town."""
    return {
        row["slug"]: Person.objects.create(
            slug=row["slug"],
            other_names=row.get("other", ""),
            born_year=row["years"][0] or None,
            died_year=row["years"][1] or None,
            is_living=row.get("living", False),
            **town.spoken(row, "name"),
            **town.spoken(row, "note"),
        )
        for row in town.table("people", "person")
    }


def make_subjects() -> dict[str, Subject]:
    """Make the vocabulary of subjects."""
    return {
        slug: Subject.objects.create(
            slug=slug, name_uk=words[0], name_ru=words[1], name_en=words[2]
        )
        for slug, words in town.single("subjects", "subjects").items()
    }


def in_publishing_order(rows: list[dict]) -> list[dict]:
    """Mix the years, put the favourites last and what is told about before the tale."""
    rest = [row for row in rows if row["key"] not in NEWEST]
    random.Random("order").shuffle(rest)
    by_key = {row["key"]: row for row in rows}
    ordered: list[dict] = []
    for row in [*rest, *(by_key[key] for key in NEWEST)]:
        told_about = by_key.get(row.get("about", ""))
        for one in (told_about, row):
            if one is not None and one not in ordered:
                ordered.append(one)
    return ordered


def description(
    row: dict, *, places, people, subjects, items
) -> publishing.Description:
    """Turn a row of the files into the words of an item."""
    place = places.get(row.get("place", ""))
    return publishing.Description(
        kind=row["kind"],
        title=row["title"],
        language=row["language"],
        description=row.get("description", ""),
        story=row.get("story", "").strip(),
        **date_columns(row),
        date_reason=row.get("reason", ""),
        place=place,
        place_said=row.get("place_said", ""),
        latitude=_beside(place.latitude, row["key"], 1) if place else None,
        longitude=_beside(place.longitude, row["key"], 2) if place else None,
        accuracy="street" if place else "",
        bearing=row.get("bearing"),
        about=items.get(row.get("about", "")),
        creator=row.get("creator", ""),
        credit_line=row.get("credit", ""),
        provenance=row.get("provenance", ""),
        rights=RIGHTS[row["rights"]],
        people=tuple(people[slug] for slug in row.get("people", [])),
        subjects=tuple(subjects[slug] for slug in row.get("subjects", [])),
    )


def date_columns(row: dict) -> dict:
    """Understand a date as said, unless the row says itself what it means."""
    said = row.get("said", "")
    if "edtf" in row:
        return {
            "date_said": said,
            "date_edtf": row["edtf"],
            "date_earliest": datetime.fromisoformat(row["earliest"]).date(),
            "date_latest": datetime.fromisoformat(row["latest"]).date(),
        }
    date = periods.understand(said, language=row["language"])
    return {
        "date_said": said,
        "date_edtf": date.edtf,
        "date_earliest": date.earliest,
        "date_latest": date.latest,
    }


def _beside(degree: float, key: str, axis: int) -> float:
    # Pictures of one street stand a few steps apart on the map.
    return round(degree + random.Random(f"{key} {axis}").uniform(-0.0012, 0.0012), 6)


def make_items(
    *,
    places: dict[str, Place],
    people: dict[str, Person],
    subjects: dict[str, Subject],
    masters: dict[tuple[str, int], Master],
    by: User,
    now: datetime,
) -> dict[str, Item]:
    """Publish the items one after another over the last months."""
    rows = in_publishing_order(town.items())
    step = (OLDEST_DAYS - NEWEST_DAYS) / max(1, len(rows) - 1)
    made: dict[str, Item] = {}
    for number, row in enumerate(rows):
        files = [
            publishing.File(
                master=masters[row["key"], count],
                role=picture.get("role", Media.Role.FRONT),
                back_of=masters[row["key"], count - 1]
                if picture.get("role") == Media.Role.BACK
                else None,
                caption=picture.get("caption", ""),
                alt=picture.get("alt", ""),
            )
            for count, picture in enumerate(town.files_of(row), start=1)
        ]
        words = description(
            row, places=places, people=people, subjects=subjects, items=made
        )
        days = OLDEST_DAYS - number * step
        made[row["key"]] = publishing.publish(
            words, files=files, by=by, at=now - timedelta(days=days)
        )
    return made


def mark_people(
    items: dict[str, Item], people: dict[str, Person], *, by: User, now: datetime
) -> None:
    """Mark who is who on some pictures; a few stay open questions."""
    for row in town.table("marks", "picture"):
        media = items[row["item"]].media.get(position=0)
        marks = [
            marking.Mark(
                box=tuple(one["at"]),
                person=people.get(one.get("person", "")),
                label="" if "person" in one else one.get("words", marking.UNKNOWN),
                said_by=one.get("said", ""),
            )
            for one in row["marks"]
        ]
        seen = marking.version_of(media)
        marking.save(media, marks, seen=seen, by=by, at=now)


def make_collections(
    items: dict[str, Item], *, by: User, now: datetime
) -> dict[str, Collection]:
    """Make the tree of collections with covers, notes and chosen order."""
    made: dict[str, Collection] = {}
    for position, row in enumerate(town.table("collections", "collection")):
        collection = Collection(
            slug=row["slug"],
            parent=made.get(row.get("parent", "")),
            position=position,
            cover=items[row["cover"]],
            published_at=now - timedelta(days=OLDEST_DAYS - position),
            **town.spoken(row, "title"),
            **town.spoken(row, "summary"),
            **town.spoken(row, "introduction"),
        )
        collection._history_user = by
        collection.save()
        collection.curators.add(by)
        for entry_row in row["entries"]:
            entry = curation.attach(items[entry_row["item"]], to=collection, by=by)
            for code in town.LANGUAGES:
                if code in entry_row:
                    setattr(entry, f"note_{code}", entry_row[code])
            entry.save()
        made[collection.slug] = collection
    return made


def make_comparisons(items: dict[str, Item], *, by: User, now: datetime) -> None:
    """Lay today's photos over the old ones, as a curator marked them."""
    for row in town.table("then_now", "then_now"):
        comparing.save(
            comparing.first_picture(items[row["then"]]),
            comparing.first_picture(items[row["now"]]),
            points=[tuple(map(tuple, pair)) for pair in row["points"]],
            seen=0, publish=True, by=by, at=now - timedelta(days=NEWEST_DAYS),
        )  # fmt: skip


def make_shelves(users: dict[str, User], items: dict[str, Item]) -> None:
    """Put on the shelves of the demo accounts what they chose, one of them shared."""
    for row in town.table("accounts", "account"):
        albums = [
            shelving.Album(
                number,
                album["title"],
                [
                    shelving.Kept(items[one["item"]].pk, one["note"])
                    for one in album["entries"]
                ],
                album["key"] or None,
            )
            for number, album in enumerate(row.get("album", []), start=shelving.FIRST)
        ]
        if albums:
            shelving.to_account(users[row["key"]], albums)
