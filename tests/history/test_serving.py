"""Files over HTTP, whole and in parts: the same rules in public and behind the door."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client, RequestFactory

from contributions import intake
from contributions.states import Status
from history import serving
from tests import factories
from tests.history import recorded

pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 4
NAME = "0123456789abcdef/sound.mp3"
SIZE = len(BYTES)

# Range header → status, first and last byte sent (RFC 9110, 14). A14.
RANGES = [
    ("", 200, 0, 1023),
    ("bytes=0-", 206, 0, 1023),
    ("bytes=0-0", 206, 0, 0),
    ("bytes=100-199", 206, 100, 199),
    ("bytes=1000-9999", 206, 1000, 1023),
    ("bytes=1023-", 206, 1023, 1023),
    ("bytes=-1", 206, 1023, 1023),
    ("bytes=-24", 206, 1000, 1023),
    ("bytes=-9999", 206, 0, 1023),
    ("BYTES=5-6", 206, 5, 6),
    ("bytes=1024-", 416, None, None),
    ("bytes=99999999-", 416, None, None),
    ("bytes=-0", 416, None, None),
    # No range, or more than one: everything.
    ("bytes=200-100", 200, 0, 1023),
    ("bytes=0-1,5-6", 200, 0, 1023),
    ("bytes=" + ",".join(["0-"] * 1000), 200, 0, 1023),
    ("bytes=-", 200, 0, 1023),
    ("bytes=a-b", 200, 0, 1023),
    ("bytes=0x1-2", 200, 0, 1023),
    ("bytes=٣-٥", 200, 0, 1023),
    ("bytes=" + "9" * 5000 + "-", 200, 0, 1023),
    ("seconds=1-2", 200, 0, 1023),
    ("0-100", 200, 0, 1023),
    ("bytes=0-1\0", 200, 0, 1023),
]


@pytest.fixture
def file():
    storages["public"].save(NAME, ContentFile(BYTES))
    yield f"/media/{NAME}"
    storages["public"].delete(NAME)


def body(response) -> bytes:
    return response.getvalue()


class TestRange:
    @pytest.mark.parametrize(("wanted", "status", "first", "last"), RANGES)
    def test_each_header_gets_what_the_standard_says(
        self, client, file, wanted, status, first, last
    ):
        response = client.get(file, headers={"Range": wanted} if wanted else {})

        assert response.status_code == status
        assert response["Accept-Ranges"] == "bytes"
        if status == 416:
            assert response["Content-Range"] == f"bytes */{SIZE}"
            assert body(response) == b""
            return
        assert body(response) == BYTES[first : last + 1]
        assert response["Content-Length"] == str(last - first + 1)
        assert response["Content-Type"] == "audio/mpeg"
        if status == 206:
            assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        else:
            assert "Content-Range" not in response

    def test_a_head_tells_the_size_and_sends_nothing(self, client, file):
        response = client.head(file, headers={"Range": "bytes=0-9"})

        assert response.status_code == 200
        assert response["Content-Length"] == str(SIZE)
        assert response["Accept-Ranges"] == "bytes"
        assert body(response) == b""

    def test_a_part_comes_only_of_the_version_the_client_has(self, client, file):
        etag = client.head(file)["ETag"]

        def answer(if_range):
            return client.get(
                file, headers={"Range": "bytes=1-2", "If-Range": if_range}
            ).status_code

        assert answer(etag) == 206
        assert answer('"another"') == 200
        assert answer(f"W/{etag}") == 200
        assert answer("Wed, 21 Oct 2015 07:28:00 GMT") == 200

    def test_who_has_it_is_sent_nothing(self, client, file):
        etag = client.head(file)["ETag"]

        assert client.get(file, headers={"If-None-Match": etag}).status_code == 304
        assert client.get(file, headers={"If-Match": '"x"'}).status_code == 412

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_nothing_can_be_written(self, client, file, method):
        assert getattr(client, method)(file).status_code == 405

    @pytest.mark.parametrize(
        "name", ["nothing.mp3", "../private/x", "%2e%2e/x", "0123456789abcdef", "a%00b"]
    )
    def test_what_is_not_there_is_404(self, client, file, name):
        assert client.get(f"/media/{name}").status_code == 404

    def test_an_empty_file_has_no_part(self):
        storages["public"].save("empty/sound.mp3", ContentFile(b""))
        request = RequestFactory().get("/", headers={"Range": "bytes=0-"})

        answer = serving.serve(
            request, storages["public"], "empty/sound.mp3", content_type="audio/mpeg"
        )

        assert answer.status_code == 416
        assert answer["Content-Range"] == "bytes */0"

    def test_object_storage_is_asked_for_the_part_alone(self):
        """An S3 file answers ranges itself; the whole is never fetched for a part."""

        class Remote:
            size = 1000

            class obj:
                @staticmethod
                def get(Range):
                    class Body:
                        @staticmethod
                        def iter_chunks(_size):
                            yield Range.encode()

                    return {"Body": Body}

            def close(self):
                pass

        assert list(serving._part(Remote(), 5, 9)) == [b"bytes=5-9"]


class TestBehindTheDoor:
    """P48, P49, P53: ranges ask for permission first, every time."""

    @pytest.fixture
    def heard(self, resident, run_tasks):
        draft = factories.make_contribution(
            contributor=resident, kind="audio", status=Status.DRAFT
        )
        sent = factories.upload("voice.mp3", recorded.record("mp3", seconds=1))
        attachment = intake.receive(draft, sent)
        run_tasks()
        return f"/contributions/{draft.reference}/files/{attachment.pk}"

    @pytest.mark.django_db(transaction=True)
    def test_the_owner_seeks_and_a_stranger_finds_nothing(
        self, client, heard, resident, neighbour
    ):
        for name in ("sound.mp3", "original"):
            address = f"{heard}/{name}"
            client.force_login(resident)
            response = client.get(address, headers={"Range": "bytes=10-19"})
            assert response.status_code == 206
            assert len(body(response)) == 10
            assert "no-store" in response["Cache-Control"]
            assert response["X-Content-Type-Options"] == "nosniff"
            assert client.head(address).status_code == 200
            assert (
                client.get(address, headers={"Range": "bytes=999999999-"}).status_code
                == 416
            )
            client.force_login(neighbour)
            for stranger in (client, Client()):
                answer = stranger.get(address, headers={"Range": "bytes=0-1"})
                assert answer.status_code == 404
                assert "Content-Range" not in answer
