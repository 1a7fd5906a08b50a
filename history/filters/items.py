"""Owns what may be asked of the archive, in one place for pages and API.

Refuses to search by itself: it checks the question, hands it to ``history.search``
and gives the answer names that a person can read.
"""

from dataclasses import dataclass
from functools import cached_property

import django_filters
from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from history.filters.fields import Asked, Known, NumberAsked, OneOf, PeriodAsked
from history.models import Collection, Item, Person, Place, Subject
from history.search.query import MAX_PAGE, PAGE_SIZE, Results, is_cursor, search

MAX_SIZE = 100
MAX_SHOWN = 30
_PLACES_IN_ANSWER = ("page", "after")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, ready to be shown as a link.

    ``value`` stands in the address, ``query`` is the whole query string that chooses
    the value, or lets it go when it is chosen.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    query: str


class _QuestionForm(forms.Form):
    def clean(self):
        data = super().clean()
        sort = data.get("sort") or ("relevance" if data.get("q") else "newest")
        after = data.get("after")
        if after and not is_cursor(after, sort):
            self.add_error(
                "after",
                forms.ValidationError(
                    _("This link to the next page is broken. Please start again."),
                    code="invalid",
                ),
            )
        return data


class ItemFilter(django_filters.FilterSet):
    """Check a question about the archive and give its answer."""

    q = Asked(
        label=_("Search"),
        error_messages={
            "null_characters_not_allowed": _(
                "There is a character in these words that cannot be searched for."
            )
        },
    )
    kind = OneOf(
        label=_("Kind"),
        choices=Item.Kind.choices,
        error_messages={"invalid_choice": _("We do not have this kind.")},
    )
    period = PeriodAsked(label=_("Years"))
    place = Known(
        label=_("Place"),
        queryset=Place.objects.order_by("name", "pk"),
        unknown=_("We do not know this place."),
    )
    collection = Known(
        label=_("Collection"),
        queryset=lambda request: Collection.objects.published().in_order(),
        unknown=_("We do not have this collection."),
    )
    person = Known(
        label=_("Person"),
        queryset=Person.objects.filter(is_living=False).order_by("name", "pk"),
        unknown=_("We do not know this person."),
    )
    subject = Known(
        label=_("Subject"),
        queryset=Subject.objects.order_by("name", "pk"),
        unknown=_("We do not know this subject."),
    )
    language = OneOf(
        label=_("Language"),
        choices=Item._meta.get_field("language").choices,
        error_messages={"invalid_choice": _("We do not have this language.")},
    )
    sort = OneOf(
        label=_("Order"),
        choices=[
            ("relevance", _("best match first")),
            ("newest", _("newest here first")),
            ("oldest", _("oldest years first")),
        ],
        error_messages={"invalid_choice": _("We cannot sort like this.")},
    )
    after = Asked(label=_("After"))
    page = NumberAsked(label=_("Page"), most=MAX_PAGE)
    size = NumberAsked(label=_("How many on a page"), most=MAX_SIZE)

    class Meta:
        model = Item
        fields: list[str] = []
        form = _QuestionForm

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None):
        super().__init__(
            QueryDict() if data is None else data,
            Item.objects.published() if queryset is None else queryset,
            request=request,
            prefix=prefix,
        )

    @classmethod
    def unknown_parameters(cls, data) -> list[str]:
        """Return the names in a query that we do not have, for the API to refuse."""
        return sorted(name for name in data if name not in cls.base_filters)

    @classmethod
    def repeated_parameters(cls, data) -> list[str]:
        """Return the names that come more than once, for the API to refuse."""
        if not hasattr(data, "getlist"):
            return []
        return sorted(name for name in data if len(data.getlist(name)) > 1)

    @cached_property
    def results(self) -> Results:
        """The answer; an empty one when the question is not valid (see ``errors``)."""
        if not self.is_valid():
            return Results()
        asked = self.form.cleaned_data
        return search(
            q=asked["q"],
            filters=self._filters(),
            sort=asked["sort"],
            after=asked["after"],
            page=asked["page"] or 1,
            size=asked["size"] or PAGE_SIZE,
        )

    @property
    def qs(self) -> QuerySet:
        """The items of this page in their order, not yet fetched."""
        order = [
            When(pk=pk, then=Value(place)) for place, pk in enumerate(self.results.ids)
        ]
        items = self.queryset.filter(pk__in=self.results.ids)
        if not order:
            return items.none()
        return items.order_by(Case(*order, output_field=IntegerField()), "pk")

    @cached_property
    def cards(self) -> list[Item]:
        """The items of this page with place and cover, in two queries."""
        return list(self.qs.with_cover())

    @cached_property
    def facets(self) -> dict[str, list[Choice]]:
        """The facets with names to read, most frequent first; years in time.

        Shape: ``{"kind" | "period" | "collection" | "place" | "person" | "subject" |
        "language": [Choice, …]}``. One query for each of four kinds of rows.
        """
        found = self.results.facets
        return {
            "kind": self._of_texts("kind", Item.Kind.choices),
            "period": [
                self._choice("period", f"{d}s", _("%(year)ss") % {"year": d}, count)
                for d, count in self.results.timeline
            ],
            "collection": self._of_rows("collection", found["collection"]),
            "place": self._of_rows("place", found["place"]),
            "person": self._of_rows("person", found["person"]),
            "subject": self._of_rows("subject", found["subject"]),
            "language": self._of_texts("language", self.filters["language"].extra["choices"]),
        }  # fmt: skip

    @cached_property
    def chosen(self) -> list[Choice]:
        """What is narrowed now, each with the query that lets it go."""
        found = []
        for name, value in self._chosen_rows().items():
            text = self.data[name].strip()
            found.append(self._choice(name, text, value, self.results.total))
        return found

    @property
    def next_query(self) -> str:
        """The query string of the next page, or an empty text."""
        results = self.results
        if not results.next:
            return ""
        if results.page and results.page < MAX_PAGE:
            return self.query(page=str(results.page + 1))
        return self.query(after=results.next)

    @property
    def previous_query(self) -> str:
        """The query string of the page before, or an empty text."""
        page = self.results.page or 1
        if page == 1:
            return ""
        return self.query(page=str(page - 1) if page > 2 else None)

    def query(self, **changes: str | None) -> str:
        """Return the query string of this question with changes, on its first page.

        None lets a value go.
        """
        data = QueryDict(mutable=True)
        for name in self.base_filters:
            value = str(self.data.get(name) or "").strip()
            if value and name not in _PLACES_IN_ANSWER:
                data[name] = value
        for name, value in changes.items():
            data.pop(name, None)
            if value is not None:
                data[name] = value
        return f"?{data.urlencode()}" if data else "?"

    def _filters(self) -> dict:
        asked = self.form.cleaned_data
        found = {name: asked[name] for name in ("kind", "language") if asked[name]}
        if asked["period"]:
            found["period"] = asked["period"]
        for name in ("place", "collection", "person", "subject"):
            if asked[name]:
                found[name] = asked[name].pk
        return found

    def _chosen_rows(self) -> dict[str, object]:
        """Return the name to read of everything that narrows the answer."""
        if not self.is_valid():
            return {}
        asked = self.form.cleaned_data
        found: dict[str, object] = {}
        for name in ("kind", "language"):
            if asked[name]:
                found[name] = dict(self.filters[name].extra["choices"])[asked[name]]
        if asked["period"]:
            first, last = asked["period"]
            found["period"] = (
                _("%(year)ss") % {"year": first}
                if first % 10 == 0 and last == first + 9
                else f"{first}–{last}"
            )
        for name in ("collection", "place", "person", "subject"):
            if asked[name]:
                found[name] = _label(asked[name])
        return found

    def _of_texts(self, name: str, choices) -> list[Choice]:
        labels = dict(choices)
        return [
            self._choice(name, value, labels.get(value, value), count)
            for value, count in self.results.facets[name]
        ]

    def _of_rows(self, name: str, counts: list[tuple[int, int]]) -> list[Choice]:
        counts = counts[:MAX_SHOWN]
        if not counts:
            return []
        rows = self.filters[name].queryset
        rows = rows(self.request) if callable(rows) else rows
        by_id = rows.in_bulk([pk for pk, _count in counts])
        return [
            self._choice(name, by_id[pk].slug, _label(by_id[pk]), count)
            for pk, count in counts
            if pk in by_id
        ]

    def _choice(self, name: str, value: str, label, count: int) -> Choice:
        is_chosen = str(self.data.get(name) or "").strip() == value
        return Choice(
            value=value,
            label=str(label),
            count=count,
            is_chosen=is_chosen,
            query=self.query(**{name: None if is_chosen else value}),
        )


def _label(row) -> str:
    if isinstance(row, Person):
        return row.public_name
    return row.title if isinstance(row, Collection) else row.name
