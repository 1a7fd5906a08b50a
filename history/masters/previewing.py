"""Show to staff how a picture would look; private, and nothing of it is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from history import images
from history.models import Master

from .keeping import local_path
from .rendering import upload_limits

WIDTH_PX = 1280


def preview(
    master: Master, edits: dict[str, Any] | None = None, *, page: int = 0
) -> tuple[bytes, str]:
    """Return a middle-sized picture of a page with edits applied, and its media type.

    Made from the private sizes, so it costs a fraction of the real thing.
    Raises: FileNotFoundError while there are no private sizes; Unreadable.
    """
    edits = images.check_edits(edits)
    if not 0 <= page < master.page_count:
        raise FileNotFoundError(master.sha256)
    steps = master.page(page).renditions
    fitting = [step for step in steps if step["width"] <= WIDTH_PX]
    if not fitting:
        raise FileNotFoundError(master.sha256)
    widest = max(step["width"] for step in fitting)
    source = next(step for step in fitting if step["width"] == widest)
    with local_path(source["path"]) as path:
        if images.is_unedited(edits):
            return path.read_bytes(), source["type"]
        with tempfile.TemporaryDirectory() as folder:
            derived = images.derive(
                path, into=folder, edits=edits, limits=upload_limits()
            )
            made = [s for s in derived.renditions if s["type"] == "image/webp"]
            largest = max(made, key=lambda step: step["width"])
            return Path(folder, largest["path"]).read_bytes(), largest["type"]
