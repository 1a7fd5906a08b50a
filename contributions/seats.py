"""Seats at events: asked for, confirmed, waited for, given back, told of.

Who gets the last seat is decided under a lock on the event's row. What people have to
be told is found by their row, so a killed worker and a busy editor lose nothing.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contributions.models import Letter, Reservation
from contributions.tasks import send_letters
from news.models import Event

WEEK = timedelta(days=7)
LETTERS_AN_HOUR, LETTERS_A_DAY = 3, 10
SETTLED = timedelta(minutes=5)
"""What an editor changed this moment may be mended in the next: one letter is enough."""
KEPT_AFTER = timedelta(days=30)
"""How long after an event its reservations are known."""
AT_ONCE = 200


def is_open(event: Event, *, at: datetime | None = None) -> bool:
    """Say whether seats of an event can be reserved now."""
    at = at or timezone.now()
    return bool(
        event.capacity
        and event.is_public
        and event.status != Event.Status.CANCELLED
        and event.starts_at > at
    )


def left(event: Event) -> int:
    """Count the seats that anybody may have; none while somebody waits in line."""
    held = event.reservations.living().filter(confirmed_at__isnull=False)
    return max(0, (event.capacity or 0) - held.count())


@transaction.atomic
def ask(
    event: Event,
    *,
    name: str,
    email: str,
    language: str,
    is_proven: bool = False,
    at: datetime | None = None,
) -> Reservation | None:
    """Note that an address wants a seat; give the reservation where it is known to be theirs.

    Unless the address `is_proven`, a letter asks for one press first. Who has a seat
    already or gets too many letters is not told so: nobody learns of others.
    """
    at, email = at or timezone.now(), email.strip().lower()
    event = _locked(event)
    if not is_open(event, at=at):
        return None
    living = event.reservations.living()
    reservation = living.filter(email=email).first() or event.reservations.create(
        name=name, email=email, language=language, asked_at=at
    )
    if is_proven:
        _confirm(reservation, event, at=at)
        return reservation
    if reservation.confirmed_at is None and _may_mail(email, at=at):
        _write(reservation, Letter.Kind.SEAT_PROVE, at=at)
    return None


@transaction.atomic
def confirm(reservation: Reservation, *, at: datetime | None = None) -> Reservation:
    """Give a seat, or a place in the line. Safe to repeat; nothing where it is too late."""
    at, event = at or timezone.now(), _locked(reservation.event)
    reservation = event.reservations.get(pk=reservation.pk)
    _confirm(reservation, event, at=at)
    return reservation


def _confirm(reservation: Reservation, event: Event, *, at: datetime) -> None:
    if reservation.confirmed_at or reservation.ended_at or not is_open(event, at=at):
        return
    has_seat = left(event) > 0
    reservation.confirmed_at, reservation.told = at, fingerprint(event)
    reservation.seated_at = at if has_seat else None
    reservation.save(update_fields=["confirmed_at", "seated_at", "told"])
    kind = Letter.Kind.SEAT_KEPT if has_seat else Letter.Kind.SEAT_WAITS
    _write(reservation, kind, at=at)


@transaction.atomic
def end(reservation: Reservation, *, at: datetime | None = None) -> None:
    """Give a seat back; the first in the line gets it. Safe to repeat."""
    at, event = at or timezone.now(), _locked(reservation.event)
    ended = Reservation.objects.filter(pk=reservation.pk, ended_at=None)
    if ended.update(ended_at=at):
        _seat_the_next(event, at=at)


def forget(reservations: Iterable[Reservation], *, at: datetime) -> None:
    """Delete reservations of a person; the next in line get what they held."""
    for reservation in reservations:
        end(reservation, at=at)
        Reservation.objects.filter(pk=reservation.pk).delete()


def is_off(event: Event) -> bool:
    """Say whether nobody should come: it is cancelled, or off the site again."""
    return event.status == Event.Status.CANCELLED or not event.is_public


def fingerprint(event: Event) -> str:
    """Name what somebody who comes has to know: when, where, and whether it is at all."""
    told = [
        event.starts_at.isoformat(), event.ends_at.isoformat(), event.all_day,
        is_off(event), event.branch_id, event.online_url,
        *(getattr(event, f"address_{code}") or "" for code, _n in settings.LANGUAGES),
    ]  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def tick() -> None:
    """Do what time and editors make necessary: changes told, reminders, forgetting."""
    catch_up()
    remind()
    purge()


def catch_up(*, at: datetime | None = None) -> None:
    """Tell of events that were moved, cancelled or taken back, and fill seats added."""
    at = at or timezone.now()
    events = Event.objects.to_come(at=at)
    held = Reservation.objects.living().filter(confirmed_at__isnull=False)
    found = events.filter(updated_at__lte=at - SETTLED, pk__in=held.values("event"))
    for event in found.order_by("pk"):
        with transaction.atomic():
            event = _locked(event)
            _tell_of_change(event, at=at)
            _seat_the_next(event, at=at)


def _tell_of_change(event: Event, *, at: datetime) -> None:
    now = fingerprint(event)
    held = event.reservations.living().filter(confirmed_at__isnull=False)
    for reservation in held.exclude(told=now).order_by("pk"):
        # Moved to another day, the reminder is due anew.
        Reservation.objects.filter(pk=reservation.pk).update(told=now, reminded_at=None)
        _write(reservation, Letter.Kind.SEAT_CHANGED, at=at)


def remind(*, at: datetime | None = None) -> int:
    """Write to those whose event is within a day, each once; say how many."""
    at = at or timezone.now()
    written = 0
    for reservation in Reservation.objects.to_be_reminded(at=at).order_by("pk")[
        :AT_ONCE
    ]:
        with transaction.atomic():
            mine = Reservation.objects.seated().filter(
                pk=reservation.pk, reminded_at=None
            )
            if mine.update(reminded_at=at):
                _write(reservation, Letter.Kind.SEAT_REMIND, at=at)
                written += 1
    return written


def purge(*, at: datetime | None = None) -> None:
    """Forget what nobody confirmed, what was given back, and whose event is long over."""
    at = at or timezone.now()
    Reservation.objects.filter(confirmed_at=None, asked_at__lt=at - WEEK).delete()
    Reservation.objects.filter(ended_at__lt=at - WEEK).delete()
    Reservation.objects.filter(event__over_at__lt=at - KEPT_AFTER).delete()


def _seat_the_next(event: Event, *, at: datetime) -> None:
    """Give free seats to the first in the line; call with the event's row locked."""
    if not is_open(event, at=at):
        return
    free = event.capacity - event.reservations.seated().count()
    for reservation in event.reservations.waiting()[: max(0, free)]:
        Reservation.objects.filter(pk=reservation.pk).update(seated_at=at)
        _write(reservation, Letter.Kind.SEAT_FREED, at=at)


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk)


def _write(reservation: Reservation, kind: str, *, at: datetime) -> None:
    Letter.objects.create(reservation=reservation, kind=kind, due_at=at)
    transaction.on_commit(send_letters.enqueue)


def _may_mail(email: str, *, at: datetime) -> bool:
    """Say whether this address may get one more letter: nobody floods a stranger."""
    sent = Letter.objects.filter(reservation__email=email, kind=Letter.Kind.SEAT_PROVE)
    hour, day = at - timedelta(hours=1), at - timedelta(days=1)
    return (
        sent.filter(created_at__gt=hour).count() < LETTERS_AN_HOUR
        and sent.filter(created_at__gt=day).count() < LETTERS_A_DAY
    )
