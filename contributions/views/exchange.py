"""Guests of the exchange: editors invite them, they write by the link of their letter."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import private, unnamed
from contributions import guest_letters, inviting, limits
from contributions.forms.guest import GuestForm, InviteForm
from contributions.models import Invitation
from contributions.views.residents.door import language
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from history.views.door import staff
from news import materials
from news.models import Material

FOLDER = "contributions/exchange"
SHOWN = 100
GUESSES_AN_HOUR = 100
MOST_DOCUMENTS = 10


@staff("news.change_post")
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request):
    """Show who was invited and how it stands; invite one more."""
    form = InviteForm(request.POST or None, initial={"language": language()})
    if request.method == "POST" and form.is_valid():
        inviting.invite(**form.cleaned_data, by=request.user)
        messages.success(request, _("The invitation is on its way."))
        return redirect("contributions:invitations")
    rows = Invitation.objects.select_related("post").order_by("-pk")[:SHOWN]
    context = {"form": form, "rows": rows}
    status = 400 if form.is_bound else 200
    return render(request, f"{FOLDER}/invitations.html", context, status=status)


@staff("news.change_post")
@require_POST
def act(request, pk: int, name: str):
    """Take an invitation back, or let its guest write on."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        verb = {"withdraw": inviting.withdraw, "give-back": inviting.give_back}[name]
        verb(invitation, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    return redirect("contributions:invitations")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def write(request):
    """Let a guest write, add documents, and send it; nothing needs an account."""
    token = request.POST.get("key") or request.GET.get("key", "")
    invitation = guest_letters.find(token)
    if invitation is None:
        is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
        status = 404 if is_patient else 429
        return unnamed(render(request, f"{FOLDER}/lost.html", status=status))
    if not invitation.is_open:
        return _page(request, invitation, token, None)
    if request.method != "POST":
        return _page(request, invitation, token, GuestForm(initial=_words(invitation)))
    form = GuestForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, invitation, token, form, status=400)
    try:
        _keep(request, invitation, form)
        if "send" in request.POST and not form.errors:
            inviting.send(invitation)
    except Incomplete as refusal:
        form.add_error(refusal.field, str(refusal))
    except (WrongState, NotAllowed) as refusal:
        messages.error(request, str(refusal))
        return _page(request, invitation, token, form, status=409)
    if form.errors:
        return _page(request, invitation, token, form, status=400)
    if "send" not in request.POST:
        messages.success(request, _("It is kept. You can come back by the same link."))
    return unnamed(redirect(guest_letters.path(invitation)))


def _keep(request, invitation: Invitation, form: GuestForm) -> None:
    data = form.cleaned_data
    post = inviting.keep(
        invitation, title=data["title"], summary=data["summary"], body=data["body"]
    )
    invitation.refresh_from_db()
    gone = [
        pk for pk in request.POST.getlist("gone") if pk.isascii() and pk.isdecimal()
    ]
    post.materials.filter(pk__in=[int(pk[:9]) for pk in gone]).delete()
    if not (upload := data.get("file")):
        return
    if post.materials.count() >= MOST_DOCUMENTS:
        form.add_error("file", _("There are enough documents now."))
        return
    try:
        master = materials.keep(upload)
    except materials.Refused as refusal:
        form.add_error("file", refusal.sentence)
        return
    Material.objects.get_or_create(
        post=post, master=master, defaults={"position": post.materials.count()}
    )


def _words(invitation: Invitation) -> dict[str, str]:
    post, code = invitation.post, invitation.language
    if post is None:
        return {}
    names = ("title", "summary", "body")
    return {name: getattr(post, f"{name}_{code}") or "" for name in names}


def _page(request, invitation: Invitation, token: str, form, *, status: int = 200):
    post = invitation.post
    context = {
        "invitation": invitation,
        "token": token,
        "form": form,
        "post": post,
        "is_public": post is not None and post.is_public,
        "documents": list(post.materials.select_related("master")) if post else [],
    }
    return unnamed(render(request, f"{FOLDER}/write.html", context, status=status))
