"""What a stranger cannot do from outside: learn who is here, flood a mailbox, or us."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from contributions import limits, notifications, workflow
from contributions.models import Contribution, Letter
from contributions.views.residents import submissions
from tests import factories
from tests.contributions.test_residents import begin, page_of, strip, words

ENGLISH = {"accept-language": "en"}
VICTIM = "victim@people.test"
TRIES = 5
NEAR_S = 0.020


@pytest.mark.django_db
class TestMailbox:
    """W17: nobody asks for more letters to an address than it can bear."""

    def send(self, number: int) -> tuple[int, str]:
        source = Client(headers=ENGLISH, REMOTE_ADDR=f"203.0.113.{number}")
        draft = begin(source, "memory")
        for step in ("tell", "rights"):
            source.post(page_of(draft, step), words(step, next="1"))
        Contribution.objects.filter(pk=draft.pk).update(
            created_at=timezone.now() - timedelta(seconds=3)
        )
        last = words("check", send="1") | {"email": VICTIM}
        answer = source.post(page_of(draft, "check"), last)
        for _press in range(3):
            source.post(f"/contributions/{draft.reference}/link/", {"email": VICTIM})
        return answer.status_code, answer["Location"].replace(draft.reference, "REF")

    def test_from_many_sources_and_drafts_it_gets_three_an_hour_and_ten_a_day(self):
        answers = {self.send(number) for number in range(1, 6)}
        assert answers == {(302, "/contributions/REF/")}
        assert Letter.objects.count() == notifications.LINKS_AN_HOUR == 3
        for _hour in range(5):
            earlier = timezone.now() - timedelta(minutes=61)
            Letter.objects.filter(created_at__gt=earlier).update(created_at=earlier)
            gift = Contribution.objects.earliest("pk")
            for _press in range(4):
                workflow.mail_link(gift)
        assert Letter.objects.count() == notifications.LINKS_A_DAY == 10

    def test_one_source_asks_for_twenty_an_hour(self):
        gifts = [factories.make_contribution(email=f"a{n}@b.test") for n in range(22)]
        stranger = Client(headers=ENGLISH)
        answers = [
            stranger.post(f"/contributions/{one.reference}/link/", {"email": one.email})
            for one in gifts
        ]
        assert [one.status_code for one in answers] == [200] * 20 + [429] * 2
        assert Letter.objects.count() == submissions.LINKS_AN_HOUR == 20


@pytest.mark.django_db
class TestWhoIsHere:
    """W15: the same words, the same code, the same time."""

    def ask(self, way: str, reference: str, email: str):
        client = Client(headers=ENGLISH)
        cache.clear()  # the limits are another matter
        if way == "link":
            return client.post(f"/contributions/{reference}/link/", {"email": email})
        address, name = {
            "sign in": ("/accounts/login/", "login"),
            "sign up": ("/accounts/signup/", "email"),
            "password": ("/accounts/password/reset/", "email"),
        }[way]
        return client.post(address, {name: email})

    @pytest.mark.parametrize("way", ["link", "sign in", "sign up", "password"])
    def test_nothing_tells_a_known_address_from_another(self, way, settings):
        settings.EVEN_ANSWER_SECONDS = 0.4  # as it is outside of tests
        known = factories.make_user("known@people.test")
        gift = factories.make_contribution(email=known.email)
        took: dict[bool, list[float]] = {True: [], False: []}
        said: dict[bool, set] = {True: set(), False: set()}
        for number in range(TRIES):
            for is_known in (True, False):
                email = known.email if is_known else f"nobody{number}@people.test"
                reference = gift.reference if is_known else "22222222"
                began = time.perf_counter()
                answer = self.ask(way, reference, email)
                took[is_known].append(time.perf_counter() - began)
                page = strip(answer.content.decode(), reference).replace(email, "")
                page = page.partition("<main")[2]
                said[is_known].add(
                    (answer.status_code, answer.get("Location", ""), page)
                )
        assert said[True] == said[False]
        assert len(said[True]) == 1
        medians = [statistics.median(took[one]) for one in (True, False)]
        assert abs(medians[0] - medians[1]) <= NEAR_S, medians


@pytest.mark.django_db(transaction=True)
def test_w38_forty_forms_at_once_from_one_session():
    first = Client(headers=ENGLISH)
    first.get("/contribute/")

    def press(_number: int) -> int:
        try:
            client = Client(headers=ENGLISH)
            client.cookies.update(first.cookies)
            return client.post("/contribute/", {"kind": "memory"}).status_code
        finally:
            connections.close_all()

    cache.set("warm", 1)
    while limits.until_next() < 20:  # not over the turn of an hour
        time.sleep(1)
    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(press, range(40)))
    assert answers == [302] * 30 + [429] * 10
    assert Contribution.objects.count() == 30
    assert mail.outbox == []
