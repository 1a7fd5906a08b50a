"""Publish, extend, correct, take down, restore: rows, files and the index together."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils.translation import override

from history import curation, masters, publishing
from history.models import CollectionEntry, Item, Master
from history.search import search
from tests import factories


@pytest.fixture(autouse=True)
def _in_english(db):
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def master(tmp_path):
    """A real JPEG, kept and prepared by the real decoder."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(factories.jpeg(900, 600))
    return masters.prepare(masters.keep(path, original_name="photo.jpg"))


def words(**changes) -> publishing.Description:
    values = {"kind": "photo", "title": "Весняний ярмарок", "language": "uk"}
    return publishing.Description(**values | changes)


def public_files(item: Item) -> list[bool]:
    storage = storages["public"]
    return [
        storage.exists(step["path"])
        for media in item.media.all()
        for step in media.renditions
    ]


def found(text: str) -> list[int]:
    return search(q=text).ids


class TestPublish:
    def test_makes_rows_files_and_findable_words(self, by, master):
        item = publishing.publish(
            words(), files=[publishing.File(master=master)], by=by
        )

        assert item.status == Item.Status.PUBLISHED
        assert public_files(item) == [True] * len(item.media.get().renditions)
        assert len(public_files(item)) >= 3
        assert found("ярмарку") == [item.pk]
        assert item.history.get().history_user == by
        assert item.reference == f"ST-{item.pk:06d}"

    def test_a_file_that_is_not_ready_stops_everything(self, by):
        master = factories.make_master(
            state=Master.State.RECEIVED, width_px=None, original_name="стара.jpg"
        )

        with pytest.raises(publishing.NotReady, match=r"стара\.jpg"):
            publishing.publish(words(), files=[publishing.File(master=master)], by=by)

        assert not Item.objects.exists()

    def test_archive_only_is_hidden_without_public_files(self, by, master):
        item = publishing.publish(
            words(is_archive_only=True), files=[publishing.File(master=master)], by=by
        )

        assert item.status == Item.Status.HIDDEN
        assert public_files(item) == []
        assert found("ярмарку") == []

    def test_the_database_refuses_to_show_archive_only(self, by):
        item = publishing.publish(words(is_archive_only=True), files=[], by=by)

        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(status="published")
        with pytest.raises(ValueError, match="archive only"):
            publishing.restore(item, by=by)

    def test_the_record_holds_every_word(self, by):
        place = factories.make_place()
        record = words(story="Було весело", place=place).for_the_record()

        assert record["story"] == "Було весело"
        assert record["place"] == place.pk


class TestExtend:
    def test_adds_only_what_is_new(self, by, master):
        item = publishing.publish(
            words(), files=[publishing.File(master=master)], by=by
        )
        other = factories.make_master()

        added = publishing.extend(
            item,
            files=[publishing.File(master=master)],
            by=by,
        )

        assert added == []
        assert other not in [media.master for media in item.media.all()]


class TestCorrect:
    def test_keeps_the_earlier_words_with_the_reason(self, by):
        item = publishing.publish(words(), files=[], by=by)

        publishing.correct(
            item, by=by, reason="a letter was wrong", title="Осінній базар"
        )

        assert [row.title for row in item.history.order_by("history_id")] == [
            "Весняний ярмарок",
            "Осінній базар",
        ]
        assert item.history.latest().history_change_reason == "a letter was wrong"
        assert (found("базару"), found("ярмарку")) == ([item.pk], [])


class TestTakeDown:
    @pytest.fixture
    def item(self, by, master):
        return publishing.publish(
            words(), files=[publishing.File(master=master)], by=by
        )

    def test_removes_files_and_words_but_no_original(
        self, by, item, master, django_capture_on_commit_callbacks
    ):
        paths = [step["path"] for step in item.media.get().renditions]

        with django_capture_on_commit_callbacks(execute=True):
            publishing.take_down(item, by=by, reason="the family asked")

        assert [storages["public"].exists(path) for path in paths] == [False] * len(
            paths
        )
        assert found("ярмарку") == []
        assert masters.verify(master)
        assert item.removed_reason == "the family asked"

    def test_needs_a_reason(self, by, item):
        with pytest.raises(ValueError, match="why"):
            publishing.take_down(item, by=by, reason="  ")

    def test_restored_files_have_new_addresses(
        self, by, item, django_capture_on_commit_callbacks
    ):
        before = {step["path"] for step in item.media.get().renditions}
        with django_capture_on_commit_callbacks(execute=True):
            publishing.take_down(item, by=by, reason="the family asked")

        publishing.restore(item, by=by)

        after = {step["path"] for step in item.media.get().renditions}
        assert after & before == set()
        assert all(public_files(item))
        assert found("ярмарку") == [item.pk]

    def test_edits_are_kept_when_restored(
        self, by, item, django_capture_on_commit_callbacks
    ):
        media = item.media.get()
        media.edits = {"rotate": 90}
        media.save()
        with django_capture_on_commit_callbacks(execute=True):
            publishing.hide(item, by=by)

        publishing.restore(item, by=by)

        media.refresh_from_db()
        assert (media.width_px, media.height_px) == (600, 900)


class TestRetract:
    def test_nothing_is_left_and_the_reference_is_not_given_again(
        self, by, master, django_capture_on_commit_callbacks
    ):
        item = publishing.publish(
            words(), files=[publishing.File(master=master)], by=by
        )
        number, folder = item.pk, Path(item.media.get().renditions[0]["path"]).parent

        with django_capture_on_commit_callbacks(execute=True):
            publishing.retract(item, master_ids=[master.pk], keep_item=False)

        assert not Item.objects.filter(pk=number).exists()
        assert (
            storages["public"].listdir(str(folder))[1] == []
            if storages["public"].exists(str(folder))
            else True
        )
        assert publishing.publish(words(), files=[], by=by).pk > number


class TestCuration:
    def test_attach_twice_is_once_and_last(self, by):
        collection = factories.make_collection(items=[factories.make_item()])
        item = factories.make_item()

        curation.attach(item, to=collection, by=by, note="first")
        curation.attach(item, to=collection, by=by)

        entries = CollectionEntry.objects.filter(collection=collection).in_order()
        assert [(entry.item_id == item.pk, entry.position) for entry in entries] == [
            (False, 0),
            (True, 1),
        ]

    def test_reorder_names_the_first_and_keeps_the_rest(self, by):
        items = [factories.make_item() for _n in range(4)]
        collection = factories.make_collection(items=items)
        entries = list(collection.entries.in_order())

        curation.reorder(collection, [entries[2].pk, entries[0].pk])

        assert [entry.item for entry in collection.entries.in_order()] == [
            items[2], items[0], items[1], items[3],
        ]  # fmt: skip

    def test_collection_is_a_filter_at_once(self, by):
        item = factories.make_item()
        collection = factories.make_collection()

        curation.attach(item, to=collection, by=by)
        inside = search(filters={"collection": collection.pk}).ids
        curation.detach(item, from_=collection)

        assert inside == [item.pk]
        assert search(filters={"collection": collection.pk}).ids == []


class TestSweep:
    def test_only_what_nobody_refers_to(self):
        from django.utils import timezone

        lost, used = factories.make_master(), factories.make_master()
        factories.make_media(factories.make_item(), master=used)

        gone = masters.sweep(before=timezone.now())

        assert gone == 1
        assert set(Master.objects.values_list("pk", flat=True)) == {used.pk}
        assert not Master.objects.filter(pk=lost.pk).exists()
