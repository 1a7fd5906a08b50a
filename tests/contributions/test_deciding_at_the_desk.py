"""Where it goes while it is published, ready questions, and undo of all of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import workflow
from contributions.models import Letter, ReadyQuestion
from contributions.states import Status
from history import curation
from history.models import Claim, Collection, CollectionEntry, Item
from tests.contributions.test_moderators import act_on, page_of, words
from tests.factories import (
    make_collection,
    make_contribution,
    make_item,
    make_person,
    make_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curators_desk(client, curator):
    client.force_login(curator)
    client.cookies["django_language"] = "en"
    return client


def order_of(collection) -> list[int]:
    return list(collection.entries.in_order().values_list("item_id", flat=True))


class TestCollections:
    def test_each_gets_its_own_place_and_note(self, desk):
        first, second = make_item(), make_item()
        street = make_collection("Street", items=[first, second])
        school = make_collection("School", items=[first])
        gift = make_contribution()

        desk.post(
            act_on(gift, "publish"),
            words(
                collections=[street.pk, school.pk],
                **{
                    f"place-{street.pk}": "2",
                    f"note-{street.pk}": "Between the two",
                    f"note-{school.pk}": "Her school",
                },
            ),
        )

        gift.refresh_from_db()
        assert order_of(street) == [first.pk, gift.item_id, second.pk]
        assert order_of(school) == [first.pk, gift.item_id]
        notes = CollectionEntry.objects.filter(item=gift.item_id)
        assert {one.collection_id: one.note for one in notes} == {
            street.pk: "Between the two",
            school.pk: "Her school",
        }

    @pytest.mark.parametrize("place", ["0", "-1", "first", "99999999", "²"])
    def test_a_place_that_is_none_is_said_and_nothing_is_lost(self, desk, place):
        room = make_collection("Street")
        gift = make_contribution()

        answer = desk.post(
            act_on(gift, "publish"),
            words(
                title="My typed title",
                collections=[room.pk],
                **{f"place-{room.pk}": place, f"note-{room.pk}": "My typed note"},
            ),
        )

        gift.refresh_from_db()
        assert (answer.status_code, gift.status) == (400, Status.SUBMITTED)
        page = answer.content.decode()
        assert "1 is the first place" in page
        assert "My typed note" in page and "My typed title" in page

    def test_too_far_is_the_end(self, desk):
        item = make_item()
        room = make_collection("Street", items=[item])
        gift = make_contribution()

        desk.post(
            act_on(gift, "publish"),
            words(collections=[room.pk], **{f"place-{room.pk}": "900"}),
        )

        gift.refresh_from_db()
        assert order_of(room) == [item.pk, gift.item_id]

    def test_one_deleted_meanwhile_is_said(self, desk):
        room, other = make_collection("Gone"), make_collection("Still here")
        gift = make_contribution()
        key = room.pk
        room.delete()

        answer = desk.post(
            act_on(gift, "publish"), words(collections=[key, other.pk], story="Typed.")
        )

        gift.refresh_from_db()
        assert (answer.status_code, gift.status) == (400, Status.SUBMITTED)
        assert "no longer there" in answer.content.decode()
        assert "Typed." in answer.content.decode()
        assert Item.objects.count() == 0

    def test_one_deleted_between_the_form_and_the_act_publishes_nothing(
        self, moderator
    ):
        from tests.contributions.test_workflow import DESCRIPTION

        room = make_collection("Gone")
        gift = make_contribution()
        Collection.objects.filter(pk=room.pk).delete()

        with pytest.raises(workflow.Incomplete) as refusal:
            workflow.publish(gift, by=moderator, description=DESCRIPTION, into=[room])

        assert refusal.value.field == "collections"
        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED and Item.objects.count() == 0

    def test_a_curator_makes_one_by_its_title(self, curators_desk, curator):
        gift = make_contribution()

        curators_desk.post(
            act_on(gift, "publish"),
            words(new_collection="Трамвай до 1960", new_note="The first picture"),
        )

        gift.refresh_from_db()
        made = Collection.objects.get()
        assert (made.title, made.published_at) == ("Трамвай до 1960", None)
        assert made.slug == "tramvai-do-1960"
        assert list(made.curators.all()) == [curator]
        assert [entry.note for entry in made.entries.all()] == ["The first picture"]
        assert order_of(made) == [gift.item_id]

    def test_not_a_second_one_of_the_same_title(self, curators_desk):
        make_collection("Street", title_en="Street")
        gift = make_contribution()

        answer = curators_desk.post(
            act_on(gift, "publish"), words(new_collection=" Street ")
        )

        assert answer.status_code == 400
        assert "of this title already" in answer.content.decode()

    def test_who_may_not_make_one_is_not_asked_and_makes_none(self, desk):
        gift = make_contribution()

        page = desk.get(page_of(gift)).content.decode()
        desk.post(act_on(gift, "publish"), words(new_collection="Mine"))

        assert "new_collection" not in page
        assert not Collection.objects.exists()

    def test_undo_takes_out_and_deletes_what_it_made(self, curators_desk):
        item = make_item()
        room = make_collection("Street", items=[item])
        gift = make_contribution()
        curators_desk.post(
            act_on(gift, "publish"),
            words(
                new_collection="New", collections=[room.pk], **{f"place-{room.pk}": "1"}
            ),
        )
        assert Collection.objects.count() == 2

        curators_desk.post(act_on(gift, "undo"))

        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED
        assert order_of(room) == [item.pk]
        assert list(Collection.objects.all()) == [room]
        assert not Letter.objects.filter(
            event__contribution=gift, cancelled_at=None
        ).exists()

    def test_undo_leaves_a_new_collection_that_a_colleague_uses(
        self, curators_desk, colleague
    ):
        gift = make_contribution()
        curators_desk.post(act_on(gift, "publish"), words(new_collection="New"))
        made, item = Collection.objects.get(), make_item()
        curation.attach(item, to=made, by=colleague)

        curators_desk.post(act_on(gift, "undo"))

        assert order_of(made) == [item.pk]


class TestLater:
    """W33: what opens later."""

    def test_waits_hidden_until_its_moment(self, desk):
        gift = make_contribution()
        moment = timezone.localtime() + timedelta(days=3)

        desk.post(
            act_on(gift, "publish"),
            words(visible_from=moment.strftime("%Y-%m-%dT%H:%M")),
        )

        gift.refresh_from_db()
        assert gift.status == Status.PUBLISHED
        assert gift.item.status == Item.Status.HIDDEN
        assert abs(gift.item.visible_from - moment) < timedelta(minutes=1)

    def test_can_be_undone(self, desk):
        gift = make_contribution()
        moment = timezone.localtime() + timedelta(days=3)
        desk.post(
            act_on(gift, "publish"),
            words(visible_from=moment.strftime("%Y-%m-%dT%H:%M")),
        )

        desk.post(act_on(gift, "undo"))

        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED and not Item.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("2020-01-01T10:00", "This moment is over."),
            ("tomorrow", "Please write a day and a time"),
            # The clock jumps over this hour: there is no such moment.
            ("2027-03-28T03:30", "couldn’t be interpreted in time zone"),
        ],
    )
    def test_refuses_what_is_no_moment(self, desk, typed, sentence):
        gift = make_contribution()

        answer = desk.post(act_on(gift, "publish"), words(visible_from=typed))

        gift.refresh_from_db()
        assert (answer.status_code, gift.status) == (400, Status.SUBMITTED)
        assert sentence in answer.content.decode()


class TestFindingAnItem:
    def test_finds_by_words_and_keeps_what_was_typed(self, desk):
        item = make_item(title="Трамвайне депо")
        from history.search import index_item

        index_item(item)
        gift = make_contribution()

        answer = desk.post(
            act_on(gift, "publish"),
            words(title="My typed title", look="1", find="трамвайне депо"),
        )

        page = answer.content.decode()
        gift.refresh_from_db()
        assert (answer.status_code, gift.status) == (200, Status.SUBMITTED)
        assert f'value="{item.reference}"' in page and "My typed title" in page

    def test_takes_one_and_publishes_into_it(self, desk):
        item = make_item(with_picture=True)
        gift, room = make_contribution(), make_collection()

        answer = desk.post(
            act_on(gift, "publish"),
            words(take=item.reference, collections=[room.pk], title="Typed"),
        )

        form = answer.context["forms"]["publish"]
        assert form["extend"].value() == item.reference
        assert form["how"].value() == "extend"
        assert [row.is_chosen for row in form.rows] == [True]
        desk.post(act_on(gift, "publish"), words(how="extend", extend=item.reference))
        gift.refresh_from_db()
        assert gift.item == item

    def test_offers_what_it_published_lately(self, desk, moderator):
        earlier = make_contribution()
        desk.post(act_on(earlier, "publish"), words(title="Just published"))
        earlier.refresh_from_db()

        page = desk.get(page_of(make_contribution())).content.decode()

        assert f'data-take="{earlier.item.reference}"' in page

    def test_a_memory_about_an_item_is_its_own_and_leads_to_it(self, desk):
        item = make_item()
        gift = make_contribution(kind="memory", files=0)

        desk.post(act_on(gift, "publish"), words(how="memory", extend=item.reference))

        gift.refresh_from_db()
        assert gift.item != item
        assert (gift.item.kind, gift.item.about) == ("memory", item)

    def test_gives_the_list_to_the_script(self, desk):
        item = make_item(title="Депо")
        answer = desk.get("/moderation/items/", {"find": item.reference})
        nothing = desk.get("/moderation/items/", {"find": "немає такого"})

        assert f'data-take="{item.reference}"' in answer.content.decode()
        assert "Nothing found" in nothing.content.decode()

    def test_makes_as_many_queries_for_many_as_for_few(self, desk):
        def queries() -> int:
            gift = make_contribution()
            with CaptureQueriesContext(connection) as found:
                assert desk.get(page_of(gift)).status_code == 200
            return len(found)

        make_collection("One", items=[make_item(with_picture=True)])
        desk.post(act_on(make_contribution(), "publish"), words())
        queries()
        few = queries()
        for number in range(30):
            make_collection(f"Room {number}")
        for _number in range(4):
            desk.post(act_on(make_contribution(), "publish"), words())
        assert queries() == few


class TestReadyQuestions:
    def test_come_in_the_language_of_the_giver(self, desk):
        gift = make_contribution(language="ru")

        page = desk.get(page_of(gift))

        assert [one["name"] for one in page.context["questions"]][:2] == [
            "When was it?",
            "Where is it?",
        ]
        assert "Не помните ли вы" in page.context["questions"][0]["words"]

    def test_are_put_into_the_field_without_scripts(self, desk):
        gift = make_contribution(language="uk")
        ready = ReadyQuestion.objects.first()

        page = desk.get(page_of(gift), {"question": ready.pk})

        assert page.context["forms"]["ask"]["note"].value() == ready.body_uk

    @pytest.mark.parametrize("number", ["", "0", "x", "9" * 30, "²"])
    def test_pass_over_what_is_none(self, desk, number):
        page = desk.get(page_of(make_contribution()), {"question": number})

        assert page.status_code == 200

    def test_fall_back_to_a_language_that_is_there(self):
        ready = ReadyQuestion(body_uk="Коли?", body_ru="", body_en=None)

        assert ready.body_in("ru") == "Коли?"

    def test_every_default_is_there_in_three_languages(self):
        for one in ReadyQuestion.objects.all():
            assert all([one.body_uk, one.body_ru, one.body_en, one.name_ru])
        assert ReadyQuestion.objects.count() == 6


class TestMarking:
    """Words of the conversation become claims with their giver as the source."""

    def test_waits_with_the_contribution_and_goes_with_the_item(self, desk, moderator):
        gift = make_contribution(name="Галина Коваль", credit="initials")

        answer = desk.post(
            act_on(gift, "mark"),
            {"words": " весна  1962 ", "field": "date", "reason": "on the back"},
        )

        claim = Claim.objects.get()
        assert answer.url == page_of(gift)
        assert (claim.words, claim.field, claim.item) == ("весна 1962", "date", None)
        assert (claim.credit, claim.proposed_by) == ("Галина К.", moderator)
        assert claim.date_earliest.year == 1962 and claim.confidence == "likely"
        assert "“весна 1962”" in desk.get(page_of(gift)).content.decode()
        assert AuditEntry.objects.filter(action="contribution.mark").count() == 1
        gift.refresh_from_db()
        desk.post(act_on(gift, "publish"), words())
        claim.refresh_from_db()
        gift.refresh_from_db()
        assert (claim.item, claim.state) == (gift.item, "proposed")

    def test_what_was_marked_fills_the_form_and_is_shown_when_published(self, desk):
        gift = make_contribution(name="Галина Коваль", credit="name")
        place, person = make_place("Млинова вулиця"), make_person("Петро Коваль")
        marked = [
            {"words": "1958", "field": "date", "reason": "it stands on the back"},
            {"words": "Млинова вулиця", "field": "place"},
            {"words": "Петро Коваль", "field": "person"},
        ]
        for one in marked:
            desk.post(act_on(gift, "mark"), one)

        form = desk.get(page_of(gift)).context["forms"]["publish"]
        filled = {name: form[name].value() for name in ("date_said", "place", "people")}
        assert filled == {
            "date_said": "1958", "place": place.pk, "people": "Петро Коваль",
        }  # fmt: skip
        assert form["date_reason"].value() == "Галина Коваль: it stands on the back"
        desk.post(
            act_on(gift, "publish"),
            words(**filled, place_said=form["place_said"].value()),
        )

        gift.refresh_from_db()
        claims = Claim.objects.filter(item=gift.item, state="shown")
        assert {one.field for one in claims} == {"date", "place", "person"}
        assert claims.get(field="person").person == person
        assert claims.get(field="place").place == place
        desk.post(act_on(gift, "undo"))
        states = set(Claim.objects.values_list("state", "item"))
        assert states == {("proposed", None)}

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"words": "", "field": "date"}, "Please mark or write the words."),
            ({"words": "Maria", "field": "nope"}, "Select a valid choice"),
            ({"words": "x" * 201, "field": "title"}, "mark_words"),
            ({"words": "a long time ago perhaps", "field": "date"}, "mark_words"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field(self, desk, typed, sentence):
        gift = make_contribution()

        answer = desk.post(act_on(gift, "mark"), typed)

        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert not Claim.objects.exists()

    def test_nobody_marks_in_what_they_gave(self, desk, moderator):
        own = make_contribution(email=moderator.email)

        answer = desk.post(act_on(own, "mark"), {"words": "1962", "field": "date"})

        assert answer.status_code == 403 and not Claim.objects.exists()
