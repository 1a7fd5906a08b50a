"""Owns the names of places, people, collections and subjects, ready to be completed.

Refuses what no visitor may see: a living person, a collection not yet published. Who
shows a hit reads its row again all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save

from history.models import Collection, Person, Place, PlaceName, SearchName, Subject
from history.search import engine, synonyms
from history.search.analysis import form_stem, terms_of
from history.search.folding import fold
from history.search.question import LITTLE, Question
from history.search.spelling import bare, words

LANGUAGES = [code for code, _name in settings.LANGUAGES]
KINDS = {"place": Place, "person": Person, "collection": Collection, "subject": Subject}
MIN_LETTERS = 2
_MAX_ROWS = 80
_KEY_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that goes by a name; ``name`` is the first of those it was found by."""

    kind: str
    row_id: int
    name: str
    names: tuple[str, ...] = ()


def write(kind: str, row) -> None:
    """Write the names of a row anew; none where it may not be seen."""
    with transaction.atomic():
        SearchName.objects.filter(kind=kind, row_id=row.pk).delete()
        SearchName.objects.bulk_create(
            SearchName(kind=kind, row_id=row.pk, name=name[:200], key=key)
            for name in dict.fromkeys(_names(kind, row))
            for key in _keys(name)
        )


def rebuild() -> None:
    """Write all names anew."""
    with transaction.atomic():
        SearchName.objects.all().delete()
        for kind, model in KINDS.items():
            for row in model.objects.order_by("pk").iterator(chunk_size=1000):
                write(kind, row)


def beginning(text: str, *, kinds: Iterable[str], limit: int) -> list[Hit]:
    """Return what goes by a name whose word begins as the last one typed."""
    typed = [bare(word) for word in words(text[:100])]
    if not typed or len(typed[-1]) < MIN_LETTERS:
        return []
    *earlier, last = _own(typed)
    rows = SearchName.objects.filter(
        engine.begins_with("key", fold(last)), kind__in=kinds
    )
    starts = [fold(word) for word in earlier]
    return _different(
        (
            row
            for row in rows.order_by("key", "pk")[:_MAX_ROWS]
            if all(_has_word(row.name, start) for start in starts)
        ),
        limit,
    )


def named(question: Question, *, limit: int) -> list[Hit]:
    """Return what goes by a name that answers the whole question, in any form."""
    own = _own([bare(word) for word in question.words])
    if not own or question.without:
        return []
    stems = {form_stem(word) for word in own}
    skeleton = fold(max(stems, key=lambda stem: (len(stem), stem)))
    keys = Q(engine.begins_with("key", skeleton)) if len(skeleton) > 1 else Q(key="")
    if question.terms:
        longest = max(question.terms, key=lambda term: (len(term), term))
        keys |= engine.begins_with("key", fold(longest))
    groups = [{fold(term) for term in group} for group in question.groups]
    rows = SearchName.objects.filter(keys).order_by("key", "pk")[:_MAX_ROWS]
    return _different(
        (row for row in rows if all(group & _sounds(row.name) for group in groups)),
        limit,
    )


def listen() -> None:
    """Write names whenever a row that has some is saved or deleted."""
    for kind, model in KINDS.items():
        post_save.connect(_saved, sender=model, dispatch_uid=f"search-name-{kind}")
        post_delete.connect(_gone, sender=model, dispatch_uid=f"search-noname-{kind}")
    for signal in (post_save, post_delete):
        signal.connect(_renamed, sender=PlaceName, dispatch_uid=f"search-{id(signal)}")


def _saved(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        write(_kind(sender), instance)


def _gone(sender, instance, **kwargs) -> None:
    SearchName.objects.filter(kind=_kind(sender), row_id=instance.pk).delete()


def _renamed(sender, instance, raw=False, **kwargs) -> None:
    place = Place.objects.filter(pk=instance.place_id).first()
    if place and not raw:
        write("place", place)


def _kind(model) -> str:
    return next(kind for kind, one in KINDS.items() if one is model)


def _names(kind: str, row) -> Iterable[str]:
    if kind == "person" and row.is_living:
        return
    if kind == "collection" and row.published_at is None:
        return
    field = "title" if kind == "collection" else "name"
    for code in LANGUAGES:
        if text := getattr(row, f"{field}_{code}"):
            yield text
    if kind == "person":
        yield from (line.strip() for line in row.other_names.splitlines())
    if kind == "place":
        yield from row.names.order_by("pk").values_list("name", flat=True)


def _keys(name: str) -> list[str]:
    skeletons = [fold(bare(word)) for word in words(name)]
    return list(
        dict.fromkeys(
            " ".join(skeletons[at:])[:_KEY_LETTERS] for at in range(len(skeletons))
        )
    )


def _own(typed: list[str]) -> list[str]:
    """Leave out «на», «вулиця» and the like, where something else was typed."""
    plain = synonyms.plain()
    own = [w for w in typed if w not in LITTLE and not plain & set(terms_of(w))]
    return own or typed


def _has_word(name: str, start: str) -> bool:
    return any(fold(bare(word)).startswith(start) for word in words(name))


def _sounds(name: str) -> set[str]:
    """Return the skeletons of a name's terms: «Ленина» and «Леніна» are one."""
    return {fold(term) for word in words(name) for term in terms_of(word)}


def _different(rows: Iterable[SearchName], limit: int) -> list[Hit]:
    found: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        found.setdefault((row.kind, row.row_id), []).append(row.name)
    return [
        Hit(kind, row_id, names[0], tuple(names))
        for (kind, row_id), names in list(found.items())[:limit]
    ]
