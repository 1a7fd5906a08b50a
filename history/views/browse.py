"""The catalogue: search, facets, gallery; every question has an address."""

from urllib.parse import quote

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from history import found, newest, suggesting
from history import presenting as words
from history.atlas import span
from history.filters import ItemFilter
from history.filters.fields import FIRST_YEAR, LAST_YEAR
from history.search.query import Results
from history.search.question import likelier, unquoted

VALUES_SHOWN = 9
SIZES = (24, 48, 96)
FEW = 3
OPEN_FACETS = frozenset({"kind", "period"})
NARROWING = (
    "kind", "period", "place", "collection", "person", "subject", "language",
    "located", "reuse", "help",
)  # fmt: skip
KEPT_WHILE_SEARCHING = (*NARROWING, "view", "size")
ENDS = ("from", "to")


class ItemList(TemplateView):
    """Photos and memories as a gallery, narrowed by words and facets."""

    template_name = "history/item_list.html"

    def get(self, request, *args, **kwargs):
        if any(request.GET.get(end, "").strip() for end in ENDS):
            return redirect(f"{request.path}?{_with_period(request.GET).urlencode()}")
        question = ItemFilter(request.GET, request=request)
        if not question.is_valid():
            return self.render_to_response(self.refusal(question), status=400)
        context = self.get_context_data(question=question)
        is_beyond = not (context["cards"] or context["is_empty"])
        return self.render_to_response(context, status=404 if is_beyond else 200)

    def refusal(self, question: ItemFilter) -> dict:
        """Say which part of the question cannot be answered."""
        sentences = [
            sentence for errors in question.errors.values() for sentence in errors
        ]
        return {
            "sentences": sentences,
            "query": self.request.GET.get("q", "")[:200],
            "crumbs": [],
        }

    def get_context_data(self, *, question: ItemFilter, **kwargs) -> dict:
        results = question.results
        asked = question.form.cleaned_data
        query = asked["q"]
        cards = found.cards(question.cards, results.question)
        return super().get_context_data(
            query=query,
            corrected=results.corrected,
            perhaps=_perhaps(question) if query else None,
            was_cut=results.was_cut,
            total=words.count_of(results.total, is_estimate=results.is_estimate),
            is_empty=not results.total,
            named=_named(question),
            page_number=results.page or 0,
            cards=cards,
            is_list=asked["view"] == "list",
            forms=_ways(question, "view", "gallery"),
            sizes=_sizes(question),
            period=_years(question),
            loose_url=_loose(question, query),
            chosen=[{"label": c.label, "url": c.query} for c in question.chosen],
            clear_url=question.query(**dict.fromkeys(NARROWING)),
            facets=facets_of(question),
            hidden=[
                (name, question.data[name])
                for name in KEPT_WHILE_SEARCHING
                if question.data.get(name)
            ],
            sorts=_sorts(question, has_words=bool(results.question.groups)),
            next_url=question.next_query,
            previous_url=question.previous_query,
            heading=_heading(question, query),
            canonical_query=question.query(),
            follow_query=(follow := question.query(**dict.fromkeys(newest.FORM))[1:]),
            follow_escaped=quote(follow),
            start_url=reverse("history:item_list"),
            **kwargs,
        )


def _heading(question: ItemFilter, query: str) -> str:
    """Name the page by what is asked, so that tabs and history tell it apart."""
    if query:
        return _("Search: %(words)s") % {"words": query}
    chosen = [choice.label for choice in question.chosen]
    return ", ".join(chosen) or _("Photos and memories")


def facets_of(question: ItemFilter, *, but: tuple[str, ...] = ()) -> list[dict]:
    """Give the facets that still part the answer, ready for `components/facet.html`."""
    titles = {
        "kind": _("Kind"),
        "period": _("Years"),
        "collection": _("Collection"),
        "place": _("Place"),
        "subject": _("Subject"),
        "person": _("Person"),
        "language": _("Language of the words"),
        "help": _("Help wanted"),
        "located": _("On the map"),
        "reuse": _("Free to use"),
    }
    results = question.results
    parting = {
        name: [c for c in choices if _parts(c, results)]
        for name, choices in question.facets.items()
    }
    return [
        {
            "title": title,
            "open": name in OPEN_FACETS or any(c.is_chosen for c in parting[name]),
            "options": [
                {
                    "label": choice.label,
                    "url": choice.query,
                    "count": number_of(choice.count, results),
                    "chosen": choice.is_chosen,
                }
                for choice in _shown(parting[name], name)
            ],
        }
        for name, title in titles.items()
        if parting[name] and name not in but
    ]


