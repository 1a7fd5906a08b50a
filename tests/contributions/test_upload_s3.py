"""Resumable uploads on object storage: the same protocol, no local file that stays."""

import hashlib

import boto3
import pytest
from django.core.files.storage import storages
from django.test import Client
from moto.server import ThreadedMotoServer

from accounts import roles
from contributions import tasks
from contributions.models import Contribution, Upload, UploadPart
from contributions.uploads import parts
from history import masters
from tests.contributions.tus import Tus, sha256
from tests.factories import jpeg, make_user

pytestmark = pytest.mark.django_db
KEYS = {"access_key": "test", "secret_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings):
    """An empty private bucket, as the only private storage there is."""
    s3 = boto3.resource(
        "s3", endpoint_url=endpoint, aws_access_key_id="test",
        aws_secret_access_key="test", region_name="us-east-1",
    )  # fmt: skip
    bucket = s3.create_bucket(Bucket="private")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": KEYS
            | {
                "endpoint_url": endpoint,
                "bucket_name": "private",
                "file_overwrite": False,
                "querystring_auth": True,
            },
        }
    }
    yield bucket
    bucket.objects.all().delete()


@pytest.fixture
def tus(bucket) -> Tus:
    roles.sync()
    owner = make_user(role=roles.Role.RESIDENT)
    draft = Contribution.objects.create(kind="photos", contributor=owner)
    client = Client()
    client.force_login(owner)
    return Tus(client, draft.reference)


def names(bucket) -> list[str]:
    return sorted(one.key for one in bucket.objects.all())


def test_u46_a_file_in_pieces_arrives_byte_for_byte(tus, bucket):
    data = jpeg(900, 700)
    path = tus.begin(len(data), sha256=sha256(data))["Location"]
    step = len(data) // 3 + 1
    for start in range(0, len(data) - step, step):
        assert tus.patch(path, start, data[start : start + step]).status_code == 204
    assert len(names(bucket)) == 2  # a piece an object
    assert tus.offset(path) == 2 * step

    assert tus.patch(path, 2 * step, data[2 * step :]).status_code == 204

    master = Contribution.objects.get().attachments.get().master
    assert names(bucket) == [masters.key_of(master.sha256)]
    stored = bucket.Object(masters.key_of(master.sha256)).get()["Body"].read()
    assert hashlib.sha256(stored).hexdigest() == sha256(data)
    assert tus.begin(len(data), sha256=sha256(data))["Upload-Offset"] == str(len(data))


@pytest.mark.parametrize(
    ("row", "offset", "piece", "status"),
    [
        ("U47", 0, b"abc", 409),
        ("U47", 4, b"abc", 409),
        ("U49", 3, b"x" * 500, 413),
        ("U51", 10, b"", 409),
    ],
)
def test_a_bad_piece_changes_nothing(tus, bucket, row, offset, piece, status):
    path = tus.begin(10)["Location"]
    tus.patch(path, 0, b"123")
    before = names(bucket)

    assert tus.patch(path, offset, piece).status_code == status, row

    assert tus.offset(path) == 3
    assert names(bucket) == before


def test_u50_a_damaged_piece_is_not_kept(tus, bucket):
    path = tus.begin(10)["Location"]

    answer = tus.patch(path, 0, b"123", Upload_Checksum="sha1 AAAA")

    assert answer.status_code == 460
    assert names(bucket) == []


def test_given_up_refused_and_orphaned_pieces_go(tus, bucket):
    given_up = tus.begin(10)["Location"]
    tus.patch(given_up, 0, b"123")
    tus.ask("DELETE", given_up)
    refused = tus.begin(3)["Location"]
    assert tus.patch(refused, 0, b"<p>").status_code == 400
    assert names(bucket) == []
    orphaned = tus.begin(10)["Location"]
    tus.patch(orphaned, 0, b"123")
    UploadPart.objects.all().delete()
    Upload.objects.all().delete()
    assert len(names(bucket)) == 1

    tasks.tick()

    assert names(bucket) == []


def test_u52_lost_pieces_are_asked_for_again(tus, bucket):
    data = jpeg()
    path = tus.begin(len(data))["Location"]
    tus.patch(path, 0, data[:900])
    parts.forget(path.split("/")[-2])

    assert tus.patch(path, 900, data[900:]).status_code == 404


def test_the_storage_is_really_the_bucket(bucket):
    assert type(storages["default"]).__name__ == "S3Storage"
