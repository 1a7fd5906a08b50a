"""Deep-zoom tiles: the right pixels, the right names, nothing private, nothing left over."""

import io
import json
import math
import os
import re
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from history import images, masters, publishing, tiling
from history import stuck as archive
from history.images import Limits, Unreadable
from history.models import Media
from history.tasks import tick
from tests.history import drawn

BUCKET = "tests.history.test_masters.BucketStorage"
LARGE = (3300, 2101)  # odd, so that edges are rounded


def spread(width, height):
    """Draw a picture whose every place has its own colour."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, Image.new("L", (width, height), 90)))


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A large photograph, upright, with a position, a comment and a camera in it."""
    return drawn.with_gps(spread(*LARGE), tmp_path_factory.mktemp("scan") / "scan.jpg")


def promised(info):
    """Name every file that a client may ask for (API 3.0: sections 4, 5 and notes).

    Shape: name → (left, top, width, height of the region, width and height of the tile).
    """
    width, height = info["width"], info["height"]
    found = {}
    for tiles in info["tiles"]:
        for factor in tiles["scaleFactors"]:
            for row in range(math.ceil(height / (tiles["height"] * factor))):
                for column in range(math.ceil(width / (tiles["width"] * factor))):
                    left, top = (
                        column * tiles["width"] * factor,
                        row * tiles["height"] * factor,
                    )
                    w = min(tiles["width"] * factor, width - left)
                    h = min(tiles["height"] * factor, height - top)
                    size = math.ceil(w / factor), math.ceil(h / factor)
                    region = f"{left},{top},{w},{h}"
                    if (w, h) == (width, height):
                        region = "full"
                    name = f"{region}/{size[0]},{size[1]}/0/default.jpg"
                    found[name] = (left, top, w, h, *size)
    for size in info["sizes"]:
        name = f"full/{size['width']},{size['height']}/0/default.jpg"
        found[name] = (0, 0, width, height, size["width"], size["height"])
    largest = info["maxWidth"], info["maxHeight"]
    found["full/max/0/default.jpg"] = (0, 0, width, height, *largest)
    return found


def compare(folder, expected):
    """Return the largest mean difference of a tile from its region of a picture."""
    info = {"width": expected.width, "height": expected.height}
    factors = images.scale_factors(*expected.size)
    info |= {
        "tiles": [{"width": 512, "height": 512, "scaleFactors": factors}],
        "sizes": [], "maxWidth": 1, "maxHeight": 1,
    }  # fmt: skip
    names = promised(info)
    del names["full/max/0/default.jpg"]
    worst = 0
    for name, (left, top, w, h, *size) in names.items():
        with Image.open(folder / name) as tile:
            assert tile.size == tuple(size), name
            region = expected.crop((left, top, left + w, top + h)).resize(size)
            worst = max(worst, drawn.difference(region, tile.convert("RGB")))
    return worst


@pytest.mark.parametrize(
    "edits",
    [
        {},
        {"rotate": 90},
        {"rotate": 270, "crop": [0.0, 0.02, 0.97, 0.96]},
        {
            "masks": [{"box": [0.4, 0.4, 0.2, 0.2], "style": "fill"}],
            "crop": [0.02, 0, 0.95, 1],
        },
    ],
    ids=["as it came", "turned", "turned and cropped", "masked"],
)
def test_every_tile_shows_its_region_after_the_edits(scan, tmp_path, edits):
    checked = images.check_edits(edits)
    expected = spread(*LARGE)
    for mask in checked["masks"]:
        x, y, w, h = (
            round(part * side)
            for part, side in zip(mask["box"], 2 * LARGE, strict=True)
        )
        expected.paste((68, 68, 68), (x, y, x + w, y + h))
    expected = expected.rotate(-checked["rotate"], expand=True)
    x, y, w, h = checked["crop"]
    width, height = images.outcome_size(*LARGE, edits)
    left, top = round(x * expected.width), round(y * expected.height)
    expected = expected.crop((left, top, left + width, top + height))

    size = images.tile(scan, into=tmp_path / "tiles", edits=edits)

    assert size == (width, height)
    assert compare(tmp_path / "tiles", expected) < 3


