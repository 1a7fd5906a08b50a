"""Own how an item is named elsewhere: citations, Dublin Core, schema.org, sharing.

Refuses to ask the database and to name the living.
"""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import _json_script_escapes, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from history import presenting
from history.models import Item, Media, Person, Place, Subject
from history.recordings import iso_duration
from history.storing import absolute, public_url

SCHEMA_TYPES = {
    Item.Kind.PHOTO: "Photograph",
    Item.Kind.DOCUMENT: "DigitalDocument",
    Item.Kind.MEMORY: "CreativeWork",
    Item.Kind.AUDIO: "AudioObject",
}
_WIKI_SIGNS = str.maketrans({"|": "/", "{": "(", "}": ")", "[": "(", "]": ")"})
DCMI_TYPES = {
    Item.Kind.PHOTO: "StillImage",
    Item.Kind.DOCUMENT: "Text",
    Item.Kind.MEMORY: "Text",
    Item.Kind.AUDIO: "Sound",
}


def citations(item: Item) -> list[dict]:
    """Name an item as people do in texts of different kinds.

    Shape: ``[{"style": …, "text": …}, …]``.
    """
    url = absolute(item.get_absolute_url())
    when = presenting.dated(item)
    kind = item.get_kind_display().lower()
    day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    author = item.creator.rstrip(".")
    by = f"{author}. " if author else ""
    quoted = _("“%(words)s”") % {"words": item.title}
    seen = _("seen on %(day)s") % {"day": day}
    dstu = f"{by}{item.title} : [{kind}]. {f'{when}. ' if when else ''}"
    return [
        {
            "style": _("In a sentence"),
            "text": f"{quoted}{f' ({when})' if when else ''}. "
            f"{settings.SITE_NAME}, {settings.CITY_NAME}, {item.reference}. {url}",
        },
        {
            "style": "ДСТУ 8302:2015",
            "text": f"{dstu}{settings.SITE_NAME} / {settings.LIBRARY_NAME}. "
            f"URL: {url} ({seen}).",
        },
        {
            "style": "APA 7",
            "text": f"{by or f'{settings.LIBRARY_NAME}. '}({when or 'n.d.'}). "
            f"{item.title} [{kind}]. {settings.SITE_NAME}. {url}",
        },
        {"style": "Wikipedia", "text": _wiki(item, url, when)},
    ]


def _wiki(item: Item, url: str, when: str) -> str:
    """Write the template of Wikipedia, without the signs that would end it."""
    parts = {
        "url": url,
        "title": item.title,
        "author": item.creator,
        "date": when,
        "website": settings.SITE_NAME,
        "publisher": settings.LIBRARY_NAME,
        "access-date": timezone.localdate().isoformat(),
    }
    told = " ".join(
        f"|{name}={value.translate(_WIKI_SIGNS)}"
        for name, value in parts.items()
        if value
    )
    return f"{{{{Cite web {told}}}}}"


def share_image(item: Item) -> dict | None:
    """Give the JPEG that goes out with a shared link; None where there is no picture."""
    if item.sensitive:  # nobody can cover it where a link is shared
        return None
    for media in item.media.all():
        for step in media.renditions:
            if step.get("type") == "image/jpeg":
                alt = media.alt or item.title
                url = public_url(step["path"])
                return {**step, "url": url, "absolute": absolute(url), "alt": alt}
    return None


def downloads(item: Item) -> list[dict]:
    """Give the largest public size and the JPEG of the first picture, and every recording.

    Shape: ``[{"url": …, "type": "JPEG", "width": px, "height": px, "size": bytes}, …]``;
    of a recording `duration` in words instead of width and height.
    """
    media = [one for one in item.media.all() if one.renditions]
    return [
        *_pictures(next((one for one in media if not one.is_sound), None)),
        *(_sound(one) for one in media if one.is_sound),
    ]


def _sound(media: Media) -> dict:
    recording = media.recording
    kind = recording.src.rpartition(".")[2].upper()
    return {
        "url": recording.src,
        "type": kind,
        "size": recording.size,
        "duration": recording.duration,
    }


def _pictures(first: Media | None) -> list[dict]:
    if first is None:
        return []
    largest = max(first.renditions, key=lambda step: step["width"])
    jpeg = next((s for s in first.renditions if s["type"] == "image/jpeg"), largest)
    steps = [largest] if jpeg is largest else [jpeg, largest]
    return [
        {**step, "url": public_url(step["path"]), "type": step["type"][6:].upper()}
        for step in steps
    ]


