"""Comments: where anybody writes one, or answers one; it is held until it may be read."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import private
from contributions import access, closing, comments, threads, workflow
from contributions.comment_form import CommentForm
from contributions.models import Comment
from contributions.views.residents.door import language, too_often

WRITTEN_AN_HOUR = 20
FOLDER = "contributions/comments"


@require_POST
def write(request):
    """Take a comment; what is wrong is said beside the field, nothing is lost."""
    target = comments.find_target(request.POST.get("about", ""))
    if target is None:
        raise Http404
    parent = _answered(request.POST.get("to", ""), target)
    form = CommentForm(request.POST, user=request.user)
    if form.is_trapped():  # a robot: let it believe that all went well
        return redirect(f"{target.get_absolute_url()}#comments")
    if not form.is_valid():
        return _page(request, form, target, parent, status=400)
    if refusal := too_often(request, "comments", amount=WRITTEN_AN_HOUR, rises=True):
        return refusal
    if form.is_hasty():
        form.add_error(None, _("Please look it over once more, then press again."))
        return _page(request, form, target, parent, status=400)
    try:
        comment = comments.write(
            target,
            by=access.actor(request),
            language=language(),
            parent=parent,
            **form.words(),
        )
    except workflow.Refusal as refusal:
        field = getattr(refusal, "field", "") or None
        form.add_error(field if field in form.fields else None, str(refusal.sentence))
        return _page(request, form, target, parent, status=_status(refusal))
    if comment.state == Comment.State.UNPROVEN:
        context = {"target": target, "email": form.cleaned_data.get("email", "")}
        return render(request, f"{FOLDER}/asked.html", context)
    if comment.state == Comment.State.HELD:
        messages.success(
            request, _("Thank you. A librarian reads your words before all can.")
        )
        return redirect(f"{target.get_absolute_url()}#comments")
    return redirect(threads.url_of(comment, target))


@private
@require_safe
def reply(request, comment_id: int):
    """Show what is answered, and the form below it."""
    comment = get_object_or_404(Comment.objects.visible(), pk=comment_id)
    target = comment.target
    if not threads.is_readable(target):
        raise Http404
    form = CommentForm(user=request.user)
    return _page(request, form, target, comment)


def _answered(pk: str, target) -> Comment | None:
    """Find the comment that is answered, which has to be read in the same place."""
    if not pk:
        return None
    visible = Comment.objects.about(target).visible().select_related("parent")
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return get_object_or_404(visible, pk=int(pk))


def _status(refusal: workflow.Refusal) -> int:
    if isinstance(refusal, comments.TooMuch):
        return 429
    if isinstance(refusal, workflow.NotAllowed):
        return 403
    return 409 if isinstance(refusal, workflow.WrongState) else 400


def _page(
    request, form: forms.Form, target, parent: Comment | None, *, status: int = 200
):
    context = {
        "form": form,
        "target": target,
        "about": comments.address_of(target),
        "answered": parent,
        "is_open": status != 200 or closing.is_open(target),
    }
    return render(request, f"{FOLDER}/write.html", context, status=status)
