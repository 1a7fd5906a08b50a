"""The staff side: the queue, the desk and every act on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import workflow
from contributions.models import Contribution, Letter, Message
from contributions.states import Reason, Status
from history.models import Item
from tests.factories import (
    make_collection,
    make_contribution,
    make_item,
    make_master,
    make_person,
    make_place,
)

pytestmark = pytest.mark.django_db
QUEUE = "/moderation/"


def page_of(contribution) -> str:
    return reverse("contributions:review", args=[contribution.reference])


def act_on(contribution, action: str) -> str:
    return reverse("contributions:act", args=[contribution.reference, action])


def words(**changes) -> dict:
    return {
        "how": "one",
        "title": "Our street",
        "language": "uk",
        "date_said": "1962",
        "rights": "https://rightsstatements.org/vocab/UND/1.0/",
    } | changes


class TestQueue:
    def test_shows_the_oldest_promise_first_in_words(self, desk):
        now = timezone.now()
        later = make_contribution(title="later", promise_at=now + timedelta(days=3))
        late = make_contribution(title="late", promise_at=now - timedelta(days=2))

        page = desk.get(QUEUE)

        assert [card["reference"] for card in page.context["cards"]] == [
            late.reference,
            later.reference,
        ]
        assert [card["promise"].words for card in page.context["cards"]] == [
            "2 days late",
            "3 days left",
        ]
        assert "2 days late" in page.content.decode()

    def test_holds_only_what_waits(self, desk):
        waiting = make_contribution()
        for status in Status:
            if status != Status.SUBMITTED:
                make_contribution(status=status)

        page = desk.get(QUEUE)

        assert [c["reference"] for c in page.context["cards"]] == [waiting.reference]

    @pytest.mark.parametrize(
        ("view", "statuses"),
        [
            ("asked", {Status.NEEDS_INFO}),
            ("aside", {Status.DECLINED, Status.SPAM}),
        ],
    )
    def test_has_a_pile_for(self, desk, view, statuses):
        made = {status: make_contribution(status=status) for status in Status}

        page = desk.get(QUEUE, {"view": view})

        assert {c["reference"] for c in page.context["cards"]} == {
            made[status].reference for status in statuses
        }

    def test_shows_what_i_decided_lately(self, desk, moderator, colleague):
        mine = make_contribution(status=Status.DECLINED, decided_by=moderator)
        make_contribution(status=Status.DECLINED, decided_by=colleague)

        page = desk.get(QUEUE, {"view": "mine"})

        assert [c["reference"] for c in page.context["cards"]] == [mine.reference]

    def test_shows_wishes_for_removal_until_it_is_down(self, desk):
        asked = make_contribution(
            status=Status.PUBLISHED, removal_requested_at=timezone.now()
        )
        make_contribution(
            status=Status.PUBLISHED,
            removal_requested_at=timezone.now(),
            item=make_item(status=Item.Status.REMOVED),
        )

        page = desk.get(QUEUE, {"view": "removal"})

        assert [c["reference"] for c in page.context["cards"]] == [asked.reference]

    def test_narrows_by_kind_and_language(self, desk):
        memory = make_contribution(
            kind=Contribution.Kind.MEMORY, language="ru", files=0
        )
        make_contribution()

        page = desk.get(QUEUE, {"kind": "memory", "language": "ru"})

        assert [c["reference"] for c in page.context["cards"]] == [memory.reference]

    def test_says_who_is_looking(self, desk, colleague):
        taken = make_contribution()
        workflow.claim(taken, by=colleague)

        assert "Ганна is looking at this until" in desk.get(QUEUE).content.decode()
        free = desk.get(QUEUE, {"claim": "free"})
        assert free.context["cards"] == []

    def test_counts_the_promise(self, desk, moderator):
        now = timezone.now()
        make_contribution(
            status=Status.DECLINED, decided_by=moderator, promise_at=now - timedelta(1)
        )
        make_contribution(status=Status.DECLINED, decided_by=moderator)
        make_contribution(submitted_at=now - timedelta(days=4))

        page = desk.get(QUEUE)

        assert page.context["promise"] == [
            "1 answer in time in 90 days",
            "1 too late",
            "the longest waits for 4 days",
        ]

    def test_makes_as_many_queries_for_many_as_for_one(
        self, desk, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        make_contribution(files=2)
        desk.get(QUEUE)
        with CaptureQueriesContext(
            connection,
        ) as one:
            desk.get(QUEUE)
        for _number in range(5):
            make_contribution(files=2)
        with CaptureQueriesContext(connection) as many:
            desk.get(QUEUE)

        assert len(many) == len(one)

    def test_pages_by_forty(self, desk):
        for _number in range(41):
            make_contribution(files=0)

        first = desk.get(QUEUE)
        second = desk.get(QUEUE + first.context["next_url"])

        assert len(first.context["cards"]) == 40
        assert len(second.context["cards"]) == 1
        assert not second.context["next_url"]

    def test_invites_when_empty(self, desk):
        assert "Nothing waits" in desk.get(QUEUE).content.decode()


class TestDoor:
    def test_leads_a_visitor_to_sign_in(self, client):
        response = client.get(QUEUE)

        assert response.status_code == 302
        assert response.url == "/accounts/login/?next=/moderation/"

    def test_turns_a_resident_away_whether_it_exists_or_not(self, client, resident):
        client.force_login(resident)
        there = client.get(page_of(make_contribution()))
        nowhere = client.get("/moderation/ABCDEFGH/")

        assert (there.status_code, nowhere.status_code) == (403, 403)
        assert client.get(QUEUE).status_code == 403

    def test_keeps_pages_out_of_caches(self, desk):
        for url in (QUEUE, page_of(make_contribution()), "/moderation/comments/"):
            assert desk.get(url)["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
    def test_hides_what_is_not_sent(self, desk, status):
        hidden = make_contribution(status=status)

        assert desk.get(page_of(hidden)).status_code == 404
        assert desk.post(act_on(hidden, "publish"), words()).status_code == 404

    def test_shows_contact_only_with_the_right(self, desk, client, administrator):
        gift = make_contribution(email="secret@people.test", name="Тайна Людина")

        assert "secret@people.test" not in desk.get(page_of(gift)).content.decode()
        client.force_login(administrator)
        assert "secret@people.test" in client.get(page_of(gift)).content.decode()


class TestReview:
    def test_takes_a_claim(self, desk, moderator):
        gift = make_contribution()

        desk.get(page_of(gift))

        gift.refresh_from_db()
        assert gift.claimed_by == moderator

    def test_leaves_the_claim_of_a_colleague(self, desk, colleague):
        gift = make_contribution()
        workflow.claim(gift, by=colleague)

        page = desk.get(page_of(gift)).content.decode()

        gift.refresh_from_db()
        assert gift.claimed_by == colleague
        assert "Ганна is looking at this until" in page
        assert "Take over" not in page
        assert 'form="publish"' not in page

    def test_fills_in_the_words(self, desk):
        place = make_place("Млинова")
        person = make_person("Олена Коваль")
        gift = make_contribution(
            title="На мосту",
            story="Це було давно.",
            place=place,
            people_said="Олена Коваль, сусідка",
            credit=Contribution.Credit.INITIALS,
            name="Галина Коваль",
        )

        form = desk.get(page_of(gift)).context["forms"]["publish"]

        assert {
            name: form[name].value()
            for name in ("title", "story", "date_said", "place", "people")
        } == {
            "title": "На мосту",
            "story": "Це було давно.",
            "date_said": "близько 1962",
            "place": place.pk,
            "people": person.name,
        }
        assert form["credit_line"].value() == "Галина К."

    def test_shows_own_but_offers_no_decision(self, desk, moderator):
        own = make_contribution(email=moderator.email)

        page = desk.get(page_of(own)).content.decode()

        own.refresh_from_db()
        assert own.claimed_by is None
        assert "A colleague has to decide about it." in page
        assert act_on(own, "decline") not in page

    def test_makes_as_many_queries_for_many_files_as_for_one(self, desk):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def queries(gift) -> int:
            with CaptureQueriesContext(connection) as found:
                assert desk.get(page_of(gift)).status_code == 200
            return len(found)

        one, many = make_contribution(files=1), make_contribution(files=6)
        queries(one), queries(many)  # the first look compares the files
        assert queries(many) == queries(one)


class TestActs:
    def test_publishes_with_the_words_of_the_form(self, desk, moderator):
        gift = make_contribution(files=2)
        collection = make_collection()
        place = make_place()

        response = desk.post(
            act_on(gift, "publish"),
            words(
                title="Млинова взимку", place=place.pk, collections=[collection.pk],
                date_said="early 60s", **{f"note-{collection.pk}": "A note"},
            ),
        )  # fmt: skip

        gift.refresh_from_db()
        item = gift.item
        assert response.status_code == 302
        assert response.url == f"{QUEUE}?done={gift.reference}"
        assert (item.title, item.place, item.date_said) == (
            "Млинова взимку", place, "early 60s",
        )  # fmt: skip
        assert item.date_earliest.year == 1960
        assert item.media.count() == 2
        assert [entry.note for entry in collection.entries.all()] == ["A note"]
        assert gift.decided_by == moderator

    def test_goes_to_the_next_and_offers_to_undo(self, desk):
        gift, following = make_contribution(), make_contribution()

        response = desk.post(act_on(gift, "decline"), {"reason": Reason.DUPLICATE})
        page = desk.get(response.url).content.decode()

        assert response.url == f"{page_of(following)}?done={gift.reference}"
        assert act_on(gift, "undo") in page

    def test_w31_says_that_the_mail_has_left_or_that_more_has_happened(
        self, desk, moderator, colleague
    ):
        late, later = make_contribution(), make_contribution()
        for gift in (late, later):
            workflow.decline(gift, by=moderator, reason="duplicate")
        late.events.update(at=timezone.now() - timedelta(hours=1))
        workflow.reopen(later, by=colleague)
        workflow.decline(later, by=colleague, reason="unclear")

        left = desk.post(act_on(late, "undo"))
        other = desk.post(act_on(later, "undo"))

        assert (left.status_code, other.status_code) == (409, 403)
        assert "the mail has left" in left.content.decode()
        assert "Only the colleague who did it" in other.content.decode()
        for gift in (late, later):
            gift.refresh_from_db()
            assert gift.status == Status.DECLINED

    def test_undoes(self, desk):
        gift = make_contribution()
        desk.post(act_on(gift, "decline"), {"reason": Reason.DUPLICATE})

        desk.post(act_on(gift, "undo"))

        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED
        assert Letter.objects.get(contribution=gift).cancelled_at is not None

    def test_publishes_one_item_a_picture(self, desk):
        gift = make_contribution(files=3)

        desk.post(act_on(gift, "publish"), words(how="each"))

        assert Item.objects.count() == 3

    def test_adds_to_an_item_by_its_reference(self, desk):
        item, gift = make_item(with_picture=True), make_contribution()

        desk.post(act_on(gift, "publish"), words(how="extend", extend=item.reference))

        gift.refresh_from_db()
        assert gift.item == item
        assert item.media.count() == 2

    def test_a_correction_offers_no_field_that_would_change_nothing(
        self, desk, moderator
    ):
        item = make_item()
        gift = make_contribution(kind="correction", files=0, about_item=item)
        page = desk.get(page_of(gift)).content.decode()

        assert 'name="story"' not in page
        assert "A curator writes this into the item" in page
        assert 'name="take_date"' not in page  # no right of a moderator

        desk.post(
            act_on(gift, "publish"),
            {
                "how": "extend",
                "extend": item.reference,
                "title": gift.title,
                "language": "uk",
                "rights": words()["rights"],
            },
        )
        before = item.title
        item.refresh_from_db()
        gift.refresh_from_db()
        assert (gift.status, gift.item, item.title) == ("published", item, before)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": ""}, "title"),
            ({"how": "extend", "extend": "ST-999999"}, "extend"),
            ({"how": "extend", "extend": "rubbish"}, "extend"),
            ({"how": "extend", "extend": ""}, "extend"),
            ({"date_said": "31.02.1962"}, "date_said"),
            ({"people": "Ніхто Такий"}, "people"),
            ({"rights": "mine"}, "rights"),
            ({"collections": ["12345"]}, "collections"),
            ({"place": "x"}, "place"),
        ],
    )
    def test_says_beside_the_field_what_is_missing(self, desk, changes, field):
        gift = make_contribution()

        response = desk.post(
            act_on(gift, "publish"), words(story="Typed words.", **changes)
        )

        gift.refresh_from_db()
        assert response.status_code == 400
        assert list(response.context["forms"]["publish"].errors) == [field]
        assert "Typed words." in response.content.decode()
        assert gift.status == Status.SUBMITTED

    @pytest.mark.parametrize("said", ["колись після дощу", ""])
    def test_lets_words_of_the_resident_stand_that_are_no_date(self, desk, said):
        gift = make_contribution(date_said=said)

        desk.post(act_on(gift, "publish"), words(date_said=said))

        gift.refresh_from_db()
        assert (gift.item.date_said, gift.item.date_earliest) == (said, None)

    def test_asks(self, desk):
        gift = make_contribution()

        assert desk.post(act_on(gift, "ask"), {"note": " "}).status_code == 400
        desk.post(act_on(gift, "ask"), {"note": "Which year?"})

        gift.refresh_from_db()
        assert gift.status == Status.NEEDS_INFO
        assert [m.body for m in gift.messages.all()] == ["Which year?"]

    def test_declines_only_with_a_reason(self, desk):
        gift = make_contribution()

        without = desk.post(act_on(gift, "decline"), {"note": "Kind words"})
        other = desk.post(act_on(gift, "decline"), {"reason": "other"})

        assert (without.status_code, other.status_code) == (400, 400)
        assert "Kind words" in without.content.decode()
        assert list(other.context["forms"]["decline"].errors) == ["note"]

    def test_says_when_somebody_was_faster(self, desk, colleague):
        gift = make_contribution()
        workflow.decline(gift, by=colleague, reason=Reason.DUPLICATE)

        response = desk.post(act_on(gift, "publish"), words(story="My long words"))

        page = response.content.decode()
        assert response.status_code == 409
        assert "Ганна declined it" in page
        assert "My long words" in page
        assert Item.objects.count() == 0

    def test_waits_for_files_that_are_not_ready(self, desk):
        gift = make_contribution(files=0)
        gift.attachments.create(
            master=make_master(state="received", original_name="slow.jpg")
        )

        response = desk.post(act_on(gift, "publish"), words())

        assert response.status_code == 409
        assert "is still being prepared" in response.content.decode()
        assert Item.objects.count() == 0

    @pytest.mark.parametrize(
        ("action", "data"),
        [
            ("publish", words()),
            ("ask", {"note": "?"}),
            ("decline", {"reason": "duplicate"}),
            ("mark_spam", {}),
            ("claim", {}),
        ],
    )
    def test_refuses_own(self, desk, moderator, action, data):
        own = make_contribution(contributor=moderator)

        assert desk.post(act_on(own, action), data).status_code == 403
        own.refresh_from_db()
        assert (own.status, own.claimed_by) == (Status.SUBMITTED, None)

    def test_knows_no_other_act(self, desk):
        gift = make_contribution()

        assert desk.post(act_on(gift, "bless")).status_code == 404
        assert desk.post(act_on(gift, "withdraw")).status_code == 404
        assert desk.get(act_on(gift, "publish")).status_code == 405

    def test_puts_aside_and_takes_up_again(self, desk):
        gift = make_contribution()

        desk.post(act_on(gift, "mark_spam"))
        desk.post(act_on(gift, "reopen"))

        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED
        assert not Letter.objects.exists()

    def test_keeps_a_note_from_the_contributor(self, desk):
        gift = make_contribution()

        desk.post(act_on(gift, "note"), {"body": "Ask the museum"})

        assert not Message.objects.for_contributor().exists()
        assert "Ask the museum" in desk.get(page_of(gift)).content.decode()

    def test_takes_down_with_a_reason(self, desk):
        gift = make_contribution(status=Status.SUBMITTED, removal_requested_at=None)
        desk.post(act_on(gift, "publish"), words())
        Contribution.objects.filter(pk=gift.pk).update(
            removal_requested_at=timezone.now(), removal_reason="Please"
        )

        assert desk.post(act_on(gift, "take_down"), {}).status_code == 400
        desk.post(act_on(gift, "take_down"), {"reason": "The family asked"})

        gift.refresh_from_db()
        assert gift.item.status == Item.Status.REMOVED
        assert not Contribution.objects.removal_asked().exists()
        assert desk.get(page_of(gift)).status_code == 200

    def test_keeps_with_an_answer(self, desk):
        gift = make_contribution(
            status=Status.PUBLISHED, removal_requested_at=timezone.now(),
            removal_reason="Please",
        )  # fmt: skip

        desk.post(act_on(gift, "keep"), {"note": "It shows only a street."})

        assert not Contribution.objects.removal_asked().exists()
        assert [m.body for m in gift.messages.all()] == ["It shows only a street."]


class TestClaim:
    def test_answers_scripts_in_json(self, desk):
        gift = make_contribution()

        answer = desk.post(act_on(gift, "claim"), HTTP_ACCEPT="application/json")

        assert answer.json()["held"] is True
        assert answer.json()["words"].startswith("You are looking at this until")

    def test_is_given_back(self, desk):
        gift = make_contribution()
        desk.post(act_on(gift, "claim"))

        desk.post(act_on(gift, "release"), HTTP_ACCEPT="application/json")

        gift.refresh_from_db()
        assert gift.claimed_by is None

    def test_is_taken_over_by_who_may(self, client, desk, moderator, curator):
        gift = make_contribution()
        workflow.claim(gift, by=moderator)
        client.force_login(curator)

        assert "Take over" in client.get(page_of(gift)).content.decode()
        client.post(act_on(gift, "claim"), {"take_over": "yes", "note": "she is ill"})

        gift.refresh_from_db()
        assert gift.claimed_by == curator

    def test_is_not_taken_over_by_a_moderator(self, desk, colleague):
        gift = make_contribution()
        workflow.claim(gift, by=colleague)

        response = desk.post(act_on(gift, "claim"), {"take_over": "yes"})

        gift.refresh_from_db()
        assert response.status_code == 403
        assert gift.claimed_by == colleague

    def test_stops_a_colleague_from_deciding(self, desk, colleague):
        gift = make_contribution()
        workflow.claim(gift, by=colleague)

        response = desk.post(act_on(gift, "ask"), {"note": "Which year?"})

        gift.refresh_from_db()
        assert response.status_code == 409
        assert gift.status == Status.SUBMITTED
        assert "Which year?" in response.content.decode()
