"""Prepare a recording: how long it is, how loud, and the copy that may be public."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.storage import storages

from history import sounds
from history.images import Limits
from history.models import Master

from .keeping import open_local, put


def prepare_sound(master: Master, folder_name: str, limits: Limits) -> None:
    """Store the private copy without tags; the row names it with length and loudness.

    Raises: Unreadable, FileNotFoundError; then nothing is stored.
    """
    with open_local(master) as path, tempfile.TemporaryDirectory() as folder:
        if not path.exists():
            raise FileNotFoundError(path)
        prepared = sounds.derive(path, into=folder, limits=limits)
        key = folder_name + prepared.copy_name
        put(storages["default"], key, Path(folder, prepared.copy_name))
    master.media_type = prepared.media_type
    master.duration_ms, master.peaks = prepared.duration_ms, prepared.peaks
    master.renditions = [
        {"type": prepared.copy_type, "path": key, "size": prepared.copy_size}
    ]
    master.state, master.problem = Master.State.READY, ""
    master.save(
        update_fields=[
            "media_type",
            "duration_ms",
            "peaks",
            "renditions",
            "state",
            "problem",
        ]
    )
