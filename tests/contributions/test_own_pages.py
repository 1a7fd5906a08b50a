"""The page "My data and my choices": who gets in, what needs a fresh proof (W12 to W15, W37)."""

import io
import zipfile
from datetime import timedelta

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.utils import timezone

from contributions import access, workflow
from contributions.models import AccessKey, Contribution, RemovalCase
from contributions.states import Status
from history.models import Item
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def gift(moderator):
    gift = factories.make_contribution(name="Галина Коваль", credit="name")
    words = DESCRIPTION.changed(credit_line="Галина Коваль")
    workflow.publish(gift, by=moderator, description=words)
    return gift


def through_link(client, gift, *, minutes_ago: int = 0) -> str:
    """Open a private link that was mailed some time ago."""
    token = access.issue(gift)
    AccessKey.objects.filter(contribution=gift).update(
        created_at=timezone.now() - timedelta(minutes=minutes_ago)
    )
    client.post(gift.get_absolute_url(), {"key": token})
    return f"{gift.get_absolute_url()}data/"


class TestWhoGetsIn:
    def test_w15_a_stranger_hears_that_it_does_not_exist(self, client, gift):
        assert client.get(f"{gift.get_absolute_url()}data/").status_code == 404
        for act in ("download", "hide", "forget", "revoke", "unname"):
            url = f"{gift.get_absolute_url()}data/{act}/"
            assert client.post(url).status_code == 404
        assert client.get("/contributions/data/").status_code == 404

    def test_w37_a_forwarded_link_sees_the_status_but_no_address(self, client, gift):
        url = through_link(client, gift, minutes_ago=60)
        for path in (gift.get_absolute_url(), url):
            page = client.get(path)
            assert page.status_code == 200
            assert gift.email not in page.content.decode()

    @pytest.mark.parametrize("act", ["download", "forget"])
    def test_w14_what_cannot_be_undone_needs_a_fresh_link(self, client, gift, act):
        url = through_link(client, gift, minutes_ago=60)
        answer = client.post(f"{url}{act}/", {"sure": "on"})
        assert answer.status_code == 403
        assert answer.context["needs_proof"] == act
        gift.refresh_from_db()
        assert gift.email

    def test_w12_another_ones_proof_is_none(self, client, gift):
        through_link(client, factories.make_contribution())
        url = through_link(client, gift, minutes_ago=60)
        assert client.post(f"{url}download/").status_code == 403

    def test_a_proof_ends_after_ten_minutes(self, client, gift, monkeypatch):
        url = through_link(client, gift)
        from contributions import freshness

        later = timezone.now().timestamp() + 11 * 60
        monkeypatch.setattr(freshness.time, "time", lambda: later)
        assert client.post(f"{url}download/").status_code == 403


class TestActs:
    def test_download_is_a_whole_zip(self, client, gift):
        url = through_link(client, gift)
        answer = client.post(f"{url}download/")
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        assert archive.testzip() is None
        assert "my-data.json" in archive.namelist()

    def test_hide_all_takes_everything_away_at_once_and_opens_a_case(
        self, client, gift, moderator
    ):
        other = factories.make_contribution(email=gift.email)
        workflow.publish(other, by=moderator, description=DESCRIPTION)
        url = through_link(client, gift, minutes_ago=600)
        assert client.post(f"{url}hide/").status_code == 302
        assert not Item.objects.published().exists()
        assert RemovalCase.objects.filter(state="open", was_covered=True).count() == 2
        assert gift.consents.filter(is_withdrawal=True).count() == 1
        client.post(f"{url}hide/")  # the second press
        assert RemovalCase.objects.count() == 2

    def test_the_name_goes_everywhere(self, client, gift):
        url = through_link(client, gift, minutes_ago=60)
        client.post(f"{url}unname/")
        gift.refresh_from_db()
        gift.item.refresh_from_db()
        assert (gift.credit, gift.item.credit_line) == ("anonymous", "")
        assert not gift.item.history.exclude(credit_line="").exists()

    def test_revoked_links_open_nothing(self, client, gift):
        url = through_link(client, gift)
        token = access.issue(gift)
        client.post(f"{url}revoke/")
        client.session.flush()
        answer = client.get(gift.get_absolute_url(), {"key": token})
        assert answer.status_code == 404

    def test_forgetting_needs_the_tick_and_then_is_done(self, client, gift):
        url = through_link(client, gift)
        assert client.post(f"{url}forget/").status_code == 400
        answer = client.post(f"{url}forget/", {"sure": "on"})
        assert answer.status_code == 200
        gift.refresh_from_db()
        assert (gift.name, gift.email) == ("", "")
        assert client.get(gift.get_absolute_url()).status_code == 404

    def test_by_account_after_signing_in(self, client, resident):
        gift = factories.make_contribution(contributor=resident, email=resident.email)
        client.force_login(resident)
        page = client.get("/contributions/data/")
        assert page.status_code == 200
        assert not page.context["is_fresh"]  # nobody knows when they signed in
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "code", "at": timezone.now().timestamp()}
        ]
        session["account_authentication_methods_user"] = user_id_to_str(resident)
        session.save()
        done = client.post("/contributions/data/forget/", {"sure": "on"})
        assert done.status_code == 200
        assert not Contribution.objects.filter(pk=gift.pk).exists()

    def test_withdrawing_takes_the_consent_back(self, gift):
        waiting = factories.make_contribution()
        from contributions.permissions import Actor

        workflow.withdraw(waiting, by=Actor(holds=frozenset({waiting.pk})))
        assert waiting.status == Status.WITHDRAWN
        given, taken = waiting.consents.order_by("pk")
        assert (given.is_withdrawal, taken.is_withdrawal) == (False, True)


def test_queries_do_not_grow_with_the_gifts(client, django_assert_max_num_queries):
    gift = factories.make_contribution()
    for _n in range(30):
        factories.make_contribution(email=gift.email)
    url = through_link(client, gift)
    with django_assert_max_num_queries(20):
        client.get(url)
