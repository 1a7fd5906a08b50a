"""Files at the door: what is kept, what is refused, and with which words."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from accounts import roles
from contributions import intake, notifications, tasks
from contributions.models import Attachment, Contribution
from contributions.states import Status
from history import masters
from history.models import Master
from tests.factories import jpeg, make_contribution, make_user, upload

pytestmark = pytest.mark.django_db
PHP = b"<?php system($_GET['c']); ?>"


@pytest.fixture(autouse=True)
def _roles(db):
    roles.sync()


@pytest.fixture
def draft() -> Contribution:
    return Contribution.objects.create(kind="photos")


def refusal(contribution, file) -> intake.Refused:
    with pytest.raises(intake.Refused) as caught:
        intake.receive(contribution, file)
    return caught.value


class TestReceive:
    def test_keeps_the_bytes_as_they_came(self, draft):
        data = jpeg()

        attachment = intake.receive(draft, upload("Дід.jpg", data))

        with masters.open_local(attachment.master) as path:
            assert path.read_bytes() == data
        assert (attachment.original_name, attachment.position) == ("Дід.jpg", 0)

    def test_the_same_file_twice_is_one(self, draft):
        data = jpeg()

        first = intake.receive(draft, upload("a.jpg", data))
        second = intake.receive(draft, upload("b.jpg", data))

        assert first == second
        assert Master.objects.count() == draft.attachments.count() == 1

    def test_the_same_file_of_two_people_tells_neither(self, draft):
        data = jpeg()
        other = Contribution.objects.create(kind="photos")

        first = intake.receive(draft, upload("secret-name.jpg", data))
        second = intake.receive(other, upload("mine.jpg", data))

        assert first.master == second.master
        assert second.original_name == "mine.jpg"

    def test_thirty_files_of_one_name_stay_apart(self, draft):
        for _number in range(5):
            intake.receive(draft, upload("IMG.jpg"))

        positions = draft.attachments.order_by("position").values_list(
            "position", flat=True
        )
        assert list(positions) == [0, 1, 2, 3, 4]

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("empty.jpg", b"", "empty"),
            ("one.jpg", b"\xff", "not_a_picture"),
            ("ten.jpg", b"0123456789", "not_a_picture"),
            ("page.jpg", b"<html><script>alert(1)</script></html>", "not_a_picture"),
            ("shell.jpg", PHP, "not_a_picture"),
            ("drawing.svg", b'<svg onload="alert(1)"/>', "svg"),
            ("drawing.jpg", b'<?xml version="1.0"?><svg/>', "svg"),
            ("packed.jpg", b"PK\x03\x04" + b"\0" * 60, "archive"),
            ("paper.pdf", b"%PDF-1.7\n", "incomplete"),
            ("film.jpg", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "incomplete"),
            ("song.jpg", b"ID3\x04" + b"\0" * 60, "damaged"),
        ],
    )
    def test_refuses_what_is_no_picture_and_keeps_nothing(
        self, draft, name, data, code
    ):
        error = refusal(draft, upload(name, data))

        assert error.code == code
        assert error.sentence.endswith(".")
        assert Master.objects.count() == Attachment.objects.count() == 0

    def test_a_header_without_a_picture_is_refused(self, draft):
        assert refusal(draft, upload(data=jpeg()[:20])).code in {
            "damaged",
            "incomplete",
            "not_a_picture",
        }

    def test_a_name_lies_and_the_content_counts(self, draft):
        for name in ("photo.png", "photo.tif", "photo.txt", "photo", "a.php.jpg"):
            attachment = intake.receive(draft, upload(name))

            assert attachment.master.media_type == "image/jpeg"
            assert attachment.original_name == name
            assert intake.download_name(attachment).endswith(".jpg")

    def test_too_large_says_how_much_is_fine(self, draft, settings):
        settings.UPLOAD_MAX_BYTES = 1024 * 1024

        error = refusal(draft, upload(data=jpeg() + b"\0" * 1024 * 1024))

        assert error.code == "too_many_bytes"
        assert "1" in error.sentence

    def test_one_file_too_many_is_refused_and_not_kept(self, draft, settings):
        settings.UPLOAD_MAX_FILES = 2
        for _number in range(2):
            intake.receive(draft, upload())

        assert refusal(draft, upload()).code == "too_many"
        assert Master.objects.count() == 2

    @pytest.mark.parametrize(
        "status", [s for s in Status if s not in {"draft", "needs_info"}]
    )
    def test_takes_nothing_once_the_library_has_it(self, status):
        contribution = make_contribution(status=status, files=0)
        before = Master.objects.count()

        assert refusal(contribution, upload()).code == "not_open"
        assert Master.objects.count() == before


class TestName:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\win.ini", "win.ini"),
            ("/abs/photo.jpg", "photo.jpg"),
            ("photo\u202egpj.exe", "photogpj.exe"),
            ("a\r\nb\tc\x7f.jpg", "abc.jpg"),
            ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
            ("=cmd|' /C calc'!A0.jpg", "C calc'!A0.jpg"),
        ],
    )
    def test_is_safe_to_show(self, draft, name, shown):
        file = upload()
        file._name = name  # as a parser other than Django's might leave it

        assert intake.receive(draft, file).original_name == shown

    @pytest.mark.parametrize(
        "name",
        ["", ".", "..", "я" * 255, "х" * 10_000 + ".jpg", "CON.jpg", "🙂.jpg", ". "],
    )
    def test_gives_a_name_to_download_by(self, draft, name):
        attachment = intake.receive(draft, upload())
        attachment.original_name = name[:255]

        given = intake.download_name(attachment)

        assert given.endswith(".jpg")
        assert 5 <= len(given.encode()) <= 150
        assert not given.startswith(".")

    def test_u44_thirty_files_of_one_name_are_kept_apart(self, draft):
        names = ["Фото.jpg"] * 27 + ["фото.JPG", "Й.jpg", "И\u0306.jpg"]
        for seed, name in enumerate(names):
            intake.receive(draft, upload(name, jpeg(seed=seed)))

        kept = draft.attachments.order_by("position")
        assert [attachment.original_name for attachment in kept] == names
        assert Master.objects.count() == 30


class TestOrder:
    def test_moves_and_stops_at_the_ends(self, draft):
        for name in "abc":
            intake.receive(draft, upload(f"{name}.jpg"))

        def row() -> str:
            files = draft.attachments.order_by("position", "pk")
            return "".join(file.original_name[0] for file in files)

        def file(name: str) -> Attachment:
            return draft.attachments.get(original_name=f"{name}.jpg")

        intake.move(file("c"), steps=-1)
        assert row() == "acb"
        intake.move(file("a"), steps=-1)
        assert row() == "acb"
        intake.move(file("a"), steps=1)
        assert row() == "cab"
        intake.move(file("b"), steps=1)
        assert row() == "cab"

    def test_takes_out_and_closes_the_gap(
        self, draft, django_capture_on_commit_callbacks
    ):
        for name in "abc":
            intake.receive(draft, upload(f"{name}.jpg"))
        middle = draft.attachments.get(original_name="b.jpg")
        key = masters.key_of(middle.master.sha256)

        with django_capture_on_commit_callbacks(execute=True):
            intake.discard(middle)

        rows = draft.attachments.order_by("position")
        assert list(rows.values_list("original_name", "position")) == [
            ("a.jpg", 0),
            ("c.jpg", 1),
        ]
        assert not storages["default"].exists(key)

    def test_an_original_stays_while_another_needs_it(
        self, draft, django_capture_on_commit_callbacks
    ):
        data = jpeg()
        other = Contribution.objects.create(kind="photos")
        mine = intake.receive(draft, upload(data=data))
        theirs = intake.receive(other, upload(data=data))

        with django_capture_on_commit_callbacks(execute=True):
            intake.discard(mine)

        with masters.open_local(theirs.master) as path:
            assert path.read_bytes() == data


class TestPurge:
    def test_old_drafts_go_with_their_files_and_only_they(self):
        old = Contribution.objects.create(kind="photos")
        attachment = intake.receive(old, upload())
        key = masters.key_of(attachment.master.sha256)
        fresh = Contribution.objects.create(kind="photos")
        sent = make_contribution(files=0)
        long_ago = timezone.now() - timedelta(days=31)
        Contribution.objects.filter(pk__in=[old.pk, sent.pk]).update(
            touched_at=long_ago
        )

        now = timezone.now()
        gone = intake.purge_drafts(before=now - timedelta(days=30), told_by=now)

        assert gone == 1
        assert set(Contribution.objects.all()) == {fresh, sent}
        assert not storages["default"].exists(key)

    def test_u58_who_left_an_address_is_told_seven_days_before(self, settings):
        settings.DRAFT_KEEP_DAYS = 30
        draft = Contribution.objects.create(
            kind="photos", language="ru", name="Мария", title="Двор",
            email="maria@people.test",
        )  # fmt: skip

        def days_pass(days: int) -> None:
            """Let the last change, and every mail since, lie further back."""
            for rows, name in (
                (Contribution.objects, "touched_at"), (draft.letters, "created_at"),
            ):  # fmt: skip
                for pk, at in rows.values_list("pk", name):
                    rows.filter(pk=pk).update(**{name: at - timedelta(days=days)})
            tasks.tick()

        days_pass(22)
        assert mail.outbox == []
        days_pass(2)
        days_pass(1)
        (letter,) = mail.outbox  # once, not every day
        assert letter.to == ["maria@people.test"]
        assert "Вы начали «Двор» и ещё не закончили" in letter.body
        assert f"/contributions/{draft.reference}/?key=" in letter.body
        days_pass(5)
        assert Contribution.objects.filter(pk=draft.pk).exists()
        days_pass(2)
        assert not Contribution.objects.filter(pk=draft.pk).exists()

    def test_u58_many_drafts_do_not_flood_an_address(self):
        for _n in range(9):
            Contribution.objects.create(kind="photos", email="maria@people.test")
        long_ago = timezone.now() - timedelta(days=90)
        Contribution.objects.update(touched_at=long_ago)

        tasks.tick()
        tasks.tick()
        assert len(mail.outbox) == notifications.LINKS_AN_HOUR
        assert Contribution.objects.count() == 9  # who was not told loses nothing

    def test_u58_a_draft_taken_up_again_waits_its_whole_time(self):
        draft = Contribution.objects.create(kind="photos", email="maria@people.test")
        now = timezone.now()
        notifications.write(draft, "waiting")
        draft.letters.update(created_at=now - timedelta(days=9))
        Contribution.objects.update(touched_at=now - timedelta(days=8))

        gone = intake.purge_drafts(
            before=now - timedelta(days=7), told_by=now - timedelta(days=7)
        )
        assert gone == 0


class TestAdopt:
    def test_both_sides_must_be_proven(self):
        person = make_user("maria@people.test")
        person.emailaddress_set.update(verified=False)
        make_contribution(email="maria@people.test")

        assert intake.adopt(person) == 0

        person.emailaddress_set.update(verified=True)
        assert intake.adopt(person) == 1
        assert intake.adopt(person) == 0


class TestScript:
    """One file at a time, with an answer in JSON."""

    def draft_of(self, client: Client) -> Contribution:
        client.post("/contribute/", {"kind": "photos"})
        return Contribution.objects.latest("pk")

    def test_answers_with_the_line_to_show(self):
        client = Client(headers={"accept": "application/json", "accept-language": "en"})
        draft = self.draft_of(client)
        name = "<b>x</b>.jpg"

        response = client.post(
            f"/contribute/{draft.reference}/files/", {"file": upload(name)}
        )
        answer = response.json()

        assert response.status_code == 201
        assert answer["id"] == draft.attachments.get().pk
        assert f'data-file="{answer["id"]}"' in answer["html"]
        assert "<b>" not in answer["html"]

    @pytest.mark.parametrize(
        ("data", "status"), [(b"", 400), (b"nothing", 400), (None, 400)]
    )
    def test_refuses_with_a_sentence(self, data, status):
        client = Client(headers={"accept": "application/json", "accept-language": "en"})
        draft = self.draft_of(client)
        files = {} if data is None else {"file": upload(data=data)}

        response = client.post(f"/contribute/{draft.reference}/files/", files)

        assert response.status_code == status
        assert set(response.json()) == {"code", "sentence"}

    def test_too_large_is_413(self, settings):
        client = Client()
        draft = self.draft_of(client)
        settings.UPLOAD_MAX_BYTES = 100

        response = client.post(
            f"/contribute/{draft.reference}/files/", {"file": upload()}
        )

        assert response.status_code == 413

    def test_tells_a_script_how_the_files_are_doing(self):
        client = Client(headers={"accept": "application/json", "accept-language": "en"})
        draft = self.draft_of(client)
        good = intake.receive(draft, upload("good.jpg"))
        bad = intake.receive(draft, upload("bad.jpg"))
        masters.prepare(good.master)
        bad.master.state, bad.master.problem = "unreadable", "incomplete"
        bad.master.save()

        rows = client.get(f"/contribute/{draft.reference}/files/").json()["files"]

        assert "data-preparing" not in rows
        assert f"/files/{good.pk}/320.webp" in rows
        assert "The file arrived incomplete or damaged." in rows
        assert Client().get(f"/contribute/{draft.reference}/files/").status_code == 404
