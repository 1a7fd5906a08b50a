"""Make and withdraw the deep-zoom tiles of a public picture.

The row names the folder first, then the files come, `info.json` last, then the row says
"made". Whoever is killed in between leaves a row that `tick` finds and a folder that the
next attempt deletes. Hiding or editing meanwhile empties the row: the work is thrown away.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from history import images
from history.images import Unreadable
from history.models import Master, Media
from history.storing import absolute, image_service

from .keeping import open_local
from .owning import public_folders
from .rendering import MAX_ATTEMPTS, upload_limits

log = logging.getLogger(__name__)

TILED_FROM_PX = 3000
"""Longer sides than this get tiles; below, the largest public size shows all there is."""
FOLDER = "iiif"
NO_LONGER_WANTED = "no longer wanted"
OVERDUE_AFTER = timedelta(seconds=images.TILE_SECONDS + 60)


def plan_tiles(media: Media) -> None:
    """Set on a row, unsaved, whether its picture needs tiles; old ones are forgotten."""
    is_large = max(media.width_px or 0, media.height_px or 0) > TILED_FROM_PX
    media.tiles_state = Media.Tiles.NEEDED if is_large else Media.Tiles.NONE
    media.tiles, media.tiles_attempts, media.tiles_at = {}, 0, timezone.now()


def make_tiles(media_id: int) -> str:
    """Make the tiles that a row asks for; again, or for a row that is gone, is harmless.

    Returns: the state of the row afterwards. A failing storage raises, and `tick` finds
    the row as it was.
    """
    media = _claim(media_id)
    if media is None:
        return "nothing to do"
    folder = media.tiles["folder"]
    try:
        made = _make(media, folder)
    except Unreadable as refusal:
        return _note_problem(media, refusal.code)
    except FileNotFoundError:
        return _note_problem(media, "missing")
    except Exception:  # the storage's fault, which uses up no attempt
        _settle(
            media,
            Media.Tiles.NEEDED,
            media.tiles,
            tiles_attempts=F("tiles_attempts") - 1,
        )
        raise
    # Not if somebody hid, removed or edited it meanwhile: then nothing may stay.
    if not _settle(media, Media.Tiles.MADE, {"folder": folder, **made}):
        withdraw_folders(public_folders(media))
        return NO_LONGER_WANTED
    return Media.Tiles.MADE


def give_up(media: Media) -> None:
    """Stop trying after workers died on it; the public sizes are shown instead."""
    _note_problem(media, "too_heavy")


@transaction.atomic
def _claim(media_id: int) -> Media | None:
    """Count an attempt and name a fresh folder, before the first byte."""
    rows = Media.objects.select_for_update(of=("self",)).select_related("master")
    media = rows.filter(pk=media_id, tiles_state=Media.Tiles.NEEDED).first()
    if media is None or media.tiles_attempts >= MAX_ATTEMPTS:
        return None
    left = public_folders(media)
    transaction.on_commit(lambda: withdraw_folders(left))
    media.tiles_attempts += 1
    media.tiles_at = timezone.now()
    media.tiles = {"folder": f"{FOLDER}/{secrets.token_hex(16)}"}
    media.save(update_fields=["tiles_attempts", "tiles_at", "tiles"])
    return media


def _settle(media: Media, state: str, tiles: dict[str, Any], **more: Any) -> bool:
    """Write the outcome unless the row has moved on; tell whether it was written."""
    row = Media.objects.filter(
        pk=media.pk, tiles_state=Media.Tiles.NEEDED, tiles=media.tiles
    )
    now = timezone.now()
    return bool(row.update(tiles_state=state, tiles=tiles, tiles_at=now, **more))


def _note_problem(media: Media, code: str) -> str:
    """Record why there are no tiles; passing problems stay on tick's list."""
    is_final = code not in Master.PASSING or media.tiles_attempts >= MAX_ATTEMPTS
    state = Media.Tiles.FAILED if is_final else Media.Tiles.NEEDED
    withdraw_folders(public_folders(media))
    if not _settle(media, state, {"problem": code}):
        return NO_LONGER_WANTED
    log.info("No tiles for file %s of an item: %s", media.pk, code)
    return state


def _make(media: Media, folder: str) -> dict[str, Any]:
    """Cut, describe and store; returns what the row has to know of it."""
    with open_local(media.master) as path, _workplace(folder) as workplace:
        if not path.exists():
            raise FileNotFoundError(path)
        cut = workplace / "cut"
        size = images.tile(
            path,
            into=cut,
            edits=media.edits,
            page=media.page,
            is_lenient=media.master.is_incomplete,
            limits=upload_limits(),
        )
        whole = _add_whole(media, cut)
        address = absolute(image_service(folder))
        (cut / "info.json").write_text(
            json.dumps(images.describe(address, size, whole), indent=1)
        )
        _publish(cut, folder)
    return {"size": list(size), "whole": list(whole)}


def _add_whole(media: Media, cut: Path) -> tuple[int, int]:
    """Put the public JPEG among the tiles, as the largest size of the whole picture."""
    step = next(one for one in media.renditions if one["type"] == "image/jpeg")
    width, height = step["width"], step["height"]
    for size in ("max", f"{width},{height}"):
        target = cut / images.whole_name(size)
        target.parent.mkdir(parents=True)
        with storages["public"].open(step["path"]) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    return width, height


@contextmanager
def _workplace(folder: str) -> Iterator[Path]:
    """Yield a folder to work in, beside the public files on a local disk."""
    storage = storages["public"]
    if not isinstance(storage, FileSystemStorage):
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)
        return
    workplace = Path(storage.path(f"{folder}.part"))
    workplace.mkdir(parents=True)
    try:
        yield workplace
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _publish(cut: Path, folder: str) -> None:
    """Bring the whole set to its public place: at once, or `info.json` last."""
    storage = storages["public"]
    if isinstance(storage, FileSystemStorage):
        os.sync()  # hundreds of small files, once; then the rename may count
        cut.rename(storage.path(folder))
        os.sync()
        return
    files = sorted(
        (path for path in cut.rglob("*") if path.is_file()),
        key=lambda path: (path.name == "info.json", path),
    )
    for path in files:
        with path.open("rb") as file:
            storage.save(f"{folder}/{path.relative_to(cut).as_posix()}", File(file))


def withdraw_folders(folders: list[str]) -> None:
    """Delete whole folders of public storage; gone ones are fine."""
    storage = storages["public"]
    for folder in folders:
        if isinstance(storage, FileSystemStorage):
            shutil.rmtree(storage.path(folder), ignore_errors=True)
        elif hasattr(storage, "bucket"):  # a thousand names a request
            place = f"{storage.location.strip('/')}/{folder}/".lstrip("/")
            storage.bucket.objects.filter(Prefix=place).delete()
        else:
            _delete_all(storage, folder)


def _delete_all(storage: Storage, folder: str) -> None:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    for name in folders:
        _delete_all(storage, f"{folder}/{name}")
