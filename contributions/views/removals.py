"""Ask for the removal of an item without an account, and follow what becomes of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.doors import private
from contributions import case_letters, limits
from contributions.models import RemovalCase
from contributions.removal_form import AskForm
from contributions.views.residents.door import language, too_often
from contributions.workflow import WrongState, removals
from history.models import Item

ASKED_AN_HOUR = 10
GUESSES_AN_HOUR = 100


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk: int):
    """Ask that something be removed; the address is proven by mail first."""
    item = get_object_or_404(Item.objects.published().with_cover(), pk=pk)
    if request.method != "POST":
        return _form(request, item, AskForm())
    form = AskForm(request.POST)
    if form.is_program:
        return redirect(item.get_absolute_url())
    if not form.is_valid():
        return _form(request, item, form, status=400)
    if refusal := too_often(request, "removal", amount=ASKED_AN_HOUR):
        return refusal
    removals.ask(item, language=language(), **form.cleaned_data)
    return render(
        request,
        "contributions/removals/asked.html",
        {"item": item, "email": form.cleaned_data["email"]},
    )


def _form(request, item: Item, form: AskForm, *, status: int = 200):
    cover = item.covers[0].picture if item.covers else None
    context = {"item": item, "form": form, "picture": cover}
    return render(request, "contributions/removals/ask.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def case(request, reference: str):
    """Show where a request stands; behind a mailed link first one button."""
    token = request.POST.get("key") or request.GET.get("key")
    if token:
        return _through_link(request, reference, token)
    if request.method == "POST":
        raise Http404
    return render(
        request, "contributions/removals/case.html", {"case": _held(request, reference)}
    )


def _through_link(request, reference: str, token: str):
    """Show one button on GET, so that a mail scanner changes nothing; act on POST."""
    found = case_letters.find(reference, token)
    if found is None:
        is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
        response = render(
            request,
            "contributions/removals/lost.html",
            status=404 if is_patient else 429,
        )
    elif request.method == "POST":
        removals.prove(found)
        request.session.cycle_key()
        case_letters.remember(request, found)
        response = redirect(found.get_absolute_url())
    else:
        context = {"case": found, "token": token}
        response = render(request, "contributions/removals/open.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _held(request, reference: str) -> RemovalCase:
    found = RemovalCase.objects.select_related("item").filter(
        reference=reference, pk__in=case_letters.held(request)
    )
    return get_object_or_404(found)


@private
@require_POST
def withdraw(request, reference: str):
    """Take a request back before it is decided."""
    found = _held(request, reference)
    try:
        removals.take_back(found)
    except WrongState as refusal:
        context = {"case": found, "sentence": refusal.sentence}
        return render(request, "contributions/removals/case.html", context, status=409)
    messages.success(request, _("You took your request back."))
    return redirect(found.get_absolute_url())


@require_safe
def count(request):
    """Tell everybody how often removal was asked for, and what came of it."""
    years = list(RemovalCase.objects.counted())
    return render(request, "contributions/removals/count.html", {"years": years})
