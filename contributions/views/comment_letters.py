"""Pages behind the links of letters about comments: no account, no session, only the key."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.doors import private, unnamed
from contributions import (
    limits,
    listening,
    own_comments,
    talk_letters,
    threads,
    workflow,
)
from contributions.models import Comment
from contributions.permissions import Actor
from contributions.views.own_comments import WordsForm

GUESSES_AN_HOUR = 100
FOLDER = "contributions/comments"
KEY_HOLDER = Actor()


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Show one's own comment; prove, change, delete it, or end its letters, on POST.

    GET changes nothing, so that a mail scanner proves and deletes nothing.
    """
    token = request.POST.get("key") or request.GET.get("key", "")
    comment = talk_letters.find(token)
    if comment is None:
        return _lost(request)
    if request.method != "POST":
        return _page(request, comment, token)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    return act(request, comment, token)


def _prove(request, comment: Comment, token: str):
    try:
        own_comments.prove(comment)
    except workflow.NotAllowed as refusal:
        context = {"problem": str(refusal.sentence)}
        return _page(request, comment, token, status=403, **context)
    messages.success(
        request, _("Thank you. A librarian reads your words before all can.")
    )
    return _again(comment)


def _mend(request, comment: Comment, token: str):
    form = WordsForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            own_comments.mend(
                comment, by=KEY_HOLDER, body=form.cleaned_data["body"], by_key=True
            )
        except workflow.Incomplete as refusal:
            form.add_error("body", str(refusal.sentence))
        except workflow.WrongState as refusal:
            form.add_error(None, str(refusal.sentence))
            status = 409
        else:
            messages.success(
                request, _("Your words are changed. A librarian reads them first.")
            )
            return _again(comment)
    return _page(request, comment, token, status=status, form=form)


def _delete(request, comment: Comment, token: str):
    target = comment.target
    own_comments.delete(comment, by=KEY_HOLDER, by_key=True)
    messages.success(request, _("Your comment is deleted."))
    is_there = threads.is_readable(target)
    return unnamed(redirect(target.get_absolute_url() if is_there else "home"))


def _quiet(request, comment: Comment, token: str):
    listening.end(comment)
    messages.success(request, _("No more letters come about this conversation."))
    return _again(comment)


ACTS = {"prove": _prove, "mend": _mend, "delete": _delete, "quiet": _quiet}


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request):
    """End all letters about answers: at once where a mail program or a person posts.

    The key in the address is the whole proof (RFC 8058): no session, no cookie.
    """
    token = request.GET.get("key", "")
    email = talk_letters.listener(token)
    if email is None:
        return _lost(request)
    if request.method == "POST":
        listening.end_all(email)
        return unnamed(render(request, f"{FOLDER}/stopped.html"))
    return unnamed(render(request, f"{FOLDER}/stop.html", {"token": token}))


def _page(request, comment: Comment, token: str, *, status: int = 200, **more):
    may_mend = own_comments.may_mend(KEY_HOLDER, comment, by_key=True)
    target = comment.target
    is_there = threads.is_readable(target)
    is_shown = is_there and comment.state == Comment.State.VISIBLE
    context = {
        "comment": comment,
        "token": token,
        "target": target if is_there else None,
        "read_url": threads.url_of(comment, target) if is_shown else "",
        "may_mend": may_mend or "form" in more,
        "form": WordsForm(initial={"body": comment.body}),
        "is_waiting": comment.state == Comment.State.UNPROVEN,
    }
    page = render(request, f"{FOLDER}/mine.html", context | more, status=status)
    return unnamed(page)


def _again(comment: Comment):
    return unnamed(redirect(talk_letters.path(comment)))


def _lost(request):
    is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
    status = 404 if is_patient else 429
    return unnamed(render(request, f"{FOLDER}/lost.html", status=status))
