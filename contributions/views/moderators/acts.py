"""What a moderator does with one contribution: each act one POST, each refusal said."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contributions import desk, likenesses, workflow
from contributions.models import Attachment, Contribution, Resemblance
from contributions.states import Action, Likeness, Status
from contributions.views.moderators import cards, review
from contributions.views.moderators.door import find, staff_only
from history.publishing import NotReady

TYPED = (
    "note", "body", "title", "description", "story", "date_said", "date_reason",
    "place_said", "people", "creator", "credit_line", "entry_note",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """How an act is done, what is said after it, and whether the next one comes."""

    do: Callable
    said: Callable[[], str] = field(default=lambda: "")
    goes_on: bool = False


def _publish(gift, by, form: desk.PublishForm) -> None:
    how = form.cleaned_data["how"]
    workflow.publish(
        gift,
        by=by,
        description=form.words(),
        each_alone=how == desk.EACH,
        extend=form.extended if how == desk.EXTEND else None,
        into=form.cleaned_data["collections"],
        entry_note=form.cleaned_data["entry_note"],
        replacements=form.replacements,
        masks_checked=form.cleaned_data["masks_checked"],
        incomplete_ok=form.cleaned_data.get("incomplete_ok", False),
    )


def _said(name: str) -> Callable:
    """Call a verb of the workflow with the cleaned words of its form."""

    def do(gift, by, form) -> None:
        getattr(workflow, name)(gift, by=by, **(form.cleaned_data if form else {}))

    return do


ACTS: dict[str, Act] = {
    Action.PUBLISH: Act(_publish, goes_on=True),
    Action.ASK: Act(_said("ask"), goes_on=True),
    Action.DECLINE: Act(_said("decline"), goes_on=True),
    Action.MARK_SPAM: Act(
        _said("mark_spam"), lambda: _("Put aside as spam. Nobody is mailed."), True
    ),
    Action.REOPEN: Act(_said("reopen"), lambda: _("It waits for a decision again.")),
    Action.UNDO: Act(_said("undo"), lambda: _("Taken back. Nobody was mailed.")),
    "note": Act(
        _said("leave_note"), lambda: _("The note is kept, for colleagues only.")
    ),
    "take_down": Act(_said("take_down"), lambda: _("It is no longer public.")),
    "keep": Act(_said("keep"), lambda: _("Your answer stands in the thread.")),
}


@staff_only
@require_POST
def act(request, reference: str, action: str):
    """Do one act and go to the next contribution, or say why it does not happen."""
    gift = find(request, reference)
    if action in ("claim", "release"):
        return _look(request, gift, action)
    if action == "likeness":
        return _judge(request, gift)
    if action not in ACTS:
        raise Http404
    form = None
    if action in review.FORMS:
        count = Attachment.objects.filter(contribution=gift).count()
        form = review.make_form(
            action, gift, request.user, files=count, data=request.POST
        )
    try:
        if action in Action.values:
            workflow.check(Action(action), gift, by=request.actor)
        if form is not None and not form.is_valid():
            return review.page(request, gift, forms={action: form}, status=400)
        ACTS[action].do(gift, request.actor, form)
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.WrongState as refusal:
        return moved(request, gift, refusal)
    except workflow.Incomplete as refusal:
        if form is None:
            return moved(request, gift, refusal)
        form.add_error(
            refusal.field if refusal.field in form.fields else None,
            str(refusal.sentence),
        )
        return review.page(request, gift, forms={action: form}, status=400)
    except NotReady as refusal:
        gift.refresh_from_db()
        return review.page(
            request, gift, forms={action: form}, problem=refusal.sentence, status=409
        )
    return _onward(request, gift, ACTS[action])


def _onward(request, gift: Contribution, done: Act):
    """Go where the work goes on: to the next one, or back to this."""
    if said := done.said():
        messages.success(request, said)
    if not done.goes_on:
        return redirect("contributions:review", gift.reference)
    following = review.next_waiting(request.actor, at=timezone.now())
    url = reverse("contributions:queue")
    if following is not None:
        url = reverse("contributions:review", args=[following.reference])
    return redirect(f"{url}?done={gift.reference}")


def _look(request, gift: Contribution, action: str):
    """Take, keep or give back the claim; scripts get JSON, people a page."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        if action == "release":
            workflow.release(gift, by=request.actor)
            held = False
        else:
            take_over = request.POST.get("take_over") == "yes"
            held = workflow.claim(gift, by=request.actor, take_over=take_over)
    except workflow.NotAllowed as refusal:
        if wants_json:
            return JsonResponse({"detail": str(refusal.sentence)}, status=403)
        return refused(request, refusal)
    at = timezone.now()
    words = cards.claim_words(gift, actor=request.actor, at=at)
    if wants_json:
        is_waiting = gift.status == Status.SUBMITTED
        return JsonResponse({"held": held, "words": words, "waiting": is_waiting})
    if action == "release":
        return redirect("contributions:queue")
    return redirect("contributions:review", gift.reference)


def _judge(request, gift: Contribution):
    """Record what a file is beside what it looks like."""
    rows = Resemblance.objects.for_staff(request.user).around(gift)
    number = request.POST.get("resemblance", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    row = get_object_or_404(
        rows.select_related("attachment__contribution", "other__contribution"),
        pk=int(number),
    )
    verdict = request.POST.get("verdict", "")
    if verdict not in Likeness.values:
        problem = _("Please choose what this file is.")
        return review.page(request, gift, problem=problem, status=400)
    try:
        likenesses.judge(row, verdict=verdict, by=request.actor)
    except likenesses.NotYours:
        return refused(request, workflow.NotAllowed())
    messages.success(request, _("Kept, with your name."))
    page = reverse("contributions:review", args=[gift.reference])
    return redirect(f"{page}#likeness-{row.pk}")


def refused(request, refusal: workflow.NotAllowed):
    """Say that this person may not, with the reason."""
    context = {"message": str(refusal.sentence)}
    return render(request, "403.html", context, status=403)


def moved(request, gift: Contribution, refusal: workflow.Refusal):
    """Say what happened meanwhile, by whom and when; the typed words are kept here."""
    gift = Contribution.objects.select_related("decided_by", "claimed_by").get(
        pk=gift.pk
    )
    is_hidden = gift.status in (Status.DRAFT, Status.WITHDRAWN)
    typed = [words for name in TYPED if (words := request.POST.get(name, "").strip())]
    following = review.next_waiting(request.actor, at=timezone.now())
    context = {
        "gift": gift,
        "sentence": str(refusal.sentence),
        "timeline": cards.timeline(
            gift.events.select_related("actor").order_by("at", "pk")
        ),
        "typed": typed,
        "is_hidden": is_hidden,
        "next_url": reverse("contributions:review", args=[following.reference])
        if following
        else "",
    }
    return render(request, "contributions/moderators/moved.html", context, status=409)
