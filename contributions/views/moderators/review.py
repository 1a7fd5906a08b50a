"""The desk: one contribution with all that a decision needs, and the forms for it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import display_name
from contributions import desk, likenesses, pairing, permissions, workflow
from contributions.models import Attachment, Contribution
from contributions.states import DECIDED, Action, Status
from contributions.views.moderators import cards, resembling
from contributions.views.moderators.door import find, staff_only
from history import images
from history.editing import in_words
from history.models import Item, Master
from history.pictures import closer_look
from history.presenting import document_words
from history.rights import Rights

RAIL = 12
FORMS = {
    "publish": desk.PublishForm,
    "ask": desk.AskForm,
    "decline": desk.DeclineForm,
    "note": desk.NoteForm,
    "take_down": desk.TakeDownForm,
    "keep": desk.KeepForm,
    "reopen": desk.ReopenForm,
}


@staff_only
@require_safe
def review(request, reference: str):
    """Show the desk; opening it says to colleagues “I am looking at this”."""
    gift = find(request, reference)
    may = permissions.may_moderate(request.actor, gift)
    if request.method == "GET" and may and gift.status == Status.SUBMITTED:
        workflow.claim(gift, by=request.actor)
    return page(request, gift)


def page(request, gift: Contribution, *, forms=None, problem: str = "", status=200):
    """Draw the desk, with what was typed and what is wrong where an act was refused."""
    at, actor = timezone.now(), request.actor
    forms = forms or {}
    likenesses.catch_up(contribution=gift)
    alike = resembling.found(gift, actor=actor, language=get_language() or "uk")
    files = list(gift.attachments.select_related("master").order_by("position", "pk"))
    actions = workflow.available_actions(gift, by=actor, at=at)
    may_arrange = may_arrange_files(gift, actor, at=at)
    for name in wanted_forms(gift, actions, actor):
        forms.setdefault(name, make_form(name, gift, request.user, files=len(files)))
    context = {
        "gift": gift,
        "files": [
            shown(file, gift, row=files, may_arrange=may_arrange)
            | {"alike": alike.get(file.pk, [])}
            for file in files
        ],
        "said": said(gift),
        "forms": forms,
        "actions": {action.value for action in actions},
        "problem": problem,
        "is_own": permissions.is_own(actor, gift)
        and not permissions.may_moderate(actor, gift),
        "claim": claim_state(gift, actor=actor, at=at),
        "promise": cards.promise.left(gift.promise_at, at=at)
        if gift.status == Status.SUBMITTED
        else None,
        "status": {
            "label": gift.get_status_display(),
            "tone": cards.TONES[gift.status],
        },
        "decision": decision_words(gift),
        "published": published(gift),
        "letters": letters(gift),
        "timeline": cards.timeline(
            gift.events.select_related("actor").order_by("at", "pk")
        ),
        "record": Contribution.objects.of_the_giver_of(gift).record_of_giver(),
        "contact": contact(gift, actor),
        "rights_doubt": desk.rights_doubt(gift),
        "catalogue_url": catalogue_url(gift, request.user),
        "undo_until": undo_until(gift, actions),
        "undo": undo_offer(request),
        **neighbours(gift, actor=actor, at=at),
    }
    template = "contributions/moderators/review.html"
    return render(request, template, context, status=status)


def catalogue_url(gift: Contribution, user) -> str:
    """Say where the item of a correction is changed, to who may change it."""
    if not gift.about_item_id or not user.has_perm("history.change_item"):
        return ""
    return reverse("admin:history_item_change", args=[gift.about_item_id])


def wanted_forms(gift: Contribution, actions, actor) -> list[str]:
    """Name the forms that make sense now."""
    names = [action.value for action in actions if action.value in FORMS]
    if gift.status == Status.PUBLISHED and permissions.may_take_down(actor, gift):
        names.append("take_down")
        if gift.removal_requested_at:
            names.append("keep")
    return [*names, "note"]


def make_form(name: str, gift: Contribution, user, *, files: int, data=None):
    """Make one form of the desk, filled in or bound to what was typed."""
    if name == "publish":
        return desk.PublishForm(data, contribution=gift, user=user, files=files)
    return FORMS[name](data)


def may_arrange_files(gift: Contribution, actor, *, at) -> bool:
    """Say whether this person may turn, cover and pair the files now."""
    try:
        workflow.check_files(gift, by=actor, at=at)
    except workflow.Refusal:
        return False
    return True


def shown(file: Attachment, gift: Contribution, *, row, may_arrange: bool) -> dict:
    """Prepare one file for the stage, as it will be published."""
    picture = cards.shown_picture(file, reference=gift.reference)
    sentences = {
        Master.State.RECEIVED: _(
            "Still being prepared. Please look again in a minute."
        ),
        Master.State.UNREADABLE: _("This file cannot be opened."),
    }
    front = next((one for one in row if one.pk == file.back_of_id), None)
    address = [gift.reference, file.pk]
    edits, edit_url = file.edits_of(0), ""
    if may_arrange and picture:
        edit_url = reverse("contributions:file_edit", args=address)
    return {
        "pk": file.pk,
        "picture": picture,
        "recording": cards.recording(file, reference=gift.reference),
        "name": file.original_name,
        "caption": file.caption,
        "side": file.get_role_display() if file.role != Attachment.Role.FRONT else "",
        "front": front.original_name if front else "",
        "size": f"{file.master.width_px} × {file.master.height_px}"
        if file.master.width_px
        else "",
        "document": document_words(file.master) if picture else "",
        "more_pages": [
            {
                "picture": page,
                "zoom": closer_look(page, label=page.alt),
                "edit_url": f"{edit_url}?page={number}" if edit_url else "",
            }
            for number in range(1, file.master.page_count)
            if (
                page := cards.shown_picture(
                    file, reference=gift.reference, number=number
                )
            )
        ],
        "zoom": closer_look(picture, label=file.caption or file.original_name)
        if picture
        else "",
        "original_url": cards.file_url(gift.reference, file, "original"),
        "is_incomplete": file.master.is_incomplete,
        "problem": sentences.get(file.master.state, ""),
        "edits": [] if images.is_unedited(edits) else in_words(edits),
        "edit_url": edit_url,
        "pair_url": reverse("contributions:file_pair", args=address)
        if may_arrange and len(row) > 1
        else "",
        "fronts": [
            {
                "pk": one.pk,
                "name": one.original_name,
                "picture": cards.picture(one, reference=gift.reference, widest=320),
            }
            for one in pairing.fronts_for(file, row)
        ]
        if may_arrange and front is None
        else [],
    }


def said(gift: Contribution) -> dict:
    """Gather the resident's own words and answers, beside the fields they fill."""
    return {
        "date": gift.date_said,
        "date_echo": desk.date_echo(gift),
        "place": gift.place_said,
        "place_known": str(gift.place) if gift.place else "",
        "people": gift.people_said,
        "collection": str(gift.collection) if gift.collection else "",
        "about": gift.about_item or gift.about_place,
        "taken_by": gift.get_taken_by_display() if gift.taken_by else "",
        "author": gift.author_name,
        "author_died": gift.author_died_year,
        "reuse": gift.get_reuse_display() if gift.reuse else "",
        "rights": Rights(gift.rights).label,
        "credit": gift.get_credit_display(),
        "audience": gift.get_audience_display(),
        "is_archive_only": gift.audience == Contribution.Audience.ARCHIVE,
    }


