"""The rule of trust, and what one person may not do for a while."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditEntry
from contributions import comments, sanctions, trust, wording, workflow
from contributions.models import Comment, Sanction, SpotCheck
from contributions.permissions import Actor
from contributions.workflow import by_rule
from history import publishing, revisions
from history.models import Item
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def never_drawn(monkeypatch):
    monkeypatch.setattr(trust.secrets, "randbelow", lambda below: below - 1)


@pytest.fixture
def always_drawn(monkeypatch):
    monkeypatch.setattr(trust.secrets, "randbelow", lambda below: 0)


def memory(resident, **overrides):
    """Make a short memory that lies ready to be sent."""
    values = {
        "kind": "memory", "files": 0, "contributor": resident, "email": resident.email,
        "status": "draft", "people_said": "", "email_proven_at": timezone.now(),
        "story": "Тут була пекарня.",
    }  # fmt: skip
    gift = factories.make_contribution(**values | overrides)
    return gift


def trusted(resident, *, by, number=10):
    for _number in range(number):
        gift = memory(resident, status="submitted")
        workflow.publish(gift, by=by, description=wording.described(gift))


def send(gift, resident):
    workflow.submit(gift, by=resident)
    workflow.publish_due()
    gift.refresh_from_db()
    return gift


def test_a_stranger_waits_for_a_librarian(resident, never_drawn):
    gift = send(memory(resident), resident)
    assert gift.status == "submitted"
    assert not SpotCheck.objects.exists()


def test_after_ten_good_ones_a_short_memory_appears_at_once(
    resident, moderator, never_drawn
):
    trusted(resident, by=moderator)
    pin = {"latitude": 48.5, "longitude": 38.8, "date_sure": "guess"}
    gift = send(memory(resident, **pin), resident)
    assert gift.status == "published"
    assert {name: getattr(gift.item, name) for name in pin} == pin
    assert gift.item.status == Item.Status.PUBLISHED
    assert gift.spot_check.published_at is not None
    assert gift.decided_by.email == by_rule.ADDRESS


def test_nine_are_not_ten(resident, moderator, never_drawn):
    trusted(resident, by=moderator, number=9)
    assert send(memory(resident), resident).status == "submitted"


def test_a_share_is_still_read_first(resident, moderator, always_drawn):
    trusted(resident, by=moderator)
    gift = send(memory(resident), resident)
    assert gift.status == "submitted"
    assert gift.spot_check.is_drawn


@pytest.mark.parametrize(
    "unlike",
    [
        {"audience": "archive"},
        {"story": "x" * 3001},
        {"story": "Дивіться http://spam.example"},
        {"people_said": "Марія Петренко"},
        {"kind": "photos", "files": 1, "taken_by": "me"},
        {"kind": "correction"},
        {"embargo_until": timezone.localdate() + timedelta(days=30)},
    ],
    ids=lambda unlike: "-".join(unlike),
)
def test_what_is_not_small_waits(resident, moderator, never_drawn, unlike):
    trusted(resident, by=moderator)
    assert send(memory(resident, **unlike), resident).status == "submitted"


def test_a_fault_doubles_the_share_until_nothing_appears_at_once(
    resident, moderator, never_drawn
):
    trusted(resident, by=moderator)
    shares = []
    for _number in range(3):
        gift = send(memory(resident), resident)
        shares.append(gift.spot_check.percent)
        workflow.look_at(gift.spot_check, by=moderator, is_fault=True, note="untrue")
    assert shares == [20, 40, 80]
    assert send(memory(resident), resident).status == "submitted"


@pytest.mark.parametrize(
    ("reason", "faults"),
    [("rights", 1), ("personal", 1), ("duplicate", 0), ("unclear", 0)],
)
def test_only_what_is_somebodys_fault_counts(resident, moderator, reason, faults):
    gift = memory(resident, status="submitted")
    workflow.decline(gift, by=moderator, reason=reason)
    assert trust.standing_of(memory(resident)).faults == faults


def test_a_fault_is_forgiven_after_a_year(resident, moderator):
    gift = memory(resident, status="submitted")
    workflow.mark_spam(gift, by=moderator)
    later = timezone.now() + timedelta(days=366)
    assert trust.standing_of(memory(resident), at=later).faults == 0


def test_the_rule_cannot_be_a_person(resident, moderator, never_drawn, client):
    account = by_rule.rule().account
    assert not account.is_active
    assert not account.has_usable_password()
    assert not account.is_staff


def test_the_lot_is_drawn_once_and_publishing_is_safe_to_repeat(
    resident, moderator, never_drawn
):
    trusted(resident, by=moderator)
    gift = send(memory(resident), resident)
    workflow.publish_due()
    assert Item.objects.filter(pk=gift.item.pk).count() == 1
    assert gift.events.filter(action="publish").count() == 1


def test_what_a_moderator_has_in_hand_is_left_alone(resident, moderator, never_drawn):
    trusted(resident, by=moderator)
    gift = memory(resident)
    workflow.submit(gift, by=resident)
    workflow.claim(gift, by=moderator)
    workflow.publish_due()
    gift.refresh_from_db()
    assert gift.status == "submitted"
    gift.spot_check.refresh_from_db()
    assert gift.spot_check.published_at is None


def test_nobody_looks_at_their_own(moderator, colleague, never_drawn):
    trusted(moderator, by=colleague)
    gift = send(memory(moderator), moderator)
    with pytest.raises(workflow.NotAllowed):
        workflow.look_at(gift.spot_check, by=moderator, is_fault=False)


def test_two_colleagues_look_once(resident, moderator, colleague, never_drawn):
    trusted(resident, by=moderator)
    check = send(memory(resident), resident).spot_check
    workflow.look_at(check, by=moderator, is_fault=False)
    with pytest.raises(workflow.WrongState):
        workflow.look_at(check, by=colleague, is_fault=True)


def test_no_rule_where_the_library_wants_none(
    resident, moderator, never_drawn, settings
):
    trusted(resident, by=moderator)
    settings.TRUST_AFTER = 0
    assert send(memory(resident), resident).status == "submitted"


def test_the_standing_asks_few_questions(resident, moderator):
    trusted(resident, by=moderator, number=3)
    gift = memory(resident)
    with CaptureQueriesContext(connection) as queries:
        trust.standing_of(gift).in_words()
    assert len(queries) <= 6


@pytest.mark.parametrize(
    ("clean", "faults", "says"),
    [(0, 0, "10 more"), (9, 0, "1 more"), (10, 0, "20 in a hundred"), (10, 3, "went wrong")],
)  # fmt: skip
def test_the_person_reads_the_rule(clean, faults, says):
    with translation.override("en"):
        assert says in trust.Standing(clean=clean, faults=faults).in_words()


def test_their_own_page_says_it(client, resident):
    client.force_login(resident)
    page = client.get(reverse("contributions:mine")).content.decode()
    assert trust.standing_of_account(resident).in_words() in page


# --- sanctions --------------------------------------------------------------


def forbid(gift, by, kind="upload", **overrides):
    values = {"reason": "Shock pictures", "days": 7} | overrides
    return sanctions.impose(gift, kind=kind, by=by, **values)


def test_who_may_send_nothing_reads_why_and_until_when(resident, curator):
    forbid(memory(resident), curator)
    gift = memory(resident)
    with pytest.raises(workflow.Incomplete, match="Shock pictures"):
        workflow.submit(gift, by=resident)
    gift.refresh_from_db()
    assert gift.status == "draft"
    assert gift.story


def test_it_ends_by_itself(resident, curator):
    forbid(memory(resident), curator, days=1)
    Sanction.objects.update(
        begins_at=timezone.now() - timedelta(days=3),
        ends_at=timezone.now() - timedelta(days=2),
    )
    workflow.submit(memory(resident), by=resident)


def test_it_can_be_lifted_once(resident, curator):
    sanction = forbid(memory(resident), curator)
    assert sanctions.lift(sanction, by=curator)
    assert not sanctions.lift(sanction, by=curator)
    workflow.submit(memory(resident), by=resident)


def test_a_link_holder_is_known_by_the_proven_address_only(curator):
    proven = factories.make_contribution(email="a@people.test")
    forbid(proven, curator)
    same = factories.make_contribution(email="A@people.test", status="draft")
    same.email_proven_at = timezone.now()
    assert sanctions.against_giver(same)
    same.email_proven_at = None
    assert sanctions.against_giver(same) is None


def test_a_mail_that_proves_the_address_lets_nothing_forbidden_in(curator):
    forbid(factories.make_contribution(email="a@people.test"), curator)
    gift = factories.make_contribution(email="a@people.test", status="draft")
    type(gift).objects.filter(pk=gift.pk).update(
        sent_at=timezone.now(), email_proven_at=None
    )
    gift.refresh_from_db()
    assert workflow.prove_address(gift) is False
    with pytest.raises(workflow.Incomplete, match="Shock"):
        workflow.send(gift, by=Actor(holds=frozenset({gift.pk})))


def test_who_may_not_comment_reads_why(resident, curator):
    forbid(memory(resident), curator, kind="comment")
    item = factories.make_item()
    with pytest.raises(workflow.NotAllowed, match="Shock pictures"):
        comments.write(item, by=resident, name="M", email="", body="x", language="uk")
    assert not Comment.objects.exists()
    workflow.submit(memory(resident), by=resident)  # the other thing is allowed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"reason": " "}, "reason"), ({"days": 0}, "days"), ({"days": 367}, "days")],
)
def test_no_sanction_without_reason_and_end(resident, curator, wrong, field):
    with pytest.raises(sanctions.Unfair) as refusal, transaction.atomic():
        forbid(memory(resident), curator, **wrong)
    assert refusal.value.field == field


def test_every_sanction_is_in_the_audit(resident, curator):
    gift = memory(resident)
    sanctions.lift(forbid(gift, curator), by=curator)
    done = [entry.action for entry in AuditEntry.objects.about(gift)]
    assert sorted(done) == ["sanction.impose", "sanction.lift"]


class TestSlips:
    """A few letters of one's own published words are mended at once; more is read."""

    @pytest.fixture
    def item(self, resident, moderator, never_drawn):
        trusted(resident, by=moderator)
        return factories.make_item(
            kind="memory", title="Пекарня", story="Тут була пикарня на розі.",
            language="uk", contributor=resident,
        )  # fmt: skip

    def mended(self, resident, item, **changes):
        values = {
            "kind": "correction", "about_item": item, "title": item.title,
            "story": item.story, "date_said": "", "date_edtf": "",
            "date_earliest": None, "date_latest": None,
        }  # fmt: skip
        return send(memory(resident, **values | changes), resident)

    def test_a_slip_is_mended_at_once_with_a_version_and_looked_at_later(
        self, resident, item
    ):
        gift = self.mended(resident, item, story="Тут була пекарня на розі.")

        item.refresh_from_db()
        assert (gift.status, gift.item, item.story) == (
            "published", item, "Тут була пекарня на розі.",
        )  # fmt: skip
        assert gift.spot_check.published_at is not None
        newest = revisions.versions(item)[0]
        assert [change.field for change in newest.changes] == ["story"]
        assert gift.reference in newest.reason

    @pytest.mark.parametrize(
        "changes",
        [
            {
                "story": "Зовсім інша історія, якої тут ніколи не було, і ще про сусідів."
            },
            {"story": "Тут була пекарня на розі. http://e.ua"},
            {"story": "Тут була пекарня на розі.", "people_said": "Петро Коваль"},
            {"story": "Тут була пекарня на розі.", "date_said": "1962"},
            {"story": "Тут була пикарня на розі."},  # nothing is different
            {"story": ""},
        ],
    )
    def test_anything_more_waits_for_a_librarian(self, resident, item, changes):
        before = item.story
        gift = memory(
            resident, **{"kind": "correction", "about_item": item, "title": item.title}
            | {"date_said": ""} | changes,
        )  # fmt: skip
        assert not trust.is_small(gift)
        item.refresh_from_db()
        assert item.story == before

    def test_the_words_of_another_are_never_changed(self, resident, neighbour, item):
        item.contributor = neighbour
        item.save()
        gift = self.mended(resident, item, story="Тут була пекарня на розі.")
        assert gift.status == "submitted"

    def test_some_are_drawn_to_be_read_first(self, resident, item, monkeypatch):
        monkeypatch.setattr(trust.secrets, "randbelow", lambda below: 0)
        gift = self.mended(resident, item, story="Тут була пекарня на розі.")
        assert (gift.status, gift.spot_check.is_drawn) == ("submitted", True)

    def test_what_a_colleague_changed_meanwhile_is_left_to_people(
        self, resident, item, cast
    ):
        values = {
            "kind": "correction", "about_item": item, "title": item.title,
            "story": "Тут була пекарня на розі.", "date_said": "",
        }  # fmt: skip
        gift = memory(resident, **values)
        workflow.submit(gift, by=resident)
        other = (
            "Зовсім інші слова, довші за попередні, про те саме місце в місті нашому."
        )
        publishing.correct(item, by=cast["curator"], reason="seen", story=other)

        workflow.publish_due()

        gift.refresh_from_db()
        item.refresh_from_db()
        assert (gift.status, item.story) == ("submitted", other)

    def test_who_gave_it_finds_their_words_to_be_mended(self, resident, item, client):
        client.force_login(resident)
        start = reverse("contributions:start")
        answer = client.post(start, {"kind": "correction", "item": item.reference})
        page = client.get(answer.url, follow=True).content.decode()
        assert item.story in page

    def test_at_the_desk_they_stand_word_by_word_and_can_be_taken(
        self, resident, item, cast, client
    ):
        gift = memory(
            resident, status="submitted", kind="correction", about_item=item,
            title=item.title, story="Тут була велика пекарня на розі.", date_said="",
        )  # fmt: skip
        client.force_login(cast["curator"])
        page = client.get(reverse("contributions:review", args=[gift.reference]))
        (row,) = page.context["forms"]["publish"].taking.rows()
        assert row.name == "story"
        assert [piece.text for piece in row.pieces if piece.kind == "new"]
