"""The ways in: a code by mail, a password for who has one, never a list of addresses."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.roles import PERMISSIONS, Role
from tests import factories

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def code_in(message) -> str:
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", message.body, re.M)[1]


class TestCode:
    def test_a_mailed_code_opens_the_door(self, client, resident):
        client.post(LOGIN, {"login": resident.email})
        code = code_in(mail.outbox[0])

        answer = client.post(reverse("account_confirm_login_code"), {"code": code})

        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(resident.pk)

    def test_an_unknown_address_gets_the_same_answer(self, client, resident):
        known = client.post(LOGIN, {"login": resident.email})
        client.cookies.clear()
        unknown = client.post(LOGIN, {"login": "nobody@people.test"})

        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)

    def test_letter_case_of_the_address_does_not_matter(self, client, resident):
        client.post(LOGIN, {"login": resident.email.upper()})

        assert [message.to for message in mail.outbox] == [[resident.email]]

    @pytest.mark.parametrize(
        ("language", "kind"),
        [("uk", "Код із листа"), ("ru", "Код из письма"), ("en", "The code from")],
    )
    def test_the_letter_and_the_page_are_ours(self, client, resident, language, kind):
        client.cookies["django_language"] = language
        page = client.post(LOGIN, {"login": resident.email}, follow=True)
        letter = mail.outbox[0]

        assert kind in page.content.decode()
        assert "15" in letter.body
        assert code_in(letter) in letter.subject
        assert "testserver" not in letter.subject + letter.body

    def test_a_wrong_one_is_answered_with_what_to_do(self, client, resident):
        client.cookies["django_language"] = "en"
        client.post(LOGIN, {"login": resident.email})

        page = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})

        assert "let us send a new one" in page.content.decode()

    def test_a_new_one_may_be_asked_for(self, client, resident):
        client.post(LOGIN, {"login": resident.email})

        client.post(reverse("account_confirm_login_code"), {"action": "resend"})

        assert len({code_in(message) for message in mail.outbox}) == 2

    def test_an_unknown_address_is_told_by_mail_what_to_do(self, client):
        client.post(LOGIN, {"login": "nobody@people.test"})

        assert "/accounts/signup/" in mail.outbox[0].body
        assert "testserver!" not in mail.outbox[0].body

    @pytest.mark.parametrize("address", ["", "nobody@@people"])
    def test_a_bad_address_gets_a_sentence(self, client, address):
        client.cookies["django_language"] = "en"
        page = client.post(LOGIN, {"login": address}).content.decode()

        expected = "like name@site.ua" if address else "Please fill this in"
        assert expected in page


class TestPassword:
    def test_who_has_one_may_use_it(self, client):
        user = factories.make_user(password="stalne-demo")

        client.post(LOGIN, {"login": user.email, "password": "stalne-demo"})

        assert client.session["_auth_user_id"] == str(user.pk)

    def test_a_wrong_one_is_refused(self, client):
        user = factories.make_user(password="stalne-demo")

        answer = client.post(LOGIN, {"login": user.email, "password": "wrong"})

        assert answer.status_code == 200
        assert "_auth_user_id" not in client.session


class TestSignup:
    def test_asks_for_the_address_only(self, client):
        page = client.get("/accounts/signup/")

        assert list(page.context["form"].fields) == ["email"]

    def test_a_taken_address_is_led_to_the_door(self, client, resident):
        client.post("/accounts/signup/", {"email": resident.email})

        assert mail.outbox[0].to == [resident.email]
        assert "/accounts/login/" in mail.outbox[0].body

    def test_the_address_must_be_proven(self, client):
        client.post("/accounts/signup/", {"email": "new@people.test"})

        user = User.objects.get(email="new@people.test")
        assert not user.emailaddress_set.get().verified
        assert [message.to for message in mail.outbox] == [["new@people.test"]]


class TestStaff:
    def test_land_in_the_queue(self, client, moderator):
        moderator.set_password("stalne-demo")
        moderator.save()

        answer = client.post(
            LOGIN, {"login": moderator.email, "password": "stalne-demo"}
        )

        assert answer.url == "/moderation/"

    def test_a_second_factor_can_be_demanded(self, client, moderator, settings):
        settings.STAFF_MFA_REQUIRED = True
        client.force_login(moderator)

        answer = client.get("/moderation/")

        assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))

    def test_admin_goes_through_the_same_door(self, client):
        answer = client.get("/admin/login/")

        assert (answer.status_code, answer.url.split("?")[0]) == (302, LOGIN)


def test_a_role_has_what_the_list_says(cast):
    for name in ("moderator", "curator", "editor", "administrator"):
        expected = PERMISSIONS[Role(name)]
        assert cast[name].get_all_permissions() == expected


def test_addresses_are_unique_in_any_case(db):
    from django.db import IntegrityError, transaction

    factories.make_user("one@people.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ONE@people.test")])
