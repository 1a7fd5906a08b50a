"""The pages of those who give: from an empty page to "it is in the archive"."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from contributions import access, consent, notifications, workflow
from contributions.models import Contribution, Letter
from contributions.permissions import Actor
from contributions.states import Reason, Status
from history import masters
from tests.factories import (
    make_collection,
    make_contribution,
    make_item,
    make_place,
    upload,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _roles(db):
    roles.sync()


@pytest.fixture
def guest() -> Client:
    """A browser of somebody without an account."""
    return Client(headers=ENGLISH)


def begin(client: Client, kind: str = "photos", **more) -> Contribution:
    client.post("/contribute/", {"kind": kind, **more})
    return Contribution.objects.latest("pk")


def page_of(contribution: Contribution, step: str = "tell") -> str:
    return f"/contribute/{contribution.reference}/{step}/"


WORDS = {
    "tell": ("title", "story", "date_said", "place_said", "people_said"),
    "rights": ("taken_by", "author_name", "author_died_year", "reuse", "audience"),
    "check": ("name", "email", "credit", "consent", "consent_version"),
}


def words(step: str = "", **changes) -> dict:
    """Everything that the complete pages of photographs say, or one page of them."""
    all_words = {
        "title": "First of May",
        "story": "Grandfather took it from the balcony.",
        "date_said": "1968",
        "place_said": "behind the bakery",
        "people_said": "Aunt Halyna",
        "taken_by": "family",
        "author_name": "",
        "author_died_year": "",
        "reuse": "free",
        "credit": "initials",
        "audience": "public",
        "name": "Maria Petrenko",
        "email": "Maria@People.Test",
        "consent": "on",
        "consent_version": consent.VERSION,
    }
    names = WORDS[step] if step else tuple(all_words)
    return {name: all_words[name] for name in names} | changes


def of_step(step: str, changes: dict) -> dict:
    return {name: value for name, value in changes.items() if name in WORDS[step]}


def waited(contribution: Contribution) -> Contribution:
    """Let the time pass that a person needs."""
    Contribution.objects.filter(pk=contribution.pk).update(
        created_at=timezone.now() - timedelta(minutes=5)
    )
    return contribution


def write(client: Client, contribution: Contribution, **changes) -> None:
    """Fill in the pages before the last one."""
    for step in ("tell", "rights"):
        data = words(step, next="1", **of_step(step, changes))
        client.post(page_of(contribution, step), data)


def send(client: Client, contribution: Contribution, **changes):
    """Fill in every page, and press the button on the last one."""
    write(client, waited(contribution), **changes)
    data = words("check", send="1", **of_step("check", changes))
    return client.post(page_of(contribution, "check"), data)


def key_of_last_mail() -> str:
    notifications.send_due()
    return re.search(r"key=(\S+)", mail.outbox[-1].body)[1]


class TestStart:
    def test_offers_four_kinds_and_writes_nothing(self, guest):
        response = guest.get("/contribute/")

        offered = re.findall(r'name="kind" value="(\w+)"', response.text)
        assert offered == ["photos", "document", "memory", "audio"]
        assert Contribution.objects.count() == 0
        assert not guest.session.keys()

    def test_a_press_begins_a_draft_that_only_this_browser_opens(self, guest):
        response = guest.post("/contribute/", {"kind": "photos"})
        draft = Contribution.objects.get()

        assert response.url == f"/contribute/{draft.reference}/"
        assert guest.get(response.url).url == page_of(draft, "choose")
        assert guest.get(page_of(draft, "choose")).status_code == 200
        assert Client().get(response.url).status_code == 404
        assert (draft.status, draft.language) == (Status.DRAFT, "en")

    def test_keeps_what_the_address_asked_for(self, guest):
        item, place = make_item(title="Old mill"), make_place("Млинова")
        collection = make_collection()
        asked = (
            f"?item={item.reference}&place={place.slug}&collection={collection.slug}"
        )

        page = guest.get(f"/contribute/{asked}").text
        draft = begin(
            guest,
            "memory",
            item=item.reference,
            place=place.slug,
            collection=collection.slug,
        )

        assert f'name="item" value="{item.reference}"' in page
        assert "Old mill" in page
        assert (draft.about_item, draft.about_place) == (item, place)
        assert (draft.collection, draft.place) == (collection, place)
        assert "Old mill" in guest.get(page_of(draft)).text

    @pytest.mark.parametrize("status", ["hidden", "removed"])
    def test_a_hidden_item_is_as_unknown_as_a_missing_one(self, guest, status):
        hidden = make_item(title="Secret", status=status)

        pages = [
            strip(guest.get("/contribute/", {"item": reference}).text, "")
            for reference in (hidden.reference, "ST-999999", "x", "ST-", "ST-٣")
        ]

        assert len(set(pages)) == 1

    @pytest.mark.parametrize(
        "data",
        [{}, {"kind": "video"}, {"kind": "correction"}, {"kind": "x\x00"}],
    )
    def test_an_unknown_kind_begins_nothing(self, guest, data):
        assert guest.post("/contribute/", data).status_code == 400
        assert Contribution.objects.count() == 0

    def test_a_program_that_is_too_quick_is_asked_once_more(self, guest):
        draft = begin(guest, "memory")
        write(guest, draft)
        hasty = guest.post(page_of(draft, "check"), words("check", send="1"))
        draft.refresh_from_db()

        assert hasty.status_code == 400
        assert "Please look it over once more, then press again." in hasty.text
        assert (draft.sent_at, draft.title) == (None, words()["title"])
        assert send(guest, draft).status_code == 302

    def test_a_program_that_fills_the_trap_begins_nothing(self, guest):
        guest.post("/contribute/", {"kind": "photos", "website": "http://spam.test"})

        assert Contribution.objects.count() == 0

    def test_the_thirty_first_of_an_hour_waits(self, guest):
        answers = [
            guest.post("/contribute/", {"kind": "memory"}).status_code
            for _number in range(31)
        ]

        assert answers == [302] * 30 + [429]

    def test_an_account_is_filled_in_and_needs_no_proof(self, guest, resident):
        guest.force_login(resident)

        draft = begin(guest)

        assert (draft.contributor, draft.name) == (resident, "Марія Петренко")
        assert draft.email == resident.email
        assert draft.email_proven_at is not None


class TestDraft:
    def test_keeps_words_and_understands_them(self, guest):
        street = make_place("Млинова вулиця")
        draft = begin(guest)

        write(guest, draft, place_said=" млинова  ВУЛИЦЯ ")
        response = guest.post(page_of(draft, "check"), words("check", save="1"))
        draft.refresh_from_db()

        assert response.url == page_of(draft, "check")
        assert draft.email == "maria@people.test"
        assert (draft.date_said, str(draft.date_earliest)) == (
            "1968",
            "1968-01-01",
        )
        assert draft.place == street
        assert draft.rights == "https://creativecommons.org/licenses/by/4.0/"
        assert draft.status == Status.DRAFT

    def test_a_press_on_save_needs_nothing(self, guest):
        draft = begin(guest)

        assert guest.post(page_of(draft), {"save": "1"}).status_code == 302

    def test_one_bad_file_blocks_no_good_one(self, guest):
        draft = begin(guest)
        files = [
            upload("one.jpg"),
            upload("letter.jpg", b"<html>no picture</html>"),
            upload("two.jpg"),
        ]

        response = guest.post(page_of(draft, "choose"), {"files": files, "next": "1"})
        names = [a.original_name for a in draft.attachments.order_by("position")]

        assert response.status_code == 400
        assert names == ["one.jpg", "two.jpg"]
        assert "“letter.jpg”: We cannot read this file." in response.text

    def test_a_wrong_field_is_shown_as_typed_and_the_others_are_kept(self, guest):
        draft = begin(guest)
        long_title = "я" * 201

        wrong = [
            ("tell", "title", long_title),
            ("check", "email", "maria@"),
            ("rights", "author_died_year", "12"),
        ]
        for step, name, typed in wrong:
            response = guest.post(
                page_of(draft, step), words(step, next="1", **{name: typed})
            )

            assert response.status_code == 400
            assert f'value="{typed}"' in response.text
            assert set(response.context["form"].errors) == {name}
            assert f'id="id_{name}_error"' in response.text
        draft.refresh_from_db()
        assert (draft.title, draft.email) == ("", "")
        assert draft.story == "Grandfather took it from the balcony."
        assert (draft.taken_by, draft.name) == ("family", "Maria Petrenko")

    @pytest.mark.parametrize("name", ["title", "story", "date_said", "place_said"])
    def test_a_null_byte_is_an_error_of_its_field(self, guest, name):
        draft = begin(guest)

        response = guest.post(page_of(draft), {name: "a\x00b", "save": "1"})

        assert response.status_code == 400
        assert list(response.context["form"].errors) == [name]

    def test_words_are_escaped_and_come_back_byte_equal(self, guest):
        draft = begin(guest)
        naughty = "<script>alert(1)</script> {{ 7|add:7 }} О'Коннор ‮ 社會"

        guest.post(page_of(draft), words(story=naughty, save="1"))
        page = guest.get(page_of(draft)).text
        draft.refresh_from_db()

        assert draft.story == naughty
        assert "<script>alert" not in page
        assert "14 О" not in page

    def test_unknown_fields_change_nothing(self, guest, neighbour):
        """W09."""
        draft = begin(guest)
        fields = ("status", "contributor_id", "email_proven_at", "submitted_at", "item")
        before = {name: getattr(draft, name) for name in fields}

        for step in WORDS:
            guest.post(
                page_of(draft, step),
                words(
                    save="1",
                    status="published",
                    state="approved",
                    contributor=neighbour.pk,
                    owner=neighbour.pk,
                    is_staff="1",
                    id="1",
                    reference="AAAAAAAA",
                    email_proven_at="2020-01-01",
                    submitted_at="2020-01-01",
                    item="1",
                    rights="https://creativecommons.org/publicdomain/mark/1.0/",
                ),
            )
        reference = draft.reference
        draft.refresh_from_db()

        assert {name: getattr(draft, name) for name in fields} == before
        assert draft.reference == reference
        assert draft.rights == "https://creativecommons.org/licenses/by/4.0/"

    def test_a_script_saves_and_hears_when(self, guest):
        draft = begin(guest)

        for step in WORDS:
            response = guest.post(
                page_of(draft, step), words(email="nonsense"), headers=JSON
            )
            assert response.status_code == 200
            answer = response.json()
            assert set(answer["errors"]) == ({"email"} if step == "check" else set())
            assert "rights" in answer
        draft.refresh_from_db()

        assert (draft.title, draft.email) == ("First of May", "")
        assert draft.consents.count() == 0

    def test_a_late_autosave_cannot_undo_a_press(self, guest):
        draft = begin(guest, "memory")
        send(guest, draft)

        response = guest.post(page_of(draft), {"title": "older"}, headers=JSON)
        draft.refresh_from_db()

        assert response.status_code == 409
        assert draft.title == "First of May"

    def test_another_address_must_be_proven_anew(self, guest):
        draft = begin(guest, "memory")
        send(guest, draft)
        old = key_of_last_mail()

        send(guest, draft, email="other@people.test")
        draft.refresh_from_db()

        assert access.find(draft.reference, old) is None
        assert draft.email_proven_at is None
        key_of_last_mail()
        assert mail.outbox[-1].to == ["other@people.test"]

    def test_files_stay_when_a_button_of_theirs_is_pressed(self, guest):
        draft = begin(guest)
        files = [upload("a.jpg"), upload("b.jpg"), upload("c.jpg")]
        guest.post(page_of(draft, "choose"), {"files": files, "save": "1"})
        first, second, third = draft.attachments.order_by("position")
        act = f"/contribute/{draft.reference}/files"

        guest.post(f"{act}/{third.pk}/earlier/", {})
        guest.post(f"{act}/{second.pk}/back/")
        guest.post(f"{act}/{first.pk}/remove/")
        rows = draft.attachments.order_by("position").values_list(
            "original_name", "position", "role"
        )

        assert list(rows) == [("c.jpg", 0, "front"), ("b.jpg", 1, "back")]

    def test_words_stay_when_a_button_of_a_file_is_pressed(self, guest):
        draft = begin(guest, "memory")
        guest.post(page_of(draft), {"files": [upload("a.jpg")], "save": "1"})
        file = draft.attachments.get()

        page = guest.post(
            f"/contribute/{draft.reference}/files/{file.pk}/remove/",
            words("tell", title="typed meanwhile"),
        )
        draft.refresh_from_db()

        assert page.url == f"{page_of(draft)}#files"
        assert (draft.title, draft.attachments.count()) == ("typed meanwhile", 0)

    def test_a_stranger_changes_nothing(self, guest):
        draft = begin(guest)
        guest.post(page_of(draft, "choose"), {"files": [upload("a.jpg")], "save": "1"})
        file = draft.attachments.get()
        stranger, files = Client(), f"/contribute/{draft.reference}/files"

        answers = {
            stranger.get(page_of(draft)).status_code,
            stranger.post(page_of(draft), words()).status_code,
            stranger.post(f"{files}/", {"file": upload()}).status_code,
            stranger.post(f"{files}/{file.pk}/remove/").status_code,
            stranger.post(f"/contributions/{draft.reference}/withdraw/").status_code,
        }
        draft.refresh_from_db()

        assert answers == {404}
        assert (draft.title, draft.attachments.count()) == ("", 1)


def missing(response) -> set[str]:
    """Name the fields of other pages that the last page asks for."""
    return {one["field"] for one in response.context["missing"]}


class TestSend:
    def test_says_everything_that_is_missing_beside_its_field(self, guest):
        """W08: no consent, no file, no text."""
        draft = waited(begin(guest))

        response = guest.post(page_of(draft, "check"), {"send": "1"})

        assert response.status_code == 400
        assert set(response.context["form"].errors) == {"email", "consent"}
        for name in ("email", "consent"):
            assert f'id="id_{name}_error"' in response.text
        for name, step in [
            ("files", "choose"),
            ("title", "tell"),
            ("taken_by", "rights"),
        ]:
            link = f"{page_of(draft, step)}?then=check#id_{name}_field"
            assert f'href="{link}"' in response.text
            assert f'id="id_{name}_field"' in guest.get(link).text

    @pytest.mark.parametrize("blank", ["   ", "\u200b\u200b", "\u3164", "\u00ad"])
    def test_a_title_that_nobody_sees_is_missing(self, guest, blank):
        """T10."""
        response = send(guest, begin(guest, "memory"), title=blank)

        assert response.status_code == 400
        assert missing(response) == {"title"}

    @pytest.mark.parametrize("date", ["31.02.1950", "9999"])
    def test_an_impossible_date_stops_and_stays(self, guest, date):
        """T13: said, and never changed silently."""
        draft = begin(guest, "memory")

        stopped = guest.post(page_of(draft), words("tell", next="1", date_said=date))
        response = send(guest, draft, date_said=date)
        draft.refresh_from_db()

        assert (stopped.status_code, response.status_code) == (400, 400)
        assert set(stopped.context["form"].errors) == {"date_said"}
        assert missing(response) == {"date_said"}
        assert (draft.date_said, draft.date_edtf) == (date, "")

    @pytest.mark.parametrize("date", ["when the bakery was still there", "-5", ""])
    def test_words_we_do_not_understand_are_kept_and_go(self, guest, date):
        draft = begin(guest, "memory")

        response = send(guest, draft, date_said=date)
        draft.refresh_from_db()

        assert response.status_code == 302
        assert (draft.date_said, draft.date_earliest) == (date, None)

    def test_a_name_is_needed_only_where_it_is_shown(self, guest):
        draft = begin(guest, "memory")

        refused = send(guest, draft, name="", credit="name")
        taken = send(guest, draft, name="", credit="anonymous")

        assert set(refused.context["form"].errors) == {"name"}
        assert taken.status_code == 302

    def test_an_old_consent_text_has_to_be_read_again(self, guest):
        """W34: what was shown is what is recorded."""
        response = send(guest, begin(guest, "memory"), consent_version="1999-01")

        assert set(response.context["form"].errors) == {"consent"}

    def test_nobody_fills_in_a_page_in_no_time(self, guest):
        draft = begin(guest, "memory")

        write(guest, draft)
        response = guest.post(page_of(draft, "check"), words("check", send="1"))
        draft.refresh_from_db()

        assert response.status_code == 400
        assert (draft.title, draft.sent_at) == ("First of May", None)

    def test_the_letter_comes_before_the_queue(self, guest):
        draft = begin(guest)
        guest.post(page_of(draft, "choose"), {"files": [upload()], "save": "1"})

        response = send(guest, draft)
        page = guest.get(response.url)
        draft.refresh_from_db()

        assert response.url == f"/contributions/{draft.reference}/"
        assert "maria@people.test" in page.text
        assert (draft.status, draft.submitted_at) == (Status.DRAFT, None)
        assert list(draft.letters.values_list("kind", flat=True)) == ["prove"]

    def test_two_presses_give_one_contribution_and_one_letter(self, guest):
        draft = begin(guest, "memory")

        first, second = send(guest, draft), send(guest, draft)

        assert (first.status_code, second.status_code) == (302, 302)
        assert first.url == second.url
        assert Letter.objects.count() == Contribution.objects.count() == 1

    def test_a_proven_account_goes_straight_to_the_queue(self, guest, resident):
        guest.force_login(resident)
        draft = begin(guest, "memory")

        send(guest, draft, email=resident.email)
        draft.refresh_from_db()

        assert draft.status == Status.SUBMITTED

    def test_words_after_sending_are_given_back(self, guest, resident):
        guest.force_login(resident)
        draft = begin(guest, "memory")
        send(guest, draft, email=resident.email)

        again = send(guest, draft, email=resident.email)
        late = guest.post(page_of(draft), words(story="One more thing.", save="1"))
        draft.refresh_from_db()

        assert again.status_code == 302
        assert late.status_code == 409
        assert "One more thing." in late.text
        assert draft.story == "Grandfather took it from the balcony."


class TestLink:
    def sent(self, guest) -> tuple[Contribution, str]:
        draft = begin(guest, "memory")
        send(guest, draft)
        return draft, key_of_last_mail()

    def test_scanners_change_nothing_and_the_button_does(self, guest):
        draft, key = self.sent(guest)
        address = f"/contributions/{draft.reference}/"
        for _visit in range(5):
            Client().head(address, {"key": key})
            Client().get(address, {"key": key})
        draft.refresh_from_db()
        before = (draft.status, draft.email_proven_at, draft.keys.get().used_at)

        other = Client(headers=ENGLISH)
        opened = other.post(address, {"key": key})
        draft.refresh_from_db()

        assert before == (Status.DRAFT, None, None)
        assert opened.url == address
        assert draft.status == Status.SUBMITTED
        assert other.get(address).status_code == 200

    def test_the_page_of_the_link_leaks_nothing(self, guest):
        draft, key = self.sent(guest)

        response = Client().get(f"/contributions/{draft.reference}/", {"key": key})

        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert "maria@people.test" not in response.text

    def test_a_press_gives_a_new_session(self, guest):
        draft, key = self.sent(guest)
        other = Client()
        begin(other)
        before = other.session.session_key

        other.post(f"/contributions/{draft.reference}/", {"key": key})

        assert other.session.session_key != before

    def test_every_wrong_key_gets_the_same_page(self, guest):
        draft, key = self.sent(guest)
        late = access.issue(draft, at=timezone.now() - timedelta(days=400))
        other = make_contribution()
        wrong = [key[:-1], key[::-1], access.issue(other), late, "ї" * 9, "a" * 999]

        pages = {
            (response.status_code, strip(response.text, draft))
            for token in wrong
            for method in ("get", "post")
            for response in [
                getattr(Client(headers=ENGLISH), method)(
                    f"/contributions/{draft.reference}/", {"key": token}
                )
            ]
        }
        unknown = Client(headers=ENGLISH).get("/contributions/22222222/", {"key": key})

        assert len(pages) == 1
        assert pages.pop() == (404, strip(unknown.text, "22222222"))

    def test_the_answer_about_a_new_link_never_tells(self, guest):
        draft, _key = self.sent(guest)
        Letter.objects.all().delete()

        answers = []
        for reference, email in [
            (draft.reference, "stranger@people.test"),
            ("22222222", "stranger@people.test"),
        ]:
            response = Client(headers=ENGLISH).post(
                f"/contributions/{reference}/link/", {"email": email}
            )
            answers.append((response.status_code, strip(response.text, reference)))
        true = Client(headers=ENGLISH).post(
            f"/contributions/{draft.reference}/link/", {"email": "MARIA@people.test"}
        )

        assert answers[0] == answers[1]
        assert true.status_code == 200
        assert Letter.objects.count() == 1

    def test_a_stranger_is_not_flooded(self, guest):
        draft, _key = self.sent(guest)

        for _press in range(6):
            guest.post(f"/contributions/{draft.reference}/link/")

        assert Letter.objects.count() == notifications.LINKS_AN_HOUR

    @pytest.mark.parametrize("email", ["", "a@b", "a@b.test\nBcc: x@y.test", "\x00"])
    def test_a_wrong_address_is_said_beside_the_field(self, guest, email):
        response = guest.post("/contributions/22222222/link/", {"email": email})

        assert response.status_code == 400
        assert 'id="id_email_error"' in response.text


def strip(page: str, contribution) -> str:
    """Leave out what differs from page to page anyway."""
    reference = getattr(contribution, "reference", contribution)
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    page = re.sub(r'name="next" value="[^"]*"', "", page)
    return page.replace(reference, "REFERENCE") if reference else page


def own(client: Client, contribution: Contribution) -> Contribution:
    """Let this browser hold a contribution, as after its private link."""
    session = client.session
    session[access.SESSION_NAME] = [contribution.pk]
    session.save()
    return contribution


def act(client: Client, contribution: Contribution, name: str, **data):
    return client.post(f"/contributions/{contribution.reference}/{name}/", data)


class TestSubmissionPage:
    @pytest.mark.parametrize("status", [s for s in Status if s != Status.DRAFT])
    def test_tells_in_every_status(self, guest, status):
        contribution = own(guest, make_contribution(status=status, files=1))

        response = guest.get(contribution.get_absolute_url())

        assert response.status_code == 200
        assert contribution.title in response.text
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("status", Status)
    def test_does_not_exist_for_others(self, guest, neighbour, status):
        contribution = make_contribution(status=status, files=1)
        missing = guest.get("/contributions/22222222/")
        signed_in = Client(headers=ENGLISH)
        signed_in.force_login(neighbour)

        hidden = guest.get(contribution.get_absolute_url())

        assert hidden.status_code == missing.status_code == 404
        assert strip(hidden.text, contribution) == strip(missing.text, "22222222")
        assert signed_in.get(contribution.get_absolute_url()).status_code == 404

    def test_staff_is_led_to_the_desk(self, guest, moderator):
        guest.force_login(moderator)
        sent, draft = make_contribution(), make_contribution(status=Status.DRAFT)

        led = guest.get(sent.get_absolute_url())

        assert led.url == reverse("contributions:review", args=[sent.reference])
        assert guest.get(draft.get_absolute_url()).status_code == 404

    def test_shows_letters_but_no_notes_of_the_staff(self, guest, moderator):
        contribution = own(guest, make_contribution())
        by = Actor(user=moderator)
        workflow.leave_note(contribution, by=by, body="canary note")
        workflow.ask(contribution, by=by, note="Which year was it?")

        page = guest.get(contribution.get_absolute_url()).text

        assert "Which year was it?" in page
        assert "canary note" not in page
        assert moderator.email not in page
        assert moderator.display_name not in page

    def test_an_answer_with_a_file_goes_back_to_the_queue(self, guest, moderator):
        contribution = own(guest, make_contribution(files=1))
        workflow.ask(contribution, by=Actor(user=moderator), note="The other side?")

        empty = act(guest, contribution, "submit", note="  ")
        answered = act(
            guest, contribution, "submit", note="Here it is.", files=[upload()]
        )
        again = act(guest, contribution, "submit", note="Here it is.")
        contribution.refresh_from_db()

        assert empty.status_code == 400
        assert 'id="answer-note_error"' in empty.text
        assert answered.status_code == 302
        assert (contribution.status, contribution.attachments.count()) == (
            Status.SUBMITTED,
            2,
        )
        assert again.status_code == 409
        assert "Here it is." in again.text
        assert contribution.messages.filter(is_from_library=False).count() == 1

    def test_a_draft_is_sent_from_here_only_when_complete(self, guest):
        lacking = own(guest, make_contribution(status=Status.DRAFT, files=0))

        refused = act(guest, lacking, "submit")
        lacking.refresh_from_db()

        assert refused.status_code == 400
        assert "Please choose at least one file." in refused.text
        assert lacking.status == Status.DRAFT

    def test_offers_several_files_for_an_answer(self, guest, moderator):
        contribution = own(guest, make_contribution(files=1))
        workflow.ask(contribution, by=Actor(user=moderator), note="The other side?")

        page = guest.get(contribution.get_absolute_url()).text

        assert re.search(r'<input type="file" name="files" [^>]*multiple', page)

    def test_a_bad_file_keeps_the_answer_typed(self, guest, moderator):
        contribution = own(guest, make_contribution(files=1))
        workflow.ask(contribution, by=Actor(user=moderator), note="The other side?")

        response = act(
            guest, contribution, "submit", note="Typed words", files=[upload(data=b"x")]
        )
        contribution.refresh_from_db()

        assert response.status_code == 400
        assert "Typed words" in response.text
        assert contribution.status == Status.NEEDS_INFO

    @pytest.mark.parametrize(
        "status", [Status.DRAFT, Status.SUBMITTED, Status.NEEDS_INFO]
    )
    def test_can_be_taken_back_and_twice_is_once(self, guest, status):
        contribution = own(guest, make_contribution(status=status, files=1))

        first = act(guest, contribution, "withdraw")
        second = act(guest, contribution, "withdraw")
        contribution.refresh_from_db()

        assert (first.status_code, second.status_code) == (302, 302)
        assert contribution.status == Status.WITHDRAWN
        assert contribution.events.count() == 1

    @pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DECLINED, Status.SPAM])
    def test_cannot_be_taken_back_after_a_decision(self, guest, status):
        contribution = own(guest, make_contribution(status=status, files=1))

        response = act(guest, contribution, "withdraw")
        contribution.refresh_from_db()

        assert response.status_code == 409
        assert contribution.status == status

    def test_removal_is_asked_for_with_a_reason(self, guest):
        contribution = own(guest, make_contribution(status=Status.PUBLISHED))

        empty = act(guest, contribution, "request_removal")
        asked = act(guest, contribution, "request_removal", reason="My aunt is in it.")
        twice = act(guest, contribution, "request_removal", reason="My aunt is in it.")
        contribution.refresh_from_db()

        assert empty.status_code == 400
        assert asked.status_code == 302
        assert twice.status_code == 409
        assert contribution.removal_reason == "My aunt is in it."

    def test_what_was_taken_back_at_once_is_not_told(self, guest, moderator):
        contribution = own(guest, make_contribution())
        by = Actor(user=moderator)
        workflow.decline(contribution, by=by, reason=Reason.UNCLEAR)
        workflow.undo(contribution, by=by)

        page = guest.get(contribution.get_absolute_url()).text

        assert "too small or too damaged" not in page
        assert "did not take it" not in page

    @pytest.mark.parametrize("name", ["publish", "decline", "undo", "x"])
    def test_acts_of_the_staff_have_no_address_here(self, guest, name):
        contribution = own(guest, make_contribution())

        assert act(guest, contribution, name).status_code == 404
        assert (
            guest.get(f"{contribution.get_absolute_url()}withdraw/").status_code == 405
        )


class TestMine:
    def test_leads_a_stranger_to_sign_in(self, guest):
        assert guest.get("/contributions/").url == (
            "/accounts/login/?next=/contributions/"
        )

    def test_lists_what_this_browser_opened(self, guest):
        contribution = own(guest, make_contribution(title="Opened here"))
        make_contribution(title="Somebody else's")

        page = guest.get("/contributions/").text

        assert contribution.title in page
        assert "Somebody else's" not in page

    def test_takes_in_what_was_proven_for_the_same_address(self, guest, resident):
        proven = make_contribution(email=resident.email)
        unproven = make_contribution(email=resident.email, status=Status.DRAFT)
        guest.force_login(resident)

        guest.get("/contributions/")
        proven.refresh_from_db()
        unproven.refresh_from_db()

        assert proven.contributor == resident
        assert unproven.contributor is None

    def test_asks_the_database_as_often_for_three_as_for_one(
        self, guest, resident, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        guest.force_login(resident)
        make_contribution(contributor=resident, files=2)
        guest.get("/contributions/")
        with CaptureQueriesContext(
            connection,
        ) as one:
            guest.get("/contributions/")
        make_contribution(contributor=resident, files=3)
        make_contribution(contributor=resident, files=1)

        with django_assert_num_queries(len(one)):
            guest.get("/contributions/")


class TestDateEcho:
    @pytest.mark.parametrize(
        ("text", "starts", "is_impossible"),
        [
            ("summer 1968", "We understood: ", False),
            ("31.02.1950", "There is no 31.02.1950", True),
            ("when the bakery stood", "We keep your words as they are", False),
            ("", "", False),
            ("\x00" * 300, "", False),
        ],
    )
    def test_says_what_we_understand(self, guest, text, starts, is_impossible):
        answer = guest.get("/contribute/date/", {"text": text}).json()

        assert answer["sentence"].startswith(starts)
        assert bool(answer["sentence"]) is bool(starts)
        assert answer["is_impossible"] is is_impossible


def test_real_pictures_reach_the_page(guest, samples):
    draft = begin(guest)
    names = ["orientation_Landscape_6.jpg", "phone_iphone13.heic"]
    files = [upload(name, (samples / name).read_bytes()) for name in names]

    guest.post(page_of(draft, "choose"), {"files": files, "save": "1"})
    for attachment in draft.attachments.all():
        masters.prepare(attachment.master)
    page = guest.get(page_of(draft, "choose")).text

    sizes = re.findall(rf"/contributions/{draft.reference}/files/\d+/640\.webp", page)
    assert len(set(sizes)) == 2
    assert guest.get(sizes[0])["Content-Type"] == "image/webp"
