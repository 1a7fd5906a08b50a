"""Correct what was published, and write to the library without being asked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import private
from contributions import access, workflow
from contributions.forms import ImproveForm
from contributions.models import Contribution
from contributions.views.residents import story, submissions
from contributions.views.residents.door import find_own, too_often
from contributions.workflow import improving
from history.models import Item


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, reference: str, pk: int):
    """Let the giver write how it should be; a librarian decides what is shown."""
    contribution = find_own(request, reference)
    item = next((one for one in story.published(contribution) if one.pk == pk), None)
    if item is None:
        raise Http404
    standing = improving.standing(item)
    if request.method != "POST":
        return _form(request, contribution, item, ImproveForm(initial=standing))
    if "look" in request.POST:  # words that came too late for the draft
        typed = {
            name: request.POST[name] for name in standing if request.POST.get(name)
        }
        return _form(request, contribution, item, ImproveForm(initial=standing | typed))
    form = ImproveForm(request.POST)
    if not form.is_valid():
        return _form(request, contribution, item, form, status=400)
    if refusal := too_often(
        request, "write", amount=submissions.LETTERS_AN_HOUR, rises=True
    ):
        return refusal
    try:
        workflow.improve(contribution, item, by=access.actor(request), **form.words())
    except workflow.Incomplete as refusal:
        form.add_error(refusal.field or None, str(refusal.sentence))
        return _form(request, contribution, item, form, status=400)
    except workflow.WrongState as refusal:
        return submissions.too_late(request, contribution, refusal)
    messages.success(
        request,
        _("Thank you. A librarian reads it; until then the page stays as it is."),
    )
    return redirect(f"{contribution.get_absolute_url()}#letters")


def _form(request, contribution: Contribution, item: Item, form, *, status: int = 200):
    context = {"contribution": contribution, "item": item, "form": form}
    template = "contributions/residents/improve.html"
    return render(request, template, context, status=status)
