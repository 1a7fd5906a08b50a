"""Sheets to print: a window sheet, a walk to take along, people to be named by pen."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from history import citing, codes, sheets, telling
from history import presenting as words
from history.marks import marks_on
from history.models import Collection, Exhibit, Item

LINES = 320  # letters of the first lines on a window sheet
EMPTY_LINES, MORE_LINES = 12, 4
CROWD = 14  # from here on the names stand closer


def _page(request, template: str, address: str, **context):
    address = citing.absolute(address)
    context |= {"address": address, "code": codes.qr(address)}
    return render(request, f"history/sheets/{template}.html", context)


@require_safe
def collection(request, slug: str):
    """Show a collection as one sheet for a window of the library."""
    row = get_object_or_404(Collection.objects.published(), slug=slug)
    entries = row.entries.published().in_order().with_items()[: 3 * sheets.MOST]
    return _page(
        request, "window", row.get_absolute_url(),
        title=row.title,
        lang=words.language_of(row, "title"),
        text=words.first_lines(row.introduction or row.summary, LINES),
        text_lang=words.language_of(
            row, "introduction" if row.introduction else "summary"
        ),
        rows=sheets.rows_of(_pictures(entry.item for entry in entries)),
        back=row.get_absolute_url(),
    )  # fmt: skip


@require_safe
def story(request, slug: str):
    """Show a walk as a sheet to take along, and a story as one for a window."""
    row = get_object_or_404(Exhibit.objects.published(), slug=slug)
    told = telling.tell(row)
    template = "walk" if told.stops else "window"
    return _page(
        request, template, row.get_absolute_url(),
        title=row.title,
        lang=words.language_of(row, "title"),
        text=words.first_lines(row.lead, LINES),
        text_lang=words.language_of(row, "lead"),
        rows=[] if told.stops else sheets.rows_of(_pictures(told.items), least=1),
        told=told,
        back=row.get_absolute_url(),
    )  # fmt: skip


@require_safe
def item(request, pk: int):
    """Show a picture with numbers, and lines to write who is who on."""
    found = Item.objects.published().with_everything()
    row = get_object_or_404(found, pk=pk)
    for media in row.media.all():
        picture = words.picture_of(media, title=row.title)
        if picture is not None:
            break
    else:
        raise Http404
    marks = marks_on(media)
    return _page(
        request, "people",
        f"{reverse('contributions:start')}?kind=correction&item={row.reference}",
        item=row,
        lang=words.if_foreign(row.language),
        line=capfirst(
            "; ".join(one for one in (words.placed(row), words.dated(row)) if one)
        ),
        picture=picture,
        marks=marks,
        empty=range(_empty_lines(len(marks))),
        is_crowd=len(marks) > CROWD,
        back=words.url_of(row),
    )  # fmt: skip


def _empty_lines(marks: int) -> int:
    """Leave lines for who is not marked, as many as the sheet has room for."""
    if not marks:
        return EMPTY_LINES
    return 0 if marks > CROWD else MORE_LINES


def _pictures(items) -> list:
    """Give the pictures of items that may stand alone on paper."""
    found = []
    for one in items:
        cover = one.covers[0] if one.covers else None
        picture = words.picture_of(cover, title=one.title)
        if picture is not None:
            found.append(picture)
    return found
