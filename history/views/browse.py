"""The catalogue: search, facets, gallery; every question has an address."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from history import presenting as words
from history.filters import ItemFilter

VALUES_SHOWN = 9
OPEN_FACETS = frozenset({"kind", "period"})
KEPT_WHILE_SEARCHING = (
    "kind",
    "period",
    "place",
    "collection",
    "person",
    "subject",
    "language",
)


class ItemList(TemplateView):
    """Photos and memories as a gallery, narrowed by words and facets."""

    template_name = "history/item_list.html"

    def get(self, request, *args, **kwargs):
        question = ItemFilter(request.GET, request=request)
        if not question.is_valid():
            return self.render_to_response(self.refusal(question), status=400)
        return self.render_to_response(self.get_context_data(question=question))

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
        query = question.form.cleaned_data["q"]
        cards = words.cards(question.cards)
        return super().get_context_data(
            query=query,
            corrected=results.corrected,
            was_cut=results.was_cut,
            total=words.count_of(results.total, is_estimate=results.is_estimate),
            is_empty=not results.total,
            page_number=results.page or 0,
            cards=cards,
            chosen=[{"label": c.label, "url": c.query} for c in question.chosen],
            clear_url=question.query(**dict.fromkeys(KEPT_WHILE_SEARCHING)),
            facets=_facets(question, is_estimate=results.is_estimate),
            hidden=[
                (name, question.data[name])
                for name in KEPT_WHILE_SEARCHING
                if question.data.get(name)
            ],
            sorts=_sorts(question, has_words=bool(query)),
            next_url=question.next_query,
            previous_url=question.previous_query,
            heading=_heading(question, query),
            canonical_query=question.query(),
            start_url=reverse("history:item_list"),
            **kwargs,
        )


def _heading(question: ItemFilter, query: str) -> str:
    """Name the page by what is asked, so that tabs and history tell it apart."""
    if query:
        return _("Search: %(words)s") % {"words": query}
    chosen = [choice.label for choice in question.chosen]
    return ", ".join(chosen) or _("Photos and memories")


def _facets(question: ItemFilter, *, is_estimate: bool) -> list[dict]:
    """Give the facets that still part the answer, ready for `components/facet.html`."""
    titles = {
        "kind": _("Kind"),
        "period": _("Years"),
        "collection": _("Collection"),
        "place": _("Place"),
        "subject": _("Subject"),
        "person": _("Person"),
        "language": _("Language of the words"),
    }
    results = question.results
    found = {
        name: [c for c in choices if _parts(c, results)]
        for name, choices in question.facets.items()
    }
    return [
        {
            "title": title,
            "open": name in OPEN_FACETS or any(c.is_chosen for c in found[name]),
            "options": [
                {
                    "label": choice.label,
                    "url": choice.query,
                    "count": _number(choice.count, is_estimate=is_estimate),
                    "chosen": choice.is_chosen,
                }
                for choice in _shown(found[name], name)
            ],
        }
        for name, title in titles.items()
        if found[name]
    ]


def _parts(choice, results) -> bool:
    """Tell whether choosing this value would change the answer."""
    return choice.is_chosen or results.is_estimate or choice.count < results.total


def _shown(choices: list, name: str) -> list:
    """Keep the most frequent values and what is chosen; all the years."""
    if name == "period":
        return choices
    return [c for n, c in enumerate(choices) if n < VALUES_SHOWN or c.is_chosen]


def _number(count: int, *, is_estimate: bool) -> str:
    return f"≈\u202f{words.spaced(count)}" if is_estimate else words.spaced(count)


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
