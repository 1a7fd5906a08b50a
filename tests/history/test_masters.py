"""Originals kept once and unaltered; pictures made, released and withdrawn."""

import hashlib
import io
import stat
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image, ImageDraw

from history import masters
from history.images import Unreadable
from history.models import Master

pytestmark = pytest.mark.django_db


def jpeg(colour="teal", size=(700, 400)):
    """Return the bytes of a small photograph with a position in it."""
    picture = Image.new("RGB", size, colour)
    ImageDraw.Draw(picture).ellipse((10, 10, 200, 200), fill="white")
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 30.0, 0.0), "E", (34.0, 0.0, 0.0)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif, quality=90)
    return stream.getvalue()


class BucketStorage(Storage):
    """Behave as an object store: no paths, never overwrites, forgets nothing."""

    def __init__(self):
        self.files = {}

    def _open(self, name, mode="rb"):
        if name not in self.files:
            raise FileNotFoundError(name)
        return ContentFile(self.files[name])

    def _save(self, name, content):
        self.files[name] = content.read()
        return name

    def exists(self, name):
        return name in self.files

    def size(self, name):
        return len(self.files[name])

    def delete(self, name):
        self.files.pop(name, None)

    def listdir(self, path):
        inside = [name[len(path) + 1 :] for name in self.files if name.startswith(path)]
        folders = {rest.split("/")[0] for rest in inside if "/" in rest}
        return sorted(folders), [rest for rest in inside if "/" not in rest]

    def url(self, name):
        return f"https://bucket.example/{name}"


@pytest.fixture(params=["disk", "bucket"])
def places(request, tmp_path, monkeypatch):
    """Give fresh private and public storages of both sorts."""
    if request.param == "disk":
        made = {
            name: FileSystemStorage(tmp_path / name, file_permissions_mode=0o640)
            for name in ("default", "public")
        }
    else:
        made = {name: BucketStorage() for name in ("default", "public")}
    monkeypatch.setattr(storages, "_storages", made)
    return made


def names_in(storage):
    """List every file of a storage."""
    if isinstance(storage, BucketStorage):
        return sorted(storage.files)
    root = Path(storage.path(""))
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def bytes_of(storage, name):
    with storage.open(name, "rb") as file:
        return file.read()


def test_an_original_is_kept_byte_for_byte(places):
    data = jpeg()
    sent = SimpleUploadedFile("Бабуся 1962.jpg", data, content_type="text/html")
    master = masters.keep(sent, original_name=sent.name)
    assert master.sha256 == hashlib.sha256(data).hexdigest()
    assert (master.size_bytes, master.media_type) == (len(data), "image/jpeg")
    assert master.original_name == "Бабуся 1962.jpg"
    key = f"masters/{master.sha256[:2]}/{master.sha256[2:4]}/{master.sha256}"
    assert names_in(places["default"]) == [key]
    assert bytes_of(places["default"], key) == data


def test_the_same_bytes_are_stored_once(places, tmp_path):  # U34
    path = tmp_path / "again.jpg"
    path.write_bytes(jpeg())
    first = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    second = masters.keep(path, original_name="b.jpg")
    assert first == second
    assert second.original_name == "a.jpg"
    assert len(names_in(places["default"])) == 1
    assert path.exists()


def test_a_file_is_read_from_its_beginning(places):
    file = io.BytesIO(jpeg())
    file.read(100)
    master = masters.keep(file, original_name="a.jpg")
    assert master.sha256 == hashlib.sha256(jpeg()).hexdigest()


def test_bytes_that_changed_on_the_way_are_not_kept(places):  # U50
    with pytest.raises(masters.WrongChecksum):
        masters.keep(io.BytesIO(jpeg()), original_name="a.jpg", sha256="0" * 64)
    assert not Master.objects.exists()
    assert names_in(places["default"]) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        (r"..\..\win.ini", "win.ini"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\0b.jpg", "ab.jpg"),
        ("..", ".."),
        ("", ""),
        ("я" * 300 + ".jpg", "я" * 200 + "…" + "я" * 46 + ".jpg"),
    ],
)
def test_names_are_text_only(places, sent, shown):  # U40 to U43
    master = masters.keep(io.BytesIO(jpeg()), original_name=sent)
    assert master.original_name == shown
    assert names_in(places["default"])[0].endswith(master.sha256)


