"""Wishes for removal as the staff sees them: what waits, one of them, the decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions import permissions
from contributions.models import RemovalCase
from contributions.promise import left
from contributions.removal_form import DecideForm
from contributions.views.moderators.acts import refused
from contributions.views.moderators.door import staff_only
from contributions.workflow import Incomplete, NotAllowed, WrongState, removals
from history.models import Item

A_PAGE = 40


@staff_only
@require_safe
def listing(request):
    """List what waits for a decision, or what was decided."""
    is_past = request.GET.get("state") == "decided"
    cases = RemovalCase.objects
    rows = cases.answered() if is_past else cases.waiting()
    page = Paginator(rows.select_related("item", "decided_by"), A_PAGE).get_page(
        request.GET.get("page")
    )
    query = f"?{'state=decided&' if is_past else ''}page="
    context = {
        "is_past": is_past,
        "cases": [
            {"row": row, "left": left(row.promise_at, at=timezone.now())}
            for row in page
        ],
        "total": page.paginator.count,
        "previous_url": f"{query}{page.previous_page_number()}"
        if page.has_previous()
        else "",
        "next_url": f"{query}{page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "contributions/moderators/removals.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, reference: str):
    """Show one wish with what it is about, and take the decision."""
    case = get_object_or_404(
        RemovalCase.objects.select_related(
            "item", "contribution", "decided_by"
        ).exclude(state=RemovalCase.State.UNPROVEN),
        reference=reference,
    )
    if request.method != "POST":
        return _page(request, case, DecideForm(case=case))
    form = DecideForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, form, status=400)
    try:
        removals.decide(case, by=request.actor, **form.values())
    except NotAllowed as refusal:
        return refused(request, refusal)
    except Incomplete as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.sentence))
        return _page(request, case, form, status=400)
    except WrongState as refusal:
        return _page(request, case, form, status=409, sentence=refusal.sentence)
    messages.success(request, _("Decided. The person is told by mail."))
    return redirect("contributions:removal_list")


def _page(request, case: RemovalCase, form, *, status: int = 200, sentence: str = ""):
    item = case.item
    media = list(item.media.select_related("master").order_by("position"))
    may_see_contact = request.user.has_perm("contributions.view_contact")
    context = {
        "case": case,
        "form": form if case.state == RemovalCase.State.OPEN else None,
        "may_decide": removals.may_decide(request.actor, case),
        "sentence": sentence,
        "left": left(case.promise_at, at=timezone.now())
        if case.state == RemovalCase.State.OPEN
        else None,
        "contact": {"name": case.name, "email": case.email}
        if may_see_contact
        else None,
        "item_url": item.get_absolute_url()
        if item.status != Item.Status.REMOVED
        else "",
        "retouch": [
            reverse("history:retouch", args=[item.pk, one.pk])
            for one in media
            if one.master.width_px and request.user.has_perm("history.change_media")
        ],
        "gifts": [
            gift
            for gift in removals.givers_of(case)
            if permissions.may_see_queue(request.actor)
        ],
        "others": RemovalCase.objects.filter(item=item)
        .exclude(pk=case.pk)
        .exclude(state=RemovalCase.State.UNPROVEN)
        .order_by("-pk")[:10],
    }
    return render(
        request, "contributions/moderators/removal.html", context, status=status
    )
