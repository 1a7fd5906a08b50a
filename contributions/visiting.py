"""The scan day: people come with boxes, a member of staff enters for them.

Her word that the person stood there takes the place of the proven address, and she
never decides on what she entered (`permissions.is_own`).
"""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from contributions import access, consent, drafting
from contributions.models import Contribution, PhoneKey, Visitor
from contributions.states import Status
from news.models import Event
from news.querysets import EventQuerySet

PHONE_MINUTES = 30
TRIES = 5
SIGNATURE = re.compile(r"(?:M\d{1,3} \d{1,3}(?: L\d{1,3} \d{1,3})+ ?){1,200}")
SIGNATURE_LETTERS = 40_000
KINDS = (Contribution.Kind.PHOTOS, Contribution.Kind.DOCUMENT, Contribution.Kind.MEMORY)


def welcome(
    *, name: str, email: str, language: str, by, at: datetime | None = None
) -> Visitor:
    """Write down who stands here and give the day's next ticket."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    for _attempt in range(TRIES):
        last = Visitor.objects.filter(day=day).aggregate(last=Max("ticket"))["last"]
        try:
            with transaction.atomic():
                visitor = Visitor.objects.create(
                    day=day, ticket=(last or 0) + 1, name=name, email=email,
                    language=language, met_by=by, met_at=at,
                )  # fmt: skip
                audit.record("visitor.welcome", visitor, by=by, at=at)
                return visitor
        except IntegrityError:  # a colleague gave this ticket at the same moment
            continue
    raise RuntimeError("No ticket could be given.")


@transaction.atomic
def open_box(
    visitor: Visitor, *, kind: str, by, occasion: Event | None = None
) -> Contribution:
    """Begin one more contribution of this person, entered by this colleague.

    It may come from an event (`occasion`), such as the evening at which they stand here.
    """
    box = drafting.begin(kind, language=visitor.language, occasion=occasion)
    Contribution.objects.filter(pk=box.pk).update(
        visitor=visitor, entered_by=by, name=visitor.name, email=visitor.email
    )
    box.refresh_from_db()
    audit.record("visitor.box", box, by=by)
    return box


def events_of_today(*, at: datetime | None = None) -> EventQuerySet:
    """Give the events from which somebody who stands here today may come."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=1)
    return Event.objects.published().between(start, end).by_start()


def phone_link(box: Contribution, *, by, at: datetime | None = None) -> str:
    """Make the address that lets a telephone add files to this box for half an hour.

    A link made before for the same box ends.
    """
    at = at or timezone.now()
    box.phone_keys.update(expires_at=at)
    token = access.new_token()
    PhoneKey.objects.create(
        contribution=box,
        token_hash=access.hashed(token),
        made_by=by,
        expires_at=at + timedelta(minutes=PHONE_MINUTES),
    )
    return f"{settings.SITE_URL}{reverse('contributions:phone')}?key={token}"


def box_behind(token: str, *, at: datetime | None = None) -> Contribution | None:
    """Find the open box to which a telephone may add; None says not why."""
    if not token or len(token) > 100 or not token.isascii():
        return None
    key = (
        PhoneKey.objects.select_related("contribution")
        .filter(
            token_hash=access.hashed(token),
            expires_at__gt=at or timezone.now(),
            contribution__status=Status.DRAFT,
        )
        .first()
    )
    return key.contribution if key else None


def slip_links(visitor: Visitor, *, by) -> list[tuple[Contribution, str]]:
    """Make a private link to every box of this person, for the printed slip."""
    boxes = visitor.boxes.exclude(status=Status.WITHDRAWN).order_by("pk")
    links = [(box, access.link(box, access.issue(box))) for box in boxes]
    audit.record("visitor.slip", visitor, by=by)
    return links


def is_drawn(path: str) -> bool:
    """Say whether this is the drawing of a signature and nothing else."""
    return len(path) <= SIGNATURE_LETTERS and bool(SIGNATURE.fullmatch(path))


def consent_text(visitor: Visitor) -> str:
    """Give the text to read before signing, in the person's language."""
    return consent.text(visitor.language)
