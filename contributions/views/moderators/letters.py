"""The mails for the staff: what left, what waits, what is in trouble, and how each looks."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contributions import mailed, notifications
from contributions.models import Letter
from contributions.models.letter import ABOUT
from contributions.notifications import samples
from contributions.tasks import send_letters
from contributions.views.moderators.door import staff_only

A_PAGE = 40
PILES = {
    "trouble": gettext_lazy("In trouble"),
    "waiting": gettext_lazy("Waiting"),
    "sent": gettext_lazy("Sent"),
    "all": gettext_lazy("All letters"),
}


def _pile(name: str, at):
    found = Letter.objects.all()
    if name == "trouble":
        found = found.in_trouble(attempts=notifications.MAX_ATTEMPTS, at=at)
    elif name == "waiting":
        found = found.unsent()
    elif name == "sent":
        found = found.filter(sent_at__isnull=False)
    return found


@staff_only
@require_safe
def listing(request):
    """Show one pile of letters, the newest first."""
    at = timezone.now()
    pile = request.GET.get("pile", "trouble")
    pile = pile if pile in PILES else "trouble"
    kind = request.GET.get("kind", "")
    kind = kind if kind in Letter.Kind.values else ""
    found = mailed.with_mailbox(_pile(pile, at)).select_related(
        "contribution", "case__item", "enquiry"
    )
    if kind:
        found = found.filter(kind=kind)
    page = Paginator(found.newest_first(), A_PAGE).get_page(request.GET.get("page"))
    rows = mailed.rows_of(list(page), user=request.user, at=at)
    query = f"?pile={pile}&kind={kind}&page="
    context = {
        "rows": rows,
        "pile": pile,
        "kind": kind,
        "kinds": Letter.Kind.choices,
        "piles": [
            {"name": name, "label": label, "is_here": name == pile}
            for name, label in PILES.items()
        ],
        "in_trouble": _pile("trouble", at).count(),
        "total": page.paginator.count,
        "previous_url": query + str(page.previous_page_number())
        if page.has_previous()
        else "",
        "next_url": query + str(page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "contributions/moderators/letters.html", context)


@staff_only
@require_POST
def act(request, letter_id: int, verb: str):
    """Try a letter again, or say that its mailbox takes letters now."""
    if verb not in ("again", "works"):
        raise Http404
    letter = get_object_or_404(Letter.objects.select_related(*ABOUT), pk=letter_id)
    back = redirect(f"{reverse('contributions:letters')}?pile=trouble")
    if verb == "works":
        notifications.works_again(letter.address)
        send_letters.enqueue()
        messages.success(request, _("The letters to this mailbox leave in a minute."))
    elif notifications.send_again(letter):
        send_letters.enqueue()
        messages.success(
            request, _("We are trying it again. Please look here in a minute.")
        )
    else:
        messages.info(
            request, _("There is nothing to try again: look how it stands now.")
        )
    return back


@staff_only
@require_safe
def samples_page(request):
    """Show how each kind of letter reads, in each language."""
    letters = []
    for kind, label in samples.KINDS.items():
        composed = samples.compose(kind)
        letters.append({"kind": kind, "label": label, "composed": composed})
    context = {"letters": letters, "languages": ["uk", "ru", "en"]}
    return render(request, "contributions/moderators/letter_samples.html", context)


@staff_only
@require_safe
@csp_replace(
    {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["data:"]}
)
def sample(request, kind: str, language: str):
    """Show one letter as a mail program shows it; such letters carry their own look."""
    if kind not in samples.KINDS or language not in ("uk", "ru", "en"):
        raise Http404
    with translation.override(language):
        composed = samples.compose(kind)
    return HttpResponse(composed.html)
