"""The account page: what I gave and said, my language, the letters I want."""

import pytest
from django.urls import reverse

from contributions import comments, notifications
from contributions.models import Letter
from contributions.permissions import Actor
from tests.factories import make_contribution, make_item

pytestmark = pytest.mark.django_db
URL = "/accounts/me/"


@pytest.fixture
def me(client, resident):
    client.force_login(resident)
    return resident


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(URL).status_code == 302
    assert reverse("contributions:account") == URL


def test_shows_what_i_gave_and_said_and_nobody_elses(client, me, neighbour):
    make_contribution(contributor=me, title="My bridge")
    make_contribution(contributor=neighbour, title="Their bridge")
    item = make_item()
    for who, body in ((me, "I remember."), (neighbour, "So do I.")):
        comments.write(
            item, by=Actor(user=who), name="M", email="", body=body, language="uk"
        )
    page = client.get(URL).content.decode()

    assert "My bridge" in page
    assert "Their bridge" not in page
    assert "I remember." in page
    assert "So do I." not in page


def test_letters_can_be_switched_off_but_not_those_that_matter(client, me):
    answer = client.post(URL, {"language": "ru", "display_name": " Марія  П. "})
    me.refresh_from_db()

    assert answer.status_code == 302
    assert (me.language, me.display_name) == ("ru", "Марія П.")
    assert not notifications.wants(me.email.upper(), Letter.Kind.ARRIVED)
    assert notifications.wants(me.email, Letter.Kind.DECLINED)
    client.post(URL, {"language": "ru", "letters": ["arrived", "published"]})
    assert notifications.wants(me.email, Letter.Kind.ARRIVED)


def test_nonsense_is_refused_with_a_sentence(client, me):
    answer = client.post(URL, {"language": "xx", "letters": ["question"]})

    assert answer.status_code == 400
    assert "field__error" in answer.content.decode()


def test_queries_do_not_grow(client, me, django_assert_max_num_queries):
    for _n in range(12):
        make_contribution(contributor=me)
    with django_assert_max_num_queries(25):
        client.get(URL)
