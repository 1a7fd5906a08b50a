"""Resumable uploads, row by row of the promises: what is kept, refused and resumed."""

import base64
import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from accounts import roles
from contributions import intake, tasks, uploads
from contributions.models import Attachment, Contribution, Upload, UploadPart
from contributions.states import Status
from contributions.uploads import parts
from history import masters
from history.models import Master
from tests.contributions.tus import BODY_TYPE, LIST, Tus, metadata, sha256
from tests.factories import jpeg, make_contribution, make_user, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clean(db):
    roles.sync()
    for key in parts.folders():  # a test's rows are rolled back, its files are not
        parts.forget(key)


@pytest.fixture
def owner():
    return make_user(role=roles.Role.RESIDENT)


@pytest.fixture
def draft(owner) -> Contribution:
    return Contribution.objects.create(kind="photos", contributor=owner)


@pytest.fixture
def tus(draft, owner) -> Tus:
    client = Client()
    client.force_login(owner)
    return Tus(client, draft.reference)


def lying() -> list[str]:
    """Name every piece in storage."""
    private = storages["default"]
    return [
        f"{key}/{name}"
        for key in parts.folders()
        for name in private.listdir(f"uploads/{key}")[1]
    ]


def sentence(answer) -> str:
    return answer.json()["errors"][0]["detail"]


def kept(attachment: Attachment) -> bytes:
    with masters.open_local(attachment.master) as path:
        return path.read_bytes()


class TestWhole:
    def test_pieces_become_the_same_bytes(self, tus, draft):
        data = jpeg()

        path, answer = tus.whole(data, "Дід.jpg", step=700, sha256=sha256(data))

        attachment = draft.attachments.get()
        assert kept(attachment) == data
        assert attachment.original_name == "Дід.jpg"
        assert answer["Upload-Offset"] == str(len(data))
        assert tus.ask("GET", path).json()["attachment"]["sha256"] == sha256(data)
        assert lying() == []
        assert not UploadPart.objects.exists()

    def test_says_what_it_can(self, tus):
        for path in (LIST, tus.begin(10)["Location"]):
            answer = Client().options(path)

            assert answer.status_code == 204
            assert answer["Tus-Version"] == answer["Tus-Resumable"] == "1.0.0"
            assert set(answer["Tus-Extension"].split(",")) == {
                "creation", "expiration", "checksum", "termination",
            }  # fmt: skip
            assert "sha1" in answer["Tus-Checksum-Algorithm"]
            assert int(answer["Tus-Max-Size"]) == 100 * 1024 * 1024

    def test_tells_how_far_it_is_and_until_when_it_waits(self, tus):
        begun = tus.begin(500)
        tus.patch(begun["Location"], 0, b"x" * 200)

        answer = tus.ask("HEAD", begun["Location"])

        assert begun.status_code == 201
        assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("200", "500")
        assert answer["Cache-Control"] == "private, no-store"
        assert begun["Upload-Expires"].endswith("GMT")

    @pytest.mark.parametrize("value", [None, "0.2.2", "", "1.0"])
    def test_another_version_is_412(self, tus, value):
        answer = tus.begin(10, Tus_Resumable=value)

        assert answer.status_code == 412
        assert answer["Tus-Version"] == "1.0.0"
        assert not Upload.objects.exists()

    def test_given_up_it_is_gone_with_its_pieces(self, tus):
        path = tus.begin(500)["Location"]
        tus.patch(path, 0, b"x" * 200)

        assert tus.ask("DELETE", path).status_code == 204

        assert tus.ask("HEAD", path).status_code == 404
        assert lying() == []

    def test_given_up_after_the_end_the_file_stays(self, tus, draft):
        path, _answer = tus.whole(jpeg())

        assert tus.ask("DELETE", path).status_code == 204

        assert draft.attachments.count() == 1


