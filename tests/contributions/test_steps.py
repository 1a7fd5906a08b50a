"""The four steps of a draft: back and forth, each picture's own words, odd input."""

import itertools

import pytest
from django.test import Client

from contributions import desk
from contributions.models import Attachment, Contribution, Upload
from contributions.states import Status
from contributions.uploads import receiving
from contributions.workflow import publish
from history import publishing
from tests.contributions.test_residents import begin, missing, page_of, send, words
from tests.factories import make_contribution, make_person, make_place, upload

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def guest() -> Client:
    return Client(headers=ENGLISH)


def with_photos(client: Client, amount: int = 3) -> tuple[Contribution, list]:
    draft = begin(client)
    for number in range(amount):
        client.post(
            f"/contribute/{draft.reference}/files/", {"file": upload(f"{number}.jpg")}
        )
    return draft, list(draft.attachments.order_by("position"))


class TestWalking:
    @pytest.mark.parametrize(
        ("kind", "steps"),
        [
            ("photos", ["choose", "tell", "rights", "check"]),
            ("document", ["choose", "tell", "rights", "check"]),
            ("audio", ["choose", "tell", "rights", "check"]),
            ("memory", ["tell", "rights", "check"]),
        ],
    )
    def test_next_and_back_walk_all_steps_and_say_how_far(self, guest, kind, steps):
        draft = begin(guest, kind)
        for number, step in enumerate(steps, start=1):
            page = guest.get(page_of(draft, step)).text
            assert f"Step {number} of {len(steps)}" in page
        for here, there in itertools.pairwise(steps):
            assert guest.post(page_of(draft, here), {"next": "1"}).url == page_of(
                draft, there
            )
            assert guest.post(page_of(draft, there), {"back": "1"}).url == page_of(
                draft, here
            )

    def test_the_draft_leads_to_where_its_writer_was(self, guest):
        draft = begin(guest)
        at_first = guest.get(f"/contribute/{draft.reference}/").url
        guest.post(page_of(draft), words("tell", next="1"))

        assert at_first == page_of(draft, "choose")
        assert guest.get(f"/contribute/{draft.reference}/").url == page_of(
            draft, "rights"
        )

    @pytest.mark.parametrize("button", ["next", "back", "save"])
    def test_every_button_saves(self, guest, button):
        draft = begin(guest)

        guest.post(page_of(draft), words("tell", **{button: "1"}))
        draft.refresh_from_db()

        assert (draft.title, draft.people_said) == ("First of May", "Aunt Halyna")

    @pytest.mark.parametrize("go", ["check", "choose", "nowhere", "", "x\x00"])
    def test_a_press_on_a_step_saves_and_goes_where_there_is_one(self, guest, go):
        draft = begin(guest)

        answer = guest.post(page_of(draft), words("tell", go=go))
        draft.refresh_from_db()

        there = go if go in ("check", "choose") else "tell"
        assert (answer.url, draft.title) == (page_of(draft, there), "First of May")

    def test_a_step_that_a_memory_has_not_leads_to_one_it_has(self, guest):
        draft = begin(guest, "memory")

        assert guest.get(page_of(draft, "choose")).status_code == 302
        assert guest.post(page_of(draft, "choose"), {}).status_code == 302

    def test_from_the_last_page_there_and_back_again(self, guest):
        draft = begin(guest)
        edit = f"{page_of(draft)}?then=check"

        page = guest.get(edit).text
        answer = guest.post(page_of(draft), words("tell", next="1", then="check"))

        assert f'href="{edit}"' in guest.get(page_of(draft, "check")).text
        assert 'name="then" value="check"' in page
        assert answer.url == page_of(draft, "check")

    def test_the_last_page_says_everything_in_words(self, guest):
        draft = begin(guest)
        send(guest, draft)

        page = guest.get(page_of(draft, "check")).text

        for said in ("First of May", "from the balcony", "We understood: 1968",
                     "behind the bakery", "Aunt Halyna", "Someone of my family"):  # fmt: skip
            assert said in page
        assert "Still needed before it can go" in page

    def test_sending_a_step_twice_is_once(self, guest):
        draft = begin(guest)
        data = words("tell", next="1")

        answers = {guest.post(page_of(draft), data).url for _press in range(2)}

        assert answers == {page_of(draft, "rights")}
        assert Contribution.objects.get().title == "First of May"

    def test_words_of_an_old_tab_come_back_after_sending(self, guest, resident):
        guest.force_login(resident)
        draft = begin(guest, "memory")
        send(guest, draft, email=resident.email)

        late = guest.post(page_of(draft), words("tell", story="And more.", next="1"))

        assert late.status_code == 409
        assert "And more." in late.text

    def test_a_file_on_its_way_is_left_behind_only_on_purpose(self, guest, resident):
        guest.force_login(resident)
        draft, _photos = with_photos(guest, 1)
        Upload.objects.create(
            contribution=draft, original_name="depot.jpg", length=900, offset=300,
            expires_at=receiving.expiry(),
        )  # fmt: skip

        held = send(guest, draft, email=resident.email)

        assert held.status_code == 400
        assert "This file is not here yet: depot.jpg." in held.text
        assert 'value="without"' in held.text
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT
        data = words("check", send="without", email=resident.email)
        assert guest.post(page_of(draft, "check"), data).status_code == 302
        draft.refresh_from_db()
        assert draft.status == Status.SUBMITTED

    def test_words_about_one_photo_come_back_as_well(self, guest, resident):
        guest.force_login(resident)
        draft, (first, _second) = with_photos(guest, 2)
        send(guest, draft, email=resident.email)

        late = guest.post(page_of(draft), {f"file-{first.pk}-caption": "The tram"})

        assert late.status_code == 409
        assert "The tram" in late.text


