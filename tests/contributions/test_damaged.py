"""Damaged files that are the only copy: kept by word, published by word, marked."""

import io

import pytest
from django.test import Client
from PIL import Image

from accounts import roles
from contributions import intake, workflow
from contributions.models import Contribution
from history import masters
from history.models import Item, Master
from history.publishing import Description
from tests.factories import jpeg, make_contribution, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db):
    roles.sync()


@pytest.fixture
def draft() -> Contribution:
    return Contribution.objects.create(kind="photos")


def png(width=600, height=400) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


def cut(data: bytes, share: int) -> bytes:
    return data[: len(data) * share // 100]


def kept(contribution, data: bytes, name="album.png"):
    """Take in a cut file at the wish of its owner, and make its sizes."""
    attachment = intake.receive(contribution, upload(name, data), keep_anyway=True)
    if attachment.master.state == Master.State.UNREADABLE:
        intake.keep_anyway(attachment)
    masters.prepare(attachment.master)
    if intake.waits_for_a_word(attachment.master):  # found by the worker only
        intake.keep_anyway(attachment)
        masters.prepare(attachment.master)
    return attachment


class TestKeeping:
    def test_a_cut_file_is_refused_but_could_be_kept(self, draft):  # U03, U04
        with pytest.raises(intake.Refused) as refusal:
            intake.receive(draft, upload("a.png", cut(png(), 70)))

        assert (refusal.value.code, refusal.value.can_keep) == ("incomplete", True)
        assert not Master.objects.exists()

    @pytest.mark.parametrize("data", [b"GIF89a", b"%PDF-1.7\n", jpeg()[:30]])
    def test_what_shows_nothing_cannot_be_kept(self, draft, data):  # U02
        with pytest.raises(intake.Refused) as refusal:
            intake.receive(draft, upload("a.png", data), keep_anyway=True)

        assert not refusal.value.can_keep

    @pytest.mark.parametrize("share", [50, 90, 99])  # U03
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
    def test_what_decodes_is_shown_and_the_bytes_stay(self, draft, kind, share):
        stream = io.BytesIO()
        noise = Image.effect_noise((600, 400), 60).convert("RGB")
        noise.save(stream, kind)
        data = cut(stream.getvalue(), share)

        try:
            master = kept(draft, data).master
        except intake.Refused as refusal:  # a TIFF has its list at its end
            assert refusal.code in {"incomplete", "damaged"}
            assert not refusal.can_keep
            return
        assert master.is_incomplete
        assert masters.verify(master)
        with masters.open_local(master) as path:
            assert path.read_bytes() == data
        assert master.state in (Master.State.READY, Master.State.UNREADABLE)
        if kind in ("JPEG", "PNG", "GIF"):
            assert master.state == Master.State.READY
            assert (master.width_px, master.height_px) == (600, 400)

    def test_a_large_scan_that_is_streamed_too(self, draft):
        master = kept(draft, cut(png(2000, 1500), 60)).master

        assert (master.state, master.is_incomplete) == ("ready", True)
        assert master.width_px == 2000

    def test_a_whole_file_is_never_marked(self, draft):
        attachment = intake.receive(draft, upload(), keep_anyway=True)

        assert not masters.prepare(attachment.master).is_incomplete


class TestWithoutScript:
    """The form sends everything at once; a damaged file waits beside its sentence."""

    @pytest.fixture
    def browser(self):
        return Client(headers={"accept-language": "en"})

    def test_the_second_of_three_is_set_apart_and_kept_by_a_button(
        self, browser
    ):  # U60
        browser.post("/contribute/", {"kind": "photos"})
        draft = Contribution.objects.get()
        page = f"/contribute/{draft.reference}/choose/"
        files = [
            upload("one.jpg"), upload("two.png", cut(png(), 60)), upload("three.jpg"),
        ]  # fmt: skip

        answer = browser.post(page, {"files": files, "next": "1"})
        html = answer.content.decode()

        assert answer.status_code == 400
        assert "“two.png”: The file arrived incomplete or damaged." in html
        assert draft.attachments.count() == 3
        second = draft.attachments.get(original_name="two.png")
        button = f"/contribute/{draft.reference}/files/{second.pk}/keep/"
        assert html.count(f'formaction="{button}"') == 1

        browser.post(button)
        masters.prepare(Master.objects.get(pk=second.master_id))
        html = browser.get(page).content.decode()

        assert button not in html
        assert "a part is missing" in html

    def test_a_draft_with_nothing_but_a_refused_file_lacks_a_file(self, draft):
        intake.receive_all(draft, [upload("two.png", cut(png(), 60))])

        assert "files" in workflow.missing(draft)
        intake.keep_anyway(draft.attachments.get())
        assert "files" not in workflow.missing(draft)

    def test_a_script_is_told_and_may_say_so_at_once(self, browser):
        browser.post("/contribute/", {"kind": "photos"})
        draft = Contribution.objects.get()
        url = f"/contribute/{draft.reference}/files/"
        data = cut(png(), 60)

        refused = browser.post(url, {"file": upload("a.png", data)})
        taken = browser.post(url, {"file": upload("a.png", data), "keep_anyway": "1"})

        assert (refused.status_code, refused.json()["can_keep"]) == (400, True)
        assert taken.status_code == 201


class TestPublishing:
    @pytest.fixture
    def gift(self) -> Contribution:
        gift = make_contribution(status="draft", files=1)
        kept(gift, cut(png(), 60))
        intake.receive_all(gift, [upload("lost.png", cut(png(), 40))])
        Contribution.objects.filter(pk=gift.pk).update(
            status="submitted", email_proven_at=gift.created_at,
            submitted_at=gift.created_at, promise_at=gift.created_at,
        )  # fmt: skip
        gift.refresh_from_db()
        return gift

    def words(self) -> Description:
        return Description(kind="photo", title="Our street", language="uk")

    def test_the_verb_asks_for_a_word(self, gift, moderator):
        with pytest.raises(workflow.Incomplete) as refusal:
            workflow.publish(gift, by=moderator, description=self.words())

        assert refusal.value.field == "incomplete_ok"
        assert not Item.objects.exists()

    def test_the_desk_marks_it_and_asks_for_a_tick(self, gift, moderator, client):
        client.force_login(moderator)
        client.cookies["django_language"] = "en"
        page = f"/moderation/{gift.reference}/"
        form = {
            "how": "one", "title": "Our street", "language": "uk", "date_said": "1962",
            "rights": "https://rightsstatements.org/vocab/UND/1.0/",
        }  # fmt: skip

        assert "A part of this file is missing." in client.get(page).content.decode()
        answer = client.post(f"{page}publish/", form)
        assert answer.status_code == 400
        assert "tick that it may be published" in answer.content.decode()
        client.post(f"{page}publish/", form | {"incomplete_ok": "on"})

        item = Item.objects.get()
        shown = Client(headers={"accept-language": "en"}).get(
            item.get_absolute_url(), follow=True
        )
        html = shown.content.decode()
        assert item.media.count() == 2  # what cannot be opened stays behind
        assert html.count("a part of the picture is missing") == 1

    def test_whole_files_are_not_asked_about(self, moderator, client):
        client.force_login(moderator)
        client.cookies["django_language"] = "en"
        page = client.get(f"/moderation/{make_contribution().reference}/")

        assert "incomplete" not in page.content.decode()
