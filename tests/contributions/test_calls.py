"""A collection asks for what it lacks; the town answers; the count is told back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import drafting, trust, workflow
from contributions.models import Contribution
from history.models import Call
from tests import factories


@pytest.fixture(autouse=True)
def _db(db):
    pass


@pytest.fixture
def call():
    return Call.objects.create(
        slug="depot", collection=factories.make_collection(slug="trams"),
        title_uk="Трамвайне депо", kind="photos", period="1950-ті", target=10,
        place=factories.make_place("Садова"), opened_at=timezone.now(),
        closes_on=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip


def test_the_collection_and_the_call_say_what_is_looked_for(client, call):
    for url in (call.collection.get_absolute_url(), call.get_absolute_url()):
        text = client.get(url).content.decode()
        assert "Трамвайне депо" in text
        assert "/contribute/?call=depot" in text


def test_the_sheet_of_a_call_has_a_code_that_opens_the_form(client, call):
    text = client.get(reverse("history:call_sheet", args=["depot"])).content.decode()
    assert "Трамвайне депо" in text and "<svg" in text
    assert "/contribute/?call=depot" in text
    Call.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    text = client.get(reverse("history:call_sheet", args=["depot"])).content.decode()
    assert "/contribute/?call=depot" not in text


def test_a_few_open_calls_are_offered_where_one_begins(client, call):
    start = reverse("contributions:start")
    assert "Трамвайне депо" in client.get(start).content.decode()
    for number in range(5):
        Call.objects.create(
            slug=f"more-{number}", collection=call.collection, title_uk=f"Ще {number}",
            opened_at=timezone.now(),
        )  # fmt: skip
    assert len(client.get(start).context["calls"]) == 3
    assert client.get(start, {"call": "depot"}).context["calls"] == []
    Call.objects.update(opened_at=None)
    assert "Трамвайне депо" not in client.get(start).content.decode()


@pytest.mark.parametrize("takes_at_once", [True, False])
def test_the_rule_of_trust_puts_an_answer_where_the_call_says_or_leaves_it(
    call, resident, monkeypatch, takes_at_once
):
    monkeypatch.setattr(trust.secrets, "randbelow", lambda below: below - 1)
    for _number in range(10):
        factories.make_contribution(status="published", contributor=resident)
    call.takes_at_once = takes_at_once
    call.save()
    gift = factories.make_contribution(
        status="draft", kind="memory", files=0, contributor=resident, call=call,
        email=resident.email, email_proven_at=timezone.now(),
    )  # fmt: skip
    workflow.submit(gift, by=resident)

    workflow.publish_due()

    gift.refresh_from_db()
    assert gift.status == ("published" if takes_at_once else "submitted")
    assert call.collection.entries.count() == int(takes_at_once)


def test_who_answers_starts_with_the_collection_the_place_and_the_time(client, call):
    page = client.get(reverse("contributions:start"), {"call": "depot"})
    assert "Трамвайне депо" in page.content.decode()

    client.post(reverse("contributions:start"), {"kind": "photos", "call": "depot"})

    gift = Contribution.objects.get()
    assert (gift.call, gift.collection, gift.place) == (
        call,
        call.collection,
        call.place,
    )
    assert (gift.date_said, gift.date_earliest.year) == ("1950-ті", 1950)


def test_what_arrives_is_counted_once(call):
    gift = factories.make_contribution(
        status="draft", call=call, email_proven_at=timezone.now()
    )
    actor = factories.make_user(gift.email)
    gift.contributor = actor
    gift.save()

    workflow.submit(gift, by=actor)

    call.refresh_from_db()
    assert call.received == 1


@pytest.mark.parametrize("change", ["closed", "over", "draft"])
def test_nobody_answers_a_call_that_is_over(client, call, change):
    if change == "closed":
        Call.objects.update(opened_at=None)
    elif change == "over":
        Call.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    else:
        call.collection.published_at = None
        call.collection.save()

    client.post(reverse("contributions:start"), {"kind": "memory", "call": "depot"})

    assert Contribution.objects.get().call is None
    answer = client.get(call.get_absolute_url())
    assert answer.status_code == (200 if change == "over" else 404)
    assert "?call=depot" not in answer.content.decode()


def test_a_deleted_call_leaves_its_gifts(call):
    gift = drafting.begin("memory", language="uk", call=call)
    call.delete()
    gift.refresh_from_db()
    assert gift.call is None


def test_curators_write_change_and_close_one(client, cast):
    row = factories.make_collection(slug="trams")
    client.force_login(cast["curator"])
    new = reverse("history:call_new", args=["trams"])
    assert client.get(new).status_code == 200
    for bad in (
        {},
        {"title_uk": "Депо", "period": "казна-коли було"},
        {"title_uk": "Д", "target": "0"},
    ):
        assert client.post(new, bad).status_code == 400
    assert client.post(new, {"title_uk": "Депо", "kind": "photos"}).status_code == 302
    call = Call.objects.get(collection=row)
    edit = reverse("history:call_edit", args=[call.slug])
    assert client.post(edit, {"title_uk": "Старе депо"}).status_code == 302
    call.refresh_from_db()
    assert call.title_uk == "Старе депо"
    assert client.post(edit, {"do": "close"}).status_code == 302
    assert client.get(call.get_absolute_url()).status_code == 404
