"""U48, U51, U52: pieces at the same moment, over real connections, are never mixed."""

import hashlib
import io
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from contributions import intake, uploads
from contributions.models import Contribution, Upload, UploadPart
from contributions.uploads import parts
from history import masters
from history.models import Master
from tests.contributions.test_races import at_once
from tests.factories import jpeg

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 4


@pytest.fixture(autouse=True)
def _no_pieces_of_other_tests(db):
    for key in parts.folders():
        parts.forget(key)


@pytest.fixture
def draft() -> Contribution:
    return Contribution.objects.create(kind="photos")


def begun(draft, length: int) -> Upload:
    return Upload.objects.create(
        contribution=draft,
        length=length,
        expires_at=timezone.now() + timedelta(hours=1),
    )


class Slow:
    """A body whose reading waits until all who race have begun."""

    def __init__(self, data: bytes, barrier: threading.Barrier) -> None:
        self.data, self.barrier = data, barrier

    def read(self, size: int) -> bytes:
        if self.barrier is not None:
            self.barrier.wait(timeout=10)
            self.barrier = None
        piece, self.data = self.data[:size], self.data[size:]
        return piece


def sending(upload: Upload, offset: int, data: bytes, barrier) -> object:
    """Give an act that sends one piece, from a row read before the race."""
    copy = Upload.objects.select_related("contribution").get(pk=upload.pk)
    return lambda: uploads.append(
        copy, offset=offset, stream=Slow(data, barrier), announced=len(data)
    )


@pytest.mark.parametrize("round_", range(ROUNDS))
@pytest.mark.parametrize("many", [2, 8])
def test_of_pieces_at_one_offset_one_wins(draft, round_, many):
    upload, barrier = begun(draft, 5000), threading.Barrier(many)
    bodies = [bytes([65 + n]) * 900 for n in range(many)]

    found = at_once(*(sending(upload, 0, body, barrier) for body in bodies))

    assert Counter(type(one) for one in found) == {
        bool: 1,
        uploads.WrongOffset: many - 1,
    }
    upload.refresh_from_db()
    assert upload.offset == 900
    with parts.joined([UploadPart.objects.get().name]) as (path, _digest):
        assert path.read_bytes() == bodies[found.index(True)]
    losers = [one for one in found if one is not True]
    assert {loser.upload.offset for loser in losers} == {900}


def test_two_tabs_that_send_the_whole_file_make_one_right_one(draft):
    data = jpeg(900, 700)
    upload = begun(draft, len(data))
    step = 4000

    def tab():
        while True:
            copy = Upload.objects.select_related("contribution").get(pk=upload.pk)
            if copy.offset == copy.length or copy.state != Upload.State.RECEIVING:
                return uploads.finish(copy).pk
            piece = data[copy.offset : copy.offset + step]
            try:
                uploads.append(
                    copy, offset=copy.offset, stream=Slow(piece, None),
                    announced=len(piece),
                )  # fmt: skip
            except uploads.WrongOffset:
                continue

    found = at_once(tab, tab, tab)

    assert set(found) == {draft.attachments.get().pk}
    master = draft.attachments.get().master
    assert master.sha256 == hashlib.sha256(data).hexdigest()
    assert masters.verify(master)
    assert parts.folders() == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_finished_at_once_it_is_one_file(draft, round_):
    data = jpeg()
    upload = begun(draft, len(data))
    sending(upload, 0, data, None)()
    copies = [
        Upload.objects.select_related("contribution").get(pk=upload.pk)
        for _n in range(3)
    ]

    found = at_once(*(lambda copy=copy: uploads.finish(copy).pk for copy in copies))

    assert set(found) == {draft.attachments.get().pk}
    assert Master.objects.count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_given_up_while_a_piece_comes(draft, round_):
    upload, barrier = begun(draft, 5000), threading.Barrier(2)

    def give_up():
        barrier.wait(timeout=10)
        uploads.cancel(upload)

    found = at_once(sending(upload, 0, b"x" * 900, barrier), give_up)

    assert isinstance(found[0], bool | uploads.WrongOffset | Upload.DoesNotExist)
    assert found[1] is None
    assert not Upload.objects.exists()
    uploads.sweep()
    assert parts.folders() == []


def test_given_up_while_a_piece_is_written(draft, monkeypatch):
    """Its folder goes away under the piece."""
    upload = begun(draft, 5000)
    sync = parts._sync

    def give_up_first(folder):
        uploads.cancel(Upload.objects.get(pk=upload.pk))
        sync(folder)

    monkeypatch.setattr(parts, "_sync", give_up_first)

    with pytest.raises(Upload.DoesNotExist):
        uploads.append(upload, offset=0, stream=io.BytesIO(b"x" * 900))
    assert parts.folders() == []


def test_sent_to_the_library_while_the_last_piece_comes(draft):
    data = jpeg()
    upload = begun(draft, len(data))
    sending(upload, 0, data, None)()
    Contribution.objects.filter(pk=draft.pk).update(status="withdrawn")
    copy = Upload.objects.select_related("contribution").get(pk=upload.pk)
    draft.refresh_from_db()

    found = at_once(lambda: uploads.finish(copy))
    connections.close_all()

    assert isinstance(found[0], intake.Refused)
    assert found[0].code == "not_open"
    assert Master.objects.count() == 0
