"""The permission table, cell by cell, and that no address is missing from it."""

import pytest

from tests.permissions import asking, reading

READING = ("GET", "HEAD", "OPTIONS")


def _cells() -> list:
    return [
        pytest.param(row, actor, code, id=f"{row} by {actor}")
        for row in reading.rows()
        for actor, code in row.codes.items()
        if code != "-"
    ]


@pytest.mark.parametrize(("row", "actor", "code"), _cells())
def test_cell(stage, row, actor, code):
    path, named = asking.address(stage, row, actor)
    before = None if row.method in READING else asking.snapshot()

    browser = stage.browser(actor)
    answer, queries = asking.counted(
        lambda: asking.send(stage, browser, row, actor, path)
    )

    assert asking.code_of(answer) == code.removesuffix("="), path
    if before is not None and code != "Y":
        assert asking.snapshot() == before
    if (code == "H" or code.endswith("=")) and named:
        other, named_there = asking.address(stage, row, actor, unknown=True)
        browser = stage.browser(actor)
        answer_there, queries_there = asking.counted(
            lambda: asking.send(stage, browser, row, actor, other, unknown=True)
        )
        assert asking.plain(answer, path, named) == asking.plain(
            answer_there, other, named_there
        )
        assert abs(queries - queries_there) <= 2


def test_every_address_has_a_line():
    told = {row.name for row in reading.rows()} | set(reading.public_static())

    assert set(reading.walk()) - told == set()


def test_every_line_names_an_address():
    known = set(reading.walk())
    told = {row.name for row in reading.rows()} | set(reading.public_static())

    assert told - known == set()


def test_every_verb_of_the_workflow_has_lines_for_all_statuses_it_starts_from():
    from contributions.workflow import TRANSITIONS

    written = {(row.argument, row.state) for row in reading.rows()}
    expected = {
        (action.value, source.value)
        for action, transition in TRANSITIONS.items()
        for source in transition.sources
        if action not in ("undo", "submit")
    }

    assert expected - written == set()


class TestReading:
    TEXT = "actors A M\nGET  admin:*_add - - | L F # P1\nGET admin:post_add - - | L Y\n"

    def test_a_star_leaves_alone_what_has_its_own_line(self):
        found = reading.rows(
            self.TEXT, patterns={"admin:post_add": "", "admin:user_add": ""}
        )

        assert {row.name: row.codes for row in found} == {
            "admin:user_add": {"A": "L", "M": "F"},
            "admin:post_add": {"A": "L", "M": "Y"},
        }

    @pytest.mark.parametrize(
        "line", ["GET home - - | Y", "GET home - - | Y Q", "GET home - | Y Y", "GET"]
    )
    def test_a_line_with_a_slip_is_refused(self, line):
        with pytest.raises(ValueError, match=r"table\.txt, line 2"):
            reading.rows(f"actors A M\n{line}\n", patterns={})
