"""Thanks for an item, and what its giver reads about it afterwards."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contributions import thanking
from contributions.models import Thanks
from contributions.own_data import erasing, export, whose
from history import merging, sightings
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def say(item, account=None, **extra):
    client = Client(headers=ENGLISH)
    if account is not None:
        client.force_login(account)
    address = reverse("contributions:thanks", args=[item.pk])
    return client.post(address, follow=True, **extra)


def test_one_press_without_an_account_once_a_day_from_one_address():
    item = factories.make_item()
    assert "Whoever gave it will see it" in say(item).content.decode()
    assert "already" in say(item).content.decode()
    page = say(item, REMOTE_ADDR="203.0.113.9").content.decode()
    assert "2 people said thank you" in page
    assert not Thanks.objects.filter(account__isnull=False).exists()


def test_the_readers_of_the_library_share_one_address(settings):
    settings.LIBRARY_NETWORKS = ["203.0.113.0/24"]
    item = factories.make_item()
    for _n in range(12):
        say(item, REMOTE_ADDR="203.0.113.9")
    assert thanking.number(item) == 10


def test_an_account_thanks_once_for_ever_and_never_itself(cast):
    item = factories.make_item(contributor=cast["resident"])
    own = say(item, cast["resident"])
    assert "your own gift" in own.content.decode()
    assert reverse("contributions:thanks", args=[item.pk]) not in own.content.decode()
    for _n in range(3):
        say(item, cast["neighbour"])
    assert thanking.number(item) == 1


def test_who_presses_without_end_is_stopped():
    item = factories.make_item()
    answers = [say(item).status_code for _n in range(61)]
    assert answers[-1] == 429 and answers[0] == 200


def test_the_giver_reads_how_many_and_only_chosen_names(cast):
    from contributions import workflow

    gift = factories.make_contribution(contributor=cast["resident"])
    [item] = workflow.publish(gift, by=cast["moderator"], description=DESCRIPTION)
    sightings.add(item.pk, 40, month=timezone.localdate().replace(day=1, year=2025))
    sightings.add(item.pk, 1, month=timezone.localdate().replace(day=1))
    shy = factories.make_user("shyname@people.test")
    for account in (cast["neighbour"], shy, None):
        thanking.thank(item, account=account)
    client = Client(headers=ENGLISH)
    client.force_login(cast["resident"])
    page = client.get(gift.get_absolute_url()).content.decode()
    assert "Seen 41 times, 1 of them this month." in page
    assert "3 people said thank you: among them Иван Сидоров." in page
    assert "shyname" not in page
    [told] = export.gather(whose.of_account(cast["resident"]))["contributions"]
    assert told["published_as"][0]["seen"] == 41
    assert told["published_as"][0]["thanked_by"] == ["Иван Сидоров"]


def test_who_said_it_gets_it_handed_out_and_may_be_forgotten(cast):
    item = factories.make_item()
    for account in (cast["neighbour"], cast["moderator"]):
        thanking.thank(item, account=account)
        told = export.gather(whose.of_account(account))["thanks"]
        assert [one["ref"] for one in told] == [item.reference]
        erasing.forget(whose.of_account(account))
    assert not Thanks.objects.exists()
    assert User.objects.filter(pk=cast["moderator"].pk).exists()


def test_they_follow_a_merge_once_a_person(cast):
    source, target = factories.make_item(), factories.make_item()
    thanking.thank(source, account=cast["neighbour"])
    thanking.thank(target, account=cast["neighbour"])
    thanking.thank(source)
    merging.merge_items(source, into=target, by=cast["curator"], reason="the same")
    assert thanking.told([source, target]) == {
        target.pk: thanking.Told(2, ("Иван Сидоров",))
    }
