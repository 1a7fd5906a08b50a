"""Over a limit (U56, R30): a browser computes, and gets on; the limit stays one."""

import json
from base64 import b64encode

import altcha
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from contributions import limits, notifications, proof
from contributions.models import Contribution, Letter
from contributions.views.residents import drafts, submissions
from contributions.views.residents import proof as asking
from tests import factories

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
PROOF = "/contribute/proof/"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(proof, "COST", 1)
    monkeypatch.setattr(drafts, "STARTS_AN_HOUR", 2)


@pytest.fixture
def client():
    return Client(headers=ENGLISH)


def start(client) -> int:
    return client.post("/contribute/", {"kind": "memory"}).status_code


def solved(client) -> dict:
    asked = client.get(PROOF).json()
    found = altcha.solve_challenge(altcha.Challenge.from_dict(asked))
    return {"challenge": asked, "solution": found.to_dict()}


def hand_in(client, answer) -> int:
    text = b64encode(json.dumps(answer).encode()).decode()
    return client.post(PROOF, {"answer": text}).status_code


def test_u56_over_the_limit_work_is_offered_and_raises_it_to_an_end(client):
    assert [start(client) for _n in range(3)] == [302, 302, 429]

    assert hand_in(client, solved(client)) == 204

    kept = client.cookies[proof.COOKIE]
    assert kept["httponly"] and kept["max-age"] == 3600 and kept["samesite"] == "Lax"
    rest = (limits.PROVEN - 1) * 2
    assert [start(client) for _n in range(rest + 1)] == [302] * rest + [429]
    last = client.post("/contribute/", {"kind": "memory"})
    assert int(last["Retry-After"]) <= 3600
    assert 'data-behaviour="proof"' not in last.content.decode()  # it would not help
    other = Client(headers=ENGLISH)  # a second one shares what the address has
    assert hand_in(other, solved(other)) == 204
    assert start(other) == 429
    assert Contribution.objects.count() == 2 * limits.PROVEN


def test_r30_knocking_without_work_uses_up_nothing_of_those_who_did(client):
    for _n in range(50):
        start(Client())
    assert hand_in(client, solved(client)) == 204
    assert start(client) == 302


def test_the_page_holds_what_was_sent_and_says_when_to_come_again(client, monkeypatch):
    monkeypatch.setattr(submissions, "LETTERS_AN_HOUR", 0)
    giver = factories.make_user()
    gift = factories.make_contribution(kind="memory", files=0, contributor=giver)
    client.force_login(giver)
    url = reverse("contributions:resident_act", args=[gift.reference, "write"])

    sent = {"note": "Це <b>був</b> травень.", "csrfmiddlewaretoken": "stale"}
    response = client.post(url, sent)

    page = response.content.decode()
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 3600
    assert "try again in an hour" in page
    assert 'name="note" value="Це &lt;b&gt;був&lt;/b&gt; травень."' in page
    assert "stale" not in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: answer["solution"].update(counter=1),
        lambda answer: answer["solution"].update(counter="1"),
        lambda answer: answer["solution"].update(derivedKey="00" * 32),
        lambda answer: answer["challenge"]["parameters"].update(keyPrefix=""),
        lambda answer: answer["challenge"]["parameters"].update(expiresAt=2**40),
        lambda answer: answer["challenge"]["parameters"].update(data=None),
        lambda answer: answer["challenge"].update(signature=None),
        lambda answer: answer["challenge"].update(signature="\ud800"),
        lambda answer: answer["challenge"].update(parameters=[]),
        lambda answer: answer.update(solution=1),
        lambda answer: answer.clear(),
    ],
)
def test_a_forged_answer_earns_nothing(client, spoil):
    answer = solved(client)
    spoil(answer)
    assert hand_in(client, answer) == 400
    assert proof.COOKIE not in client.cookies


@pytest.mark.parametrize("text", ["", "x", "їжак", "e30=", "\x00", "A" * 5000])
def test_what_is_no_answer_is_refused(client, text):
    assert client.post(PROOF, {"answer": text}).status_code == 400


def test_an_answer_counts_once_in_time_and_from_its_own_browser(client, monkeypatch):
    answer = solved(client)
    other = Client()
    other.get(PROOF)
    assert hand_in(other, answer) == 400
    assert hand_in(client, answer) == 204
    assert hand_in(client, answer) == 400

    monkeypatch.setattr(proof, "ANSWERED_WITHIN", -2)
    late = solved(client)
    monkeypatch.undo()
    assert hand_in(client, late) == 400


def test_what_was_earned_is_of_no_use_elsewhere_or_forged(client):
    assert hand_in(client, solved(client)) == 204
    earned = client.cookies[proof.COOKIE].value
    for value, browser in ((earned, Client()), (earned[:-2] + "xx", client)):
        browser.get("/contribute/")
        browser.cookies[proof.COOKIE] = value
        cache.clear()
        assert [start(browser) for _n in range(3)] == [302, 302, 429]


def test_mails_to_an_address_are_never_more_for_any_work(client, monkeypatch):
    monkeypatch.setattr(submissions, "LINKS_AN_HOUR", 5)
    gift = factories.make_contribution(kind="memory", files=0, email="she@people.test")
    url = reverse("contributions:resident_act", args=[gift.reference, "link"])
    assert hand_in(client, solved(client)) == 204

    answers = [client.post(url, {"email": "she@people.test"}) for _n in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert Letter.objects.count() == notifications.LINKS_AN_HOUR
    assert 'data-behaviour="proof"' not in answers[-1].content.decode()


def test_even_questions_have_a_limit_and_nobody_keeps_them(client, monkeypatch):
    monkeypatch.setattr(asking, "KNOCKS_AN_HOUR", 1)
    response = client.get(PROOF)
    assert "no-store" in response["Cache-Control"]
    assert client.get(PROOF).status_code == client.post(PROOF).status_code == 429


def test_no_form_of_another_site_spends_it():
    client = Client(enforce_csrf_checks=True)
    assert hand_in(client, solved(client)) == 403