def test_verify_finds_a_flipped_bit_and_a_missing_file(places):
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    masters.keep(io.BytesIO(jpeg("red")), original_name="b.jpg")
    before = master.verified_at
    assert masters.verify(master)
    assert master.verified_at > before
    seen = master.verified_at
    key, data = masters.key_of(master.sha256), bytearray(jpeg())
    data[len(data) // 2] ^= 1
    places["default"].delete(key)
    places["default"].save(key, ContentFile(bytes(data)))
    assert not masters.verify(master)
    places["default"].delete(key)
    assert not masters.verify(master)
    master.refresh_from_db()
    assert master.verified_at == seen


def test_keeping_again_mends_a_lost_file(places):
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    places["default"].delete(masters.key_of(master.sha256))
    assert masters.keep(io.BytesIO(jpeg()), original_name="a.jpg") == master
    assert masters.verify(master)


def test_prepare_makes_private_sizes_and_nothing_public(places):
    master = masters.prepare(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg"))
    master.refresh_from_db()
    assert master.state == "ready"
    assert (master.width_px, master.height_px) == (700, 400)
    assert master.exif["_gps"] == [48.5, 34.0]
    assert master.placeholder.startswith("data:image/webp;base64,")
    assert master.fingerprint is not None
    assert [r["width"] for r in master.renditions] == [320, 640, 700, 700]
    for rendition in master.renditions:
        assert rendition["path"].startswith(f"renditions/{master.sha256}/")
        data = bytes_of(places["default"], rendition["path"])
        assert len(data) == rendition["size"]
        assert b"Exif" not in data
    assert names_in(places["public"]) == []
    assert masters.verify(master)


def test_prepare_again_does_nothing_and_mends_what_is_half_done(places):
    master = masters.prepare(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg"))
    everything = names_in(places["default"])
    made = dict(master.renditions[0])
    assert masters.prepare(master).renditions[0] == made
    Master.objects.update(state="received", renditions=[])  # killed before the save
    again = masters.prepare(Master.objects.get())
    assert again.state == "ready"
    assert names_in(places["default"]) == everything


def test_a_bad_file_keeps_its_bytes_and_says_why(places):  # U03, U05
    cut = masters.keep(io.BytesIO(jpeg()[:2000]), original_name="cut.jpg")
    masters.prepare(cut)
    cut.refresh_from_db()
    assert (cut.state, cut.problem) == ("unreadable", "incomplete")
    page = masters.keep(io.BytesIO(b"<html>"), original_name="x.jpg")
    masters.prepare(page)
    assert (page.state, page.problem) == ("unreadable", "not_a_picture")
    assert page.media_type == "application/octet-stream"
    assert masters.verify(cut)
    assert len(names_in(places["default"])) == 2


def test_a_passing_problem_is_tried_three_times(places, monkeypatch):
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")

    def too_heavy(*args, **options):
        raise Unreadable("too_heavy")

    monkeypatch.setattr("history.images.derive", too_heavy)
    states = [masters.prepare(master).state for _ in range(3)]
    assert states == ["received", "received", "unreadable"]
    assert master.problem == "too_heavy"
    monkeypatch.undo()


def test_a_missing_original_is_noted(places):
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    places["default"].delete(masters.key_of(master.sha256))
    masters.prepare(master)
    assert (master.state, master.problem) == ("received", "missing")


def test_release_copies_and_withdraw_removes(places):
    master = masters.prepare(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg"))
    one, two = masters.release(master, edits={}), masters.release(master)
    folders = {r["path"].split("/")[0] for r in one + two}
    assert len(folders) == 2
    assert all(len(folder) == 32 for folder in folders)
    assert [r["path"].split("/")[1] for r in one] == [
        "320.webp",
        "640.webp",
        "700.webp",
        "700.jpg",
    ]
    for public, private in zip(one, master.renditions, strict=True):
        assert bytes_of(places["public"], public["path"]) == bytes_of(
            places["default"], private["path"]
        )
    masters.withdraw(one)
    masters.withdraw(one)
    assert names_in(places["public"]) == sorted(r["path"] for r in two)


def test_release_applies_edits_and_leaves_the_original(places):
    master = masters.prepare(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg"))
    shown = masters.release_picture(master, edits={"rotate": 90})
    assert (shown.width_px, shown.height_px) == (400, 700)
    assert shown.placeholder != master.placeholder
    widths = [(r["width"], r["height"]) for r in shown.renditions]
    assert widths == [(320, 560), (400, 700), (400, 700)]
    assert masters.verify(master)
    assert master.width_px == 700


def test_a_failed_release_leaves_nothing_public(places, monkeypatch):
    master = masters.prepare(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg"))
    real, calls = masters.put, []

    def put_twice(*args, **options):
        calls.append(args)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(*args, **options)

    monkeypatch.setattr("history.masters.rendering.put", put_twice)
    with pytest.raises(OSError, match="No space"):
        masters.release(master)
    assert names_in(places["public"]) == []
    calls.clear()
    with pytest.raises(OSError, match="No space"):
        masters.release(master, edits={"rotate": 180})
    assert names_in(places["public"]) == []


def test_forget_takes_everything_of_an_unused_original(places):
    master = masters.prepare(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg"))
    masters.forget(master)
    assert not Master.objects.exists()
    assert names_in(places["default"]) == []


def test_a_used_original_is_never_forgotten(places, monkeypatch):
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    monkeypatch.setattr("history.masters.keeping.is_used", lambda master: True)
    with pytest.raises(masters.StillUsed):
        masters.forget(master)
    assert masters.verify(master)


def test_what_refers_to_an_original_is_found_in_any_app(places):
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    assert not masters.is_used(master)
    from history.models import Item, Media

    kind = Item._meta.get_field("kind").choices[0][0]
    item = Item.objects.create(title="Міст", kind=kind, status="hidden")
    Media.objects.create(item=item, master=master, width_px=1, height_px=1)
    assert masters.is_used(master)


def test_files_on_disk_are_readable_by_their_group_only(tmp_path, monkeypatch):
    disk = FileSystemStorage(tmp_path / "private", file_permissions_mode=0o640)
    monkeypatch.setattr(storages, "_storages", {"default": disk, "public": disk})
    master = masters.keep(io.BytesIO(jpeg()), original_name="a.jpg")
    with masters.open_local(master) as path:
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert path.read_bytes() == jpeg()
    assert list((tmp_path / "private/masters/.incoming").iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_two_keeps_at_once_give_one_row(places):
    start, found, problems = threading.Barrier(4), [], []

    def keep():
        try:
            start.wait(10)
            found.append(masters.keep(io.BytesIO(jpeg()), original_name="a.jpg").pk)
        except Exception as error:  # noqa: BLE001
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []
    assert len(set(found)) == 1
    assert len(found) == 4
    assert Master.objects.count() == 1
    assert masters.verify(Master.objects.get())
    assert len(names_in(places["default"])) == 1
