"""The queue for programs: the same verbs, the same checks, the same sentences."""

import json
import uuid

import pytest

from contributions import workflow
from contributions.models import Contribution, ModerationEvent
from contributions.states import Status
from contributions.workflow import versions
from tests.factories import make_collection, make_contribution

pytestmark = pytest.mark.django_db
API = "/api/v1/moderation/"


def ask(client, path: str, data=None):
    answer = client.post(
        f"{API}{path}", json.dumps(data or {}), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_lists_what_waits_and_names_no_giver(desk):
    gift = make_contribution(name="Галина", email="secret@people.test")
    make_contribution(status=Status.DRAFT)
    make_contribution(status=Status.PUBLISHED)

    answer = desk.get(API)

    found = answer.json()["results"]
    assert [one["ref"] for one in found] == [gift.reference]
    assert "publish" in found[0]["actions"]
    assert "secret@people.test" not in answer.content.decode()
    assert "Галина" not in answer.content.decode()


def test_list_makes_the_same_queries_for_one_and_for_many(
    desk, django_assert_max_num_queries
):
    for _number in range(30):
        make_contribution()

    with django_assert_max_num_queries(14):
        desk.get(API)


def test_publishes_in_the_words_of_the_resident_into_a_collection(desk):
    gift, room = make_contribution(), make_collection()
    version = desk.get(f"{API}{gift.reference}/").json()["version"]

    status, told = ask(
        desk, f"{gift.reference}/publish/",
        {"version": version, "collections": [room.slug]},
    )  # fmt: skip

    gift.refresh_from_db()
    assert (status, told["status"]) == (200, "published")
    assert gift.item.title == gift.title
    assert room.entries.count() == 1


def test_w05_w32_refuses_another_version_and_none(desk):
    gift = make_contribution()
    version = versions.mark(gift)
    Contribution.objects.filter(pk=gift.pk).update(story="Other words.")

    for words in ({"version": version}, {}):
        status, told = ask(desk, f"{gift.reference}/mark_spam/", words)
        assert status == 409
        assert told

    assert not ModerationEvent.objects.exists()


@pytest.mark.parametrize(
    ("act", "words", "field"),
    [
        ("publish", {"status": "published"}, "status"),
        ("decline", {"reason": "duplicate", "decided_by": 1}, "decided_by"),
        ("decline", {}, "reason"),
        ("decline", {"reason": "because"}, "reason"),
        ("decline", {"reason": "other"}, "note"),
        ("ask", {"note": " "}, "note"),
        ("assign", {"to": "x"}, "to"),
        ("claim", {"by": 3}, "by"),
        ("publish", {"collections": ["no-such"]}, "collections"),
    ],
)
def test_w09_names_the_field_that_is_wrong(desk, act, words, field):
    gift = make_contribution()
    if act in ("publish", "decline", "ask"):
        words = words | {"version": versions.mark(gift)}

    status, told = ask(desk, f"{gift.reference}/{act}/", words)

    gift.refresh_from_db()
    assert status == 400
    assert field in json.dumps(told)
    assert gift.status == Status.SUBMITTED


@pytest.mark.parametrize(
    "body",
    [
        "[]", "[1]", '"x"', "null", "{", "3", "NaN",
        '{"note": "Котрий це рік?", "note": "Хто це?"}',
    ],
)  # fmt: skip
def test_w10_a_body_that_is_no_object_or_says_a_thing_twice_is_refused(desk, body):
    gift = make_contribution()

    answer = desk.post(
        f"{API}{gift.reference}/ask/", body, content_type="application/json"
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("ask", {"note": ["Котрий це рік?"]}),
        ("ask", {"note": {"uk": "Котрий це рік?"}}),
        ("ask", {"note": "x", "contributor.email": "a@people.test"}),
        ("ask", {"note": "x", "contributor": {"email": "a@people.test"}}),
        ("decline", {"reason": ["duplicate"]}),
        ("publish", {"collections": {"slug": "streets"}}),
        ("assign", {"to": [1]}),
    ],
)
def test_w10_nothing_is_written_through_a_relation(desk, act, words):
    gift = make_contribution(email="giver@people.test")
    if act != "assign":
        words = words | {"version": versions.mark(gift)}

    status, _told = ask(desk, f"{gift.reference}/{act}/", words)

    before = gift.status, gift.email
    gift.refresh_from_db()
    assert status == 400
    assert (gift.status, gift.email) == before


def test_claims_tell_who_holds_it(desk, colleague):
    gift = make_contribution()
    workflow.claim(gift, by=colleague)

    status, told = ask(desk, f"{gift.reference}/claim/")

    assert status == 409
    assert "Ганна" in json.dumps(told, ensure_ascii=False)


def test_w11_many_are_told_one_by_one_and_taken_back_together(desk, moderator):
    good, own = make_contribution(), make_contribution(contributor=moderator)
    draft = make_contribution(status=Status.DRAFT)
    rows = [
        {"ref": one.reference, "version": versions.mark(one)}
        for one in (good, own, draft)
    ]
    words = {
        "verb": "decline", "reason": "duplicate", "key": str(uuid.uuid4()),
        "contributions": [*rows, {"ref": "nonsense'--"}],
    }  # fmt: skip

    status, told = ask(desk, "bulk/", words)
    again = ask(desk, "bulk/", words)[1]

    states = {one["ref"]: (one["state"], one["detail"]) for one in told["entries"]}
    assert status == 200
    assert states[good.reference] == ("done", "")
    assert "You gave this yourself" in states[own.reference][1]
    assert states[draft.reference] == states["nonsense'--"]
    assert again["batch"] == told["batch"]
    assert ModerationEvent.objects.count() == 1

    assert ask(desk, f"bulk/{told['batch']}/undo/")[0] == 200
    good.refresh_from_db()
    assert good.status == Status.SUBMITTED
    assert ask(desk, f"bulk/{told['batch']}/undo/")[0] == 409


def test_w11_takes_200_at_most(desk):
    many = [{"ref": f"REF{number:05}"} for number in range(201)]

    status, told = ask(desk, "bulk/", {"verb": "mark_spam", "contributions": many})

    assert status == 400
    assert "200" in json.dumps(told)


def test_is_throttled(desk, monkeypatch):
    from rest_framework.throttling import ScopedRateThrottle

    rates = ScopedRateThrottle.THROTTLE_RATES | {"moderate": "2/min"}
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", rates)

    assert [desk.get(API).status_code for _number in range(3)] == [200, 200, 429]
