"""The consent of a contribution: what was agreed to, and how it was signed at the desk."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.models.user import display_name
from contributions import intake, permissions
from contributions.models import Contribution
from contributions.views.moderators.door import find, staff_only
from history import masters, serving

SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif"}


def signed(gift: Contribution, actor) -> dict | None:
    """Give how the consent was signed to who may see contacts; None where it was not."""
    if gift.visitor_id is None or not permissions.may_see_contact(actor, gift):
        return None
    last = gift.consents.select_related("witness", "paper").order_by("-pk").first()
    if last is None or not last.is_signed:
        return None
    return {
        "name": last.signed_name,
        "path": last.signature,
        "paper_url": reverse("contributions:consent_paper", args=[gift.reference])
        if last.paper and masters.may_hand_out(last.paper)
        else "",
        "witness": display_name(last.witness) if last.witness else "",
        "at": last.given_at,
    }


@staff_only
@require_safe
def paper(request, reference: str):
    """Show the signed paper to who may see contacts; that it was read is recorded."""
    if not request.user.has_perm("contributions.view_contact"):
        raise PermissionDenied
    gift = find(request, reference)
    last = gift.consents.exclude(paper=None).select_related("paper").last()
    if last is None or not masters.may_hand_out(last.paper):
        raise Http404
    if request.method == "GET":
        audit.record("consent.paper", gift, by=request.actor.account)
    try:
        answer = serving.serve(
            request,
            storages["default"],
            masters.key_of(last.paper.sha256),
            content_type=last.paper.media_type,
            # A browser shows a photograph by itself; anything else is for the disk.
            download_as=""
            if last.paper.media_type in SHOWN
            else f"{gift.reference}-consent{intake.SUFFIXES[last.paper.media_type]}",
        )
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
