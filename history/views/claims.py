"""What is claimed of items: written down by the staff, shown, kept beside it, refused."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from history import claiming, naming
from history.claim_form import ClaimForm
from history.models import Claim
from history.views import correcting as item_desk
from history.views.door import is_own, own_refused, staff

ON_PAGE = 40


@staff("history.view_item")
@require_POST
def propose(request, pk: int):
    """Write a claim down at its item."""
    item = item_desk.find(pk)
    form = ClaimForm(request.POST)
    if form.is_valid():
        said = claiming.Said(language=item.language, **form.cleaned_data)
        try:
            claiming.propose(item, said, by=request.user)
        except claiming.Unclear as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("Written down. Nothing is shown of it yet."))
            return redirect(f"{reverse('history:item_desk', args=[item.pk])}#claims")
    return item_desk.page(request, item, claim_form=form, status=400)


@staff("history.view_item")
@require_safe
def listing(request):
    """Show what waits for a decision, the oldest first."""
    found = Claim.objects.open().select_related("item", "place", "person")
    number = request.GET.get("page", "1")
    paginator = Paginator(found, ON_PAGE)
    if not (number.isascii() and number.isdecimal() and len(number) < 7) or not (
        1 <= int(number) <= paginator.num_pages
    ):
        raise Http404
    page = paginator.page(int(number))
    context = {
        "page": page,
        "previous_url": f"?page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "history/staff/claims.html", context)


@staff("history.view_item")
@require_POST
def act(request, pk: int, verb: str):
    """Show a claim, keep it beside what is shown, tell visitors of it, or refuse it."""
    if verb not in ("accept", "keep", "dispute", "refuse"):
        raise Http404
    if not request.user.has_perm("history.change_item"):
        raise PermissionDenied
    claim = get_object_or_404(
        Claim.objects.select_related("item", "place", "person"), pk=pk
    )
    if claim.item is None:
        raise Http404
    item = claim.item
    if is_own(item, request.user):
        return own_refused(request)
    claim.state = request.POST.get("state") or claim.state
    reason = request.POST.get("reason", "")
    try:
        if verb == "accept":
            seen = request.POST.get("seen", "")
            claiming.accept(
                claim, by=request.user, reason=reason,
                person=_person(claim, request), place=_place(claim, request),
                seen=int(seen) if seen.isdecimal() and len(seen) < 18 else None,
            )  # fmt: skip
        elif verb == "refuse":
            claiming.refuse(claim, by=request.user, reason=reason)
        else:
            claiming.keep(
                claim, by=request.user, reason=reason, is_disputed=verb == "dispute"
            )
    except claiming.Unclear as refusal:
        return _refused(request, item, refusal, status=400)
    except claiming.Decided as refusal:
        return _refused(request, item, refusal, status=409)
    messages.success(request, _said(verb))
    return redirect(f"{reverse('history:item_desk', args=[item.pk])}#claims")


def _refused(request, item, refusal, *, status: int):
    item = item_desk.find(item.pk)
    return item_desk.page(request, item, problem=refusal.sentence, status=status)


def _said(verb: str) -> str:
    return {
        "accept": _("The item says it now; what it said before is kept beside it."),
        "keep": _("Kept beside it, for the staff."),
        "dispute": _("Visitors read that others say so."),
        "refuse": _("Refused; it can still be read here."),
    }[verb]


def _person(claim: Claim, request):
    """Find who of the catalogue is meant: the name typed, else the words themselves."""
    if claim.field != Claim.Field.PERSON or claim.person:
        return None
    name = " ".join(request.POST.get("name", "").split()) or claim.words
    person = naming.person_named(name)
    if person is None:
        raise claiming.Unclear(
            _(
                "We have nobody called “%(name)s”. Write the name as in the "
                "catalogue, or leave it out."
            )
            % {"name": name}
        )
    return person


def _place(claim: Claim, request):
    """Find the place meant by its name today or in other years, where one fits."""
    if claim.field != Claim.Field.PLACE or claim.place:
        return None
    name = " ".join(request.POST.get("name", "").split())
    if not name:
        return naming.place_named(claim.words)
    place = naming.place_named(name)
    if place is None:
        raise claiming.Unclear(
            _("We have no place called “%(name)s”.") % {"name": name}
        )
    return place
