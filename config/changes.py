"""Know whether anything that a public page is made of was written since.

Every statement of every connection is looked at, so no writer has to remember
anything: what is not known to be quiet counts as a change. The row that says so is
part of the writer's own transaction: it appears with the change and falls with it.
"""

import re
import time
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Max, Sum
from django.utils import timezone

from config.models import Change

QUIET = frozenset(
    [
        "account_emailaddress",
        "account_emailconfirmation",
        "accounts_auditentry",
        "cache",
        "config_change",
        "contributions_accesskey",
        "contributions_attachment",
        "contributions_batch",
        "contributions_batchentry",
        "contributions_beginning",
        "contributions_consent",
        "contributions_contribution",
        "contributions_enquiry",
        "contributions_enquirymessage",
        "contributions_follow",
        "contributions_follower",
        "contributions_historicalresemblance",
        "contributions_inboundmail",
        "contributions_issue",
        "contributions_letter",
        "contributions_mailbox",
        "contributions_message",
        "contributions_moderationevent",
        "contributions_phonekey",
        "contributions_report",
        "contributions_resemblance",
        "contributions_sanction",
        "contributions_savedview",
        "contributions_spotcheck",
        "contributions_upload",
        "contributions_uploadpart",
        "contributions_visitor",
        "django_admin_log",
        "django_migrations",
        "django_session",
        "django_tasks_database_dbtaskresult",
        "history_collectionrevision",
        "history_discarded",
        "history_historicalitem",
        "history_historicalitem_people",
        "history_historicalitem_subjects",
        "history_mediarevision",
        "history_shelf",
        "history_shelfentry",
        "history_sighting",
        "history_supersededfile",
        "mfa_authenticator",
        "news_link",
        "news_review",
        "news_revision",
        "news_unsaved",
    ]
)
"""Tables that no kept page is made of; a test reads every page to prove it."""
QUIET_COLUMNS = {"history_master": "verified_at", "accounts_user": "last_login"}
"""Of these tables, the column that is written by itself and shown to nobody."""

WRITE = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?'
    r'(?:\s+SET\s+"(\w+)"\s*=\s*(?:%s|NULL)\s+WHERE\b)?',
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"\s*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET|SHOW|BEGIN|COMMIT|EXPLAIN|LOCK"
    r"|DECLARE|FETCH|CLOSE|ANALYZE|VACUUM|CHECKPOINT)\b",
    re.IGNORECASE,
)
HIDDEN_WRITE = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
SWEPT_AFTER = timedelta(hours=1)
ASKED_AGAIN_SECONDS = 10

_there: dict[str, float | bool] = {}


def listen(*, connection, **kwargs) -> None:
    """Look at every statement of a connection from now on."""
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def is_change(sql) -> bool:
    """Tell whether a statement may change what a visitor reads."""
    if not isinstance(sql, str):
        return True
    if found := WRITE.match(sql):
        table, column = found[1].lower(), found[2]
        return table not in QUIET and QUIET_COLUMNS.get(table, "") != column
    if re.match(r"\s*WITH\b", sql, re.IGNORECASE):
        return HIDDEN_WRITE.search(sql) is not None
    return HARMLESS.match(sql) is None


def stamp() -> str:
    """Name the state of all public tables by what was noted of them; one short question.

    All three are needed: a lower number may be committed after a higher one. A
    transaction that asks in its middle notes anew what it writes afterwards.
    """
    if connection.in_atomic_block:
        connection.run_on_commit = [
            waiting for waiting in connection.run_on_commit if waiting[1] is not _noted
        ]
    found = Change.objects.aggregate(
        rows=Count("pk"), last=Max("pk"), marks=Sum("mark")
    )
    return f"{found['rows']}-{found['last'] or 0}-{found['marks'] or 0}"


def sweep() -> None:
    """Let go of what was noted long ago; the stamp is another one afterwards."""
    Change.objects.filter(at__lt=timezone.now() - SWEPT_AFTER).delete()


def _watch(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if not (isinstance(sql, str) and sql.startswith("SELECT")) and is_change(sql):
        _note(context["connection"])
    return result


def _note(on) -> None:
    """Add a row, once a transaction; one that a savepoint took back is added anew."""
    if not _is_there(on):
        return
    if on.in_atomic_block:
        # Django forgets what waits for the commit exactly when it is rolled back.
        if any(waiting[1] is _noted for waiting in on.run_on_commit):
            return
        on.on_commit(_noted)
    Change.objects.using(on.alias).create()


def _noted() -> None:
    """Stand among what waits for a commit, and so say that it was noted."""


def _is_there(on) -> bool:
    """Tell whether the table is made: the first migrations run without it."""
    key = f"{on.alias} {on.settings_dict['NAME']}"
    known = _there.get(key)
    if known is True:
        return True
    if known is not None and time.monotonic() - known < ASKED_AGAIN_SECONDS:
        return False
    tables = on.introspection.table_names()
    _there[key] = Change._meta.db_table in tables or time.monotonic()
    return _there[key] is True


def begin(sender, using, **kwargs) -> None:
    """Look for the table again, after migrations."""
    _there.clear()
