"""Own how rows become ready words for pages: cards, dates, places, facts, rights.

Refuses to ask the database: every row and relation must have been fetched before.
"""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from translitua import RussianInternationalPassport1997Reduced, UkrainianKMU, translit

from history import dates
from history.models import Collection, Item, Master, Media, Person, Place
from history.names import initials
from history.pictures import Picture
from history.rights import Rights

SLUG_CHARACTERS = 60
WORDS_CHARACTERS = 260
TELLING_KINDS = frozenset({Item.Kind.DOCUMENT, Item.Kind.MEMORY, Item.Kind.AUDIO})


def language() -> str:
    """Give the language the page is written in."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def if_foreign(code: str) -> str:
    """Give a language only where the page is in another one, for `lang=`."""
    return "" if code == language() else code


def language_of(row, field: str) -> str:
    """Say in which other language a translated field is shown; "" when in ours."""
    fallback = settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]
    for code in (language(), *fallback):
        if getattr(row, f"{field}_{code}", ""):
            return if_foreign(code)
    return ""


def slug_of(item: Item) -> str:
    """Write the title in Latin letters for the address, by the item's own language."""
    table = (
        RussianInternationalPassport1997Reduced
        if item.language == "ru"
        else UkrainianKMU
    )
    slug = slugify(translit(item.title, table))
    if len(slug) <= SLUG_CHARACTERS:
        return slug
    return slug[: SLUG_CHARACTERS + 1].rpartition("-")[0] or slug[:SLUG_CHARACTERS]


def url_of(item: Item) -> str:
    """Give the address of an item's page with its title in it."""
    slug = slug_of(item)
    return reverse("history:item", args=[item.pk, slug] if slug else [item.pk])


def excerpt(text: str, limit: int = WORDS_CHARACTERS) -> str:
    """Give the first whole words of a text, on one line."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit].rpartition(" ")[0] or line[:limit]
    return cut.rstrip(" ,;:.–—-") + "…"


def first_lines(text: str, limit: int) -> str:
    """Give whole sentences up to a length, or an excerpt where the first is longer."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    ends = [
        m.end() for m in re.finditer(r"[.!?…](?=[»”\"')]*\s)[»”\"')]*", line[:limit])
    ]
    return line[: ends[-1]] if ends else excerpt(line, limit)


def dated(item: Item, *, whole: bool = True) -> str:
    """Say the date in words; "" when nobody knows it, whatever was written instead.

    A list leaves the interval of an uncertain date to the item's own page.
    """
    if item.date_earliest is None and item.date_latest is None:
        said = item.date_said
        return "" if said and _is_not_known(said, item.language) else said
    return dates.display(
        item.date_earliest,
        item.date_latest,
        item.date_edtf,
        language(),
        whole=whole,
    )


@lru_cache(maxsize=4096)
def _is_not_known(said: str, code: str) -> bool:
    """Tell whether words only say that nobody knows: "не знаю", "don't know"."""
    try:
        return dates.parse(said, language=code).edtf == ""
    except dates.NotADate:
        return False


def name_then(place: Place, first: date | None, last: date | None, own: str) -> str:
    """Give the name a place had in those years, where it was another one.

    Only a name whose years hold the whole interval is sure enough to be said; after
    the reader's language comes `own`, that of the words about it.
    """
    if first is None or last is None:
        return ""
    fitting = [
        name
        for name in place.names.all()
        if (name.from_year or name.to_year)
        and (name.from_year or 0) <= first.year
        and last.year <= (name.to_year or 9999)
        and name.name not in (place.name_uk, place.name_ru, place.name_en)
    ]
    order = [language(), own, *(code for code, _name in settings.LANGUAGES)]
    fitting.sort(key=lambda name: (order.index(name.language), name.pk))
    return fitting[0].name if fitting else ""


def named_in(place: Place, first: date | None, last: date | None, own: str) -> str:
    """Name a place as in those years, with today's name in brackets."""
    old = name_then(place, first, last, own)
    if not old:
        return place.name
    return both_names(old, place.name)


def both_names(old: str, today: str) -> str:
    """Put today's name in brackets behind an old one."""
    # Translators: "Lenin Street (today Mill Street)".
    return _("%(old)s (today %(today)s)") % {"today": today, "old": old}


def placed(item: Item) -> str:
    """Say where: the name of the time and today's, or the words as they came."""
    if item.place is None:
        return item.place_said
    return named_in(item.place, item.date_earliest, item.date_latest, item.language)


