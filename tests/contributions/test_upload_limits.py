"""How much may come, what is swept, and what a cut connection leaves."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from contributions import intake, tasks, uploads
from contributions.models import Attachment, Contribution, Upload
from contributions.states import Status
from contributions.uploads import parts
from tests.contributions.tus import (
    Source,
    Tus,
    kept,
    lying,
)
from tests.factories import jpeg, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pieces")]


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
