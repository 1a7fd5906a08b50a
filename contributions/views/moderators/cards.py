"""Rows and queries turned into ready strings for the templates of the staff."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import display_name
from contributions import promise
from contributions.models import Attachment, Contribution, ModerationEvent
from contributions.states import Action, Reason, Status
from history import images
from history.editing import preview_query
from history.models import Master
from history.pictures import Picture, ratio_class
from history.recordings import Recording

TONES = {
    Status.SUBMITTED: "wait",
    Status.NEEDS_INFO: "ask",
    Status.PUBLISHED: "good",
    Status.DECLINED: "bad",
    Status.SPAM: "quiet",
}
FIRST_WORDS = 24


def file_url(reference: str, attachment: Attachment, name: str) -> str:
    """Give the private address of one size of a file, or of the original."""
    return reverse("contributions:file", args=[reference, attachment.pk, name])


def picture(
    attachment: Attachment,
    *,
    reference: str,
    number: int = 0,
    widest: int | None = None,
) -> Picture | None:
    """Describe the private sizes of a page of a file; None while there are none."""
    master = attachment.master
    if master.state != Master.State.READY:
        return None
    page = master.page(number)
    steps = [s for s in page.renditions if not widest or s.get("width", 0) <= widest]
    alt = attachment.caption or attachment.original_name
    if number:
        alt = _("Page %(number)s") % {"number": number + 1}
    return Picture.from_renditions(
        steps or page.renditions,
        url=lambda path: file_url(reference, attachment, path.rsplit("/", 1)[-1]),
        width=page.width_px or 0,
        height=page.height_px or 0,
        alt=alt,
        placeholder=page.placeholder,
    )


def shown_picture(
    attachment: Attachment, *, reference: str, number: int = 0
) -> Picture | None:
    """Describe a page of a file as it will be published."""
    plain = picture(attachment, reference=reference, number=number)
    edits = attachment.edits_of(number)
    if plain is None or images.is_unedited(edits):
        return plain
    url = reverse("contributions:file_preview", args=[reference, attachment.pk])
    url = f"{url}?{preview_query(edits, page=number)}"
    width, height = images.outcome_size(plain.width, plain.height, edits)
    return Picture(
        src=url, srcset="", width=width, height=height, alt=plain.alt, placeholder="",
        ratio=ratio_class(width, height), largest=url,
    )  # fmt: skip


def recording(attachment: Attachment, *, reference: str) -> Recording | None:
    """Describe the private copy of a recording for a page; None while there is none."""
    return attachment.master.recording(
        lambda path: file_url(reference, attachment, path.rsplit("/", 1)[-1])
    )


def queue_card(gift: Contribution, *, actor, at) -> dict:
    """Prepare one contribution for the queue."""
    cover = gift.covers[0] if gift.covers else None
    return {
        "url": reverse("contributions:review", args=[gift.reference]),
        "reference": gift.reference,
        "title": gift.title or _("without a title"),
        "lang": gift.language,
        "kind": gift.get_kind_display(),
        "words": Truncator(gift.story).words(FIRST_WORDS, truncate="…"),
        "files": files_words(gift.attachment_count),
        "picture": picture(cover, reference=gift.reference, widest=640)
        if cover
        else None,
        "recording": recording(cover, reference=gift.reference) if cover else None,
        "promise": promise.left(gift.promise_at, at=at)
        if gift.status == Status.SUBMITTED
        else None,
        "arrived": gift.submitted_at,
        "decided": gift.decided_at,
        "removal": gift.removal_requested_at,
        "status": {"label": gift.get_status_display(), "tone": TONES[gift.status]},
        "claim": claim_words(gift, actor=actor, at=at),
        "assigned": assigned_words(gift, actor=actor),
        "is_like_another": getattr(gift, "is_like_another", False)
        and gift.status == Status.SUBMITTED,
        "has_answer": gift.has_answer and gift.status == Status.SUBMITTED,
        "is_archive_only": gift.audience == Contribution.Audience.ARCHIVE,
    }


def files_words(count: int) -> str:
    """Say how many files there are; nothing for none."""
    return ngettext("%(n)s file", "%(n)s files", count) % {"n": count} if count else ""


def claim_words(gift: Contribution, *, actor, at) -> str:
    """Say who is looking at it now and until when; nothing when nobody is."""
    if gift.claimed_by is None or gift.claimed_until <= at:
        return ""
    until = timezone.localtime(gift.claimed_until).strftime("%H:%M")
    if gift.claimed_by == actor.account:
        return _("You are looking at this until %(until)s.") % {"until": until}
    return _("%(who)s is looking at this until %(until)s.") % {
        "who": display_name(gift.claimed_by),
        "until": until,
    }


def assigned_words(gift: Contribution, *, actor) -> str:
    """Say whose task it is; nothing when it is everybody's."""
    if gift.assigned_to_id is None:
        return ""
    if gift.assigned_to == actor.account:
        return _("given to you")
    return _("given to %(who)s") % {"who": display_name(gift.assigned_to)}


def status_words(gift: Contribution) -> str:
    """Say where it stands, and who decided."""
    label = gift.get_status_display()
    return (
        f"{label}: {display_name(gift.decided_by)}" if gift.decided_by else str(label)
    )


def event_text(event: ModerationEvent) -> str:
    """Say in words what happened."""
    who = display_name(event.actor) if event.actor else _("the contributor")
    if event.action == Action.SUBMIT and event.before == Status.NEEDS_INFO:
        return _("answered")
    texts = {
        Action.SUBMIT: _("sent to the library"),
        Action.ASK: _("%(who)s asked a question"),
        Action.PUBLISH: _("%(who)s published it"),
        Action.DECLINE: _("%(who)s declined it"),
        Action.MARK_SPAM: _("%(who)s put it aside as spam"),
        Action.REOPEN: _("%(who)s opened it again"),
        Action.UNDO: _("%(who)s took the last act back"),
        Action.WITHDRAW: _("withdrawn by the contributor"),
    }
    text = texts.get(event.action, event.action)
    return text % {"who": who} if "%(who)s" in text else text


def timeline(events) -> list[dict]:
    """Prepare what happened for the timeline."""
    tones = {"ask": "ask", "publish": "good", "decline": "bad", "mark_spam": "bad"}
    found = []
    for event in events:
        reason = event.details.get("reason", "")
        said = [str(Reason(reason).label)] if reason in Reason.values else []
        found.append(
            {
                "text": event_text(event),
                "at": event.at,
                "tone": tones.get(event.action, ""),
                "note": " ".join([*said, event.note]).strip(),
            }
        )
    return found
