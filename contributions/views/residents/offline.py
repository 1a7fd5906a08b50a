"""What a browser kept without a connection: the page to write on, the door to send to."""

import re

from django.conf import settings
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import private
from contributions import access, beginnings, drafting, versions
from contributions.forms.tell import TellForm
from contributions.states import Step
from contributions.views.residents import drafts, steps, telling
from contributions.views.residents.door import account, language, too_often

KEY = re.compile(r"[0-9a-f]{32,64}")
WORDS = ("title", "story", "date_said", "place_said", "people_said")


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def page(request, code: str):
    """Show the page that opens without a connection; nothing of a person is on it."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    with override(code):
        context = {
            "code": code,
            "accepted": f"{telling.ACCEPTED},{telling.ACCEPTED_SOUND}",
            "max_megabytes": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        }
        response = render(request, "contributions/residents/offline.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request):
    """Make a draft of what a browser kept; the same key never makes a second one.

    GET gives the token that a page from the shell does not have.
    """
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "who": access.sign(request)})
    key, kind = request.POST.get("key", ""), request.POST.get("kind", "")
    is_wrong = not KEY.fullmatch(key) or kind not in drafts.OFFERED
    if is_wrong or request.POST.get("website"):
        sentence = _("We cannot read this. Please reload the page and try again.")
        return JsonResponse({"sentence": sentence}, status=400)
    if refusal := too_often(request, "start", amount=drafts.STARTS_AN_HOUR, rises=True):
        return refusal
    said = request.POST.get("language", "")
    try:
        contribution = beginnings.begin_once(
            key, kind, user=account(request),
            language=said if said in dict(settings.LANGUAGES) else language(),
        )  # fmt: skip
    except beginnings.Taken:
        sentence = _(
            "We have this already, but cannot open it from here. Please open the link "
            "that we mailed to you, or sign in."
        )
        return JsonResponse({"sentence": sentence, "code": "taken"}, status=409)
    access.remember(request, contribution)
    form = TellForm(request.POST, instance=contribution)
    form.is_valid()
    words = {name: text for name, text in form.words().items() if name in WORDS}
    nothing = versions.basis(dict.fromkeys(words, ""))
    try:
        merged = drafting.merge(contribution, words, built_on=nothing)
    except drafting.Closed:
        return steps.closed(request, contribution)
    left = [name for name in WORDS if name in form.errors or name in merged.conflicts]
    return JsonResponse(
        {
            "reference": contribution.reference,
            "url": reverse("contributions:draft", args=[contribution.reference]),
            "words_url": steps.address(contribution, Step.TELL),
            "finish": reverse("contributions:receive", args=[contribution.reference]),
            "endpoint": reverse("api:upload-list"),
            "left": left,
        },
        status=201,
    )
