"""An evening at the library: announced, reserved, moved, held, told, and what it brought."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from contributions import notifications, seats, workflow
from contributions.models import Contribution
from contributions.permissions import Actor
from news.models import Event, Post
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION
from tests.journeys.conftest import DESKTOP, PHONE, overflow
from tests.journeys.test_accessible import violations
from tests.journeys.test_resident_to_visitor import link_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
ADD = "/admin/news/event/add/"


def write(page, **words: str) -> None:
    """Fill an editor's form, and keep it."""
    for name, value in words.items():
        page.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        page.locator("[name=_save]").click()
    assert page.locator(".errornote").count() == 0


def reserve(page, event: Event, email: str) -> str:
    """Ask for a seat, press the button of the letter, and give what is said then."""
    page.goto(event.get_absolute_url())
    page.locator("a[href$='/reserve/']").click()
    page.locator("[name=name]").fill("Олена Коваль")
    page.locator("[name=email]").fill(email)
    page.locator("main form button").click()
    notifications.send_due(at=timezone.now() + timedelta(minutes=1))
    assert mail.outbox[-1].to == [email]
    page.goto(link_in(mail.outbox[-1]))
    page.locator("main form button").click()
    assert overflow(page) <= 0
    return page.locator("main").inner_text()


def test_from_the_announcement_to_what_the_evening_brought(
    open_browser, sign_in, cast, foreign, problems
):
    day = timezone.localdate() + timedelta(days=9)
    office = open_browser(DESKTOP, language="uk")
    sign_in(office, cast["editor"])
    office.goto(ADD)
    write(
        office, title_uk="Вечір старих фотографій", first_day=f"{day:%d.%m.%Y}",
        from_time="17:00", to_time="19:00", address_uk="біля мосту", capacity="1",
        published_at_0=f"{timezone.localdate():%d.%m.%Y}", published_at_1="00:00",
    )  # fmt: skip
    event = Event.objects.get()

    page = open_browser(PHONE, language="uk")
    assert "Місце чекає на вас" in reserve(page, event, "first@people.test")
    assert "Ви в черзі" in reserve(page, event, "second@people.test")

    office.goto(f"/admin/news/event/{event.pk}/change/")
    office.locator("[name=status]").select_option("moved")
    write(office, from_time="18:30", to_time="20:00")
    later = timezone.now() + timedelta(minutes=6)
    notifications.send_due(at=later)
    before = len(mail.outbox)
    seats.catch_up(at=later)
    seats.catch_up(at=later)
    notifications.send_due(at=later)
    told = mail.outbox[before:]
    assert sorted(one.to[0] for one in told) == [
        "first@people.test",
        "second@people.test",
    ]
    assert all("18:30" in one.body for one in told)

    began = timezone.now() - timedelta(hours=4)
    event = Event.objects.get()
    event.starts_at, event.ends_at = began, began + timedelta(hours=2)
    event.save()
    factories.make_post("Як минув вечір", kind=Post.Kind.COVERAGE, event=event)
    page.goto(event.get_absolute_url())
    page.locator("a[href$='?event=" + event.slug + "']").click()
    expect(page.locator(".choose__for")).to_contain_text("Вечір старих фотографій")
    page.locator("button[name=kind][value=photos]").click()
    page.wait_for_url("**/contribute/*/**")
    assert Contribution.objects.get().occasion == event

    gift = factories.make_contribution(occasion=event)
    (item,) = workflow.publish(
        gift, by=Actor(user=cast["moderator"]), description=DESCRIPTION
    )
    page.goto(event.get_absolute_url())
    main = page.locator("main")
    expect(main).to_contain_text("Що принесла ця подія")
    expect(main).to_contain_text("1 фото.")
    expect(main).to_contain_text("Як минув вечір")
    assert page.locator(f"main a[href*='{item.reference}']").count() > 0
    assert page.locator("a[href$='/reserve/']").count() == 0
    assert overflow(page) <= 0
    assert violations(page) == []
    assert (foreign, problems) == ([], [])