def claim_state(gift: Contribution, *, actor, at) -> dict:
    """Say who is looking at it, whether it is me, and whether I may take over."""
    words = cards.claim_words(gift, actor=actor, at=at)
    mine = bool(words) and gift.claimed_by == actor.account
    return {
        "words": words,
        "is_mine": mine,
        "may_take_over": bool(words)
        and not mine
        and permissions.may_break_claim(actor)
        and permissions.may_moderate(actor, gift),
    }


def decision_words(gift: Contribution) -> str:
    """Say who decided."""
    return display_name(gift.decided_by) if gift.decided_by else ""


def published(gift: Contribution) -> list[dict]:
    """List what was published from it, with addresses."""
    if gift.status != Status.PUBLISHED:
        return []
    event = gift.events.filter(after=Status.PUBLISHED).order_by("-pk").first()
    items = Item.objects.filter(
        pk__in=event.details["items"] if event else [gift.item_id]
    ).order_by("pk")
    return [
        {
            "label": str(item),
            "url": item.get_absolute_url(),
            "status": item.get_status_display(),
            "is_removed": item.status == Item.Status.REMOVED,
            "reason": item.removed_reason,
        }
        for item in items
    ]


def letters(gift: Contribution) -> list[dict]:
    """Prepare the thread, staff notes among the letters."""
    found = []
    for message in gift.messages.select_related("author").oldest_first():
        author = _("The contributor")
        if message.is_from_library:
            author = (
                display_name(message.author) if message.author else _("The library")
            )
        found.append(
            {
                "author": author,
                "at": message.created_at,
                "body": message.body,
                "is_note": message.is_staff_only,
                "side": "library" if message.is_from_library else "resident",
                "lang": "" if message.is_from_library else gift.language,
            }
        )
    return found


