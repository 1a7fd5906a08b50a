"""Own what is quietly told of an item, a place, a person: terms and values.

Refuses to ask the database: every row and relation must have been fetched before.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.models import Item, Person, Place
from history.presenting import (
    dated,
    if_foreign,
    language,
    person_words,
    placed,
    rights_of,
)
from history.states import Accuracy


def years_of(person: Person) -> str:
    """Say the years of a life; nothing of the living."""
    if person.is_living or not (person.born_year or person.died_year):
        return ""
    return f"{person.born_year or '?'}–{person.died_year or '?'}"


def names_through_time(place: Place) -> list[dict]:
    """Give the other names of a place, those of the same years together.

    Shape: ``[{"years": "1925–2016", "names": [{"name", "lang"}, …]}, …]``, the earliest
    first; among the names of one time, the language of the page comes first.
    """
    codes = [language(), *(code for code, _name in settings.LANGUAGES)]
    names = sorted(
        place.names.all(),
        key=lambda name: (
            name.from_year or -9999,
            name.to_year or 9999,
            codes.index(name.language),
            name.pk,
        ),
    )
    times: dict[tuple, list] = {}
    for name in names:
        times.setdefault((name.from_year, name.to_year), []).append(
            {"name": name.name, "lang": if_foreign(name.language)}
        )
    return [{"years": _years(*time), "names": found} for time, found in times.items()]


def _years(first: int | None, last: int | None) -> str:
    if first and last:
        return f"{first}–{last}"
    if first:
        return _("since %(year)s") % {"year": first}
    if last:
        return _("until %(year)s") % {"year": last}
    return ""


def facts_of(item: Item) -> list[dict]:
    """Give the quiet facts of an item's page, only those that are known."""
    facts = [
        {"term": _("Kind"), "value": item.get_kind_display()},
        _date_fact(item),
        _place_fact(item),
        {"term": _("People"), "parts": [person_words(p) for p in item.people.all()]},
        {
            "term": _("Subjects"),
            "parts": [
                {"label": s.name, "url": reverse("history:subject", args=[s.slug])}
                for s in item.subjects.all()
            ],
        },
        {"term": _("Author"), "value": item.creator},
        {"term": _("Credit"), "value": item.credit_line},
        {
            "term": _("Where it comes from"),
            "value": item.provenance,
            "lang": if_foreign(item.language),
        },
        {
            "term": _("Rights"),
            "value": rights_of(item)["label"],
            "url": rights_of(item)["url"],
        },
        {"term": _("Reference"), "value": item.reference},
    ]
    if item.published_at:
        day = date_format(item.published_at, "DATE_FORMAT")
        facts.append({"term": _("Published"), "value": day})
    return [fact for fact in facts if fact.get("value") or fact.get("parts")]


def _date_fact(item: Item) -> dict:
    known = dated(item)
    value, note = known or _("We do not know yet"), ""
    if known and item.date_said and item.date_said != known:
        note = _("as said: “%(words)s”") % {"words": item.date_said}
    return {"term": _("Date"), "value": value, "note": note}


_EXACT = {
    Accuracy.HOUSE: gettext_lazy("exactly this house or spot"),
    Accuracy.STREET: gettext_lazy("somewhere on this street"),
    Accuracy.DISTRICT: gettext_lazy("somewhere in this part of the town"),
    Accuracy.UNKNOWN: gettext_lazy("not known exactly; perhaps you know it"),
}


def _place_fact(item: Item) -> dict:
    exact = _EXACT.get(item.accuracy, "")
    is_street = item.place is None or item.place.kind == Place.Kind.STREET
    if item.accuracy == Accuracy.STREET and not is_street:
        exact = _("somewhere here")
    if item.place is None:
        value = item.place_said or _("We do not know yet")
        return {"term": _("Place"), "value": value, "note": exact}
    note = exact
    if item.place.parent:
        inside = _("in: %(place)s") % {"place": item.place.parent.name}
        note = f"{inside}; {exact}" if exact else inside
    return {
        "term": _("Place"),
        "value": placed(item),
        "url": item.place.get_absolute_url(),
        "note": note,
    }
