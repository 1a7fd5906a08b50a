"""The plain form of files against what a browser never sends: U36 to U39, U60."""

import pytest
from django.test import Client

from contributions import access
from contributions.models import Contribution
from tests.factories import jpeg, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Contribution:
    return Contribution.objects.create(kind="photos", title="Наш двір")


@pytest.fixture
def browser(draft) -> Client:
    client = Client(raise_request_exception=False)
    session = client.session
    session[access.SESSION_NAME] = [draft.pk]
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def part(name: str, data: bytes, filename: str | None = "a.jpg") -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + data + b"\r\n"


END = b"--b--\r\n"
FORM = "multipart/form-data; boundary=b"
ODD = {
    "U37 many files": (FORM, part("files", b"x") * 101 + END, 400),
    "U37 many fields": (FORM, part("x", b"1", None) * 1101 + END, 400),
    "U37 much text": (FORM, part("story", b"x" * 10_000_000, None) + END, 400),
    "U37 a long name": (FORM, part("n" * 1_000_000, b"x", None) + END, 400),
    "U38 no boundary": ("multipart/form-data", part("files", b"x") + END, 400),
    "U38 empty boundary": ("multipart/form-data; boundary=", part("a", b"x"), 400),
    "U38 long boundary": (f"multipart/form-data; boundary={'b' * 9999}", b"x", 400),
    "U38 long headers": (
        FORM,
        b"--b\r\nX: " + b"x" * 65536 + b"\r\n\r\nx\r\n" + END,
        400,
    ),
    "U38 base64 that is none": (
        FORM,
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n" + END,
        400,
    ),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("door", ["choose/", "tell/", "files/"])
def test_an_odd_form_gets_a_page_with_words(browser, draft, name, door):
    kind, body, status = ODD[name]

    answer = browser.generic(
        "POST", f"/contribute/{draft.reference}/{door}", body, content_type=kind
    )

    assert answer.status_code in (status, 302)
    draft.refresh_from_db()
    assert draft.title == "Наш двір"
    assert draft.attachments.count() == 0
    if answer.status_code == 400 and "json" not in answer["Content-Type"]:
        text = answer.content.decode()
        assert "<h1" in text
        assert "Bad Request (400)" not in text


@pytest.mark.parametrize(
    "filename",
    ["", "=?utf-8?q?a=2Ejpg?=", "a\"b.jpg", "a;b.jpg", "..\\..\\a.jpg", "%00.jpg"],
)  # fmt: skip
def test_u38_u41_odd_names_of_good_files(browser, draft, filename):
    name = filename.replace('"', "%22")
    body = part("file", jpeg(), name) + END

    answer = browser.generic(
        "POST", f"/contribute/{draft.reference}/files/", body, content_type=FORM,
        headers={"Accept": "application/json"},
    )  # fmt: skip

    assert answer.status_code in (201, 400)
    assert draft.attachments.count() == (answer.status_code == 201)


@pytest.mark.parametrize(
    ("method", "kind", "status"),
    [("PUT", FORM, 405), ("PATCH", FORM, 405), ("POST", "application/json", 400)],
)
def test_u39_other_ways_to_send_a_file(browser, draft, method, kind, status):
    answer = browser.generic(
        method, f"/contribute/{draft.reference}/files/", b'{"file": "aGk="}',
        content_type=kind,
    )  # fmt: skip

    assert answer.status_code == status
    assert draft.attachments.count() == 0


def test_u60_without_scripts_the_second_of_three_is_bad(browser, draft):
    good = [upload("first.jpg"), upload("third.jpg")]
    files = [good[0], upload("letter.jpg", b"<html>" * 50), good[1]]

    answer = browser.post(
        f"/contribute/{draft.reference}/choose/", {"files": files, "next": "1"}
    )

    assert answer.status_code == 400
    text = answer.content.decode()
    assert "letter.jpg" in text
    names = draft.attachments.order_by("position").values_list(
        "original_name", flat=True
    )
    assert list(names) == ["first.jpg", "third.jpg"]
