"""One decision for many: each checked by itself, each told how it ended (P39, P94, W11)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from accounts.models import AuditEntry
from contributions import bulk, notifications, permissions, workflow
from contributions.models import Batch, Contribution, Letter, ModerationEvent
from contributions.states import Status
from contributions.workflow import versions
from history.models import CollectionEntry, Item
from tests.factories import make_collection, make_contribution

pytestmark = pytest.mark.django_db
BULK = "/moderation/bulk/"


def form(gifts, verb: str, **words) -> dict:
    """Give what the preview page sends."""
    data = {
        "step": "do", "verb": verb, "key": str(uuid.uuid4()),
        "ref": [getattr(gift, "reference", gift) for gift in gifts],
    } | words  # fmt: skip
    for gift in gifts:
        if isinstance(gift, Contribution):
            data[f"seen-{gift.reference}"] = versions.mark(gift)
    return data


def told(page) -> dict[str, tuple[str, str]]:
    return {
        entry["reference"]: (entry["label"], entry["sentence"])
        for entry in page.context["entries"]
    }


def statuses(gifts) -> list[str]:
    rows = Contribution.objects.in_bulk([gift.pk for gift in gifts])
    return [rows[gift.pk].status for gift in gifts]


class TestPreview:
    def test_says_for_each_what_will_happen_and_changes_nothing(
        self, desk, moderator, colleague
    ):
        good, own, held = (
            make_contribution(),
            make_contribution(contributor=moderator),
            make_contribution(),
        )
        workflow.claim(held, by=colleague)

        page = desk.post(
            BULK,
            {"verb": "decline", "ref": [good.reference, own.reference,
                                        held.reference, "NOPE2222"]},
        )  # fmt: skip

        assert [row["reference"] for row in page.context["able"]] == [good.reference]
        refusals = {r["reference"]: r["refusal"] for r in page.context["unable"]}
        assert "You gave this yourself" in refusals[own.reference]
        assert "Ганна is looking at this" in refusals[held.reference]
        assert refusals["NOPE2222"] == "There is no such contribution."
        assert not ModerationEvent.objects.exists()

    def test_w11_answers_drafts_and_nonsense_as_unknown_alike(self, desk):
        draft = make_contribution(status=Status.DRAFT)
        asked = [draft.reference, "1 OR 1=1", "💥", "x" * 900, "\0"]

        page = desk.post(BULK, {"verb": "mark_spam", "ref": asked})

        sentences = {row["refusal"] for row in page.context["unable"]}
        assert page.status_code == 200
        assert sentences == {"There is no such contribution."}

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({}, "Please choose what shall be done."),
            ({"verb": "burn"}, "Please choose what shall be done."),
            ({"verb": "decline"}, "Please choose at least one contribution."),
            (
                {"verb": "decline", "ref": [f"REF{n:05}" for n in range(10_000)]},
                "At most 200 contributions at a time, please.",
            ),
        ],
    )
    def test_w11_says_what_is_wrong(self, desk, settings, data, words):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

        page = desk.post(BULK, data)

        assert page.status_code == 400
        assert words in page.content.decode()

    def test_takes_the_first_of_the_list_as_it_was_narrowed(self, desk):
        memory = make_contribution(kind="memory", files=0)
        make_contribution()

        page = desk.post(
            BULK, {"verb": "mark_spam", "scope": "all", "within": "kind=memory"}
        )

        assert [r["reference"] for r in page.context["able"]] == [memory.reference]

    def test_doubts_are_marked(self, desk):
        gift = make_contribution(date_said="when I was small", date_edtf="")
        nameless = make_contribution(title="")

        page = desk.post(
            BULK, {"verb": "publish", "ref": [gift.reference, nameless.reference]}
        )

        assert "Its date was not understood." in page.context["able"][0]["doubts"]
        assert "no title" in page.context["unable"][0]["refusal"]


class TestDoing:
    def test_publishes_one_item_each_into_a_collection(self, desk):
        gifts, room = [make_contribution() for _number in range(3)], make_collection()

        page = desk.post(
            BULK, form(gifts, "publish", collections=[room.pk]), follow=True
        )

        assert statuses(gifts) == ["published"] * 3
        assert page.context["done"] == 3
        assert Item.objects.count() == 3
        assert CollectionEntry.objects.filter(collection=room).count() == 3
        first = Contribution.objects.get(pk=gifts[0].pk)
        assert first.item.title == gifts[0].title
        assert first.item.story == gifts[0].story
        assert first.item.date_edtf == "1962~"

    def test_p94_own_ones_are_refused_and_the_others_are_done(self, desk, moderator):
        gifts = [make_contribution() for _number in range(2)]
        own = [
            make_contribution(contributor=moderator),
            make_contribution(email=moderator.email.upper()),
        ]

        page = desk.post(
            BULK, form([*own, *gifts], "decline", reason="duplicate"), follow=True
        )

        assert statuses(gifts) == ["declined"] * 2
        assert statuses(own) == ["submitted"] * 2
        for one in own:
            assert "You gave this yourself" in told(page)[one.reference][1]

    def test_partial_failure_is_told_one_by_one(self, desk, colleague, resident):
        gone, decided, edited, good = (
            make_contribution(contributor=resident) for _number in range(4)
        )
        data = form([gone, decided, edited, good], "decline", reason="unclear")
        workflow.withdraw(gone, by=resident)
        workflow.mark_spam(decided, by=colleague)
        Contribution.objects.filter(pk=edited.pk).update(story="New words.")

        page = desk.post(BULK, data, follow=True)

        sentences = told(page)
        assert sentences[gone.reference][1] == "There is no such contribution."
        assert "spam" in sentences[decided.reference][1]
        assert "changed since you opened it" in sentences[edited.reference][1]
        assert sentences[good.reference] == ("done", "")
        assert statuses([edited, good]) == ["submitted", "declined"]

    def test_a_deleted_collection_is_told_beside_the_field(self, desk):
        gift, room = make_contribution(), make_collection()
        data = form([gift], "publish", collections=[room.pk])
        room.delete()

        page = desk.post(BULK, data)

        assert page.status_code == 400
        assert "was deleted meanwhile" in page.content.decode()
        assert statuses([gift]) == ["submitted"]

    def test_a_collection_deleted_after_the_press_stops_each(self, moderator):
        gift, room = make_contribution(), make_collection()
        with override("en"):  # the batch speaks the language of who began it
            batch, _new = begin([gift], "publish", moderator, collections=(room.pk,))
        room.delete()

        bulk.work_off(batch, by=permissions.as_actor(moderator))

        entry = batch.entries.get()
        assert (entry.state, statuses([gift])) == ("refused", ["submitted"])
        assert "deleted meanwhile" in entry.sentence

    @pytest.mark.parametrize(
        ("verb", "words", "sentence"),
        [
            ("decline", {}, "Please choose a reason."),
            ("decline", {"reason": "other", "note": " "}, "in your own words"),
            ("ask", {"note": " "}, "Please write the question."),
            ("attach", {}, "Please choose a collection."),
            ("assign", {"to": "999999"}, "Please choose one of the colleagues."),
        ],
    )
    def test_words_left_out_are_asked_for_and_nothing_is_done(
        self, desk, verb, words, sentence
    ):
        gift = make_contribution()

        page = desk.post(BULK, form([gift], verb, **words))

        assert page.status_code == 400
        assert sentence in page.content.decode()
        assert not Batch.objects.exists()

    def test_the_same_press_twice_is_one_batch(self, desk):
        gifts = [make_contribution() for _number in range(2)]
        data = form(gifts, "ask", note="Who is it?")

        first, second = desk.post(BULK, data), desk.post(BULK, data)

        assert first["Location"] == second["Location"]
        assert ModerationEvent.objects.count() == 2
        assert Letter.objects.count() == 2

    def test_w32_decides_nothing_that_nobody_looked_at(self, desk):
        gift = make_contribution()
        data = form([gift.reference], "mark_spam")

        page = desk.post(BULK, data, follow=True)

        assert "open it first" in told(page)[gift.reference][1]
        assert statuses([gift]) == ["submitted"]

    def test_is_given_to_a_colleague(self, desk, colleague):
        gifts = [make_contribution(), make_contribution(status=Status.NEEDS_INFO)]

        desk.post(BULK, form(gifts, "assign", to=colleague.pk))

        for gift in gifts:
            gift.refresh_from_db()
            assert gift.assigned_to == colleague
        assert AuditEntry.objects.filter(action="contribution.assign").count() == 2

    def test_puts_what_is_published_into_collections(self, desk, moderator):
        room, waiting, out = make_collection(), make_contribution(), make_contribution()
        workflow.publish(out, by=moderator, description=bulk.as_sent(out))

        page = desk.post(
            BULK, form([out, waiting], "attach", collections=[room.pk]), follow=True
        )

        entry = CollectionEntry.objects.get()
        assert (entry.collection, entry.item) == (room, out.item)
        assert "not published" in told(page)[waiting.reference][1]

    def test_a_thousand_with_three_that_cannot_be(self, desk, moderator, colleague):
        now = timezone.now()
        Contribution.objects.bulk_create(
            Contribution(
                kind="memory", status=Status.SUBMITTED, title=f"Memory {number}",
                email=f"giver{number}@people.test", email_proven_at=now, sent_at=now,
                submitted_at=now, promise_at=now + timedelta(minutes=number),
            )
            for number in range(1000)
        )  # fmt: skip
        gifts = list(Contribution.objects.order_by("promise_at"))
        Contribution.objects.filter(pk=gifts[5].pk).update(contributor=moderator)
        workflow.claim(gifts[500], by=colleague)
        workflow.mark_spam(gifts[999], by=colleague)

        done = refused = 0
        for first in range(0, 1000, bulk.AT_MOST):
            part = gifts[first : first + bulk.AT_MOST]
            batch, _new = begin(part, "mark_spam", moderator)
            bulk.work_off(batch, by=permissions.as_actor(moderator))
            done += batch.entries.filter(state="done").count()
            refused += (
                batch.entries.filter(state="refused").exclude(sentence="").count()
            )

        assert (done, refused) == (997, 3)
        assert statuses([gifts[5], gifts[500]]) == ["submitted"] * 2


class TestUndoing:
    @pytest.mark.parametrize(
        ("verb", "words"),
        [
            ("publish", {}),
            ("decline", {"reason": "duplicate"}),
            ("ask", {"note": "Who is it?"}),
            ("mark_spam", {}),
        ],
    )
    def test_takes_the_whole_back_and_nobody_is_mailed(self, desk, verb, words):
        gifts = [make_contribution() for _number in range(3)]
        done = desk.post(BULK, form(gifts, verb, **words), follow=True)
        assert done.context["until"]

        back = desk.post(f"{done.request['PATH_INFO']}undo/", follow=True)

        assert back.context["undone"] == 3
        assert statuses(gifts) == ["submitted"] * 3
        assert not Item.objects.exists()
        assert notifications.send_due(at=timezone.now() + timedelta(days=1)) == 0
        assert not mail.outbox

    def test_what_moved_on_meanwhile_stays_and_says_why(self, desk, moderator):
        first, second = make_contribution(), make_contribution()
        done = desk.post(BULK, form([first, second], "mark_spam"), follow=True)
        first.refresh_from_db()
        workflow.reopen(first, by=moderator)

        back = desk.post(f"{done.request['PATH_INFO']}undo/", follow=True)

        assert "Something else has happened" in told(back)[first.reference][1]
        assert back.context["undone"] == 1
        assert statuses([first, second]) == ["submitted"] * 2

    def test_gives_tasks_and_places_back(self, desk, moderator, colleague):
        room, gift, out = make_collection(), make_contribution(), make_contribution()
        workflow.publish(out, by=moderator, description=bulk.as_sent(out))
        workflow.assign(gift, by=moderator, to=moderator)
        for data in (
            form([gift], "assign", to=colleague.pk),
            form([out], "attach", collections=[room.pk]),
        ):
            done = desk.post(BULK, data, follow=True)
            desk.post(f"{done.request['PATH_INFO']}undo/")

        gift.refresh_from_db()
        assert gift.assigned_to == moderator
        assert not CollectionEntry.objects.exists()

    def test_w31_after_the_window_says_so_and_changes_nothing(self, desk):
        gift = make_contribution()
        done = desk.post(BULK, form([gift], "mark_spam"), follow=True)
        Batch.objects.update(at=timezone.now() - timedelta(minutes=6))

        late = desk.post(f"{done.request['PATH_INFO']}undo/")

        assert late.status_code == 409
        assert "too late" in late.content.decode()
        assert statuses([gift]) == ["spam"]

    def test_twice_is_once(self, desk):
        gift = make_contribution()
        done = desk.post(BULK, form([gift], "decline", reason="unclear"), follow=True)
        url = f"{done.request['PATH_INFO']}undo/"

        assert desk.post(url).status_code == 302
        assert desk.post(url).status_code == 409
        assert ModerationEvent.objects.count() == 2

    def test_is_only_for_who_did_it(self, desk, client, colleague):
        gift = make_contribution()
        done = desk.post(BULK, form([gift], "mark_spam"), follow=True)
        client.force_login(colleague)

        assert client.get(done.request["PATH_INFO"]).status_code == 404
        assert client.post(f"{done.request['PATH_INFO']}undo/").status_code == 404


class TestBackground:
    def test_what_does_not_fit_is_done_by_the_task(self, moderator):
        gifts = [make_contribution() for _number in range(3)]
        batch, _new = begin(gifts, "mark_spam", moderator)

        assert bulk.work_off(batch, by=permissions.as_actor(moderator), seconds=-1) == 3
        assert bulk.carry_on.func(batch.pk) == 0
        assert statuses(gifts) == ["spam"] * 3

    def test_a_killed_process_is_found_again_and_nothing_is_done_twice(self, moderator):
        before, after, never = (make_contribution() for _number in range(3))
        batch, _new = begin([before, after, never], "mark_spam", moderator)
        workflow.mark_spam(after, by=moderator)
        old = timezone.now() - timedelta(hours=1)
        batch.entries.exclude(contribution=never).update(state="doing")
        batch.entries.update(touched_at=old)
        Batch.objects.update(at=old)

        bulk.tick()
        bulk.carry_on.func(batch.pk)

        assert statuses([before, after, never]) == ["spam"] * 3
        assert set(batch.entries.values_list("state", flat=True)) == {"done"}
        assert ModerationEvent.objects.count() == 3

    def test_who_lost_the_role_meanwhile_decides_nothing_more(self, moderator):
        gift = make_contribution()
        batch, _new = begin([gift], "mark_spam", moderator)
        moderator.groups.clear()

        bulk.carry_on.func(batch.pk)

        assert batch.entries.get().state == "refused"
        assert statuses([gift]) == ["submitted"]


def begin(gifts, verb: str, by, **words):
    seen = {gift.reference: versions.mark(gift) for gift in gifts}
    wish = bulk.Wish(verb, **words)
    return bulk.begin(seen, wish, by=permissions.as_actor(by), key=uuid.uuid4())


def test_works_without_scripts_from_the_queue_to_the_result(desk):
    """The forms of the pages alone lead through."""
    gift = make_contribution()
    queue = desk.get("/moderation/").content.decode()
    assert f'name="ref" value="{gift.reference}"' in queue
    preview = desk.post(BULK, {"verb": "mark_spam", "ref": gift.reference})
    hidden = dict(
        re.findall(r'name="([\w-]+)" value="([^"]*)"', preview.content.decode())
    )
    del hidden["csrfmiddlewaretoken"]

    result = desk.post(BULK, hidden, follow=True)

    assert told(result)[gift.reference] == ("done", "")
    assert "Take all back" in result.content.decode()
