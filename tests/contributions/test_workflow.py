"""The state machine: the whole table, undo, mails and what the database refuses."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from contributions import notifications, workflow
from contributions.models import (
    Attachment,
    Comment,
    Consent,
    Contribution,
    Follower,
    Issue,
    Letter,
    Message,
    ModerationEvent,
)
from contributions.permissions import Actor
from contributions.states import DECIDED, Action, Reason, Status
from contributions.workflow import TRANSITIONS
from history.models import Item, Master, Media
from history.publishing import Description, NotReady
from tests.factories import (
    make_collection,
    make_contribution,
    make_item,
    make_master,
)

pytestmark = pytest.mark.django_db
DESCRIPTION = Description(kind="photo", title="Our street", language="uk")
UNDO = timedelta(minutes=settings.UNDO_MINUTES)

# --- the whole table --------------------------------------------------------

S = Status
OWNER_MAY = {
    Action.SUBMIT: {S.DRAFT, S.NEEDS_INFO},
    Action.WITHDRAW: {S.DRAFT, S.SUBMITTED, S.NEEDS_INFO},
}
STAFF_MAY = {
    Action.ASK: {S.SUBMITTED},
    Action.PUBLISH: {S.SUBMITTED},
    Action.DECLINE: {S.SUBMITTED},
    Action.MARK_SPAM: {S.SUBMITTED},
    Action.REOPEN: {S.DECLINED, S.SPAM},
    Action.UNDO: {S.PUBLISHED, S.DECLINED, S.NEEDS_INFO},
}
TARGETS = {
    Action.SUBMIT: S.SUBMITTED,
    Action.WITHDRAW: S.WITHDRAWN,
    Action.ASK: S.NEEDS_INFO,
    Action.PUBLISH: S.PUBLISHED,
    Action.DECLINE: S.DECLINED,
    Action.MARK_SPAM: S.SPAM,
    Action.REOPEN: S.SUBMITTED,
    Action.UNDO: S.SUBMITTED,
}
MAY = {
    "owner by account": OWNER_MAY,
    "owner by link": OWNER_MAY,
    "owner by account and link": OWNER_MAY,
    "stranger": {},
    "visitor": {},
    "moderator": STAFF_MAY,
    "moderator who gave it": OWNER_MAY,
    "moderator with the same address": {},
    "moderator with the link": OWNER_MAY,
    "curator": STAFF_MAY,
    "editor": STAFF_MAY,
    "administrator": STAFF_MAY,
    "administrator who gave it": OWNER_MAY,
}
LAST_ACT = {
    S.PUBLISHED: Action.PUBLISH,
    S.DECLINED: Action.DECLINE,
    S.NEEDS_INFO: Action.ASK,
}


def stage(persona: str, status: Status, cast) -> tuple[Actor, Contribution]:
    """Put a person before a contribution whose last act, if staff, was their own."""
    people = {
        "owner by account": "resident",
        "owner by account and link": "resident",
        "stranger": "neighbour",
        "curator": "curator",
        "editor": "editor",
    }
    user = None
    if persona.startswith(("moderator", "administrator")):
        user = cast[persona.split()[0]]
    elif persona in people:
        user = cast[people[persona]]
    extra = {}
    if "owner by account" in persona or "gave it" in persona:
        extra["contributor"] = user
    if "same address" in persona:
        extra["email"] = user.email.upper()
    decider = user if user and user.is_staff else cast["colleague"]
    if status in DECIDED:
        extra["decided_by"] = decider
    contribution = make_contribution(
        status=status, files=0, kind=Contribution.Kind.MEMORY, **extra
    )
    if status in LAST_ACT:
        ModerationEvent.objects.create(
            contribution=contribution, actor=decider, action=LAST_ACT[status],
            before=S.SUBMITTED, after=status, at=timezone.now(),
        )  # fmt: skip
    holds = frozenset({contribution.pk}) if "link" in persona else frozenset()
    actor = Actor(user=user, holds=holds) if user else Actor(holds=holds)
    return actor, contribution


@pytest.mark.parametrize("persona", MAY)
@pytest.mark.parametrize("status", list(Status))
def test_table(persona, status, cast):
    """Every action × status × person: exactly these are possible, and offered."""
    actor, contribution = stage(persona, status, cast)
    expected = {
        action for action, statuses in MAY[persona].items() if status in statuses
    }

    found = set()
    for action in Action:
        try:
            workflow.check(action, contribution, by=actor)
        except workflow.NotAllowed as refusal:
            assert action not in MAY[persona]
            assert str(refusal.sentence)
        except workflow.WrongState as refusal:
            assert action in MAY[persona]
            assert str(refusal.sentence)
        else:
            found.add(action)

    assert found == expected
    assert set(workflow.available_actions(contribution, by=actor)) == expected


def test_table_covers_every_action_and_target():
    assert set(TRANSITIONS) == set(Action)
    assert {action: t.target for action, t in TRANSITIONS.items()} == TARGETS
    for action, transition in TRANSITIONS.items():
        assert transition.sources == (OWNER_MAY | STAFF_MAY)[action]


def do(action: Action, contribution: Contribution, *, by, at=None):
    """Call the verb of an action with everything it needs."""
    needs = {
        Action.SUBMIT: {"note": "An answer"},
        Action.ASK: {"note": "Which year?"},
        Action.PUBLISH: {"description": DESCRIPTION},
        Action.DECLINE: {"reason": Reason.DUPLICATE},
    }
    verb = getattr(workflow, action.value)
    return verb(contribution, by=by, at=at, **needs.get(action, {}))


@pytest.mark.parametrize("action", list(Action))
def test_verb_moves_as_the_table_says_and_leaves_a_record(action, cast):
    persona = "owner by account" if action in OWNER_MAY else "moderator"
    for source in TRANSITIONS[action].sources:
        actor, contribution = stage(persona, source, cast)
        if action == Action.UNDO:
            contribution = decided(source, cast["moderator"])
        before = contribution.events.count()
        if source == S.DRAFT:
            workflow.prove_address(contribution)

        do(action, contribution, by=actor)

        contribution.refresh_from_db()
        event = contribution.events.latest("pk")
        assert contribution.status == TARGETS[action]
        assert contribution.events.count() == before + 1
        assert (event.actor, event.action, event.before, event.after) == (
            actor.account,
            action,
            source,
            TARGETS[action],
        )


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("status", list(Status))
def test_verb_refuses_every_other_status_and_changes_nothing(action, status, cast):
    if status in TRANSITIONS[action].sources:
        return
    persona = "owner by account" if action in OWNER_MAY else "moderator"
    actor, contribution = stage(persona, status, cast)
    items, letters = Item.objects.count(), Letter.objects.count()

    with pytest.raises(workflow.WrongState):
        do(action, contribution, by=actor)

    contribution.refresh_from_db()
    assert contribution.status == status
    assert (Item.objects.count(), Letter.objects.count()) == (items, letters)


def decided(status: Status, by) -> Contribution:
    """Bring a contribution into a status by the verb itself."""
    contribution = make_contribution(files=1)
    do(LAST_ACT[status], contribution, by=by)
    return contribution


# --- stale copies -----------------------------------------------------------


@pytest.mark.parametrize("action", [a for a in Action if a in STAFF_MAY])
def test_stale_copy_loses_and_hears_who_was_faster(action, moderator, colleague):
    if action in (Action.REOPEN, Action.UNDO):
        contribution = decided(S.DECLINED, moderator)
        stale = Contribution.objects.get(pk=contribution.pk)
        do(action, contribution, by=moderator)
    else:
        contribution = make_contribution()
        stale = Contribution.objects.get(pk=contribution.pk)
        workflow.decline(contribution, by=colleague, reason=Reason.DUPLICATE)
    events = contribution.events.count()

    with pytest.raises(workflow.WrongState) as refusal:
        do(action, stale, by=moderator)

    assert contribution.events.count() == events
    if action not in (Action.REOPEN, Action.UNDO):
        assert "Ганна" in str(refusal.value.sentence)


def test_one_hand_pressing_twice_hears_that_it_was_itself(moderator):
    contribution = make_contribution()
    stale = Contribution.objects.get(pk=contribution.pk)
    workflow.mark_spam(contribution, by=moderator)

    with override("en"), pytest.raises(workflow.WrongState) as refusal:
        workflow.mark_spam(stale, by=moderator)

    assert "You have decided this" in str(refusal.value.sentence)


def test_withdrawn_is_never_published(moderator, resident):
    contribution = make_contribution(contributor=resident)
    stale = Contribution.objects.get(pk=contribution.pk)
    workflow.withdraw(contribution, by=resident)

    with pytest.raises(workflow.WrongState):
        workflow.publish(stale, by=moderator, description=DESCRIPTION)

    assert not Item.objects.exists()


def test_resident_learns_no_name_of_staff(moderator, resident):
    contribution = make_contribution(contributor=resident)
    stale = Contribution.objects.get(pk=contribution.pk)
    workflow.decline(contribution, by=moderator, reason=Reason.DUPLICATE)

    with pytest.raises(workflow.WrongState) as refusal:
        workflow.withdraw(stale, by=resident)

    assert moderator.display_name not in str(refusal.value.sentence)


# --- publishing -------------------------------------------------------------


class TestPublish:
    def test_creates_one_item_with_all_files(self, moderator):
        contribution = make_contribution(files=3)

        items = workflow.publish(contribution, by=moderator, description=DESCRIPTION)

        assert [item.media.count() for item in items] == [3]
        assert contribution.item == items[0]
        assert set(contribution.attachments.values_list("item", flat=True)) == {
            items[0].pk
        }

    def test_creates_an_item_a_picture_with_its_back(self, moderator):
        contribution = make_contribution(files=3)
        contribution.attachments.filter(position=1).update(role=Attachment.Role.BACK)
        contribution.attachments.filter(position=2).update(caption="The second")

        items = workflow.publish(
            contribution, by=moderator, description=DESCRIPTION, each_alone=True
        )

        assert [(item.title, item.media.count()) for item in items] == [
            ("Our street", 2),
            ("The second", 1),
        ]

    def test_keeps_archive_only_from_the_public_whatever_is_said(self, moderator):
        contribution = make_contribution(audience=Contribution.Audience.ARCHIVE)

        [item] = workflow.publish(
            contribution,
            by=moderator,
            description=DESCRIPTION.changed(is_archive_only=False),
        )

        assert (item.status, item.is_archive_only) == (Item.Status.HIDDEN, True)
        assert not Item.objects.published().exists()
        assert [media.renditions for media in item.media.all()] == [[]]

    def test_refuses_archive_only_into_a_public_item(self, moderator):
        item = make_item()
        contribution = make_contribution(audience=Contribution.Audience.ARCHIVE)

        with pytest.raises(workflow.Incomplete) as refusal:
            workflow.publish(
                contribution, by=moderator, description=DESCRIPTION, extend=item
            )

        contribution.refresh_from_db()
        assert refusal.value.field == "extend"
        assert (contribution.status, item.media.count()) == (S.SUBMITTED, 0)

    def test_refuses_to_extend_what_was_taken_down(self, moderator):
        item = make_item(status=Item.Status.REMOVED)

        with pytest.raises(workflow.Incomplete):
            workflow.publish(
                make_contribution(), by=moderator, description=DESCRIPTION, extend=item
            )

    def test_does_nothing_by_halves_when_a_file_is_not_ready(self, moderator):
        from django.core.files.storage import storages

        contribution = make_contribution(files=2)
        Attachment.objects.create(
            contribution=contribution,
            master=make_master(state="received", sha256="0" * 64, renditions=[]),
            position=2,
        )
        folders = len(storages["public"].listdir("")[0])

        with pytest.raises(NotReady):
            workflow.publish(
                contribution, by=moderator, description=DESCRIPTION, each_alone=True
            )

        contribution.refresh_from_db()
        assert contribution.status == S.SUBMITTED
        assert not Item.objects.exists()
        assert not Letter.objects.exists()
        assert len(storages["public"].listdir("")[0]) == folders

    def test_w07_refuses_an_original_that_changed_on_our_disk(self, moderator):
        contribution = make_contribution(files=2)
        damaged = contribution.attachments.last().master
        Master.objects.filter(pk=damaged.pk).update(problem="changed")

        with override("en"), pytest.raises(NotReady, match="changed on our disk"):
            workflow.publish(contribution, by=moderator, description=DESCRIPTION)

        contribution.refresh_from_db()
        assert contribution.status == S.SUBMITTED
        assert not Item.objects.exists()

    def test_places_in_several_collections(self, moderator):
        one, two = make_collection("One"), make_collection("Two")

        [item] = workflow.publish(
            make_contribution(), by=moderator, description=DESCRIPTION,
            into=[one, two], entry_note="A note",
        )  # fmt: skip

        assert [(e.collection, e.note) for e in item.entries.order_by("pk")] == [
            (one, "A note"),
            (two, "A note"),
        ]


# --- undo -------------------------------------------------------------------


class TestUndo:
    @pytest.mark.parametrize("status", LAST_ACT)
    def test_takes_back_within_the_window(self, status, moderator):
        contribution = decided(status, moderator)

        workflow.undo(contribution, by=moderator)

        assert contribution.status == S.SUBMITTED
        assert (contribution.decided_by, contribution.decided_at) == (None, None)
        assert (contribution.item, contribution.paused_at) == (None, None)
        assert not Item.objects.exists()
        assert not Media.objects.exists()
        assert not contribution.messages.exists()
        assert Letter.objects.get(contribution=contribution).cancelled_at

    @pytest.mark.parametrize("status", LAST_ACT)
    def test_is_too_late_when_the_window_closes(self, status, moderator):
        contribution = decided(status, moderator)
        at = contribution.events.latest("pk").at + UNDO

        with pytest.raises(workflow.WrongState):
            workflow.undo(contribution, by=moderator, at=at)

        assert contribution.status == status

    def test_is_too_late_when_the_mail_is_leaving(self, moderator):
        contribution = decided(S.DECLINED, moderator)
        Letter.objects.update(claimed_until=timezone.now() + timedelta(minutes=5))

        with pytest.raises(workflow.WrongState):
            workflow.undo(contribution, by=moderator)

        contribution.refresh_from_db()
        assert contribution.status == S.DECLINED

    def test_is_for_the_one_who_did_it(self, moderator, colleague, administrator):
        contribution = decided(S.DECLINED, moderator)

        for other in (colleague, administrator):
            with pytest.raises(workflow.NotAllowed):
                workflow.undo(contribution, by=other)

    def test_is_gone_after_a_later_act(self, moderator, colleague):
        contribution = decided(S.DECLINED, moderator)
        workflow.reopen(contribution, by=colleague)

        with pytest.raises(workflow.WrongState):
            workflow.undo(contribution, by=moderator)

    def test_leaves_an_extended_item_as_it_was(self, moderator):
        item = make_item(with_picture=True)
        shared = item.media.get().master
        contribution = make_contribution(files=1)
        Attachment.objects.create(contribution=contribution, master=shared, position=1)
        old, new = make_collection("Old", items=[item]), make_collection("New")
        workflow.publish(
            contribution, by=moderator, description=DESCRIPTION, extend=item,
            into=[old, new],
        )  # fmt: skip
        assert item.media.count() == 2

        workflow.undo(contribution, by=moderator)

        assert [media.master for media in item.media.all()] == [shared]
        assert [entry.collection for entry in item.entries.all()] == [old]
        assert item.media.get().renditions

    def test_refuses_when_a_colleague_built_upon_it(self, moderator, colleague):
        contribution = decided(S.PUBLISHED, moderator)
        workflow.publish(
            make_contribution(), by=colleague, description=DESCRIPTION,
            extend=contribution.item,
        )  # fmt: skip

        with pytest.raises(workflow.WrongState):
            workflow.undo(contribution, by=moderator)

        contribution.refresh_from_db()
        assert contribution.status == S.PUBLISHED
        assert Letter.objects.filter(cancelled_at__isnull=False).count() == 0

    def test_keeps_the_words_in_the_record(self, moderator):
        contribution = decided(S.PUBLISHED, moderator)
        workflow.undo(contribution, by=moderator)

        event = contribution.events.get(action=Action.PUBLISH)
        assert event.details["words"]["title"] == "Our street"


# --- mails ------------------------------------------------------------------


class TestMails:
    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (S.PUBLISHED, Letter.Kind.PUBLISHED),
            (S.DECLINED, Letter.Kind.DECLINED),
            (S.NEEDS_INFO, Letter.Kind.QUESTION),
        ],
    )
    def test_leaves_once_and_only_after_the_window(
        self, status, kind, moderator, mailoutbox
    ):
        contribution = decided(status, moderator)
        done = contribution.events.latest("pk").at

        assert notifications.send_due(at=done + UNDO - timedelta(seconds=1)) == 0
        assert mailoutbox == []
        assert notifications.send_due(at=done + UNDO) == 1
        assert notifications.send_due(at=done + UNDO) == 0
        assert [mail.to for mail in mailoutbox] == [[contribution.email]]
        assert [letter.kind for letter in Letter.objects.all()] == [kind]

    def test_never_leaves_after_undo(self, moderator, mailoutbox):
        contribution = decided(S.PUBLISHED, moderator)
        workflow.undo(contribution, by=moderator)

        assert notifications.send_due(at=timezone.now() + timedelta(days=1)) == 0
        assert mailoutbox == []

    def test_none_for_spam_and_withdrawal(self, moderator, resident):
        workflow.mark_spam(make_contribution(), by=moderator)
        workflow.withdraw(make_contribution(contributor=resident), by=resident)

        assert not Letter.objects.exists()

    def test_second_decision_after_undo_mails_its_own(self, moderator, mailoutbox):
        contribution = decided(S.PUBLISHED, moderator)
        workflow.undo(contribution, by=moderator)
        workflow.decline(contribution, by=moderator, reason=Reason.UNCLEAR)

        notifications.send_due(at=timezone.now() + timedelta(days=1))

        assert len(mailoutbox) == 1
        assert str(Reason.UNCLEAR.label) not in mailoutbox[0].subject


# --- the thread and the clock -----------------------------------------------


class TestConversation:
    def test_question_stops_the_clock_and_the_answer_starts_it(
        self, moderator, resident
    ):
        contribution = make_contribution(contributor=resident)
        promised, asked_at = contribution.promise_at, timezone.now()
        workflow.ask(contribution, by=moderator, note=" Which year? ", at=asked_at)

        workflow.submit(
            contribution, by=resident, note="1962", at=asked_at + timedelta(days=3)
        )

        assert contribution.promise_at == promised + timedelta(days=3)
        assert contribution.paused_at is None
        assert [
            (m.body, m.is_from_library, m.author)
            for m in contribution.messages.oldest_first()
        ] == [("Which year?", True, moderator), ("1962", False, resident)]

    @pytest.mark.parametrize("note", ["", "  \n "])
    def test_question_and_answer_need_words(self, note, moderator, resident):
        with pytest.raises(workflow.Incomplete) as question:
            workflow.ask(make_contribution(), by=moderator, note=note)
        asked = make_contribution(status=S.NEEDS_INFO, contributor=resident)
        with pytest.raises(workflow.Incomplete) as answer:
            workflow.submit(asked, by=resident, note=note)

        assert (question.value.field, answer.value.field) == ("note", "note")

    def test_notes_are_for_staff(self, moderator, resident):
        contribution = make_contribution()
        workflow.leave_note(contribution, by=moderator, body="Ask the museum")

        assert not contribution.messages.for_contributor().exists()
        with pytest.raises(workflow.NotAllowed):
            workflow.leave_note(contribution, by=resident, body="me too")
        with pytest.raises(workflow.Incomplete):
            workflow.leave_note(contribution, by=moderator, body=" ")

    @pytest.mark.parametrize(
        ("reason", "note", "field"),
        [("", "", "reason"), ("because", "", "reason"), ("other", " ", "note")],
    )
    def test_decline_needs_a_reason(self, reason, note, field, moderator):
        with pytest.raises(workflow.Incomplete) as refusal:
            workflow.decline(
                make_contribution(), by=moderator, reason=reason, note=note
            )

        assert refusal.value.field == field


# --- claims -----------------------------------------------------------------


class TestClaim:
    def test_keeps_others_out_until_it_ends(self, moderator, colleague):
        contribution = make_contribution()
        at = timezone.now()
        assert workflow.claim(contribution, by=moderator, at=at)

        assert not workflow.claim(contribution, by=colleague, at=at)
        with pytest.raises(workflow.WrongState):
            workflow.ask(contribution, by=colleague, note="?", at=at)

        later = at + timedelta(minutes=settings.CLAIM_MINUTES)
        assert workflow.claim(contribution, by=colleague, at=later)

    def test_of_a_colleague_stops_even_a_stale_copy(self, moderator, colleague):
        contribution = make_contribution()
        stale = Contribution.objects.get(pk=contribution.pk)
        workflow.claim(contribution, by=moderator)

        with pytest.raises(workflow.WrongState):
            workflow.publish(stale, by=colleague, description=DESCRIPTION)

    def test_ends_with_every_decision(self, moderator):
        for action in (Action.ASK, Action.DECLINE, Action.MARK_SPAM, Action.PUBLISH):
            contribution = make_contribution()
            workflow.claim(contribution, by=moderator)
            do(action, contribution, by=moderator)
            assert (contribution.claimed_by, contribution.claimed_until) == (None, None)

    def test_is_for_who_may_decide(self, moderator, resident):
        own = make_contribution(contributor=moderator)
        for person in (moderator, resident):
            with pytest.raises(workflow.NotAllowed):
                workflow.claim(own, by=person)

    def test_is_taken_over_only_with_the_right(self, moderator, colleague, curator):
        contribution = make_contribution()
        workflow.claim(contribution, by=moderator)

        with pytest.raises(workflow.NotAllowed):
            workflow.claim(contribution, by=colleague, take_over=True, note="now")
        with pytest.raises(workflow.Incomplete):
            workflow.claim(contribution, by=curator, take_over=True)
        assert workflow.claim(contribution, by=curator, take_over=True, note="now")

        note = contribution.messages.get()
        assert note.is_staff_only
        assert "now" in note.body
        assert "Олена" in note.body

    def test_is_given_back_without_a_word_when_it_is_gone(self, moderator):
        """The farewell of a closed page may come after an erasure."""
        contribution = make_contribution()
        workflow.claim(contribution, by=moderator)
        Contribution.objects.all().delete()
        workflow.release(contribution, by=moderator)

    def test_is_given_back_by_its_holder_only(self, moderator, colleague):
        contribution = make_contribution()
        workflow.claim(contribution, by=moderator)

        workflow.release(contribution, by=colleague)
        assert contribution.claimed_by == moderator
        workflow.release(contribution, by=moderator)
        assert contribution.claimed_by is None


# --- removal ----------------------------------------------------------------


class TestTakeDown:
    def test_removes_every_item_and_tells_the_giver(self, moderator):
        contribution = make_contribution(files=2)
        workflow.publish(
            contribution, by=moderator, description=DESCRIPTION, each_alone=True
        )

        items = workflow.take_down(contribution, by=moderator, reason="The family")

        assert {item.status for item in items} == {Item.Status.REMOVED}
        assert len(items) == 2
        assert contribution.messages.for_contributor().count() == 1
        with pytest.raises(workflow.WrongState):
            workflow.take_down(contribution, by=moderator, reason="again")

    def test_leaves_an_item_that_it_only_extended(self, moderator):
        item = make_item()
        contribution = make_contribution()
        workflow.publish(
            contribution, by=moderator, description=DESCRIPTION, extend=item
        )

        with pytest.raises(workflow.WrongState):
            workflow.take_down(contribution, by=moderator, reason="no")

        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED

    def test_needs_a_reason_the_right_and_four_eyes(self, moderator, resident, curator):
        contribution = make_contribution(contributor=curator)
        workflow.publish(contribution, by=moderator, description=DESCRIPTION)

        with pytest.raises(workflow.Incomplete):
            workflow.take_down(contribution, by=moderator, reason=" ")
        for person in (resident, curator):
            with pytest.raises(workflow.NotAllowed):
                workflow.take_down(contribution, by=person, reason="no")

    def test_of_what_is_not_published_is_refused(self, moderator):
        with pytest.raises(workflow.WrongState):
            workflow.take_down(make_contribution(), by=moderator, reason="no")


def test_four_eyes_can_be_given_up(moderator, settings):
    settings.FOUR_EYES = False
    own = make_contribution(contributor=moderator)

    workflow.decline(own, by=moderator, reason=Reason.DUPLICATE)

    assert own.status == S.DECLINED


# --- what the database refuses ----------------------------------------------

NOW = timezone.now()
REFUSED = {
    "contribution_status_known": {"status": "approved"},
    "contribution_kind_known": {"kind": "video"},
    "contribution_published_iff_item": {
        "status": S.PUBLISHED, "decided_at": NOW, "decided_by": "moderator",
    },
    "contribution_decided_by_and_at": {"decided_at": NOW, "status": S.DECLINED},
    "contribution_decided_iff_status": {"decided_at": NOW, "decided_by": "moderator"},
    "contribution_sent_is_proven": {"email_proven_at": None},
    "contribution_claim_whole": {"claimed_until": NOW},
    "contribution_dates_ordered": {
        "date_earliest": "1970-01-01", "date_latest": "1960-01-01",
    },
    "contribution_point_whole": {"latitude": 48.0, "longitude": None},
    "contribution_bearing_on_compass": {"bearing": 360},
    "contribution_entered_for_a_visitor": {"entered_by": "moderator"},
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses(name, moderator):
    contribution = make_contribution()
    changes = {
        field: moderator if value == "moderator" else value
        for field, value in REFUSED[name].items()
    }

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Contribution.objects.filter(pk=contribution.pk).update(**changes)

    assert name in str(error.value)


def _others(contribution, moderator):
    event = ModerationEvent.objects.create(
        contribution=contribution, action="ask", before="submitted",
        after="needs_info", at=NOW,
    )  # fmt: skip
    letter = Letter(contribution=contribution, kind="link", due_at=NOW)
    comment = Comment(
        target=make_item(), name="Ivan", language="uk", body="words", state="held"
    )
    return event, letter, comment


def _second_of_an_issue() -> Letter:
    follower = Follower.objects.create(email="a@b.ua", language="uk", created_at=NOW)
    about = {"issue": Issue.objects.create(), "follower": follower, "due_at": NOW}
    Letter.objects.create(kind="newsletter", **about)
    return Letter(kind="newsletter", **about)


def _sent_twice(target) -> Comment:
    about = {"target": target, "name": "I", "language": "uk", "body": "x", "once": "k"}
    Comment.objects.create(**about)
    return Comment(**about)


def test_database_refuses_the_rest(moderator):
    """Every constraint of the app that is not one of a contribution's own row."""
    contribution = make_contribution()
    event, letter, comment = _others(contribution, moderator)
    attachment = contribution.attachments.get()
    letter.event = event
    letter.save()
    consent = contribution.consents.get()
    bad = {
        "consent_sha256_is_whole": Consent(
            contribution=contribution, version="1", text="", sha256="ab",
            language="uk", given_at=NOW,
        ),
        "attachment_file_once": Attachment(
            contribution=contribution, master=attachment.master, position=7
        ),
        "attachment_back_of_another": Attachment(
            contribution=contribution, master=make_master(), back_of=attachment
        ),
        "attachment_dates_ordered": Attachment(
            contribution=contribution, master=make_master(), position=8,
            date_earliest="1970-01-01", date_latest="1960-01-01",
        ),
        "message_says_something": Message(
            contribution=contribution, is_from_library=True, body="", created_at=NOW
        ),
        "message_note_is_from_library": Message(
            contribution=contribution, is_from_library=False, is_staff_only=True,
            body="x", created_at=NOW,
        ),
        "letter_sent_or_cancelled": Letter(
            contribution=contribution, kind="link", due_at=NOW, sent_at=NOW,
            cancelled_at=NOW,
        ),
        "letter_once_an_event": Letter(
            contribution=contribution, kind="link", due_at=NOW, event=event
        ),
        "letter_once_an_issue": _second_of_an_issue(),
        "letter_about_one_thing": Letter(kind="link", due_at=NOW),
        "comment_says_something": Comment(
            target=comment.target, name="I", language="uk", body=""
        ),
        "comment_state_known": Comment(
            target=comment.target, name="I", language="uk", body="x", state="loved"
        ),
        "comment_unproven_until_proved": Comment(
            target=comment.target, name="I", language="uk", body="x",
            state="unproven", proved_at=NOW,
        ),
        "comment_once": _sent_twice(comment.target),
    }  # fmt: skip
    assert consent.pk
    for row in bad.values():
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    tested = set(bad) | set(REFUSED)
    models = (Contribution, Consent, Attachment, Message, Letter, Comment)
    known = {c.name for model in models for c in model._meta.constraints}
    assert known - tested == set()
