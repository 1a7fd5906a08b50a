"""What is offered under the search field, as JSON."""

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from history import suggesting


@require_safe
def suggest(request):
    """Complete `q`; nothing typed or nothing found is an empty list."""
    offers = suggesting.suggest(request.GET.get("q", ""))
    answer = JsonResponse({"suggestions": [asdict(offer) for offer in offers]})
    answer["Cache-Control"] = "private, max-age=30"
    return answer
