"""The desk: one contribution with all that a decision needs, and the forms for it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import display_name
from contributions import desk, likenesses, permissions, workflow
from contributions.bulk_form import AssignForm
from contributions.models import Contribution, ReadyQuestion
from contributions.moments import database_now
from contributions.states import DECIDED, Action, Status
from contributions.views.moderators import (
    around,
    cards,
    consents,
    resembling,
    stage,
)
from contributions.views.moderators.door import find, staff_only
from contributions.workflow import versions
from history.models import Claim, Item
from history.rights import Rights

FORMS = {
    "publish": desk.PublishForm,
    "ask": desk.AskForm,
    "decline": desk.DeclineForm,
    "note": desk.NoteForm,
    "mark": desk.MarkForm,
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


def page(
    request,
    gift: Contribution,
    *,
    forms=None,
    problem: str = "",
    find="",
    status=200,
    differences=(),
):
    """Draw the desk, with what was typed and what is wrong where an act was refused."""
    at, actor = database_now(), request.actor
    forms = forms or {}
    likenesses.catch_up(contribution=gift)
    alike = resembling.found(gift, actor=actor, language=get_language() or "uk")
    files = list(gift.attachments.select_related("master").order_by("position", "pk"))
    actions = workflow.available_actions(gift, by=actor, at=at)
    may_arrange = stage.may_arrange_files(gift, actor, at=at)
    for name in wanted_forms(gift, actions, actor):
        initial = asked_with(request, gift) if name == "ask" else None
        forms.setdefault(
            name,
            make_form(name, gift, request.user, files=len(files), initial=initial),
        )
    context = {
        "gift": gift,
        "files": [
            stage.shown(file, gift, row=files, may_arrange=may_arrange)
            | {"alike": alike.get(file.pk, []), **stage.about_camera(file, gift, actor)}
            for file in files
        ],
        "said": said(gift),
        "forms": forms,
        "actions": {action.value for action in actions},
        "problem": problem,
        "differences": differences,
        "seen": _seen(request, gift, differences),
        "assign": AssignForm(initial={"to": gift.assigned_to_id}),
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
        "claims": Claim.objects.told_by(Claim.Source.CONTRIBUTION, gift.reference),
        "timeline": cards.timeline(
            gift.events.select_related("actor").order_by("at", "pk")
        ),
        "record": Contribution.objects.of_the_giver_of(gift).record_of_giver(),
        "contact": contact(gift, actor),
        "signed": consents.signed(gift, actor),
        "rights_doubt": desk.rights_doubt(gift),
        "catalogue_url": catalogue_url(gift, request.user),
        "undo_until": undo_until(gift, actions),
        "undo": around.undo_offer(request),
        "questions": ready_questions(gift) if "ask" in forms else [],
        "find": find,
        "found": found_items(request, gift, find, forms),
        "around": around.neighbours(request, gift, at=at),
        "is_decided": gift.status in DECIDED,
    }
    template = "contributions/moderators/review.html"
    return render(request, template, context, status=status)


def _seen(request, gift: Contribution, differences) -> str:
    """Name the version that this page shows.

    A form drawn again keeps the version that it was about, until both were shown.
    """
    kept = request.POST.get("seen", "")
    if kept and not differences and versions.unseal(kept):
        return kept
    return versions.seal(versions.snapshot(gift))


def catalogue_url(gift: Contribution, user) -> str:
    """Say where the item of a correction is changed, to who may change it."""
    if not gift.about_item_id or not user.has_perm("history.change_item"):
        return ""
    return reverse("history:item_desk", args=[gift.about_item_id])


def wanted_forms(gift: Contribution, actions, actor) -> list[str]:
    """Name the forms that make sense now."""
    names = [action.value for action in actions if action.value in FORMS]
    if gift.status == Status.PUBLISHED and permissions.may_take_down(actor, gift):
        names.append("take_down")
        if gift.removal_requested_at:
            names.append("keep")
    if permissions.may_moderate(actor, gift):
        names.append("mark")
    return [*names, "note"]


def ready_questions(gift: Contribution) -> list[dict]:
    """List the words that are ready, in the language of who gave it."""
    return [
        {"pk": one.pk, "name": one.name, "words": one.body_in(gift.language)}
        for one in ReadyQuestion.objects.filter(is_offered=True)
    ]


def asked_with(request, gift: Contribution) -> dict:
    """Begin a question with ready words that the address names; for no scripts."""
    number = request.GET.get("question", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        return {}
    ready = ReadyQuestion.objects.filter(pk=int(number), is_offered=True).first()
    return {"note": ready.body_in(gift.language)} if ready else {}


def found_items(request, gift: Contribution, find: str, forms) -> list[dict]:
    """List items to add it to: found by words, else likely ones."""
    if "publish" not in forms:
        return []
    if find.strip():
        return desk.found_items(find, user=request.user)
    return desk.likely_items(gift, user=request.user)


@staff_only
@require_safe
def items(request):
    """Give the items that words lead to, as a piece of the desk for its script."""
    find = request.GET.get("find", "")
    found = desk.found_items(find, user=request.user)
    context = {"found": found, "find": find}
    return render(request, "contributions/moderators/_found.html", context)


def make_form(
    name: str, gift: Contribution, user, *, files: int, data=None, initial=None
):
    """Make one form of the desk, filled in or bound to what was typed.

    `initial` is what was typed and is not to be judged yet.
    """
    if name == "publish":
        more = {} if initial is None else {"initial": initial}
        return desk.PublishForm(data, contribution=gift, user=user, files=files, **more)
    return FORMS[name](data, initial=initial)


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
        "then": gift.then_item,
        "occasion": gift.occasion,
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
