"""What becomes of a whole upload, once; and that strangers find nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles
from contributions import intake, tasks, uploads
from contributions.models import Contribution, Upload
from contributions.states import Status
from contributions.uploads import parts
from history.models import Master
from tests.contributions.tus import (
    LIST,
    Tus,
    kept,
    lying,
    sentence,
    sha256,
)
from tests.factories import jpeg, make_contribution, make_user, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pieces")]


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
        page = client.get(f"/contribute/{draft.reference}/choose/").content.decode()
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
