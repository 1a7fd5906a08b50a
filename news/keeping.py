"""What an editor has in an open form: kept while she writes, offered again afterwards."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from news.models import Revision, Unsaved
from news.written import Written, name_of, pointing_at

KEPT = timedelta(days=30)
MOST = 20
"""So many open forms of one person are kept; the oldest goes first."""
LEFT_OUT = frozenset(
    {
        "csrfmiddlewaretoken",
        "_save",
        "_continue",
        "_addanother",
        "_kept",
        "basis",
        "again",
    }
)
LONGEST_KEY = 32


def new_key() -> str:
    """Make the name of one open form."""
    return secrets.token_hex(8)


def is_key(text: str) -> bool:
    return text.isascii() and text.isalnum() and len(text) <= LONGEST_KEY


@transaction.atomic
def keep(
    model: type[Written], thing: Written | None, *, by: User, data: QueryDict
) -> Unsaved | None:
    """Keep the fields of an open form; None where the form has no name."""
    key = data.get("form_key", "")
    if not is_key(key):
        return None
    pairs = [
        [name, value.replace("\x00", "")]
        for name, values in data.lists()
        if name not in LEFT_OUT
        for value in values
    ]
    about = pointing_at(thing) if thing else {}
    row, _made = Unsaved.objects.update_or_create(
        by=by, form_key=key,
        defaults=about | {"kind": name_of(model), "fields": pairs, "at": timezone.now()},
    )  # fmt: skip
    mine = Unsaved.objects.filter(by=by).order_by("-at", "-pk")
    Unsaved.objects.filter(pk__in=[old.pk for old in mine[MOST:]]).delete()
    return row


def offered(model: type[Written], thing: Written | None, *, by: User) -> Unsaved | None:
    """Give what this person wrote last about a thing, or about a new one, unsaved."""
    mine = Unsaved.objects.filter(by=by, kind=name_of(model))
    mine = mine.filter(**{name_of(model): thing})
    return mine.order_by("-at", "-pk").first()


def find(pk: int, *, by: User) -> Unsaved | None:
    """Find what this person wrote; what others wrote is not there."""
    return Unsaved.objects.filter(by=by, pk=pk).first()


def is_saved(key: str, *, by: User) -> bool:
    """Say whether the form of this name was saved since."""
    return Revision.objects.filter(form_key=key, by=by).exists()


def forget(key: str, *, by: User) -> None:
    """Let go of what is saved now, or not wanted."""
    Unsaved.objects.filter(by=by, form_key=key).delete()


def sent(row: Unsaved) -> QueryDict:
    """Give the fields as a form would send them."""
    data = QueryDict(mutable=True)
    for name, value in row.fields:
        data.appendlist(name, value)
    return data


def purge() -> None:
    """Forget what nobody came back for."""
    Unsaved.objects.filter(at__lt=timezone.now() - KEPT).delete()
