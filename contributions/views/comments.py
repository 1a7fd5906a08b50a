"""Comments: where anybody writes one, and where moderators let them be."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import access, comments, limits, workflow
from contributions.comment_form import CommentForm
from contributions.models import Comment, Contribution
from contributions.views.moderators.acts import refused
from contributions.views.moderators.door import staff_only
from contributions.views.moderators.queue import LATELY, views

A_PAGE = 40
WRITTEN_AN_HOUR = 20
VERBS = {"show": comments.show, "hide": comments.hide, "hold": comments.hold}


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
        form.add_error("body", str(refusal.sentence))
        return _again(request, form, target, status=400)
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


@staff_only
@require_safe
def queue(request):
    """Show the comments: those that wait first, then what was decided lately."""
    at = timezone.now()
    state = request.GET.get("state", "")
    state = state if state in Comment.State.values else Comment.State.HELD
    rows = (
        Comment.objects.filter(state=state)
        .select_related("decided_by", "content_type")
        .prefetch_related("target")
    )
    rows = rows.oldest_first() if state == "held" else rows.decided_last_first()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = Contribution.objects.for_staff(request.user).counts_for_queue(
        request.user, since=at - LATELY
    )
    query = f"?state={state}&page="
    context = {
        "views": views(counts, "comments"),
        "state": state,
        "states": [
            {"label": one.label, "url": f"?state={one.value}", "is_here": one == state}
            for one in Comment.State
        ],
        "comments": [
            {
                "row": comment,
                "may_decide": comments.may_decide(request.actor, comment),
                "target": comment.target,
            }
            for comment in page
        ],
        "total": page.paginator.count,
        "previous_url": f"{query}{page.previous_page_number()}"
        if page.has_previous()
        else "",
        "next_url": f"{query}{page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "contributions/moderators/comments.html", context)


@staff_only
@require_POST
def act(request, comment_id: int, verb: str):
    """Show, hide or hold one comment."""
    if verb not in VERBS:
        raise Http404
    comment = get_object_or_404(Comment, pk=comment_id)
    seen = request.POST.get("state", comment.state)
    comment.state = seen if seen in Comment.State.values else comment.state
    back = f"{reverse('contributions:comment_queue')}?state={comment.state}"
    try:
        VERBS[verb](comment, by=request.actor)
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.WrongState as refusal:
        context = {"message": str(refusal.sentence), "back": back}
        template = "contributions/moderators/comment_moved.html"
        return render(request, template, context, status=409)
    said = {
        "show": _("Everybody can read it now."),
        "hide": _("It is hidden; its words are kept."),
        "hold": _("It waits again."),
    }
    messages.success(request, said[verb])
    return redirect(back)
