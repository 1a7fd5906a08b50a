"""Ask a librarian without an account; read the answer; ask once more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import private, unnamed
from contributions import enquiries, enquiry_letters, limits
from contributions.forms.enquiry import AskOnForm, EnquiryForm
from contributions.models import Enquiry
from contributions.own_data.whose import of_account
from contributions.views.residents.door import language, too_often
from contributions.workflow import Incomplete, WrongState

ASKED_AN_HOUR = 10
GUESSES_AN_HOUR = 100
FOLDER = "contributions/enquiries"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Take a question and the address to which the answer goes."""
    user = request.user
    if request.method != "POST":
        first = (
            {"name": user.display_name, "email": user.email}
            if user.is_authenticated
            else {}
        )
        return _form(request, EnquiryForm(initial=first))
    form = EnquiryForm(request.POST)
    if form.is_program:
        return redirect("news:library")
    if not form.is_valid():
        return _form(request, form, status=400)
    if refusal := too_often(request, "enquiry", amount=ASKED_AN_HOUR):
        return refusal
    email = form.cleaned_data["email"].lower()
    proven = of_account(user).emails if user.is_authenticated else ()
    enquiry = enquiries.ask(
        **form.cleaned_data | {"email": email},
        language=language(), is_proven=email in proven,
    )  # fmt: skip
    if enquiry.state != Enquiry.State.UNPROVEN:
        return unnamed(redirect(enquiry_letters.path(enquiry, enquiry_letters.OPEN)))
    return render(request, f"{FOLDER}/asked.html", {"email": email})


def _form(request, form: EnquiryForm, *, status: int = 200):
    return render(request, f"{FOLDER}/ask.html", {"form": form}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Show one button on GET, so that a mail scanner asks nothing; act on POST."""
    token = request.POST.get("key") or request.GET.get("key", "")
    found = enquiry_letters.find(token, enquiry_letters.CONFIRM)
    if found is None:
        return _lost(request)
    if request.method == "POST":
        enquiries.prove(found)
        return unnamed(redirect(enquiry_letters.path(found, enquiry_letters.OPEN)))
    return unnamed(render(request, f"{FOLDER}/confirm.html", {"token": token}))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Show the thread of one question, and take what its reader says."""
    token = request.POST.get("key") or request.GET.get("key", "")
    found = enquiry_letters.find(token, enquiry_letters.OPEN)
    if found is None or found.state == Enquiry.State.UNPROVEN:
        return _lost(request)
    if request.method != "POST":
        return _thread(request, found, token, AskOnForm())
    if request.POST.get("do") == "ask":
        return _ask_on(request, found, token)
    if request.POST.get("do") not in ("permit", "forbid"):
        raise Http404
    may_publish = request.POST["do"] == "permit"
    enquiries.permit(found, may_publish=may_publish)
    messages.success(
        request,
        _("Thank you. The library decides whether others read it, without your name.")
        if may_publish
        else _("Only you and the library read it from now on."),
    )
    return unnamed(redirect(enquiry_letters.path(found, enquiry_letters.OPEN)))


def _ask_on(request, enquiry: Enquiry, token: str):
    form = AskOnForm(request.POST)
    if not form.is_valid():
        return _thread(request, enquiry, token, form, status=400)
    if refusal := too_often(request, "enquiry", amount=ASKED_AN_HOUR):
        return unnamed(refusal)
    try:
        enquiries.ask_on(enquiry, body=form.cleaned_data["body"])
    except (WrongState, Incomplete) as refusal:
        form.add_error("body", str(refusal.sentence))
        return _thread(request, enquiry, token, form, status=409)
    messages.success(request, _("Sent. The answer comes by mail."))
    return unnamed(redirect(enquiry_letters.path(enquiry, enquiry_letters.OPEN)))


def _thread(request, enquiry: Enquiry, token: str, form: AskOnForm, *, status=200):
    published = enquiry.published
    context = {
        "enquiry": enquiry,
        "letters": list(enquiry.messages.all()),
        "token": token,
        "form": form if form.is_bound or enquiries.may_ask_on(enquiry) else None,
        "published": published if published and published.is_public else None,
    }
    page = render(request, f"{FOLDER}/mine.html", context, status=status)
    return unnamed(page)


def _lost(request):
    is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
    status = 404 if is_patient else 429
    return unnamed(render(request, f"{FOLDER}/lost.html", status=status))
