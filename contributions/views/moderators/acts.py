"""What a moderator does with one contribution: each act one POST, each refusal said."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contributions import bulk, desk, likenesses, workflow
from contributions.bulk_form import AssignForm
from contributions.models import Attachment, Contribution, Resemblance
from contributions.moments import database_now
from contributions.states import Action, Likeness, Status
from contributions.views.moderators import around, cards, review
from contributions.views.moderators.door import find, staff_only
from contributions.workflow import versions
from history.publishing import NotReady

TYPED = (
    "note", "body", "words", "title", "description", "story", "date_said", "date_reason",
    "place_said", "people", "creator", "credit_line", "new_note",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """How an act is done, what is said after it, and whether the next one comes."""

    do: Callable
    said: Callable[[], str] = field(default=lambda: "")
    goes_on: bool = False


def _publish(gift, by, form: desk.PublishForm, seen: str = "") -> None:
    how = form.cleaned_data["how"]
    workflow.publish(
        gift,
        by=by,
        description=form.words(),
        each_alone=how == desk.EACH,
        extend=form.extended if how == desk.EXTEND else None,
        where=form.placements(),
        visible_from=form.cleaned_data["visible_from"],
        replacements=form.replacements,
        masks_checked=form.cleaned_data["masks_checked"],
        taken=form.taken(),
        incomplete_ok=form.cleaned_data.get("incomplete_ok", False),
        seen=seen,
    )


def _said(name: str) -> Callable:
    """Call a verb of the workflow with the cleaned words of its form."""

    def do(gift, by, form, **more) -> None:
        words = form.cleaned_data if form else {}
        getattr(workflow, name)(gift, by=by, **words, **more)

    return do


DECISIONS = frozenset({Action.PUBLISH, Action.ASK, Action.DECLINE, Action.MARK_SPAM})
"""What nobody decides without having looked."""
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
    "read": Act(_said("note_read"), lambda: _("Noted: the letters have been read.")),
    "mark": Act(_said("mark"), lambda: _("Proposed, with the giver as its source.")),
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
    if action == "assign":
        return _assign(request, gift)
    if action not in ACTS:
        raise Http404
    form = None
    if action in review.FORMS:
        count = Attachment.objects.filter(contribution=gift).count()
        form = review.make_form(
            action, gift, request.user, files=count, data=request.POST
        )
    after = around.following(request, gift) if ACTS[action].goes_on else None
    try:
        if action in Action.values:
            workflow.check(Action(action), gift, by=request.actor)
        if action == Action.PUBLISH and {"look", "take"} & set(request.POST):
            return _find_item(request, gift, form)
        if form is not None and not form.is_valid():
            return review.page(request, gift, forms={action: form}, status=400)
        looked = _looked(request, gift) if action in DECISIONS else {}
        ACTS[action].do(gift, request.actor, form, **looked)
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.Changed as refusal:
        return changed(request, gift, refusal, forms={action: form} if form else {})
    except workflow.WrongState as refusal:
        return moved(request, gift, refusal)
    except IntegrityError:
        return moved(request, gift, workflow.WrongState(bulk.OVERTAKEN))
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
    return _onward(request, gift, ACTS[action], after=after)


def _find_item(request, gift: Contribution, form: desk.PublishForm):
    """Look for an item to add to, without scripts: the form comes back as it was."""
    several = ("collections", "subjects", "replaced")
    data: dict = request.POST.dict()
    data |= {name: request.POST.getlist(name) for name in several}
    if take := data.get("take", ""):
        data["extend"] = take
        if data.get("how") not in (desk.EXTEND, desk.REPLACE, desk.MEMORY):
            data["how"] = form.way_to_add
    kept = review.make_form(
        "publish", gift, request.user, files=form.file_count, initial=data
    )
    return review.page(
        request, gift, forms={"publish": kept}, find=data.get("find", "")
    )


def _onward(request, gift: Contribution, done: Act, *, after: int | None):
    """Go where the work goes on: to the next one, or back to this."""
    if said := done.said():
        messages.success(request, said)
    query = around.within(request)
    if not done.goes_on:
        return redirect(around.review_url(gift.reference, query))
    url = around.next_url(request, after=after)
    if not url:
        url = reverse("contributions:queue") + query
    joint = "&" if "?" in url else "?"
    return redirect(f"{url}{joint}done={gift.reference}")


def _looked(request, gift: Contribution) -> dict[str, str]:
    """Read from the form which version was looked at.

    Raises: WrongState where it says none and this person does not hold it.
    """
    found = versions.unseal(request.POST.get("seen", ""))
    seen = versions.mark_of(found) if found else ""
    versions.check_looked(gift, seen=seen, by=request.actor, at=database_now())
    return {"seen": seen}


def changed(request, gift: Contribution, refusal: workflow.Changed, *, forms):
    """Show both versions, and keep what was typed in its place."""
    before = versions.unseal(request.POST.get("seen", "")) or {}
    gift = find(request, gift.reference)
    return review.page(
        request, gift, forms=forms, problem=str(refusal.sentence), status=409,
        differences=versions.differences(before, versions.snapshot(gift)),
    )  # fmt: skip


def _look(request, gift: Contribution, action: str):
    """Take, keep or give back the claim; scripts get JSON, people a page."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        if action == "release":
            workflow.release(gift, by=request.actor)
            held = False
        else:
            take_over = request.POST.get("take_over") == "yes"
            note = request.POST.get("note", "")
            held = workflow.claim(
                gift, by=request.actor, take_over=take_over, note=note
            )
    except workflow.Incomplete as refusal:
        return review.page(request, gift, problem=str(refusal.sentence), status=400)
    except workflow.NotAllowed as refusal:
        if wants_json:
            return JsonResponse({"detail": str(refusal.sentence)}, status=403)
        return refused(request, refusal)
    at = database_now()
    words = cards.claim_words(gift, actor=request.actor, at=at)
    if wants_json:
        is_waiting = gift.status == Status.SUBMITTED
        return JsonResponse({"held": held, "words": words, "waiting": is_waiting})
    query = around.within(request)
    if action == "release":
        return redirect(reverse("contributions:queue") + query)
    return redirect(around.review_url(gift.reference, query))


def _assign(request, gift: Contribution):
    """Give it to a colleague, to oneself, or back to all."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        problem = " ".join(form.errors["to"])
        return review.page(request, gift, problem=problem, status=400)
    try:
        workflow.assign(gift, by=request.actor, to=form.cleaned_data["to"])
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.Incomplete as refusal:
        return review.page(request, gift, problem=str(refusal.sentence), status=400)
    except workflow.WrongState as refusal:
        return moved(request, gift, refusal)
    messages.success(request, _("Kept: whose task this is."))
    return redirect(around.review_url(gift.reference, around.within(request)))


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
    page = around.review_url(gift.reference, around.within(request))
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
    names = [
        *TYPED,
        *(name for name in request.POST if name.startswith(("note-", "value_"))),
    ]
    typed = [words for name in names if (words := request.POST.get(name, "").strip())]
    context = {
        "gift": gift,
        "sentence": str(refusal.sentence),
        "timeline": cards.timeline(
            gift.events.select_related("actor").order_by("at", "pk")
        ),
        "typed": typed,
        "is_hidden": is_hidden,
        "next_url": around.next_url(request),
    }
    return render(request, "contributions/moderators/moved.html", context, status=409)