class TestOddWords:
    """T01, T04 to T10: what is pasted is kept as it is or refused with a sentence."""

    @pytest.mark.parametrize(
        "typed",
        ["🎞️ Свято 👨‍👩‍👧", "‏שלום עולם‏", "a\u200bb\u200cc", "<b>bold</b> &amp; <script>",
         "**Markdown** [x](javascript:1)", "Z̸a̸l̸g̸o̸", "\ufeffтекст", "\u202eобернене\u2066",
         "e" + "\u0301" * 150, "{{ settings.SECRET_KEY }} {% debug %} %(x)s {0.__class__}"],
    )  # fmt: skip
    def test_letters_of_every_kind_come_back_as_they_were(self, guest, typed):
        draft = begin(guest, "memory")

        guest.post(page_of(draft), {"title": typed, "story": typed, "next": "1"})
        draft.refresh_from_db()
        pages = [guest.get(page_of(draft, step)).text for step in ("tell", "check")]

        assert (draft.title, draft.story) == (typed.strip(), typed.strip())
        assert not any("<b>bold" in page or "<script>\n" in page for page in pages)

    @pytest.mark.parametrize(
        ("name", "letters"), [("title", 10_000), ("story", 100_000), ("people_said", 5000)]
    )  # fmt: skip
    def test_what_is_too_long_comes_back_whole_with_a_sentence(
        self, guest, name, letters
    ):
        draft = begin(guest, "memory")
        typed = "ї" * letters

        answer = guest.post(page_of(draft), words("tell", next="1", **{name: typed}))

        assert answer.status_code == 400
        assert typed in answer.text
        assert f'id="id_{name}_error"' in answer.text
        draft.refresh_from_db()
        assert draft.place_said == "behind the bakery"

    def test_t08_megabytes_of_words_get_a_sentence_and_change_nothing(self, guest):
        draft = begin(guest, "memory")
        guest.post(page_of(draft), {"story": "kept", "save": "1"})

        answer = guest.post(page_of(draft), {"story": "ї" * 2_000_000, "save": "1"})

        assert answer.status_code in (400, 413)
        assert "try once more" in answer.text  # and the browser has kept the words
        draft.refresh_from_db()
        assert draft.story == "kept"

    @pytest.mark.parametrize(
        "sent", [b"title=%ED%A0%80", b"title=%FF%FE", "title=Двір".encode("cp1251")]
    )
    def test_t09_bytes_that_are_no_letters_are_no_500(self, guest, sent):
        draft = begin(guest, "memory")
        kind = "application/x-www-form-urlencoded"

        answer = guest.post(page_of(draft), sent, content_type=kind)

        assert answer.status_code in (302, 400)
        assert guest.get(page_of(draft)).status_code == 200

    def test_t01_a_picture_of_several_takes_the_same_words(self, guest):
        draft, photos = with_photos(guest, 2)
        name = f"file-{photos[0].pk}-caption"
        typed = "<b>🎞️</b> \u202eобернене {{ 7|add:7 }}"

        guest.post(page_of(draft, "tell"), {name: typed, "next": "1"})
        photos[0].refresh_from_db()

        assert photos[0].caption == typed
        assert "<b>🎞️" not in guest.get(page_of(draft, "check")).text
        refused = guest.post(page_of(draft, "tell"), {name: "a\x00b"})
        assert refused.status_code == 400


