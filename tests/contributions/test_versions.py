"""W06: two tabs, two devices: different fields merge, one field asks; no clock decides."""

import itertools
import threading

import pytest
from django.db import connection

from contributions import drafting, versions
from contributions.models import Contribution
from tests.factories import numbers

WORDS = ("", "a", "b")


class TestOneField:
    @pytest.mark.parametrize(
        ("base", "current", "sent"), list(itertools.product(WORDS, WORDS, WORDS))
    )
    def test_w06_every_way_two_pages_can_meet(self, base, current, sent):
        merged = versions.merge(
            {"title": current}, {"title": sent}, {"title": versions.digest(base)}
        )

        after = merged.written.get("title", current)
        if current == base or sent == current:
            assert after == sent and not merged.conflicts
        elif sent == base:
            assert after == current and merged.newer == {"title": current}
        else:
            assert after == current and merged.conflicts == {"title": current}

    def test_a_page_that_says_nothing_of_its_basis_is_believed(self):
        assert versions.merge({"title": "a"}, {"title": "b"}, {}).written

    @pytest.mark.parametrize("one", ["строка\r\nдве", " строка\nдве\n"])
    def test_what_forms_do_to_line_ends_is_no_change(self, one):
        assert versions.digest(one) == versions.digest("строка\nдве")

    def test_nothing_and_empty_are_the_same(self):
        assert versions.digest(None) == versions.digest("")


def test_half_a_point_is_never_merged():
    current = {"latitude": 48.5, "longitude": 37.5}
    sent = {"latitude": 48.0, "longitude": 37.9}
    built_on = versions.read(versions.basis({"latitude": 48.0, "longitude": 37.5}))

    merged = versions.merge(current, sent, built_on)

    assert set(merged.conflicts) == {"latitude", "longitude"}
    assert not merged.written


@pytest.mark.parametrize("nonsense", ["", ":", "title", "x" * 99_999, "title:\x00 ::"])
def test_a_basis_may_be_nonsense(nonsense):
    assert "story" not in versions.read(nonsense)


@pytest.mark.django_db
class TestDraft:
    def make(self, **words) -> Contribution:
        return Contribution.objects.create(
            kind="memory", email=f"one{next(numbers)}@people.test", **words
        )

    def test_w06_different_fields_both_stay(self):
        draft = self.make(title="old", story="old")
        page = versions.basis({"title": "old", "story": "old"})
        other = Contribution.objects.get(pk=draft.pk)

        drafting.merge(other, {"title": "old", "story": "new"}, built_on=page)
        merged = drafting.merge(draft, {"title": "new", "story": "old"}, built_on=page)

        draft.refresh_from_db()
        assert (draft.title, draft.story) == ("new", "new")
        assert merged.newer == {"story": "new"}

    def test_w06_the_same_field_loses_neither_text(self):
        draft = self.make(story="old")
        page = versions.basis({"story": "old"})

        drafting.merge(draft, {"story": "first"}, built_on=page)
        merged = drafting.merge(draft, {"story": "second"}, built_on=page)

        draft.refresh_from_db()
        assert draft.story == "first"
        assert merged.conflicts == {"story": "first"}

    def test_what_was_understood_goes_with_the_words(self):
        draft = self.make()

        drafting.merge(draft, {"date_said": "1962"}, built_on="")

        draft.refresh_from_db()
        assert draft.date_edtf == "1962"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_w06_twenty_saves_at_once_overwrite_nothing():
    draft = Contribution.objects.create(kind="memory", story="old")
    page = versions.basis({"story": "old"})
    outcomes = []

    def save(number: int) -> None:
        mine = Contribution.objects.get(pk=draft.pk)
        words = {"story": f"text {number}"}
        try:
            outcomes.append(drafting.merge(mine, words, built_on=page))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(1 for one in outcomes if one.written) == 1
    assert sum(1 for one in outcomes if one.conflicts) == 19
