"""The scan day: people with boxes, entered by a member of staff while they stand here."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from contributions import access, visiting
from contributions.forms.visitor import BoxForm, VisitorForm
from contributions.models import Contribution, Visitor
from contributions.states import Status
from contributions.views.moderators.door import staff_only
from history import codes

SHOWN = 100


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def today(request):
    """List who came today, and give the next person a ticket."""
    form = VisitorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visitor = visiting.welcome(**form.cleaned_data, by=request.user)
        return redirect("contributions:scan_day_person", visitor.pk)
    people = (
        _met_by(request.user)
        .filter(day=timezone.localdate())
        .annotate(box_count=Count("boxes"))[:SHOWN]
    )
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "people": people}
    return render(request, "contributions/moderators/scan_day.html", context, status=status)  # fmt: skip


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, visitor_id: int):
    """Show the boxes of one person; a press opens one more."""
    visitor = get_object_or_404(_met_by(request.user), pk=visitor_id)
    form = BoxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        box = visiting.open_box(visitor, **form.cleaned_data, by=request.user)
        access.remember(request, box)
        return redirect("contributions:draft", box.reference)
    boxes = visitor.boxes.annotate(file_count=Count("attachments")).order_by("pk")
    context = {
        "visitor": visitor,
        "form": form,
        "boxes": [
            {"box": box, "is_open": box.status == Status.DRAFT, "files": box.file_count}
            for box in boxes[:SHOWN]
        ],
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "contributions/moderators/scan_day_person.html", context, status=status)  # fmt: skip


@staff_only
@require_POST
def box(request, visitor_id: int, reference: str):
    """Go on with a box that is not sent yet, in this browser."""
    found = _open_box(request.user, visitor_id, reference)
    if found is None:
        messages.error(request, _("This box is sent already, so it cannot be changed."))
        return redirect("contributions:scan_day_person", visitor_id)
    access.remember(request, found)
    return redirect("contributions:draft", found.reference)


@staff_only
@require_POST
def phone(request, visitor_id: int, reference: str):
    """Show the code with which a telephone adds files to this box."""
    found = _open_box(request.user, visitor_id, reference)
    if found is None:
        messages.error(request, _("This box is sent already, so it cannot be changed."))
        return redirect("contributions:scan_day_person", visitor_id)
    address = visiting.phone_link(found, by=request.user)
    context = {
        "visitor": found.visitor,
        "box": found,
        "address": address,
        "code": codes.qr(address),
        "minutes": visiting.PHONE_MINUTES,
    }
    return render(request, "contributions/moderators/scan_day_phone.html", context)


@staff_only
@require_POST
def slip(request, visitor_id: int):
    """Print the private links of a person's boxes, as codes to be kept."""
    visitor = get_object_or_404(_met_by(request.user), pk=visitor_id)
    with override(visitor.language):  # it is the person who reads it
        context = {
            "visitor": visitor,
            "links": [
                {"box": one, "address": address, "code": codes.qr(address)}
                for one, address in visiting.slip_links(visitor, by=request.user)
            ],
        }
        return render(request, "contributions/moderators/scan_day_slip.html", context)


def _met_by(user):
    """Keep whom this colleague met: names are for them and for who may see contacts."""
    people = Visitor.objects.select_related("met_by")
    if user.has_perm("contributions.view_contact"):
        return people
    return people.filter(met_by=user)


def _open_box(user, visitor_id: int, reference: str) -> Contribution | None:
    found = get_object_or_404(
        Contribution.objects.select_related("visitor"),
        visitor__in=_met_by(user).filter(pk=visitor_id),
        reference=reference,
    )
    return found if found.status == Status.DRAFT else None