def test_a_picture_that_lies_on_its_side_is_cut_upright(tmp_path):
    turned = spread(*LARGE).transpose(drawn.UNTURN[6])
    exif = Image.Exif()
    exif[drawn.ORIENTATION] = 6
    turned.save(tmp_path / "phone.jpg", quality=92, exif=exif)

    assert images.tile(tmp_path / "phone.jpg", into=tmp_path / "tiles") == LARGE
    assert compare(tmp_path / "tiles", spread(*LARGE)) < 3


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("grey.tif", "L", {"compression": "tiff_lzw"}),
        ("deep.tif", "I;16", {}),
        ("clear.png", "RGBA", {"compress_level": 1}),
        ("press.jpg", "CMYK", {}),
        ("web.webp", "RGB", {"quality": 90}),
    ],
)
def test_other_formats(tmp_path, name, mode, options):
    picture = spread(3100, 700)
    if mode == "I;16":
        wide = picture.convert("L").convert("I").point(lambda value: value * 257)
        wide.convert("I;16").save(tmp_path / name)
        picture = picture.convert("L")
    else:
        picture = picture.convert(mode)
        picture.save(tmp_path / name, **options)

    assert images.tile(tmp_path / name, into=tmp_path / "tiles") == (3100, 700)
    assert compare(tmp_path / "tiles", picture.convert("RGB")) < 5


def test_nothing_of_the_metadata_is_left_in_any_tile(scan, tmp_path):
    images.tile(scan, into=tmp_path / "tiles")

    files = list((tmp_path / "tiles").rglob("*.jpg"))
    assert len(files) > 40
    for path in files:
        data = path.read_bytes()
        assert not re.search(rb"PLANTED|Exif|GPS|xmpmeta|ICC_PROFILE|<\?php", data)
        with Image.open(path) as tile:
            assert not tile.getexif()
            assert set(tile.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
            }


def test_a_cut_file_gives_no_tiles(scan, tmp_path):
    (tmp_path / "cut.jpg").write_bytes(scan.read_bytes()[:90_000])

    with pytest.raises(Unreadable):
        images.tile(tmp_path / "cut.jpg", into=tmp_path / "tiles")


def test_a_quarter_of_a_gigapixel_fits_within_the_walls(tmp_path):
    wide = Image.new("L", (20_000, 12_500), 128)
    wide.save(tmp_path / "wide.tif", compression="tiff_lzw")

    size = images.tile(tmp_path / "wide.tif", into=tmp_path / "tiles", limits=Limits())

    assert size == (20_000, 12_500)


# --- what is public, and when ---------------------------------------------------------


@pytest.fixture
def large(db, scan):
    """A large original, kept and prepared by the real decoder."""
    return masters.prepare(masters.keep(scan, original_name="scan.jpg"))


@pytest.fixture
def by(cast):
    return cast["curator"]


def published(master, by, **changes):
    words = publishing.Description(
        kind="photo", title="Панорама", language="uk", **changes
    )
    return publishing.publish(words, files=[publishing.File(master=master)], by=by)


@pytest.fixture
def tiled(large, by, django_capture_on_commit_callbacks):
    """A published picture with its tiles."""
    with django_capture_on_commit_callbacks(execute=True):
        item = published(large, by)
    assert masters.make_tiles(item.media.get().pk) == "made"
    return item.media.get()


@pytest.fixture
def run_now(db):
    """Do what waits in the queue for tiles, in this process."""

    def run():
        for media in Media.objects.filter(tiles_state=Media.Tiles.NEEDED):
            tiling.make_tiles.call(media.pk)

    return run


def names_in(folder):
    root = Path(storages["public"].path(folder))
    return {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()
    }