class TestOnePhotoOfSeveral:
    def test_has_words_of_its_own(self, guest):
        draft, (first, second, _third) = with_photos(guest)
        street = make_place("Заводська вулиця")
        key = f"file-{second.pk}"

        guest.post(
            page_of(draft),
            words("tell", next="1")
            | {
                f"{key}-caption": "The tram", f"{key}-date_said": "1971",
                f"{key}-place_said": "Заводська вулиця", f"{key}-people_said": "Ivan",
            },
        )  # fmt: skip
        first.refresh_from_db()
        second.refresh_from_db()
        pages = [guest.get(page_of(draft, step)).text for step in ("tell", "check")]

        assert (second.caption, second.date_said) == ("The tram", "1971")
        assert (str(second.date_earliest), second.place) == ("1971-01-01", street)
        assert (first.caption, first.date_said, first.place) == ("", "", None)
        assert "has its own words" in pages[0]
        assert all("The tram" in page and "Ivan" in page for page in pages)

    def test_a_single_photo_is_not_told_apart(self, guest):
        draft, _files = with_photos(guest, 1)

        assert "data-photo=" not in guest.get(page_of(draft)).text

    def test_a_title_too_long_is_said_and_the_rest_is_kept(self, guest):
        draft, (first, _second) = with_photos(guest, 2)
        typed = "я" * 201

        answer = guest.post(
            page_of(draft),
            words("tell", next="1")
            | {f"file-{first.pk}-caption": typed, f"file-{first.pk}-people_said": "Ivan"},
        )  # fmt: skip
        first.refresh_from_db()
        draft.refresh_from_db()

        assert answer.status_code == 400
        assert typed in answer.text
        assert "“0.jpg”" in answer.text
        assert (first.caption, first.people_said) == ("", "Ivan")
        assert draft.title == "First of May"

    def test_another_draft_is_out_of_reach(self, guest):
        draft, _files = with_photos(guest, 2)
        other = make_contribution(files=2).attachments.first()

        guest.post(page_of(draft), {f"file-{other.pk}-caption": "mine", "next": "1"})
        other.refresh_from_db()

        assert other.caption == ""

    def test_one_item_a_photo_is_published_with_it(self, cast):
        place = make_place("Млинова вулиця")
        gift = make_contribution(status=Status.SUBMITTED, files=2)
        _one, other = gift.attachments.order_by("position")
        Attachment.objects.filter(pk=other.pk).update(
            caption="The tram", date_said="1971", date_edtf="1971",
            date_earliest="1971-01-01", date_latest="1971-12-31",
            place=place, place_said="Млинова вулиця",
        )  # fmt: skip
        said = publishing.Description(
            kind="photo", title="Our street", language="en", date_said="1968",
            date_edtf="1968", place_said="behind the bakery", latitude=50.1,
            longitude=30.2,
        )  # fmt: skip

        items = publish(gift, by=cast["moderator"], description=said, each_alone=True)

        assert [item.title for item in items] == ["Our street", "The tram"]
        assert [item.date_said for item in items] == ["1968", "1971"]
        assert [item.place for item in items] == [None, place]
        assert [item.latitude for item in items] == [50.1, None]

    def test_who_was_named_for_one_photo_is_in_its_item_only(self, cast):
        hanna, ivan, olha, petro = (
            make_person(name) for name in ("Ганна", "Іван", "Ольга", "Петро")
        )
        gift = make_contribution(status=Status.SUBMITTED, files=3, people_said="Ганна")
        _one, other, third = gift.attachments.order_by("position")
        Attachment.objects.filter(pk=other.pk).update(people_said="іван; хтось іще")
        Attachment.objects.filter(pk=third.pk).update(people_said="Петро, Ганна")
        assert set(desk.starting_words(gift)["people"].split("\n")) == {
            "Ганна", "Іван", "Петро",
        }  # fmt: skip
        said = publishing.Description(
            kind="photo", title="Our street", language="uk",
            people=(hanna, ivan, olha, petro),  # Olha is what the moderator knows
        )  # fmt: skip

        items = publish(gift, by=cast["moderator"], description=said, each_alone=True)

        assert [set(item.people.all()) for item in items] == [
            {hanna, olha}, {ivan, olha}, {petro, hanna, olha},
        ]  # fmt: skip

    def test_three_photos_ask_the_database_as_often_as_twelve(
        self, guest, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        few, _files = with_photos(guest, 3)
        many, _files = with_photos(guest, 12)
        for step in ("choose", "tell", "check"):
            guest.get(page_of(many, step))
            guest.get(page_of(few, step))
            with CaptureQueriesContext(connection) as asked:
                guest.get(page_of(few, step))
            with django_assert_num_queries(len(asked)):
                guest.get(page_of(many, step))


class TestPresets:
    @pytest.mark.parametrize(
        "asked", ["place=nowhere", "collection=x", "item=ST-999999"]
    )
    def test_what_is_not_known_is_left_out_with_a_sentence(self, guest, asked):
        page = guest.get(f"/contribute/?{asked}&kind=memory")
        known = guest.get("/contribute/?kind=memory").text

        assert page.status_code == 200
        assert "A part of this address is not known here" in page.text
        assert "is not known here" not in known

    def test_the_page_of_a_place_leads_to_a_correction_about_it(self, guest):
        place = make_place("Млинова")
        page = guest.get(place.get_absolute_url()).text

        draft = begin(guest, "correction", place=place.slug)

        for kind in ("memory", "photos", "correction"):
            assert f"/contribute/?kind={kind}&amp;place={place.slug}" in page
        assert (draft.kind, draft.about_place) == ("correction", place)

    def test_a_place_goes_into_the_draft_and_can_be_changed(self, guest):
        place = make_place("Млинова")
        draft = begin(guest, "photos", place=place.slug)

        page = guest.get(page_of(draft)).text
        guest.post(page_of(draft), words("tell", place_said="elsewhere", next="1"))
        changed = Contribution.objects.get()

        assert 'value="Млинова"' in page
        assert (draft.place, changed.place) == (place, None)


def test_the_last_page_links_to_every_gap(guest):
    draft = begin(guest)

    page = guest.get(page_of(draft, "check"))

    assert missing(page) == {"title", "files", "taken_by"}


class TestTwoWindowsOfOnePicture:
    def test_w06_the_words_of_one_picture_lose_neither_text(self, guest):
        draft, photos = with_photos(guest, 2)
        name = f"file-{photos[1].pk}-caption"
        page = page_of(draft, "tell")
        built_on = guest.get(page).context["basis"]
        json = {"accept": "application/json"}
        assert f"{name}:" in built_on

        def save(said: str, basis: str = built_on, **more):
            data = {name: said, "basis": basis, **more}
            return guest.post(page, data, headers=json)

        assert save("The yard").status_code == 200
        answer = save("The garden")
        assert answer.status_code == 409
        assert answer.json()["conflicts"] == {name: "Photo 2: Its own title"}
        photos[1].refresh_from_db()
        assert photos[1].caption == "The yard"
        told = answer.json()["html"]
        assert "The yard" in told and "The garden" in told

        # Another word of another window comes along; a choice settles the rest.
        other = f"file-{photos[0].pk}-people_said"
        assert guest.post(page, {other: "Hanna", "basis": built_on}).status_code == 302
        came = save("The yard", **{other: ""}).json()
        assert came["newer"] == {other: "Hanna"}
        shown = guest.post(page, {name: "The garden", "basis": built_on, "next": "1"})
        assert shown.status_code == 409
        chosen = {name: "The garden", "basis": shown.context["basis"]}
        assert guest.post(page, chosen | {f"choose_{name}": "mine"}).status_code == 302
        photos[1].refresh_from_db()
        assert photos[1].caption == "The garden"
        again = chosen | {name: "The mill", f"choose_{name}": "theirs", "basis": ""}
        guest.post(page, again)
        photos[1].refresh_from_db()
        assert photos[1].caption == "The garden"


class TestChosenOrder:
    def test_a_file_takes_its_place_before_another_or_at_the_end(self, guest):
        draft, photos = with_photos(guest, 3)
        first, second, third = photos
        second.role, second.back_of = "back", first
        second.save()

        def place(one, before) -> list:
            guest.post(
                f"/contribute/{draft.reference}/files/{one.pk}/place/?before={before}",
                headers={"accept": "application/json"},
            )
            return list(draft.attachments.order_by("position"))

        assert place(third, first.pk) == [third, first, second]
        assert place(third, "") == [first, second, third]
        assert place(third, second.pk) == [third, first, second]  # never between a pair
        assert place(second, third.pk) == [first, second, third]
        assert place(first, "nonsense") == [third, first, second]
