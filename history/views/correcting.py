"""The desk of one item: correct it, read its versions, hide, take down, bring back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import display_name
from history import claiming, correcting, curation, publishing, revisions
from history import presenting as words
from history.claim_form import ClaimForm
from history.models import Claim, Item
from history.publishing import NotReady
from history.views.door import is_own, own_refused, staff

TOLD = {
    "hide": lambda: _("It is hidden. Nobody but the staff sees it."),
    "show": lambda: _("Everybody sees it again."),
    "take_down": lambda: _("It is no longer public. Its page says that it was here."),
}
NEEDED = {
    "hide": "history.change_item",
    "show": "history.restore_item",
    "take_down": "history.take_down_item",
}


@staff("history.view_item")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request, pk: int):
    """Show the item with its claims; save a correction."""
    item = find(pk)
    if request.method != "POST":
        return page(request, item)
    if not request.user.has_perm("history.change_item"):
        raise PermissionDenied
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        form = correcting.CorrectionForm(request.POST, item=item, user=request.user)
        seen, now = request.POST.get("seen", ""), revisions.version_of(item)
        if seen != str(now):
            return _meanwhile(request, item, seen=seen, now=now)
        if not form.is_valid():
            return page(request, item, form=form, status=400)
        changes, reason = form.changes(), form.cleaned_data["reason"]
        if not changes:
            messages.info(request, _("Nothing was different, so nothing was saved."))
            return redirect("history:item_desk", item.pk)
        try:
            publishing.correct(item, by=request.user, reason=reason, **changes)
            fields = {f for name, f in correcting.CLAIMED.items() if name in changes}
            claiming.outdate(item, fields, by=request.user, reason=reason)
            if "date_edtf" in changes:
                curation.follow_date(item)
        except ValidationError as error:
            transaction.set_rollback(True)
            form.add_error(None, error.messages[0])
    if form.errors:
        return page(request, find(pk), form=form, status=400)
    messages.success(request, _("Saved. The earlier version is kept below."))
    return redirect("history:item_desk", item.pk)


@staff("history.view_item")
@require_safe
def versions(request, pk: int):
    """Show every version with what it changed, the latest first."""
    item = find(pk)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 18):
        raise Http404
    found = revisions.versions(item, before=int(before) if before else None, most=20)
    context = {
        **head(request, item),
        "versions": found,
        "next_url": f"?before={found[-1].number}"
        if len(found) == 20 and not found[-1].is_first
        else "",
        "may_change": request.user.has_perm("history.change_item"),
        "seen": revisions.version_of(item),
    }
    return render(request, "history/staff/versions.html", context)


@staff("history.change_item")
@require_POST
def restore_version(request, pk: int, version: int):
    """Put back what a version said; how the item is shown does not change."""
    item = find(pk)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Please say why the earlier version is put back."))
        return redirect("history:item_versions", item.pk)
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        record = revisions.record_of(item, version)
        if record is None:
            raise Http404
        if request.POST.get("seen") != str(revisions.version_of(item)):
            messages.error(
                request,
                _("A colleague changed it meanwhile. Please look at what it says now."),
            )
            return redirect("history:item_versions", item.pk)
        values = revisions.values_of(record)
        publishing.correct(item, by=request.user, reason=reason, **values)
        claiming.outdate(item, Claim.Field.values, by=request.user, reason=reason)
        curation.follow_date(item)
    messages.success(request, _("The earlier version stands again."))
    return redirect("history:item_desk", item.pk)


@staff("history.view_item")
@require_POST
def act(request, pk: int, verb: str):
    """Hide, show again or take down, each with what it needs."""
    if verb not in NEEDED:
        raise Http404
    if not request.user.has_perm(NEEDED[verb]):
        raise PermissionDenied
    item = find(pk)
    if is_own(item, request.user):
        return own_refused(request)
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        problem, status = _cannot(item, verb), 409
        if not problem:
            try:
                _do(item, verb, by=request.user, reason=request.POST.get("reason", ""))
            except (ValueError, NotReady) as refusal:
                transaction.set_rollback(True)
                problem, status = str(refusal), 400
    if problem:
        return page(request, find(pk), problem=problem, status=status)
    messages.success(request, TOLD[verb]())
    return redirect("history:item_desk", item.pk)


def _cannot(item: Item, verb: str) -> str:
    """Say why an act does not fit how the item stands now; "" where it does."""
    if item.merged_into_id:
        return _("It is a part of another item now.")
    fits = {
        "hide": item.status == Item.Status.PUBLISHED,
        "show": item.status != Item.Status.PUBLISHED,
        "take_down": item.status != Item.Status.REMOVED,
    }
    if fits[verb]:
        return ""
    return _("A colleague was faster: it is “%(state)s” now.") % {
        "state": item.get_status_display()
    }


def _do(item: Item, verb: str, *, by, reason: str) -> None:
    if verb == "take_down":
        publishing.take_down(item, by=by, reason=reason)
    elif verb == "hide":
        publishing.hide(item, by=by)
    else:
        publishing.restore(item, by=by)


def find(pk: int) -> Item:
    """Find an item however it stands: the staff also care for what was taken down."""
    rows = Item.objects.select_related("place", "about", "merged_into", "contributor")
    return get_object_or_404(rows, pk=pk)


def head(request, item: Item) -> dict:
    """Give what every staff page of an item says above."""
    return {
        "item": item,
        "public_url": "" if item.status == Item.Status.REMOVED else words.url_of(item),
        "merged_url": words.url_of(item.merged_into) if item.merged_into else "",
        "is_own": is_own(item, request.user),
        "may_mark": request.user.has_perm("history.change_depiction")
        and item.status != Item.Status.REMOVED
        and item.media.filter(width_px__isnull=False).exists(),
    }


def page(request, item: Item, *, form=None, problem="", status=200, **more):
    """Show the desk of an item."""
    user = request.user
    may_change = user.has_perm("history.change_item") and not item.merged_into_id
    if form is None and may_change:
        values = correcting.typed_values(
            item,
            people=list(item.people.all()),
            subjects=[subject.pk for subject in item.subjects.all()],
        )
        values["seen"] = revisions.version_of(item)
        form = correcting.CorrectionForm(initial=values, item=item, user=user)
    claims = Claim.objects.filter(item=item).select_related(
        "place", "person", "proposed_by", "decided_by"
    )
    cover = item.media.select_related("master").order_by("position").first()
    context = {
        **head(request, item),
        "form": form if may_change else None,
        "claims": list(claims.order_by("field", "-state", "proposed_at", "pk")[:100]),
        "claim_form": ClaimForm(),
        "problem": problem,
        "picture": words.picture_of(cover, title=item.title, even_covered=True)
        if cover
        else None,
        "retouch": [
            {"url": reverse("history:retouch", args=[item.pk, media.pk]), "name": media}
            for media in item.media.all()
            if media.width_px
        ]
        if user.has_perm("history.change_media")
        else [],
        "may_hide": user.has_perm("history.change_item"),
        "may_restore": user.has_perm("history.restore_item"),
        "may_take_down": user.has_perm("history.take_down_item"),
        "version": revisions.version_of(item),
        **more,
    }
    return render(request, "history/staff/item.html", context, status=status)


def _meanwhile(request, item: Item, *, seen: str, now: int):
    """Tell that a colleague saved since the page was opened; join both, keep mine typed."""
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 18 else 0
    base, current = revisions.record_of(item, number), revisions.record_of(item, now)
    if base is None:
        base = current
    earlier, theirs = _typed(base), _typed(current)
    mine = {
        name: request.POST.getlist(name) if name == "subjects" else request.POST.get(name, "")
        for name in earlier
    }  # fmt: skip
    values, clashes = correcting.joined(earlier, mine, theirs)
    form = correcting.CorrectionForm(
        initial={**values, "reason": request.POST.get("reason", ""), "seen": now},
        item=item, user=request.user,
    )  # fmt: skip
    who = current.history_user
    return page(
        request, item, form=form, status=409,
        meanwhile={
            "who": display_name(who) if who else _("The library"),
            "reason": revisions.said(current.history_change_reason or ""),
            "changes": revisions.changes_between(base, current),
            "clashes": [
                {"label": form.fields[name].label, "theirs": _shown(form, name, theirs[name])}
                for name in clashes
            ],
        },
    )  # fmt: skip


def _typed(record) -> dict:
    linked = revisions.values_of(record)
    return correcting.typed_values(
        record,
        people=linked["people"],
        subjects=[subject.pk for subject in linked["subjects"]],
    )


def _shown(form, name: str, value) -> str:
    """Say a value of the form in words."""
    field = form.fields[name]
    if name in ("place", "subjects"):
        chosen = set(value) if isinstance(value, list) else {value}
        return ", ".join(
            str(row) for row in field.queryset.filter(pk__in=chosen - {""})
        )
    return dict(getattr(field, "choices", ())).get(value, value)
