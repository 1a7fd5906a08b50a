"""Anonymous pages are asked about, not fetched again; what changed shows at once."""

import pytest
from django.test import Client
from django.urls import reverse

from history import publishing
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping")]


def browser(**headers) -> Client:
    return Client(headers={"Accept-Language": "en", **headers})


def again(client, path, first, **headers):
    return client.get(path, headers={"If-None-Match": first["ETag"], **headers})


@pytest.fixture
def item():
    return factories.make_item(title="The bridge", with_picture=True)


@pytest.mark.parametrize(
    "name", ["home", "history:item_list", "history:collection_list", "news:post_list"]
)
def test_a_page_that_did_not_change_is_not_sent_again(item, name):
    client, path = browser(), reverse(name)
    client.get(path)  # brings the cookie of the forms
    first = client.get(path)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    second = again(client, path, first)
    assert second.status_code == 304 and not second.content
    assert client.get(path).status_code == 200


def test_another_language_and_another_browser_are_other_pages(item):
    client, path = browser(), item.get_absolute_url()
    client.get(path)
    first = client.get(path)
    other = again(client, path, first, **{"Accept-Language": "uk"})
    assert other.status_code == 200 and other["ETag"] != first["ETag"]
    assert again(browser(), path, first).status_code == 200


def test_what_is_published_or_hidden_shows_at_once(item, moderator):
    client, path = browser(), reverse("history:item_list")
    client.get(path)
    first = client.get(path)
    new = factories.make_item(title="The station")
    second = again(client, path, first)
    assert second.status_code == 200 and "The station" in second.content.decode()
    publishing.hide(new, by=moderator)
    third = again(client, path, second)
    assert third.status_code == 200 and "The station" not in third.content.decode()


def test_a_new_word_in_a_collection_and_in_the_news_shows_at_once(item):
    room = factories.make_collection(slug="bridges", items=[item])
    post = factories.make_post(slug="shown")
    for row in (room, post):
        client, path = browser(), row.get_absolute_url()
        client.get(path)
        first = client.get(path)
        row.title_uk = row.title_en = row.title = "Changed"
        row.save()
        assert again(client, path, first).status_code == 200


def test_a_removed_item_is_gone_whatever_a_browser_kept(item, moderator):
    client, path = browser(), item.get_absolute_url()
    client.get(path)
    first = client.get(path)
    publishing.take_down(item, by=moderator, reason="by wish")
    assert again(client, path, first).status_code == 410


def test_who_signed_in_is_never_answered_from_before(item, resident):
    client, path = browser(), item.get_absolute_url()
    client.get(path)
    first = client.get(path)
    client.force_login(resident)
    second = again(client, path, first)
    assert second.status_code == 200 and not second.has_header("ETag")


def test_forms_of_a_kept_page_are_still_accepted(item):
    client, path = Client(enforce_csrf_checks=True), item.get_absolute_url()
    first = client.get(path)
    token = str(first.context["csrf_token"])
    assert not first.has_header("ETag")
    second = client.get(path)
    assert again(client, path, second).status_code == 304
    values = {"do": "keep", "item": item.reference, "csrfmiddlewaretoken": token}
    assert client.post(reverse("history:shelf"), values).status_code == 302
    with_message = again(client, path, second)  # told once, then the page is as before
    assert with_message.status_code == 200
    assert again(client, path, second).status_code == 304


def test_private_pages_and_answers_to_posts_have_no_mark(item):
    client = browser()
    assert not client.get(reverse("history:shelf")).has_header("ETag")
    assert not client.post(reverse("home")).has_header("ETag")
