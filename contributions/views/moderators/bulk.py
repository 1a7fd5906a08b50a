"""One decision for many: what will happen, what happened, and the way back."""

import uuid

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import bulk, workflow
from contributions.bulk_form import BulkForm
from contributions.filters import QueueFilter, View, pile
from contributions.models import Batch, BatchEntry, Contribution
from contributions.moments import database_now
from contributions.views.moderators import cards
from contributions.views.moderators.door import staff_only
from contributions.views.moderators.queue import LATELY

State = BatchEntry.State
SEEN = "seen-"
TONES = {
    State.WAITING: "wait", State.DOING: "wait", State.DONE: "good",
    State.REFUSED: "bad", State.UNDONE: "quiet",
}  # fmt: skip


@staff_only
@require_POST
def ask(request):
    """Show what will happen with each; with `step=do`, do it once."""
    verb = request.POST.get("verb", "")
    if verb not in Batch.Verb.values:
        return _problem(request, _("Please choose what shall be done."))
    try:
        references = bulk.asked_for(_references(request))
    except workflow.Incomplete as refusal:
        return _problem(request, str(refusal.sentence))
    if request.POST.get("step") != "do":
        form = BulkForm(None, verb=verb, user=request.user)
        return _preview(request, form, references)
    form = BulkForm(request.POST, verb=verb, user=request.user)
    if not form.is_valid():
        return _preview(request, form, references, status=400)
    seen = {one: request.POST.get(f"{SEEN}{one}", "") for one in references}
    try:
        batch, is_new = bulk.begin(
            seen, form.wish(), by=request.actor, key=_key(request)
        )
    except workflow.Incomplete as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.sentence))
        return _preview(request, form, references, status=400)
    except workflow.NotAllowed as refusal:
        return _problem(request, str(refusal.sentence), status=403)
    if is_new:
        left = bulk.work_off(batch, by=request.actor, seconds=bulk.IN_A_REQUEST_S)
        if left:
            bulk.carry_on.enqueue(batch.pk, sorted(request.actor.holds))
    return redirect("contributions:bulk_result", batch.pk)


@staff_only
@require_safe
def result(request, pk: int):
    """Tell one by one what happened."""
    batch = get_object_or_404(Batch, pk=pk, actor=request.user)
    return _result(request, batch)


@staff_only
@require_POST
def undo(request, pk: int):
    """Take the whole back while nobody was mailed."""
    batch = get_object_or_404(Batch, pk=pk, actor=request.user)
    try:
        bulk.undo(batch, by=request.actor)
    except workflow.Refusal as refusal:
        return _result(request, batch, problem=str(refusal.sentence), status=409)
    return redirect("contributions:bulk_result", batch.pk)


def _references(request) -> list[str]:
    """List what was ticked, or the first of the list as it was narrowed."""
    if request.POST.get("scope") != "all":
        return request.POST.getlist("ref")
    asked, at = QueryDict(request.POST.get("within", "")[:1000]), database_now()
    view = asked.get("view", "") or View.WAITING
    if view not in View.values:
        return []
    gifts = Contribution.objects.decidable_by(request.actor)
    found = QueueFilter(
        asked,
        queryset=pile(gifts, view, user=request.user, since=at - LATELY),
        request=request,
        at=at,
    )
    return list(found.qs.values_list("reference", flat=True)[: bulk.AT_MOST])


def _key(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _preview(request, form: BulkForm, references: list[str], *, status=200):
    rows = bulk.preview(references, bulk.Wish(form.verb), by=request.actor)
    at = database_now()
    shown = [
        {
            "reference": row.reference,
            "card": cards.queue_card(row.gift, actor=request.actor, at=at)
            if row.gift
            else None,
            "refusal": row.refusal,
            "doubts": row.doubts,
            "seen": row.seen,
            "seen_name": f"{SEEN}{row.reference}",
        }
        for row in rows
    ]
    able = [row for row in shown if not row["refusal"]]
    context = {
        "form": form,
        "verb": form.verb,
        "label": Batch.Verb(form.verb).label,
        "able": able,
        "unable": [row for row in shown if row["refusal"]],
        "total": len(shown),
        "key": _key(request),
    }
    return render(request, "contributions/moderators/bulk.html", context, status=status)


def _result(request, batch: Batch, *, problem: str = "", status: int = 200):
    entries = list(batch.entries.select_related("contribution").order_by("pk"))
    at, until = database_now(), bulk.undoable_until(batch)
    states = [entry.state for entry in entries]
    may_undo = batch.undone_at is None and at < until and State.DONE in states
    context = {
        "batch": batch,
        "label": Batch.Verb(batch.verb).label,
        "entries": [
            {
                "reference": entry.reference,
                "title": entry.contribution.title if entry.contribution else "",
                "lang": entry.contribution.language if entry.contribution else "",
                "is_known": entry.contribution is not None,
                "label": entry.get_state_display(),
                "tone": TONES[State(entry.state)],
                "sentence": entry.sentence,
            }
            for entry in sorted(entries, key=lambda one: one.state == State.DONE)
        ],
        "done": states.count(State.DONE),
        "refused": states.count(State.REFUSED),
        "undone": states.count(State.UNDONE),
        "left": states.count(State.WAITING) + states.count(State.DOING),
        "until": until if may_undo else None,
        "problem": problem,
    }
    return render(
        request, "contributions/moderators/bulk_result.html", context, status=status
    )


def _problem(request, sentence: str, *, status: int = 400):
    context = {"problems": [sentence], "title": _("Nothing was done")}
    return render(
        request, "contributions/moderators/queue_unknown.html", context, status=status
    )