def test_info_json_keeps_every_promise(tiled, client, settings):
    address = tiled.image_service
    answer = client.get(f"{address}/info.json")
    info = answer.json()

    assert info["@context"] == "http://iiif.io/api/image/3/context.json"
    assert info["id"] == settings.SITE_URL + address
    assert re.fullmatch(r"/iiif/image/[0-9a-f]{32}", address)
    assert (info["type"], info["protocol"]) == (
        "ImageService3",
        "http://iiif.io/api/image",
    )
    assert info["profile"] == "level0"
    assert (info["width"], info["height"]) == LARGE
    assert info["tiles"][0]["scaleFactors"] == [1, 2, 4, 8]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    names = promised(info)
    assert names_in(tiled.tiles["folder"]) == {*names, "info.json"}
    for name, (*_region, width, height) in names.items():
        served = client.get(f"{address}/{name}")
        assert served["Content-Type"] == "image/jpeg"
        with Image.open(io.BytesIO(served.getvalue())) as tile:
            assert tile.size == (width, height), name
    assert tiled.image_info == info | {"id": address}


NOT_MADE = {
    "9000,9000,10,10/10,10/0/default.jpg": 501,
    "full/^99999,/0/default.jpg": 501,
    "pct:999,0,1,1/max/0/default.jpg": 501,
    "0,0,512,512/512,512/90/default.jpg": 501,
    "full/max/0/default.png": 501,
    "0,0,0,0/1,1/0/default.jpg": 400,
    "full/0,0/0/default.jpg": 400,
    "full/max/361/default.jpg": 400,
    "full/max/0/x.jpg": 400,
    "full/max/0/default.php": 400,
    "..%2F..%2Fmasters": 400,
}


def test_a22_what_was_not_made_is_not_made_on_demand(tiled, client):
    service = tiled.image_service

    answers = {name: client.get(f"{service}/{name}").status_code for name in NOT_MADE}

    assert answers == NOT_MADE


def test_the_address_of_a_picture_leads_to_its_description(tiled, client):
    answer = client.get(tiled.image_service)

    assert answer.status_code == 302
    assert answer["Location"] == f"{tiled.image_service}/info.json"
    assert client.get("/iiif/image/0123456789abcdef/info.json").status_code == 404
    assert client.get("/iiif/image/unknown/full/max/0/default.jpg").status_code == 404


