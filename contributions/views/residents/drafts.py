"""Begin a contribution and write it: one page, kept on the server from the start."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import private
from contributions import access, drafting, intake, likenesses, workflow
from contributions.forms import DraftForm
from contributions.models import Contribution
from contributions.states import Status
from contributions.views.residents import telling
from contributions.views.residents.door import (
    account,
    find_own,
    language,
    too_often,
    wants_json,
)
from history.models import Collection, Item, Place

Kind = Contribution.Kind
OFFERED = (Kind.PHOTOS, Kind.DOCUMENT, Kind.MEMORY, Kind.AUDIO)
STARTS_AN_HOUR = 30


def _subject(data) -> dict:
    """Read what the contribution is about; only what any visitor may see counts."""
    prefix, _dash, number = data.get("item", "").partition("-")
    item = None
    if number.isascii() and number.isdecimal() and len(number) <= 12:
        item = Item.objects.published().with_cover().filter(pk=int(number)).first()
        item = item if item and item.reference == f"{prefix}-{number}" else None
    slugs = {
        name: data.get(name, "").replace("\x00", "")[:80]
        for name in ("place", "collection")
    }
    return {
        "about_item": item,
        "place": Place.objects.filter(slug=slugs["place"]).first()
        if slugs["place"]
        else None,
        "collection": Collection.objects.published()
        .filter(slug=slugs["collection"])
        .first()
        if slugs["collection"]
        else None,
    }


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Choose what to give; a press on a kind creates the draft."""
    data = request.POST if request.method == "POST" else request.GET
    subject = _subject(data)
    kinds = (*OFFERED, Kind.CORRECTION) if subject["about_item"] else OFFERED
    if request.method == "POST" and data.get("kind") in kinds:
        if data.get("website"):
            return redirect("contributions:start")
        if refusal := too_often(request, "start", amount=STARTS_AN_HOUR):
            return refusal
        contribution = drafting.begin(
            data["kind"], language=language(), user=account(request), **subject
        )
        access.remember(request, contribution)
        return redirect("contributions:draft", contribution.reference)
    context = {
        "subject": subject,
        "about": telling.about(subject["about_item"]),
        "choices": telling.kinds(kinds, chosen=data.get("kind", "")),
        "unfinished": telling.unfinished(access.actor(request)),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "contributions/residents/start.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, reference: str):
    """Write a draft: every press keeps words and files, whatever else is wrong."""
    contribution = find_own(request, reference)
    if contribution.status != Status.DRAFT:
        return closed(request, contribution)
    if request.method != "POST":
        return page(request, contribution, DraftForm(instance=contribution))
    if (
        wants_json(request)
        and contribution.sent_at
        and not request.POST.get("was_sent")
    ):
        return closed(request, contribution)  # an autosave that the press overtook
    try:
        form = take_in(request, contribution)
    except drafting.Closed:
        return closed(request, contribution)
    if wants_json(request):
        return JsonResponse(_autosaved(contribution))
    if "send" in request.POST:
        return _send(request, contribution, form)
    if form.errors:
        return page(request, contribution, form, status=400)
    messages.success(
        request,
        _("Saved at %(time)s. You can go on now or on another day.")
        % {"time": time_format(timezone.localtime(), "H:i")},
    )
    return redirect("contributions:draft", contribution.reference)


def take_in(request, contribution: Contribution) -> DraftForm:
    """Keep every valid word and every good file of a press.

    Returns: the form with sentences for what could not be kept.
    Raises: drafting.Closed.
    """
    if not wants_json(request):
        contribution.language = language()  # the language of the page that was read
    form = DraftForm(request.POST, request.FILES, instance=contribution)
    form.is_valid()
    drafting.write(contribution, form.words(), user=account(request))
    refusals = intake.receive_all(contribution, form.cleaned_data.get("files", []))
    form.say_refused(refusals)
    likenesses.take_answers(contribution, request.POST)
    if form.cleaned_data.get("consent") and not wants_json(request):
        try:
            workflow.agree(
                contribution,
                version=form.cleaned_data.get("consent_version", ""),
                choices={
                    name: getattr(contribution, name)
                    for name in ("audience", "credit", "reuse", "rights")
                },
            )
        except workflow.Incomplete as refusal:
            form.say_what_is_missing({refusal.field: str(refusal.sentence)})
    return form


def _send(request, contribution: Contribution, form: DraftForm):
    """Send what is complete, else say at every field what it lacks."""
    if form.is_program:
        return redirect("contributions:start")
    form.say_what_is_missing(_lacks(contribution, form))
    if form.errors:
        return page(request, contribution, form, status=400)
    fastest_person = timedelta(seconds=settings.FASTEST_PERSON_SECONDS)
    is_hasty = timezone.now() - contribution.created_at < fastest_person
    if is_hasty and account(request) is None:
        form.add_error(None, _("Please look it over once more, then press again."))
        return page(request, contribution, form, status=400)
    try:
        workflow.send(contribution, by=access.actor(request))
    except workflow.Incomplete as refusal:
        form.say_what_is_missing({refusal.field: str(refusal.sentence)})
        return page(request, contribution, form, status=400)
    except workflow.WrongState:
        contribution.refresh_from_db()
        return closed(request, contribution)
    return redirect("contributions:detail", contribution.reference)


def _lacks(contribution: Contribution, form: DraftForm) -> dict[str, str]:
    lacks = workflow.missing(contribution)
    if not form.cleaned_data.get("consent"):
        lacks.setdefault("consent", _("Please tick that you agree."))
    needs_name = contribution.credit != Contribution.Credit.ANONYMOUS
    if needs_name and not contribution.name.strip():
        lacks["name"] = _("Please write your name, or choose “No name” below.")
    if form.wrong_date:
        lacks["date_said"] = form.wrong_date
    return lacks


def _autosaved(contribution: Contribution) -> dict[str, str]:
    now = time_format(timezone.localtime(), "H:i")
    return {
        "note": _("Saved at %(time)s.") % {"time": now},
        "rights": telling.rights(contribution),
    }


def page(request, contribution: Contribution, form: DraftForm, *, status: int = 200):
    """Show the draft with what was typed, right or wrong."""
    likenesses.catch_up(contribution=contribution)
    context = telling.draft(contribution, form, by=access.actor(request))
    return render(request, "contributions/residents/draft.html", context, status=status)


def closed(request, contribution: Contribution):
    """Lead to the page of what is sent; words typed too late are shown, not lost."""
    contribution.refresh_from_db()
    address = reverse("contributions:detail", args=[contribution.reference])
    late = telling.typed_too_late(contribution, request.POST)
    if wants_json(request):
        sentence = str(workflow.WrongState.default)
        return JsonResponse({"sentence": sentence, "page": address}, status=409)
    if not late:
        return redirect(address)
    context = {"contribution": contribution, "late": late, "page": address}
    return render(request, "contributions/residents/late.html", context, status=409)


@private
@require_GET
def date_echo(request):
    """Say how a date in free words is understood, while it is being typed."""
    text = request.GET.get("text", "")[:200].replace("\x00", "")
    understood = drafting.understand(text, language=language())
    return JsonResponse(
        {"sentence": understood.sentence, "is_impossible": understood.is_impossible}
    )
