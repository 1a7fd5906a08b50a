"""The plain questions as a resident meets them: answered, said back, refused kindly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions import access, desk
from contributions.states import Status
from tests import factories

pytestmark = pytest.mark.django_db

ANSWERS = {
    "taken_by": "family", "author_name": "Петро Коваль", "author_living": "no",
    "author_died_year": "1950", "print_owner": "mine", "people_living": "yes",
    "people_agree": "unknown", "children_shown": "no", "children_agree": "",
    "reuse": "free", "audience": "public", "embargo_until": "", "next": "1",
}  # fmt: skip


@pytest.fixture
def draft(client):
    gift = factories.make_contribution(status=Status.DRAFT)
    client.post(gift.get_absolute_url(), {"key": access.issue(gift)})
    return gift


def address(draft) -> str:
    return f"/contribute/{draft.reference}/rights/"


def test_answers_are_kept_and_said_back_with_the_reason(client, draft):
    assert client.post(address(draft), ANSWERS).status_code == 302
    draft.refresh_from_db()
    assert draft.author_living == "no"
    assert (draft.people_living, draft.people_agree) == ("yes", "unknown")
    assert draft.rights == "https://creativecommons.org/publicdomain/mark/1.0/"
    page = client.get(address(draft), headers={"accept-language": "en"})
    assert "died in 1950" in page.content.decode()
    assert draft.rights in page.content.decode()


def test_the_moderator_reads_the_hint(client, draft):
    client.post(address(draft), ANSWERS)
    draft.refresh_from_db()
    assert desk.rights_doubt(draft)


@pytest.mark.parametrize("days", [-1, 0, 40_000])
def test_an_embargo_lies_in_the_future(client, draft, days):
    day = timezone.localdate() + timedelta(days=days)
    answer = client.post(address(draft), ANSWERS | {"embargo_until": day.isoformat()})
    assert answer.status_code == 400
    assert "embargo_until" in answer.context["form"].errors
    draft.refresh_from_db()
    assert draft.embargo_until is None
    assert draft.author_name == "Петро Коваль"  # the rest is kept


def test_an_embargo_is_kept(client, draft):
    day = timezone.localdate() + timedelta(days=400)
    client.post(address(draft), ANSWERS | {"embargo_until": day.isoformat()})
    draft.refresh_from_db()
    assert draft.embargo_until == day


def test_living_and_dead_at_once_is_asked_again(client, draft):
    answer = client.post(address(draft), ANSWERS | {"author_living": "yes"})
    assert answer.status_code == 400
    assert "author_died_year" in answer.context["form"].errors


def test_w09_a_choice_that_is_none_is_refused(client, draft):
    answer = client.post(address(draft), ANSWERS | {"people_living": "perhaps"})
    assert answer.status_code == 400