def test_api_and_page_name_the_tiles_once_they_are_there(
    large, by, client, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        item = published(large, by)
    path, page = f"/api/v1/items/{item.reference}/", item.get_absolute_url()
    before = client.get(path).json()["media"][0]
    masters.make_tiles(item.media.get().pk)
    after = client.get(path).json()["media"][0]

    service = item.media.get().image_service
    assert before["iiif"] is None
    assert after["iiif"] == f"{settings.SITE_URL}{service}/info.json"
    assert after | {"iiif": None} == before
    assert service in client.get(page, follow=True).content.decode()


def test_small_pictures_need_no_tiles(by, tmp_path, django_capture_on_commit_callbacks):
    path = drawn.saved(tmp_path / "small.jpg", spread(3000, 400), "JPEG")
    master = masters.prepare(masters.keep(path, original_name="small.jpg"))

    with django_capture_on_commit_callbacks(execute=True):
        media = published(master, by).media.get()

    assert media.tiles_state == Media.Tiles.NONE
    assert masters.make_tiles(media.pk) == "nothing to do"
    assert masters.public_folders(media) == []


def test_an_edit_that_makes_it_small_needs_none_either(large, by):
    item = published(large, by)
    media = item.media.get()
    media.edits = {"crop": [0, 0, 0.5, 0.5]}
    media.save()
    publishing.hide(item, by=by)
    publishing.restore(item, by=by)

    assert item.media.get().tiles_state == Media.Tiles.NONE


def test_what_is_covered_is_covered_in_every_tile(large, by, run_now):
    item = published(large, by)
    media = item.media.get()
    media.edits = {
        "masks": [{"box": [0, 0, 1, 1], "style": "fill"}],
        "crop": [0.0, 0.0, 0.95, 1.0],
    }
    media.save()
    publishing.hide(item, by=by)
    publishing.restore(item, by=by)
    run_now()

    media = item.media.get()
    folder = Path(storages["public"].path(media.tiles["folder"]))
    assert media.tiles["size"] == [round(LARGE[0] * 0.95), LARGE[1]]
    for path in folder.rglob("*.jpg"):
        with Image.open(path) as tile:
            assert {low for low, _high in tile.convert("RGB").getextrema()} == {68}, (
                path
            )


HIDING = {
    "hide": lambda item, by: publishing.hide(item, by=by),
    "take down": lambda item, by: publishing.take_down(item, by=by, reason="asked"),
    "retract": lambda item, by: publishing.retract(item, master_ids=[], keep_item=False),
}  # fmt: skip


@pytest.mark.parametrize("act", HIDING.values(), ids=HIDING)
def test_p59_tiles_go_with_the_item(
    act, tiled, by, client, django_capture_on_commit_callbacks
):
    address, item = tiled.image_service, tiled.item
    assert client.get(f"{address}/info.json").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        act(item, by)

    for name in (
        "info.json",
        "full/max/0/default.jpg",
        "0,0,512,512/512,512/0/default.jpg",
    ):
        assert client.get(f"{address}/{name}").status_code == 404
        assert client.get(f"/media/{tiled.tiles['folder']}/{name}").status_code == 404
    assert not Path(storages["public"].path(tiled.tiles["folder"])).exists()
    assert not Media.objects.exclude(tiles={}).exists()


def test_restoring_makes_them_again_under_another_name(
    tiled, by, run_now, django_capture_on_commit_callbacks
):
    before = tiled.image_service
    with django_capture_on_commit_callbacks(execute=True):
        publishing.hide(tiled.item, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.restore(tiled.item, by=by)
    assert tiled.item.media.get().tiles_state == Media.Tiles.NEEDED

    run_now()

    after = tiled.item.media.get()
    assert after.tiles_state == Media.Tiles.MADE
    assert after.image_service != before
    assert "info.json" in names_in(after.tiles["folder"])


def test_hidden_while_they_were_cut_nothing_stays(
    large, by, monkeypatch, django_capture_on_commit_callbacks
):
    """The librarian is quicker than the worker: the work is thrown away."""
    item, before = published(large, by), list_of_tiles()
    cut = images.tile

    def hide_meanwhile(*args, **options):
        size = cut(*args, **options)
        with django_capture_on_commit_callbacks(execute=True):
            publishing.hide(item, by=by)
        return size

    monkeypatch.setattr(images, "tile", hide_meanwhile)
    state = masters.make_tiles(item.media.get().pk)

    assert state == "no longer wanted"
    assert item.media.get().tiles_state == Media.Tiles.NONE
    assert list_of_tiles() == before


def list_of_tiles():
    root = Path(storages["public"].path("iiif"))
    return sorted(path.name for path in root.iterdir()) if root.exists() else []


# --- trouble --------------------------------------------------------------------------


class Killed:
    """Kill this process, as the system would, at a call of the standard library."""

    def __init__(self, patch, owner, name, *, call):
        self.real, self.left = getattr(owner, name), call
        patch.setattr(owner, name, self)

    def __call__(self, *args, **options):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.real(*args, **options)


STEPS = {
    "while the child cuts": (subprocess.Popen, "communicate", 1),
    "all are cut, nothing is public": (os, "sync", 1),
    "all are public, the row does not know": (os, "sync", 2),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_killed_worker_is_made_good_by_tick(
    step, transactional_db, scan, cast, run_tasks, client
):
    master = masters.prepare(masters.keep(scan, original_name="scan.jpg"))
    item = published(master, cast["curator"])
    DBTaskResult.objects.all().delete()  # the queue is lost as well
    media, before = item.media.get(), list_of_tiles()
    owner, name, call = step
    connections.close_all()
    child = os.fork()
    if not child:
        Killed(pytest.MonkeyPatch(), owner, name, call=call)
        masters.make_tiles(media.pk)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    media.refresh_from_db()
    assert (media.tiles_state, media.tiles_attempts) == (Media.Tiles.NEEDED, 1)
    assert media.image_service == ""

    tick()
    assert not DBTaskResult.objects.exists()  # it may still be at work
    Media.objects.update(tiles_at=timezone.now() - timedelta(minutes=5))
    tick()
    run_tasks()

    media.refresh_from_db()
    assert (media.tiles_state, media.tiles_attempts) == (Media.Tiles.MADE, 2)
    assert client.get(f"{media.image_service}/info.json").status_code == 200
    new = set(list_of_tiles()) - set(before)
    assert new == {media.tiles["folder"].removeprefix("iiif/")}


def test_after_three_attempts_it_is_left_and_said(
    large, by, django_capture_on_commit_callbacks
):
    media = published(large, by).media.get()
    long_ago = timezone.now() - timedelta(hours=1)
    Media.objects.update(tiles_attempts=3, tiles_at=long_ago)

    assert masters.make_tiles(media.pk) == "nothing to do"
    tick()

    media.refresh_from_db()
    assert media.tiles_state == Media.Tiles.FAILED
    assert media.tiles == {"problem": "too_heavy"}
    assert media.picture.largest


def test_a_master_that_is_lost_is_tried_three_times(large, by):
    media = published(large, by).media.get()
    storages["default"].delete(masters.key_of(large.sha256))

    states = [masters.make_tiles(media.pk) for _ in range(4)]

    assert states == ["needed", "needed", "failed", "nothing to do"]
    media.refresh_from_db()
    assert media.tiles == {"problem": "missing"}
    stuck = list(archive.listed(at_most=10))
    assert [(one.kind, one.row, one.name) for one in stuck] == [
        ("tiles", media, "Панорама")
    ]
    archive.try_again("tiles", media)
    media.refresh_from_db()
    assert (media.tiles_state, media.tiles_attempts) == (Media.Tiles.NEEDED, 0)


def test_leftovers_are_swept_and_tiles_in_use_are_not(tiled):
    used = names_in(tiled.tiles["folder"])
    for folder in ("iiif/0123", "iiif/4567.part/cut"):
        storages["public"].save(f"{folder}/full/max/0/default.jpg", ContentFile(b"x"))
    later = timezone.now() + timedelta(hours=2)

    swept = masters.sweep_storage(at=later)

    assert "iiif/0123/full/max/0/default.jpg" in swept.deleted
    assert "iiif/4567.part/cut/full/max/0/default.jpg" in swept.deleted
    assert names_in(tiled.tiles["folder"]) == used


def test_making_them_twice_changes_nothing(tiled):
    assert masters.make_tiles(tiled.pk) == "nothing to do"
    assert names_in(tiled.tiles["folder"])


class TestBucket:
    """A storage without paths: files one by one, the description last."""

    def test_tiles_lie_in_the_bucket_and_name_it(self, large, by, settings, client):
        settings.STORAGES = settings.STORAGES | {"public": {"BACKEND": BUCKET}}
        storages["public"].files.clear()
        item = published(large, by)
        masters.make_tiles(item.media.get().pk)
        media = item.media.get()
        bucket, folder = storages["public"], media.tiles["folder"]

        assert media.image_service == f"https://bucket.example/{folder}"
        info = json.loads(bucket.files[f"{folder}/info.json"])
        assert info["id"] == media.image_service
        held = [name for name in bucket.files if name.startswith(folder)]
        assert held[-1] == f"{folder}/info.json"
        assert {name.removeprefix(f"{folder}/") for name in held} == {
            *promised(info),
            "info.json",
        }
        ours = f"/iiif/image/{folder.removeprefix('iiif/')}"
        led = client.get(f"{ours}/info.json")
        assert (led.status_code, led["Location"]) == (
            302,
            f"https://bucket.example/{folder}/info.json",
        )
        assert client.get(f"{ours}/../secret").status_code == 404

        masters.withdraw_folders(masters.public_folders(media))
        assert not [name for name in bucket.files if name.startswith(folder)]
