"""Who may come in: every private page finds its contribution here, or says 404."""

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from contributions import access, limits, proof
from contributions.models import Contribution


def find_own(request: HttpRequest, reference: str) -> Contribution:
    """Find a contribution of the person at the door; a stranger's does not exist."""
    actor = access.actor(request)
    contribution = (
        Contribution.objects.owned_by(actor)
        .select_related(
            "about_item", "then_item", "about_place", "collection", "place", "item"
        )
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


def too_often(request: HttpRequest, what: str, *, amount: int, rises: bool = False):
    """Answer 429 with a sentence when somebody knocks too often, else None.

    Many honest people share the address of a school or a mobile operator: where the
    limit `rises`, the page offers to compute for some seconds, and sends the form again.
    What takes in files or mails to an address never rises.
    """
    if limits.within(request, what, amount=amount, rises=rises):
        return None
    response = _refusal(request, may_prove=rises and not proof.holds(request))
    response["Retry-After"] = limits.until_next()
    return response


def _refusal(request: HttpRequest, *, may_prove: bool):
    if wants_json(request):
        page = render(request, "contributions/residents/_too_often.txt")
        return JsonResponse({"sentence": page.content.decode().strip()}, status=429)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    context = {"may_prove": may_prove, "sent": sent}
    template = "contributions/residents/too_often.html"
    return render(request, template, context, status=429)
