"""Everything we hold of a person: handed out whole, forgotten when they ask (W35).

The walk over all tables makes sure that nobody adds a column that names a person
without saying what becomes of it.
"""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from accounts.models import User
from contributions import access, following, targets, workflow
from contributions.models import (
    Attachment,
    Comment,
    Consent,
    Contribution,
    Letter,
    Mailbox,
    Message,
    RemovalCase,
    Upload,
)
from contributions.own_data import erasing, export, whose
from contributions.own_data.rules import TABLES, Rule
from contributions.states import Status
from contributions.workflow import removals
from history import withholding
from history.models import Item, Master, Shelf
from tests import factories
from tests.contributions.test_workflow import DESCRIPTION

pytestmark = pytest.mark.django_db

WORDS = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField, models.FileField,
)  # fmt: skip
ADD = (
    "{label}.{column} can name a person and has no rule. Add it to TABLES in "
    "contributions/own_data/rules.py: THEIRS if the person gets it and may have it "
    "forgotten (then forget it in own_data/erasing.py and plant it in this test), "
    "kept('why') if the archive keeps it, held('why') if it names a colleague or "
    "nobody; or one sentence for the whole table."
)


def naming_columns(model) -> list[str]:
    """Name the columns that refer to an account or hold words that nobody chose for us."""
    people = get_user_model()
    return [
        column.name
        for column in model._meta.get_fields()
        if getattr(column, "concrete", False)
        and (
            (column.is_relation and column.related_model is people)
            or (isinstance(column, WORDS) and not column.choices)
        )
    ]


ALL = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


@pytest.mark.parametrize("label", sorted(ALL))
def test_every_column_that_can_name_a_person_has_a_rule(label):
    """Done when 5 of the resident's issue."""
    table = TABLES.get(label, {})
    if isinstance(table, str):
        return
    lacking = [name for name in naming_columns(ALL[label]) if name not in table]
    assert not lacking, "\n".join(
        ADD.format(label=label, column=column) for column in lacking
    )


def test_no_rule_is_about_what_is_no_more():
    for label, table in TABLES.items():
        assert label in ALL, f"{label} is gone: take its rules away"
        if isinstance(table, dict):
            known = {column.name for column in ALL[label]._meta.get_fields()}
            assert set(table) <= known, (label, set(table) - known)


def test_every_reason_for_keeping_is_a_sentence():
    for label, table in TABLES.items():
        rules = table.values() if isinstance(table, dict) else []
        for rule in rules:
            assert isinstance(rule, Rule)
            assert rule.is_forgotten or rule.why, label
        assert table, label


# --- a person with something in every table ----------------------------------------------

NAME, EMAIL = "Zqname Zqfamily", "zqmail@people.test"


@pytest.fixture
def person(moderator):
    """Somebody whose name and address stand wherever they can."""
    account = factories.make_user(EMAIL, display_name="Zqshown")
    mine = {"contributor": account, "name": NAME, "email": EMAIL}
    gifts = {
        status: factories.make_contribution(
            status=status, story=f"Zqstory-{status}", **mine
        )
        for status in (Status.DRAFT, Status.SUBMITTED, Status.DECLINED)
    }
    words = DESCRIPTION.changed(credit_line=NAME, creator=NAME)
    gift = factories.make_contribution(story="Zqpublished", credit="name", **mine)
    [item] = workflow.publish(gift, by=moderator, description=words)
    factories.make_media(item)
    gifts["published"] = gift
    for one in gifts.values():
        access.issue(one)
        Attachment.objects.filter(contribution=one).update(original_name="Zqfile.jpg")
        Master.objects.filter(pk__in=one.attachments.values("master")).update(
            original_name="Zqfile.jpg"
        )
        Message.objects.create(
            contribution=one, author=account, is_from_library=False,
            body="Zqanswer", created_at=timezone.now(),
        )  # fmt: skip
        Message.objects.create(
            contribution=one, author=moderator, is_from_library=True,
            body="Zqlibrary dear Zqname", created_at=timezone.now(),
        )  # fmt: skip
        one.events.update(note="Zqnote")
        Upload.objects.create(
            contribution=one, original_name="Zqhalf.jpg", length=9,
            expires_at=timezone.now(),
        )  # fmt: skip
    about = {"target": factories.make_item(), "language": "uk", "email": EMAIL}
    Comment.objects.create(author=account, name=NAME, body="Zqheld", **about)
    Comment.objects.create(
        author=account, name=NAME, body="public words", state="visible", **about
    )
    removals.prove(
        removals.ask(
            factories.make_item(), asker="depicted", ground="other", words="Zqwish",
            email=EMAIL, name=NAME, language="uk",
        )
    )  # fmt: skip
    workflow.request_removal(gift, by=account, reason="Zqreason")
    Mailbox.objects.get_or_create(address=EMAIL)
    shelf = Shelf.objects.create(
        owner=account, title="Zqalbum", share_key="Zqkey", closed_why="Zqclosed"
    )
    shelf.entries.create(item=item, position=0, note="Zqkept")
    street = factories.make_place(slug="zqstreet")
    following.ask(
        targets.of("place", street.slug), email=EMAIL, language="uk", is_proven=True
    )
    return account


