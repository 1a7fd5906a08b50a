"""The board of open questions: what nobody could tell us yet, and the way to answer."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from history import asking, citing, newest
from history import presenting as words
from history.filters import ItemFilter
from history.models import Place
from history.views.browse import NARROWING, facets_of, number_of

PLACES_READ = 500
DOORS_SHOWN = 12
FEW = 6  # so few questions are seen at a glance


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
    has_doors = not request.GET and results.total > FEW
    chosen = [one for one in question.chosen if one.query != asked_anything]
    context |= {
        "cards": cards,
        "total": words.count_of(results.total, is_estimate=results.is_estimate),
        "is_empty": not results.total,
        "ways": _ways(question, about),
        "doors": _doors(question) if has_doors else [],
        "thanks": [] if request.GET else asking.thanks(),
        "feed_url": f"{reverse('history:help_feed')}{_feed_query(question)}",
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


def _feed_query(question: ItemFilter) -> str:
    """Give the query of the feed of what is asked here; none where it is everything."""
    narrowed = question.query(**dict.fromkeys(newest.FORM))
    return "" if narrowed == "?help=any" else narrowed


def _doors(question: ItemFilter) -> list[dict]:
    """Give the ways into a board that is not narrowed: part of town, school, decade.

    Shape: ``[{"title", "cards": [{"label", "url", "count"}]}]``, empty ones left out.
    """
    results = question.results
    counts = dict(results.facets["place"])
    kinds = {Place.Kind.DISTRICT: [], Place.Kind.SCHOOL: []}
    rows = Place.objects.filter(kind__in=kinds).order_by("pk")[:PLACES_READ]
    for place in rows:
        if counts.get(place.pk):
            kinds[place.kind].append((place.name, place.slug, counts[place.pk]))
    decades = [
        (_("%(year)ss") % {"year": year}, f"{year}s", count)
        for year, count in results.timeline
        if count
    ]
    groups = [
        (_("By part of town"), "place", _largest(kinds[Place.Kind.DISTRICT])),
        (_("By school"), "place", _largest(kinds[Place.Kind.SCHOOL])),
        (_("By decade"), "period", decades),
    ]
    return [
        {
            "title": title,
            "cards": [
                {
                    "label": label,
                    "url": question.query(help=None, **{name: value}),
                    "count": _questions(count, results),
                }
                for label, value, count in found
            ],
        }
        for title, name, found in groups
        if found
    ]


def _largest(found: list[tuple]) -> list[tuple]:
    """Keep those with most questions, in the order of their names."""
    most = sorted(found, key=lambda one: -one[2])[:DOORS_SHOWN]
    return sorted(most, key=lambda one: one[0].casefold())


def _questions(count: int, results) -> str:
    number = number_of(count, results)
    return ngettext("%(number)s question", "%(number)s questions", count) % {
        "number": number
    }


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
