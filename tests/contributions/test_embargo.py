"""The resident's word on who may see it, and from when: no way of the staff is wider."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.utils import timezone

from contributions import workflow
from contributions.workflow import Incomplete
from history import opening, publishing
from history.models import Item
from tests import factories

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def words():
    return publishing.Description(kind="photo", title="Двір", language="uk")


@pytest.fixture(params=["archive", "embargo"])
def held(request, cast):
    """Publish what its giver wants nobody to see now."""
    choice = (
        {"audience": "archive"}
        if request.param == "archive"
        else {"embargo_until": tomorrow()}
    )
    gift = factories.make_contribution(**choice)
    [item] = workflow.publish(gift, by=cast["moderator"], description=words())
    return item


def test_publishing_keeps_it_hidden(held, client):
    assert held.status == Item.Status.HIDDEN
    assert client.get(f"/items/{held.reference}/").status_code == 404
    assert held.media.get().renditions == []


def test_the_workroom_in_bulk_opens_neither(held, cast, client):
    """P-cells: restore, one or many, as curator and as administrator."""
    other = factories.make_item(status=Item.Status.HIDDEN)
    for who in ("curator", "administrator"):
        request = RequestFactory().post("/")
        request.user = cast[who]
        request.session = {}
        request._messages = FallbackStorage(request)
        admin = site._registry[Item]
        admin.restore(request, Item.objects.filter(pk__in=[held.pk, other.pk]))
    held.refresh_from_db()
    other.refresh_from_db()
    assert held.status == Item.Status.HIDDEN
    assert other.status == Item.Status.PUBLISHED


def test_no_form_of_the_staff_writes_the_choice(held):
    admin = site._registry[Item]
    for name in ("is_archive_only", "embargo_until", "visible_from", "status"):
        assert name in admin.readonly_fields


def test_no_verb_opens_it(held, cast):
    with pytest.raises(ValueError, match=r".+"):
        publishing.restore(held, by=cast["curator"])
    assert opening.open_due() == 0


@pytest.mark.parametrize("choice", ["archive", "embargo"])
def test_it_is_not_added_to_what_everyone_sees(cast, choice):
    value = {"audience": "archive"}
    if choice == "embargo":
        value = {"embargo_until": tomorrow()}
    gift, item = factories.make_contribution(**value), factories.make_item()
    with pytest.raises(Incomplete) as refusal:
        workflow.publish(gift, by=cast["moderator"], description=words(), extend=item)
    assert refusal.value.field == "extend"


def test_the_desk_may_not_open_it_earlier_by_scheduling(cast):
    gift = factories.make_contribution(embargo_until=tomorrow() + timedelta(days=9))
    [item] = workflow.publish(
        gift, by=cast["moderator"], description=words(),
        visible_from=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    assert timezone.localdate(item.visible_from) == tomorrow() + timedelta(days=9)


def test_the_day_comes_and_tick_opens_it_once(cast):
    gift = factories.make_contribution(embargo_until=tomorrow())
    [item] = workflow.publish(gift, by=cast["moderator"], description=words())
    then = timezone.now() + timedelta(days=2)
    assert (opening.open_due(at=then), opening.open_due(at=then)) == (1, 0)
    item.refresh_from_db()
    assert item.status == Item.Status.PUBLISHED


def test_an_undone_publication_leaves_nothing_to_open(cast):
    gift = factories.make_contribution(embargo_until=tomorrow())
    workflow.publish(gift, by=cast["moderator"], description=words())
    workflow.undo(gift, by=cast["moderator"])
    assert opening.open_due(at=timezone.now() + timedelta(days=3)) == 0
    assert not Item.objects.exists()
