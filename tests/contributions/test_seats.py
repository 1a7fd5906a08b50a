"""Seats at events: asked for, proven, waited for, given back, told of; never flooded."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from contributions import notifications, seat_letters, seats
from contributions.models import Letter, Reservation
from contributions.own_data import erasing, export
from contributions.own_data.whose import of_account
from news import publishing
from news.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
EMAIL = "reader@people.test"


@pytest.fixture
def event():
    return factories.make_event(title_en="An evening", capacity=2)


def seated(event, *, email: str = EMAIL, name: str = "Галина", **more) -> Reservation:
    """Let somebody reserve whose address is proven."""
    given = {"name": name, "email": email, "language": "en"} | more
    return seats.ask(event, is_proven=True, **given)


def send(*, after: timedelta = timedelta(minutes=1)) -> list:
    """Let time pass, and give the letters that leave."""
    before = len(mail.outbox)
    notifications.send_due(at=timezone.now() + after)
    return mail.outbox[before:]


def key_in(message) -> str:
    return re.search(r"key=(\S+)", message.body)[1].replace("%3A", ":")


def kinds(reservation: Reservation) -> list[str]:
    letters = reservation.letters.order_by("pk")
    return list(letters.values_list("kind", flat=True))


class TestAsking:
    def test_nothing_is_held_before_the_button_of_the_letter_is_pressed(
        self, client, event
    ):
        page = client.get(event.get_absolute_url(), headers={"Accept-Language": "en"})
        assert "2 seats are free" in page.content.decode()
        address = f"{event.get_absolute_url()}reserve/"

        answer = client.post(address, {"name": "Галина", "email": "Reader@People.test"})

        assert EMAIL in answer.content.decode()
        assert seats.left(event) == 2
        (letter,) = send()
        assert letter.to == [EMAIL]
        key = key_in(letter)
        for _n in range(3):  # a scanner of mails follows links
            shown = client.get("/reservations/confirm/", {"key": key})
            assert shown["Referrer-Policy"] == "no-referrer"
        assert seats.left(event) == 2

        moved = client.post("/reservations/confirm/", {"key": key})
        assert seats.left(event) == 1
        mine = client.get(moved["Location"], headers={"Accept-Language": "en"})
        assert "A seat is kept for you" in mine.content.decode()
        assert mine["Cache-Control"] == "private, no-store"
        assert "seat" in send()[0].subject or mail.outbox[-1].to == [EMAIL]

    def test_the_answer_does_not_tell_who_reserved_already(self, client, event):
        seated(event)
        pages = []
        for email in (EMAIL, "other@people.test"):
            answer = client.post(
                f"{event.get_absolute_url()}reserve/", {"name": "Я", "email": email}
            )
            page = answer.content.decode().replace(email, "")
            pages.append(re.sub(r'value="\w{64}"', "", page))
        assert pages[0] == pages[1]
        assert "seat_prove" not in kinds(Reservation.objects.get(email=EMAIL))

    def test_a_proven_address_of_an_account_needs_no_letter(self, client, event):
        user = factories.make_user(EMAIL)
        EmailAddress.objects.update_or_create(
            user=user, email=EMAIL, defaults={"verified": True, "primary": True}
        )
        client.force_login(user)
        address = f"{event.get_absolute_url()}reserve/"
        assert f'value="{EMAIL}"' in client.get(address).content.decode()
        client.post(address, {"name": "Я", "email": EMAIL})
        assert Reservation.objects.get().seated_at is not None
        client.post(address, {"name": "Я", "email": "stranger@people.test"})
        stranger = Reservation.objects.get(email="stranger@people.test")
        assert stranger.confirmed_at is None

    def test_nobody_floods_a_stranger(self, client):
        for _n in range(6):
            where = factories.make_event(capacity=5).get_absolute_url()
            client.post(f"{where}reserve/", {"name": "Я", "email": EMAIL})
        assert Letter.objects.count() == 3

    def test_a_program_that_fills_in_everything_gets_nowhere(self, client, event):
        form = {"name": "Я", "email": EMAIL, "website": "https://spam.test"}
        client.post(f"{event.get_absolute_url()}reserve/", form)
        assert not Reservation.objects.exists()

    @pytest.mark.parametrize(
        "form",
        [
            {"name": "", "email": EMAIL},
            {"name": "\u3164", "email": EMAIL},
            {"name": "Я", "email": "not an address"},
            {"name": "Я" * 500, "email": EMAIL},
        ],
    )
    def test_what_is_missing_is_said_and_nothing_lost(self, client, event, form):
        answer = client.post(f"{event.get_absolute_url()}reserve/", form)
        assert answer.status_code == 400
        assert not Reservation.objects.exists()
        assert form["email"] in answer.content.decode()

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"capacity": None}, 404),
            ({"published_at": None}, 404),
            ({"status": "cancelled"}, 409),
            ({"starts_at": timezone.now() - timedelta(minutes=5)}, 409),
        ],
    )
    def test_where_nothing_can_be_reserved_nothing_is(self, client, changes, status):
        event = factories.make_event(**({"capacity": 2} | changes))
        address = f"/events/{event.slug}/reserve/"
        form = {"name": "Я", "email": EMAIL}
        assert client.get(address).status_code == status
        assert client.post(address, form).status_code == status
        assert not Reservation.objects.exists()

    @pytest.mark.parametrize("page", ["confirm", "mine"])
    @pytest.mark.parametrize("key", ["", "nonsense", "x" * 5000, "1:1:1"])
    def test_a_wrong_key_opens_nothing(self, client, page, key):
        answer = client.get(f"/reservations/{page}/", {"key": key})
        assert answer.status_code == 404

    def test_a_key_of_one_page_does_not_open_the_other(self, client, event):
        mine = seated(event)
        key = seat_letters.key(mine, seat_letters.CONFIRM)
        assert client.post("/reservations/mine/", {"key": key}).status_code == 404
        assert seats.left(event) == 1


class TestLine:
    def test_who_comes_too_late_waits_and_gets_the_next_seat(self, event):
        first, second, third, fourth = (
            seated(event, email=f"{n}@people.test") for n in range(4)
        )
        assert [bool(one.seated_at) for one in (first, second, third, fourth)] == [
            True, True, False, False,
        ]  # fmt: skip
        assert kinds(third) == ["seat_waits"]

        seats.end(first)
        seats.end(first)

        third.refresh_from_db()
        fourth.refresh_from_db()
        assert third.seated_at and not fourth.seated_at
        assert kinds(third) == ["seat_waits", "seat_freed"]
        told = [one.to[0] for one in send()]
        assert sorted(told) == ["1@people.test", "2@people.test", "3@people.test"]

    def test_a_newcomer_does_not_overtake_the_line(self, event):
        for number in range(3):
            seated(event, email=f"{number}@people.test")
        Event.objects.filter(pk=event.pk).update(capacity=3)
        assert seated(event, email="late@people.test").seated_at is None

    def test_seats_that_were_added_go_to_the_line(self, event):
        waiting = [seated(event, email=f"{n}@people.test") for n in range(4)][2:]
        event.capacity = 3
        event.save()
        seats.catch_up(at=timezone.now() + seats.SETTLED)
        for one in waiting:
            one.refresh_from_db()
        assert [bool(one.seated_at) for one in waiting] == [True, False]

    def test_one_address_has_one_seat(self, event):
        seated(event)
        assert seated(event).pk == Reservation.objects.get().pk
        with pytest.raises(IntegrityError), transaction.atomic():
            event.reservations.create(
                name="Я", email=EMAIL, language="uk", asked_at=timezone.now()
            )

    def test_who_gave_back_may_come_again(self, client, event):
        mine = seated(event)
        key = seat_letters.key(mine, seat_letters.OPEN)
        client.post("/reservations/mine/", {"key": key})
        mine.refresh_from_db()
        assert mine.ended_at
        assert seats.left(event) == 2
        assert seated(event).seated_at


class TestTold:
    def test_of_a_new_hour_once(self, event):
        mine = seated(event)
        send()
        event.starts_at += timedelta(days=1)
        event.ends_at += timedelta(days=1)
        event.status_note_en, event.status = "The room is taken.", "moved"
        event.save()

        seats.catch_up(at=timezone.now())  # an editor may still be at it
        assert kinds(mine) == ["seat_kept"]
        for minutes in (6, 7, 60):
            seats.catch_up(at=timezone.now() + timedelta(minutes=minutes))

        assert kinds(mine) == ["seat_kept", "seat_changed"]
        (letter,) = send(after=timedelta(hours=2))
        assert letter.subject == "Changed: “An evening”"
        assert "The room is taken." in letter.body

    @pytest.mark.parametrize("how", ["cancelled", "back to draft"])
    def test_that_it_is_off(self, event, editor, how):
        mine = seated(event)
        waiting = factories.make_event(capacity=1)
        send()
        if how == "cancelled":
            event.status = how
            event.save()
        else:
            publishing.unpublish(event, by=editor)
        waiting.save()
        seats.catch_up(at=timezone.now() + seats.SETTLED)
        (letter,) = send(after=timedelta(hours=1))
        assert letter.subject == "Cancelled: “An evening”"
        assert "does not take place" in letter.body
        seats.catch_up(at=timezone.now() + timedelta(hours=1))
        assert kinds(mine) == ["seat_kept", "seat_changed"]

    def test_nothing_where_only_words_were_mended(self, event):
        mine = seated(event)
        event.title_en, event.summary_en = "A better title", "And more"
        event.save()
        seats.catch_up(at=timezone.now() + seats.SETTLED)
        assert kinds(mine) == ["seat_kept"]

    def test_the_day_before_and_never_twice(self, event):
        mine = seated(event)
        waits = [seated(event, email=f"{n}@people.test") for n in range(2)][1]
        send()
        early = event.starts_at - timedelta(hours=30)
        due = event.starts_at - timedelta(hours=20)
        assert seats.remind(at=early) == 0
        assert seats.remind(at=due) == 2
        assert seats.remind(at=due + timedelta(hours=1)) == 0
        assert kinds(mine)[-1] == "seat_remind"
        assert "seat_remind" not in kinds(waits)

    def test_nobody_is_reminded_of_what_was_given_back_or_cancelled(self, event):
        due = event.starts_at - timedelta(hours=20)
        seats.end(seated(event))
        seated(event, email="other@people.test")
        event.status = "cancelled"
        event.save()
        assert seats.remind(at=due) == 0

    def test_a_letter_that_is_no_longer_true_does_not_leave(self, event):
        mine = seated(event)
        seats.end(mine)
        assert send() == []
        assert mine.letters.get().cancelled_at

    def test_words_of_people_cannot_become_markup_or_headers(self, event):
        seated(event, name="<b>x</b>\r\nBcc: a@b.test")
        (letter,) = send()
        assert letter.bcc == [] and "Bcc" not in letter.subject
        assert "<b>x" not in letter.alternatives[0][0]


class TestForgetting:
    def test_what_nobody_confirmed_and_what_is_long_over_goes(self, event):
        seats.ask(event, name="Я", email="a@people.test", language="uk")
        seats.end(seated(event, email="b@people.test"))
        seated(event, email="c@people.test")

        seats.purge(at=timezone.now() + timedelta(days=8))
        assert Reservation.objects.get().email == "c@people.test"
        seats.purge(at=event.over_at + timedelta(days=31))
        assert not Reservation.objects.exists()
        assert not Letter.objects.exists()

    def test_a_person_gets_them_and_is_forgotten_and_the_line_moves_on(self, event):
        user = factories.make_user(EMAIL)
        EmailAddress.objects.update_or_create(
            user=user, email=EMAIL, defaults={"verified": True, "primary": True}
        )
        seated(event)
        waiting = [seated(event, email=f"{n}@people.test") for n in range(2)][1]
        whose = of_account(user)
        (told,) = export.gather(whose)["reservations"]
        assert (told["email"], told["event_title"]) == (EMAIL, event.title)

        erasing.forget(whose)

        assert not Reservation.objects.filter(email=EMAIL).exists()
        waiting.refresh_from_db()
        assert waiting.seated_at


def test_the_list_for_the_door_has_names_and_no_address(client, cast, event):
    seated(event, name="Галина Коваль")
    for number in range(2):
        seated(event, email=f"{number}@people.test", name=f"Гість {number}")
    client.force_login(cast["editor"])
    page = client.get(f"/events/{event.slug}/reserved/").content.decode()
    assert "Галина Коваль" in page and "Гість 1" in page
    assert "people.test" not in page.split("<main")[1].split("</main")[0]
    on_page = client.get(event.get_absolute_url()).content.decode()
    assert f"/events/{event.slug}/reserved/" in on_page


def test_no_visitor_reads_who_comes(client, event):
    seated(event, name="Галина Коваль")
    for address in (
        event.get_absolute_url(), "/events/", "/events/calendar.ics",
        f"/events/{event.slug}/event.ics", f"/api/v1/events/{event.slug}/",
        f"/events/{event.slug}/reserve/",
    ):  # fmt: skip
        body = client.get(address).content.decode()
        assert "Галина" not in body and EMAIL not in body


def test_an_event_with_reservations_cannot_be_deleted_by_mistake(client, cast, event):
    seated(event)
    client.force_login(cast["editor"])
    client.post(f"/admin/news/event/{event.pk}/delete/", {"post": "yes"})
    assert Event.objects.filter(pk=event.pk).exists()
