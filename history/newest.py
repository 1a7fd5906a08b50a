"""What is new around a place, a person, a subject, a collection, an item, a question.

Whoever follows one of them, by a feed or by mail, reads the same list.
"""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.utils.translation import gettext as _

from history import addresses
from history.filters import ItemFilter
from history.models import Collection, Item, Person, Place, Subject

FORM = ("view", "size", "sort", "page", "after")
"""How an answer is shown: it belongs to the page, not to the question."""


ROWS = {
    "place": lambda: Place.objects.all(),
    "person": lambda: Person.objects.filter(is_living=False),
    "collection": lambda: Collection.objects.published(),
    "subject": lambda: Subject.objects.all(),
}
"""What may be followed: never a living person, never a draft."""


def find(kind: str, slug: str) -> Place | Person | Collection | Subject | None:
    """Find a row of `ROWS` by its address, or by one that it had before."""
    row = ROWS[kind]().filter(slug=slug).first()
    if row is not None or kind == "subject":
        return row
    now = addresses.find(kind, slug)
    return ROWS[kind]().filter(pk=now.pk).first() if now else None


def around(row) -> QuerySet[Item]:
    """Give what visitors see of a row, the newest first, each with its `new_at`.

    A picture is new in a collection when it was placed there.
    """
    found, new_at = Item.objects.published(), F("published_at")
    match row:
        case Place():
            found = found.filter(Q(place=row) | Q(place__parent=row))
        case Person():
            found = found.filter(people=row)
        case Subject():
            found = found.filter(subjects=row)
        case Collection():
            found = found.filter(entries__collection=row)
            new_at = Greatest(F("published_at"), F("entries__added_at"))
        case Item():
            found = found.filter(about=row)
    return found.annotate(new_at=new_at).order_by("-new_at", "-pk")


def question_of(data) -> ItemFilter:
    """Read a question to the catalogue and leave out how it was shown."""
    asked = QueryDict(mutable=True)
    for name in ItemFilter.base_filters:
        value = str(data.get(name) or "").strip()
        if value and name not in FORM:
            asked[name] = value
    return ItemFilter(asked)


def answers(question: ItemFilter, *, most: int) -> QuerySet[Item]:
    """Give the newest answers to a valid question, each with its `new_at`."""
    asked = question.data.copy()
    asked["sort"], asked["size"] = "newest", str(most)
    found = Item.objects.published().filter(pk__in=ItemFilter(asked).results.ids)
    return found.annotate(new_at=F("published_at")).order_by("-new_at", "-pk")


def named(question: ItemFilter) -> str:
    """Say a question in words: what was typed, then what it was narrowed by."""
    typed = question.form.cleaned_data["q"]
    quoted = [_("“%(words)s”") % {"words": typed}] if typed else []
    return ", ".join([*quoted, *(one.label for one in question.chosen)])