def disputes_of(item: Item) -> list[dict]:
    """Say what others say of an item fetched `with_everything()`, and why.

    A living person is named by initials, as everywhere.
    """
    told = []
    for claim in item.disputes:
        value = claim.words
        if claim.field == "date" and (claim.date_earliest or claim.date_latest):
            value = dates.display(
                claim.date_earliest, claim.date_latest, claim.date_edtf, language()
            )
        elif claim.field == "person":
            value = claim.person.public_name if claim.person else initials(value)
        elif claim.field == "place" and claim.place:
            value = claim.place.name
        told.append(
            {
                "about": claim.get_field_display(),
                "value": value,
                "reason": claim.reason,
                "credit": claim.credit,
                "lang": if_foreign(claim.language),
            }
        )
    return told


def placed_today(item: Item) -> str:
    """Say where by today's name alone: for lists, where names are not fetched."""
    return item.place.name if item.place else item.place_said


def sentence(item: Item) -> str:
    """Say place and date as one phrase: "Mill Street; about 1962"."""
    return "; ".join(part for part in (placed_today(item), dated(item)) if part)


def card(item: Item) -> dict:
    """Give what `components/card.html` shows of an item fetched `with_cover()`."""
    cover = item.covers[0] if item.covers else None
    picture = cover.picture if cover and not item.sensitive else None
    recording = cover.recording if cover else None
    telling = item.kind in TELLING_KINDS
    return {
        "url": url_of(item),
        "ref": item.reference,
        "title": item.title,
        "date": dated(item, whole=False),
        "place": placed_today(item),
        "kind_badge": item.get_kind_display() if telling else "",
        "picture": picture,
        "recording": recording,
        "lang": if_foreign(item.language),
        "covered": item.get_sensitive_display() if item.sensitive else "",
        "words": ""
        if picture or recording
        else excerpt(item.story or item.description),
    }


def cards(items) -> list[dict]:
    """Give the cards of several items."""
    return [card(item) for item in items]


def document_words(master: Master) -> str:
    """Say "PDF, 12 pages"; "" for a file that is one picture."""
    kind = master.media_type.rpartition("/")[2].upper()
    if kind != "PDF" and master.page_count < 2:
        return ""
    pages = ngettext("%(number)s page", "%(number)s pages", master.page_count) % {
        "number": master.page_count
    }
    return f"{kind}, {pages}"


def picture_of(
    media: Media | None, *, title: str, even_covered: bool = False
) -> Picture | None:
    """Give a picture that stands alone, so it must be told to who cannot see it.

    What a visitor has to open first is shown nowhere else, unless `even_covered`.
    """
    if media is not None and media.item.sensitive and not even_covered:
        return None
    picture = media.picture if media else None
    if picture is None:
        return None
    return replace(picture, alt=picture.alt or media.caption or title)


def rights_of(item: Item) -> dict:
    """Give the rights in words with the address of the full statement."""
    return {
        "label": item.get_rights_display(),
        "url": item.rights if item.rights in Rights.values else "",
    }


def count_of(number: int, *, is_estimate: bool = False) -> str:
    """Say honestly how many photos and memories there are."""
    if is_estimate:
        number = _rounded(number)
        return ngettext(
            "about %(number)s photo or memory",
            "about %(number)s photos and memories",
            number,
        ) % {"number": spaced(number)}
    return ngettext(
        "%(number)s photo or memory", "%(number)s photos and memories", number
    ) % {"number": spaced(number)}


def spaced(number: int, *, is_estimate: bool = False) -> str:
    """Write a number with thousands apart: a comma in English, else a space.

    What is about right says so.
    """
    text = f"{number:,}"
    text = text if language() == "en" else text.replace(",", "\u00a0")
    return f"≈\u202f{text}" if is_estimate else text


def _rounded(number: int) -> int:
    step = 10 ** max(0, len(str(number)) - 2)
    return round(number / step) * step


def person_words(person: Person) -> dict:
    """Give a person: the living by initials only, and without a page of their own."""
    page = "" if person.is_living else reverse("history:person", args=[person.slug])
    return {"label": person.public_name, "url": page}


def room(
    collection: Collection, picture: Picture | None, *, count: int, chapters: int = 0
) -> dict:
    """Give what `components/collection_card.html` shows of a collection."""
    parts = [count_of(count)] if count or not chapters else []
    if chapters:
        parts.append(
            ngettext("%(number)s chapter", "%(number)s chapters", chapters)
            % {"number": chapters}
        )
    return {
        "url": collection.get_absolute_url(),
        "title": collection.title,
        "summary": collection.summary,
        "count": ", ".join(parts),
        "picture": picture,
        "lang": language_of(collection, "title"),
    }
