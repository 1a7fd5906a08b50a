"""The board of open questions: what nobody could tell us yet, and the way to answer."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from history import asking, citing
from history import presenting as words
from history.filters import ItemFilter
from history.views.browse import NARROWING, facets_of, number_of


@require_safe
def board(request):
    """Show items of which the date, the place or a person is unknown; for everybody.

    The address narrows like the catalogue's; ``help`` says what is asked.
    """
    data = request.GET.copy()
    if not data.get("help"):
        data["help"] = "any"
    question = ItemFilter(data, request=request)
    context = {"heading": _("Help us find out"), "here": request.path}
    if not question.is_valid():
        context["sentences"] = [s for said in question.errors.values() for s in said]
        return render(request, "history/help_wanted.html", context, status=400)
    about = question.form.cleaned_data["help"]
    cards = [
        words.card(item) | {"ask": asking.ask(item, about), "reference": item.reference}
        for item in question.cards
    ]
    results = question.results
    asked_anything = question.query(help=None)
    chosen = [one for one in question.chosen if one.query != asked_anything]
    context |= {
        "cards": cards,
        "total": words.count_of(results.total, is_estimate=results.is_estimate),
        "is_empty": not results.total,
        "ways": _ways(question, about),
        "facets": facets_of(question, but=("help", "reuse", "language")),
        "chosen": [{"label": one.label, "url": one.query} for one in chosen],
        "clear_url": question.query(**dict.fromkeys(NARROWING)),
        "next_url": question.next_query,
        "previous_url": question.previous_query,
        "is_narrowed": bool(request.GET),
        "canonical": citing.absolute(reverse("history:help_wanted")),
    }
    is_beyond = not (cards or context["is_empty"])
    status = 404 if is_beyond else 200
    return render(request, "history/help_wanted.html", context, status=status)


def _ways(question: ItemFilter, about: str) -> list[dict]:
    """Give what may be asked, each with how many wait for it."""
    labels = {
        "any": _("everything"),
        "date": _("when was this?"),
        "place": _("where is this?"),
        "person": _("who is this?"),
    }
    counts = dict(question.results.facets["help"])
    return [
        {
            "label": label,
            "url": question.query(help=value),
            "chosen": value == about,
            "count": number_of(counts[value], question.results)
            if about == "any" and value in counts
            else "",
        }
        for value, label in labels.items()
    ]
