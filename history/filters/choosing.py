"""Owns the names of what may be chosen, and the addresses that choose it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from history.filters.fields import FIRST_YEAR, LAST_YEAR
from history.models import Collection, Person
from history.search.query import MAX_PAGE

MAX_SHOWN = 30
OF_WORDS = ("kind", "language", "located", "reuse", "help")
OF_ROWS = ("collection", "place", "person", "subject")
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


class Choosing:
    """The part of a filter that turns an answer into words and links."""

    @cached_property
    def facets(self) -> dict[str, list[Choice]]:
        """The facets with names to read, most frequent first; years in time.

        Shape: ``{name: [Choice, …]}``, the names those of the parameters. One query
        for each of four kinds of rows.
        """
        found = self.results.facets
        return {
            **{name: self._of_texts(name) for name in OF_WORDS},
            "period": [
                self._choice("period", f"{d}s", _("%(year)ss") % {"year": d}, count)
                for d, count in self.results.timeline
            ],
            **{name: self._of_rows(name, found[name]) for name in OF_ROWS},
        }

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
        """The query string of the next page, or an empty text.

        It goes on behind the last item shown, so that new arrivals move nothing; the
        number of the page is there to be read, and to lead back.
        """
        results = self.results
        if not results.next:
            return ""
        page = (results.page or MAX_PAGE) + 1
        return self.query(
            after=results.next, page=str(page) if page <= MAX_PAGE else None
        )

    @property
    def previous_query(self) -> str:
        """The query string of the page before, or an empty text."""
        page = self.results.page
        if page == 1:
            return ""
        return self.query(page=str(page - 1) if page and page > 2 else None)

    def query(self, **changes: str | None) -> str:
        """Return the query string of this question with changes, on its first page.

        None lets a value go.
        """
        kept = [pair for name, pair in self._asked.items() if name not in changes]
        new = [urlencode({name: value}) for name, value in changes.items() if value]
        return "?" + "&".join([*kept, *new])

    @cached_property
    def _asked(self) -> dict[str, str]:
        """What is asked now but the place in the answer, each as it is in an address."""
        values = {name: str(self.data.get(name) or "").strip() for name in self.filters}
        return {
            name: urlencode({name: value})
            for name, value in values.items()
            if value and name not in _PLACES_IN_ANSWER
        }

    def _chosen_rows(self) -> dict[str, object]:
        """Return the name to read of everything that narrows the answer."""
        if not self.is_valid():
            return {}
        asked = self.form.cleaned_data
        found: dict[str, object] = {}
        for name in OF_WORDS:
            if asked[name]:
                found[name] = dict(self.filters[name].extra["choices"])[asked[name]]
        if asked["period"]:
            found["period"] = _span(*asked["period"])
        for name in OF_ROWS:
            if asked[name]:
                found[name] = _label(asked[name])
        return found

    def _of_texts(self, name: str) -> list[Choice]:
        labels = dict(self.filters[name].extra["choices"])
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


def _span(first: int, last: int) -> str:
    """Say a period in words: a decade, a span, or one with an open end."""
    if first % 10 == 0 and last == first + 9:
        return _("%(year)ss") % {"year": first}
    if first == FIRST_YEAR:
        return _("up to %(year)s") % {"year": last}
    if last == LAST_YEAR:
        return _("from %(year)s on") % {"year": first}
    return str(first) if first == last else f"{first}–{last}"
