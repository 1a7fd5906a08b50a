"""Questions of readers as the staff see them: what waits, one of them, answer and publish."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions import enquiries
from contributions.forms.enquiry import AnswerForm, PublishedForm
from contributions.models import Enquiry
from contributions.views.moderators.door import staff_only
from contributions.workflow import Refusal, WrongState

A_PAGE = 40
TITLE_CHARACTERS = 120


@staff_only
@require_safe
def listing(request):
    """List what waits for an answer, or what was answered."""
    is_past = request.GET.get("state") == "answered"
    rows = Enquiry.objects.answered() if is_past else Enquiry.objects.waiting()
    found = rows.select_related("claimed_by").prefetch_related("messages")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    at = timezone.now()
    query = f"?{'state=answered&' if is_past else ''}page="
    context = {
        "is_past": is_past,
        "rows": [{"row": row, **_glance(row, request.user, at)} for row in page],
        "total": page.paginator.count,
        "previous_url": f"{query}{page.previous_page_number()}"
        if page.has_previous()
        else "",
        "next_url": f"{query}{page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "contributions/moderators/enquiries.html", context)


def _glance(row: Enquiry, user, at) -> dict:
    letters = list(row.messages.all())
    asked = [one for one in letters if not one.is_from_library]
    is_held = enquiries.is_held_by_another(row, user, at=at)
    return {
        "words": asked[-1].body if asked else "",
        "holder": row.claimed_by if is_held else None,
    }


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, reference: str):
    """Show one question with its thread; take it, answer it, publish it."""
    found = get_object_or_404(
        Enquiry.objects.counted().select_related("claimed_by", "published"),
        reference=reference,
    )
    if request.method != "POST":
        return _page(request, found)
    do = ACTS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return do(request, found)


def _take(request, found: Enquiry):
    if not enquiries.claim(found, by=request.user):
        messages.info(request, _("A colleague answers it at this moment."))
    return redirect(found.get_desk_url())


def _release(request, found: Enquiry):
    enquiries.release(found, by=request.user)
    messages.success(request, _("A colleague may answer it now."))
    return redirect("contributions:enquiry_list")


def _answer(request, found: Enquiry):
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer=form, status=400)
    try:
        enquiries.answer(found, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _refused(request, found, refusal, answer=form)
    messages.success(request, _("Answered. The reader is told by mail."))
    return redirect(found.get_desk_url())


def _publish(request, found: Enquiry):
    form = PublishedForm(request.POST)
    if not form.is_valid():
        return _page(request, found, published=form, status=400)
    try:
        row = enquiries.publish(found, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return _refused(request, found, refusal, published=form)
    messages.success(request, _("Published, without a name."))
    return redirect(row)


ACTS = {"take": _take, "release": _release, "answer": _answer, "publish": _publish}


def _refused(request, found: Enquiry, refusal: Refusal, **forms):
    """Say why not, with what was typed still there and the thread as it is now."""
    found.refresh_from_db()
    status = 409 if isinstance(refusal, WrongState) else 403
    sentence = str(refusal.sentence)
    return _page(request, found, status=status, sentence=sentence, **forms)


def _page(
    request, found: Enquiry, *, answer=None, published=None, status=200, sentence=""
):
    at, letters = timezone.now(), list(found.messages.select_related("author"))
    is_held = enquiries.is_held_by_another(found, request.user, at=at)
    is_mine = found.claimed_by_id == request.user.pk and not is_held
    if answer is not None:  # what they have now read counts, and their words stay
        answer.data = answer.data | {"seen": str(len(letters))}
    may_publish = (
        found.may_publish
        and found.state == Enquiry.State.ANSWERED
        and found.published is None
        and request.user.has_perm("news.add_answeredquestion")
    )
    context = {
        "enquiry": found,
        "letters": letters,
        "sentence": sentence,
        "holder": found.claimed_by if is_held else None,
        "is_mine": is_mine,
        "answer": answer
        or (AnswerForm(initial={"seen": len(letters)}) if is_mine else None),
        "publish": published
        or (PublishedForm(initial=_first_words(letters)) if may_publish else None),
        "email": found.email
        if request.user.has_perm("contributions.view_contact")
        else "",
    }
    page = "contributions/moderators/enquiry.html"
    return render(request, page, context, status=status)


def _first_words(letters: list) -> dict:
    """Begin the published wording with what was written; the staff take out what tells who."""
    asked = [one.body for one in letters if not one.is_from_library]
    answered = [one.body for one in letters if one.is_from_library]
    first = " ".join(asked[0].split()) if asked else ""
    return {
        "title": first if len(first) <= TITLE_CHARACTERS else "",
        "question": "\n\n".join(asked) if len(first) > TITLE_CHARACTERS else "",
        "answer": "\n\n".join(answered),
    }