@pytest.mark.parametrize(
    ("row", "headers", "status"),
    [
        ("U01", {"Upload_Length": 0}, 400),
        ("U35", {"Upload_Length": 100 * 1024 * 1024 + 1}, 413),
        ("U35", {"Upload_Length": 4 * 1024**3}, 413),
        ("U36", {"Upload_Length": None}, 400),
        ("U36", {"Upload_Length": "-5"}, 400),
        ("U36", {"Upload_Length": "9" * 30}, 400),
        ("U36", {"Upload_Length": "٣"}, 400),
        ("U36", {"Upload_Length": "1e3"}, 400),
        ("U36", {"Upload_Defer_Length": 1}, 400),
        ("U39", {"Content_Type": "application/json", "Body": b"{}"}, 415),
        (
            "U39",
            {"Content_Type": "multipart/form-data; boundary=x", "Body": b"--"},
            415,
        ),
        ("U41", {"Upload_Metadata": "name !!!"}, 400),
        ("U41", {"Upload_Metadata": "name " + base64.b64encode(b"\xff").decode()}, 400),
        ("U50", {"sha256": "zz"}, 400),
    ],
)
def test_a_bad_beginning_gets_a_sentence(tus, row, headers, status):
    answer = tus.begin(10, **headers)

    assert answer.status_code == status, row
    assert sentence(answer).endswith(".")
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("row", "offset", "piece", "headers", "status"),
    [
        ("U39", 3, b"abc", {"Content_Type": "application/octet-stream"}, 415),
        ("U39", 3, b"abc", {"Content_Type": ""}, 415),
        ("U47", 0, b"abc", {}, 409),
        ("U47", 4, b"abc", {}, 409),
        ("U47", 10, b"", {}, 409),
        ("U47", 999, b"abc", {}, 409),
        ("U47", 2, b"abcdef", {}, 409),
        ("U47", "-1", b"abc", {}, 400),
        ("U47", "x", b"abc", {}, 400),
        ("U47", None, b"abc", {}, 400),
        ("U49", 3, b"x" * 8, {}, 413),
        ("U49", 3, b"x" * 500_000, {}, 413),
        ("U50", 3, b"abc", {"Upload_Checksum": "sha1 AAAA"}, 460),
        ("U50", 3, b"abc", {"Upload_Checksum": "crc32 AAAA"}, 400),
        ("U50", 3, b"abc", {"Upload_Checksum": "sha1"}, 400),
        ("U50", 3, b"abc", {"Upload_Checksum": "sha1 ?"}, 400),
        ("-", 3, b"abc", {"Tus_Resumable": None}, 412),
    ],
)
def test_a_bad_piece_changes_nothing(tus, row, offset, piece, headers, status):
    path = tus.begin(10)["Location"]
    tus.patch(path, 0, b"123")

    answer = tus.patch(path, offset, piece, **headers)

    assert answer.status_code == status, row
    assert sentence(answer).endswith(".")
    if status == 409:
        assert answer["Upload-Offset"] == "3"
    assert tus.offset(path) == 3
    assert len(lying()) == UploadPart.objects.count() == 1


class TestChecksum:
    """U50."""

    @pytest.mark.parametrize("name", ["sha1", "sha256"])
    def test_a_right_one_is_taken(self, tus, name):
        path = tus.begin(10)["Location"]
        value = base64.b64encode(hashlib.new(name, b"abc").digest()).decode()

        answer = tus.patch(path, 0, b"abc", Upload_Checksum=f"{name} {value}")

        assert answer.status_code == 204
        assert tus.offset(path) == 3

    def test_a_file_that_changed_on_its_way_is_460_and_can_be_sent_again(
        self, tus, draft
    ):
        data = jpeg()
        path = tus.begin(len(data), sha256=sha256(data))["Location"]

        answer = tus.patch(path, 0, data[:-1] + b"x")

        assert answer.status_code == 460
        assert "damaged" in sentence(answer) or sentence(answer)
        assert draft.attachments.count() == len(lying()) == 0
        assert tus.ask("POST", path).status_code == 460
        again, _answer = tus.whole(data, sha256=sha256(data))
        assert again != path
        assert kept(draft.attachments.get()) == data


