"""What can be followed: found by an address, named in words, asked what is new."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from contributions.models import Comment, Follow
from history import changed, newest
from history.converters import ReferenceConverter
from history.filters import ItemFilter
from history.models import Item
from history.names import initials

Kind = Follow.Kind
LOOKED_AT = 100
REFERENCE = re.compile(ReferenceConverter.regex, re.ASCII)
SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
LONGEST = Follow._meta.get_field("target").max_length


class Unfit(Exception):
    """Say why this cannot be followed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Target:
    """Something that visitors see and can follow."""

    kind: str
    target: str
    name: str
    label: str
    url: str
    feed_url: str
    row: Any = None
    question: ItemFilter | None = None

    @property
    def query(self) -> str:
        """The query string that names it on the page of following."""
        data = QueryDict(mutable=True)
        data[self.kind] = self.row.reference if self.kind == Kind.ITEM else self.target
        return data.urlencode()


@dataclass(frozen=True)
class News:
    """What came since a moment: items, the newest first, and how many comments.

    Of an item also which of its facts changed, by the names of `history.changed`.
    """

    items: list[int]
    comments: int = 0
    changes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.comments or self.changes)


def asked_for(data: Mapping) -> Target | None:
    """Find what an address names; None when there is no such thing. Raises: Unfit."""
    for kind in Kind.values:
        if kind in data and kind != Kind.NEWSLETTER:
            return _read(kind, str(data[kind]))
    return None


def _read(kind: str, value: str) -> Target | None:
    if kind == Kind.SEARCH:
        value = value.lstrip("?")
        if len(value) > LONGEST:
            raise Unfit(
                _(
                    "This search is too long to be followed. Please leave out some words."
                )
            )
        question = newest.question_of(QueryDict(value))
        if not question.is_valid():
            sentences = [one for errors in question.errors.values() for one in errors]
            raise Unfit(" ".join(str(one) for one in sentences))
        return of(kind, question.query().lstrip("?"))
    if kind == Kind.ITEM:
        if not REFERENCE.fullmatch(value):
            return None
        try:
            value = str(ReferenceConverter().to_python(value))
        except ValueError:
            return None
    elif not SLUG.fullmatch(value):
        return None
    return of(kind, value)


def of(kind: str, target: str) -> Target | None:
    """Find something followed as it is now; what was merged is what stands for it."""
    match kind:
        case Kind.SEARCH:
            return _search(target)
        case Kind.ITEM:
            return _item(target)
        case Kind.NEWSLETTER:
            return newsletter(target)
    row = newest.find(kind, target)
    if row is None:
        return None
    is_room = kind == Kind.COLLECTION
    name = row.title if is_room else row.name
    return Target(
        kind=kind, target=row.slug, name=name, row=row,
        label=initials(name) if kind == Kind.PERSON else name,
        url=reverse(f"history:{kind}", args=[row.slug]),
        feed_url=reverse(f"history:{kind}_feed", args=[row.slug]),
    )  # fmt: skip


def newsletter(language: str) -> Target:
    """Give the weekly letter of the library, which is followed in one language."""
    name = _("The weekly letter of the library")
    return Target(
        kind=Kind.NEWSLETTER, target=language, name=name, label=name,
        url=reverse("contributions:newsletter"), feed_url=reverse("news:feed"),
    )  # fmt: skip


def _item(number: str) -> Target | None:
    found = Item.objects.filter(pk=int(number)).select_related("merged_into").first()
    item = found and (found.merged_into or found)
    if item is None or item.status != Item.Status.PUBLISHED:
        return None
    return Target(
        kind=Kind.ITEM, target=str(item.pk), name=item.title, label=item.reference,
        url=item.get_absolute_url(), row=item,
        feed_url=reverse("history:item_feed", args=[item.pk]),
    )  # fmt: skip


def _search(query: str) -> Target | None:
    question = newest.question_of(QueryDict(query))
    if not question.is_valid():
        return None
    name = newest.named(question) or _("Photos and memories")
    return Target(
        kind=Kind.SEARCH, target=query, name=name, label=name, question=question,
        url=f"{reverse('history:item_list')}?{query}",
        feed_url=f"{reverse('history:search_feed')}?{query}",
    )  # fmt: skip


def news(target: Target, *, since: datetime, until: datetime) -> News:
    """Tell what visitors see of it that came after `since`, up to `until`."""
    if target.question is not None:
        found = newest.answers(target.question, most=LOOKED_AT)
    else:
        found = newest.around(target.row)
    found = found.filter(new_at__gt=since, new_at__lte=until)
    comments, changes = 0, []
    if target.kind == Kind.ITEM:
        changes = changed.changes(target.row, since=since, until=until)
        shown = Comment.objects.about(target.row).visible()
        comments = shown.filter(created_at__gt=since, created_at__lte=until).count()
    items = list(found.values_list("pk", flat=True)[:LOOKED_AT])
    return News(items, comments, tuple(changes))
