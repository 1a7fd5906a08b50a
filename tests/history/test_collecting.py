"""Collections at the desk: made, arranged, published, merged, deleted (P79-P84, W)."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.translation import override

from contributions.models import Contribution
from history import arranging, collecting, curation
from history.collecting import Overtaken
from history.merging import Unfit
from history.models import Collection, CollectionRevision
from tests import factories


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def curator(client, by):
    client.force_login(by)
    client.cookies["django_language"] = "en"
    return client


def page(name: str, row: Collection, *more) -> str:
    return reverse(f"history:collection_{name}", args=[row.slug, *more])


def titles(row: Collection) -> list[str]:
    return [entry.item.title for entry in row.entries.in_order().select_related("item")]


@pytest.fixture
def abc(db):
    return factories.make_collection(
        "Вулиці", slug="streets", items=[factories.make_item(title=t) for t in "ABC"]
    )


class TestMake:
    def test_a_draft_is_made_previewed_and_published(self, curator, client):
        answer = curator.post(
            reverse("history:collection_new"), {"title_uk": "Трамвай", "order": "hand"}
        )

        row = Collection.objects.get()
        assert answer.url == page("desk", row)
        assert (row.slug, row.published_at) == ("tramvai", None)
        assert curator.get(row.get_absolute_url()).status_code == 200
        curator.post(page("act", row, "publish"))
        row.refresh_from_db()
        assert row.published_at
        assert curator.post(page("act", row, "publish")).status_code == 409
        acts = CollectionRevision.objects.values_list("act", flat=True)
        assert list(acts) == ["published", "created"]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "at least one language"),
            ({"title_uk": "Т", "slug": "streets"}, "had, this address"),
            ({"title_uk": "Т", "slug": "не та"}, "slug"),
            ({"title_uk": "Т", "cover": "ST-999999"}, "no such item"),
            ({"title_uk": "я" * 200}, "160"),
        ],
    )
    def test_bad_input_is_told(self, curator, abc, data, sentence):
        answer = curator.post(
            reverse("history:collection_new"), {"order": "hand"} | data
        )
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert Collection.objects.count() == 1


class TestWords:
    def data(self, row, **changes):
        values = {"title_uk": "Вулиці", "slug": row.slug, "order": "hand"}
        return values | {"seen": collecting.version_of(row)} | changes

    def test_a_new_address_leaves_the_old_one_alive(self, curator, abc):
        answer = curator.post(
            page("edit", abc), self.data(abc, slug="ways", reason="short")
        )

        assert answer.status_code == 302
        old = curator.get("/collections/streets/")
        assert (old.status_code, old.url) == (301, "/collections/ways/")
        assert curator.get("/api/v1/collections/streets/")["Location"].endswith(
            "/ways/"
        )

    def test_two_curators_at_once_are_told_with_both_versions(self, curator, abc, cast):
        data = self.data(abc, title_uk="Моя назва")
        collecting.edit(abc, by=cast["editor"], seen=None, title_uk="Їхня назва")

        answer = curator.post(page("edit", abc), data)

        assert answer.status_code == 409
        text = answer.content.decode()
        assert "Моя" in text
        assert "Їхня" in text

    def test_a_tree_does_not_close_to_a_ring(self, curator, abc):
        child = factories.make_collection(parent=abc)
        answer = curator.post(page("edit", abc), self.data(abc, parent=child.pk))
        assert answer.status_code == 400
        assert "part of itself" in answer.content.decode()

    def test_a_reference_alone_shows_its_picture_in_the_introduction(
        self, curator, abc
    ):
        item = abc.entries.first().item
        hidden = factories.make_item(title="Unseen", status="hidden")
        text = f"Перший абзац.\n\n{item.reference}\n\n{hidden.reference}\n\nДругий."
        collecting.edit(abc, by=None, seen=None, introduction_uk=text)

        answer = curator.get(abc.get_absolute_url())

        pieces = answer.context["introduction"]
        assert ["text" in piece for piece in pieces] == [True, False, True]
        assert "Unseen" not in answer.content.decode()

    def test_versions_show_the_words_that_changed(self, curator, abc, by):
        collecting.edit(abc, by=by, seen=None, reason="shorter", title_uk="Шляхи")
        text = curator.get(page("versions", abc)).content.decode()
        assert "shorter" in text
        assert "Шляхи" in text
        assert "Вулиці" in text


class TestArrange:
    def move(self, curator, row, **data):
        seen = collecting.version_of(row)
        return curator.post(page("arrange", row), {"seen": seen} | data)

    @pytest.mark.parametrize(
        ("which", "how", "expected"),
        [
            (2, "up", "ACB"), (0, "down", "BAC"), (2, "first", "CAB"),
            (0, "last", "BCA"), (0, "up", "ABC"), (2, "down", "ABC"),
        ],
    )  # fmt: skip
    def test_by_buttons_without_scripts(self, curator, abc, which, how, expected):
        entry = abc.entries.in_order()[which]
        assert self.move(curator, abc, move=f"{entry.pk}:{how}").status_code == 302
        assert "".join(titles(abc)) == expected

    def test_by_a_number_and_by_dragging(self, curator, abc):
        first = abc.entries.in_order()[0]
        self.move(curator, abc, **{"move": f"{first.pk}:to", f"place-{first.pk}": "3"})
        assert "".join(titles(abc)) == "BCA"
        answer = curator.post(
            page("arrange", abc),
            {"entry": first.pk, "to": 0, "seen": collecting.version_of(abc)},
            headers={"Accept": "application/json"},
        )
        assert answer.json()["place"] == 0
        assert "".join(titles(abc)) == "ABC"

    def test_a_colleague_who_was_faster_is_told_of(self, curator, abc, cast):
        seen = collecting.version_of(abc)
        first, _b, last = abc.entries.in_order()
        arranging.move(abc, last.pk, to=0, by=cast["editor"], seen=seen)

        answer = curator.post(
            page("arrange", abc), {"entry": first.pk, "to": 2, "seen": seen}
        )

        assert answer.status_code == 409
        assert "changed this collection meanwhile" in answer.content.decode()
        assert "".join(titles(abc)) == "CAB"

    def test_by_date_follows_the_items(self, curator, abc, by):
        for item, year in zip(
            abc.items.order_by("title"), (1990, 1950, 1970), strict=True
        ):
            item.date_earliest, item.date_latest = f"{year}-01-01", f"{year}-12-31"
            item.save()
        collecting.edit(abc, by=by, seen=None, order="date")
        assert "".join(titles(abc)) == "BCA"
        early = factories.make_item(
            title="D", date_earliest="1900-01-01", date_latest="1900-12-31"
        )
        curation.attach(early, to=abc, by=by)
        assert "".join(titles(abc)) == "DBCA"
        assert self.move(curator, abc, entry=1, to=0).status_code == 409

    def test_notes_adding_and_taking_out_many(self, curator, abc):
        new = [factories.make_item(title=t) for t in "DE"]
        hidden = factories.make_item(title="F", status="hidden")
        first = abc.entries.in_order()[0]
        curator.post(page("act", abc, "note"), {"entry": first.pk, "note": "A word"})
        first.refresh_from_db()
        assert first.note_en == "A word"
        curator.post(page("act", abc, "add"), {"item": [i.pk for i in (*new, hidden)]})
        curator.post(page("act", abc, "add"), {"item": [new[0].pk]})
        assert "".join(titles(abc)) == "ABCDEF"
        public = curator.get(abc.get_absolute_url()).context["page"]
        assert public.paginator.count == 5  # P84
        curator.post(
            page("act", abc, "remove"),
            {"entry": [e.pk for e in abc.entries.in_order()[:2]]},
        )
        assert "".join(titles(abc)) == "CDEF"
        assert curator.post(page("act", abc, "remove")).status_code == 409

    def test_what_was_taken_down_is_not_added(self, curator, abc):
        """P83."""
        gone = factories.make_item(status="removed")
        answer = curator.post(page("act", abc, "add"), {"item": gone.pk})
        assert answer.status_code == 409
        assert "".join(titles(abc)) == "ABC"

    def test_costs_the_same_with_three_and_with_ninety(
        self, curator, abc, by, django_assert_max_num_queries
    ):
        arranging.add(abc, [factories.make_item() for _ in range(90)], by=by)
        with django_assert_max_num_queries(19):
            answer = curator.get(page("desk", abc), {"q": "Photo"})
        assert len(answer.context["entries"]) == 60
        assert answer.context["found"]


class TestMergeAndDelete:
    def test_entries_chapters_gifts_and_the_address_go_along(self, curator, abc, by):
        item = abc.entries.in_order()[1].item
        source = factories.make_collection(
            "Дороги", slug="roads", items=[item, factories.make_item(title="D")]
        )
        child = factories.make_collection(parent=source)
        gift = factories.make_contribution(collection=source)

        data = {"into": abc.pk, "reason": "the same"}
        assert (
            curator.post(page("merge", source), data | {"reason": ""}).status_code
            == 409
        )
        assert curator.post(page("merge", source), data).status_code == 302

        assert "".join(titles(abc)) == "ABCD"
        child.refresh_from_db()
        gift.refresh_from_db()
        assert (child.parent, gift.collection) == (abc, abc)
        assert curator.get("/collections/roads/").url == abc.get_absolute_url()
        assert curator.post(page("merge", source), data).status_code == 404

    def test_what_visitors_see_is_not_merged_into_a_draft(self, abc, by):
        draft = factories.make_collection(published_at=None)
        with pytest.raises(Unfit, match="draft"):
            collecting.merge(abc, into=draft, by=by, reason="same")
        inside = factories.make_collection(parent=abc)
        with pytest.raises(Unfit, match="part of"):
            collecting.merge(abc, into=inside, by=by, reason="same")

    def test_deleted_with_a_reason_its_items_and_gifts_stay(self, curator, abc, cast):
        """W: a collection deleted meanwhile; the submission survives."""
        gift = factories.make_contribution(collection=abc)
        seen = collecting.version_of(abc)
        assert curator.post(page("delete", abc), {"seen": seen}).status_code == 409
        assert curator.get(page("delete", abc)).status_code == 200

        answer = curator.post(page("delete", abc), {"seen": seen, "reason": "a slip"})

        assert answer.status_code == 302
        assert Contribution.objects.get(pk=gift.pk).collection is None
        client = curator
        client.force_login(cast["moderator"])
        assert (
            client.get(
                reverse("contributions:review", args=[gift.reference])
            ).status_code
            == 200
        )

    def test_one_with_chapters_is_not_deleted(self, abc, by):
        factories.make_collection(parent=abc)
        with pytest.raises(Unfit, match="chapters"):
            collecting.delete(abc, by=by, seen=None, reason="x")

    def test_an_act_on_what_was_deleted_is_told(self, abc, by):
        collecting.delete(abc, by=by, seen=None, reason="x")
        mine = Collection(pk=999, slug="streets")
        with pytest.raises(Overtaken, match="deleted"):
            arranging.add(mine, [], by=by)

    @pytest.mark.parametrize("name", ["tree", "new"])
    def test_moderators_do_not_curate(self, client, cast, name):
        """P82."""
        client.force_login(cast["moderator"])
        assert client.get(reverse(f"history:collection_{name}")).status_code == 403


def run_together(*acts) -> list[str]:
    """Run acts at once; say of each whether it was done or told."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(timeout=10)
            act()
            outcomes.append("done")
        except (Overtaken, Unfit):
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_curators_move_at_once_and_one_is_told(self, cast):
        row = factories.make_collection(
            items=[factories.make_item(title=t) for t in "ABCD"]
        )
        first, *_rest, last = row.entries.in_order()
        seen = collecting.version_of(row)

        outcome = run_together(
            lambda: arranging.move(row, first.pk, to=3, by=cast["curator"], seen=seen),
            lambda: arranging.move(row, last.pk, to=0, by=cast["editor"], seen=seen),
        )

        assert outcome == ["done", "told"]
        places = list(row.entries.in_order().values_list("position", flat=True))
        assert places == [0, 1, 2, 3]
        assert "".join(titles(row)) in ("BCDA", "DABC")

    def test_two_curators_merge_crosswise_and_one_is_told(self, cast):
        one = factories.make_collection(items=[factories.make_item(title="A")])
        other = factories.make_collection(items=[factories.make_item(title="B")])

        outcome = run_together(
            lambda: collecting.merge(one, into=other, by=cast["curator"], reason="x"),
            lambda: collecting.merge(other, into=one, by=cast["editor"], reason="x"),
        )

        assert outcome == ["done", "told"]
        assert sorted(titles(Collection.objects.get())) == ["A", "B"]