class TestResume:
    def test_u46_it_goes_on_within_two_days(self, tus, draft):
        data = jpeg()
        path = tus.begin(len(data))["Location"]
        tus.patch(path, 0, data[:900])
        Upload.objects.update(expires_at=timezone.now() + timedelta(minutes=1))

        assert tus.patch(path, 900, data[900:]).status_code == 204

        assert kept(draft.attachments.get()) == data

    def test_u46_each_piece_sets_the_clock_anew(self, tus):
        path = tus.begin(100)["Location"]
        soon = timezone.now() + timedelta(minutes=1)
        Upload.objects.update(expires_at=soon)

        tus.patch(path, 0, b"x")

        assert Upload.objects.get().expires_at > soon + timedelta(hours=47)

    def test_u46_later_it_begins_anew_and_the_pieces_go(self, tus):
        data = jpeg()
        begun = tus.begin(len(data), sha256=sha256(data))
        tus.patch(begun["Location"], 0, data[:900])
        Upload.objects.update(expires_at=timezone.now() - timedelta(hours=1))

        assert tus.ask("HEAD", begun["Location"]).status_code == 404
        assert tus.patch(begun["Location"], 900, b"x").status_code == 404
        again = tus.begin(len(data), sha256=sha256(data))
        assert again["Upload-Offset"] == "0"
        assert len(lying()) == 1
        tasks.tick()
        assert lying() == []
        assert Upload.objects.count() == 1

    def test_u46_the_same_file_chosen_again_goes_on_where_it_stopped(self, tus):
        data = jpeg()
        begun = tus.begin(len(data), sha256=sha256(data))
        tus.patch(begun["Location"], 0, data[:900])

        again = tus.begin(len(data), sha256=sha256(data))

        assert again["Location"] == begun["Location"]
        assert again["Upload-Offset"] == "900"

    def test_u59_another_browser_with_the_private_link_goes_on(self, tus, draft):
        data = jpeg()
        path = tus.begin(len(data))["Location"]
        tus.patch(path, 0, data[:900])
        other = Client()
        session = other.session
        session["contributions"] = [draft.pk]
        session.save()
        other.cookies["sessionid"] = session.session_key

        assert Tus(other, "").patch(path, 900, data[900:]).status_code == 204
        assert kept(draft.attachments.get()) == data

    def test_u59_without_its_session_it_is_not_there(self, tus):
        path = tus.begin(100)["Location"]

        answer = Tus(Client(), "").patch(path, 0, b"x")

        assert answer.status_code == 404
        assert sentence(answer)


