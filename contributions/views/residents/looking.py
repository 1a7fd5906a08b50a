"""Nothing was found: tell the library what you look for."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import private
from contributions import access, consent, looking_for, workflow
from contributions.forms.looking import LookingForm
from contributions.views.residents.door import account, language, too_often

ASKED_AN_HOUR = 10
QUERY = 200


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """Take a question to the library; what was searched for stands there already."""
    user = account(request)
    if request.method != "POST":
        query = request.GET.get("q", "").replace("\x00", "")[:QUERY].strip()
        preset = _("I am looking for: %(words)s") % {"words": query} if query else ""
        return _page(request, LookingForm(user=user, initial={"words": preset}))
    form = LookingForm(request.POST, user=user)
    if form.is_program:
        return redirect("history:item_list")
    if not form.is_valid():
        return _page(request, form, status=400)
    if refusal := too_often(request, "looking", amount=ASKED_AN_HOUR):
        return refusal
    try:
        question = looking_for.ask(language=language(), user=user, **form.said())
    except workflow.Incomplete as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.sentence))
        return _page(request, form, status=400)
    access.remember(request, question)
    return redirect("contributions:detail", question.reference)


def _page(request, form: LookingForm, *, status: int = 200):
    context = {"form": form, "consent_text": consent.text(language())}
    template = "contributions/residents/looking.html"
    return render(request, template, context, status=status)
