"""Resumable uploads, row by row of the promises: the protocol, resuming, names."""

import base64
import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contributions import tasks
from contributions.models import Upload, UploadPart
from tests.contributions.tus import (
    BODY_TYPE,
    LIST,
    Tus,
    kept,
    lying,
    metadata,
    sentence,
    sha256,
)
from tests.factories import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pieces")]


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


def test_the_description_names_every_answer(client):
    schema = client.get("/api/v1/schema/?format=json").json()["paths"]

    assert set(schema[LIST]) == {"post"}
    assert {"get", "patch", "post", "delete"} <= set(schema[f"{LIST}{{key}}/"])
    assert BODY_TYPE in schema[f"{LIST}{{key}}/"]["patch"]["requestBody"]["content"]


def test_metadata_is_what_the_protocol_says():
    assert metadata(name="a") == "name YQ=="
