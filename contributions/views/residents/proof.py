"""Where a browser fetches what to compute, and hands in what came out."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from accounts.doors import private
from contributions import limits, proof

KNOCKS_AN_HOUR = 600


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """Ask on GET; a right answer earns an hour in which this browser may do more."""
    if not limits.within(request, "proof", amount=KNOCKS_AN_HOUR):
        return HttpResponse(status=429)
    if request.method != "POST":
        return JsonResponse(proof.ask(request))
    if not proof.accept(request, request.POST.get("answer", "")):
        return HttpResponse(status=400)
    response = HttpResponse(status=204)
    proof.give(request, response)
    return response
