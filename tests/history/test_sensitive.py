"""What may hurt is covered until a visitor opens it, and shown nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from contributions.models import Resemblance
from history import citing, presenting
from history.models import Item
from tests import factories

pytestmark = pytest.mark.django_db
STORY = "Похорон на центральній площі."


@pytest.fixture
def covered(db):
    item = factories.make_item(title="Похорон", story=STORY, sensitive="death")
    factories.make_media(item)
    return item


def sources_of(item):
    return [step["path"] for media in item.media.all() for step in media.renditions]


def test_the_page_says_why_and_opens_without_a_script(client, covered):
    page = client.get(covered.get_absolute_url(), follow=True).content.decode()
    head, _sep, inside = page.partition('<details class="covered')
    assert inside, "the picture lies in a closed disclosure"
    assert '<details class="covered wrap" open' not in page
    assert covered.get_sensitive_display() in inside.partition("</summary>")[0]
    assert not any(path in head for path in sources_of(covered))


def test_no_list_and_no_shared_link_shows_it(client, covered):
    item = Item.objects.with_cover().get(pk=covered.pk)
    card = presenting.card(item)
    assert card["picture"] is None
    assert card["covered"] == covered.get_sensitive_display()
    shown = Client().get(reverse("history:item_list")).content.decode()
    assert f'<span class="card__covered" lang="uk">{card["covered"]}</span>' in shown
    assert citing.share_image(covered) is None
    for name in ("home", "history:item_list", "history:feed"):
        page = Client().get(reverse(name)).content.decode()
        assert not any(path in page for path in sources_of(covered)), name


def test_the_api_says_why_and_gives_no_picture_unless_asked(client, covered):
    factories.make_tiles(covered.media.get())
    open_item = factories.make_item(with_picture=True)
    address = reverse("api:item-detail", args=[covered.reference])

    found = client.get(address).json()
    listed = client.get(reverse("api:item-list")).json()["results"]
    asked = client.get(address, {"covered": "show"}).json()

    assert found["sensitive"] == "death"
    for one in (found, next(row for row in listed if row["ref"] == covered.reference)):
        assert [one["media"][0][name] for name in ("renditions", "iiif", "file")] == [
            [], None, None,
        ]  # fmt: skip
    assert asked["media"][0]["renditions"] and asked["media"][0]["iiif"]
    other = next(row for row in listed if row["ref"] == open_item.reference)
    assert other["sensitive"] == "" and other["media"][0]["renditions"]
    assert client.get(address, {"covered": "yes"}).status_code == 400


@pytest.mark.parametrize("change", [{"sensitive": "death"}, {"status": "hidden"}])
def test_who_gives_something_alike_is_shown_nothing_covered_or_private(
    change, resident, client
):
    item = factories.make_item(title="Похорон", with_picture=True)
    media = item.media.get()
    gift = factories.make_contribution(status="draft", contributor=resident)
    attachment = gift.attachments.get()
    Resemblance.objects.create(attachment=attachment, media=media, distance=3)
    client.force_login(resident)
    page = reverse("contributions:step", args=[gift.reference, "choose"])
    assert media.renditions[0]["path"] in client.get(page).content.decode()

    Item.objects.filter(pk=item.pk).update(**change)

    text = client.get(page).content.decode()
    assert media.renditions[0]["path"] not in text
    assert ("Похорон" in text) is ("sensitive" in change)


def test_it_costs_no_query_a_card(covered, django_assert_num_queries):
    items = list(Item.objects.with_cover())
    with django_assert_num_queries(0):
        presenting.cards(items)


def test_what_is_not_sensitive_is_not_covered(client):
    item = factories.make_item()
    factories.make_media(item)
    page = client.get(item.get_absolute_url(), follow=True).content.decode()
    assert "covered" not in page
