"""Whole pages are kept for visitors, and nobody ever sees an old or a foreign one."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import changes
from config.kept import KEPT, TOKENS
from config.models import Change
from contributions.models import Comment
from history import exhibiting, publishing, sightings
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping")]
WORDS = "Ми ходили цим мостом"


def browser(**options) -> Client:
    return Client(headers={"Accept-Language": "en"}, **options)


@pytest.fixture
def item():
    return factories.make_item(title="The bridge", with_picture=True)


@pytest.fixture
def addresses(item):
    person, post = (
        factories.make_person("Іван Мельник", is_living=False),
        factories.make_post(),
    )
    tag = factories.make_tag()
    post.tags.add(tag)
    post.bylines.create(name="Ніна Коваль")
    event = factories.make_event()
    day = timezone.localdate(post.published_at)
    place, room = factories.make_place(), factories.make_collection(items=[item])
    story, subject = factories.make_story(), factories.make_subject()
    item.people.add(person)
    item.subjects.add(subject)
    again = factories.make_item(with_picture=True)
    pair = factories.make_then_now(item, again)
    house, site = factories.make_branch(), factories.make_site()
    service, question = factories.make_service(), factories.make_answered()
    things = (
        item, post, tag, event, place, room, story, pair, house, service, site.topic,
        question,
    )  # fmt: skip
    named = [
        "home", "history:item_list", "history:map", "history:timeline",
        "history:collection_list", "history:story_list", "history:help_wanted",
        "history:then_now_list", "news:post_list", "news:event_list", "news:library",
        "news:branch_list", "news:service_list", "news:guide", "news:question_list",
    ]  # fmt: skip
    return [
        *(thing.get_absolute_url() for thing in things),
        reverse("history:person", args=[person.slug]),
        reverse("history:subject", args=[subject.slug]),
        reverse("news:author", args=["Ніна Коваль"]),
        reverse("news:year", args=[day.year]),
        reverse("news:month", args=[day.year, day.month]),
        *(reverse(name) for name in named),
    ]


def test_every_kept_page_is_drawn_once_and_is_each_visitors_own(
    addresses, django_assert_num_queries
):
    names = set()
    for address in addresses:
        drawn = browser().get(address)
        assert drawn.status_code == 200, address
        names.add(drawn.resolver_match.view_name)
        visitor = browser()
        with django_assert_num_queries(1):
            kept = visitor.get(address)

        assert TOKENS.sub(b"", kept.content) == TOKENS.sub(b"", drawn.content)
        assert set(TOKENS.findall(kept.content)).isdisjoint(
            TOKENS.findall(drawn.content)
        )
        assert kept["Content-Type"] == drawn["Content-Type"]
        assert {"Cookie", "Accept-Language"} <= set(kept["Vary"].split(", "))
    assert names == KEPT


def test_the_forms_of_a_kept_page_are_accepted(item):
    address = item.get_absolute_url()
    browser().get(address)
    visitor = browser(enforce_csrf_checks=True)
    page = visitor.get(address)
    form = {"csrfmiddlewaretoken": TOKENS.findall(page.content)[0].decode()}

    wrong = browser(enforce_csrf_checks=True)
    wrong.get(address)
    thank = reverse("contributions:thanks", args=[item.pk])
    assert wrong.post(thank, form).status_code == 403
    assert visitor.post(thank, form).status_code in (200, 302)


def _hide(item):
    publishing.hide(item, by=factories.make_user("hides@people.test"))


def _comment(item):
    Comment.objects.create(
        target=item, name="Guest", body="shown", language="en", state="visible",
        email="guest@people.test", decided_at=timezone.now(),
        decided_by=factories.make_user("shows@people.test"),
    )  # fmt: skip


def _retitle(item):
    type(item).objects.filter(pk=item.pk).update(title="The new bridge")


def _move(item):
    item.place = factories.make_place("Нова вулиця")
    item.save()


def test_a_story_stands_on_the_page_of_its_pictures_as_long_as_it_is_public(item):
    story = factories.make_story("Міст", title_en="Over the river", published_at=None)
    factories.make_block(story, item=item)
    curator = factories.make_user("curates@people.test")
    address = item.get_absolute_url()

    def tells() -> bool:
        drawn, kept = browser().get(address), browser().get(address)
        told = {b"Over the river" in page.content for page in (drawn, kept)}
        assert len(told) == 1
        return told.pop()

    assert not tells()
    exhibiting.set_published(story, True, by=curator)
    assert tells()
    exhibiting.set_published(story, False, by=curator)
    assert not tells()


@pytest.mark.parametrize("act", [_hide, _comment, _retitle, _move])
def test_what_happens_shows_at_once(item, act):
    address = item.get_absolute_url()
    before = browser().get(address)
    assert browser().get(address).content.count(b"The bridge")

    act(item)

    after = browser().get(address, follow=True)
    assert TOKENS.sub(b"", after.content) != TOKENS.sub(b"", before.content)


def test_languages_and_addresses_are_kept_apart(item):
    address = item.get_absolute_url()
    english = browser().get(address)
    ukrainian = Client(headers={"Accept-Language": "uk"}).get(address)
    assert b'lang="uk"' in ukrainian.content and b'lang="en"' in english.content

    chosen = browser()
    chosen.cookies["django_language"] = "ru"
    assert b'lang="ru"' in chosen.get(address).content
    assert browser().get(address).headers["Content-Language"] == "en"
    elsewhere = browser().get(address, SERVER_NAME="localhost")
    assert b"http://testserver" not in elsewhere.content


@pytest.mark.parametrize("cookie", ["sessionid", "shelf", "messages", "anything"])
def test_who_brings_more_than_a_language_gets_a_page_of_their_own(item, cookie):
    address = item.get_absolute_url()
    browser().get(address)
    known = browser()
    known.cookies[cookie] = "something"

    assert len(_queries(known, address)) > 1
    assert len(_queries(browser(), address)) == 1


def test_what_the_staff_see_is_not_kept(item, moderator):
    address = item.get_absolute_url()
    staff = browser()
    staff.force_login(moderator)
    desk = reverse("history:item_desk", args=[item.pk])

    assert desk in staff.get(address).content.decode()
    assert desk not in browser().get(address).content.decode()


def test_a_look_at_a_kept_page_is_counted(item):
    sightings.lately.forget()
    address = item.get_absolute_url()
    for number in range(3):
        person = f"Mozilla/5.0 (Android 14; Mobile; rv:{number})"
        browser().get(address, HTTP_USER_AGENT=person, REMOTE_ADDR=f"192.0.2.{number}")

    assert sightings.told([item])[item.pk][0] == 3


@pytest.mark.parametrize(
    "sql, is_one",
    [
        ('INSERT INTO "history_item" ("title") VALUES (%s)', True),
        ('  insert or ignore into history_item_people VALUES (1)', True),
        ('INSERT INTO history_searchdocument_fts(rowid, words) VALUES (1, 2)', True),
        ('UPDATE "history_item" SET "title" = %s WHERE "id" = %s', True),
        ('UPDATE "history_master" SET "verified_at" = %s WHERE "id" = %s', False),
        (
            'UPDATE "history_master" SET "verified_at" = %s, "problem" = %s WHERE 1',
            True,
        ),
        ('DELETE FROM "contributions_comment" WHERE "id" IN (%s)', True),
        ('DELETE FROM "django_session" WHERE "expire_date" < %s', False),
        ('UPDATE "contributions_contribution" SET "story" = %s WHERE 1', False),
        ("WITH gone AS (DELETE FROM history_item RETURNING id) SELECT 1", True),
        ("WITH RECURSIVE tree AS (SELECT 1) SELECT * FROM tree", False),
        ('SELECT "history_item"."id" FROM "history_item"', False),
        ("SAVEPOINT s1", False),
        ("PRAGMA optimize", False),
        ("TRUNCATE history_item", True),
        ("MERGE INTO history_item USING x ON true WHEN MATCHED THEN DELETE", True),
        (object(), True),
    ],
)  # fmt: skip
def test_a_statement_that_nobody_vouches_for_is_a_change(sql, is_one):
    assert changes.is_change(sql) is is_one


def test_a_transaction_notes_itself_once_and_falls_as_a_whole(item):
    before, count = changes.stamp(), Change.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _retitle(item)
        assert changes.stamp() != before
        raise ZeroDivisionError
    assert changes.stamp() == before

    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _retitle(item)
            raise ZeroDivisionError
        _retitle(item)
        _retitle(item)
    assert Change.objects.count() == count + 1


def test_old_notes_are_swept_and_young_ones_stay(item):
    from datetime import timedelta

    _retitle(item)
    Change.objects.create()
    rows = Change.objects.count()
    old = Change.objects.first()
    Change.objects.filter(pk=old.pk).update(at=old.at - timedelta(hours=2))

    changes.sweep()

    assert Change.objects.count() == rows - 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_shows_as_well(item):
    began, may_end = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            _retitle(item)
            began.set()
            may_end.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    began.wait(10)
    factories.make_place("Інша вулиця")  # begins later, is committed first
    between = changes.stamp()
    may_end.set()
    writer.join(10)

    assert changes.stamp() != between


def _queries(client: Client, address: str) -> list:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return list(asked)
