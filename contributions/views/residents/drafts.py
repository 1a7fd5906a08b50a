"""Begin a contribution, and say how a date in free words is understood."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import private
from contributions import access, drafting
from contributions.models import Contribution
from contributions.views.residents import presets, telling
from contributions.views.residents.door import (
    account,
    language,
    too_often,
)

Kind = Contribution.Kind
OFFERED = (Kind.PHOTOS, Kind.DOCUMENT, Kind.MEMORY, Kind.AUDIO)
STARTS_AN_HOUR = 30


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Choose what to give; a press on a kind creates the draft."""
    data = request.POST if request.method == "POST" else request.GET
    subject, is_unknown = presets.read(data)
    kinds = (
        (*OFFERED, Kind.CORRECTION)
        if subject["about_item"] or subject["place"]
        else OFFERED
    )
    if subject["then_item"]:
        kinds = (Kind.PHOTOS,)
    if request.method == "POST" and data.get("kind") in kinds:
        if data.get("website"):
            return redirect("contributions:start")
        if refusal := too_often(request, "start", amount=STARTS_AN_HOUR, rises=True):
            return refusal
        contribution = drafting.begin(
            data["kind"], language=language(), user=account(request), **subject
        )
        access.remember(request, contribution)
        return redirect("contributions:draft", contribution.reference)
    context = {
        "subject": subject,
        "is_unknown": is_unknown and request.method != "POST",
        "about": telling.about(subject["about_item"])
        or telling.photographed_again(subject["then_item"]),
        "about_mark": drafting.about_mark(subject["mark"]) if subject["mark"] else "",
        "choices": telling.kinds(
            kinds,
            chosen=data.get("kind")
            or (subject["call"].kind if subject["call"] else ""),
        ),
        "calls": [] if any(subject.values()) else presets.calls_to_answer(),
        "unfinished": telling.unfinished(access.actor(request)),
        "who": access.sign(request),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "contributions/residents/start.html", context, status=status)


@private
@require_GET
def date_echo(request):
    """Say how a date in free words is understood, while it is being typed."""
    text = request.GET.get("text", "")[:200].replace("\x00", "")
    understood = drafting.understand(text, language=language())
    return JsonResponse(
        {"sentence": understood.sentence, "is_impossible": understood.is_impossible}
    )
