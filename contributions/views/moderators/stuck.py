"""What is stuck and why, for who looks after the site; each with "try again"."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contributions import stuck
from contributions.views.moderators.door import staff_only
from history import masters
from history.stuck import Stuck, in_catalogue

carers_only = permission_required(stuck.CARE, raise_exception=True)


@staff_only
@carers_only
@require_safe
def listing(request):
    """Show what is stuck."""
    found = stuck.listed()
    known = stuck.contributions_of(found, user=request.user)
    public = in_catalogue(found)
    rows = [_row(one, known.get((one.kind, one.row.pk)), public) for one in found]
    return render(request, "contributions/moderators/stuck.html", {"rows": rows})


def _row(one: Stuck, contribution, public: set[int]) -> dict:
    """Prepare one line; the name of a file in somebody's draft is not told."""
    name, url = one.name, ""
    if contribution is not None:
        url = reverse("contributions:review", args=[contribution.reference])
    elif one.kind in ("public", "tiles"):
        url = one.row.item.get_absolute_url()
    elif one.kind == "aligned":
        url = reverse("history:item_then_now", args=[one.row.then.item_id])
    elif one.kind == "original" and one.row.pk not in public:
        name = _("A file that was not sent yet")
    if one.kind == "letter":
        name = _("Mail about %(reference)s") % {"reference": name}
    lies_at = ""
    if one.kind == "original" and one.row.is_damaged:
        lies_at = masters.key_of(one.row.sha256)
    return {"one": one, "name": name, "url": url, "lies_at": lies_at}


@staff_only
@carers_only
@require_POST
def try_again(request, kind: str, pk: int):
    """Do one thing again."""
    if kind not in stuck.SOURCES:
        raise Http404
    row = get_object_or_404(stuck.SOURCES[kind](), pk=pk)
    stuck.try_again(kind, row, by=request.user)
    messages.success(
        request, _("We are trying it again. Please look here in a minute.")
    )
    return redirect("contributions:stuck")


@staff_only
@carers_only
@require_POST
def try_all_again(request):
    """Do everything again."""
    done = stuck.try_all_again(by=request.user)
    messages.success(
        request,
        ngettext(
            "We are trying %(n)s thing again. Please look here in a minute.",
            "We are trying %(n)s things again. Please look here in a minute.",
            done,
        )
        % {"n": done},
    )
    return redirect("contributions:stuck")
