"""The person behind a contribution as the staff may know them: record, trust, sanctions."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.defaults import permission_denied

from contributions import permissions, sanctions, trust, workflow
from contributions.models import Contribution, Sanction, SpotCheck
from contributions.views.moderators.door import find, staff_only

SHOWN = 60


class SanctionForm(forms.Form):
    """What is forbidden, for how long, and why; the person reads the reason."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is forbidden"), choices=Sanction.Kind.choices
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=366, initial=7
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The person reads these words."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def giver(request, reference: str):
    """Show what one person gave and how far the rule trusts them; forbid something."""
    gift = find(request, reference)
    may_forbid = _may_forbid(request, gift)
    form = SanctionForm(request.POST or None)
    if request.method == "POST":
        if not may_forbid:
            return permission_denied(request, PermissionDenied())
        if form.is_valid():
            try:
                sanctions.impose(gift, by=request.user, **form.cleaned_data)
            except sanctions.Unfair as refusal:
                form.add_error(refusal.field, refusal.sentence)
            else:
                messages.success(request, _("It is forbidden until the day you chose."))
                return redirect("contributions:giver", gift.reference)
    theirs = Contribution.objects.of_the_giver_of(gift)
    at = timezone.now()
    context = {
        "gift": gift,
        "record": theirs.record_of_giver(),
        "standing": trust.standing_of(gift, at=at),
        "gifts": theirs.select_related("item").order_by("-pk")[:SHOWN],
        "sanctions": [
            {"row": row, "is_in_force": row.lifted_at is None and row.ends_at > at}
            for row in sanctions.of(gift).select_related("by").order_by("-pk")
        ],
        "form": form if may_forbid else None,
        "may_forbid": may_forbid,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(
        request, "contributions/moderators/giver.html", context, status=status
    )


@staff_only
@require_POST
def lift(request, reference: str, sanction_id: int):
    """End a sanction early."""
    gift = find(request, reference)
    if not _may_forbid(request, gift):
        return permission_denied(request, PermissionDenied())
    sanction = get_object_or_404(sanctions.of(gift), pk=sanction_id)
    if sanctions.lift(sanction, by=request.user):
        messages.success(request, _("It is allowed again."))
    else:
        messages.info(request, _("It was allowed again already."))
    return redirect("contributions:giver", gift.reference)


def _may_forbid(request, gift: Contribution) -> bool:
    """Say whether this person may forbid something to the giver: never to oneself."""
    return request.user.has_perm(
        "contributions.add_sanction"
    ) and not permissions.is_own(request.actor, gift)


@staff_only
@require_safe
def at_once(request):
    """Show what the rule of trust published and nobody looked at yet."""
    rows = (
        SpotCheck.objects.filter(
            published_at__isnull=False, checked_at__isnull=True,
            contribution__status="published",
        )
        .select_related("contribution__item")
        .order_by("pk")
    )  # fmt: skip
    checks = list(rows[: SHOWN + 1])
    context = {
        "checks": [
            {
                "row": check,
                "gift": check.contribution,
                "is_own": permissions.is_own(request.actor, check.contribution),
            }
            for check in checks[:SHOWN]
        ],
        "has_more": len(checks) > SHOWN,
    }
    return render(request, "contributions/moderators/at_once.html", context)


@staff_only
@require_POST
def look(request, reference: str, verdict: str):
    """Say whether what appeared at once was right."""
    if verdict not in ("fine", "fault"):
        raise Http404
    gift = find(request, reference)
    check = get_object_or_404(SpotCheck, contribution=gift, published_at__isnull=False)
    try:
        workflow.look_at(check, by=request.actor, is_fault=verdict == "fault")
    except workflow.NotAllowed as refusal:
        return permission_denied(request, PermissionDenied(str(refusal.sentence)))
    except workflow.WrongState as refusal:
        messages.info(request, str(refusal.sentence))
        return redirect("contributions:at_once")
    if verdict == "fault":
        messages.info(
            request,
            _("More of this person's memories are read first now. Take this one down?"),
        )
        return redirect("contributions:review", gift.reference)
    messages.success(request, _("Thank you: it stays."))
    return redirect("contributions:at_once")
