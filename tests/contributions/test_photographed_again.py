"""Today's photo of an item goes through the one door and comes out as a proposed pair."""

import pytest
from django.urls import reverse

from contributions import workflow
from contributions.models import Contribution
from contributions.permissions import Actor
from history import publishing
from history.models import ThenNow
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def then(db):
    place = factories.make_place("Проспект Миру")
    return factories.make_item(
        title="Проспект, 1962", with_picture=True, place=place, latitude=47.9,
        longitude=36.9, bearing=200,
    )  # fmt: skip


def gift_of(then, **more) -> Contribution:
    return factories.make_contribution(then_item=then, **more)


def publish(gift, cast, **more):
    return workflow.publish(
        gift, by=Actor(user=cast["moderator"]), description=DESCRIPTION, **more
    )


def test_the_item_leads_to_the_door_and_the_draft_stands_where_it_stood(client, then):
    door = f"/contribute/?then={then.reference}"
    assert door in client.get(then.get_absolute_url(), follow=True).text
    page = client.get(door)
    assert then.title in page.text
    assert [one["value"] for one in page.context["choices"]] == ["photos"]

    client.post("/contribute/", {"kind": "photos", "then": then.reference})

    gift = Contribution.objects.get()
    assert (gift.then_item, gift.place, gift.bearing) == (then, then.place, 200)
    draft = client.get(reverse("contributions:draft", args=[gift.reference]))
    assert then.title in client.get(draft.url).text


@pytest.mark.parametrize("said", ["ST-999999", "\x00x", "9" * 400])
def test_what_nobody_may_see_is_passed_over(client, then, said):
    page = client.get("/contribute/", {"then": said})

    assert page.status_code == 200 and page.context["is_unknown"]
    publishing.hide(then, by=None)
    hidden = client.get("/contribute/", {"then": then.reference})
    assert hidden.context["is_unknown"] and then.title not in hidden.text


def test_the_desk_says_so_and_publishing_proposes_the_pair(client, cast, then):
    gift = gift_of(then)
    client.force_login(cast["moderator"])
    assert then.title in client.get(f"/moderation/{gift.reference}/").text

    (item,) = publish(gift, cast)

    pair = ThenNow.objects.get()
    assert (pair.then, pair.now) == (then.media.get(), item.media.get())
    assert (pair.state, pair.points, pair.made_by) == (
        "proposed", [], cast["moderator"],
    )  # fmt: skip
    assert client.get(pair.get_absolute_url()).status_code == 404
    client.force_login(cast["curator"])
    desk = client.get(reverse("history:item_then_now", args=[then.pk]))
    assert item.title in desk.text

    gift.refresh_from_db()
    workflow.undo(gift, by=Actor(user=cast["moderator"]))
    assert not ThenNow.objects.exists()


def test_added_to_an_item_that_exists_it_is_the_new_picture_that_counts(cast, then):
    album = factories.make_item(title="Альбом", with_picture=True)
    gift = gift_of(then)

    publish(gift, cast, extend=album)

    assert ThenNow.objects.get().now == album.media.order_by("position").last()


def test_what_was_taken_down_meanwhile_is_no_side_of_a_pair(cast, then):
    gift = gift_of(then)
    publishing.take_down(then, by=None, reason="by wish")

    publish(gift, cast)

    assert not ThenNow.objects.exists()
