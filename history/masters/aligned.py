"""Make today's picture in the frame of an old one: for visitors, and to look at before.

The row asks for it, the files come under names that nobody can guess, then the row names
them, unless it has moved on meanwhile: then the work is thrown away.
"""

from __future__ import annotations

import logging
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from history import images
from history.images import Movement, Unalignable, Unreadable
from history.models import Master, Media, ThenNow

from .keeping import local_path, open_local, put
from .previewing import WIDTH_PX
from .rendering import MAX_ATTEMPTS, upload_limits, withdraw

log = logging.getLogger(__name__)

NOT_WANTED = "not wanted"
OVERDUE_AFTER = timedelta(minutes=2)
FRAME_PX = 2048


def shown_points(pair: ThenNow) -> list[images.Pair]:
    """Return the points of a pair where they are shown after the edits of both."""
    return [
        (_shown(pair.then, then), _shown(pair.now, now)) for then, now in pair.points
    ]


def _shown(media: Media, point) -> tuple[float, float]:
    return images.seen_at(tuple(point), upright_size(media), media.edits)


def upright_size(media: Media) -> tuple[int, int]:
    """Return the size of the upright original of a picture, before its edits."""
    page = media.master.page(media.page)
    return page.width_px, page.height_px


def shown_size(media: Media) -> tuple[int, int]:
    """Return the size of a picture as visitors see it."""
    return images.outcome_size(*upright_size(media), media.edits)


def movement_of(then: Media, now: Media, points: list[images.Pair]) -> Movement:
    """Return how today's picture lies in the old one's frame. Raises: Unalignable."""
    return images.movement(points, then_size=shown_size(then), now_size=shown_size(now))


def align(pair_id: int) -> str:
    """Make the aligned picture that a row asks for; again, or for none, is harmless.

    Returns: the state of the row afterwards. A failing storage raises and uses up no
    attempt.
    """
    pair = _claim(pair_id)
    if pair is None:
        return NOT_WANTED
    try:
        made = _make(pair)
    except Unalignable as refusal:
        return _settle(pair, ThenNow.Aligned.FAILED, problem=refusal.code)
    except (Unreadable, FileNotFoundError) as refusal:
        return _note(pair, getattr(refusal, "code", "missing"))
    except Exception:
        _settle(pair, pair.aligned_state, aligned_attempts=F("aligned_attempts") - 1)
        raise
    state = _settle(pair, ThenNow.Aligned.MADE, aligned=made, problem="")
    if state == NOT_WANTED:
        withdraw(made)
    return state


@transaction.atomic
def _claim(pair_id: int) -> ThenNow | None:
    """Count an attempt, before the first byte."""
    rows = ThenNow.objects.with_shape().select_for_update(of=("self",))
    pair = rows.filter(pk=pair_id, aligned_state=ThenNow.Aligned.NEEDED).first()
    if pair is None or pair.aligned_attempts >= MAX_ATTEMPTS:
        return None
    pair.aligned_attempts += 1
    pair.aligned_at = timezone.now()
    pair.save(update_fields=["aligned_attempts", "aligned_at"])
    return ThenNow.objects.with_sides().get(pk=pair.pk)


def _note(pair: ThenNow, code: str) -> str:
    """Record why there is none; passing problems stay on tick's list."""
    is_final = code not in Master.PASSING or pair.aligned_attempts >= MAX_ATTEMPTS
    log.info("No aligned picture for the pair %s: %s", pair.pk, code)
    state = ThenNow.Aligned.FAILED if is_final else ThenNow.Aligned.NEEDED
    return _settle(pair, state, problem=code)


def _settle(pair: ThenNow, state: str, **more) -> str:
    """Write the outcome unless the row has moved on; each change of it raises its version.

    Hiding an item changes the row in its own transaction, so whoever comes second sees it.
    """
    row = ThenNow.objects.filter(
        pk=pair.pk, version=pair.version, aligned_state=ThenNow.Aligned.NEEDED,
        aligned_attempts=pair.aligned_attempts,
    )  # fmt: skip
    if not row.update(aligned_state=state, aligned_at=timezone.now(), **more):
        return NOT_WANTED
    return state


def give_up(pair: ThenNow) -> None:
    """Stop trying after workers died on it; both pictures are shown side by side."""
    _settle(pair, ThenNow.Aligned.FAILED, problem="too_heavy")


def _make(pair: ThenNow) -> list[dict]:
    """Draw and store all sizes, or none."""
    found = movement_of(pair.then, pair.now, shown_points(pair))
    stored: list[dict] = []
    with open_local(pair.now.master) as path, tempfile.TemporaryDirectory() as folder:
        if not path.exists():
            raise FileNotFoundError(path)
        steps = images.align(
            path,
            into=folder,
            frame=_frame(pair.then, FRAME_PX),
            movement=found,
            edits=pair.now.edits,
            page=pair.now.page,
            is_lenient=pair.now.master.is_incomplete,
            limits=upload_limits(),
        )
        prefix = secrets.token_hex(16)
        try:
            for step in steps:
                key = f"{prefix}/{step['path']}"
                put(storages["public"], key, Path(folder, step["path"]))
                stored.append({**step, "path": key})
        except BaseException:
            withdraw(stored)
            raise
    return stored


def _frame(then: Media, most: int) -> tuple[int, int]:
    width, height = shown_size(then)
    scale = min(1.0, most / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def preview_aligned(
    then: Media, now: Media, points: list[images.Pair]
) -> tuple[bytes, str]:
    """Return a middle-sized aligned picture and its media type; nothing of it is kept.

    Raises: Unalignable; FileNotFoundError while there are no private sizes; Unreadable.
    """
    found = movement_of(then, now, points)
    steps = [
        step
        for step in now.master.page(now.page).renditions
        if step["type"] == "image/webp" and step["width"] <= WIDTH_PX
    ]
    if not steps:
        raise FileNotFoundError(now.master.sha256)
    source = max(steps, key=lambda step: step["width"])
    with (
        local_path(source["path"]) as path,
        tempfile.TemporaryDirectory() as folder,
    ):
        made = images.align(
            path,
            into=folder,
            frame=_frame(then, WIDTH_PX),
            movement=found,
            edits=now.edits,
            limits=upload_limits(),
        )
        return Path(folder, made[-1]["path"]).read_bytes(), made[-1]["type"]
