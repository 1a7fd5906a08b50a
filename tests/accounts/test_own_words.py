"""No page or letter of signing in speaks the stock words of the library it is made with."""

import re
from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
STOCK = re.compile(
    r"two-factor|authenticat|двофактор|двухфактор|аутентифікац|аутентификац|verification",
    re.IGNORECASE,
)
PAGES = [
    "account_email", "account_change_password", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done",
    "account_reauthenticate", "account_inactive", "mfa_index", "mfa_activate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_generate_recovery_codes",
]  # fmt: skip


@pytest.fixture
def client() -> Client:
    """A browser of somebody who has just come in by a password."""
    factories.make_user("halyna@people.test", password="stalne-demo")
    client = Client()
    client.post(
        reverse("account_login"),
        {"login": "halyna@people.test", "password": "stalne-demo"},
    )
    return client


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_page_says_it_our_way(client, language):
    client.cookies["django_language"] = language
    for name in PAGES:
        answer = client.get(reverse(name), follow=True)
        page = answer.content.decode()
        words = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert answer.status_code == 200, name
        assert not STOCK.search(words), (name, STOCK.search(words))


def test_every_template_that_can_be_shown_is_ours():
    """What stays is switched off, or has no words: a new one has to be looked at."""
    root = Path(allauth.__file__).parent / "templates"
    off = re.compile(
        r"email/|messages/|snippets/|phone|signup_by_passkey|signup_form|signup_closed|"
        r"password_reset_code|email_change|email_confirm\.|verification|trust|base|"
        r"download|verified_email|confirm_"
    )
    stock = [
        str(path.relative_to(root))
        for folder in ("account", "mfa")
        for path in sorted((root / folder).rglob("*.html"))
        if not off.search(str(path.relative_to(root)))
        and str(root) in get_template(str(path.relative_to(root))).origin.name
    ]
    assert stock == []
