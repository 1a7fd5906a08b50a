"""Comments: where anybody writes one; it is held until it may be read."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contributions import access, comments, limits, workflow
from contributions.comment_form import CommentForm
from contributions.models import Comment

WRITTEN_AN_HOUR = 20


@require_POST
def write(request):
    """Take a comment; what is wrong is said beside the field, nothing is lost."""
    target = comments.find_target(request.POST.get("about", ""))
    if target is None:
        raise Http404
    url = target.get_absolute_url()
    form = CommentForm(request.POST, user=request.user)
    if form.is_trapped():  # a robot: let it believe that all went well
        return redirect(f"{url}#comments")
    if not form.is_valid():
        return _again(request, form, target, status=400)
    if not limits.within(request, "comments", amount=WRITTEN_AN_HOUR):
        form.add_error(None, _("Too much at once. Please come back in an hour."))
        return _again(request, form, target, status=429)
    try:
        comment = comments.write(
            target,
            by=access.actor(request),
            language=get_language() or "uk",
            **form.words(),
        )
    except workflow.Incomplete as refusal:
        form.add_error(refusal.field or "body", str(refusal.sentence))
        return _again(request, form, target, status=400)
    except workflow.NotAllowed as refusal:
        form.add_error(None, str(refusal.sentence))
        return _again(request, form, target, status=403)
    except workflow.WrongState as refusal:
        form.add_error(None, str(refusal.sentence))
        return _again(request, form, target, status=429)
    if comment.state == Comment.State.HELD:
        messages.success(
            request, _("Thank you. A librarian reads your words before all can.")
        )
    return redirect(f"{url}#comments")


def _again(request, form: forms.Form, target, *, status: int):
    context = {"form": form, "target": target, "about": comments.address_of(target)}
    template = "contributions/comments/write.html"
    return render(request, template, context, status=status)
