"""What opens by itself: embargo and schedule are one mechanism (W33)."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from history import embargo, opening, publishing
from history.models import Item
from history.publishing import Description, File
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def words(**changes) -> Description:
    return Description(kind="photo", title="Трамвай", language="uk", **changes)


class TestTheMoment:
    def test_the_later_of_both_holds(self):
        desk = datetime(2027, 1, 5, 8, tzinfo=UTC)
        assert embargo.moment(desk, None, at=NOW) == desk
        assert embargo.moment(desk, date(2026, 12, 1), at=NOW) == desk
        giver = embargo.moment(desk, date(2027, 6, 1), at=NOW)
        assert (
            giver.astimezone(ZoneInfo("Europe/Kyiv"))
            .isoformat()
            .startswith("2027-06-01T00:00")
        )

    def test_w33_what_is_past_holds_nothing_back(self):
        assert embargo.moment(NOW - timedelta(days=1), None, at=NOW) is None
        assert embargo.moment(None, date(2026, 11, 25), at=NOW) is None
        assert embargo.moment(None, None, at=NOW) is None

    @pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
    def test_w33_a_day_begins_at_midnight_also_where_the_clock_changes(self, day):
        first = embargo.first_moment(day)
        assert timezone.localtime(first).date() == day
        assert timezone.localtime(first - timedelta(seconds=1)).date() != day


class TestAnItemThatOpensLater:
    def test_it_waits_hidden_without_a_public_file_and_opens_once(self):
        item = publishing.publish(
            words(), files=[File(master=factories.make_master())], by=None,
            visible_from=NOW + timedelta(days=2), at=NOW,
        )  # fmt: skip
        assert (item.status, item.published_at) == (Item.Status.HIDDEN, None)
        assert item.media.get().renditions == []

        assert opening.open_due(at=NOW + timedelta(days=1)) == 0
        assert opening.open_due(at=NOW + timedelta(days=2)) == 1
        item.refresh_from_db()
        assert (item.status, item.visible_from) == (Item.Status.PUBLISHED, None)
        assert item.published_at == NOW + timedelta(days=2)
        name = item.media.get().renditions[0]["path"]
        assert storages["public"].exists(name)
        # W33: the clock jumps back and forth
        assert opening.open_due(at=NOW) == opening.open_due(at=NOW + timedelta(9)) == 0
        assert item.history.filter(history_change_reason="restored").count() == 1

    def test_the_archive_only_never_opens(self):
        item = publishing.publish(
            words(is_archive_only=True), files=[], by=None,
            visible_from=NOW + timedelta(days=1), at=NOW,
        )  # fmt: skip
        assert item.visible_from is None
        assert opening.open_due(at=NOW + timedelta(days=9)) == 0

    @pytest.mark.parametrize("verb", ["hide", "take_down"])
    def test_what_is_hidden_meanwhile_does_not_open(self, verb):
        item = publishing.publish(
            words(), files=[], by=None, visible_from=NOW + timedelta(days=1), at=NOW
        )
        more = {"reason": "asked for"} if verb == "take_down" else {}
        getattr(publishing, verb)(item, by=None, **more)
        assert opening.open_due(at=NOW + timedelta(days=9)) == 0

    def test_one_that_cannot_be_opened_does_not_hold_up_the_others(self, monkeypatch):
        broken, _good = (
            publishing.publish(
                words(), files=[], by=None, visible_from=NOW + timedelta(1), at=NOW
            )
            for _n in range(2)
        )
        restore = publishing.restore

        def fail(item, **rest):
            if item.pk == broken.pk:
                raise opening.images.Unreadable("unreadable")
            return restore(item, **rest)

        monkeypatch.setattr(publishing, "restore", fail)
        assert opening.open_due(at=NOW + timedelta(days=2)) == 1
        broken.refresh_from_db()
        assert broken.visible_from == NOW + timedelta(days=1)  # tried again


class TestTheGiversDay:
    def make(self):
        return publishing.publish(
            words(embargo_until=date(2027, 5, 9)), files=[], by=None, at=NOW
        )

    def test_nobody_opens_it_before(self):
        item = self.make()
        assert item.visible_from == embargo.first_moment(date(2027, 5, 9))
        with pytest.raises(ValueError, match="2027"):
            publishing.restore(item, by=None, at=NOW)
        with pytest.raises(opening.TooEarly):
            opening.plan(item, visible_from=NOW + timedelta(days=1), by=None, at=NOW)
        Item.objects.filter(pk=item.pk).update(visible_from=NOW)  # by whatever hand
        assert opening.open_due(at=NOW + timedelta(days=1)) == 0

    def test_the_desk_may_open_it_later(self):
        item, later = self.make(), datetime(2027, 6, 1, tzinfo=UTC)
        opening.plan(item, visible_from=later, by=None, at=NOW)
        assert opening.open_due(at=later - timedelta(seconds=1)) == 0
        assert opening.open_due(at=later) == 1

    def test_the_database_agrees(self):
        item = factories.make_item()
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(visible_from=NOW)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_w33_two_ticks_at_once_open_it_once():
    item = publishing.publish(
        words(), files=[], by=None, visible_from=NOW + timedelta(days=1), at=NOW
    )
    opened, start = [], threading.Barrier(4)

    def tick():
        start.wait()
        try:
            opened.append(opening.open_due(at=NOW + timedelta(days=2)))
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _n in range(4)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sum(opened) == 1
    assert item.history.filter(history_change_reason="restored").count() == 1
