"""Two items become one: everything moves, every address stays alive (P41)."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.translation import override

from contributions import workflow
from contributions.models import Comment
from contributions.workflow import WrongState
from history import claiming, merging, publishing, revisions
from history.merging import Unfit
from history.models import Claim, FormerAddress, Item
from tests import factories


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def two(db):
    """A duplicate with more words, and the item that stays."""
    place = factories.make_place()
    source = factories.make_item(
        with_picture=True, title="The depot", story="Grandfather worked here.",
        date_said="1958", date_edtf="1958", date_earliest="1958-01-01",
        date_latest="1958-12-31", place=place, credit_line="Марія",
        people=[factories.make_person()],
    )  # fmt: skip
    target = factories.make_item(
        with_picture=True, title="Tram depot", story="On Sunday.", credit_line="Петро",
        date_said="1962", date_edtf="1962", date_earliest="1962-01-01",
        date_latest="1962-12-31",
    )  # fmt: skip
    return source, target


class TestMerge:
    def test_files_words_and_people_go_along(self, by, two):
        source, target = two

        target = merging.merge_items(
            source, into=target, by=by, reason="the same print"
        )

        assert target.media.count() == 2
        assert target.story == "On Sunday.\n\nGrandfather worked here."
        assert (target.title, target.place, target.date_edtf) == (
            "Tram depot", source.place, "1962",
        )  # fmt: skip
        assert target.credit_line == "Петро; Марія"
        assert target.people.count() == 1

    def test_other_answers_are_kept_as_claims(self, by, two):
        source, target = two

        merging.merge_items(source, into=target, by=by, reason="the same print")

        kept = set(
            Claim.objects.filter(item=target).values_list("field", "words", "state")
        )
        assert kept == {("date", "1958", "kept"), ("title", "The depot", "kept")}

    def test_places_in_collections_memories_comments_and_claims_go_along(self, by, two):
        source, target = two
        both = factories.make_collection(items=[source, target])
        mine = factories.make_collection(items=[source], cover=source)
        memory = factories.make_item(kind="memory", about=source)
        comment = Comment.objects.create(
            target=source, name="Г", language="uk", body="ага"
        )
        claim = claiming.propose(
            source,
            claiming.Said(field="date", words="1957", language="uk", source="comment"),
            by=by,
        )
        claiming.accept(claim, by=by)
        source.refresh_from_db()

        merging.merge_items(source, into=target, by=by, reason="the same print")

        assert [e.item_id for e in both.entries.all()] == [target.pk]
        assert [e.item_id for e in mine.entries.all()] == [target.pk]
        for row in (mine, memory, comment, claim):
            row.refresh_from_db()
        assert (mine.cover, memory.about, comment.target) == (target,) * 3
        assert (claim.item, claim.state) == (target, "kept")

    def test_the_old_address_the_api_and_the_tiles_lead_to_what_stays(
        self, by, two, client
    ):
        source, target = two
        twin = target.media.get()
        twin.master = source.media.get().master
        twin.save()
        old = factories.make_tiles(source.media.get())
        new = factories.make_tiles(twin)

        merging.merge_items(source, into=target, by=by, reason="the same print")

        page = client.get(reverse("history:item", args=[source.pk]))
        assert page.status_code == 301
        assert client.get(page.url).status_code == 200
        answer = client.get(f"/api/v1/items/{source.reference}/")
        assert (answer.status_code, answer["Location"]) == (
            301, f"/api/v1/items/{target.reference}/",
        )  # fmt: skip
        from history import masters

        masters.withdraw_folders([f"iiif/{old}"])  # as the commit does
        image = client.get(reverse("iiif_image", args=[old, "info.json"]))
        assert image.status_code == 301
        assert image.url == reverse("iiif_image", args=[new, "info.json"])
        assert target.media.count() == 1

    def test_a_chain_of_merges_leads_to_the_last(self, by, two, client):
        source, target = two
        last = factories.make_item(title="Last")
        merging.merge_items(source, into=target, by=by, reason="same")

        merging.merge_items(
            Item.objects.get(pk=target.pk), into=last, by=by, reason="same"
        )

        page = client.get(reverse("history:item", args=[source.pk]))
        assert page.url.startswith(f"/items/{last.reference}/")

    @pytest.mark.parametrize(
        ("change", "match"),
        [
            ({"status": "hidden"}, "hidden"),
            ({"status": "hidden", "is_archive_only": True}, "archive only"),
            ({"status": "removed", "removed_reason": "x"}, "taken down"),
        ],
    )
    def test_what_must_not_be_mixed_is_refused(self, by, two, change, match):
        _source, target = two
        other = factories.make_item(**change)

        with pytest.raises(Unfit, match=match):
            merging.merge_items(other, into=target, by=by, reason="same")
        assert target.media.count() == 1

    def test_needs_a_reason_two_items_and_what_was_looked_at(self, by, two):
        source, target = two
        seen = (revisions.version_of(source), revisions.version_of(target))
        with pytest.raises(Unfit):
            merging.merge_items(source, into=target, by=by, reason=" ")
        with pytest.raises(Unfit):
            merging.merge_items(source, into=source, by=by, reason="same")
        publishing.correct(target, by=by, reason="typo", title="Other")
        with pytest.raises(Unfit, match="changed meanwhile"):
            merging.merge_items(source, into=target, by=by, reason="same", seen=seen)
        source.refresh_from_db()
        assert source.status == "published"

    def test_a_publication_that_was_merged_is_not_undone(self, cast, by):
        gift = factories.make_contribution(files=0, kind="memory")
        words = publishing.Description(kind="memory", title="Спогад", language="uk")
        [made] = workflow.publish(gift, by=cast["moderator"], description=words)
        target = factories.make_item()
        merging.merge_items(made, into=target, by=by, reason="same")

        with pytest.raises(WrongState, match="merged"):
            workflow.undo(gift, by=cast["moderator"])

        gift.refresh_from_db()
        assert (gift.status, gift.item) == ("published", target)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_curators_merge_crosswise_and_one_is_told(cast):
    one, other = factories.make_item(), factories.make_item()
    barrier, outcomes = threading.Barrier(2), []

    def merge(source, target):
        try:
            barrier.wait(timeout=10)
            merging.merge_items(source, into=target, by=cast["curator"], reason="same")
            outcomes.append("done")
        except Unfit:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=merge, args=pair)
        for pair in ((one, other), (other, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["done", "told"]
    assert Item.objects.filter(status="published").count() == 1
    assert FormerAddress.objects.count() == 0