def _parts(choice, results) -> bool:
    """Tell whether choosing this value would change the answer."""
    return choice.is_chosen or results.is_estimate or choice.count < results.total


def _shown(choices: list, name: str) -> list:
    """Keep the most frequent values and what is chosen; all the years."""
    if name == "period":
        return choices
    return [c for n, c in enumerate(choices) if n < VALUES_SHOWN or c.is_chosen]


def number_of(count: int, results: Results) -> str:
    """Write a count, or say that it is about right."""
    return words.spaced(count, is_estimate=results.is_estimate)


def _with_period(data: QueryDict) -> QueryDict:
    """Put the two fields of years into the one parameter of the address.

    What is no year goes on as it is, so that the page can say what is wrong with it.
    """
    data = data.copy()
    first, last = ("".join(data.pop(end, [""])[-1].split()) for end in ENDS)
    data["period"] = f"{first or FIRST_YEAR}-{last or LAST_YEAR}"
    for name in ("page", "after"):
        data.pop(name, None)
    return data


def _years(question: ItemFilter) -> dict:
    """Give what stands in the two fields of years, and what goes with them."""
    first, last = question.form.cleaned_data["period"] or (FIRST_YEAR, LAST_YEAR)
    kept = [*KEPT_WHILE_SEARCHING, "q", "sort"]
    chosen = (
        None if first == FIRST_YEAR else first,
        None if last == LAST_YEAR else last,
    )
    return {
        "span": span.draw(question.results.timeline, chosen, step=1),
        "first": chosen[0] or "",
        "last": chosen[1] or "",
        "kept": [
            (name, question.data[name])
            for name in kept
            if name != "period" and question.data.get(name)
        ],
    }


def _named(question: ItemFilter) -> list[suggesting.Offer]:
    """Give what goes by the name that was searched, above the first page of it all."""
    results = question.results
    if not results.question.groups or question.chosen or results.page != 1:
        return []
    return suggesting.named(results.question)


def _perhaps(question: ItemFilter) -> dict | None:
    """Offer a likelier spelling where little was found for the one typed."""
    results = question.results
    if results.corrected or results.total > FEW or not results.question.groups:
        return None
    better = likelier(results.question)
    return {"words": better, "url": question.query(q=better)} if better else None


def _loose(question: ItemFilter, query: str) -> str:
    """Give the same question without quotes and minus, where it has any."""
    plain = unquoted(query)
    return question.query(q=plain) if plain and plain != " ".join(query.split()) else ""


def _ways(question: ItemFilter, name: str, default: str) -> list[dict]:
    """Give the forms a list may have; the first is not spelled in the address."""
    now = question.form.cleaned_data[name] or default
    return [
        {
            "label": label,
            "url": question.query(**{name: None if value == default else value}),
            "chosen": value == now,
        }
        for value, label in question.filters[name].extra["choices"]
    ]


def _sizes(question: ItemFilter) -> list[dict]:
    """Give the lengths a page may have, where the answer is longer than the least."""
    now = question.form.cleaned_data["size"] or SIZES[0]
    if question.results.total <= SIZES[0]:
        return []
    return [
        {
            "label": str(size),
            "url": question.query(size=None if size == SIZES[0] else str(size)),
            "chosen": size == now,
        }
        for size in SIZES
    ]


def _sorts(question: ItemFilter, *, has_words: bool) -> list[dict]:
    """Give the orders one may choose; best match only where words were asked."""
    return [
        {
            "label": label,
            "url": question.query(sort=value),
            "chosen": question.results.sort == value,
        }
        for value, label in question.filters["sort"].extra["choices"]
        if value != "relevance" or has_words
    ]
