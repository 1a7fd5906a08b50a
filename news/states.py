"""What a post or an event says, as plain values: taken, compared, put back.

Every column counts that is not listed as left out, so a new one needs no line here.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import models

from news.models import Byline, Post, PostPicture
from news.written import Written

NOT_SAID = frozenset({"id", "created_at", "updated_at", "uid", "sequence", "over_at"})
"""Columns that keep themselves."""
NOT_PUT_BACK = frozenset(
    {
        "slug",
        "published_at",
        "pinned_until",
        "is_archived",
        "status",
        "status_note",
        "comments_state",
        "comments_close_after_days",
    }
)
"""How it stands on the site, which restoring earlier words does not change."""
DIGITS = 12
SAID_OF_PICTURES = [
    f"{name}_{code}"
    for name in ("alt", "caption")
    for code, _name in settings.LANGUAGES
]


def columns(model: type[models.Model]) -> list[models.Field]:
    """Give the columns that say something; of translated ones, each language's."""
    named = {field.name for field in model._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in NOT_SAID
        and f"{field.name}_{settings.LANGUAGE_CODE}" not in named
    ]


def taken(thing: Written) -> dict[str, Any]:
    """Give all that a thing says; tags, authors and pictures as they are stored."""
    found = of_columns(thing)
    for field in thing._meta.many_to_many:
        rows = getattr(thing, field.name).all() if thing.pk else ()
        found[field.name] = sorted(row.pk for row in rows)
    if isinstance(thing, Post):
        authors = thing.bylines.all() if thing.pk else ()
        found["bylines"] = [_signed(one) for one in authors]
        pictures = thing.pictures.all() if thing.pk else ()
        found["pictures"] = {one.mark: _words_of(one) for one in pictures}
    return found


def _signed(author: Byline) -> list:
    """Give who it is, how it is signed, and a guest's library where there is one."""
    library = [author.library] if author.library else []
    return [author.user_id, author.name, *library]


def of_columns(thing: Written) -> dict[str, Any]:
    """Give what the row itself says. Asks the database nothing."""
    return {
        field.name: plain(field.value_from_object(thing))
        for field in columns(type(thing))
    }


def plain(value: Any) -> Any:
    """Make a value of a column one that JSON keeps; forms know no parts of a second."""
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(UTC).replace(microsecond=0).isoformat()
        case date():
            return value.isoformat()
        case str():
            return "\n".join(value.splitlines())
    return value


def digest(value: Any) -> str:
    """Name a value shortly."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def are_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two states say the same; what one does not know is empty there."""
    return all((one.get(n) or "") == (other.get(n) or "") for n in one.keys() | other)


def digest_of_words(thing: Written) -> str:
    """Name all that a visitor would read, whenever that is."""
    said = {name: value for name, value in taken(thing).items() if not _stays(name)}
    return digest(said)


def put(thing: Written, state: dict[str, Any]) -> None:
    """Give a thing what an earlier state said. It is saved, with the rows beside it."""
    for field in columns(type(thing)):
        if field.name in state and not _stays(field.name):
            give(thing, field, state[field.name])
    thing.save()
    for field in thing._meta.many_to_many:
        if field.name in state:
            rows = field.related_model.objects.filter(pk__in=state[field.name])
            getattr(thing, field.name).set(rows)
    if isinstance(thing, Post):
        if "bylines" in state:
            _put_authors(thing, state["bylines"])
        _put_words(thing, state.get("pictures", {}))


def give(thing: Written, field: models.Field, value: Any) -> None:
    """Set one column from a plain value; what it pointed at may be gone."""
    read = None if value == "" and field.null else field.to_python(value)
    if read is not None and isinstance(field, models.ForeignKey):
        known = field.related_model._base_manager.filter(pk=read)
        read = read if known.exists() else None
    setattr(thing, field.attname, read)


def _words_of(picture: PostPicture) -> dict[str, str]:
    return {name: said for name in SAID_OF_PICTURES if (said := getattr(picture, name))}


def _put_words(post: Post, state: dict[str, dict[str, str]]) -> None:
    """Give pictures their earlier words; those that came since, or went, stay so."""
    for picture in post.pictures.all():
        if (words := state.get(picture.mark)) is None:
            continue
        # Not save(): a worker may be making its sizes.
        said = {name: words.get(name, "") for name in SAID_OF_PICTURES}
        PostPicture.objects.filter(pk=picture.pk).update(**said)


def _stays(name: str) -> bool:
    column, _underscore, code = name.rpartition("_")
    is_translated = code in dict(settings.LANGUAGES)
    return (column if is_translated else name) in NOT_PUT_BACK


def _put_authors(post: Post, authors: list) -> None:
    people = Byline._meta.get_field("user").related_model._base_manager
    known = set(
        people.filter(pk__in=[pk for pk, *_said in authors if pk]).values_list(
            "pk", flat=True
        )
    )
    post.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(
            post=post,
            position=number,
            user_id=pk if pk in known else None,
            name=name,
            library=library[0] if library else "",
        )
        for number, (pk, name, *library) in enumerate(authors)
        if pk in known or name
    )
