"""An uncertain date stays an interval: no public byte and no export knows its middle."""

import io
import re
import zipfile
from datetime import date

import pytest

from contributions import workflow
from contributions.own_data import export, whose
from contributions.states import Status
from history import publishing
from history.states import Accuracy, Sureness
from tests import factories

pytestmark = pytest.mark.django_db
# Between the first days of 1811 and the last of 1859: the middle is in mid-1835.
SPAN = {
    "date_edtf": "1811/1859",
    "date_earliest": date(1811, 1, 1),
    "date_latest": date(1859, 12, 31),
}
MIDDLE = re.compile(rb"(?<![\w.])183[456](?!\w)")


@pytest.mark.parametrize(
    "when",
    [
        SPAN | {"date_said": "між 1811 і 1859"},
        SPAN | {"date_earliest": None, "date_edtf": "/1859", "date_said": "до 1859"},
    ],
)
def test_no_answer_holds_the_middle_of_an_interval(client, cast, resident, when):
    place = factories.make_place("Млинова вулиця")
    gift = factories.make_contribution(
        status=Status.SUBMITTED, contributor=resident, email=resident.email, files=1,
        place=place, **when,
    )  # fmt: skip
    words = publishing.Description(
        kind="photo", title="Зимовий трамвай", story="Дід віз.", language="uk",
        place=place, latitude=47.9, longitude=37.1, accuracy=Accuracy.STREET,
        creator="П. Коваль", date_sure=Sureness.GUESS, **when,
    )  # fmt: skip
    (item,) = workflow.publish(gift, by=cast["moderator"], description=words)
    collection = factories.make_collection("Трамваї", items=[item])
    page = item.get_absolute_url()
    asked = (
        page, "/", "/items/", "/items/?q=трамвай", "/items/?sort=oldest", "/feed/",
        place.get_absolute_url(), collection.get_absolute_url(), "/sitemap.xml",
        "/api/v1/items/", f"/api/v1/items/{item.reference}/", "/api/v1/places/",
        f"/api/v1/collections/{collection.slug}/",
    )  # fmt: skip
    for language in ("uk", "ru", "en"):
        for address in asked:
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200, address
            assert not MIDDLE.search(answer.content), address
    told = client.get(f"/api/v1/items/{item.reference}/").json()
    assert told["date"]["sure"] == "guess"
    assert told["accuracy"] == "street"
    assert (told["date"]["earliest"], told["date"]["latest"]) == (
        when["date_earliest"] and "1811-01-01", "1859-12-31",
    )  # fmt: skip
    shown = client.get(page, headers={"accept-language": "en"}).text
    assert "somewhere on this street" in shown

    handed_out = io.BytesIO(b"".join(export.stream(whose.of_account(resident))))
    with zipfile.ZipFile(handed_out) as archive:
        told = {name: archive.read(name) for name in archive.namelist()}
    assert b"1859" in told["my-data.json"]
    for name in ("my-data.json", "my-data.html"):
        assert not MIDDLE.search(told[name]), name
    client.force_login(resident)
    own = client.get(f"/contributions/{gift.reference}/")
    assert own.status_code == 200
    assert not MIDDLE.search(own.content)