def scan(needle: str) -> list[str]:
    """Find a word in every text of every table; the audit is told apart by its rule."""
    found = []
    for label, model in ALL.items():
        if not model._meta.managed:
            continue
        for row in model._default_manager.values():
            for column, value in row.items():
                if needle in str(value):
                    found.append(f"{label}.{column}")
    return sorted(set(found))


class TestForgetting:
    def test_no_table_knows_them_afterwards(
        self, person, django_capture_on_commit_callbacks
    ):
        assert scan("Zqname")  # the needle is where we think it is
        with django_capture_on_commit_callbacks(execute=True):
            erasing.forget(whose.of_account(person))
        for needle in (
            "Zqname", "Zqfamily", "zqmail", "Zqshown", "Zqfile", "Zqhalf", "Zqanswer",
            "Zqlibrary", "Zqnote", "Zqheld", "Zqwish", "Zqreason", "Zqstory",
        ):  # fmt: skip
            assert scan(needle) == [], needle

    def test_what_was_published_stays_without_a_name(self, person):
        erasing.forget(whose.of_account(person))
        gift = Contribution.objects.get()
        assert gift.status == Status.PUBLISHED
        assert gift.story == "Zqpublished"
        item = gift.item
        assert (item.credit_line, item.creator, item.contributor) == ("", "", None)
        assert item.status == Item.Status.PUBLISHED
        withdrawn = gift.consents.get(is_withdrawal=True)
        given = gift.consents.get(is_withdrawal=False)
        assert withdrawn.sha256 == given.sha256  # kept for ever, both
        assert Comment.objects.get().body == "public words"
        assert not User.objects.filter(pk=person.pk).exists()

    def test_the_files_of_what_was_not_published_go(
        self, person, django_capture_on_commit_callbacks
    ):
        going = Attachment.objects.exclude(contribution__status="published")
        masters = list(going.values_list("master", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            erasing.forget(whose.of_account(person))
        assert not Master.objects.filter(pk__in=masters).exists()

    def test_the_list_before_the_press_is_honest(self, person):
        plan = erasing.plan(whose.of_account(person))
        assert (plan.deleted, plan.files, len(plan.kept), plan.comments) == (3, 3, 1, 2)

    def test_by_a_link_all_of_the_same_proven_address(self, person):
        gift = Contribution.objects.filter(status=Status.SUBMITTED).get()
        assert whose.of_gift(gift).gifts().count() == 4
        erasing.forget(whose.of_gift(gift))
        assert scan("Zqname") == []

    def test_an_address_that_was_only_typed_opens_nobody_elses(self, person):
        typed = factories.make_contribution(
            status=Status.DRAFT, email=EMAIL, email_proven_at=None
        )
        assert list(whose.of_gift(typed).gifts()) == [typed]
        assert not whose.of_gift(typed).comments().exists()

    def test_a_colleague_keeps_the_account_that_their_decisions_need(self, moderator):
        gift = factories.make_contribution(contributor=moderator, email=moderator.email)
        plan = erasing.plan(whose.of_account(moderator))
        assert plan.is_staff
        erasing.forget(whose.of_account(moderator))
        assert User.objects.filter(pk=moderator.pk).exists()
        assert not Contribution.objects.filter(pk=gift.pk).exists()

    def test_w35_nothing_is_left_for_tasks_that_run_later(self, person):
        from contributions import tasks as door
        from history import tasks as archive

        erasing.forget(whose.of_account(person))
        door.tick()
        archive.tick()
        assert scan("Zqname") == scan("zqmail") == []
        assert not Letter.objects.filter(contribution__isnull=False).exists()

    def test_twice_is_once(self, person):
        someone = whose.of_account(person)
        erasing.forget(someone)
        erasing.forget(whose.Whose(None, someone.emails))
        assert Contribution.objects.count() == 1

    @pytest.mark.parametrize(
        ("line", "left"),
        [
            ("Галина Коваль", ""), ("Галина Коваль і Петро Сало", "Петро Сало"),
            ("Петро Сало і Галина Коваль", "Петро Сало"),
            ("П. С., а також Галина Коваль", "П. С."),
            ("Пётр Сало и Галина Коваль", "Пётр Сало"),
            ("Anna and Галина Коваль", "Anna"), ("Галина К.", ""),
            ("Петро Сало", "Петро Сало"), ("", ""),
        ],
    )  # fmt: skip
    def test_of_two_names_one_stays(self, line, left):
        assert withholding.without(line, {"Галина Коваль", "Галина К."}) == left


class TestHandingOut:
    def archive(self, person) -> zipfile.ZipFile:
        data = b"".join(export.stream(whose.of_account(person)))
        return zipfile.ZipFile(io.BytesIO(data))

    def test_originals_words_and_consent_in_one_file(self, person):
        archive = self.archive(person)
        assert archive.testzip() is None
        told = json.loads(archive.read("my-data.json"))
        assert len(told["contributions"]) == 4
        text, page = json.dumps(told, ensure_ascii=False), archive.read("my-data.html")
        for needle in (
            "Zqname Zqfamily", "zqmail@people.test", "Zqshown", "Zqfile.jpg", "Zqanswer",
            "Zqlibrary", "Zqheld", "Zqwish", "Zqstory-draft", "Zqpublished",
            Consent.objects.first().text,
        ):  # fmt: skip
            assert needle in text, needle
        assert "Zqstory-draft" in page.decode() and "Zqanswer" in page.decode()
        originals = [name for name in archive.namelist() if name.count("/") == 1]
        assert len(originals) == 4
        master = Attachment.objects.order_by("pk").first().master
        assert any(len(archive.read(name)) == master.size_bytes for name in originals)

    def test_every_rule_that_hands_out_does_and_no_other(self, person):
        told = export.gather(whose.of_account(person))
        gift = told["contributions"][0]
        parts = {
            "contributions.Contribution": gift, "contributions.Message": gift["messages"][0],
            "contributions.Attachment": gift["files"][0],
            "contributions.Consent": gift["consents"][0],
            "contributions.Comment": told["comments"][0],
            "contributions.RemovalCase": told["removal_requests"][0],
            "contributions.Follow": told["follows"][0],
            "contributions.Follower": told["follows"][0],
            "accounts.User": told["account"],
            "history.Shelf": told["shelves"][0],
            "history.ShelfEntry": told["shelves"][0]["items_kept"][0],
        }  # fmt: skip
        for label, row in parts.items():
            for column, rule in TABLES[label].items():
                assert (column in row) is rule.is_handed_out, (label, column)

    def test_no_note_of_the_staff_and_no_colleague_is_in_it(self, person, moderator):
        gift = Contribution.objects.get(status=Status.SUBMITTED)
        workflow.leave_note(gift, by=moderator, body="Zqsecret note")
        text = json.dumps(export.gather(whose.of_account(person)), default=str)
        assert "Zqsecret" not in text
        assert moderator.email not in text and moderator.display_name not in text

    def test_a_file_that_is_lost_does_not_break_it(self, person):
        from django.core.files.storage import storages

        from history import masters

        master = Attachment.objects.order_by("pk").first().master
        storages["default"].delete(masters.key_of(master.sha256))
        assert self.archive(person).testzip() is None


def test_removal_case_of_a_stranger_is_not_theirs(person):
    removals.ask(
        factories.make_item(), asker="depicted", ground="other", words="typed",
        email=EMAIL, language="uk",
    )  # fmt: skip
    assert RemovalCase.objects.filter(words="typed").exists()
    assert not whose.of_account(person).cases().filter(words="typed").exists()
