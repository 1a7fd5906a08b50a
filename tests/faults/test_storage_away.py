"""An object store that fails, breaks off, is silent or away: F17, R12."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from config.clock import tick
from contributions import intake
from contributions.states import Status
from history import masters, publishing
from history.models import Discarded, Master, Media
from tests import factories
from tests.faults import auditing
from tests.faults.bucket import Door

pytestmark = pytest.mark.django_db(transaction=True)
MODES = ["503", "500", "reset", "silent"]


@pytest.fixture(scope="module")
def door():
    """Start a server for the module."""
    server = pytest.importorskip("moto.server", reason="skipped: no moto")
    behind = server.ThreadedMotoServer(port=0, verbose=False)
    behind.start()
    door = Door(behind.get_host_and_port()[1])
    yield door
    door.shutdown()
    behind.stop()


@pytest.fixture
def bucket(door, monkeypatch):
    """Let both storages of the site be buckets of this server, impatient ones."""
    import boto3
    from botocore.config import Config
    from storages.backends.s3 import S3Storage

    door.mode, door.every = "open", 1
    access = {"region_name": "us-east-1", "aws_access_key_id": "test",
              "aws_secret_access_key": "test"}  # fmt: skip
    client = boto3.client("s3", endpoint_url=door.url, **access)
    made = {}
    for name in ("default", "public"):
        client.create_bucket(Bucket=name)
        for old in client.list_objects_v2(Bucket=name).get("Contents", []):
            client.delete_object(Bucket=name, Key=old["Key"])
        made[name] = S3Storage(
            bucket_name=name, endpoint_url=door.url, region_name="us-east-1",
            access_key="test", secret_key="test", file_overwrite=False,
            client_config=Config(
                signature_version="s3v4", connect_timeout=1, read_timeout=0.5,
                retries={"max_attempts": 0},
            ),
        )  # fmt: skip
    monkeypatch.setattr(storages, "_storages", made)
    return door


@pytest.fixture
def recover(run_tasks):
    """Tick as two minutes later, then work."""

    def run() -> None:
        Master.objects.update(received_at=timezone.now() - timedelta(minutes=3))
        tick()
        run_tasks()

    return run


def receive(gift, seed: int):
    data = factories.jpeg(400, 300, seed=seed)
    return intake.receive(gift, factories.upload(data=data))


@pytest.fixture
def gift():
    return factories.make_contribution(status=Status.DRAFT, files=0)


def test_all_is_well_with_a_bucket(bucket, gift, recover):
    receive(gift, 1)
    recover()
    words = publishing.Description(kind="photo", title="Міст", language="uk")
    file = publishing.File(master=Master.objects.get())
    item = publishing.publish(words, files=[file], by=None)
    assert auditing.half_public_files() == []
    assert auditing.lacking_pictures() == []
    storages["public"].delete(item.media.get().renditions[1]["path"])
    recover()
    storages["default"].save("masters/aa/bb/" + "a" * 64, ContentFile(b"nobody's"))
    assert auditing.differences() == []
    assert len(list(masters.listing.files(storages["default"], "aside/"))) == 1


@pytest.mark.parametrize("mode", MODES)
def test_preparing_goes_on_when_the_bucket_is_back(bucket, gift, recover, mode):
    receive(gift, 1)
    bucket.mode = mode
    for _ in range(masters.MAX_ATTEMPTS + 1 if mode == "503" else 1):
        recover()
    master = Master.objects.get()
    assert (master.state, master.problem, master.attempts) == ("received", "storage", 0)
    bucket.mode = "open"
    recover()
    master.refresh_from_db()
    assert (master.state, master.problem) == ("ready", "")
    assert auditing.differences() == []


def test_a_bucket_that_fails_each_seventh_time_loses_nothing(bucket, gift, recover):
    bucket.mode, bucket.every = "503", 7
    for seed in range(3):
        for _again in range(20):
            try:
                receive(gift, seed)
                break
            except Exception:  # noqa: BLE001 (the resident sees it and sends once more)
                continue
    bucket.mode = "open"
    for _ in range(3):
        recover()
    assert gift.attachments.count() == Master.objects.count() == 3
    assert set(Master.objects.values_list("state", flat=True)) == {"ready"}
    assert auditing.differences() == []


@pytest.mark.parametrize("mode", ["503", "reset"])
def test_an_upload_is_answered_with_a_sentence(bucket, client, resident, mode):
    client.force_login(resident)
    client.cookies["django_language"] = "en"
    client.raise_request_exception = False
    gift = factories.make_contribution(
        status=Status.DRAFT, files=0, contributor=resident, email=resident.email
    )
    url = reverse("contributions:receive", args=[gift.reference])
    bucket.mode = mode
    answer = client.post(url, {"file": factories.upload()})
    assert answer.status_code == 503
    assert "cannot keep files just now" in answer.json()["sentence"]
    assert not Master.objects.exists()
    bucket.mode = "open"
    assert client.post(url, {"file": factories.upload()}).status_code == 201


def test_taking_down_holds_although_the_bucket_is_away(bucket, gift, recover):
    receive(gift, 1)
    recover()
    words = publishing.Description(kind="photo", title="Міст", language="uk")
    file = publishing.File(master=Master.objects.get())
    item = publishing.publish(words, files=[file], by=None)
    bucket.mode = "503"
    publishing.take_down(item, by=None, reason="asked for")
    tick()
    assert Discarded.objects.count() == 3
    bucket.mode = "open"
    tick()
    assert not Discarded.objects.exists()
    assert list(masters.listing.files(storages["public"])) == []


def test_a_silent_bucket_is_no_damage(bucket, gift, recover):
    """An outage must not accuse a single original."""
    receive(gift, 1)
    recover()
    Master.objects.update(verified_at=timezone.now() - timedelta(days=60))
    bucket.mode = "503"
    outcome = tick()
    assert outcome["verifying originals"] != ""
    assert Master.objects.get().problem == ""
    bucket.mode = "open"
    assert tick()["verifying originals"] == ""
    assert Media.objects.count() == 0
