"""Letters about nothing, to see how each kind reads; nothing is stored or sent."""

import base64
import io
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from contributions.models import (
    Contribution,
    Follower,
    Issue,
    Letter,
    ModerationEvent,
    Reservation,
)
from contributions.notifications import composing
from contributions.states import Reason
from history.models import Item
from news.models import Event

TOGETHER = "together"
KINDS = {
    kind.value: kind.label
    for kind in Letter.Kind
    if not kind.value.startswith(
        ("case_", "follow_", "guest_", "newsletter", "talk_", "ask_")
    )
} | {TOGETHER: gettext_lazy("several decisions at once")}


def compose(kind: str) -> composing.Composed:
    """Write a sample of one kind in the language that is active."""
    if kind == TOGETHER:
        letters = [_letter("published"), _letter("declined"), _letter("declined")]
        for number, letter in enumerate(letters, start=1):
            letter.pk = number
        return composing.written_together(letters, dict.fromkeys((1, 2, 3), "sample"))
    letter = _letter(kind)
    picture = _picture() if kind == Letter.Kind.PUBLISHED else ""
    return composing.written(letter, token="sample", sample_picture=picture)  # noqa: S106


def of_issue(issue: Issue) -> composing.Composed:
    """Write an issue of the weekly letter as a reader gets it, in the active language."""
    language = get_language() or "uk"
    reader = Follower(pk=0, email="reader@example.org", language=language)
    letter = Letter(
        issue=issue, follower=reader, kind=Letter.Kind.NEWSLETTER,
        created_at=timezone.now(), details={"language": language},
    )  # fmt: skip
    return composing.written(letter, token="")


def _of_seat(kind: str) -> Letter:
    """Make a letter about a seat at an evening that is nowhere."""
    begins = timezone.localtime() + timedelta(days=3)
    begins = begins.replace(hour=17, minute=0, second=0, microsecond=0)
    event = Event(
        slug="sample", title=_("An evening of old photographs"), starts_at=begins,
        ends_at=begins + timedelta(hours=2), address=_("The reading room"),
        published_at=timezone.now(),
    )  # fmt: skip
    if kind == Letter.Kind.SEAT_CHANGED:
        event.status = Event.Status.MOVED
        event.status_note = _("It begins an hour later.")
    event.over_at = event.ends_at
    reservation = Reservation(
        pk=0, event=event, name=_("Halyna Koval"), email="halyna@example.org",
        language=get_language() or "uk", asked_at=timezone.now(),
    )  # fmt: skip
    return Letter(reservation=reservation, kind=kind, created_at=timezone.now())


def _letter(kind: str) -> Letter:
    if kind.startswith("seat_"):
        return _of_seat(kind)
    now = timezone.now()
    item = Item(pk=1042, title=_("The mill in winter"), status=Item.Status.PUBLISHED)
    contribution = Contribution(
        reference="SAMPLE22", kind=Contribution.Kind.PHOTOS, name=_("Halyna Koval"),
        email="halyna@example.org", title=_("The mill in winter"),
        language=get_language() or "uk", promise_at=now + timedelta(days=10),
        removal_reason=_("My aunt is in it, and she did not agree."),
        item=item if kind == Letter.Kind.PUBLISHED else None,
    )  # fmt: skip
    notes = {
        Letter.Kind.QUESTION: _("Do you know which street this is, and about when?"),
        Letter.Kind.DECLINED: _("It is the mill of the next town; they would like it."),
    }
    details = {"reason": Reason.OTHER_TOWN} if kind == Letter.Kind.DECLINED else {}
    event = ModerationEvent(note=notes.get(kind, ""), details=details, at=now)
    return Letter(
        contribution=contribution, kind=kind, event=event, created_at=now, due_at=now
    )


def _picture() -> str:
    drawn = Image.new("RGB", (640, 420), "#B8AD9A")
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((0, 300, 640, 420), fill="#E9E4DA")
    draw.rectangle((210, 150, 430, 320), fill="#6B5D4B")
    draw.polygon([(190, 150), (320, 60), (450, 150)], fill="#4A3F33")
    buffer = io.BytesIO()
    drawn.save(buffer, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
