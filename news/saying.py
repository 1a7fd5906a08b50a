"""What differs between two states of a post or an event, in words people read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import User, display_name
from history import differences
from news import appearing, reading, states


@dataclass(frozen=True)
class Change:
    """One field that an act changed, in words."""

    field: str
    label: str
    pieces: list[differences.Piece]


class Words:
    """States of one kind of thing in words: every name they mention is fetched once."""

    def __init__(self, model: type[models.Model], found: list[dict[str, Any]]) -> None:
        self.model = model
        self.fields = {field.name: field for field in states.columns(model)}
        self.fields |= {field.name: field for field in model._meta.many_to_many}
        self.names = {
            name: _named(field.related_model, [state.get(name) for state in found])
            for name, field in self.fields.items()
            if field.related_model
        }
        authors = [row[0] for state in found for row in state.get("bylines", [])]
        people = User.objects.in_bulk({pk for pk in authors if pk})
        self.people = {pk: display_name(person) for pk, person in people.items()}

    def changes(self, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
        """Say what differs, field by field, in the order of the form."""
        found = []
        for name in [*self.fields, "bylines", "pictures"]:
            # A state of before the column was there says nothing about it.
            if name not in before or name not in after or before[name] == after[name]:
                continue
            old, new = before[name], after[name]
            told = self.value(name, old), self.value(name, new)
            pieces = differences.by_word(*told)
            if told[0] == told[1]:
                words = _("Only how it looks changed, not the words.")
                pieces = [differences.Piece(differences.SAME, words)]
            found.append(Change(name, label(self.model, name), pieces))
        return found

    def value(self, name: str, value: Any) -> str:
        """Give one value of a state in words."""
        if name == "bylines":
            return ", ".join(self._signed(*row) for row in value or [])
        if name == "pictures":
            rows = (value or {}).items()
            return "\n".join(" · ".join([mark, *said.values()]) for mark, said in rows)
        field = self.fields[name]
        if field.related_model:
            pks = value if isinstance(value, list) else [value]
            return ", ".join(self.names[name].get(pk, f"#{pk}") for pk in pks if pk)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value in ("", None, []):
            return ""
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        match field:
            case models.DateTimeField():
                return appearing.moment(datetime.fromisoformat(value))
            case models.DateField():
                return date_format(date.fromisoformat(value), "DATE_FORMAT")
            case models.TextField():
                return reading.in_words(value)
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return str(value)

    def _signed(self, pk: int | None, name: str, library: str = "") -> str:
        said = name or self.people.get(pk, f"#{pk}")
        return f"{said} ({library})" if library else said


def label(model: type[models.Model], name: str) -> str:
    """Name a field as its form does: "Title (Ukrainian)"."""
    column, _underscore, code = name.rpartition("_")
    if name == "bylines":
        return _("Authors")
    if name == "pictures":
        return _("Pictures in the text")
    if code not in dict(settings.LANGUAGES):
        return capfirst(str(getattr(model._meta.get_field(name), "verbose_name", name)))
    return _("%(field)s (%(language)s)") % {
        "field": capfirst(str(model._meta.get_field(column).verbose_name)),
        "language": get_language_info(code)["name_translated"].lower(),
    }


def _named(model: type[models.Model], values: list[Any]) -> dict[int, str]:
    pks = {
        pk for value in values for pk in (value if isinstance(value, list) else [value])
    }
    found = model._base_manager.in_bulk({pk for pk in pks if pk})
    return {pk: str(row) for pk, row in found.items()}
