"""The timeline: how many pictures every decade and year may have, and those pictures."""

from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from history import citing
from history import presenting as words
from history.atlas import bars, counting
from history.atlas.counting import Step, Years
from history.filters import ItemFilter
from history.models import Item

BY_YEAR_MOST = 30  # years; a longer time is drawn by decades
COUNTED_MOST = 20_000  # items of a place, a person…; of more, only what may be is told
NARROWING = ("kind", "place", "collection", "person", "subject", "language")


@require_safe
def page(request):
    """Draw the years of the archive, or of a part of it, with the pictures of one time."""
    data = request.GET.copy()
    for name in ("page", "after", "sort", "size"):
        data.pop(name, None)
    data["sort"] = "oldest"
    question = ItemFilter(data, request=request)
    if not question.is_valid():
        sentences = [words for errors in question.errors.values() for words in errors]
        return render(
            request, "history/timeline.html", {"sentences": sentences}, status=400
        )
    period = question.form.cleaned_data["period"]
    is_by_year = period is not None and period[1] - period[0] < BY_YEAR_MOST
    within = period and (period[0] // 10 * 10, period[1] // 10 * 10 + 9)
    years, is_spread = _years(question, within if is_by_year else None, is_by_year)
    drawn = [_bar(question, step, period, by_year=is_by_year) for step in years.steps]
    return render(
        request,
        "history/timeline.html",
        {
            "heading": _heading(question),
            "standing": bars.standing(drawn),
            "lying": bars.lying(drawn),
            "bars": drawn,
            "is_spread": is_spread,
            "is_by_year": is_by_year,
            "beside": _beside(years) if not period else [],
            "chosen": [{"label": c.label, "url": c.query} for c in question.chosen],
            "decades": _decades(question, within) if is_by_year else {},
            "kinds": _kinds(question),
            "period": period,
            "cards": words.cards(question.cards) if period else [],
            "count": words.count_of(
                question.results.total, is_estimate=question.results.is_estimate
            )
            if period
            else "",
            "list_url": _list_url(question),
            "is_whole": not question.chosen and not question.form.cleaned_data["q"],
            "canonical": citing.absolute(reverse("history:timeline")),
        },
    )


def _years(question: ItemFilter, within, is_by_year: bool) -> tuple[Years, bool]:
    """Count the years asked about; False where only what may be is known."""
    asked = question.form.cleaned_data
    step = 1 if is_by_year else 10
    if not asked["q"]:
        if not any(asked[name] for name in NARROWING if name != "kind"):
            found = counting.spans(asked["kind"])
            return counting.count(found, step=step, within=within), True
        items = _items(asked)
        if items[:COUNTED_MOST].count() < COUNTED_MOST:
            found = counting.spans_of(items)
            return counting.count(found, step=step, within=within), True
    everything = ItemFilter(QueryDict(question.query(period=None)[1:]), request=None)
    steps = [
        Step(decade, decade + 9, possible=n, share=n)
        for decade, n in everything.results.timeline
    ]
    return Years(steps), False


def _items(asked: dict):
    """Give the items that facets of rows keep; places and rooms with what is in them."""
    wanted = Q()
    for name in ("kind", "language"):
        if asked[name]:
            wanted &= Q(**{name: asked[name]})
    for name, path in (("person", "people"), ("subject", "subjects")):
        if asked[name]:
            wanted &= Q(**{path: asked[name]})
    for name, path in (("place", "place"), ("collection", "entries__collection")):
        if asked[name]:
            above = (path, f"{path}__parent", f"{path}__parent__parent")
            inside = Q()
            for one in above:
                inside |= Q(**{one: asked[name]})
            wanted &= inside
    return Item.objects.published().filter(wanted).values("pk").distinct()


def _bar(question: ItemFilter, step: Step, period, *, by_year: bool) -> bars.Bar:
    value = f"{step.first}-{step.last}" if by_year else f"{step.first}s"
    label = str(step.first) if by_year else _("%(year)ss") % {"year": step.first}
    sure = ngettext("%(n)s surely", "%(n)s surely", step.sure) % {
        "n": words.spaced(step.sure)
    }
    perhaps = ngettext("%(n)s perhaps", "%(n)s perhaps", step.possible) % {
        "n": words.spaced(step.possible)
    }
    ends = dict.fromkeys((words.spaced(step.sure), words.spaced(step.possible)))
    return bars.Bar(
        step=step,
        label=label,
        spoken=f"{label}: {sure}, {perhaps}",
        url=question.query(period=value),
        number="–".join(ends),
        is_chosen=by_year
        and period[0] <= step.first
        and step.last <= period[1]
        and period[1] - period[0] < 9,
    )


def _beside(years: Years) -> list[str]:
    """Say what is not drawn, and why."""
    told = []
    if years.open_ended:
        told.append(
            ngettext(
                "%(n)s more is known only as before or after some year.",
                "%(n)s more are known only as before or after some year.",
                years.open_ended,
            )
            % {"n": words.spaced(years.open_ended)}
        )
    if years.undated:
        told.append(
            ngettext(
                "%(n)s more has no date yet.",
                "%(n)s more have no date yet.",
                years.undated,
            )
            % {"n": words.spaced(years.undated)}
        )
    return told


def _decades(question: ItemFilter, within: tuple[int, int]) -> dict:
    """Lead to the decade before, the one after, and back to all."""
    before, after = within[0] - 10, within[1] + 1
    return {
        "before": {
            "label": _("%(year)ss") % {"year": before},
            "url": question.query(period=f"{before}s"),
        },
        "after": {
            "label": _("%(year)ss") % {"year": after},
            "url": question.query(period=f"{after}s"),
        },
        "all": question.query(period=None),
    }


def _kinds(question: ItemFilter) -> list[dict]:
    chosen = question.form.cleaned_data["kind"]
    every = [("", _("Everything")), *Item.Kind.choices]
    return [
        {
            "label": str(label),
            "url": question.query(kind=value or None),
            "chosen": value == chosen or (not value and not chosen),
        }
        for value, label in every
    ]


def _heading(question: ItemFilter) -> str:
    query = question.form.cleaned_data["q"]
    parts = [query] if query else []
    return ", ".join([*parts, *(choice.label for choice in question.chosen)])


def _list_url(question: ItemFilter) -> str:
    return reverse("history:item_list") + question.query()
