"""The audit as a whole: who may read it, how it is narrowed, how it leaves."""

import ast
import csv
import io
import json
from pathlib import Path

import pytest
from django.urls import reverse

from accounts import acts, audit
from contributions import workflow
from contributions.models import Contribution
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "history", "contributions", "news", "config")


@pytest.fixture
def entries(moderator, colleague):
    item = factories.make_item()
    return [
        audit.record("item.correct", item, by=moderator, note="wrong year",
                     before={"title": "=2+2"}, after={"title": "Ринок"}),
        audit.record("item.hide", item, by=colleague),
    ]  # fmt: skip


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return lambda query="": client.get(reverse("contributions:audit") + query)


def test_it_says_who_what_why_before_and_after(page, entries):
    shown = page().content.decode()
    assert "Олена" in shown and "wrong year" in shown and "Ринок" in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?what=item.hide", 1), ("?thing={thing}", 2), ("?thing=ST-999999", 0),
        ("?who={who}", 1), ("?since=2000-01-01", 2), ("?until=2000-01-01", 0),
    ],
)  # fmt: skip
def test_the_address_narrows_it(page, entries, moderator, query, count):
    query = query.format(thing=entries[0].subject_name, who=moderator.pk)
    assert len(page(query).context["entries"]) == count


@pytest.mark.parametrize(
    "query",
    ["?what=nope", "?since=31.02.1950", "?who=abc", "?before=-1", "?before=99999999999999999999999"],
)  # fmt: skip
def test_nonsense_in_the_address_is_answered_in_words(page, entries, query):
    answer = page(query)
    assert answer.status_code in (200, 400)


def test_old_acts_are_a_page_away(page, moderator):
    item = factories.make_item()
    for _number in range(60):
        audit.record("item.correct", item, by=moderator)
    first = page()
    assert len(first.context["entries"]) == 50
    second = page(first.context["next_url"])
    assert len(second.context["entries"]) == 10
    assert second.context["next_url"] == ""


def test_the_queries_do_not_grow(page, moderator, django_assert_max_num_queries):
    item = factories.make_item()
    for _number in range(30):
        audit.record("item.correct", item, by=moderator)
    with django_assert_max_num_queries(12):
        page()


def test_as_csv_no_cell_is_a_formula_and_nothing_is_lost_as_json(page, entries, client):
    audit.record(
        "item.correct", factories.make_item(), by=None, note="=cmd|' /C calc'!A0"
    )
    answer = client.get(reverse("contributions:audit_export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[2]["why"] == "'=cmd|' /C calc'!A0"
    assert json.loads(rows[0]["before"]) == {"title": "=2+2"}
    answer = client.get(reverse("contributions:audit_export", args=["jsonl"]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert json.loads(lines[2])["why"] == "=cmd|' /C calc'!A0"


def test_the_whole_way_of_a_contribution_can_be_read(moderator, page):
    gift = factories.make_contribution(status="submitted")
    workflow.claim(gift, by=moderator)
    workflow.ask(gift, by=moderator, note="When was it?")
    workflow.undo(gift, by=moderator)
    workflow.leave_note(gift, by=moderator, body="looks good")
    workflow.decline(gift, by=moderator, reason="duplicate")
    acts_done = [
        one["entry"].action
        for one in page(f"?thing={gift.reference}").context["entries"]
    ]
    assert acts_done == [
        "contribution.decline", "contribution.note", "contribution.undo",
        "contribution.ask", "contribution.claim",
    ]  # fmt: skip


def test_what_a_resident_does_is_not_an_act_of_the_staff(resident):
    gift = factories.make_contribution(status="submitted", contributor=resident)
    workflow.withdraw(gift, by=resident)
    assert Contribution.objects.get(pk=gift.pk).status == "withdrawn"
    assert not audit.AuditEntry.objects.about(gift).exists()


def test_every_act_in_the_code_has_words():
    """A verb of another app that nobody named would be shown as its code."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and ast.unparse(node.func) in ("audit.record", "record")
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    found.add(node.args[0].value)
    assert found - set(acts.LABELS) == set()
