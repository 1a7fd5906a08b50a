"""Write a draft, one screen after another; every press keeps words and files."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import private
from contributions import access, drafting, intake, likenesses, suggesting, workflow
from contributions.forms import STEPS, StepForm
from contributions.models import Contribution
from contributions.states import Status, Step
from contributions.views.residents import agreeing, checking, merged, telling
from contributions.views.residents.door import (
    account,
    find_own,
    language,
    wants_json,
)


def address(contribution: Contribution, step: Step) -> str:
    """Give the address of one screen of a draft."""
    return reverse("contributions:step", args=[contribution.reference, step])


def step_with_files(contribution: Contribution) -> Step:
    """Give the screen on which the files of this kind are chosen."""
    return contribution.steps[0]


@private
@require_safe
def draft(request, reference: str):
    """Lead to the screen where the writer was."""
    contribution = find_own(request, reference)
    if contribution.status != Status.DRAFT:
        return closed(request, contribution)
    was = contribution.step if contribution.step in contribution.steps else ""
    return redirect(address(contribution, was or contribution.steps[0]))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, reference: str, step: Step):
    """Write one screen: whatever is wrong, the rest is kept."""
    contribution = find_own(request, reference)
    if contribution.status != Status.DRAFT:
        return closed(request, contribution)
    if step not in contribution.steps:
        return redirect("contributions:draft", contribution.reference)
    if request.method != "POST":
        return page(request, contribution, step, STEPS[step](instance=contribution))
    if (
        wants_json(request)
        and contribution.sent_at
        and not request.POST.get("was_sent")
    ):
        return closed(request, contribution)  # an autosave that the press overtook
    try:
        form = take_in(request, contribution, step)
        if wants_json(request):
            return _autosaved(request, contribution, form)
        if form.merged.conflicts:
            return page(request, contribution, step, form, status=409)
        if words := suggesting.taken(contribution, request.POST):
            drafting.write(contribution, words, user=account(request))
            field = "date_said" if "date_said" in words else "place_said"
            return redirect(f"{address(contribution, step)}#id_{field}_field")
        if own := suggesting.taken_of_file(contribution, request.POST):
            drafting.write_of_file(*own)
            return redirect(f"{address(contribution, step)}#photo-{own[0].pk}")
        if "send" in request.POST and step == Step.CHECK:
            return _send(request, contribution, form)
        return _turn(request, contribution, step, form)
    except drafting.Closed:
        return closed(request, contribution)


def take_in(request, contribution: Contribution, step: Step) -> StepForm:
    """Keep every valid word and every good file of a press.

    Returns: the form with sentences for what could not be kept.
    Raises: drafting.Closed.
    """
    if not wants_json(request):
        contribution.language = language()  # the language of the page that was read
    form = STEPS[step](request.POST, request.FILES, instance=contribution)
    form.is_valid()
    chosen = merged.taken_over(request.POST)
    words = {name: said for name, said in form.words().items() if name not in chosen}
    form.merged = drafting.merge(
        contribution,
        words,
        built_on=request.POST.get("basis", ""),
        user=account(request),
    )
    merged.photos(form, built_on=request.POST.get("basis", ""), chosen=chosen)
    if "files" in form.fields:
        files = form.cleaned_data.get("files", [])
        form.say_refused(intake.receive_all(contribution, files))
        likenesses.take_answers(contribution, request.POST)
    if form.cleaned_data.get("consent") and not wants_json(request):
        agreeing.take(request, contribution, form)
    elif form.cleaned_data.get("paper"):
        form.say_what_is_missing({"paper": agreeing.once_more()})
    return form


def _turn(request, contribution: Contribution, step: Step, form: StepForm):
    """Go where the press leads, or stay where a word has to be mended first."""
    to = _target(request, contribution, step)
    if to != step and contribution.steps.index(to) > contribution.steps.index(step):
        form.say_what_is_missing(form.stopping())
    if form.errors:
        return page(request, contribution, step, form, status=400)
    drafting.write(contribution, {"step": to})
    if to == step:
        messages.success(
            request,
            _("Saved at %(time)s. You can go on now or on another day.")
            % {"time": time_format(timezone.localtime(), "H:i")},
        )
    return redirect(address(contribution, to))


def _target(request, contribution: Contribution, step: Step) -> Step:
    """Read which screen is wanted; without a word about it the same one again."""
    steps, at = contribution.steps, contribution.steps.index(step)
    asked = request.POST.get("go", "")
    if "next" in request.POST and request.POST.get("then") == Step.CHECK:
        return Step.CHECK
    if "next" in request.POST:
        return steps[min(at + 1, len(steps) - 1)]
    if "back" in request.POST:
        return steps[max(at - 1, 0)]
    return Step(asked) if asked in steps else step


def _send(request, contribution: Contribution, form: StepForm):
    """Send what is complete, else say what it lacks: here beside its field, or where."""
    if form.is_program:
        return redirect("contributions:start")
    lacks = checking.lacks(contribution)
    if not form.cleaned_data.get("consent"):
        lacks.setdefault("consent", _("Please tick that you agree."))
    if contribution.visitor_id and not agreeing.is_signed(contribution):
        lacks["signed_name"] = agreeing.sign_please()
    form.say_what_is_missing(lacks)
    if request.POST["send"] != "without" and (sentence := telling.on_way(contribution)):
        form.add_error(None, sentence)
    if form.errors or lacks:
        return page(request, contribution, Step.CHECK, form, status=400)
    fastest_person = timedelta(seconds=settings.FASTEST_PERSON_SECONDS)
    is_hasty = timezone.now() - contribution.created_at < fastest_person
    if is_hasty and account(request) is None:
        form.add_error(None, _("Please look it over once more, then press again."))
        return page(request, contribution, Step.CHECK, form, status=400)
    try:
        workflow.send(contribution, by=access.actor(request))
    except workflow.Incomplete as refusal:
        form.say_what_is_missing({refusal.field: str(refusal.sentence)})
        return page(request, contribution, Step.CHECK, form, status=400)
    except workflow.WrongState:
        contribution.refresh_from_db()
        return closed(request, contribution)
    if contribution.visitor_id:  # the desk goes on; this browser is not the giver's
        access.forget(request, contribution)
        return redirect("contributions:scan_day_person", contribution.visitor_id)
    return redirect("contributions:detail", contribution.reference)


def _autosaved(request, contribution: Contribution, form: StepForm):
    answer, status = merged.autosaved(request, contribution, form, form.merged)
    answer["rights"] = telling.rights(contribution)
    return JsonResponse(answer, status=status)


def page(
    request,
    contribution: Contribution,
    step: Step,
    form: StepForm | None = None,
    *,
    status: int = 200,
):
    """Show one screen of the draft with what was typed, right or wrong."""
    if step not in contribution.steps:
        raise Http404
    likenesses.catch_up(contribution=contribution)
    form = form or STEPS[step](instance=contribution)
    then = (request.POST or request.GET).get("then", "")
    context = checking.step_page(
        contribution, step, form, by=access.actor(request), to_check=then == Step.CHECK
    )
    context |= {
        "basis": merged.basis(contribution, form, posted=request.POST.get("basis", "")),
        "conflicts": merged.conflicts(form, form.merged) if form.merged else [],
        "who": access.sign(request),
    }
    return render(request, form.template, context, status=status)


def closed(request, contribution: Contribution):
    """Lead to the page of what is sent; words typed too late are shown, not lost."""
    contribution.refresh_from_db()
    address = reverse("contributions:detail", args=[contribution.reference])
    late = telling.typed_too_late(contribution, request.POST)
    if wants_json(request):
        sentence = str(workflow.WrongState.default)
        answer = {"sentence": sentence, "page": address, "is_known": not late}
        return JsonResponse(answer, status=409)
    if not late:
        return redirect(address)
    context = {"contribution": contribution, "late": late, "page": address}
    return render(request, "contributions/residents/late.html", context, status=409)
