"""A private link becomes an account: by a press and a code, never by the link alone."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions import access
from contributions.models import Contribution
from tests import factories
from tests.accounts.test_signing_in import code_in

pytestmark = pytest.mark.django_db
EMAIL = "halyna@people.test"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def gift():
    return factories.make_contribution(email=EMAIL, language="ru")


@pytest.fixture
def guest(gift) -> Client:
    client = Client(headers=ENGLISH)
    client.post(gift.get_absolute_url(), {"key": access.issue(gift)})
    return client


def press(client, gift):
    act = reverse("contributions:resident_act", args=[gift.reference, "account"])
    return client.post(act)


def enter(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def test_the_code_makes_everything_theirs(gift, guest):
    another = factories.make_contribution(email=EMAIL)
    assert (
        "Make an account of it" in guest.get(gift.get_absolute_url()).content.decode()
    )

    assert press(guest, gift).url == reverse("account_confirm_login_code")
    assert [one.to for one in mail.outbox] == [[EMAIL]]
    assert not Contribution.objects.filter(contributor__isnull=False).exists()
    enter(guest, code_in(mail.outbox[0]))

    account = User.objects.get(email=EMAIL)
    assert account.language == "ru" and not account.has_usable_password()
    assert account.emailaddress_set.get().verified
    theirs = Contribution.objects.filter(contributor=account)
    assert {one.pk for one in theirs} == {gift.pk, another.pk}
    page = guest.get(gift.get_absolute_url()).content.decode()
    assert "Make an account of it" not in page


def test_an_account_that_is_there_already_is_used(gift, guest):
    account = factories.make_user(EMAIL, display_name="Halyna")
    press(guest, gift)
    enter(guest, code_in(mail.outbox[0]))
    gift.refresh_from_db()
    assert gift.contributor == account
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_link_that_was_passed_on_is_not_enough(gift, guest):
    press(guest, gift)
    enter(guest, "AAAA-AAAA")
    gift.refresh_from_db()
    assert gift.contributor is None
    assert "_auth_user_id" not in guest.session
    assert not User.objects.get(email=EMAIL).emailaddress_set.get().verified


def test_not_without_a_proven_address_nor_again_nor_without_end(gift, guest):
    typed = factories.make_contribution(
        status="draft", email="typed@people.test", email_proven_at=None
    )
    session = guest.session
    session[access.SESSION_NAME] = [gift.pk, typed.pk]
    session.save()
    assert press(guest, typed).status_code == 409
    assert not User.objects.filter(email="typed@people.test").exists()
    assert [press(guest, gift).status_code for _n in range(6)] == [302] * 5 + [429]
