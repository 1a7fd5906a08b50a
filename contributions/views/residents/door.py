"""Who may come in: every private page finds its contribution here, or says 404."""

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from contributions import access, limits
from contributions.models import Contribution


def find_own(request: HttpRequest, reference: str) -> Contribution:
    """Find a contribution of the person at the door; a stranger's does not exist."""
    actor = access.actor(request)
    contribution = (
        Contribution.objects.owned_by(actor)
        .select_related("about_item", "about_place", "collection", "place", "item")
        .filter(reference=reference)
        .first()
    )
    if contribution is None:
        raise Http404
    return contribution


def language() -> str:
    """Give the language the page is written in."""
    return (get_language() or "uk")[:2]


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, not a person who turns pages."""
    return request.headers.get("Accept", "").startswith("application/json")


def account(request: HttpRequest):
    """Give the account of the person at the door, or None."""
    return request.user if request.user.is_authenticated else None


def too_often(request: HttpRequest, what: str, *, amount: int):
    """Answer 429 with a sentence when somebody knocks too often, else None."""
    if limits.within(request, what, amount=amount):
        return None
    if wants_json(request):
        page = render(request, "contributions/residents/_too_often.txt")
        return JsonResponse({"sentence": page.content.decode().strip()}, status=429)
    return render(request, "contributions/residents/too_often.html", status=429)
