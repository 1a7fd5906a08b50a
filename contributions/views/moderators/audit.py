"""Every act of the staff as a whole, narrowed by its address, and as a file."""

import json

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import permission_required
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import acts
from accounts.models import AuditEntry
from contributions import sheets
from contributions.views.moderators.door import staff_only

READ = "accounts.view_auditentry"
A_PAGE = 50
PIECE = 500
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _staff(request):
    return get_user_model().objects.filter(is_staff=True).order_by("display_name", "pk")


class AuditFilter(django_filters.FilterSet):
    """Narrow the audit: who, what, to which thing, between which days."""

    who = django_filters.ModelChoiceFilter(
        field_name="actor", queryset=_staff, label=_("Who"), empty_label=_("Everybody")
    )
    what = django_filters.ChoiceFilter(
        field_name="action", choices=sorted(acts.LABELS.items()), label=_("What"),
        empty_label=_("Every act"),
    )  # fmt: skip
    thing = django_filters.CharFilter(
        field_name="subject_name", lookup_expr="iexact", label=_("Reference"),
        max_length=200,
    )  # fmt: skip
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From day"), widget=DAY
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("To day"), widget=DAY
    )

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()
        form = forms.Form


@staff_only
@permission_required(READ, raise_exception=True)
@require_safe
def audit(request):
    """Show the acts, the newest first; each with what was before and after."""
    found = AuditFilter(
        request.GET, queryset=AuditEntry.objects.newest_first(), request=request
    )
    rows = found.qs if found.form.is_valid() else AuditEntry.objects.none()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    entries = list(rows[: A_PAGE + 1])
    more = len(entries) > A_PAGE
    entries = entries[:A_PAGE]
    chosen = request.GET.copy()
    chosen.pop("before", None)
    narrowed = chosen.urlencode()
    return render(
        request,
        "contributions/moderators/audit.html",
        {
            "filter": found,
            "entries": [shown(entry) for entry in entries],
            "is_narrowed": any(chosen.get(name) for name in found.filters),
            "first_url": f"?{narrowed}" if before else "",
            "next_url": _next(chosen, entries[-1].pk) if more else "",
            "narrowed": narrowed,
        },
        status=200 if found.form.is_valid() else 400,
    )


def _next(chosen, pk: int) -> str:
    query = chosen.copy()
    query["before"] = pk
    return f"?{query.urlencode()}"


def shown(entry: AuditEntry) -> dict:
    """Prepare one act for a page: who did what to which thing, and what changed."""
    names = sorted({*entry.before, *entry.after})
    return {
        "entry": entry,
        "who": entry.actor_name or (f"#{entry.actor_id}" if entry.actor_id else ""),
        "what": acts.in_words(entry.action),
        "thing": acts.thing_in_words(entry.subject_type),
        "changes": [
            {
                "name": name,
                "before": _text(entry.before.get(name)),
                "after": _text(entry.after.get(name)),
            }
            for name in names
        ],
    }


def _text(value) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


HEADER = ("number", "when", "who", "who_number", "action", "thing", "thing_number",
          "name", "why", "before", "after")  # fmt: skip


def _row(entry: AuditEntry) -> tuple:
    return (
        entry.pk, entry.at.isoformat(), entry.actor_name, entry.actor_id,
        entry.action, entry.subject_type, entry.subject_id, entry.subject_name,
        entry.note, json.dumps(entry.before, ensure_ascii=False),
        json.dumps(entry.after, ensure_ascii=False),
    )  # fmt: skip


@staff_only
@permission_required(READ, raise_exception=True)
@require_safe
def export(request, form: str):
    """Give the whole audit, or what the address narrows it to, as CSV or JSON Lines."""
    found = AuditFilter(
        request.GET, queryset=AuditEntry.objects.order_by("pk"), request=request
    )
    rows = found.qs if found.form.is_valid() else AuditEntry.objects.none()
    day = timezone.localdate().isoformat()
    if form == "csv":
        return sheets.download(
            f"audit-{day}", HEADER, (_row(entry) for entry in rows.iterator(PIECE))
        )
    return StreamingHttpResponse(
        (
            json.dumps(
                dict(zip(HEADER[:-2], _row(entry)[:-2], strict=True))
                | {"before": entry.before, "after": entry.after},
                ensure_ascii=False,
            )
            + "\n"
            for entry in rows.iterator(PIECE)
        ),
        content_type="application/x-ndjson; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="audit-{day}.jsonl"'},
    )
