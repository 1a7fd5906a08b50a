"""The drawn pictures and played sounds as originals of the archive: kept and prepared like any other."""

import io
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import connection

from history import masters
from history.models import Master
from sample import playing, town


def keep_all(entries: Iterable[dict]) -> dict[tuple[str, int], Master]:
    """Keep and prepare the files of all entries: `{(key, number): master}`.

    Safe to repeat: the same bytes are one original, prepared once.
    """
    kept: dict[tuple[str, int], Master] = {}
    for entry in entries:
        for number, picture in enumerate(entry.get("pictures", []), start=1):
            path = town.picture_path(entry["key"], number)
            name = picture.get("name") or _camera_name(path, picture)
            kept[entry["key"], number] = masters.keep(path, original_name=name)
        first = 1 + len(entry.get("pictures", []))
        for number, sound in enumerate(entry.get("sounds", []), start=first):
            data = playing.play(sound["play"], seed=sound["seed"])
            kept[entry["key"], number] = masters.keep(
                io.BytesIO(data), original_name=sound["name"]
            )
    waiting = [one for one in kept.values() if one.state != Master.State.READY]
    if connection.in_atomic_block:
        for master in waiting:
            masters.prepare(master)
    else:  # two at a time: most of the work is in a child process
        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(_prepare_alone, waiting))
    return kept


def _prepare_alone(master: Master) -> None:
    try:
        masters.prepare(master)
    finally:
        connection.close()


def _camera_name(path: Path, picture: dict) -> str:
    year = picture["draw"]["year"]
    if year >= 2002:
        return f"IMG_{year}_{picture['draw']['seed']:04d}.jpg"
    return f"scan-{path.stem}.jpg"
