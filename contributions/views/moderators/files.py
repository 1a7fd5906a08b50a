"""What moderators do with one file: how it will be shown, whose back it is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import audit
from accounts.models import display_name
from contributions import permissions, workflow
from contributions.models import Attachment, Contribution
from contributions.views.moderators import acts, around, camera, review
from contributions.views.moderators.door import find, staff_only
from history import images
from history.editing import page_asked
from history.views import editor

QUARTERS = frozenset({"0", "90", "180", "270"})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, reference: str, attachment_id: int):
    """Say how a file will be shown when it is published."""
    gift = find(request, reference)
    file, page = _find(gift, attachment_id), page_asked(request.GET)
    if page >= file.master.page_count:
        raise Http404

    before = file.edits_of(page)

    def save(edits, reason):
        try:
            workflow.retouch(
                file, edits=edits, before=before, by=request.actor, page=page
            )
        except workflow.Stale as stale:
            return editor.Meanwhile(
                _meanwhile(stale.attachment), stale.attachment.edits
            )
        messages.success(request, _("Saved. It will be published like this."))
        return None

    subject = editor.Subject(
        master=file.master,
        edits=before,
        title=gift.title or gift.reference,
        lang=gift.language,
        alt=file.caption or file.original_name,
        back_url=around.review_url(gift.reference, around.within(request)),
        back_label=gift.reference,
        preview_url=reverse(
            "contributions:file_preview", args=[gift.reference, file.pk]
        ),
        page=page,
        save=save,
        note=_meanwhile(file),
    )
    try:
        workflow.check_files(gift, by=request.actor)
        return editor.page(request, subject)
    except workflow.NotAllowed as refusal:
        return acts.refused(request, refusal)
    except workflow.WrongState as refusal:
        return acts.moved(request, gift, refusal)


@staff_only
@require_POST
def turn(request, reference: str, attachment_id: int):
    """Turn the first page from the desk; the form names the outcome, so twice is once."""
    gift = find(request, reference)
    file, wanted = _find(gift, attachment_id), request.POST.get("rotate", "")
    if wanted not in QUARTERS:
        problem = _("Please choose which way to turn it.")
        return review.page(request, gift, problem=problem, status=400)
    before = images.check_edits(file.edits_of(0))
    degrees = (int(wanted) - before["rotate"]) % 360
    try:
        workflow.check_files(gift, by=request.actor)
        if degrees and file.master.width_px:
            edits = images.turned(before, degrees)
            workflow.retouch(file, edits=edits, before=before, by=request.actor)
    except workflow.NotAllowed as refusal:
        return acts.refused(request, refusal)
    except workflow.WrongState as refusal:
        return acts.moved(request, gift, refusal)
    except workflow.Stale as stale:
        problem = _meanwhile(stale.attachment)
        return review.page(request, gift, problem=problem, status=409)
    page = around.review_url(gift.reference, around.within(request))
    return redirect(f"{page}#file-{file.pk}")


@staff_only
@require_safe
def preview(request, reference: str, attachment_id: int):
    """Show a file with edits, saved or not, to the staff only."""
    file = _find(find(request, reference), attachment_id)
    return editor.preview(request, file.master, page=page_asked(request.GET))


@staff_only
@require_safe
def camera_data(request, reference: str, attachment_id: int):
    """Show all that the camera wrote, to who may know; that it was read is recorded."""
    if not permissions.may_read_camera_data(request.actor):
        raise PermissionDenied
    gift = find(request, reference)
    file = _find(gift, attachment_id)
    if request.method == "GET":
        audit.record("attachment.camera_data", file, by=request.actor.account)
    context = {
        "gift": gift,
        "file": file,
        "facts": camera.everything(file.master),
        "place": camera.place(file.master),
        "back_url": around.review_url(reference, around.within(request)),
    }
    return render(request, "contributions/moderators/camera.html", context)


@staff_only
@require_POST
def pair(request, reference: str, attachment_id: int):
    """Say whose back a file is, or that it stands for itself."""
    gift = find(request, reference)
    file, front = _find(gift, attachment_id), request.POST.get("front", "")
    try:
        if not front:
            workflow.part(file, by=request.actor)
        else:
            chosen = gift.attachments.filter(pk=int(front)) if front.isdecimal() else ()
            if not chosen:
                raise workflow.Incomplete(
                    _("Please choose another picture of these as the front.")
                )
            workflow.pair(file, front=chosen[0], by=request.actor)
    except workflow.NotAllowed as refusal:
        return acts.refused(request, refusal)
    except workflow.WrongState as refusal:
        return acts.moved(request, gift, refusal)
    except workflow.Incomplete as refusal:
        return review.page(request, gift, problem=str(refusal.sentence), status=400)
    page = reverse("contributions:review", args=[gift.reference])
    return redirect(f"{page}#file-{file.pk}")


def _find(gift: Contribution, attachment_id: int) -> Attachment:
    files = gift.attachments.select_related("master", "edited_by")
    return get_object_or_404(files, pk=attachment_id)


def _meanwhile(file: Attachment) -> str:
    """Say who changed it last, and when."""
    if file.edited_by is None:
        return _("It was changed meanwhile.")
    at = timezone.localtime(file.edited_at).strftime("%H:%M")
    return _("%(who)s has changed it at %(at)s.") % {
        "who": display_name(file.edited_by),
        "at": at,
    }