class TestFinish:
    def test_u49_before_the_last_byte_is_409(self, tus, draft):
        path = tus.begin(5000)["Location"]
        tus.patch(path, 0, b"x" * 4000)

        answer = tus.ask("POST", path)

        assert answer.status_code == 409
        assert sentence(answer)
        assert draft.attachments.count() == 0

    def test_u51_u52_again_it_is_the_same_file(self, tus, draft):
        path, _answer = tus.whole(jpeg())

        answers = [tus.ask("POST", path).json()["attachment"]["id"] for _ in range(3)]

        assert set(answers) == {draft.attachments.get().pk}
        assert Master.objects.count() == 1

    def test_u51_a_piece_after_the_end_is_409(self, tus):
        data = jpeg()
        path, _answer = tus.whole(data)

        for offset in (0, len(data)):
            answer = tus.patch(path, offset, b"x")
            assert answer.status_code == 409
            assert answer["Upload-Offset"] == str(len(data))

    def test_u52_killed_before_the_end_it_is_finished_by_tick(
        self, tus, draft, monkeypatch
    ):
        data = jpeg()
        path = tus.begin(len(data))["Location"]
        with monkeypatch.context() as patch:
            patch.setattr(uploads, "finish", lambda upload: None)  # killed here
            tus.patch(path, 0, data)
        assert draft.attachments.count() == 0
        assert tus.offset(path) == len(data)
        tasks.tick()
        assert draft.attachments.count() == 0  # its browser may still ask
        Upload.objects.update(touched_at=timezone.now() - timedelta(minutes=10))

        tasks.tick()

        assert kept(draft.attachments.get()) == data
        assert tus.ask("POST", path).json()["attachment"]["sha256"] == sha256(data)
        assert lying() == []

    @pytest.mark.parametrize(
        ("row", "data"),
        [
            ("U02", b"\xff"),
            ("U05", b"<html><script>alert(1)</script></html>"),
            ("U06", b'<svg onload="alert(1)"/>'),
        ],
    )
    def test_what_the_form_refuses_is_refused_in_the_same_words(
        self, tus, draft, row, data
    ):
        path = tus.begin(len(data), "x.jpg", type="image/jpeg")["Location"]

        answer = tus.patch(path, 0, data)
        again = tus.ask("POST", path)

        with pytest.raises(intake.Refused) as form:
            intake.receive(draft, upload("x.jpg", data))
        assert answer.status_code == again.status_code == 400
        assert sentence(answer) == sentence(again) == form.value.sentence
        assert answer.json()["errors"][0]["code"] == form.value.code
        assert lying() == []

    def test_a_file_taken_out_again_is_not_there(self, tus, draft):
        path, _answer = tus.whole(jpeg())
        intake.discard(draft.attachments.get())

        assert tus.ask("POST", path).status_code == 404

    def test_lost_pieces_are_asked_for_again(self, tus):
        data = jpeg()
        path = tus.begin(len(data))["Location"]
        tus.patch(path, 0, data[:900])
        parts.forget(path.split("/")[-2])

        answer = tus.patch(path, 900, data[900:])

        assert answer.status_code == 404
        assert tus.ask("HEAD", path).status_code == 404


class TestOnce:
    """U34: what we have is not sent again, and nobody learns of other people's files."""

    def test_the_same_contribution(self, tus, draft):
        data = jpeg()
        tus.whole(data)

        answer = tus.begin(len(data), "again.jpg", sha256=sha256(data))

        assert answer["Upload-Offset"] == answer["Upload-Length"] == str(len(data))
        known = tus.ask("POST", answer["Location"]).json()["attachment"]
        assert known["id"] == draft.attachments.get().pk

    def test_another_contribution_of_the_same_person(self, tus, draft, owner):
        data = jpeg()
        tus.whole(data)
        other = Contribution.objects.create(kind="photos", contributor=owner)

        answer = Tus(tus.client, other.reference).begin(len(data), sha256=sha256(data))

        assert answer["Upload-Offset"] == str(len(data))
        assert other.attachments.get().master == draft.attachments.get().master

    def test_another_person_has_to_send_it(self, tus):
        data = jpeg()
        tus.whole(data)
        stranger = make_user(role=roles.Role.RESIDENT)
        theirs = Contribution.objects.create(kind="photos", contributor=stranger)
        client = Client()
        client.force_login(stranger)

        answer = Tus(client, theirs.reference).begin(len(data), sha256=sha256(data))

        assert answer["Upload-Offset"] == "0"
        assert theirs.attachments.count() == 0

    def test_a_checksum_with_another_length_is_not_it(self, tus):
        data = jpeg()
        tus.whole(data)

        assert tus.begin(len(data) - 1, sha256=sha256(data))["Upload-Offset"] == "0"


