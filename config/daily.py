"""What stands on the first page today: a picture, a question, days of former years.

Chosen anew each day by the clock of the town; no query grows with the archive.
"""

import random
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from history import asking
from history import presenting as words
from history.models import DayPicture, Depiction, Item
from history.on_this_day import on_this_day
from history.search import facets

LOOKED_THROUGH = 2_000
FORMER_SHOWN = 3


def picture(today: date, last: int) -> dict | None:
    """Give the picture that the staff chose for today, else one that comes by itself."""
    chosen = DayPicture.objects.shown(on=today).with_items().first()
    if chosen is not None and (told := _told(chosen.item)) is not None:
        lang = words.language_of(chosen, "note")
        return told | {"note": chosen.note or "", "note_lang": lang}
    told = Item.objects.published().filter(kind=Item.Kind.PHOTO).exclude(story="")
    item = _of_the_day([told], today, last, language=get_language())
    return _told(item) if item else None


def question(today: date, last: int, *, but: int | None) -> dict | None:
    """Ask one open question: by turns when, where and who."""
    about = facets.UNKNOWN[today.toordinal() % len(facets.UNKNOWN)]
    asked = [
        Item.objects.published().exclude(pk=but).open_questions(about=one)
        for one in (about, "any")
    ]
    unnamed = Depiction.objects.filter(media__item=OuterRef("pk")).unnamed()
    item = _of_the_day(asked, today, last, is_unnamed=Exists(unnamed))
    if item is None:
        return None
    return {
        **words.card(item),
        "picture": words.picture_of(item.covers[0], title=item.title),
        "ask": asking.ask(item, about if _lacks(item, about) else "any"),
        "reference": item.reference,
    }


def former_years(today: date, *, but: int | None) -> list[dict]:
    """Give what is known to be of this day in former years, as cards."""
    passed = [] if but is None else [but]
    return words.cards(on_this_day(today, most=FORMER_SHOWN, but=passed))


def _lacks(item: Item, about: str) -> bool:
    if about == "person":
        return item.is_unnamed
    if about == "place":
        return item.place is None and not item.place_said
    return item.date_earliest is None and item.date_latest is None


def _of_the_day(
    wanted: list, today: date, last: int, *, language: str = "", **more
) -> Item | None:
    """Choose an item with a picture, another one each day, near a chosen reference.

    What is wanted first comes first; with a `language` what is told in it, but not at
    the price of the same few every day. One query with all ways in it, so that every
    day costs the same.
    """
    seed = today.toordinal()
    start = random.Random(seed).randint(1, max(last, 1))  # noqa: S311 (not a secret)
    ways = []
    for found in wanted:
        pictured = found.filter(
            media__position=0, media__duration_ms=None, sensitive=""
        ).order_by("pk").values("pk")  # fmt: skip
        onward = pictured.filter(pk__gte=start, pk__lt=start + LOOKED_THROUGH)
        newest = pictured.filter(pk__gt=last - LOOKED_THROUGH)
        for near in (onward, newest):
            told = [near.filter(language=language), near] if language else [near]
            ways += [Subquery(one[:1]) for one in told]
    chosen = Item.objects.published().filter(pk=Coalesce(*ways))
    return chosen.annotate(**more).with_cover().first()


def _told(item: Item) -> dict | None:
    """Make an item ready for the opening page; None where its picture is not made."""
    seen = words.picture_of(
        item.covers[0] if item.covers else None, title=item.title
    )  # fmt: skip
    if seen is None:
        return None
    return {
        **words.card(item),
        "pk": item.pk,
        "picture": seen,
        "story": words.first_lines(item.story or item.description, 320),
        "sentence": words.sentence(item),
    }
