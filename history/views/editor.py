"""The page where staff turn, straighten, crop and cover a picture; for any of ours.

What is typed is drawn and kept in the page until it is saved, so it works without
scripts; who may, and where it is saved, the caller says.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from history import images, masters
from history.editing import TURNS, Editor, in_words, mark_of, preview_query
from history.models import Master
from history.publishing import NotReady


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A picture to be edited: where it is shown, and how it is saved.

    `save(edits, reason)` returns None, or who changed it meanwhile as a sentence
    together with the edits that stand now.
    """

    master: Master
    edits: dict[str, Any]
    title: str
    lang: str
    alt: str
    back_url: str
    back_label: str
    preview_url: str
    page: int = 0
    save: Callable[[dict[str, Any], str], "Meanwhile | None"]
    needs_reason: bool = False
    note: str = ""
    revisions: tuple[dict[str, Any], ...] = ()

    def drawn(self, edits: dict[str, Any]) -> str:
        """Give the address of the picture with these edits."""
        return f"{self.preview_url}?{preview_query(edits, page=self.page)}"


@dataclass(frozen=True)
class Meanwhile:
    """What a colleague did since the page was opened."""

    sentence: str
    edits: dict[str, Any]


def page(request, subject: Subject):
    """Show the editor, draw what was typed, or save it."""
    if subject.master.state == Master.State.READY and not subject.master.width_px:
        raise Http404  # a recording has nothing to turn or cover
    if subject.master.state != Master.State.READY:
        return _show(request, subject, None, status=409)
    if request.method != "POST":
        editor = Editor(edits=subject.edits, needs_reason=subject.needs_reason)
        return _show(request, subject, editor, edits=subject.edits)
    do = request.POST.get("do", "save")
    editor = Editor(data=request.POST, needs_reason=subject.needs_reason)
    is_valid = editor.is_valid()
    if do != "save" and set(editor.form.errors) <= {"reason"}:
        is_valid = editor.masks.is_valid()  # to draw it, no reason is needed
    if not is_valid:
        return _show(request, subject, editor, status=400)
    edits = editor.edits()
    seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "")
    if do == "save":
        return _save(request, subject, edits, seen=seen, reason=reason)
    if do in TURNS:
        edits = images.turned(edits, TURNS[do])
    elif do == "original":
        edits = images.check_edits(None)
    editor = Editor(
        edits=edits, seen=seen, reason=reason, needs_reason=subject.needs_reason
    )
    return _show(request, subject, editor, edits=edits, is_unsaved=True)


def preview(request, master: Master, *, page: int) -> HttpResponse:
    """Answer with a picture as it would look; private, kept nowhere."""
    try:
        data, media_type = masters.preview(
            master, json.loads(request.GET.get("edits") or "{}"), page=page
        )
    except (images.EditsError, ValueError, RecursionError):
        return HttpResponseBadRequest(_("These edits cannot be read."))
    except (FileNotFoundError, images.Unreadable) as missing:
        raise Http404 from missing
    response = HttpResponse(data, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _save(request, subject: Subject, edits, *, seen: str, reason: str):
    """Save, or show both when a colleague was faster."""
    editor = Editor(
        edits=edits, seen=seen, reason=reason, needs_reason=subject.needs_reason
    )
    if seen != mark_of(subject.edits):
        meanwhile = Meanwhile("", subject.edits)
    else:
        try:
            meanwhile = subject.save(edits, reason)
        except NotReady as refusal:
            return _show(
                request, subject, editor, edits=edits, refusal=refusal.sentence,
                status=409,
            )  # fmt: skip
    if meanwhile is None:
        return redirect(subject.back_url)
    editor = Editor(
        edits=edits, seen=mark_of(meanwhile.edits), reason=reason,
        needs_reason=subject.needs_reason,
    )  # fmt: skip
    theirs = {
        "sentence": meanwhile.sentence or subject.note,
        "words": in_words(meanwhile.edits),
        "url": subject.drawn(meanwhile.edits),
    }
    return _show(request, subject, editor, edits=edits, theirs=theirs, status=409)


def _show(
    request, subject: Subject, editor, *, edits=None, is_unsaved=False, theirs=None,
    refusal="", status=200,
):  # fmt: skip
    master, context = subject.master, {"subject": subject, "theirs": theirs}
    if editor is None:
        is_broken = master.state == Master.State.UNREADABLE
        context["problem"] = (
            _("This file cannot be opened as a picture.")
            if is_broken
            else _("Still being prepared. Please look again in a minute.")
        )
        return render(request, "history/retouch.html", context, status=status)
    size = master.page(subject.page)
    plain = subject.drawn({})
    context |= {
        "form": editor.form,
        "masks": editor.masks,
        "is_unsaved": is_unsaved,
        "refusal": refusal,
        "width": size.width_px,
        "height": size.height_px,
        "plain_url": plain,
        "words": in_words(edits) if edits is not None else [],
    }
    if edits is not None and not images.is_unedited(edits):
        edits = images.check_edits(edits)
        context["result_url"] = subject.drawn(edits)
        if edits["rotate"] or edits["straighten"]:
            level = edits | {"crop": [0.0, 0.0, 1.0, 1.0]}
            context["level_url"] = subject.drawn(level)
    return render(request, "history/retouch.html", context, status=status)
