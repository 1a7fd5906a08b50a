"""Somebody who found nothing tells the library: through the door, seen by staff only."""

import pytest
from django.urls import reverse

from contributions import looking_for, workflow
from contributions.models import Contribution, Letter
from contributions.states import Status
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/contribute/looking/"
FORM = {
    "words": "I am looking for: the old cinema\nIt stood by the market.",
    "email": "Grandson@people.test", "name": "Ivan", "consent": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def test_what_was_searched_for_stands_there(client):
    html = client.get(ADDRESS, {"q": 'old "cinema"'}).content.decode()

    assert "I am looking for: old &quot;cinema&quot;</textarea>" in html
    for words in ("x" * 10_000, "\x00", "🙂", "<b>"):
        assert client.get(ADDRESS, {"q": words}).status_code == 200


def test_waits_for_its_address_then_stands_in_the_queue(client, moderator):
    answer = client.post(ADDRESS, FORM)
    question = Contribution.objects.get()

    assert answer["Location"] == reverse(
        "contributions:detail", args=[question.reference]
    )
    assert question.status == Status.DRAFT
    assert Letter.objects.get().kind == Letter.Kind.PROVE
    workflow.prove_address(question)
    question.refresh_from_db()
    assert (question.status, question.email) == (
        Status.SUBMITTED, "grandson@people.test",
    )  # fmt: skip
    assert question.audience == Contribution.Audience.ARCHIVE
    client.force_login(moderator)
    assert "the old cinema" in client.get("/moderation/").content.decode()


def test_an_account_is_not_asked_who_it_is(client):
    user = make_user()
    client.force_login(user)
    assert 'name="email"' not in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {"words": "The old cinema", "consent": "on"})

    assert Contribution.objects.get().contributor == user


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " "}, "words"),
        ({"words": "a\x00b"}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"email": "nobody"}, "email"),
        ({"consent": ""}, "consent"),
    ],
)
def test_bad_input_keeps_the_words(client, changes, field):
    answer = client.post(ADDRESS, FORM | changes)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert 'value="Ivan"' in answer.content.decode()
    assert not Contribution.objects.exists()


def test_programs_and_those_in_haste_leave_nothing(client, monkeypatch):
    client.post(ADDRESS, FORM | {"website": "https://x.test"})
    assert not Contribution.objects.exists()

    monkeypatch.setattr("contributions.views.residents.looking.ASKED_AN_HOUR", 0)
    assert client.post(ADDRESS, FORM).status_code == 429
    assert not Contribution.objects.exists()


def test_all_or_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(workflow, "send", fail)
    with pytest.raises(RuntimeError):
        looking_for.ask(words="x", name="", email="a@people.test", language="en")
    assert not Contribution.objects.exists()
