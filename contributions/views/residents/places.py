"""What the field “where” asks while it is written: places by name, and the plain map."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.doors import private
from contributions import drafting, pinning
from contributions.views.residents.door import language
from history import gazetteer
from history.atlas import ground, plain
from history.models import Place


@private
@require_GET
def suggest(request):
    """List the places that the words may mean, named as in the time of the photo."""
    words = request.GET.get("q", "")[: gazetteer.LONGEST_WORDS].replace("\x00", "")
    said = request.GET.get("date", "")[:200].replace("\x00", "")
    date = drafting.understand(said, language=language()).date
    found = gazetteer.search(
        words,
        language=language(),
        first=date.earliest if date else None,
        last=date.latest if date else None,
    )
    return JsonResponse(
        {
            "places": [
                {
                    "name": one.name,
                    "label": one.label,
                    "point": [one.latitude, one.longitude]
                    if one.latitude is not None
                    else None,
                }
                for one in found
            ]
        }
    )


@private
@require_GET
def plain_map(request):
    """Give what the map is drawn from where there are no tiles: our own places."""
    places = Place.objects.filter(latitude__isnull=False).order_by("pk")
    rows = [
        {
            "name": place.name,
            "kind": place.kind,
            "point": [place.latitude, place.longitude],
        }
        for place in places
    ]
    town = pinning.centre()
    return JsonResponse(
        {
            **ground.facts(),
            "centre": [town.latitude, town.longitude] if town else None,
            "outline": plain.outline([row["point"] for row in rows]),
            "places": rows,
            "pin": _("The place of the photograph"),
        }
    )
