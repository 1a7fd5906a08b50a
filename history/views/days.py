"""The curators' pages of the picture of the day: a month, and one day of it."""

from calendar import monthrange
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import display_name
from history import days
from history import presenting as words
from history.collecting import Overtaken
from history.day_form import DayForm, MoveForm
from history.models import DayPicture, Item
from history.views.door import staff

curators_only = staff("history.change_daypicture")
DAY = "l, j E"


@curators_only
@require_safe
def listing(request):
    """Show who stands on which day of a month."""
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = DayPicture.objects.filter(day__range=(first, last))
    rows = {row.day: row for row in found.select_related("chosen_by").with_items()}
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    shown = [day for day in every if day >= today or day in rows]
    context = {
        "title": _named(first),
        "days": [_line(day, rows.get(day), today) for day in shown],
        "previous": _within(first - timedelta(days=1), today),
        "next": _within(last + timedelta(days=1), today),
    }
    return render(request, "history/staff/days.html", context)


def _month(typed: str, today: date) -> date:
    """Read a month such as 2026-11; an empty word is this one."""
    if not typed:
        return today.replace(day=1)
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError as error:
        raise Http404 from error


def _within(day: date, today: date) -> dict | None:
    """Give a neighbouring month, as long as a choice may stand in it or has stood."""
    if not date(today.year - 20, 1, 1) <= day <= today + days.AHEAD:
        return None
    return {"value": f"{day:%Y-%m}", "label": _named(day)}


def _named(day: date) -> str:
    """Name a month; inside a line only English begins it with a capital."""
    name = date_format(day, "F Y")
    return name if words.language() == "en" else name.lower()


def _line(day: date, row: DayPicture | None, today: date) -> dict:
    line = {
        "value": day.isoformat(),
        "label": date_format(day, DAY),
        "is_today": day == today,
        "is_over": day < today,
        "row": row,
    }
    return line | _told(row) if row else line


def _told(row: DayPicture) -> dict:
    """Say what was chosen, by whom, and whether visitors see it."""
    item = row.item
    cover = item.covers[0].picture if item.covers and not item.sensitive else None
    return {
        "item": item,
        "title": item.title,
        "line": words.sentence(item),
        "lang": words.if_foreign(item.language),
        "picture": cover,
        "note": row.note,
        "note_lang": words.language_of(row, "note"),
        "who": display_name(row.chosen_by) if row.chosen_by else "",
        "is_gone": item.status != Item.Status.PUBLISHED or cover is None,
    }


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def day(request, day: str):
    """Choose what stands on a day, move it to another one, or let it go."""
    try:
        when = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    row = DayPicture.objects.filter(day=when).with_items().first()
    if request.method != "POST":
        return _page(request, when, row)
    act = {"move": _move, "remove": _remove}.get(request.POST.get("do", ""), _choose)
    return act(request, when, row)


def _choose(request, when: date, row: DayPicture | None):
    form = DayForm(request.POST, user=request.user)
    if request.POST.get("do") == "look":
        # What was typed is kept; nothing is complained about before it is saved.
        form.look_for()
        looked = DayForm(initial=form.data.dict(), user=request.user)
        looked.found, typed = form.found, form.data.get("item", "").strip()
        is_lost = bool(typed) and not form.found
        return _page(request, when, row, form=looked, is_lost=is_lost)
    if not form.is_valid():
        return _page(request, when, row, form=form, status=400)
    try:
        days.choose(
            when, form.cleaned_data["item"], by=request.user,
            seen=form.cleaned_data["seen"], **form.said(),
        )  # fmt: skip
    except days.Unfit as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, when, row, form=form, status=400)
    except Overtaken as refusal:
        data = request.POST.copy()
        data["seen"] = row.mark if row else ""
        form = DayForm(data, user=request.user)
        problem = refusal.sentence
        return _page(request, when, row, form=form, problem=problem, status=409)
    messages.success(request, _("It stands there now."))
    return redirect(_month_of(when))


def _move(request, when: date, row: DayPicture | None):
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, when, row, moving=form, status=400)
    to = form.cleaned_data["to"]
    try:
        other = days.move(when, to, by=request.user, seen=form.cleaned_data["seen"])
    except days.Unfit as refusal:
        form.add_error("to", refusal.sentence)
        return _page(request, when, row, moving=form, status=400)
    except Overtaken as refusal:
        return _page(request, when, row, problem=refusal.sentence, status=409)
    said = {"day": date_format(to, DAY)}
    messages.success(
        request,
        _("It stands on %(day)s now; what stood there has come here.") % said
        if other
        else _("It stands on %(day)s now.") % said,
    )
    return redirect(_month_of(to))


def _remove(request, when: date, row: DayPicture | None):
    try:
        days.remove(when, by=request.user, seen=request.POST.get("seen", ""))
    except Overtaken as refusal:
        return _page(request, when, row, problem=refusal.sentence, status=409)
    messages.success(request, _("The day is filled by itself again."))
    return redirect(_month_of(when))


def _month_of(when: date) -> str:
    return f"{reverse('history:day_list')}?month={when:%Y-%m}#day-{when.isoformat()}"


def _page(
    request, when: date, row, *, form=None, moving=None, problem="", is_lost=False,
    status=200,
):  # fmt: skip
    today = timezone.localdate()
    mark = row.mark if row else ""
    if form is None:
        names = [f"note_{code}" for code, _label in settings.LANGUAGES]
        initial = {name: getattr(row, name) or "" for name in names} if row else {}
        form = DayForm(
            initial=initial | {"item": row.item.reference if row else "", "seen": mark},
            user=request.user,
        )
    context = {
        "title": date_format(when, f"{DAY} Y"),
        "line": _line(when, row, today),
        "form": form,
        "moving": moving or MoveForm(initial={"seen": mark}),
        "problem": problem,
        "is_lost": is_lost,
        "back": _month_of(when),
        "is_open": today <= when <= today + days.AHEAD,
    }
    return render(request, "history/staff/day.html", context, status=status)
