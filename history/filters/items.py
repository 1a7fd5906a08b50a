"""Owns what may be asked of the archive, in one place for pages and API.

Refuses to search by itself: it checks the question, hands it to ``history.search``
and leaves the names that a person can read to ``choosing``.
"""

from functools import cached_property

import django_filters
from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from history.filters.choosing import OF_ROWS, OF_WORDS, Choosing
from history.filters.fields import Asked, Known, NumberAsked, OneOf, PeriodAsked
from history.models import Collection, Item, Person, Place, Subject
from history.search.query import MAX_PAGE, PAGE_SIZE, Results, is_cursor, search

MAX_SIZE = 100


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


class ItemFilter(Choosing, django_filters.FilterSet):
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
    located = OneOf(
        label=_("On the map"),
        choices=[("yes", _("where it is on the map is known"))],
        error_messages={"invalid_choice": _("Write “yes”, or leave it out.")},
    )
    reuse = OneOf(
        label=_("Free to use"),
        choices=[("yes", _("may be used by others"))],
        error_messages={"invalid_choice": _("Write “yes”, or leave it out.")},
    )
    help = OneOf(
        label=_("Help wanted"),
        choices=[
            ("date", _("when it was is not known")),
            ("place", _("where it is is not known")),
            ("person", _("who it is is not known")),
            ("any", _("something is not known")),
        ],
        error_messages={"invalid_choice": _("We have no such question.")},
    )
    sort = OneOf(
        label=_("Order"),
        choices=[
            ("relevance", _("best match")),
            ("newest", _("new here")),
            ("latest", _("latest years")),
            ("oldest", _("oldest years")),
        ],
        error_messages={"invalid_choice": _("We cannot sort like this.")},
    )
    view = OneOf(
        label=_("Form"),
        choices=[("gallery", _("gallery")), ("list", _("list"))],
        error_messages={"invalid_choice": _("We cannot show it like this.")},
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
            page=asked["page"],
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
        """The items of this page in their order, with place and cover, in two queries."""
        items = self.queryset.with_cover().in_bulk(self.results.ids)
        return [items[pk] for pk in self.results.ids if pk in items]

    def _filters(self) -> dict:
        asked = self.form.cleaned_data
        found = {name: asked[name] for name in OF_WORDS if asked[name]}
        if asked["period"]:
            found["period"] = asked["period"]
        for name in OF_ROWS:
            if asked[name]:
                found[name] = asked[name].pk
        return found
