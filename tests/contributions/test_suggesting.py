"""What a camera says is offered to the giver, with a button, and to nobody else (P55)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import suggesting
from contributions.models import Attachment, Contribution
from history import dates
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pieces")]
PLACE = [48.0159, 37.8028]
EXIF = {"DateTimeOriginal": "1962:05:14 12:00:00", "_gps": PLACE}


def give(contribution: Contribution, exif: dict, position: int = 0) -> Attachment:
    master = factories.make_master(exif=exif)
    return Attachment.objects.create(
        contribution=contribution, master=master, position=position
    )


@pytest.fixture
def page(draft) -> str:
    return reverse("contributions:step", args=[draft.reference, "tell"])


class TestPlausible:
    @pytest.mark.parametrize(
        "exif",
        [
            {"DateTimeOriginal": "1962:05:14 12:00:00", "Model": "CanoScan LiDE 300"},
            {"DateTimeOriginal": "1962:05:14 12:00:00", "Make": "EPSON Perfection"},
            {"DateTimeOriginal": "1962:05:14 12:00:00", "Software": "VueScan 9"},
            {"DateTimeOriginal": "2000:01:01 00:00:00"},
            {"DateTimeOriginal": "1700:05:14 12:00:00"},
            {"DateTimeOriginal": "0000:00:00 00:00:00"},
            {"DateTimeOriginal": "3999:01:02 00:00:00"},
            {"DateTimeOriginal": 7},
            {"DateTime": "1962:05:14 12:00:00"},
            {"DateTimeDigitized": "1962:05:14 12:00:00"},
            {},
        ],
    )
    def test_a_day_that_cannot_be_believed_is_not_offered(self, exif):
        master = factories.make_master(exif=exif)

        assert suggesting.day_of(master, language="uk") == ""

    def test_todays_picture_of_an_old_print_says_nothing(self):
        today = timezone.localtime().strftime("%Y:%m:%d %H:%M:%S")
        lately = (timezone.localtime() - timedelta(days=20)).strftime(
            "%Y:%m:%d 10:00:00"
        )

        for said in (today, lately):
            master = factories.make_master(exif={"DateTimeOriginal": said})
            assert suggesting.day_of(master, language="uk") == ""

    @pytest.mark.parametrize("language", ["uk", "ru", "en"])
    def test_the_words_are_understood_again(self, language):
        said = suggesting.day_of(factories.make_master(exif=EXIF), language=language)

        assert dates.parse(said, language=language).edtf == "1962-05-14"

    @pytest.mark.parametrize("gps", [None, [], [1.0], "48,37", {}])
    def test_half_a_point_is_none(self, gps):
        assert suggesting.point_of(factories.make_master(exif={"_gps": gps})) is None


class TestOffered:
    def test_a_press_takes_it_and_keeps_what_was_typed(
        self, client, owner, draft, page
    ):
        factories.make_place("Заводська", latitude=PLACE[0], longitude=PLACE[1])
        give(draft, EXIF)
        client.force_login(owner)

        shown = client.get(page).content.decode()
        assert "1962" in shown and "Заводська" in shown
        for name in ("use_date", "use_place"):
            pk = re.search(rf'name="{name}" value="(\d+)"', shown)[1]
            answer = client.post(page, {"title": "Tram", name: pk})
            assert answer.status_code == 302

        draft.refresh_from_db()
        assert draft.date_edtf == "1962-05-14"
        assert [draft.latitude, draft.longitude] == PLACE
        assert draft.place_said == "Заводська"
        assert draft.title == "Tram"
        assert "camera__one" not in client.get(page).content.decode()

    def test_nothing_is_taken_silently(self, client, owner, draft, page):
        give(draft, EXIF)
        client.force_login(owner)

        client.get(page)
        client.post(page, {"title": "Tram", "next": "1"})

        draft.refresh_from_db()
        assert (draft.date_said, draft.latitude) == ("", None)

    @pytest.mark.parametrize("pk", ["", "0", "x", "9" * 30, "-1", "²"])
    def test_another_file_means_nothing(self, client, owner, draft, page, pk):
        other = give(Contribution.objects.create(kind="photos"), EXIF)
        client.force_login(owner)

        for value in (pk, str(other.pk)):
            client.post(page, {"use_date": value, "use_place": value})

        draft.refresh_from_db()
        assert (draft.date_said, draft.latitude) == ("", None)

    def test_as_many_questions_for_thirty_photographs(
        self, draft, django_assert_num_queries
    ):
        for number in range(30):
            give(draft, EXIF | {"_gps": [48.0 + number, 37.0]}, number)

        with django_assert_num_queries(2):
            found = suggesting.offered(draft)

        assert len([one for one in found if one.name == "use_date"]) == 1
        assert len(found) == 4


class TestOfEachPicture:
    def test_each_picture_may_take_its_own_day_and_place(
        self, client, owner, draft, page
    ):
        factories.make_place("Заводська", latitude=PLACE[0], longitude=PLACE[1])
        client.force_login(owner)
        first = give(draft, EXIF)
        other = give(draft, {"DateTimeOriginal": "1971:07:02 09:00:00"}, 1)
        client.post(page, {"date_said": "14 травня 1962 р."})
        draft.refresh_from_db()
        assert {one.name for one in suggesting.offered_for(other, draft)} == {
            "use_own_date"
        }
        assert "the camera says: 2 July 1971" in client.get(
            page, headers={"accept-language": "en"}
        ).text.replace("2 липня 1971", "2 July 1971")

        answer = client.post(page, {"use_own_date": other.pk, "title": "The yard"})
        assert answer.url == f"{page}#photo-{other.pk}"
        client.post(page, {"use_own_place": first.pk})

        other.refresh_from_db(), first.refresh_from_db(), draft.refresh_from_db()
        assert (other.date_edtf, first.place_said) == ("1971-07-02", "Заводська")
        assert (draft.title, first.date_said) == ("The yard", "")
        assert suggesting.offered_for(other, draft) == []

    @pytest.mark.parametrize("value", ["", "nonsense", "999999999", "-1", "９"])
    def test_a_press_on_nobodys_picture_changes_nothing(
        self, client, owner, draft, page, value
    ):
        client.force_login(owner)
        file = give(draft, EXIF)
        give(draft, {}, 1)
        assert client.post(page, {"use_own_date": value}).status_code == 302
        file.refresh_from_db()
        assert file.date_said == ""
