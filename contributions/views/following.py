"""Follow a part of the archive by mail, without an account; see it and end it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import private, unnamed
from contributions import follow_letters, following, limits, targets
from contributions.forms.follow import FollowForm
from contributions.models import Follow, Follower
from contributions.own_data.whose import of_account
from contributions.views.residents.door import language, too_often

ASKED_AN_HOUR = 20
GUESSES_AN_HOUR = 100
SESSION_NAME = "follower"
FOLDER = "contributions/following"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request):
    """Say what comes and how often, and take the address."""
    try:
        target = targets.asked_for(request.GET)
    except targets.Unfit as unfit:
        context = {"sentence": unfit.sentence}
        return render(request, f"{FOLDER}/unknown.html", context, status=400)
    if target is None:
        return render(request, f"{FOLDER}/unknown.html", status=404)
    proven = _proven(request)
    if request.method != "POST":
        first = request.user.email if request.user.is_authenticated else ""
        return _form(request, target, FollowForm(initial={"email": first}))
    form = FollowForm(request.POST)
    if form.is_program:
        return redirect(target.url)
    if not form.is_valid():
        return _form(request, target, form, status=400)
    if refusal := too_often(request, "follow", amount=ASKED_AN_HOUR):
        return refusal
    email = form.cleaned_data["email"].lower()
    is_followed = following.ask(
        target, email=email, language=language(), is_proven=email in proven
    )
    if is_followed:
        messages.success(
            request, _("You follow it now: once a week we write what is new.")
        )
        return redirect("contributions:follow_mine")
    context = {"target": target, "email": email}
    return render(request, f"{FOLDER}/asked.html", context)


def _form(request, target: targets.Target, form: FollowForm, *, status: int = 200):
    context = {"target": target, "form": form}
    return render(request, f"{FOLDER}/ask.html", context, status=status)


def _proven(request) -> frozenset[str]:
    """Give the addresses that the person at the door has proven to have."""
    if not request.user.is_authenticated:
        return frozenset()
    return of_account(request.user).emails


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Show one button on GET, so that a mail scanner confirms nothing; act on POST."""
    token = request.POST.get("key") or request.GET.get("key", "")
    found = follow_letters.find(token, follow_letters.CONFIRM)
    if found is None or found.ended_at is not None:
        return _lost(request)
    if request.method == "POST":
        following.confirm(found)
        messages.success(
            request, _("You follow it now: once a week we write what is new.")
        )
        return _open(request, found.follower)
    context = {
        "target": targets.of(found.kind, found.target),
        "label": found.label,
        "token": token,
    }
    return unnamed(render(request, f"{FOLDER}/confirm.html", context))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """List what is followed; behind a mailed link first one button."""
    token = request.POST.get("key") or request.GET.get("key", "")
    if token:
        found = follow_letters.find(token, follow_letters.OPEN)
        if found is None:
            return _lost(request)
        if request.method == "POST":
            return _open(request, found)
        return unnamed(render(request, f"{FOLDER}/open.html", {"token": token}))
    if request.method == "POST":
        raise Http404
    followers = list(_followers(request))
    if not followers and not request.user.is_authenticated:
        raise Http404
    rows = Follow.objects.filter(
        follower__in=followers, ended_at=None, confirmed_at__isnull=False
    ).order_by("-confirmed_at", "-pk")
    followed = [
        {"row": row, "target": targets.of(row.kind, row.target)} for row in rows
    ]
    context = {"followed": followed, "followers": followers}
    return render(request, f"{FOLDER}/mine.html", context)


@private
@require_POST
def end(request, pk: int):
    """End one of them."""
    mine = Follow.objects.filter(follower__in=_followers(request))
    following.end(get_object_or_404(mine, pk=pk))
    messages.success(request, _("You do not follow it any more."))
    return redirect("contributions:follow_mine")


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request):
    """End all letters: at once where a mail program or a person posts.

    The key in the address is the whole proof (RFC 8058): no session, no cookie.
    """
    token = request.GET.get("key", "")
    found = follow_letters.find(token, follow_letters.STOP)
    if found is None:
        return _lost(request)
    if request.method == "POST":
        following.end_all(found)
        return unnamed(render(request, f"{FOLDER}/stopped.html"))
    return unnamed(render(request, f"{FOLDER}/stop.html", {"token": token}))


def _followers(request):
    held = Follower.objects.filter(pk=request.session.get(SESSION_NAME, 0))
    return held | Follower.objects.filter(email__in=_proven(request))


def _open(request, follower: Follower):
    request.session.cycle_key()
    request.session[SESSION_NAME] = follower.pk
    return unnamed(redirect("contributions:follow_mine"))


def _lost(request):
    is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
    status = 404 if is_patient else 429
    return unnamed(render(request, f"{FOLDER}/lost.html", status=status))
