"""Follow a contribution: the private link, the page of what was sent, the answers."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import private
from contributions import (
    access,
    freshness,
    intake,
    likenesses,
    limits,
    notifications,
    permissions,
    workflow,
)
from contributions.forms import AddressForm, AnswerForm, RemovalForm, WriteForm
from contributions.models import Contribution, Letter, RemovalCase
from contributions.states import Action, Status, Step
from contributions.views.residents import (
    joining,
    resembling,
    steps,
    story,
    telling,
)
from contributions.views.residents.door import (
    find_own,
    too_often,
)

GUESSES_AN_HOUR = 100
LINKS_AN_HOUR = 20
LETTERS_AN_HOUR = 20


@private
@require_http_methods(["GET", "HEAD"])
def mine(request):
    """List what this person gave, by account and by links opened in this browser."""
    actor = access.actor(request)
    if actor.account is None and not actor.holds:
        return redirect_to_login(request.path)
    if actor.account is not None:
        # A GET that writes: it only notes whose something already is, again and
        # again the same, and sign-in belongs to an app that knows nothing of us.
        intake.adopt(actor.account)
    found = (
        Contribution.objects.owned_by(actor)
        .with_thumbnails()
        .select_related("item")
        .newest_first()[:200]
    )
    context = {
        "contributions": [
            telling.one_line(one)
            | {"status": story.status_line(one), "tone": story.TONES[one.status]}
            for one in found
        ]
    }
    return render(request, "contributions/residents/mine.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, reference: str):
    """Show what became of it, or the one button behind a private link."""
    token = request.POST.get("key") or request.GET.get("key")
    if token:
        return _through_link(request, reference, token)
    if request.method == "POST":
        raise Http404
    try:
        contribution = find_own(request, reference)
    except Http404:
        return _to_the_desk(request, reference)
    if contribution.status == Status.DRAFT and contribution.sent_at is None:
        return redirect("contributions:draft", contribution.reference)
    return page(request, contribution)


def _to_the_desk(request, reference: str):
    """Lead staff, who get this address in mails, to where they work."""
    theirs = Contribution.objects.for_staff(request.user).filter(reference=reference)
    if permissions.may_see_queue(access.actor(request)) and theirs.exists():
        try:
            return redirect(reverse("contributions:review", args=[reference]))
        except NoReverseMatch:
            raise Http404 from None
    raise Http404


def _through_link(request, reference: str, token: str):
    """Show one button on GET, so that a mail scanner changes nothing; act on POST."""
    key = access.find(reference, token)
    if key is None:
        is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
        return link_lost(request, reference, status=404 if is_patient else 429)
    contribution = key.contribution
    if request.method == "POST":
        return _open(request, key)
    actor = access.actor(request)
    is_known = permissions.is_owner(actor, contribution)
    if is_known and contribution.email_proven_at is not None:
        return redirect(contribution.get_absolute_url())
    context = {"contribution": contribution, "token": token}
    context["will_send"] = contribution.status == Status.DRAFT and contribution.sent_at
    response = render(request, "contributions/residents/open.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _open(request, key):
    contribution = key.contribution
    access.use(key)
    notifications.works_again(contribution.email)  # who reads its letters has a mailbox
    is_sent = workflow.prove_address(contribution)
    request.session.cycle_key()
    access.remember(request, contribution)
    freshness.note(request, key)
    if is_sent:
        messages.success(request, _("Thank you. It is with the library now."))
    return redirect(contribution.get_absolute_url())


def link_lost(request, reference: str, *, form=None, status: int = 404):
    """Say that a link no longer opens anything, whatever the reason."""
    context = {"reference": reference, "form": form or AddressForm()}
    response = render(
        request, "contributions/residents/link_lost.html", context, status=status
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


def page(request, contribution: Contribution, *, status: int = 200, **forms):
    """Show the page of a contribution, with forms as they were typed."""
    likenesses.catch_up(contribution=contribution)
    context = story.detail(contribution, by=access.actor(request))
    context |= {
        "answer": AnswerForm(auto_id="answer-%s"),
        "removal": RemovalForm(auto_id="removal-%s"),
        "write": WriteForm(auto_id="write-%s"),
        "quick_leave": reverse("history:item_list"),
        **forms,
    }
    return render(
        request, "contributions/residents/detail.html", context, status=status
    )


@private
@require_POST
def act(request, reference: str, action: str):
    """Do one act of a resident: answer, withdraw, ask for removal, mail the link."""
    if action == "link":
        return _mail_link(request, reference)
    acts = {
        "submit": _answer,
        "withdraw": _withdraw,
        "request_removal": _removal,
        "likeness": _likeness,
        "write": _write,
        "account": joining.begin,
    }
    if action not in acts:
        raise Http404
    contribution = find_own(request, reference)
    try:
        return acts[action](request, contribution)
    except workflow.NotAllowed as refusal:
        return render(request, "403.html", {"message": refusal.sentence}, status=403)
    except workflow.WrongState as refusal:
        return too_late(request, contribution, refusal)


def too_late(request, contribution: Contribution, refusal):
    """Say 409 with the sentence, and give back what was typed."""
    contribution.refresh_from_db()
    typed = request.POST.get("note") or request.POST.get("reason") or ""
    context = {
        "contribution": contribution,
        "sentence": refusal.sentence,
        "late": [{"label": _("Your words"), "text": typed}] if typed else [],
        "page": contribution.get_absolute_url(),
    }
    return render(request, "contributions/residents/late.html", context, status=409)


def _answer(request, contribution: Contribution):
    actor = access.actor(request)
    workflow.check(Action.SUBMIT, contribution, by=actor)
    if contribution.status == Status.DRAFT:
        return _send_draft(request, contribution)
    form = AnswerForm(request.POST, request.FILES, auto_id="answer-%s")
    form.is_valid()
    refusals = intake.receive_all(contribution, form.cleaned_data.get("files", []))
    for name, refusal in refusals:
        form.add_error("files", f"“{name}”: {refusal.sentence}")
    if form.errors:
        return page(request, contribution, status=400, answer=form)
    workflow.submit(contribution, by=actor, note=form.cleaned_data["note"])
    messages.success(request, _("Thank you. Your answer is with the library."))
    return redirect(contribution.get_absolute_url())


def _send_draft(request, contribution: Contribution):
    """Send a draft as it was saved, or show it with what it lacks."""
    try:
        workflow.send(contribution, by=access.actor(request))
    except workflow.Incomplete as refusal:
        messages.error(request, refusal.sentence)
        return steps.page(request, contribution, Step.CHECK, status=400)
    return redirect(contribution.get_absolute_url())


def _withdraw(request, contribution: Contribution):
    if contribution.status != Status.WITHDRAWN:  # a second press changes nothing
        workflow.withdraw(contribution, by=access.actor(request))
    messages.success(request, _("You took it back. Nobody sees it now."))
    return redirect(contribution.get_absolute_url())


def _removal(request, contribution: Contribution):
    if contribution.status != Status.PUBLISHED:
        raise workflow.WrongState
    form = RemovalForm(request.POST, auto_id="removal-%s")
    if not form.is_valid():
        return page(request, contribution, status=400, removal=form)
    workflow.request_removal(
        contribution, by=access.actor(request), **form.cleaned_data
    )
    told = _("The library has your request and answers by mail.")
    if form.cleaned_data["ground"] in RemovalCase.COVERING:
        told = _("Visitors no longer see it. The library decides and answers by mail.")
    messages.success(request, told)
    return redirect(contribution.get_absolute_url())


def _write(request, contribution: Contribution):
    """Take a letter that nobody asked for; the staff finds it."""
    form = WriteForm(request.POST, auto_id="write-%s")
    if not form.is_valid():
        return page(request, contribution, status=400, write=form)
    if refusal := too_often(request, "write", amount=LETTERS_AN_HOUR, rises=True):
        return refusal
    workflow.write(
        contribution, by=access.actor(request), note=form.cleaned_data["note"]
    )
    messages.success(request, _("Thank you. The library reads your letter."))
    return redirect(f"{contribution.get_absolute_url()}#letters")


def _likeness(request, contribution: Contribution):
    """Keep what the giver says about files that look like ours."""
    if contribution.status not in resembling.ASKED_WHILE:
        raise workflow.WrongState
    if likenesses.take_answers(contribution, request.POST):
        messages.success(request, _("Thank you. The library reads your answer."))
    return redirect(f"{contribution.get_absolute_url()}#sent")


def _mail_link(request, reference: str):
    """Mail a fresh link; strangers hear the same whatever is true."""
    if refusal := too_often(request, "link", amount=LINKS_AN_HOUR):
        return refusal
    actor = access.actor(request)
    own = Contribution.objects.owned_by(actor).filter(reference=reference).first()
    if own is not None and "email" not in request.POST:
        _mail(own)
        messages.success(
            request,
            _("We sent the link to %(email)s.")
            % {"email": freshness.masked(own.email)},
        )
        return redirect(
            (
                request.POST.get("next") == "draft"
                and own.status == "draft"
                and "contributions:draft"
            )
            or "contributions:detail",
            reference,
        )
    form = AddressForm(request.POST)
    if not form.is_valid():
        return link_lost(request, reference, form=form, status=400)
    contribution = Contribution.objects.filter(
        reference=reference, email=form.cleaned_data["email"].strip().lower()
    ).first()
    if contribution is not None:
        _mail(contribution)
    return render(
        request,
        "contributions/residents/link_sent.html",
        {"email": form.cleaned_data["email"]},
    )


def _mail(contribution: Contribution) -> None:
    waits = contribution.email_proven_at is None
    workflow.mail_link(
        contribution, kind=Letter.Kind.PROVE if waits else Letter.Kind.LINK
    )