def dublin_core(item: Item) -> list[tuple[str, str]]:
    """Give the Dublin Core elements of an item for the head of its page."""
    pairs = [
        ("DC.title", item.title),
        ("DC.type", DCMI_TYPES[item.kind]),
        ("DC.identifier", absolute(item.get_absolute_url())),
        ("DC.language", item.language),
        ("DC.creator", item.creator),
        ("DC.date", item.date_edtf),
        ("DC.coverage", item.place.name if item.place else item.place_said),
        ("DC.description", presenting.excerpt(item.description or item.story)),
        ("DC.rights", item.rights),
        ("DC.publisher", settings.LIBRARY_NAME),
        ("DC.contributor", item.credit_line),
        ("DC.source", presenting.excerpt(item.provenance)),
    ]
    formats = (step["type"] for one in item.media.all() for step in one.renditions)
    pairs += [("DC.format", media_type) for media_type in dict.fromkeys(formats)]
    pairs += [
        ("DC.relation", absolute(entry.collection.get_absolute_url()))
        for entry in item.entries.all()
    ]
    pairs += [("DC.subject", subject.name) for subject in item.subjects.all()]
    return [(name, content) for name, content in pairs if content]


def schema_org(item: Item) -> dict:
    """Describe an item in the words of schema.org."""
    url = absolute(item.get_absolute_url())
    image = share_image(item)
    data = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES[item.kind],
        "@id": url,
        "url": url,
        "identifier": item.reference,
        "name": item.title,
        "description": presenting.excerpt(item.description or item.story),
        "inLanguage": item.language,
        "temporalCoverage": _coverage(item),
        "contentLocation": _location(item),
        "creator": item.creator,
        "creditText": item.credit_line,
        "license": item.rights,
        "datePublished": item.published_at and item.published_at.date().isoformat(),
        "image": image and absolute(image["url"]),
        "audio": [
            _audio_object(media) for media in item.media.all() if media.recording
        ],
        "about": [person.public_name for person in item.people.all()],
        "isPartOf": [
            {
                "@type": "Collection",
                "name": entry.collection.title,
                "url": absolute(entry.collection.get_absolute_url()),
            }
            for entry in item.entries.all()
        ],
        "publisher": {"@type": "Library", "name": settings.LIBRARY_NAME},
    }
    return {name: value for name, value in data.items() if value}


def _audio_object(media: Media) -> dict:
    return {
        "@type": "AudioObject",
        "contentUrl": absolute(media.recording.src),
        "encodingFormat": media.recording.type,
        "duration": iso_duration(media.duration_ms),
    }


def crumbs_schema(crumbs: list[dict]) -> dict:
    """Describe the way to a page in the words of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb["label"],
                **({"item": absolute(crumb["url"])} if crumb.get("url") else {}),
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def thing_schema(row: Person | Subject, kind: str) -> dict:
    """Describe a person of the past or a word of the vocabulary."""
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "url": absolute(reverse(f"history:{row._meta.model_name}", args=[row.slug])),
        "name": row.public_name if isinstance(row, Person) else row.name,
    }
    if isinstance(row, Person):
        data |= {
            "birthDate": row.born_year and f"{row.born_year:04d}",
            "deathDate": row.died_year and f"{row.died_year:04d}",
            "description": row.note,
        }
    return {name: value for name, value in data.items() if value}


def place_schema(place: Place) -> dict:
    """Describe a place with all its names."""
    names = [place.name_uk, place.name_ru, place.name_en]
    names += [one.name for one in place.names.all()]
    data: dict = {
        "@context": "https://schema.org",
        "@type": "Place",
        "url": absolute(place.get_absolute_url()),
        "name": place.name,
        "alternateName": [
            name for name in dict.fromkeys(names) if name and name != place.name
        ],
        "description": place.note,
    }
    if place.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    if place.parent:
        data["containedInPlace"] = {"@type": "Place", "name": place.parent.name}
    return {name: value for name, value in data.items() if value}


def data_block(data: dict | list) -> SafeString:
    """Write data into a page so that no word of it can become markup."""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder).translate(
        _json_script_escapes
    )
    block = mark_safe(text)  # noqa: S308 (<, > and & are escaped in the line above)
    return format_html('<script type="application/ld+json">{}</script>', block)


def _coverage(item: Item) -> str:
    if item.date_earliest is None and item.date_latest is None:
        return ""
    first = item.date_earliest.isoformat() if item.date_earliest else ".."
    last = item.date_latest.isoformat() if item.date_latest else ".."
    return first if first == last else f"{first}/{last}"


def _location(item: Item) -> dict | None:
    name = item.place.name if item.place else item.place_said
    place: dict = {"@type": "Place", "name": name} if name else {"@type": "Place"}
    old = item.place and presenting.name_then(
        item.place, item.date_earliest, item.date_latest, item.language
    )
    if old:
        place["alternateName"] = old
    if item.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": item.latitude,
            "longitude": item.longitude,
        }
    return place if len(place) > 1 else None
