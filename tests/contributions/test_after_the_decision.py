"""What a giver says after the library has decided reaches a person, and changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from contributions import workflow
from contributions.inbound import take
from contributions.models import Contribution
from contributions.states import Status
from contributions.workflow import NotAllowed, WrongState
from history import claiming
from history.models import Claim
from tests import factories
from tests.contributions.test_inbound import address, letter
from tests.contributions.test_workflow import DESCRIPTION

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def gift(cast):
    gift = factories.make_contribution(
        contributor=cast["resident"], email=cast["resident"].email, credit="initials",
        name="Марія Петренко",
    )  # fmt: skip
    workflow.publish(gift, by=cast["moderator"], description=DESCRIPTION)
    gift.refresh_from_db()
    return gift


@pytest.fixture
def mine(cast):
    client = Client(headers=ENGLISH)
    client.force_login(cast["resident"])
    return client


@pytest.fixture
def desk(cast):
    client = Client(headers=ENGLISH)
    client.force_login(cast["colleague"])
    return client


def improve(client, gift, **words):
    address = reverse("contributions:improve", args=[gift.reference, gift.item_id])
    now = workflow.improving.standing(gift.item)
    return client.post(address, now | {"people": "", "reason": ""} | words)


class TestCorrecting:
    def test_w05_other_words_are_proposed_and_the_item_stays(self, gift, mine):
        before = gift.item.history.count()
        page = mine.get(gift.get_absolute_url()).content.decode()
        link = reverse("contributions:improve", args=[gift.reference, gift.item_id])
        assert link in page
        assert DESCRIPTION.title in mine.get(link).content.decode()

        answer = improve(
            mine, gift, title="Інша назва", date_said="1958", story="Нова розповідь.",
            people="Галина Коваль\nПетро Сало", reason="It is on the back.",
        )  # fmt: skip

        assert answer.status_code == 302
        gift.item.refresh_from_db()
        assert gift.item.title == DESCRIPTION.title
        assert gift.item.history.count() == before
        told = Claim.objects.filter(source_ref=gift.reference).order_by("pk")
        assert [(one.field, one.words, one.state) for one in told] == [
            ("title", "Інша назва", "proposed"), ("date", "1958", "proposed"),
            ("person", "Галина Коваль", "proposed"), ("person", "Петро Сало", "proposed"),
        ]  # fmt: skip
        assert {(one.item, one.credit) for one in told} == {(gift.item, "Марія П.")}
        said = gift.messages.get().body
        assert "Нова розповідь." in said and "It is on the back." in said
        page = mine.get(gift.get_absolute_url()).content.decode()
        assert "a librarian looks at it" in page

    def test_what_became_of_it_is_told(self, gift, mine, cast):
        improve(mine, gift, title="Інша назва", date_said="1958")
        title, date = Claim.objects.filter(source_ref=gift.reference).order_by("pk")
        claiming.accept(title, by=cast["curator"])
        claiming.refuse(date, by=cast["curator"], reason="only for colleagues")
        page = mine.get(gift.get_absolute_url()).content.decode()
        assert "the page says so now" in page and "not taken up" in page
        assert "only for colleagues" not in page

    def test_twice_is_once_and_nothing_is_said_kindly(self, gift, mine):
        for _n in range(2):
            improve(mine, gift, title="Інша назва")
        assert Claim.objects.filter(source_ref=gift.reference).count() == 1
        assert gift.messages.count() == 1
        empty = improve(mine, gift)
        assert empty.status_code == 400
        assert "Nothing is changed yet" in empty.content.decode()

    def test_a_date_that_is_none_is_said_beside_it_and_nothing_is_kept(
        self, gift, mine
    ):
        answer = improve(mine, gift, title="Інша назва", date_said="бубубу")
        assert answer.status_code == 400
        assert "бубубу" in answer.content.decode()
        assert "Інша назва" in answer.content.decode()
        assert not Claim.objects.exists() and not gift.messages.exists()

    def test_neither_a_stranger_nor_what_is_hidden(self, gift, mine, cast):
        stranger = Client()
        stranger.force_login(cast["neighbour"])
        assert improve(stranger, gift, title="x").status_code == 404
        type(gift.item).objects.filter(pk=gift.item_id).update(status="hidden")
        assert improve(mine, gift, title="x").status_code == 404
        with pytest.raises(NotAllowed):
            workflow.improve(gift, gift.item, by=cast["neighbour"], words={})

    def test_the_audit_keeps_no_word_of_the_giver(self, gift, mine):
        improve(mine, gift, title="Zqtitle", reason="Zqgrandmother told me")
        assert AuditEntry.objects.filter(action="claim.propose").exists()
        assert "Zq" not in str(list(AuditEntry.objects.values()))

    def test_words_that_came_too_late_for_the_draft_are_carried_over(self, gift, mine):
        step = reverse("contributions:step", args=[gift.reference, "tell"])
        late = mine.post(step, {"title": "Пізні слова", "next": "1"})
        assert late.status_code == 409
        page = late.content.decode()
        address = reverse("contributions:improve", args=[gift.reference, gift.item_id])
        assert f'action="{address}"' in page and 'value="Пізні слова"' in page
        form = mine.post(address, {"look": "1", "title": "Пізні слова"})
        assert form.status_code == 200 and "Пізні слова" in form.content.decode()
        assert not Claim.objects.exists()


class TestLetters:
    @pytest.mark.parametrize("way", ["mail", "page"])
    @pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DECLINED])
    def test_somebody_reads_them(self, way, status, gift, mine, desk, cast, settings):
        settings.REPLY_ADDRESS = "reply+{token}@library.example"
        if status == Status.DECLINED:
            gift = factories.make_contribution(
                status=status, contributor=cast["resident"], email=gift.email
            )
        if way == "mail":
            raw = letter(gift, "One more thing.", to=address(gift), sender=gift.email)
            assert take(raw.as_bytes()).kind == "taken"
        else:
            act = reverse("contributions:resident_act", args=[gift.reference, "write"])
            assert mine.post(act, {"note": "One more thing."}).status_code == 302
        pile = desk.get("/moderation/?view=unread").content.decode()
        assert gift.reference in pile
        page = desk.get(f"/moderation/{gift.reference}/").content.decode()
        assert "The giver wrote after the decision" in page
        assert "One more thing." in page
        for _press in range(2):
            desk.post(f"/moderation/{gift.reference}/read/")
        gift.refresh_from_db()
        assert gift.unread_since is None
        assert AuditEntry.objects.filter(action="contribution.read").count() == 1
        assert (
            gift.reference not in desk.get("/moderation/?view=unread").content.decode()
        )

    def test_what_waits_anyway_is_not_called_unread(self, cast):
        gift = factories.make_contribution(contributor=cast["resident"])
        workflow.write(gift, by=cast["resident"], note="One more thing.")
        assert gift.messages.get().body == "One more thing."
        assert not Contribution.objects.with_unread_words().exists()

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
    def test_only_where_somebody_can_read_it(self, status, cast):
        gift = factories.make_contribution(status=status, contributor=cast["resident"])
        with pytest.raises(WrongState):
            workflow.write(gift, by=cast["resident"], note="x")

    def test_nobody_ticks_off_letters_of_their_own(self, cast):
        gift = factories.make_contribution(
            status=Status.DECLINED, contributor=cast["moderator"]
        )
        workflow.write(gift, by=cast["moderator"], note="But why?")
        with pytest.raises(NotAllowed):
            workflow.note_read(gift, by=cast["moderator"])
        assert Contribution.objects.with_unread_words().get() == gift
