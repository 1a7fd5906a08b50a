"""The work in figures: pictures drawn here, each with its rows and its file."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contributions import charts, sheets, unusual
from contributions.figures import FIGURES, Figure
from contributions.models import Contribution
from contributions.views.moderators.door import staff_only
from contributions.views.moderators.queue import PROMISE_SINCE, promise_line


@staff_only
@require_safe
def figures(request):
    """Show how the library keeps its promise and what the town gives."""
    at = timezone.now()
    drawn = [figure(at) for figure in FIGURES.values()]
    gifts = Contribution.objects.for_staff(request.user)
    context = {
        "figures": [{"one": one, "chart": charts.draw(one)} for one in drawn],
        "unusual": [line.in_words() for line in unusual.lines()],
        "promise": promise_line(
            gifts.promise_figures(at=at, since=at - PROMISE_SINCE), at=at
        ),
        "year": _this_year(next(one for one in drawn if one.name == "year")),
    }
    return render(request, "contributions/moderators/figures.html", context)


def _this_year(figure: Figure) -> dict[str, int]:
    return {
        "contributions": sum(row[1] for row in figure.rows),
        "files": sum(row[2] for row in figure.rows),
    }


@staff_only
@require_safe
def as_csv(request, name: str):
    """Give the rows of one figure as CSV."""
    if name not in FIGURES:
        raise Http404
    figure = FIGURES[name](timezone.now())
    day = timezone.localdate().isoformat()
    return sheets.download(f"{name}-{day}", figure.header, figure.rows)
