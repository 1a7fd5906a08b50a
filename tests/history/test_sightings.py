"""How often an item was seen: people count, robots and reloads cost nothing."""

from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from history import merging, sightings
from history.models import Sighting
from tests import factories

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 Chrome/138.0.0.0"
ROBOTS = [
    "", "curl/8.5.0", "python-requests/2.32", "Mozilla/5.0 (compatible; Googlebot/2.1)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
    "+https://openai.com/gptbot)", "Mozilla/5.0 (X11) HeadlessChrome/138.0",
    "facebookexternalhit/1.1", "TelegramBot (like TwitterBot)",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_was_here():
    sightings.lately.forget()


def look(item, *, agent=PHONE, method="get", client=None, **headers):
    client = client or Client()
    address = item if isinstance(item, str) else reverse("history:item", args=[item.pk])
    headers = {"user-agent": agent, **headers}
    return getattr(client, method)(address, headers=headers)


def seen(item) -> int:
    return sightings.told([item]).get(item.pk, (0, 0))[0]


def test_two_people_are_two_and_a_reload_is_none(django_assert_num_queries):
    item = factories.make_item()
    for agent in (PHONE, PHONE, PHONE, f"{PHONE} Firefox"):
        assert look(item, agent=agent).status_code == 200
    assert seen(item) == 2
    assert Sighting.objects.count() == 1


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_costs_no_write(agent):
    item = factories.make_item()
    look(item, agent=agent)
    assert not Sighting.objects.exists()


def test_neither_head_nor_prefetch_nor_what_is_hidden_counts(cast):
    item, hidden = factories.make_item(), factories.make_item(status="hidden")
    look(item, method="head")
    look(item, **{"sec-purpose": "prefetch;prerender"})
    look(item, **{"purpose": "prefetch"})
    staff = Client()
    staff.force_login(cast["moderator"])
    look(item, client=staff)
    look(hidden, client=staff)
    assert not Sighting.objects.exists()


def test_the_giver_does_not_count(cast):
    item = factories.make_item(contributor=cast["resident"])
    mine = Client()
    mine.force_login(cast["resident"])
    look(item, client=mine)
    look(item, agent=f"{PHONE} other")
    assert seen(item) == 1


def test_one_browser_that_reads_everything_is_no_person(monkeypatch):
    monkeypatch.setattr(sightings, "READ_AN_HOUR", 2)
    for item in [factories.make_item() for _n in range(4)]:
        look(item)
    assert Sighting.objects.count() == 2


def test_the_page_is_shown_where_nothing_can_be_counted(monkeypatch):
    def fail(*_args, **_more):
        raise DatabaseError("read only")

    monkeypatch.setattr(sightings, "add", fail)
    assert look(factories.make_item()).status_code == 200


def test_nothing_of_who_looked_is_kept_and_no_cookie_is_set(monkeypatch):
    answer = look(factories.make_item())
    assert set(answer.cookies) <= {"csrftoken"}  # of the forms on the page
    assert {column.name for column in Sighting._meta.get_fields()} == {
        "id", "item", "month", "times",
    }  # fmt: skip
    assert "127.0.0.1" not in str(sightings.lately._opened)


def test_months_are_summed_and_follow_a_merge(cast):
    source, target = factories.make_item(), factories.make_item()
    sightings.add(source.pk, 4, month=date(2026, 1, 1))
    sightings.add(target.pk, 2, month=date(2026, 1, 1))
    sightings.add(source.pk, 1, month=date(2026, 2, 1))
    look(source)
    assert sightings.told([source]) == {source.pk: (6, 1)}
    merging.merge_items(source, into=target, by=cast["curator"], reason="the same")
    assert sightings.told([source, target]) == {target.pk: (8, 1)}
