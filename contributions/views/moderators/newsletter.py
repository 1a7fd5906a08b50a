"""The weekly letter for the staff: read beforehand, sent later, paused, counted."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from contributions import gathering, newsletter
from contributions.forms.newsletter import ForewordForm, WhenForm
from contributions.models import Issue, Letter
from contributions.notifications import samples
from contributions.views.moderators.door import staff_only

SHOWN = 60
FOLDER = "contributions/moderators"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
DONE = {
    "hold": gettext_lazy("It is kept back until you say when it leaves."),
    "skip": gettext_lazy("It is not sent. The next one tells of these days as well."),
    "pause": gettext_lazy("The letters stand still. What has left has left."),
    "resume": gettext_lazy("The letters go on."),
}
VERBS = {
    "hold": newsletter.hold,
    "skip": newsletter.skip,
    "pause": newsletter.pause,
    "resume": newsletter.resume,
}


def _senders_only(view):
    """Let in who may send to all readers."""

    @staff_only
    def wrapped(request, *args, **kwargs):
        if not request.user.has_perm("contributions.send_newsletter"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@_senders_only
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request):
    """List the issues with their numbers; a press begins one beside the weekly ones."""
    if request.method == "POST":
        return redirect("contributions:issue", newsletter.create(by=request.user).pk)
    issues = newsletter.counted(Issue.objects.all()).order_by("-pk")[:SHOWN]
    context = {
        "issues": issues,
        "readers": newsletter.subscriptions().count(),
        "next_at": newsletter.next_hour(),
        "goes_by_itself": settings.NEWSLETTER_BY_ITSELF,
    }
    return render(request, f"{FOLDER}/issues.html", context)


@_senders_only
@require_safe
def page(request, pk: int):
    """Show one issue: how it stands, how it reads, what can be done."""
    return _page(request, _find(pk))


@_senders_only
@require_POST
def act(request, pk: int, verb: str):
    """Keep the foreword, say when it leaves, or hold, skip, pause, resume it."""
    issue = _find(pk)
    try:
        if verb == "foreword":
            return _keep_foreword(request, issue)
        if verb == "schedule":
            return _schedule(request, issue)
        if verb not in VERBS:
            raise Http404
        VERBS[verb](issue, by=request.user)
        messages.success(request, DONE[verb])
    except newsletter.Late:
        messages.error(request, _("It stands otherwise by now: please look."))
    return redirect("contributions:issue", issue.pk)


@_senders_only
@require_safe
@csp_replace(
    {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["data:"]}
)
def preview(request, pk: int, language: str):
    """Show an issue as a mail program shows it."""
    issue = _find(pk)
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        return HttpResponse(samples.of_issue(_as_it_would_be(issue)).html)


def _find(pk: int) -> Issue:
    return get_object_or_404(newsletter.counted(Issue.objects.all()), pk=pk)


def _as_it_would_be(issue: Issue) -> Issue:
    """Fill in what the issue would tell if it began now, unless it has begun."""
    if issue.begun_at is None:
        now = timezone.now()
        since = newsletter.tells_from(at=now)
        issue.contents = gathering.gather(since=since, until=now)
    return issue


def _keep_foreword(request, issue: Issue):
    form = ForewordForm(request.POST, instance=issue)
    if not form.is_valid():
        return _page(request, _find(issue.pk), foreword=form, status=400)
    newsletter.write_foreword(issue, form.words(), by=request.user)
    messages.success(request, _("Your words stand before it now."))
    return redirect("contributions:issue", issue.pk)


def _schedule(request, issue: Issue):
    form = WhenForm(request.POST)
    if not form.is_valid():
        return _page(request, issue, when=form, status=400)
    moment = form.cleaned_data["send_at"]
    newsletter.schedule(issue, send_at=moment, by=request.user)
    messages.success(request, _("It leaves when its hour comes."))
    return redirect("contributions:issue", issue.pk)


def _page(request, issue: Issue, *, foreword=None, when=None, status: int = 200):
    letters = []
    _as_it_would_be(issue)
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            composed = samples.of_issue(issue)
        letters.append({"code": code, "name": name, "composed": composed})
    first = issue.send_at or newsletter.next_hour()
    context = {
        "issue": issue,
        "is_planned": issue.state in newsletter.PLANNED,
        "tells": bool(issue.contents) or newsletter.has_foreword(issue),
        "letters": letters,
        "foreword": foreword or ForewordForm(instance=issue),
        "when": when or WhenForm(initial={"send_at": timezone.localtime(first)}),
        "kind": Letter.Kind.NEWSLETTER,
    }
    return render(request, f"{FOLDER}/issue.html", context, status=status)
