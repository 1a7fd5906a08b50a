"""Reserve a seat at an event without an account; give it back; the list at the door."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import private, unnamed
from contributions import limits, seat_letters, seats
from contributions.forms.seat import SeatForm
from contributions.models import Reservation
from contributions.own_data.whose import of_account
from contributions.views.residents.door import language, too_often
from history.presenting import language_of
from history.views.door import staff
from news import announcing, when
from news.models import Event

ASKED_AN_HOUR = 20
GUESSES_AN_HOUR = 100
FOLDER = "contributions/seats"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request, slug: str):
    """Take a name and an address for a seat, or for the line."""
    event = get_object_or_404(Event.objects.published().with_branch(), slug=slug)
    if not event.capacity:
        raise Http404
    if not seats.is_open(event):
        return _page(request, "closed", event, status=409)
    proven = _proven(request)
    if request.method != "POST":
        user = request.user
        first = (
            {"name": user.display_name, "email": user.email}
            if user.is_authenticated
            else {}
        )
        return _page(request, "ask", event, form=SeatForm(initial=first))
    form = SeatForm(request.POST)
    if form.is_program:
        return redirect(event)
    if not form.is_valid():
        return _page(request, "ask", event, form=form, status=400)
    if refusal := too_often(request, "seat", amount=ASKED_AN_HOUR):
        return refusal
    email = form.cleaned_data["email"].lower()
    reservation = seats.ask(
        event, name=form.cleaned_data["name"], email=email, language=language(),
        is_proven=email in proven,
    )  # fmt: skip
    if reservation is not None:
        return unnamed(redirect(seat_letters.path(reservation, seat_letters.OPEN)))
    return _page(request, "asked", event, email=email)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Show one button on GET, so that a mail scanner reserves nothing; act on POST."""
    token = request.POST.get("key") or request.GET.get("key", "")
    found = seat_letters.find(token, seat_letters.CONFIRM)
    if found is None:
        return _lost(request)
    if request.method == "POST":
        seats.confirm(found)
        return unnamed(redirect(seat_letters.path(found, seat_letters.OPEN)))
    return unnamed(_page(request, "confirm", found.event, token=token))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Say how a reservation stands; by one press it is given back."""
    token = request.POST.get("key") or request.GET.get("key", "")
    found = seat_letters.find(token, seat_letters.OPEN)
    if found is None:
        return _lost(request)
    if request.method == "POST":
        seats.end(found)
        messages.success(
            request, _("Thank you for telling us. Somebody else can come.")
        )
        return unnamed(redirect(seat_letters.path(found, seat_letters.OPEN)))
    is_over = found.event.over_at <= timezone.now()
    return unnamed(
        _page(
            request, "mine", found.event, reservation=found, token=token,
            may_end=found.confirmed_at and not found.ended_at and not is_over,
            is_over=is_over, ahead=_ahead(found),
        )
    )  # fmt: skip


def _ahead(reservation: Reservation) -> int:
    """Count who is before somebody in the line."""
    if reservation.seated_at or not reservation.confirmed_at:
        return 0
    waiting = reservation.event.reservations.waiting()
    return waiting.filter(confirmed_at__lt=reservation.confirmed_at).count()


@staff("news.change_event")
@require_safe
def reserved(request, slug: str):
    """Print who comes: names only, for the door; the line below."""
    event = get_object_or_404(Event.objects.with_branch(), slug=slug)
    rows = list(event.reservations.in_order())
    seated = sorted(
        (row for row in rows if row.seated_at), key=lambda row: row.name.casefold()
    )
    waiting = [row for row in rows if not row.seated_at]
    return _page(request, "reserved", event, seated=seated, waiting=waiting)


def _page(request, name: str, event: Event, *, status: int = 200, **more):
    context = {
        "event": event,
        "title_lang": language_of(event, "title"),
        "when": when.whole(event),
        "where": announcing.where_whole(event),
        "is_off": seats.is_off(event),
        "left": seats.left(event),
    }
    return render(request, f"{FOLDER}/{name}.html", context | more, status=status)


def _proven(request) -> frozenset[str]:
    """Give the addresses that the person at the door has proven to have."""
    if not request.user.is_authenticated:
        return frozenset()
    return of_account(request.user).emails


def _lost(request):
    is_patient = limits.within(request, "guess", amount=GUESSES_AN_HOUR)
    status = 404 if is_patient else 429
    return unnamed(render(request, f"{FOLDER}/lost.html", status=status))
