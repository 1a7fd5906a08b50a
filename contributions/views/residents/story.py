"""Tell what became of a contribution: status in plain words, timeline, letters."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contributions import freshness, thanking, workflow
from contributions.models import Contribution
from contributions.states import Action, Reason, Status
from contributions.views.residents import joining, telling
from contributions.workflow.writing import MAY_WRITE
from history import dates, sightings
from history.models import Claim, Item
from history.names import credit

TONES = {
    Status.DRAFT: "quiet",
    Status.SUBMITTED: "wait",
    Status.NEEDS_INFO: "ask",
    Status.PUBLISHED: "good",
    Status.DECLINED: "bad",
    Status.WITHDRAWN: "quiet",
    Status.SPAM: "bad",
}


def day(moment) -> str:
    """Write a day as people read it."""
    return date_format(timezone.localtime(moment), "j E Y")


def status(contribution: Contribution, *, items: list[Item]) -> dict:
    """Say where it stands and what happens next.

    Shape: label, tone, title, text.
    """
    stands = Status(contribution.status)
    label = Status.DECLINED.label if stands == Status.SPAM else stands.label
    title, text = _words(contribution, stands, items)
    return {"label": label, "tone": TONES[stands], "title": title, "text": text}


def _words(contribution: Contribution, stands: Status, items) -> tuple[str, str]:
    match stands:
        case Status.DRAFT if contribution.sent_at:
            return _("Almost done: open the letter"), _(
                "We sent a letter to %(email)s. Press the button in it, and your "
                "contribution is with the library. Until then nobody sees it."
            ) % {"email": contribution.email}  # whole: a slip in it must be seen
        case Status.DRAFT:
            return _("You have not sent it yet"), _("You can go on whenever you like.")
        case Status.SUBMITTED:
            return _("Your contribution is with the library"), _(
                "A person looks at it and answers by %(day)s. We write to %(email)s."
            ) % {
                "day": day(contribution.promise_at),
                "email": freshness.masked(contribution.email),
            }
        case Status.NEEDS_INFO:
            return _("The library has a question"), _(
                "Please read the letter below and answer in a few words. Until you do, "
                "everything stays as it is."
            )
        case Status.PUBLISHED if items and contribution.kind == "correction":
            return _("The library has taken it up"), _(
                "Thank you: with your words the description can be put right."
            )
        case Status.PUBLISHED if items:
            return _("It is in the archive now"), _(
                "Thank you: the town can see what you gave."
            )
        case Status.PUBLISHED if contribution.audience == "archive":
            return _("It is kept in the archive"), _(
                "As you asked, only the library sees it. Thank you."
            )
        case Status.PUBLISHED:
            return _("It is no longer shown"), _("The library keeps it out of sight.")
        case Status.DECLINED:
            return _("The library did not take it"), _(
                "The reason is below. If you see it differently, write to %(email)s."
            ) % {"email": settings.LIBRARY_EMAIL}
        case Status.SPAM:
            return _("The library did not take it"), _(
                "If you think this is a mistake, write to %(email)s."
            ) % {"email": settings.LIBRARY_EMAIL}
    return _("You took it back"), _(
        "Nobody sees it, and the library does nothing with it."
    )


def status_line(contribution: Contribution) -> str:
    """Say in a few words where it stands, for a list."""
    stands = Status(contribution.status)
    if stands == Status.DRAFT and contribution.sent_at:
        return _("waiting until you open our letter")
    if stands == Status.SUBMITTED:
        day_words = day(contribution.promise_at)
        return _("with the library; answer by %(day)s") % {"day": day_words}
    return str((Status.DECLINED if stands == Status.SPAM else stands).label)


def timeline(contribution: Contribution) -> list[dict]:
    """Tell what happened, oldest first, and what comes next.

    What the library did and took back at once is left out: it was never said.
    """
    acts = list(contribution.events.order_by("at", "pk"))
    undone = {act.details.get("undone") for act in acts if act.action == Action.UNDO}
    told = [_event(contribution.created_at, _("You began."))]
    first_submit = next((a for a in acts if a.action == Action.SUBMIT), None)
    is_waiting = first_submit is None or contribution.sent_at != first_submit.at
    if contribution.sent_at and is_waiting:
        told.append(
            _event(contribution.sent_at, _("You sent it; we mailed you a letter."))
        )
    for act in acts:
        if act.pk not in undone and act.action != Action.UNDO:
            told.append(_told(act))
    if contribution.removal_requested_at:
        told.append(
            _event(
                contribution.removal_requested_at,
                _("You asked the library to remove it."),
                note=contribution.removal_reason,
            )
        )
    told.sort(key=lambda one: one["at"])
    upcoming = _next(contribution)
    return [*told, upcoming] if upcoming else told


def _event(at, text: str, *, tone: str = "", note: str = "") -> dict:
    return {"at": at, "date": day(at), "text": text, "tone": tone, "note": note}


def _told(act) -> dict:
    reason = act.details.get("reason", "")
    match act.action:
        case Action.SUBMIT if act.before == Status.NEEDS_INFO:
            return _event(act.at, _("You answered."))
        case Action.SUBMIT:
            return _event(act.at, _("It arrived at the library."))
        case Action.ASK:
            return _event(act.at, _("The library asked you something."), tone="ask")
        case Action.PUBLISH:
            return _event(
                act.at, _("The library took it into the archive."), tone="good"
            )
        case Action.DECLINE:
            words = [str(Reason(reason).label)] if reason in Reason.values else []
            return _event(
                act.at,
                _("The library did not take it."),
                tone="bad",
                note=" ".join(filter(None, [*words, act.note])),
            )
        case Action.MARK_SPAM:
            return _event(act.at, _("The library put it aside."), tone="bad")
        case Action.REOPEN:
            return _event(act.at, _("The library took it up again."))
    return _event(act.at, _("You took it back."))


def _next(contribution: Contribution) -> dict | None:
    words = {
        Status.SUBMITTED: lambda: (
            _("The library answers by %(day)s.") % {"day": day(contribution.promise_at)}
        ),
        Status.NEEDS_INFO: lambda: _("Your answer."),
    }
    if contribution.status == Status.DRAFT and contribution.sent_at:
        text = _("You open the letter; then the library looks at it.")
    elif contribution.status in words:
        text = words[contribution.status]()
    else:
        return None
    return {"date": _("Next"), "text": text, "tone": "next", "note": ""}


def _reason(contribution: Contribution, events: list[dict]) -> str:
    """Give the reason of a refusal, which is the first thing to be read."""
    if contribution.status != Status.DECLINED:
        return ""
    return next((one["note"] for one in reversed(events) if one["tone"] == "bad"), "")


def letters(contribution: Contribution) -> list[dict]:
    """Read the thread as letters; notes of the staff are not for this page."""
    return [
        {
            "author": settings.LIBRARY_NAME if letter.is_from_library else _("You"),
            "date": day(letter.created_at),
            "body": letter.body,
            "side": "library" if letter.is_from_library else "resident",
        }
        for letter in contribution.messages.for_contributor().oldest_first()
    ]


def facts(contribution: Contribution) -> list[dict]:
    """List what was said, in the words in which it was said."""
    understood = ""
    if contribution.date_edtf:
        words = dates.display(
            contribution.date_earliest,
            contribution.date_latest,
            contribution.date_edtf,
            (get_language() or "uk")[:2],
        )
        understood = _("We understood: %(date)s.") % {"date": words}
    rows = [
        (_("When"), contribution.date_said, understood),
        (_("Where"), contribution.place_said, ""),
        (_("Who"), contribution.people_said, ""),
        (_("Author"), contribution.author_name, ""),
        (_("Rights"), telling.rights(contribution), ""),
        (
            _("Named as"),
            credit(contribution.name, contribution.credit) or _("a resident"),
            "",
        ),
        (_("Who may see it"), contribution.get_audience_display(), ""),
    ]
    return [
        {"term": term, "value": value, "note": note}
        for term, value, note in rows
        if value
    ]


def published(contribution: Contribution) -> list[Item]:
    """List what visitors can see of it."""
    if contribution.status != Status.PUBLISHED:
        return []
    act = contribution.events.filter(action=Action.PUBLISH).order_by("-pk").first()
    keys = act.details.get("items", []) if act else [contribution.item_id]
    return list(Item.objects.published().filter(pk__in=keys).order_by("pk"))


def proposals(contribution: Contribution) -> list[dict]:
    """Tell what became of each thing that the giver knows about what was published."""
    words = {
        Claim.State.PROPOSED: _("a librarian looks at it"),
        Claim.State.SHOWN: _("the page says so now"),
        Claim.State.KEPT: _("kept beside what is shown"),
        Claim.State.REFUSED: _("not taken up"),
    }
    told = Claim.objects.told_by(Claim.Source.CONTRIBUTION, contribution.reference)
    return [
        {
            "term": str(one.get_field_display()).capitalize(),
            "value": one.words,
            "note": words[one.state],
        }
        for one in told
        if one.item_id
    ]


def echo(items: list[Item]) -> list[dict]:
    """Tell of each published item how often it was seen and who said thank you."""
    seen, thanked = sightings.told(items), thanking.told(items)
    return [
        {
            "title": item.title,
            "url": item.get_absolute_url(),
            "pk": item.pk,
            "seen": seen.get(item.pk, (0, 0))[0],
            "lately": seen.get(item.pk, (0, 0))[1],
            "thanks": thanked.get(item.pk, thanking.Told()),
        }
        for item in items
    ]


def detail(contribution: Contribution, *, by) -> dict:
    """Gather everything that the page of a contribution shows."""
    items = published(contribution)
    actions = workflow.available_actions(contribution, by=by)
    is_draft = contribution.status == Status.DRAFT
    events = timeline(contribution)
    return {
        "contribution": contribution,
        "status": status(contribution, items=items),
        "events": events,
        "reason": _reason(contribution, events),
        "letters": letters(contribution),
        "files": telling.files(contribution, by=by),
        "facts": facts(contribution),
        "about": telling.subject_of(contribution),
        "items": echo(items),
        "may_answer": contribution.status == Status.NEEDS_INFO
        and Action.SUBMIT in actions,
        "may_join": joining.may_join(contribution, by),
        "address": freshness.masked(contribution.email),
        "may_write": contribution.status in MAY_WRITE,
        "proposals": proposals(contribution),
        "may_withdraw": Action.WITHDRAW in actions,
        "may_edit": is_draft,
        "waits_for_proof": is_draft and contribution.sent_at is not None,
        "may_ask_removal": contribution.status == Status.PUBLISHED
        and contribution.removal_requested_at is None,
    }
