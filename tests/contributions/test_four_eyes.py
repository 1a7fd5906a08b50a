"""Nobody decides on their own, by any way: P93 to P96, P100, for every kind of "own"."""

import json
import uuid

import pytest
from django.test import Client

from contributions import access, bulk, permissions, visiting, workflow
from contributions.models import Contribution, Letter, ModerationEvent, Resemblance
from contributions.states import Likeness, Status
from contributions.workflow import versions
from history.models import Item
from history.publishing import Description
from tests.deciding import Looking
from tests.factories import make_contribution

pytestmark = pytest.mark.django_db
WORDS = {
    "publish": {"how": "one", "title": "Двір", "language": "uk"},
    "ask": {"note": "Котрий це рік?"},
    "decline": {"reason": "duplicate"},
    "mark_spam": {},
    "assign": {"to": ""},
    "claim": {},
}
IN_THE_API = WORDS | {"publish": {}, "assign": {"to": None}}


@pytest.fixture(params=["account", "address", "scan day", "private link"])
def own(request, moderator, client) -> Contribution:
    """Give what is hers: by account, by address, entered at the desk, by a link."""
    client.force_login(moderator)
    match request.param:
        case "account":
            return make_contribution(contributor=moderator)
        case "address":
            return make_contribution(email=moderator.email.upper())
        case "scan day":
            person = visiting.welcome(
                name="Іван", email="", language="uk", by=moderator
            )
            box = visiting.open_box(person, kind="photos", by=moderator)
            gift = make_contribution()
            Contribution.objects.filter(pk=gift.pk).update(
                entered_by=moderator, visitor=box.visitor
            )
            return gift
    gift = make_contribution()
    client.post(gift.get_absolute_url(), {"key": access.issue(gift)})
    return gift


@pytest.fixture
def client(cast) -> Client:
    return Looking(headers={"accept-language": "en"})


@pytest.fixture(autouse=True)
def nothing_was_done(own):
    """After every way: no act, no item, no letter, nobody holds it."""
    letters = Letter.objects.count()
    yield
    now = Contribution.objects.get(pk=own.pk)
    assert now.status == own.status
    assert (now.claimed_by, now.assigned_to) == (None, None)
    assert not ModerationEvent.objects.filter(contribution=own).exists()
    assert not Item.objects.exists()
    assert Letter.objects.count() == letters


def test_p93_at_the_desk(client, own):
    for act, words in WORDS.items():
        answer = client.post(f"/moderation/{own.reference}/{act}/", words)
        assert (act, answer.status_code) == (act, 403)
        assert "a colleague has to decide" in answer.content.decode()


def test_p93_in_the_api(client, own):
    for act, words in IN_THE_API.items():
        seen = {"version": versions.mark(own)} if act not in ("claim", "assign") else {}
        answer = client.post(
            f"/api/v1/moderation/{own.reference}/{act}/",
            json.dumps(words | seen),
            content_type="application/json",
        )
        assert (act, answer.status_code) == (act, 403)


def test_p94_among_many(client, own):
    for verb in ("publish", "ask", "decline", "mark_spam", "assign"):
        words = {"verb": verb, "note": "Котрий це рік?", "reason": "duplicate"}
        more = {"step": "do", "ref": own.reference, "key": str(uuid.uuid4())}
        seen = {f"seen-{own.reference}": versions.mark(own)}
        page = client.post("/moderation/bulk/", words | seen | more, follow=True)
        [entry] = page.context["entries"]
        assert entry["sentence"].startswith("You gave this yourself"), verb
        rows = [{"ref": own.reference, "version": versions.mark(own)}]
        told = client.post(
            "/api/v1/moderation/bulk/",
            json.dumps(words | {"contributions": rows}),
            content_type="application/json",
        ).json()
        assert told["entries"][0]["state"] == "refused", verb


def test_by_the_verbs_and_by_many_without_a_page(own, moderator, client):
    holds = frozenset({own.pk})
    actor = permissions.Actor(moderator, holds)
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(
            own,
            by=actor,
            description=Description(kind="photo", title="x", language="uk"),
        )
    batch, _new = bulk.begin(
        {own.reference: ""}, bulk.Wish("mark_spam"), by=actor, key=uuid.uuid4()
    )
    assert bulk.work_off(batch, by=actor) == 0
    assert batch.entries.get().state == "refused"


def test_in_the_catalogue(client, own):
    url = f"/admin/contributions/contribution/{own.pk}/change/"

    assert client.post(url, {"status": "published"}).status_code == 403


def test_its_files_and_its_look_alikes(client, own):
    file = own.attachments.first()
    path = f"/moderation/{own.reference}/files/{file.pk}"
    other = make_contribution().attachments.first()
    row = Resemblance.objects.create(attachment=file, other=other, distance=3)

    answers = [
        client.post(f"{path}/turn/", {"rotate": "90"}),
        client.post(f"{path}/edit/", {}),
        client.post(f"{path}/pair/", {}),
        client.post(
            f"/moderation/{own.reference}/likeness/",
            {"resemblance": row.pk, "verdict": Likeness.SAME},
        ),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    row.refresh_from_db()
    file.refresh_from_db()
    assert (row.verdict, file.edits) == ("", {})


def test_a_colleague_decides(own, colleague):
    gift = Contribution.objects.get(pk=own.pk)
    assert permissions.may_moderate(permissions.as_actor(colleague), gift)
    assert gift.status == Status.SUBMITTED
