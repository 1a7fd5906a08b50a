"""A disk that is full: a clear sentence, nothing half, well again when there is room."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.clock import tick
from contributions import intake
from contributions.states import Status
from history import masters, publishing
from history.models import Master, Media
from tests import factories
from tests.faults import auditing, dying

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = "1m"


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """Mount a file system of one megabyte under the files of the site."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "mistok", str(place)]
    if sys.platform != "linux" or subprocess.call(command, stderr=subprocess.DEVNULL):
        pytest.skip("skipped: this machine lets nobody mount a small disk")
    monkeypatch.setattr(storages, "_storages", dying.stores(place))
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # only the files' own disk is small
    yield place
    subprocess.check_call(["umount", str(place)])


def fill(place: Path) -> Path:
    """Take all the room that is left."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    return ballast


def send(client: Client, gift, data: bytes):
    return client.post(
        reverse("contributions:receive", args=[gift.reference]),
        {"file": factories.upload(data=data)},
    )


def test_a_full_disk_takes_nothing_and_breaks_nothing(  # F07, R09
    small_disk, client, resident, run_tasks
):
    client.force_login(resident)
    client.cookies["django_language"] = "en"
    client.raise_request_exception = False
    gift = factories.make_contribution(
        status=Status.DRAFT, files=0, contributor=resident, email=resident.email
    )
    assert send(client, gift, factories.jpeg(400, 300, seed=1)).status_code == 201
    run_tasks()
    words = publishing.Description(kind="photo", title="Bridge", language="en")
    first = Master.objects.get()
    item = publishing.publish(words, files=[publishing.File(master=first)], by=None)
    before = sorted(f.name for f in masters.listing.files(storages["public"]))
    ballast = fill(small_disk)

    answer = send(client, gift, factories.jpeg(400, 300, seed=2))

    assert answer.status_code in (429, 507)
    assert (
        "disk is full" in answer.content.decode() or "room" in answer.content.decode()
    )
    assert client.get(item.get_absolute_url()).status_code == 200
    assert client.get(f"/media/{before[0]}").status_code == 200
    assert gift.attachments.count() == Master.objects.count() == 1
    with pytest.raises(OSError, match="No space"):
        publishing.publish(words, files=[publishing.File(master=first)], by=None)
    assert sorted(f.name for f in masters.listing.files(storages["public"])) == before

    ballast.unlink()
    assert send(client, gift, factories.jpeg(400, 300, seed=2)).status_code == 201
    run_tasks()
    assert set(Master.objects.values_list("state", flat=True)) == {"ready"}
    assert auditing.differences() == []


def test_preparing_waits_for_room_and_uses_up_no_attempt(small_disk, run_tasks):
    gift = factories.make_contribution(status=Status.DRAFT, files=0)
    intake.receive(gift, factories.upload(data=factories.jpeg(400, 300, seed=3)))
    ballast = fill(small_disk)
    Master.objects.update(received_at=timezone.now() - timedelta(minutes=3))

    for _ in range(masters.MAX_ATTEMPTS + 2):
        run_tasks()
        tick()
    master = Master.objects.get()
    assert (master.state, master.problem, master.attempts) == ("received", "storage", 0)
    assert masters.verify(master)

    ballast.unlink()
    tick()
    run_tasks()
    master.refresh_from_db()
    assert (master.state, master.problem) == ("ready", "")
    assert auditing.differences() == []


def test_mending_waits_for_room(small_disk, run_tasks):
    master = masters.prepare(
        masters.keep(factories.upload(data=factories.jpeg(seed=4)), original_name="a")
    )
    words = publishing.Description(kind="photo", title="Bridge", language="en")
    item = publishing.publish(words, files=[publishing.File(master=master)], by=None)
    storages["public"].delete(item.media.get().renditions[0]["path"])
    ballast = fill(small_disk)
    for _ in range(masters.MAX_ATTEMPTS + 1):
        tick()
        run_tasks()
    media = Media.objects.get()
    assert (media.problem, media.attempts) == ("storage", 0)
    ballast.unlink()
    tick()
    run_tasks()
    media.refresh_from_db()
    assert media.problem == ""
    assert auditing.differences() == []


def test_a_decoder_without_room_blames_no_file(small_disk, tmp_path):
    """The child that draws the sizes meets the full disk itself."""
    path = tmp_path / "whole.jpg"
    path.write_bytes(factories.jpeg(400, 300, seed=5))
    from history import images

    target = small_disk / "into"
    target.mkdir()
    fill(small_disk)
    with pytest.raises(OSError, match=os.strerror(28)):
        images.derive(path, into=target)
