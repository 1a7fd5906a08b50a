"""My data: download everything, hide it at once, take the name away, be forgotten."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import private
from contributions import access, freshness, workflow
from contributions.models import Contribution
from contributions.own_data import erasing, export
from contributions.own_data.whose import Whose, of_account, of_gift
from contributions.permissions import Actor
from contributions.states import Status
from contributions.views.residents.door import find_own, too_often

ARCHIVES_AN_HOUR = 10


@private
@require_http_methods(["GET", "HEAD"])
def page(request, reference: str = ""):
    """Show what can be done with everything this person gave."""
    return _page(request, *_who(request, reference))


@private
@require_POST
def act(request, act: str, reference: str = ""):
    """Do one of it; what cannot be undone needs a fresh proof."""
    if act not in ACTS:
        raise Http404
    whose, gift = _who(request, reference)
    if act in NEED_PROOF and not freshness.is_fresh(request, gift):
        return _page(request, whose, gift, status=403, needs_proof=act)
    return ACTS[act](request, whose, gift)


def _who(request, reference: str) -> tuple[Whose, Contribution | None]:
    if reference:
        gift = find_own(request, reference)
        return of_gift(gift), gift
    if not request.user.is_authenticated:
        raise Http404
    return of_account(request.user), None


def _page(request, whose: Whose, gift, *, status: int = 200, needs_proof: str = ""):
    plan = erasing.plan(whose)
    args = [gift.reference] if gift else []
    name = "contributions:own" if gift else "contributions:own_account"
    context = {
        "gift": gift,
        "plan": plan,
        "total": plan.deleted + len(plan.kept),
        "is_fresh": freshness.is_fresh(request, gift),
        "needs_proof": needs_proof,
        "address": freshness.masked(gift.email) if gift else "",
        "acts": {one: reverse(f"{name}_act", args=[*args, one]) for one in ACTS},
        "shown": [
            one for one in plan.kept if one.item and one.item.status == "published"
        ],
    }
    template = "contributions/residents/own.html"
    return render(request, template, context, status=status)


def _download(request, whose: Whose, gift):
    if refusal := too_often(request, "archive", amount=ARCHIVES_AN_HOUR):
        return refusal
    response = StreamingHttpResponse(
        export.stream(whose), content_type="application/zip"
    )
    name = f"my-contributions-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _hide(request, whose: Whose, gift):
    """Take everything of this person out of sight at once; the library answers."""
    count = 0
    for one in whose.gifts().filter(status=Status.PUBLISHED):
        try:
            workflow.request_removal(
                one, by=Actor(holds=frozenset({one.pk})), ground="privacy",
                reason=_("Hidden by its giver from the private page."),
            )  # fmt: skip
        except workflow.WrongState:
            continue  # asked before
        workflow.take_back_consent(one)
        count += 1
    if count:
        messages.success(
            request, _("Visitors no longer see it. The library writes to you.")
        )
    else:
        messages.info(request, _("Nothing of yours is shown now."))
    return _back(gift)


def _unname(request, whose: Whose, gift):
    for one in whose.gifts():
        workflow.hide_name(one, by=Actor(holds=frozenset({one.pk})))
    messages.success(request, _("Your name is shown nowhere now."))
    return _back(gift)


def _revoke(request, whose: Whose, gift):
    """Let every private link die; this browser stays in, until it is closed."""
    for one in whose.gifts():
        one.keys.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    messages.success(
        request, _("The links in our earlier letters open nothing any more.")
    )
    return _back(gift)


def _forget(request, whose: Whose, gift):
    if "sure" not in request.POST:
        return _page(request, whose, gift, status=400, needs_proof="sure")
    erasing.forget(whose)
    for pk in list(request.session.get(access.SESSION_NAME, [])):
        access.forget(request, Contribution(pk=pk))
    if request.user.is_authenticated:
        logout(request)
    return render(request, "contributions/residents/forgotten.html")


def _back(gift):
    if gift is None:
        return redirect("contributions:own_account")
    return redirect("contributions:own", gift.reference)


ACTS = {
    "download": _download,
    "hide": _hide,
    "unname": _unname,
    "revoke": _revoke,
    "forget": _forget,
}
NEED_PROOF = frozenset({"download", "forget"})
