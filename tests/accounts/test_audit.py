"""The audit keeps every act of the staff, and the database lets nobody rewrite one."""

from datetime import date

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AuditEntry, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(moderator):
    return audit.record(
        "item.correct", factories.make_item(), by=moderator, note=" a wrong year ",
        before={"title": "A", "date": date(1962, 5, 1), "email": "a@b.cd"},
        after={"title": "B", "date": None, "email": "x@y.zz"},
    )  # fmt: skip


def test_an_act_says_who_what_why_before_and_after(entry, moderator):
    entry.refresh_from_db()
    assert (entry.actor, entry.actor_name) == (moderator, "Олена")
    assert entry.note == "a wrong year"
    assert entry.before["date"] == "1962-05-01"
    assert entry.after["title"] == "B"


def test_an_address_never_enters_the_audit(entry):
    entry.refresh_from_db()
    assert entry.before["email"] == entry.after["email"] == "…"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET note = ''",
        "UPDATE accounts_auditentry SET actor_id = NULL",
        "DELETE FROM accounts_auditentry",
    ],
)
def test_the_database_refuses_to_rewrite_it(entry, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.get(pk=entry.pk).note == "a wrong year"


@pytest.mark.postgresql
def test_postgresql_refuses_to_empty_it(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE accounts_auditentry")


@pytest.mark.parametrize("way", ["save", "delete", "update", "bulk"])
def test_no_way_of_django_rewrites_it(entry, way):
    entry.note = "nothing happened"
    ways = {
        "save": entry.save,
        "delete": entry.delete,
        "update": lambda: AuditEntry.objects.update(note=""),
        "bulk": lambda: AuditEntry.objects.bulk_update([entry], ["note"]),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        ways[way]()


def test_a_person_who_goes_leaves_the_entry(entry, moderator):
    User.objects.filter(pk=moderator.pk).delete()
    entry = AuditEntry.objects.get(pk=entry.pk)
    assert entry.actor_name == "Олена"


def test_what_the_admin_writes_down_is_taken_over(administrator, resident):
    LogEntry.objects.log_actions(
        administrator.pk, [resident], CHANGE, "changed the role", single_object=True
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id) == ("admin.change", resident.pk)
    assert resident.email not in f"{entry.subject_name} {entry.note}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, {"before": {}, "after": {}}),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"before": {"b": 2}, "after": {"b": 3}}),
        ({}, {"a": 1}, {"before": {"a": None}, "after": {"a": 1}}),
    ],
)
def test_only_what_differs_is_kept(before, after, expected):
    assert audit.changes(before, after) == expected
