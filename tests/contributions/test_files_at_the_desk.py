"""At the desk files are turned, covered and paired; what was sent stays as it came."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from accounts.models import AuditEntry
from contributions import intake, pairing, workflow
from contributions.models import Attachment, Contribution
from contributions.states import Status
from history import masters
from history.editing import mark_of
from tests import factories
from tests.history.retouched import COVERED, has_face, sent
from tests.history.retouched import keep as keep_portrait

pytestmark = pytest.mark.django_db
Role = Attachment.Role


@pytest.fixture
def gift():
    return factories.make_contribution(status=Status.SUBMITTED, files=3)


@pytest.fixture
def draft():
    return factories.make_contribution(status=Status.DRAFT, files=4)


@pytest.fixture
def moderator(cast):
    return cast["moderator"]


@pytest.fixture
def colleague(cast):
    return cast["colleague"]


@pytest.fixture
def desk(moderator):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(moderator)
    return browser


def row(gift) -> list[tuple]:
    """Tell the order: each file by its first name, with its front."""
    files = gift.attachments.select_related("back_of").order_by("position")
    return [
        (one.original_name, one.role, one.back_of and one.back_of.original_name)
        for one in files
    ]


def files_of(gift) -> list[Attachment]:
    return list(gift.attachments.order_by("position"))


def words(**changes):
    from history import publishing

    values = {"kind": "photo", "title": "Двір", "language": "uk"}
    return publishing.Description(**values | changes)


class TestPairs:
    def test_a_back_follows_its_front(self, draft):
        first, _second, _third, last = files_of(draft)

        intake.mark_back_of(last, first)

        assert row(draft) == [
            ("IMG_0.jpg", Role.FRONT, None),
            ("IMG_3.jpg", Role.BACK, "IMG_0.jpg"),
            ("IMG_1.jpg", Role.FRONT, None),
            ("IMG_2.jpg", Role.FRONT, None),
        ]

    def test_a_pair_moves_as_one(self, draft):
        first, second, third, last = files_of(draft)
        intake.mark_back_of(second, first)

        intake.move(first, steps=1)
        after_one = [one.pk for one in files_of(draft)]
        intake.move(last, steps=-5)

        assert after_one == [third.pk, first.pk, second.pk, last.pk]
        assert [one.pk for one in files_of(draft)] == [
            last.pk, third.pk, first.pk, second.pk,
        ]  # fmt: skip

    def test_a_back_moves_with_its_front(self, draft):
        first, second, third, last = files_of(draft)
        intake.mark_back_of(second, first)
        second.refresh_from_db()

        intake.move(second, steps=1)

        assert [one.pk for one in files_of(draft)] == [
            third.pk, first.pk, second.pk, last.pk,
        ]  # fmt: skip

    def test_without_its_front_a_back_is_a_picture_of_its_own(self, draft):
        first, second, *_rest = files_of(draft)
        intake.mark_back_of(second, first)

        intake.discard(first)

        assert row(draft)[0] == ("IMG_1.jpg", Role.FRONT, None)
        assert [one.position for one in files_of(draft)] == [0, 1, 2]

    @pytest.mark.parametrize(
        ("back", "front"), [(0, 0), (2, 1), (2, 0), (0, 2)],
        ids=["itself", "a back", "a front that has one", "a front with a back"],
    )  # fmt: skip
    def test_what_is_no_pair_is_refused(self, draft, back, front):
        files = files_of(draft)
        intake.mark_back_of(files[1], files[0])
        before = row(draft)

        with pytest.raises(intake.Refused) as refusal:
            intake.mark_back_of(
                Attachment.objects.get(pk=files[back].pk),
                Attachment.objects.get(pk=files[front].pk),
            )

        assert refusal.value.code == "unpairable"
        assert row(draft) == before

    def test_files_of_two_contributions_are_no_pair(self, draft, gift):
        with pytest.raises(pairing.Unpairable):
            pairing.join(files_of(draft)[0], files_of(gift)[0])

    def test_one_item_a_print(self, gift, moderator):
        first, second, _third = files_of(gift)
        workflow.pair(second, front=first, by=moderator)
        gift.refresh_from_db()

        items = workflow.publish(
            gift, by=moderator, description=words(), each_alone=True
        )

        assert [item.media.count() for item in items] == [2, 1]
        front, back = items[0].media.order_by("position")
        assert (front.role, back.role) == ("front", "back")
        assert (front.back_of, back.back_of) == (None, front)

    def test_visitors_and_programs_see_one_thing(self, gift, moderator, client):
        first, _second, third = files_of(gift)
        workflow.pair(third, front=first, by=moderator)
        gift.refresh_from_db()
        (item,) = workflow.publish(gift, by=moderator, description=words())

        page = client.get(item.get_absolute_url()).content.decode()
        told = client.get(f"/api/v1/items/{item.reference}/").json()["media"]

        assert page.count('data-side="front"') == page.count('data-side="back"') == 1
        assert [one["back_of"] for one in told] == [None, 0, None]
        assert [one["role"] for one in told] == ["front", "back", "front"]

    def test_the_moderator_joins_and_parts_on_the_desk(self, gift, desk):
        first, second, _third = files_of(gift)
        address = f"/moderation/{gift.reference}/files/{second.pk}/pair/"

        joined = desk.post(address, {"front": first.pk})
        both = row(gift)
        page = desk.get(f"/moderation/{gift.reference}/").content.decode()
        parted = desk.post(address, {"front": ""})

        assert (joined.status_code, parted.status_code) == (302, 302)
        assert both[1] == ("IMG_1.jpg", Role.BACK, "IMG_0.jpg")
        assert "the back of IMG_0.jpg" in page
        assert row(gift)[1] == ("IMG_1.jpg", Role.FRONT, None)

    def test_the_desk_says_what_is_no_pair(self, gift, desk):
        first = files_of(gift)[0]
        address = f"/moderation/{gift.reference}/files/{first.pk}/pair/"

        for front in (first.pk, "nonsense", 999999999999):
            answer = desk.post(address, {"front": front})

            assert answer.status_code == 400
            assert "choose another picture" in answer.content.decode()


class TestEdits:
    @pytest.fixture
    def portrait(self, gift, tmp_path):
        return Attachment.objects.create(
            contribution=gift, master=keep_portrait(tmp_path), position=9,
            original_name="portrait.jpg",
        )  # fmt: skip

    def post(self, desk, file, edits=None, **changes):
        address = f"/moderation/{file.contribution.reference}/files/{file.pk}/edit/"
        return desk.post(address, sent(edits, **changes))

    def test_go_out_with_the_publication(self, gift, portrait, moderator, desk):
        before = masters.verify(portrait.master)
        rows = {"masks-0-x": "50", "masks-0-y": "25"}
        rows |= {"masks-0-width": "25", "masks-0-height": "25"}

        saved = self.post(desk, portrait, do="save", **rows)
        (item,) = workflow.publish(
            Contribution.objects.get(pk=gift.pk), by=moderator, description=words()
        )

        assert saved.status_code == 302
        media = item.media.get(master=portrait.master)
        assert media.edits["masks"][0]["box"] == pytest.approx([0.5, 0.25, 0.25, 0.25])
        for step in media.renditions:
            with storages["public"].open(step["path"]) as file:
                assert not has_face(file.read()), step
        assert before
        assert masters.verify(portrait.master)
        with storages["default"].open(portrait.master.renditions[0]["path"]) as file:
            assert has_face(file.read())  # what was sent stays as it came

    def test_the_desk_shows_them_and_nobody_else_can(self, gift, portrait, desk):
        rows = {"masks-0-x": "50", "masks-0-y": "25"}
        rows |= {"masks-0-width": "25", "masks-0-height": "25"}
        self.post(desk, portrait, do="save", **rows)
        page = desk.get(f"/moderation/{gift.reference}/").content.decode()
        address = f"/moderation/{gift.reference}/files/{portrait.pk}/preview/"
        query = {"edits": '{"masks": [{"box": [0.5, 0.25, 0.25, 0.25]}]}'}

        shown = desk.get(address, query)

        assert "places covered: 1" in page
        assert f"{address}?edits=" in page
        assert not has_face(shown.content)
        assert Client().get(address, query).status_code == 302
        public = Path(storages["public"].location)
        assert not any(
            path.read_bytes() == shown.content
            for path in public.rglob("*")
            if path.is_file()
        )

    def test_a_colleague_was_faster(self, portrait, cast, desk):
        Attachment.objects.filter(pk=portrait.pk).update(
            edits={"0": {"rotate": 180}}, edited_by=cast["colleague"],
            edited_at=portrait.created_at,
        )  # fmt: skip

        answer = self.post(desk, portrait, do="save", rotate="90")
        page = answer.content.decode()
        again = self.post(
            desk, portrait, do="save", rotate="90", seen=mark_of({"rotate": 180})
        )

        assert answer.status_code == 409
        assert "Ганна has changed it at" in page
        assert "turned by 180°" in page
        assert 'name="rotate" value="90"' in page
        assert again.status_code == 302
        portrait.refresh_from_db()
        assert portrait.edits_of(0)["rotate"] == 90

    def test_a_colleague_published_meanwhile(self, gift, portrait, cast, desk):
        colleague = cast["colleague"]
        (item,) = workflow.publish(gift, by=colleague, description=words())

        answer = self.post(desk, portrait, do="save", rotate="90")

        assert answer.status_code == 409
        assert "Ганна" in answer.content.decode()
        assert f"/moderation/{gift.reference}/" in answer.content.decode()
        assert item.media.get(master=portrait.master).edits == {}

    def test_edits_of_the_last_moment_stop_a_publication(self, gift, portrait, cast):
        files = list(gift.attachments.select_related("master"))
        Attachment.objects.filter(pk=portrait.pk).update(edits={"0": COVERED})
        public = Path(storages["public"].location)
        before = {path for path in public.rglob("*") if path.is_file()}

        with pytest.raises(workflow.WrongState):
            workflow.publish(
                gift, by=cast["moderator"], description=words(), attachments=files
            )

        assert {path for path in public.rglob("*") if path.is_file()} == before
        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED

    def test_a_page_of_a_document_has_its_own(self, gift, moderator, desk, tmp_path):
        path = tmp_path / "letter.tif"
        pages = [Image.new("RGB", (500, 700), shade) for shade in ("white", "beige")]
        pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:])
        master = masters.prepare(masters.keep(path, original_name="letter.tif"))
        letter = Attachment.objects.create(
            contribution=gift, master=master, position=8, original_name="letter.tif"
        )
        address = f"/moderation/{gift.reference}/files/{letter.pk}/edit/?page=1"

        saved = desk.post(address, sent(do="save", rotate="90"))
        beyond = desk.get(address.replace("page=1", "page=2"))
        gift.refresh_from_db()
        (item,) = workflow.publish(gift, by=moderator, description=words())

        assert (saved.status_code, beyond.status_code) == (302, 404)
        shown = item.media.filter(master=master).order_by("page")
        assert [(m.width_px, m.height_px) for m in shown] == [(500, 700), (700, 500)]
        with storages["public"].open(shown[1].renditions[0]["path"]) as file:
            assert Image.open(io.BytesIO(file.read())).width == 320


class TestTurningFromTheDesk:
    def turn(self, desk, gift, wanted: str):
        file = gift.attachments.first()
        return desk.post(
            f"/moderation/{gift.reference}/files/{file.pk}/turn/?kind=photos",
            {"rotate": wanted},
        )

    def test_names_the_outcome_so_a_second_press_changes_nothing(self, desk, gift):
        masters.prepare(gift.attachments.first().master)

        answers = [self.turn(desk, gift, "90") for _press in range(2)]

        assert gift.attachments.first().edits_of(0)["rotate"] == 90
        assert AuditEntry.objects.filter(action="contribution.retouch").count() == 1
        for answer in answers:
            assert answer.status_code == 302
            assert f"/{gift.reference}/?kind=photos#file-" in answer["Location"]

    def test_says_what_is_wrong_and_who_was_faster(self, desk, gift, colleague):
        assert self.turn(desk, gift, "45").status_code == 400
        workflow.claim(gift, by=colleague)
        assert self.turn(desk, gift, "90").status_code == 409
        assert gift.attachments.first().edits_of(0).get("rotate", 0) == 0
