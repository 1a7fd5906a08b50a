"""The mails about a seat at an event, and the signed links in them.

The links hold the number of a reservation and a purpose, signed; nothing of them is
stored. They end with the reservation, some weeks after the event.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from contributions.models import Letter, Reservation
from news import announcing, when
from news.models import Event

CONFIRM, OPEN = "seat confirm", "seat open"
VALID_SECONDS = {CONFIRM: 7 * 24 * 3600, OPEN: None}
PAGES = {CONFIRM: "contributions:seat_confirm", OPEN: "contributions:seat_mine"}
LONGEST_KEY = 200
OF_A_SEAT = (Letter.Kind.SEAT_KEPT, Letter.Kind.SEAT_FREED, Letter.Kind.SEAT_REMIND)


def key(reservation: Reservation, purpose: str) -> str:
    """Make the key of one page for one reservation."""
    return signing.dumps(reservation.pk, salt=purpose)


def path(reservation: Reservation, purpose: str) -> str:
    query = urlencode({"key": key(reservation, purpose)})
    return f"{reverse(PAGES[purpose])}?{query}"


def find(token: str, purpose: str) -> Reservation | None:
    """Find what a key opens; None says neither why nor whether it is."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        pk = signing.loads(token, salt=purpose, max_age=VALID_SECONDS[purpose])
    except (signing.BadSignature, ValueError):
        return None
    found = Reservation.objects.select_related(
        "event", "event__branch", "event__branch__place", "event__place"
    )
    return found.filter(pk=pk).first()


def has_words(letter: Letter) -> bool:
    """Say whether a letter still says what is so."""
    reservation, event = letter.reservation, letter.reservation.event
    if reservation.ended_at or event.over_at <= timezone.now():
        return False
    if not event.is_public:  # taken back: only that it does not take place is so
        return letter.kind == Letter.Kind.SEAT_CHANGED
    if letter.kind == Letter.Kind.SEAT_PROVE:
        return reservation.confirmed_at is None
    if letter.kind == Letter.Kind.SEAT_WAITS:
        return reservation.seated_at is None
    is_off = event.status == Event.Status.CANCELLED
    return letter.kind == Letter.Kind.SEAT_CHANGED or not is_off


def context_of(letter: Letter) -> dict:
    """Collect what a mail about a seat says, in the language that is active."""
    reservation, event = letter.reservation, letter.reservation.event
    asks = letter.kind == Letter.Kind.SEAT_PROVE
    return {
        "name": reservation.name,
        "title": " ".join(event.title.split()),
        "when": when.whole(event),
        "where": announcing.where_whole(event),
        "is_off": event.status == Event.Status.CANCELLED or not event.is_public,
        "note": event.status_note if event.status != Event.Status.PLANNED else "",
        "event_url": f"{settings.SITE_URL}{event.get_absolute_url()}",
        "url": settings.SITE_URL + path(reservation, CONFIRM if asks else OPEN),
    }
