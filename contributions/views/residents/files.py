"""Files of a contribution: taken in one by one, ordered, and shown behind the door."""

from contextlib import suppress
from functools import partial

from django.contrib import messages
from django.core.files.storage import storages
from django.http import Http404, HttpResponseNotFound, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import private
from contributions import access, drafting, intake, likenesses, uploads
from contributions.models import Attachment, Contribution
from contributions.views.residents import steps, telling
from contributions.views.residents.door import (
    find_own,
    too_often,
    wants_json,
)
from history import masters, serving

FILES_AN_HOUR = 400
ACTS = {
    "remove": intake.discard,
    "keep": intake.keep_anyway,
    "earlier": lambda attachment: intake.move(attachment, steps=-1),
    "later": lambda attachment: intake.move(attachment, steps=1),
    "front": lambda attachment: intake.mark_side(
        attachment, role=Attachment.Role.FRONT
    ),
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request, reference: str):
    """Take in one file that a script sends, or tell how those received are doing."""
    contribution = find_own(request, reference)
    if request.method != "POST":
        return JsonResponse({"files": _list(request, contribution)})
    if refusal := too_often(request, "files", amount=FILES_AN_HOUR):
        return refusal
    try:
        attachment = _received(request, contribution)
    except uploads.NotComplete as missing:
        return JsonResponse(
            {"code": "not_complete", "sentence": str(missing)}, status=409
        )
    except intake.Refused as refusal:
        facts = {"code": refusal.code, "sentence": refusal.sentence}
        if refusal.can_keep:
            facts["can_keep"] = True
        return JsonResponse(
            facts,
            status=refusal.status,
        )
    if "before" in request.POST:  # others arrived first: the order is the chosen one
        attachment.contribution = contribution
        with suppress(intake.Refused):  # closed at this moment: the file is here
            intake.place(attachment, before=_number(request.POST["before"]))
            attachment.refresh_from_db(fields=["position"])
    likenesses.catch_up(contribution=contribution)
    told = telling.file(attachment, contribution, by=access.actor(request))
    html = render_to_string(
        "contributions/residents/_file.html",
        {"file": told, "is_open": _is_open(request)},
        request=request,
    )
    return JsonResponse({"id": attachment.pk, "html": html}, status=201)


def _received(request, contribution: Contribution) -> Attachment:
    """Keep the file of the form, or give the one that an upload has become."""
    if key := request.POST.get("upload", ""):
        upload = get_object_or_404(
            contribution.uploads.alive(at=timezone.now()), key=key[:32]
        )
        try:
            return uploads.finish(upload)
        except (uploads.TakenOut, uploads.PiecesLost):
            uploads.cancel(upload)  # the script finds nothing and begins anew
            raise Http404 from None
    file = request.FILES.get("file")
    if file is None:
        raise intake.Refused("empty", intake.nothing_came())
    return intake.receive(contribution, file, keep_anyway="keep_anyway" in request.POST)


@private
@require_POST
def act(request, reference: str, attachment_id: int, name: str):
    """Remove, move or turn one file; words typed in the same form are kept as well."""
    contribution = find_own(request, reference)
    if name not in ACTS and name not in ("back", "place"):
        raise Http404
    attachment = get_object_or_404(contribution.attachments, pk=attachment_id)
    do = ACTS.get(name)
    if name == "place":
        do = partial(intake.place, before=_number(request.GET.get("before", "")))
    elif name == "back":
        do = _back_of(request, contribution)
    attachment.contribution = contribution
    here = steps.step_with_files(contribution)
    try:
        if not wants_json(request):
            form = steps.take_in(request, contribution, here)
            attachment.refresh_from_db()
        do(attachment)
    except (intake.Refused, drafting.Closed) as refusal:
        if getattr(refusal, "code", "") == "unpairable":
            return _unpairable(request, contribution, refusal)
        return steps.closed(request, contribution)
    if wants_json(request):
        return JsonResponse({"files": _list(request, contribution)})
    if form.errors or form.merged.conflicts:
        status = 409 if form.merged.conflicts else 400
        return steps.page(request, contribution, here, form, status=status)
    return redirect(_files_again(contribution))


def _back_of(request, contribution: Contribution):
    """Find which front is meant by `?front=`; without one it is a back on its own."""
    front = request.GET.get("front", "")
    if not front:
        return partial(intake.mark_side, role=Attachment.Role.BACK)
    return partial(
        intake.mark_back_of,
        front=get_object_or_404(contribution.attachments, pk=_number(front)),
    )


def _number(text: str) -> int:
    """Read the number of a file; what is none is nobody's number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _unpairable(request, contribution: Contribution, refusal: intake.Refused):
    """Say why these two are no front and back; everything stays as it was."""
    if wants_json(request):
        return JsonResponse(
            {"code": refusal.code, "sentence": refusal.sentence}, status=409
        )
    messages.warning(request, refusal.sentence)
    return redirect(_files_again(contribution))


def _files_again(contribution: Contribution) -> str:
    page = steps.address(contribution, steps.step_with_files(contribution))
    return f"{page}#files"


def _is_open(request) -> bool:
    """Say whether files are shown with their buttons: not on the later screens."""
    return "small" not in request.GET


def _list(request, contribution: Contribution) -> str:
    likenesses.catch_up(contribution=contribution)
    return render_to_string(
        "contributions/residents/_files.html",
        {
            "files": telling.files(contribution, by=access.actor(request)),
            "is_open": _is_open(request),
        },
        request=request,
    )


@private
@require_http_methods(["GET", "HEAD"])
def show(request, reference: str, attachment_id: int, name: str):
    """Give a private size or the original to its owner and to the staff."""
    actor = access.actor(request)
    mine = Contribution.objects.owned_by(actor)
    theirs = Contribution.objects.for_staff(request.user)
    attachment = get_object_or_404(
        Attachment.objects.select_related("master", "contribution"),
        pk=attachment_id,
        contribution__in=(mine | theirs).filter(reference=reference),
    )
    download_as = ""
    if name == "original":
        if not masters.may_hand_out(attachment.master):
            raise Http404
        path = masters.key_of(attachment.master.sha256)
        media_type = attachment.master.media_type
        download_as = intake.download_name(attachment)
    else:
        path, media_type = _size(attachment, name)
    try:
        response = serving.serve(
            request,
            storages["default"],
            path,
            content_type=media_type,
            download_as=download_as,
        )
    except FileNotFoundError:
        return HttpResponseNotFound()
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _size(attachment: Attachment, name: str) -> tuple[str, str]:
    for page in attachment.master.pages():
        for step in page.renditions:
            if step["path"].rsplit("/", 1)[-1] == name:
                return step["path"], step["type"]
    raise Http404
