"""A wish for removal, from both sides: asked, proven, covered, decided, counted."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import case_letters, notifications, workflow
from contributions.models import Letter, RemovalCase
from contributions.workflow import Incomplete, NotAllowed, WrongState, removals
from history.models import Item, Person
from tests import factories

pytestmark = pytest.mark.django_db

Case = RemovalCase
FORM = {
    "asker": "parent", "ground": "children", "words": "Це моя донька.",
    "name": "Ганна", "email": "Mother@People.test",
}  # fmt: skip


@pytest.fixture
def item():
    return factories.make_item(with_picture=True, title="Дитячий садок")


def ask(item, **changes) -> RemovalCase:
    said = {
        "asker": "depicted", "ground": "privacy", "words": "Це я.", "language": "uk",
        "email": "me@people.test",
    }  # fmt: skip
    return removals.ask(item, **said | changes)


def opened(item, **changes) -> RemovalCase:
    return removals.prove(ask(item, **changes))


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/\S+key=\S+)", message.body)[1]


class TestAskedFromThePage:
    def test_the_page_of_the_item_leads_to_it(self, client, item):
        page = client.get(item.get_absolute_url(), follow=True).content.decode()
        assert f"/items/{item.reference}/removal/ask/" in page

    def test_w13_the_mail_is_opened_and_only_the_button_counts(self, client, item):
        url = f"/items/{item.reference}/removal/ask/"
        answer = client.post(url, FORM, headers={"accept-language": "uk"})
        assert answer.status_code == 200
        assert "mother@people.test" in answer.content.decode().lower()
        case = Case.objects.get()
        assert (case.state, case.email) == ("unproven", "mother@people.test")
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED  # nobody proved anything yet

        notifications.send_due(at=timezone.now() + timedelta(seconds=1))
        link = link_in(mail.outbox[-1])
        for _n in range(5):
            page = client.get(link)
            assert page.status_code == 200
            assert page["Referrer-Policy"] == "no-referrer"
        case.refresh_from_db()
        assert case.state == "unproven"

        path, _q, key = link.partition("?key=")
        moved = client.post(path, {"key": key.replace("%3A", ":")})
        assert moved.status_code == 302
        assert moved["Location"] == path  # W14: clean address, a cookie
        case.refresh_from_db()
        item.refresh_from_db()
        assert (case.state, case.was_covered) == ("open", True)
        assert item.status == Item.Status.HIDDEN
        assert client.get(path).status_code == 200
        assert Letter.objects.filter(case=case, kind="case_open").count() == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"asker": ""}, "asker"), ({"asker": "giver"}, "asker"),
            ({"ground": "nope"}, "ground"), ({"words": "  "}, "words"),
            ({"words": "х" * 4001}, "words"), ({"email": "not an address"}, "email"),
            ({"email": ""}, "email"), ({"name": "х" * 121}, "name"),
        ],
    )  # fmt: skip
    def test_bad_input_is_said_at_its_field_and_kept(
        self, client, item, changes, field
    ):
        said = FORM | changes
        answer = client.post(f"/items/{item.reference}/removal/ask/", said)
        assert answer.status_code == 400
        assert field in answer.context["form"].errors
        if said["words"].strip():
            assert said["words"] in answer.content.decode()
        assert not Case.objects.exists()

    def test_w38_a_program_learns_nothing(self, client, item):
        url = f"/items/{item.reference}/removal/ask/"
        client.post(url, FORM | {"website": "http://spam"})
        assert not Case.objects.exists()

    def test_what_is_not_shown_cannot_be_asked_about(self, client, item):
        Item.objects.filter(pk=item.pk).update(status="hidden")
        assert client.get(f"/items/{item.reference}/removal/ask/").status_code == 404

    def test_w17_nobody_floods_a_strangers_address(self, item):
        for _n in range(6):
            ask(item)
        assert Letter.objects.filter(kind="case_prove").count() == 3

    def test_w12_w14_a_wrong_link_says_nothing(self, client, item):
        case = opened(item)
        key = case_letters.key(case)
        other = case_letters.key(opened(factories.make_item()))
        for wrong in (
            key[:-2],
            key[:-1] + ("A" if key[-1] != "A" else "B"),
            other,
            "x",
        ):
            answer = client.get(case.get_absolute_url(), {"key": wrong})
            assert answer.status_code == 404
        assert client.get(case.get_absolute_url()).status_code == 404
        unknown = client.get("/removals/ZZZZ2222/", {"key": key})
        assert unknown.status_code == 404

    def test_a_link_dies_after_two_months(self, client, item, monkeypatch):
        case = opened(item)
        key = case_letters.key(case)
        monkeypatch.setattr(case_letters, "VALID_SECONDS", -1)
        assert client.get(case.get_absolute_url(), {"key": key}).status_code == 404


class TestCoveredAtOnce:
    @pytest.mark.parametrize("ground", Case.Ground.values)
    def test_children_and_privacy_are(self, item, ground):
        case = opened(item, ground=ground)
        item.refresh_from_db()
        hidden = ground in ("children", "privacy")
        assert case.was_covered is hidden
        assert (item.status == Item.Status.HIDDEN) is hidden

    def test_w30_what_the_library_has_answered_is_not_covered_again(
        self, item, moderator
    ):
        first = opened(item)
        removals.decide(
            first, by=moderator, decision="keep", reason="Published in 1980."
        )
        second = opened(item, email="other@people.test")
        item.refresh_from_db()
        assert (second.state, second.was_covered) == ("open", False)
        assert item.status == Item.Status.PUBLISHED

    def test_proving_twice_covers_once_and_writes_once(self, item):
        case = opened(item)
        removals.prove(case)
        assert Letter.objects.filter(kind="case_open").count() == 1

    def test_taken_back_it_is_shown_again(self, client, item):
        case = opened(item)
        client.post(case.get_absolute_url(), {"key": case_letters.key(case)})
        answer = client.post(f"{case.get_absolute_url()}withdraw/")
        assert answer.status_code == 302
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED
        again = client.post(f"{case.get_absolute_url()}withdraw/")
        assert again.status_code == 409

    def test_of_two_the_last_one_uncovers(self, item, moderator):
        one, two = opened(item), opened(item, email="two@people.test")
        Case.objects.filter(pk=two.pk).update(was_covered=True)
        removals.take_back(one)
        item.refresh_from_db()
        assert item.status == Item.Status.HIDDEN
        two.refresh_from_db()
        removals.decide(two, by=moderator, decision="keep", reason="no")
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED


class TestDecided:
    def decide(self, case, by, decision, **more):
        return removals.decide(case, by=by, decision=decision, reason="Бо так.", **more)

    def test_kept_with_a_reason_that_is_mailed(self, item, moderator):
        case = self.decide(opened(item), moderator, "keep")
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED
        notifications.send_due(at=timezone.now() + timedelta(seconds=1))
        assert "Бо так." in mail.outbox[-1].body
        assert mail.outbox[-1].to == [case.email]
        entry = AuditEntry.objects.about(case).newest_first().first()
        assert (entry.action, entry.note) == ("removal.decide", "Бо так.")
        assert case.email not in str(entry.after)

    def test_taken_down_leaves_a_tombstone(self, client, item, moderator):
        self.decide(opened(item), moderator, "take_down")
        assert client.get(item.get_absolute_url()).status_code == 410

    def test_archive_only_is_for_ever(self, item, moderator, curator):
        from history import publishing

        self.decide(opened(item), moderator, "archive")
        item.refresh_from_db()
        assert (item.status, item.is_archive_only) == ("hidden", True)
        assert item.media.get().renditions == []
        with pytest.raises(ValueError, match=r".+"):
            publishing.restore(item, by=curator)

    def test_a_face_is_covered_first(self, item, moderator):
        case = opened(item)
        with pytest.raises(Incomplete) as refusal:
            self.decide(case, moderator, "blur")
        assert refusal.value.field == "decision"
        item.media.update(
            edits={"masks": [{"box": [0.1, 0.1, 0.2, 0.2], "style": "blur"}]}
        )
        self.decide(case, moderator, "blur")
        assert case.state == "decided"

    def test_names_go_and_leave_the_revisions_too(self, item, moderator):
        person = factories.make_person("Олена Жива")
        item.people.add(person)
        item.credit_line = "Олена Жива"
        item.save()
        case = opened(item, ground="other")
        with pytest.raises(Incomplete):
            self.decide(case, moderator, "hide_name")
        self.decide(case, moderator, "hide_name", credit=True, people=[person])
        item.refresh_from_db()
        assert (item.credit_line, item.people.count()) == ("", 0)
        assert not item.history.exclude(credit_line="").exists()
        assert Person.objects.filter(pk=person.pk).exists()

    def test_four_eyes_on_ones_own_wish_and_ones_own_gift(self, item, moderator):
        mine = opened(item, email=moderator.email)
        with pytest.raises(NotAllowed):
            self.decide(mine, moderator, "keep")
        factories.make_contribution(
            status="published", item=item, contributor=moderator, email=moderator.email
        )
        theirs = opened(item, email="stranger@people.test")
        with pytest.raises(NotAllowed):
            self.decide(theirs, moderator, "keep")

    def test_the_second_decision_is_told_of_the_first(self, item, moderator, colleague):
        case = opened(item)
        stale = Case.objects.get(pk=case.pk)
        self.decide(case, moderator, "keep")
        with pytest.raises(WrongState):
            self.decide(stale, colleague, "take_down")
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED

    def test_its_giver_is_told_that_it_went_but_not_who_asked(self, moderator):
        gift = factories.make_contribution(status="published")
        case = opened(gift.item, words="Це я, Олена.")
        self.decide(case, moderator, "take_down")
        told = gift.messages.get()
        assert "Бо так." in told.body
        assert "Олена" not in told.body and case.email not in told.body


class TestTheGiver:
    @pytest.fixture
    def gift(self, moderator):
        from tests.contributions.test_workflow import DESCRIPTION

        gift = factories.make_contribution()
        workflow.publish(gift, by=moderator, description=DESCRIPTION)
        return gift

    def asked(self, gift, **more):
        from contributions.permissions import Actor

        owner = Actor(holds=frozenset({gift.pk}))
        return workflow.request_removal(gift, by=owner, reason="Ні.", **more)

    def test_is_one_case_covered_where_private(self, gift):
        self.asked(gift, ground="privacy")
        case = Case.objects.get()
        assert (case.asker, case.state, case.was_covered) == ("giver", "open", True)
        gift.item.refresh_from_db()
        assert gift.item.status == Item.Status.HIDDEN

    @pytest.mark.parametrize(
        ("ground", "status"),
        [("children", "hidden"), ("privacy", "hidden"), ("rights", "published"),
         ("", "published")],
    )  # fmt: skip
    def test_says_on_the_page_what_is_wrong(self, gift, ground, status):
        from contributions import access

        mine = Client(headers={"accept-language": "en"})
        mine.post(gift.get_absolute_url(), {"key": access.issue(gift)})
        assert "It shows a child" in mine.get(gift.get_absolute_url()).content.decode()
        act = f"{gift.get_absolute_url()}request_removal/"
        page = mine.post(act, {"ground": ground, "reason": "Ні."}, follow=True)
        gift.item.refresh_from_db()
        assert gift.item.status == status
        is_told = "Visitors no longer see it" in page.content.decode()
        assert is_told == (status == "hidden")
        assert Case.objects.get().ground == (ground or "other")

    def test_the_desks_own_answer_closes_it(self, gift, colleague):
        self.asked(gift, ground="privacy")
        workflow.keep(gift, by=colleague, note="Ось чому.")
        case = Case.objects.get()
        assert (case.decision, case.decided_by) == ("keep", colleague)
        gift.item.refresh_from_db()
        assert gift.item.status == Item.Status.PUBLISHED
        assert Letter.objects.filter(kind="case_done", case=case).exists()

    def test_taking_down_closes_it_too(self, gift, colleague):
        self.asked(gift)
        workflow.take_down(gift, by=colleague, reason="За бажанням.")
        assert Case.objects.get().decision == "take_down"

    def test_deciding_the_case_answers_in_the_thread(self, gift, colleague):
        self.asked(gift)
        removals.decide(
            Case.objects.get(), by=colleague, decision="archive", reason="За бажанням."
        )
        gift.refresh_from_db()
        assert (gift.audience, gift.removal_requested_at) == ("archive", None)
        assert "За бажанням." in gift.messages.order_by("pk").last().body


class TestThePagesOfTheStaff:
    def test_a_case_is_decided_on_its_page(self, client, item, moderator):
        case = opened(item)
        client.force_login(moderator)
        listed = client.get("/moderation/removals/").content.decode()
        assert case.get_desk_url() in listed
        page = client.get(case.get_desk_url()).content.decode()
        assert "Це я." in page and case.email not in page  # contacts: administrators
        empty = client.post(case.get_desk_url(), {})
        assert empty.status_code == 400
        assert set(empty.context["form"].errors) == {"decision", "reason"}
        done = client.post(case.get_desk_url(), {"decision": "keep", "reason": "Отак."})
        assert done.status_code == 302
        late = client.post(case.get_desk_url(), {"decision": "keep", "reason": "Ще."})
        assert late.status_code == 409

    def test_queries_are_bounded(
        self, client, moderator, django_assert_max_num_queries
    ):
        client.force_login(moderator)
        for number in range(30):
            opened(factories.make_item(), email=f"n{number}@people.test")
        with django_assert_max_num_queries(12):
            client.get("/moderation/removals/")

    def test_everybody_may_read_the_numbers_and_no_name(self, client, item, moderator):
        case = opened(item, name="Таємна Особа")
        removals.decide(case, by=moderator, decision="keep", reason="секрет")
        page = client.get("/removals/").content.decode()
        assert str(timezone.now().year) in page
        for private in ("Таємна", "секрет", item.reference, case.reference):
            assert private not in page
