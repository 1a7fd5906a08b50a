"""What an event brought: named at the door, seen at the desk, told on the event's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from contributions import workflow
from contributions.models import Contribution, Visitor
from contributions.permissions import Actor
from contributions.states import Status
from history import publishing
from history.models import Depiction
from news import bringing
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    began = timezone.now() - timedelta(hours=3)
    return factories.make_event(
        slug="evening", title_en="An evening", starts_at=began,
        ends_at=began + timedelta(hours=2),
    )  # fmt: skip


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def page(client, event) -> str:
    return client.get(event.get_absolute_url()).content.decode()


def test_from_the_door_to_the_page_of_the_event_and_back(english, evening, moderator):
    start = f"{reverse('contributions:start')}?event=evening"
    assert f'href="{start}"' in page(english, evening)
    assert "An evening" in english.get(start).content.decode()
    english.post(start, {"kind": "memory", "event": "evening"})
    assert Contribution.objects.get().occasion == evening
    Contribution.objects.all().delete()

    gift = factories.make_contribution(occasion=evening)
    english.force_login(moderator)
    desk = english.get(f"/moderation/{gift.reference}/").content.decode()
    assert f'href="{evening.get_absolute_url()}"' in desk
    assert "What came of it" not in page(english, evening)
    (item,) = workflow.publish(
        gift, by=Actor(user=moderator), description=DESCRIPTION, at=timezone.now()
    )
    assert item.title in page(english, evening)

    workflow.undo(gift, by=Actor(user=moderator))
    assert not evening.brought.exists()


def test_what_was_there_before_stays_but_is_of_the_event_no_more(evening, moderator):
    item = factories.make_item()
    gift = factories.make_contribution(occasion=evening)
    workflow.publish(
        gift, by=Actor(user=moderator), description=DESCRIPTION, extend=item
    )
    assert evening.brought.get() == item

    workflow.undo(gift, by=Actor(user=moderator))

    assert not evening.brought.exists()
    item.refresh_from_db()
    assert item.status == item.Status.PUBLISHED


def test_the_sum_counts_what_visitors_see(english, evening, django_assert_num_queries):
    mary, ivan = factories.make_person("Марія"), factories.make_person("Іван")
    asked = []
    for _n in range(2):
        for _m in range(2):
            photo = factories.make_item(with_picture=True, people=[mary])
            media = photo.media.get()
            Depiction.objects.create(
                media=media, person=ivan, left=0, top=0, width=1, height=1
            )
            evening.brought.add(photo, factories.make_item(kind="memory"))
        hidden = factories.make_item(
            status="hidden", title="Unseen", people=[factories.make_person("Ніна")]
        )
        gone = factories.make_item(title="Gone")
        evening.brought.add(hidden, gone)
        publishing.take_down(gone, by=None, reason="asked for")
        with override("en"), django_assert_num_queries(4) as queries:
            told = bringing.told(evening)
        asked.append((len(told["cards"]), told["sum"]))
    assert len(queries) == 4
    assert asked == [
        (4, "2 photos, 2 memories, 2 people named."),
        (8, "4 photos, 4 memories, 2 people named."),
    ]
    shown = page(english, evening)
    assert "4 photos, 4 memories, 2 people named." in shown
    assert "Unseen" not in shown
    assert "Gone" not in shown


@pytest.mark.parametrize(
    ("begins_in_hours", "status", "is_asked"),
    [(-3, "planned", True), (-3, "moved", True), (-3, "cancelled", False), (3, "planned", False)],
)  # fmt: skip
def test_people_are_asked_once_it_began(begins_in_hours, status, is_asked):
    begins = timezone.now() + timedelta(hours=begins_in_hours)
    event = factories.make_event(starts_at=begins, status=status)
    assert bringing.is_asked_for(event, at=timezone.now()) == is_asked


@pytest.mark.parametrize("said", ["nope", "\x00", "x" * 5000, "draft"])
def test_an_event_that_nobody_sees_is_passed_over(english, said):
    factories.make_event(slug="draft", published_at=None)
    answer = english.get(reverse("contributions:start"), {"event": said})
    assert answer.status_code == 200
    english.post(reverse("contributions:start"), {"kind": "memory", "event": said})
    assert Contribution.objects.get().occasion is None


def test_a_box_of_a_scan_day_can_come_from_an_event_of_today(
    client, moderator, evening
):
    client.force_login(moderator)
    client.post(reverse("contributions:scan_day"), {"name": "Марія", "language": "uk"})
    person = reverse("contributions:scan_day_person", args=[Visitor.objects.get().pk])
    far = factories.make_event()
    assert (
        client.post(person, {"kind": "photos", "occasion": far.pk}).status_code == 400
    )
    client.post(person, {"kind": "photos", "occasion": evening.pk})
    assert Contribution.objects.get(status=Status.DRAFT).occasion == evening
