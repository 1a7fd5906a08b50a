"""What is offered under the search fields, as JSON."""

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from history import suggesting


@require_safe
def suggest(request):
    """Complete `q`; nothing typed or nothing found is an empty list."""
    return _answer(suggesting.suggest(request.GET.get("q", "")))


@require_safe
def on_the_map(request):
    """Complete `q` as the name of a place; each address shows it on the map."""
    words = request.GET.get("q", "").replace("\x00", "")
    return _answer(suggesting.on_the_map(words))


def _answer(offers: list[suggesting.Offer]) -> JsonResponse:
    answer = JsonResponse({"suggestions": [asdict(offer) for offer in offers]})
    answer["Cache-Control"] = "private, max-age=30"
    return answer
