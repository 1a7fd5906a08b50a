"""SIGKILL at every step that a process takes on the disk: F01, F05, R01, R07."""

import sys
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from config.clock import tick
from contributions import notifications
from contributions.models import Attachment, Contribution, Letter
from contributions.notifications import sending
from contributions.states import Status
from history import masters
from history.models import Item, Master, Media
from tests import factories
from tests.contributions.test_letters_leaving import server  # noqa: F401 (a fixture)
from tests.faults import auditing, dying

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="skipped: kills need Linux"),
]


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Give the folder of the files, the same for this process and its children."""
    monkeypatch.setattr(storages, "_storages", dying.stores(tmp_path / "files"))
    return tmp_path / "files"


@pytest.fixture
def recover(run_tasks):
    """Do what a restarted worker does: one tick, two minutes later, and its queue."""

    def run() -> None:
        Master.objects.update(received_at=timezone.now() - timedelta(minutes=3))
        tick()
        run_tasks()

    return run


def photo(tmp_path, seed: int) -> str:
    path = tmp_path / f"{seed}.jpg"
    path.write_bytes(factories.jpeg(400, 300, seed=seed))
    return str(path)


def each_step(begin, *, root):
    """Kill an act at its first step, at its second, and so on until it ends alive.

    `begin(n)` sets the stage anew and gives the act with its arguments.
    """
    for step in range(1, 100):
        act, *arguments = begin(step)
        ended = dying.run(act, *arguments, root=root, dies_at=step)
        yield step, ended
        if ended >= 0:
            assert step > 1, "the act took no step on the disk"
            return
    raise AssertionError("the act never came to its end")


def test_intake_loses_nothing_and_doubles_nothing(root, tmp_path, recover):
    gift = factories.make_contribution(status=Status.DRAFT, files=0)

    def begin(step):
        return dying.receive, gift.pk, photo(tmp_path, step)

    for step, ended in each_step(begin, root=root):
        was_received = gift.attachments.count() == step
        assert ended < 0 or was_received
        dying.receive(gift.pk, photo(tmp_path, step))  # the resident sends it again
        assert gift.attachments.count() == step
    recover()
    assert set(Master.objects.values_list("state", flat=True)) == {"ready"}
    assert Master.objects.count() == Attachment.objects.count()
    assert auditing.differences() == []


def test_pictures_are_made_after_any_death(root, tmp_path, recover):
    gift = factories.make_contribution(status=Status.DRAFT, files=0)

    def begin(step):
        dying.receive(gift.pk, photo(tmp_path, step))
        return (dying.work,)

    for _step, ended in each_step(begin, root=root):
        master = Master.objects.latest("pk")
        assert ended < 0 or master.state == "ready"
        recover()
        master.refresh_from_db()
        assert (master.state, len(master.renditions)) == ("ready", 3)
    assert Master.objects.count() == gift.attachments.count()
    assert auditing.differences() == []


def test_a_letter_leaves_once_after_any_death(server, settings, root):  # noqa: F811
    """Killed between its claim and its last word: never twice, never lost."""
    ends, port = [], settings.EMAIL_PORT
    for step in range(1, 30):
        gift = factories.make_contribution(email=f"giver{step}@people.test")
        letter = notifications.write(gift, Letter.Kind.LINK)
        ended = dying.run(dying.send_letters, port, root=root, dies_at=step)
        before, later = len(server.mails), timezone.now() + timedelta(minutes=6)
        letter.refresh_from_db()
        was_sent, was_claimed = letter.sent_at is not None, letter.claimed_until
        notifications.send_due(at=later)
        letter.refresh_from_db()
        if letter.sent_at is None:  # it may have left: only a person says "again"
            assert (letter.problem, len(server.mails)) == (sending.INTERRUPTED, before)
            assert letter in Letter.objects.in_trouble(attempts=8, at=later)
            assert notifications.send_again(letter, at=later)
            notifications.send_due(at=later)
            ends.append("asked")
        else:
            assert was_sent or was_claimed
            ends.append("whole" if was_sent else "again")
        notifications.send_due(at=later + timedelta(hours=1))
        letter.refresh_from_db()
        assert letter.sent_at
        to = [message_from_bytes(one)["To"] for one in server.mails]
        assert to.count(gift.email) == 1, step
        if ended >= 0:
            break
    assert set(ends) == {"again", "asked", "whole"}
    assert len(server.mails) == len(ends)


def test_publishing_is_whole_or_not_at_all(root, tmp_path, run_tasks, moderator):
    made = []

    def begin(step):
        gift = factories.make_contribution(files=0)
        Contribution.objects.filter(pk=gift.pk).update(status=Status.NEEDS_INFO,
            paused_at=timezone.now())  # fmt: skip
        dying.receive(gift.pk, photo(tmp_path, step))
        Contribution.objects.filter(pk=gift.pk).update(
            status=Status.SUBMITTED, paused_at=None
        )
        run_tasks()
        made.append(gift)
        return dying.publish, gift.pk, moderator.pk

    for step, ended in each_step(begin, root=root):
        gift = made[-1]
        gift.refresh_from_db()
        assert auditing.half_public_files() == []
        assert auditing.lacking_pictures() == []
        assert ended >= 0 or gift.status == Status.SUBMITTED
        if gift.status == Status.SUBMITTED:
            dying.publish(gift.pk, moderator.pk)  # she presses the button again
        assert Item.objects.count() == step
    assert Media.objects.count() == len(made)
    assert auditing.differences() == []


def test_what_was_taken_down_goes_after_any_death(root, tmp_path, recover):
    def begin(step):
        master = masters.prepare(
            masters.keep(photo(tmp_path, step), original_name="a.jpg")
        )
        item = factories.make_item()
        Media.objects.create(
            item=item, master=master, width_px=400, height_px=300,
            renditions=masters.release(master),
        )  # fmt: skip
        return dying.take_down, item.pk

    for _step, _ended in each_step(begin, root=root):
        assert Item.objects.latest("pk").status == "removed"
        recover()
        assert [f.name for f in masters.listing.files(storages["public"])] == []


def test_mending_after_any_death(root, tmp_path, recover):
    def begin(step):
        master = masters.prepare(
            masters.keep(photo(tmp_path, step), original_name="a.jpg")
        )
        media = Media.objects.create(
            item=factories.make_item(), master=master, width_px=400, height_px=300
        )
        return dying.mend, media.pk

    for _step, _ended in each_step(begin, root=root):
        recover()
        media = Media.objects.latest("pk")
        assert len(media.renditions) == 3
        assert auditing.half_public_files() == []
    assert auditing.lacking_pictures() == []
    assert auditing.differences() == []
