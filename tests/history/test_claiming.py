"""Claims about items: proposed, shown, kept beside it, refused; nothing is forgotten."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils.translation import override

from contributions import workflow
from history import claiming, publishing, revisions
from history.claiming import Decided, Said, Unclear
from history.models import Claim, Item
from tests import factories


@pytest.fixture(autouse=True)
def _in_english(request):
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


def said(field: str = "date", words: str = "1958", **more) -> Said:
    values = {"language": "uk", "source": "comment", "source_ref": "comment:7"}
    return Said(field=field, words=words, **values | more)


def dated_item(**more) -> Item:
    return factories.make_item(
        date_said="1962", date_edtf="1962", date_earliest="1962-01-01",
        date_latest="1962-12-31", date_reason="written on the back", **more,
    )  # fmt: skip


@pytest.mark.django_db
class TestPropose:
    def test_understands_a_date_and_changes_nothing_yet(self, by):
        item = dated_item()

        claim = claiming.propose(item, said(reason="the tram ran then"), by=by)

        assert (claim.state, claim.date_edtf) == ("proposed", "1958")
        item.refresh_from_db()
        assert item.date_edtf == "1962"

    def test_the_same_key_pressed_twice_is_one_claim(self, by):
        item = dated_item()

        first = claiming.propose(item, said(), by=by)

        assert claiming.propose(item, said(), by=by) == first

    @pytest.mark.parametrize(
        ("field", "words"),
        [("date", "хтозна-коли було"), ("title", "  "), ("title", "я" * 201)],
    )
    def test_says_what_cannot_stand(self, by, field, words):
        with pytest.raises(Unclear) as refusal:
            claiming.propose(dated_item(), said(field, words), by=by)
        assert refusal.value.sentence

    def test_waits_without_an_item_and_is_adopted_by_publishing(self, cast):
        gift = factories.make_contribution(files=0, kind="memory")
        claim = claiming.propose(
            None,
            said(source="contribution", source_ref=gift.reference),
            by=cast["moderator"],
        )
        words = publishing.Description(kind="memory", title="Спогад", language="uk")

        [item] = workflow.publish(gift, by=cast["moderator"], description=words)

        claim.refresh_from_db()
        assert (claim.item, claim.state) == (item, "proposed")

    def test_an_undone_publication_leaves_the_claim_to_wait_again(self, cast):
        gift = factories.make_contribution(files=0, kind="memory")
        claim = claiming.propose(
            None,
            said(source="contribution", source_ref=gift.reference),
            by=cast["moderator"],
        )
        words = publishing.Description(kind="memory", title="Спогад", language="uk")
        workflow.publish(gift, by=cast["moderator"], description=words)
        claim.refresh_from_db()
        claiming.accept(claim, by=cast["curator"])

        workflow.undo(gift, by=cast["moderator"])

        claim.refresh_from_db()
        assert (claim.item, claim.state) == (None, "proposed")


@pytest.mark.django_db
class TestAccept:
    def test_a_date_is_said_by_the_item_with_its_reason_and_a_revision(self, by):
        item = dated_item()
        claim = claiming.propose(item, said(reason="the tram ran then"), by=by)

        claiming.accept(claim, by=by, reason="seen in the paper")

        item.refresh_from_db()
        assert (item.date_edtf, item.date_reason) == ("1958", "the tram ran then")
        last = item.history.first()
        assert (last.history_user, last.history_change_reason) == (
            by,
            "seen in the paper",
        )

    def test_what_stood_there_is_kept_as_a_claim_of_the_catalogue(self, by):
        item = dated_item()

        claiming.accept(claiming.propose(item, said(), by=by), by=by)

        old = Claim.objects.get(item=item, source="catalogue")
        assert (old.state, old.date_edtf, old.reason) == (
            "kept", "1962", "written on the back",
        )  # fmt: skip

    def test_one_of_several_is_shown_and_can_change_back(self, by):
        item = dated_item()
        first = claiming.propose(item, said(), by=by)
        claiming.accept(first, by=by)
        second = claiming.propose(item, said(words="1959"), by=by)
        claiming.accept(second, by=by)
        first.refresh_from_db()

        claiming.accept(first, by=by)

        item.refresh_from_db()
        assert item.date_edtf == "1958"
        assert Claim.objects.filter(item=item, state="shown").get() == first

    def test_a_place_joins_the_words_to_the_gazetteer(self, by):
        item, place = factories.make_item(), factories.make_place()
        claim = claiming.propose(item, said("place", "біля клубу"), by=by)

        claiming.accept(claim, by=by, place=place)

        item.refresh_from_db()
        assert (item.place, item.place_said) == (place, "біля клубу")

    def test_a_person_is_added_to_the_others(self, by):
        one, other = factories.make_person(), factories.make_person("Петро Коваль")
        item = factories.make_item(people=[one])
        claim = claiming.propose(item, said("person", "дядько Петро"), by=by)
        with pytest.raises(Unclear) as refusal:
            claiming.accept(claim, by=by)
        assert refusal.value.field == "person"

        claiming.accept(claim, by=by, person=other)

        assert set(item.people.all()) == {one, other}

    def test_one_decision_is_one_version(self, by):
        item = factories.make_item()
        claim = claiming.propose(item, said("person", "Петро"), by=by)
        before = item.history.count()

        claiming.accept(claim, by=by, person=factories.make_person())

        assert item.history.count() == before + 1

    def test_what_was_decided_meanwhile_is_told(self, by):
        claim = claiming.propose(dated_item(), said(), by=by)
        mine = Claim.objects.get(pk=claim.pk)
        claiming.refuse(claim, by=by, reason="another street")

        with pytest.raises(Decided, match="refused"):
            claiming.accept(mine, by=by)

    def test_an_item_changed_meanwhile_is_told(self, by):
        item = dated_item()
        claim = claiming.propose(item, said(), by=by)
        seen = revisions.version_of(item)
        publishing.correct(item, by=by, reason="typo", title="Another")

        with pytest.raises(Decided):
            claiming.accept(claim, by=by, seen=seen)
        claim.refresh_from_db()
        assert claim.state == "proposed"

    def test_nothing_is_shown_of_what_was_taken_down(self, by):
        item = dated_item()
        claim = claiming.propose(item, said(), by=by)
        publishing.take_down(item, by=by, reason="by wish")

        with pytest.raises(Decided):
            claiming.accept(claim, by=by)

    def test_a_correction_by_hand_keeps_the_claim_beside_it(self, by):
        item = dated_item()
        claim = claiming.propose(item, said(), by=by)
        item = claiming.accept(claim, by=by)

        publishing.correct(
            item, by=by, reason="the stamp says so", date_said="1961", date_edtf="1961",
            date_earliest="1961-01-01", date_latest="1961-12-31",
        )  # fmt: skip
        claiming.outdate(item, ["date"], by=by, reason="the stamp says so")

        claim.refresh_from_db()
        assert claim.state == "kept"

    def test_the_database_refuses_two_shown_dates(self, by):
        item = dated_item()
        claiming.accept(claiming.propose(item, said(), by=by), by=by)
        other = claiming.propose(item, said(words="1959"), by=by)

        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=other.pk).update(
                state="shown", decided_at=other.proposed_at
            )


@pytest.mark.django_db
class TestBesideIt:
    def test_a_refusal_needs_a_reason(self, by):
        claim = claiming.propose(dated_item(), said(), by=by)
        with pytest.raises(Unclear):
            claiming.refuse(claim, by=by, reason=" ")

    def test_what_is_shown_can_be_neither_refused_nor_put_beside(self, by):
        claim = claiming.propose(dated_item(), said(), by=by)
        claiming.accept(claim, by=by)
        claim.refresh_from_db()
        with pytest.raises(Decided):
            claiming.keep(claim, by=by)
        with pytest.raises(Decided):
            claiming.refuse(claim, by=by, reason="no")

    def test_visitors_read_what_is_disputed_and_nothing_else(self, by, client):
        item = dated_item()
        secret = {"source": "contribution", "source_ref": "SECRETREF"}
        disputed = claiming.propose(
            item, said(reason="the tram ran then", credit="Марія К.", **secret), by=by
        )
        claiming.keep(disputed, by=by, is_disputed=True)
        claiming.propose(item, said(words="1977", reason="only a guess"), by=by)
        quiet = claiming.propose(item, said(words="1978"), by=by)
        claiming.keep(quiet, by=by)

        client.cookies["django_language"] = "en"
        page = client.get(reverse("history:item", args=[item.pk]), follow=True)
        text = page.content.decode()

        assert "Others say something else" in text
        assert "the tram ran then" in text
        assert "Марія К." in text
        assert all(word not in text for word in ("1977", "1978", "SECRETREF"))

    def test_a_living_person_is_disputed_by_initials_only(self, by, client):
        item = factories.make_item()
        person = factories.make_person("Олена Жива")
        claim = claiming.propose(item, said("person", "Олена Жива"), by=by)
        claiming.keep(claim, by=by, is_disputed=True)
        joined = claiming.propose(item, said("person", "Жива О.", person=person), by=by)
        claiming.keep(joined, by=by, is_disputed=True)

        text = client.get(item.get_absolute_url(), follow=True).content.decode()

        assert "О. Ж." in text
        assert "Жива" not in text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_curators_accept_at_once_and_one_is_told(cast):
    item = dated_item()
    claims = [
        claiming.propose(item, said(words=year), by=None) for year in ("1958", "1959")
    ]
    seen = revisions.version_of(item)
    barrier, outcomes = threading.Barrier(2), []

    def accept(claim):
        try:
            barrier.wait(timeout=10)
            claiming.accept(claim, by=cast["curator"], seen=seen)
            outcomes.append("done")
        except Decided:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["done", "told"]
    assert Claim.objects.filter(item=item, state="shown").count() == 1