class TestStrangers:
    """U53, U54, U59: what is not one's own does not exist."""

    def test_u53_foreign_guessed_expired_and_odd_ids_are_alike(self, tus, owner):
        path = tus.begin(100)["Location"]
        expired = tus.begin(100)["Location"]
        Upload.objects.filter(key=expired.split("/")[-2]).update(
            expires_at=timezone.now()
        )
        client = Client()
        client.force_login(make_user(role=roles.Role.RESIDENT))
        stranger = Tus(client, "")
        answers = [
            asker.ask(method, where, b"x", Upload_Offset=0)
            for asker, where in (
                (stranger, path),
                (tus, f"{LIST}{'0' * 32}/"),
                (tus, f"{LIST}1/"),
                (tus, expired),
            )
            for method in ("PATCH", "DELETE", "GET", "POST")
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert tus.ask("HEAD", f"{LIST}%2e%2e/").status_code == 404
        assert tus.offset(path) == 0

    def test_u53_a_contribution_of_somebody_else_is_like_none(self, tus):
        other = make_contribution(status=Status.DRAFT, files=0)
        answers = [
            Tus(tus.client, reference).begin(10)
            for reference in (other.reference, "ZZZZ2222", "", "../x")
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1

    def test_u54_nothing_happens_without_the_token(self, draft):
        client = Client(enforce_csrf_checks=True)
        session = client.session
        session["contributions"] = [draft.pk]
        session.save()
        client.cookies["sessionid"] = session.session_key
        tus = Tus(client, draft.reference)

        assert tus.begin(10).status_code == 403
        assert not Upload.objects.exists()
        page = client.get(f"/contribute/{draft.reference}/").content.decode()
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[
            0
        ]
        tus.extra = {"X_CSRFToken": token}
        path = tus.begin(10)["Location"]
        assert tus.patch(path, 0, b"12").status_code == 204
        tus.extra = {}
        for method in ("PATCH", "POST", "DELETE"):
            assert tus.ask(method, path, b"3", Upload_Offset=2).status_code == 403
        tus.extra = {"X_CSRFToken": token}
        assert tus.offset(path) == 2

    @pytest.mark.parametrize("method", ["DELETE", "PATCH"])
    def test_u54_an_overridden_method_is_ignored(self, tus, method):
        path = tus.begin(10)["Location"]

        answer = tus.ask("POST", path, X_HTTP_Method_Override=method, Upload_Offset=0)

        assert answer.status_code == 409  # asked to finish, and it is not complete
        assert tus.offset(path) == 0

    def test_u39_other_methods(self, tus):
        path = tus.begin(10)["Location"]

        assert tus.ask("PUT", path).status_code == 405
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            answer = tus.ask(method, LIST)
            assert answer.status_code == 405


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x.jpg", "x.jpg"),
        ("a\r\nb\x00c.jpg", "abc.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("{{7*7}}.jpg", "{{7*7}}.jpg"),
        ("a.php.jpg", "a.php.jpg"),
        ("я" * 10_000, "я" * 200 + "…" + "я" * 50),
        ("", ""),
    ],
    ids=["U40", "U40 drive", "U41", "U42", "U43", "U45", "U42 long", "U42 none"],
)
def test_names_are_safe_to_show_and_never_a_path(tus, draft, name, shown):
    tus.whole(jpeg(), name)

    assert draft.attachments.get().original_name == shown
    assert Upload.objects.get().original_name == shown
    assert lying() == []


def test_u44_files_of_one_name_stay_apart(tus, draft):
    for _n in range(4):
        tus.whole(jpeg(), "IMG.jpg", step=20_000)

    positions = draft.attachments.order_by("position").values_list(
        "position", flat=True
    )
    assert list(positions) == [0, 1, 2, 3]


class TestQuotas:
    """U56, U57: each limit has its own sentence, and what was accepted stays."""

    def test_u57_files_of_one_contribution(self, tus, draft, settings):
        settings.UPLOAD_MAX_FILES = 1
        tus.whole(jpeg())

        answer = tus.begin(10)

        assert answer.status_code == 409
        assert answer.json()["errors"][0]["code"] == "too_many"
        assert draft.attachments.count() == 1

    def test_u57_bytes_of_one_contribution(self, tus, draft, settings):
        first = jpeg()
        settings.UPLOAD_CONTRIBUTION_BYTES = len(first) + 5000
        tus.whole(first)
        under_way = tus.begin(4500)["Location"]
        tus.patch(under_way, 0, b"x" * 4000)

        answer = tus.begin(2000)

        assert answer.status_code == 413
        assert answer.json()["errors"][0]["code"] == "too_much_together"
        with pytest.raises(intake.Refused) as form:
            intake.receive(draft, upload(data=first + b"\0" * 6000))
        assert form.value.code == "too_much_together"
        assert draft.attachments.count() == 1

    def test_u57_bytes_of_one_person_in_a_day(self, tus, owner, settings):
        data = jpeg()
        settings.UPLOAD_DAY_BYTES = len(data) + 100
        tus.whole(data)
        other = Contribution.objects.create(kind="photos", contributor=owner)

        answer = Tus(tus.client, other.reference).begin(200)

        assert answer.status_code == 429
        assert answer["Retry-After"]
        assert answer.json()["errors"][0]["code"] == "too_much_today"
        Attachment.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert Tus(tus.client, other.reference).begin(200).status_code == 201

    def test_u57_an_address_that_anybody_may_type_spends_nothing(self, tus, settings):
        theirs = Contribution.objects.create(kind="photos", email="she@people.test")
        Contribution.objects.create(kind="photos", email="she@people.test")

        found = Contribution.objects.of_one_person(theirs)

        assert list(found) == [theirs]

    def test_u57_nearly_full_disk(self, tus, draft, settings, client):
        path = tus.begin(100)["Location"]
        tus.patch(path, 0, b"x" * 10)
        settings.DISK_RESERVE_PERCENT = 100

        answers = [tus.begin(10), tus.patch(path, 10, b"x")]

        for answer in answers:
            assert answer.status_code == 429
            assert answer["Retry-After"]
        assert client.get("/items/").status_code == 200
        settings.DISK_RESERVE_PERCENT = 0
        assert tus.patch(path, 10, b"x").status_code == 204

    def test_u57_the_library_is_told_once(self, settings, mailoutbox):
        tasks.tick()
        settings.DISK_RESERVE_PERCENT = 100

        tasks.tick()
        tasks.tick()

        assert [mail.to for mail in mailoutbox] == [[settings.LIBRARY_EMAIL]]

    def test_u56_starts_from_one_address(self, tus, settings):
        settings.UPLOAD_STARTS_AN_HOUR = 2
        answers = [tus.begin(10) for _n in range(3)]

        assert [answer.status_code for answer in answers] == [201, 201, 429]
        assert answers[-1]["Retry-After"]

    @pytest.mark.parametrize(
        "header", ["X-Forwarded-For", "CF-Connecting-IP", "X-Real-IP", "Forwarded"]
    )
    def test_u56_a_forged_header_is_no_other_address(self, tus, settings, header):
        settings.UPLOAD_STARTS_AN_HOUR = 1
        forged = {header.replace("-", "_"): "198.51.100.7"}

        assert tus.begin(10).status_code == 201
        assert tus.begin(10, **forged).status_code == 429

    def test_u56_bytes_and_a_whole_v6_network(self, tus, settings):
        settings.UPLOAD_HOUR_BYTES = 150

        def begin(address: str) -> int:
            tus.client.defaults["REMOTE_ADDR"] = address
            return tus.begin(100).status_code

        assert begin("2001:db8:0:1::1") == 201
        assert begin("2001:db8:0:1:ffff::2") == 429
        assert begin("2001:db8:0:2::1") == 201
        assert Upload.objects.count() == 2

    def test_u56_the_shared_address_of_the_library_has_more(self, tus, settings):
        settings.UPLOAD_STARTS_AN_HOUR = 1
        settings.LIBRARY_NETWORKS = ["127.0.0.0/8"]

        assert [tus.begin(10).status_code for _n in range(11)] == [201] * 10 + [429]


class TestSweep:
    def test_pieces_of_a_deleted_draft_go(self, tus, draft):
        path = tus.begin(100)["Location"]
        tus.patch(path, 0, b"x")
        draft.delete()
        assert len(lying()) == 1

        tasks.tick()

        assert lying() == []

    def test_pieces_that_no_row_counts_go_with_their_upload(self, tus):
        path = tus.begin(100)["Location"]
        key = path.split("/")[-2]
        tus.patch(path, 0, b"x")
        with pytest.raises(parts.TooLong):
            parts.keep(key, 1, Source(b"y" * 50), at_most=10)
        parts.keep(key, 1, Source(b"y" * 50), at_most=50)  # and killed here
        assert len(lying()) == 2
        tasks.tick()
        assert tus.offset(path) == 1  # what is under way is left alone

        Upload.objects.update(expires_at=timezone.now())
        tasks.tick()

        assert lying() == []

    def test_files_that_were_received_stay(self, tus, draft):
        data = jpeg()
        tus.whole(data)
        Upload.objects.update(expires_at=timezone.now())

        tasks.tick()

        assert not Upload.objects.exists()
        assert kept(draft.attachments.get()) == data

    def test_nothing_more_comes_once_the_library_has_it(self, tus, draft):
        path = tus.begin(100)["Location"]
        Contribution.objects.filter(pk=draft.pk).update(status=Status.WITHDRAWN)

        assert tus.patch(path, 0, b"x").status_code == 409
        assert tus.begin(10).status_code == 409
        assert lying() == []


class Source:
    """A stream that may break off."""

    def __init__(self, data: bytes, *, breaks: bool = False) -> None:
        self.data, self.breaks, self.most = data, breaks, 0

    def read(self, size: int) -> bytes:
        self.most = max(self.most, size)
        piece, self.data = self.data[:size], self.data[size:]
        if not piece and self.breaks:
            raise OSError("connection reset")
        return piece


class TestCut:
    """U46, U36, U55: what came before the connection broke is kept."""

    def begun(self, draft, length: int) -> Upload:
        return Upload.objects.create(
            contribution=draft, length=length, expires_at=timezone.now()
        )

    @pytest.mark.parametrize("breaks", [True, False])
    def test_keeps_what_came(self, draft, breaks):
        one = self.begun(draft, 1000)

        is_whole = uploads.append(
            one, offset=0, stream=Source(b"x" * 300, breaks=breaks), announced=1000
        )

        assert (is_whole, one.offset) == (False, 300)

    def test_of_a_checked_piece_nothing_that_cannot_be_checked(self, draft):
        one = self.begun(draft, 1000)
        checksum = ("sha1", hashlib.sha1(b"x" * 1000, usedforsecurity=False).digest())

        with pytest.raises(intake.Refused):
            uploads.append(
                one, offset=0, stream=Source(b"x" * 300, breaks=True),
                announced=1000, checksum=checksum,
            )  # fmt: skip

        assert Upload.objects.get().offset == 0
        assert lying() == []

    def test_memory_stays_small(self, draft):
        one = self.begun(draft, 3_000_000)
        source = Source(b"x" * 3_000_000)

        uploads.append(one, offset=0, stream=source, announced=3_000_000)

        assert source.most <= 64 * 1024
        assert one.offset == 3_000_000

    def test_a_flood_of_small_pieces_ends(self, draft, monkeypatch):
        monkeypatch.setattr(uploads.receiving, "MOST_PARTS", 3)
        one = self.begun(draft, 100)
        for offset in range(3):
            uploads.append(one, offset=offset, stream=Source(b"x"), announced=1)

        with pytest.raises(intake.Refused):
            uploads.append(one, offset=3, stream=Source(b"x"), announced=1)


def test_the_description_names_every_answer(client):
    schema = client.get("/api/v1/schema/?format=json").json()["paths"]

    assert set(schema[LIST]) == {"post"}
    assert {"get", "patch", "post", "delete"} <= set(schema[f"{LIST}{{key}}/"])
    assert BODY_TYPE in schema[f"{LIST}{{key}}/"]["patch"]["requestBody"]["content"]


def test_metadata_is_what_the_protocol_says():
    assert metadata(name="a") == "name YQ=="
