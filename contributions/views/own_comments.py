"""Pages about one comment: mend one's own, delete it, report somebody's."""

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.doors import private
from contributions import access, limits, own_comments, spoken, threads, workflow
from contributions.comment_form import WordsField
from contributions.models import Comment, Report

REPORTS_AN_HOUR = 10


class WordsForm(forms.Form):
    """One's own words once more."""

    body = WordsField(
        label=gettext_lazy("Your words"), widget=forms.Textarea(attrs={"rows": 6})
    )


class ReportForm(forms.Form):
    """Why a comment is wrong; who says so is not asked."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose a reason.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words, if you like"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


def _own(request, comment_id: int):
    """Find a comment of who is here; others learn nothing of it."""
    comment = get_object_or_404(Comment, pk=comment_id)
    actor = access.actor(request)
    if comment.state == Comment.State.GONE:
        raise Http404
    if not own_comments.is_author(actor, comment):
        if comment.state == Comment.State.VISIBLE:
            raise PermissionDenied
        raise Http404
    return comment, actor


def _back(comment: Comment):
    return redirect(threads.url_of(comment))


def _page(request, comment: Comment, form, *, what: str, status: int = 200):
    context = {"comment": comment, "form": form, "what": what, "target": comment.target}
    template = "contributions/comments/about_one.html"
    return render(request, template, context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, comment_id: int):
    """Change one's own words within a quarter of an hour (P75)."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    comment, actor = _own(request, comment_id)
    form = WordsForm(request.POST or None, initial={"body": comment.body})
    if request.method != "POST":
        return _page(request, comment, form, what="edit")
    if not form.is_valid():
        return _page(request, comment, form, what="edit", status=400)
    words = form.cleaned_data["body"]
    try:
        own_comments.mend(comment, by=actor, body=words)
    except workflow.Incomplete as refusal:
        form.add_error("body", str(refusal.sentence))
        return _page(request, comment, form, what="edit", status=400)
    except workflow.WrongState as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, comment, form, what="edit", status=409)
    messages.success(
        request, _("Your words are changed. A librarian reads them first.")
    )
    return _back(comment)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, comment_id: int):
    """Delete one's own comment, after one question (P76)."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    comment, actor = _own(request, comment_id)
    if request.method != "POST":
        return _page(request, comment, None, what="delete")
    back = _back(comment)
    own_comments.delete(comment, by=actor)
    messages.success(request, _("Your comment is deleted."))
    return back


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, comment_id: int):
    """Tell the staff what is wrong with a comment; no account is needed."""
    comment = get_object_or_404(Comment.objects.visible(), pk=comment_id)
    if not threads.is_readable(comment.target):
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method != "POST":
        return _page(request, comment, form, what="report")
    if not form.is_valid():
        return _page(request, comment, form, what="report", status=400)
    if not limits.within(request, "reports", amount=REPORTS_AN_HOUR):
        form.add_error(None, _("Too much at once. Please come back in an hour."))
        return _page(request, comment, form, what="report", status=429)
    if not form.cleaned_data["website"]:  # a robot believes that all went well
        own_comments.report(
            comment,
            reason=form.cleaned_data["reason"],
            words=spoken.tidy(form.cleaned_data["words"]),
        )
    messages.success(request, _("Thank you. A librarian looks at it."))
    return _back(comment)
