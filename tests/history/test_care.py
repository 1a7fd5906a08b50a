"""Originals verified, leftovers swept, pictures mended: nothing lost, nothing left over."""

import io
import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.clock import tick
from config.workers import worker_id
from history import masters, mending, publishing
from history.masters import listing, sweeping
from history.models import Item, Master, Media
from tests import factories
from tests.history import recorded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["disk", "bucket"])
def places(request, tmp_path, monkeypatch):
    """Give fresh private and public storages of both sorts."""
    made = {
        name: FileSystemStorage(tmp_path / name)
        if request.param == "disk"
        else InMemoryStorage()
        for name in ("default", "public")
    }
    monkeypatch.setattr(storages, "_storages", made)
    return SimpleNamespace(private=made["default"], public=made["public"])


def original(seed: int = 1) -> Master:
    """Keep and prepare a real photograph."""
    kept = masters.keep(
        io.BytesIO(factories.jpeg(700, 500, seed=seed)), original_name=f"{seed}.jpg"
    )
    return masters.prepare(kept)


def shown(master: Master) -> Media:
    """Publish it."""
    words = publishing.Description(kind="photo", title="Міст", language="uk")
    file = publishing.File(master=master)
    return publishing.publish(words, files=[file], by=None).media.get()


def damage(storage, name: str, data: bytes | None = None) -> None:
    """Change a file behind our back: flip one bit, or put other bytes there."""
    if data is None:
        with storage.open(name) as file:
            data = bytearray(file.read())
        data[len(data) // 2] ^= 1
    storage.delete(name)
    storage.save(name, ContentFile(bytes(data)))


def names(storage) -> list[str]:
    return sorted(stored.name for stored in listing.files(storage))


def verify(*arguments) -> tuple[int, dict]:
    """Run the command; give its exit status and its report."""
    out = io.StringIO()
    try:
        call_command("verify_masters", "--json", *arguments, stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def later() -> object:
    return timezone.now() + timedelta(hours=2)


class TestVerifying:
    def test_a_whole_archive_is_clean(self, places, capsys):
        shown(original())
        assert verify()[0] == 0
        call_command("verify_masters")
        assert "All is well." in capsys.readouterr().out

    def test_each_damage_is_found_and_named(self, places):  # F24, R16
        flipped, cut, gone, swapped, good = (original(seed) for seed in range(5))
        keys = {m: masters.key_of(m.sha256) for m in (flipped, cut, gone, swapped)}
        damage(places.private, keys[flipped])
        damage(places.private, keys[cut], factories.jpeg(700, 500, seed=1)[:900])
        places.private.delete(keys[gone])
        damage(places.private, keys[swapped], factories.jpeg(700, 500, seed=99))

        status, report = verify()

        found = {(d["kind"], d["name"]) for d in report["differences"]}
        assert status == 1
        assert found == {
            ("changed", keys[flipped]),
            ("changed", keys[cut]),
            ("missing", keys[gone]),
            ("changed", keys[swapped]),
        }
        assert report["masters_read"] == 5
        good.refresh_from_db()
        assert (good.problem, good.state) == ("", "ready")
        assert Master.objects.filter(problem__in=Master.DAMAGE).count() == 4

    def test_files_without_rows_and_pictures_without_files(self, places, monkeypatch):
        media = shown(original())
        places.private.save("masters/aa/bb/" + "a" * 64, ContentFile(b"nobody's"))
        places.public.save("0" * 32 + "/320.webp", ContentFile(b"nobody's"))
        private, public = media.master.renditions[0]["path"], media.renditions
        places.private.delete(private)
        places.public.delete(public[0]["path"])
        damage(places.public, public[1]["path"], b"half")
        monkeypatch.setattr(sweeping, "GRACE", timedelta(seconds=-60))

        status, report = verify()

        assert status == 1
        assert {(d["kind"], d["name"]) for d in report["differences"]} == {
            ("orphan", "masters/aa/bb/" + "a" * 64),
            ("orphan", "0" * 32 + "/320.webp"),
            ("private", private),
            ("public", public[0]["path"]),
            ("public", public[1]["path"]),
        }

    def test_a_person_reads_what_to_do(self, places, capsys):
        master = original()
        original(2)
        places.private.delete(masters.key_of(master.sha256))
        with pytest.raises(SystemExit) as end:
            call_command("verify_masters")
        said = capsys.readouterr().out
        assert end.value.code == 1
        assert "1 originals that are not there" in said
        assert f"{masters.key_of(master.sha256)}   (1.jpg)" in said
        assert "What to do: Is the disk mounted?" in said

    def test_the_operator_is_told_once(self, places, settings):
        master = original()
        original(2)
        damage(places.private, masters.key_of(master.sha256))
        verify()
        verify()
        assert [m.to for m in mail.outbox] == [[settings.OPERATOR_EMAIL]]
        assert master.sha256 in mail.outbox[0].body

    def test_a_disk_that_is_not_mounted_accuses_nobody(self, places, capsys):
        master = original()
        places.private.delete(masters.key_of(master.sha256))
        if isinstance(places.private, FileSystemStorage):
            shutil.rmtree(places.private.path(""))
        else:
            places.private.delete("masters")
        with pytest.raises(CommandError, match="is the disk mounted") as stop:
            call_command("verify_masters")
        assert stop.value.returncode == 2
        master.refresh_from_db()
        assert master.problem == ""

    def test_the_same_file_sent_again_mends_a_damaged_one(self, places):
        master = original()
        damage(places.private, masters.key_of(master.sha256))
        assert verify()[0] == 1
        original()
        assert verify()[0] == 0

    def test_a_slice_reads_the_longest_unread_first(self, places):
        rows = [original(seed) for seed in range(4)]
        for days, master in enumerate(rows):
            long_ago = timezone.now() - timedelta(days=40 + days)
            Master.objects.filter(pk=master.pk).update(verified_at=long_ago)
        month = timezone.now() - timedelta(days=30)
        masters.verify_slice(before=month, bytes_at_most=rows[3].size_bytes + 1)
        unread = Master.objects.filter(verified_at__lt=month)
        assert list(unread.order_by("pk")) == rows[:2]
        masters.verify_slice(before=month, bytes_at_most=10**9)
        assert not unread.exists()
        assert verify("--slice", "1", "--limit", "1")[1]["masters_read"] == 1


class TestSweeping:
    def test_leftovers_go_and_what_is_named_stays(self, places):  # F33, R04
        media = shown(original())
        kept = names(places.private), names(places.public)
        places.private.save("masters/.incoming/x/bytes", ContentFile(b"half"))
        places.private.save("renditions/" + "b" * 64 + "/320.webp", ContentFile(b"x"))
        places.private.save(
            f"renditions/{media.master.sha256}/.part-x", ContentFile(b"x")
        )
        places.public.save("0" * 32 + "/320.webp", ContentFile(b"x"))
        folder = media.renditions[0]["path"].partition("/")[0]
        places.public.save(f"{folder}/.part-x", ContentFile(b"x"))

        assert masters.sweep_storage().deleted == []  # an hour for who is writing
        assert len(masters.sweep_storage(at=later()).deleted) == 5
        assert (names(places.private), names(places.public)) == kept
        assert masters.sweep_storage(at=later()).deleted == []

    def test_an_original_without_a_row_is_set_aside_for_a_month(self, places):
        original()
        data = factories.jpeg(seed=7)
        lost = masters.keep(io.BytesIO(data), original_name="x.jpg")
        Master.objects.filter(pk=lost.pk).delete()

        swept = masters.sweep_storage(at=later())

        assert swept.set_aside == [masters.key_of(lost.sha256)]
        assert not Master.objects.filter(sha256=lost.sha256).exists()
        aside = [name for name in names(places.private) if name.startswith("aside/")]
        with places.private.open(aside[0]) as file:
            assert file.read() == data
        masters.sweep_storage(at=later() + timedelta(days=29))
        assert aside[0] in names(places.private)
        masters.sweep_storage(at=later() + timedelta(days=32))
        assert aside[0] not in names(places.private)

    def test_an_original_that_got_its_row_meanwhile_stays(self, places):  # F33
        master = original()
        now = later()
        assert not sweeping._set_aside(master.sha256, at=now)
        assert masters.verify(master)

    def test_a_stranger_among_the_originals_is_set_aside(self, places):
        original()
        places.private.save("masters/readme.txt", ContentFile(b"who put me here"))
        assert masters.sweep_storage(at=later()).set_aside == ["masters/readme.txt"]
        assert any(name.endswith("/readme.txt") for name in names(places.private))

    def test_an_empty_database_deletes_nothing(self, places):
        shown(original())
        before = names(places.private), names(places.public)
        Media.objects.all().delete()
        Master.objects.all().delete()
        masters.sweep_storage(at=later())
        assert (names(places.private), names(places.public)) == before

    def test_tick_sweeps_once_a_day(self, places, monkeypatch):
        original()
        asked = []
        monkeypatch.setattr(masters, "sweep_storage", lambda: asked.append(1))
        tick()
        tick()
        assert asked == [1]
        cache.clear()
        tick()
        assert asked == [1, 1]


class TestMending:
    @pytest.fixture
    def ticked(self, run_tasks):
        def tick_and_work() -> None:
            tick()
            run_tasks()

        return tick_and_work

    def test_lost_public_pictures_are_back_after_one_tick(self, places, ticked):
        media = shown(original())
        old = [step["path"] for step in media.renditions]
        places.public.delete(old[1])

        ticked()

        media.refresh_from_db()
        new = sorted(step["path"] for step in media.renditions)
        assert names(places.public) == new
        assert not set(new) & set(old)
        assert (media.problem, media.attempts) == ("", 0)
        assert verify()[0] == 0

    def test_a_lost_recording_is_back_after_one_tick(self, places, ticked):
        kept = masters.keep(
            io.BytesIO(recorded.record("mp3")), original_name="voice.mp3"
        )
        media = shown(masters.prepare(kept))
        places.public.delete(media.renditions[0]["path"])
        ticked()
        media.refresh_from_db()
        assert names(places.public) == [step["path"] for step in media.renditions]
        call_command("rebuild_renditions")
        assert verify()[0] == 0

    def test_a_row_without_pictures_gets_them(self, places, ticked):
        media = shown(original())
        mending.masters.withdraw(media.renditions)
        Media.objects.update(renditions=[])
        ticked()
        media.refresh_from_db()
        assert len(media.renditions) == 4
        assert verify()[0] == 0

    def test_lost_private_sizes_are_made_on_the_way(self, places, ticked):
        media = shown(original())
        for name in names(places.private):
            if name.startswith("renditions/"):
                places.private.delete(name)
        places.public.delete(media.renditions[0]["path"])
        ticked()
        assert verify()[0] == 0

    def test_what_cannot_be_mended_is_tried_three_times(self, places, ticked):
        media = shown(original())
        original(2)
        for name in names(places.private):
            if name.startswith("renditions/") or media.master.sha256 in name:
                places.private.delete(name)
        places.public.delete(media.renditions[0]["path"])
        for _ in range(5):
            ticked()
        media.refresh_from_db()
        assert (media.problem, media.attempts) == ("missing", 3)
        done = DBTaskResult.objects.filter(task_path="history.tasks.mend_media")
        assert done.count() == 3

    def test_a_hidden_item_gets_no_public_file(self, places, ticked):
        media = shown(original())
        renditions = media.renditions
        publishing.hide(media.item, by=None)
        Media.objects.update(renditions=renditions)  # as a slow mender would see it
        media = Media.objects.select_related("item", "master").get()
        media.item.status = Item.Status.PUBLISHED
        assert not mending.renew(media)
        ticked()
        assert names(places.public) == []

    def test_rebuilding_gives_new_names_and_leaves_no_old_file(self, places, capsys):
        media = shown(original())
        original(2)
        old = {step["path"] for step in media.renditions}
        call_command("rebuild_renditions")
        assert "Made anew: 2. Not possible: 0." in capsys.readouterr().out
        media.refresh_from_db()
        assert not {step["path"] for step in media.renditions} & old
        assert names(places.public) == sorted(s["path"] for s in media.renditions)
        assert len([n for n in names(places.private) if "renditions" in n]) == 8
        assert verify()[0] == 0

    def test_rebuilding_what_is_missing_touches_nothing_else(self, places, capsys):
        whole, broken = shown(original()), shown(original(2))
        before = whole.renditions
        places.public.delete(broken.renditions[2]["path"])
        call_command("rebuild_renditions", "--missing")
        assert "Made anew: 1." in capsys.readouterr().out
        whole.refresh_from_db()
        assert whole.renditions == before
        call_command("rebuild_renditions", "--missing")
        assert "Made anew: 0." in capsys.readouterr().out

    def test_rebuilding_one_item(self, places, capsys):
        one, other = shown(original()), shown(original(2))
        before = other.renditions
        call_command("rebuild_renditions", one.item.reference)
        other.refresh_from_db()
        assert other.renditions == before
        with pytest.raises(CommandError, match="There is no item ST-999999"):
            call_command("rebuild_renditions", "ST-999999")

    def test_edits_stay_applied(self, places):
        media = shown(original())
        Media.objects.update(edits={"rotate": 90})
        call_command("rebuild_renditions", "--after", "0")
        media.refresh_from_db()
        assert (media.width_px, media.height_px) == (500, 700)

    def test_a_stopped_run_says_where_to_go_on(self, places, monkeypatch):
        first, _second = original(), original(2)
        real = masters.remake

        def stops(master):
            if master.pk != first.pk:
                raise KeyboardInterrupt
            return real(master)

        monkeypatch.setattr(masters, "remake", stops)
        with pytest.raises(CommandError, match=f"--after {first.pk}$"):
            call_command("rebuild_renditions")


class TestQueue:
    def test_a_task_that_waits_is_not_enqueued_again(self, db):
        master = factories.make_master(state="received", renditions=[])
        Master.objects.update(received_at=timezone.now() - timedelta(hours=1))
        for _ in range(3):
            tick()
        waiting = DBTaskResult.objects.filter(task_path="history.tasks.prepare_master")
        assert [row.args_kwargs["args"] for row in waiting] == [[master.pk]]

    @pytest.mark.parametrize(
        ("worker", "hours", "status"),
        [
            (None, 0, "RUNNING"),  # this very process lives
            ("1-999999999-{host}", 0, "FAILED"),  # another process has the number now
            ("4999999-17-{host}", 0, "FAILED"),  # ended
            ("1-1-another-host", 0, "RUNNING"),  # nobody here can know
            ("1-1-another-host", 1, "FAILED"),  # no task takes so long
        ],
    )
    def test_a_task_of_a_dead_worker_is_done_again(self, worker, hours, status):
        own = worker_id()
        worker = (worker or own).format(host=own.split("-", 2)[2])
        factories.make_master(state="received", renditions=[])
        Master.objects.update(received_at=timezone.now() - timedelta(hours=1))
        tick()
        DBTaskResult.objects.update(
            status="RUNNING",
            worker_ids=[worker],
            started_at=timezone.now() - timedelta(hours=hours),
        )
        tick()
        found = list(DBTaskResult.objects.values_list("status", flat=True))
        assert sorted(found) == sorted(
            [status] if status == "RUNNING" else [status, "READY"]
        )
