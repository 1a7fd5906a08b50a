"""My account: what I gave and said, how I sign in, my language, the letters I want."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.doors import private
from contributions import intake
from contributions.models import Comment, Contribution, Letter
from contributions.notifications import mailboxes
from contributions.views.residents import story, telling

SHOWN = 12
ESSENTIAL = (
    Letter.Kind.PROVE, Letter.Kind.QUESTION, Letter.Kind.DECLINED,
    Letter.Kind.CASE_DONE, Letter.Kind.WAITING, Letter.Kind.LINK,
)  # fmt: skip


class ChoicesForm(forms.Form):
    """Language, the name to show, and the letters that one may do without."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of pages and letters"), choices=settings.LANGUAGES
    )
    display_name = forms.CharField(
        label=gettext_lazy("Name to show"),
        help_text=gettext_lazy(
            "Under your comments and your thanks. You may leave it empty."
        ),
        required=False,
        max_length=120,
    )
    letters = forms.MultipleChoiceField(
        label=gettext_lazy("Letters that you may switch off"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (Letter.Kind.ARRIVED.value, gettext_lazy("Your contribution has arrived")),
            (
                Letter.Kind.PUBLISHED.value,
                gettext_lazy("Your contribution is published"),
            ),
        ],
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Show the account page; keep what was chosen."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.path)
    known = {
        "language": user.language,
        "display_name": user.display_name,
        "letters": sorted(mailboxes.wanted_by(user.email)),
    }
    form = ChoicesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        return _keep(request, form)
    intake.adopt(user)  # notes whose something already is, again and again the same
    given = Contribution.objects.of(user)
    found = given.with_thumbnails().select_related("item").newest_first()[:SHOWN]
    context = {
        "form": form,
        "given": [
            telling.one_line(one)
            | {"status": story.status_line(one), "tone": story.TONES[one.status]}
            for one in found
        ],
        "given_count": given.count(),
        "said": Comment.objects.filter(author=user)
        .prefetch_related("target")
        .order_by("-pk")[:SHOWN],
        "essential": [kind.label for kind in ESSENTIAL],
        "data_url": _data_url(),
        "has_password": user.has_usable_password(),
    }
    status = 400 if form.errors else 200
    return render(
        request, "contributions/residents/account.html", context, status=status
    )


def _keep(request, form: ChoicesForm):
    user, chosen = request.user, form.cleaned_data
    user.language = chosen["language"]
    user.display_name = " ".join(chosen["display_name"].split())
    user.save(update_fields=["language", "display_name"])
    mailboxes.choose(user.email, wanted=set(chosen["letters"]))
    messages.success(request, _("Your choices are kept."))
    response = redirect("contributions:account")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, user.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _data_url() -> str:
    try:
        return reverse("contributions:own_account")
    except NoReverseMatch:
        return ""
