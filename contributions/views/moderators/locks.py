"""Close the conversation under an item, a post or a story, and open it again."""

from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contributions import closing, workflow
from contributions.views.moderators.acts import refused
from contributions.views.moderators.door import staff_only


class LockForm(forms.Form):
    """Why nobody may write any more."""

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Only your colleagues read it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Please say why: your colleagues read it.")
        },
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, kind: str, pk: int):
    """Say how it stands; close with a reason, or open again."""
    if kind not in closing.KINDS:
        raise Http404
    seen = apps.get_model(closing.KINDS[kind]).objects.visible_to(request.user)
    target = get_object_or_404(seen, pk=pk)
    form = LockForm(request.POST or None, use_required_attribute=False)
    try:
        if request.method == "POST" and request.POST.get("do") == "open":
            closing.unlock(target, by=request.actor)
            messages.success(request, _("Everybody can write here again."))
            return redirect(target)
        if request.method == "POST" and form.is_valid():
            why = form.cleaned_data["why"]
            closing.lock(target, by=request.actor, why=why)
            messages.success(
                request, _("Nobody can write here now; what was said can be read.")
            )
            return redirect(target)
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.Incomplete as refusal:
        form.add_error("why", str(refusal.sentence))
    context = {"target": target, "form": form, "lock": closing.lock_of(target)}
    status = 400 if form.errors else 200
    template = "contributions/moderators/comment_lock.html"
    return render(request, template, context, status=status)
