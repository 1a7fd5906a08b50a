"""The letters for the staff: how each stands, tried again, and how each kind reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contributions import notifications
from contributions.models import Letter, Mailbox
from contributions.notifications import sending
from contributions.states import Status
from tests.factories import make_contribution

pytestmark = pytest.mark.django_db


def letter(**more):
    gift = make_contribution(language="en", **more.pop("gift", {}))
    made = notifications.write(gift, more.pop("kind", Letter.Kind.LINK))
    Letter.objects.filter(pk=made.pk).update(**more)
    made.refresh_from_db()
    return made


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)

    def read(query="") -> str:
        answer = client.get(reverse("contributions:letters") + query)
        assert answer.status_code == 200
        return answer.content.decode()

    client.get("/?", headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    return read


class TestList:
    def test_trouble_comes_first_and_can_be_tried_again(self, desk, client):
        letter(sent_at=timezone.now())
        bad = letter(
            cancelled_at=timezone.now(), attempts=sending.MAX_ATTEMPTS, problem="Oops"
        )
        page = desk()

        assert "given up after many tries" in page
        assert page.count("letters__one") == 1
        client.post(reverse("contributions:letter_act", args=[bad.pk, "again"]))
        bad.refresh_from_db()
        assert bad.cancelled_at is None
        assert "No letter is in trouble" in desk()

    def test_what_has_left_never_leaves_again(self, desk, client):
        sent = letter(sent_at=timezone.now())
        url = reverse("contributions:letter_act", args=[sent.pk, "again"])

        assert "nothing to try again" in client.post(url, follow=True).content.decode()
        sent.refresh_from_db()
        assert sent.sent_at is not None

    def test_a_dead_mailbox_is_seen_and_let_go_again(self, desk, client):
        held = letter()
        notifications.came_back(held, problem="returned", at=timezone.now())

        assert "the mailbox does not take letters" in desk()
        client.post(reverse("contributions:letter_act", args=[held.pk, "works"]))
        assert not Mailbox.objects.coming_back().exists()

    def test_a_draft_tells_nothing_but_that_it_waits(self, desk):
        hidden = letter(gift={"status": Status.DRAFT, "title": "My secret"})
        page = desk("?pile=all")

        assert "A contribution that was not sent yet" in page
        assert hidden.contribution.reference not in page
        assert "My secret" not in page
        assert hidden.contribution.email not in page

    def test_nonsense_in_the_address_is_passed_over(self, desk):
        letter()

        assert desk("?pile=<b>&kind=nope&page=x")

    def test_queries_do_not_grow_with_the_list(self, desk):
        def cost() -> int:
            with CaptureQueriesContext(
                connection,
            ) as found:
                desk("?pile=all")
            return len(found)

        for _n in range(3):
            letter()
        few = cost()
        for _n in range(27):
            letter()
        assert cost() == few

    def test_the_desk_shows_the_letters_of_its_contribution(self, desk, client):
        one = letter(problem="Oops", attempts=2)
        url = reverse("contributions:review", args=[one.contribution.reference])
        page = client.get(url).content.decode()

        assert "failed, and is tried again" in page


class TestSamples:
    def test_every_kind_in_every_language_with_its_own_look(self, desk, client):
        page = client.get(reverse("contributions:letter_samples")).content.decode()
        for language in ("uk", "ru", "en"):
            for kind in ("question", "published", "declined", "together", "prove"):
                url = reverse("contributions:letter_sample", args=[kind, language])
                assert url in page
                answer = client.get(url)
                assert f'lang="{language}"' in answer.content.decode()
                assert "default-src 'none'" in answer["Content-Security-Policy"]

        assert Letter.objects.count() == 0

    def test_waiting_letters_are_bounded_in_time(self):
        one = letter(claimed_until=timezone.now() - timedelta(minutes=1))

        assert one in Letter.objects.due(at=timezone.now())