def contact(gift: Contribution, actor) -> dict | None:
    """Give the name and address to who may see them."""
    if not permissions.may_see_contact(actor, gift):
        return None
    return {"name": gift.name, "email": gift.email}


def undo_until(gift: Contribution, actions):
    """Say until when this person can undo the last act; None when they cannot."""
    return workflow.undoable_until(gift) if Action.UNDO in actions else None


def undo_offer(request) -> dict | None:
    """Offer to undo what was just done, named by `done` in the address."""
    reference = request.GET.get("done", "")
    if not reference:
        return None
    gift = (
        Contribution.objects.for_staff(request.user)
        .select_related("claimed_by")
        .filter(reference=reference)
        .first()
    )
    if gift is None:
        return None
    until = undo_until(gift, workflow.available_actions(gift, by=request.actor))
    if until is None:
        return None
    return {
        "title": gift.title,
        "lang": gift.language,
        "status": gift.get_status_display(),
        "until": until,
        "url": reverse("contributions:act", args=[reference, Action.UNDO.value]),
        "review_url": reverse("contributions:review", args=[reference]),
    }


def neighbours(gift: Contribution, *, actor, at) -> dict:
    """Find what waits around it: the rail, the one before and the one after."""
    rows = list(
        Contribution.objects.decidable_by(actor)
        .awaiting_review()
        .with_thumbnails()
        .with_answers()
        .select_related("claimed_by")
        .most_urgent_first()[: RAIL * 4]
    )
    place = next((i for i, row in enumerate(rows) if row.pk == gift.pk), None)
    around = rows[:RAIL]
    if place is not None:
        first = max(0, min(place - RAIL // 3, len(rows) - RAIL))
        around = rows[first : first + RAIL]
    free = [row for row in rows if not _is_taken(row, actor, at)]
    later = rows[place + 1 :] if place is not None else free
    earlier = rows[:place] if place is not None else []
    return {
        "rail": [
            cards.queue_card(row, actor=actor, at=at) | {"is_here": row.pk == gift.pk}
            for row in around
        ],
        "next_url": _url(later[0]) if later else "",
        "previous_url": _url(earlier[-1]) if earlier else "",
        "is_decided": gift.status in DECIDED,
    }


def next_waiting(actor, *, at) -> Contribution | None:
    """Find the most urgent one that this person may decide and nobody looks at."""
    return (
        Contribution.objects.decidable_by(actor)
        .awaiting_review()
        .free_for(actor.user, at=at)
        .most_urgent_first()
        .first()
    )


def _is_taken(gift: Contribution, actor, at) -> bool:
    return (
        gift.claimed_by is not None
        and gift.claimed_until > at
        and gift.claimed_by != actor.account
    )


def _url(gift: Contribution) -> str:
    return reverse("contributions:review", args=[gift.reference])
