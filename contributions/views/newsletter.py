"""The weekly letter of the library, without an account: ask for it, end it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.doors import private, unnamed
from contributions import following, limits, newsletter_letters, targets
from contributions.forms.newsletter import NewsletterForm
from contributions.own_data.whose import of_account
from contributions.views.residents.door import language, too_often

ASKED_AN_HOUR = 20
GUESSES_AN_HOUR = 100
FOLDER = "contributions/newsletter"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """Say what comes and how often; take the address and the language."""
    user = request.user
    if request.method != "POST":
        first = {"language": language()}
        if user.is_authenticated:
            first["email"] = user.email
        return _page(request, "ask", form=NewsletterForm(initial=first))
    form = NewsletterForm(request.POST)
    if form.is_program:
        return redirect("news:post_list")
    if not form.is_valid():
        return _page(request, "ask", form=form, status=400)
    if refusal := too_often(request, "newsletter", amount=ASKED_AN_HOUR):
        return refusal
    email = form.cleaned_data["email"].lower()
    proven = of_account(user).emails if user.is_authenticated else frozenset()
    chosen = form.cleaned_data["language"]
    is_followed = following.ask(
        targets.newsletter(chosen), email=email, language=chosen,
        is_proven=email in proven,
    )  # fmt: skip
    if is_followed:
        messages.success(request, _("The weekly letter comes to you from now on."))
        return redirect("contributions:follow_mine")
    return _page(request, "asked", email=email)


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request):
    """End the letters: at once where a mail program or a person posts.

    The key in the address is the whole proof (RFC 8058): no session, no cookie.
    """
    token = request.GET.get("key", "")
    ending = newsletter_letters.find(token)
    if ending is None:
        is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
        return unnamed(_page(request, "lost", status=404 if is_patient else 429))
    if request.method != "POST":
        return unnamed(_page(request, "stop", token=token))
    if ending.follower is not None:
        following.end_newsletter(ending.follower)
    return unnamed(_page(request, "stopped"))


def _page(request, name: str, *, status: int = 200, **context):
    return render(request, f"{FOLDER}/{name}.html", context, status=status)
