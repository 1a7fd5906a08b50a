"""A draft written without a connection begins once, however often it is asked for."""

import json
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from contributions import beginnings
from contributions.models import Beginning, Contribution
from contributions.states import Status
from tests.factories import make_user

pytestmark = pytest.mark.django_db
KEY = "ab" * 24
KEPT = "/contribute/kept/"
WORDS = {"key": KEY, "kind": "memory", "title": "Our yard", "story": "A pear tree."}


def send(client: Client, **changes):
    return client.post(KEPT, WORDS | changes, headers={"accept": "application/json"})


def test_a_lost_answer_makes_no_second_draft():
    first = send(Client())
    again = send(Client())  # the answer was lost, and the session with it

    assert first.status_code == again.status_code == 201
    assert first.json()["reference"] == again.json()["reference"]
    draft = Contribution.objects.get()
    assert (draft.title, draft.story) == ("Our yard", "A pear tree.")


def test_words_changed_meanwhile_are_not_overwritten():
    client = Client()
    send(client)
    Contribution.objects.update(title="A better title")

    answer = send(client)

    assert answer.json()["left"] == ["title"]
    assert Contribution.objects.get().title == "A better title"


def test_what_is_too_long_is_named_and_the_rest_is_kept():
    answer = send(Client(), title="x" * 10_000)

    assert answer.json()["left"] == ["title"]
    assert Contribution.objects.get().story == "A pear tree."


@pytest.mark.parametrize(
    "wrong",
    [{"key": ""}, {"key": "x" * 48}, {"key": "a" * 9999}, {"kind": "correction"},
     {"kind": "x"}, {"website": "http://spam.test"}],
)  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(wrong):
    answer = send(Client(), **wrong)

    assert answer.status_code == 400
    assert answer.json()["sentence"]
    assert not Contribution.objects.exists()


class TestAKeyOpensOnlyItsOwn:
    def test_not_what_an_account_began(self):
        owner, other = make_user(), make_user()
        beginnings.begin_once(KEY, "memory", language="uk", user=owner)

        stranger, mine = Client(), Client()
        stranger.force_login(other)
        mine.force_login(owner)

        assert send(Client()).status_code == 409
        assert send(stranger).status_code == 409
        assert send(mine).status_code == 201

    def test_not_after_a_day(self):
        send(Client())
        began = Beginning.objects.get().created_at
        Beginning.objects.update(created_at=began - timedelta(days=2))

        assert send(Client()).status_code == 409

    def test_not_what_was_sent(self):
        send(Client())
        Contribution.objects.update(status=Status.WITHDRAWN)

        assert send(Client()).status_code == 409

    def test_the_key_itself_is_not_stored(self):
        send(Client())

        assert KEY not in Beginning.objects.get().key_hash


class TestShell:
    @pytest.mark.parametrize("language", ["uk", "ru", "en"])
    def test_the_page_says_nothing_of_whoever_asks(self, client, language):
        address = reverse("contributions:offline", args=[language])
        alone = client.get(address)
        client.force_login(make_user(display_name="Canary"))
        answer = client.get(address)

        assert answer.content == alone.content
        assert "Set-Cookie" not in answer.headers and not answer.cookies
        assert f'lang="{language}"' in answer.content.decode()

    def test_every_file_of_the_shell_is_there(self, client):
        code = client.get("/sw.js")
        shell = json.loads(code.content.decode().split("\n")[0][14:-1])
        assert code["Content-Type"].startswith("text/javascript")
        assert len(shell["version"]) == 16
        for path in shell["files"]:
            assert finders.find(path.removeprefix("/static/")), path

    @pytest.mark.parametrize("language", ["uk", "ru", "en"])
    def test_the_application_is_named_in_the_language(self, client, language):
        facts = client.get(f"/manifest-{language}.webmanifest").json()

        assert facts["lang"] == language
        assert facts["start_url"].startswith("/contribute/")
        assert {icon["sizes"] for icon in facts["icons"]} == {"192x192", "512x512"}
