"""Run the decoder in a child process with walls around it.

Every decode happens in a fresh Python that has no Django, no secrets in its
environment and hard limits on memory, CPU, file size and time. Whatever happens
in there, the caller gets an answer or `Unreadable`. A subprocess rather than
fork: safe under threads (gunicorn gthread, the worker), and nothing of the
parent's memory is in reach of a hostile file.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import Any

from .edits import check_edits
from .overlaying import Movement
from .pyramid import tile_names
from .results import Derived, Inspection, Limits, Unreadable

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
CHILD_MODULE = "history.images.child"
FILE_NAME = re.compile(r"\d{1,5}\.(webp|jpg)")
TILE_SECONDS = 120
PUBLIC_MODE = 0o644  # of a tile, whatever the worker's umask
MAX_SIDE = 100_000  # px; nothing that we take is longer
HEAVY_SIGNALS = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}
# Codes a child may answer with; anything else is a child gone wrong.
CODES = {
    "empty",
    "not_a_picture",
    "incomplete",
    "damaged",
    "too_many_bytes",
    "too_many_pixels",
    "too_heavy",
    "password",
    "too_many_pages",
    "archive",
    "svg",
    "video",
    "sound_kind",
    "no_sound",
    "too_long",
}


def inspect(
    path: str | Path,
    *,
    is_lenient: bool = False,
    limits: Limits | None = None,
    module: str = CHILD_MODULE,
) -> Inspection:
    """Return what a picture file holds, without decoding its pixels."""
    answer = ask("inspect", path, limits or Limits(), module, is_lenient=is_lenient)
    return understood(lambda: Inspection.from_json(answer["inspection"]))


def derive(
    path: str | Path,
    *,
    into: str | Path,
    edits: dict[str, Any] | None = None,
    page: int = 0,
    is_lenient: bool = False,
    limits: Limits | None = None,
    module: str = CHILD_MODULE,
) -> Derived:
    """Make the public ladder of a picture, or of a page of a document, in a folder.

    The child writes to a folder of its own; files appear in `into` only after
    the whole set is there. `is_lenient` shows what decodes of a file that stops
    too early; otherwise such a file is refused.
    """
    into = Path(into)
    into.mkdir(parents=True, exist_ok=True)
    edits = check_edits(edits)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=into) as part:
        answer = ask(
            "derive",
            path,
            limits or Limits(),
            module,
            into=part,
            edits=edits,
            page=page,
            is_lenient=is_lenient,
        )
        derived = understood(lambda: _derived(answer, Path(part)))
        for rendition in derived.renditions:
            Path(part, rendition["path"]).replace(into / rendition["path"])
    return derived


def tile(
    path: str | Path,
    *,
    into: str | Path,
    edits: dict[str, Any] | None = None,
    page: int = 0,
    is_lenient: bool = False,
    limits: Limits | None = None,
    module: str = CHILD_MODULE,
) -> tuple[int, int]:
    """Cut a picture into deep-zoom tiles in a folder that does not exist yet.

    Returns: width and height of the whole in pixels. Raises Unreadable, and then the
    folder may hold a part: the caller throws it away.
    """
    limits = replace(limits or Limits(), cpu_seconds=60, wall_seconds=TILE_SECONDS)
    answer = ask(
        "tile",
        path,
        limits,
        module,
        into=str(into),
        edits=check_edits(edits),
        page=page,
        is_lenient=is_lenient,
    )
    return understood(lambda: _tiled(answer, Path(into)))


def align(
    path: str | Path,
    *,
    into: str | Path,
    frame: tuple[int, int],
    movement: Movement,
    edits: dict[str, Any] | None = None,
    page: int = 0,
    is_lenient: bool = False,
    limits: Limits | None = None,
    module: str = CHILD_MODULE,
) -> list[dict[str, Any]]:
    """Draw a picture moved into the frame of another, in a folder that exists.

    Returns: the records of its sizes, smallest first. Raises Unreadable, and then the
    folder may hold a part: the caller throws it away.
    """
    answer = ask(
        "align",
        path,
        limits or Limits(),
        module,
        into=str(into),
        frame=list(frame),
        numbers=list(astuple(movement)),
        edits=check_edits(edits),
        page=page,
        is_lenient=is_lenient,
    )
    return understood(lambda: _steps(answer, Path(into)))


def _tiled(answer: dict[str, Any], folder: Path) -> tuple[int, int]:
    """Believe the child only where plain files stand under exactly the right names."""
    size = int(answer["width_px"]), int(answer["height_px"])
    if min(size) < 1 or max(size) > MAX_SIDE:
        raise ValueError(f"unexpected size {size}")
    (folder / "info.json").unlink()  # ours says more
    found = set()
    for parent, _folders, names in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in names:
            path = os.path.join(parent, name)  # noqa: PTH118 - hundreds of them
            facts = os.lstat(path)
            if not stat.S_ISREG(facts.st_mode) or not facts.st_size:
                raise ValueError(f"unexpected file {name!r}")
            if stat.S_IMODE(facts.st_mode) != PUBLIC_MODE:
                Path(path).chmod(PUBLIC_MODE)
            found.add(path[len(str(folder)) + 1 :])
    if found != set(tile_names(*size)):
        raise ValueError("other tiles than agreed")
    return size


def _steps(answer: dict[str, Any], part: Path) -> list[dict[str, Any]]:
    """Read the records of a ladder; each names a file that is there."""
    renditions = []
    for rendition in answer["renditions"]:
        name = rendition["path"]
        if not FILE_NAME.fullmatch(name):
            raise ValueError(f"unexpected file name {name!r}")
        renditions.append(
            {
                "width": int(rendition["width"]),
                "height": int(rendition["height"]),
                "type": {"webp": "image/webp", "jpg": "image/jpeg"}[
                    name.rsplit(".", 1)[1]
                ],
                "path": name,
                "size": (part / name).stat().st_size,
            }
        )
    if not renditions:
        raise ValueError("no sizes")
    return renditions


def _derived(answer: dict[str, Any], part: Path) -> Derived:
    """Believe the child only where its files and numbers agree with its words."""
    renditions = _steps(answer, part)
    placeholder = answer["placeholder"]
    if not re.fullmatch(r"data:image/webp;base64,[A-Za-z0-9+/=]{1,400}", placeholder):
        raise ValueError("unexpected placeholder")
    return Derived(
        inspection=Inspection.from_json(answer["inspection"]),
        width_px=int(answer["width_px"]),
        height_px=int(answer["height_px"]),
        renditions=renditions,
        placeholder=placeholder,
        fingerprint=int(answer["fingerprint"]),
        text=str(answer["text"]),
    )


def understood(build):
    """Build a result from the child's answer; a strange answer is its failure."""
    try:
        return build()
    except (ArithmeticError, LookupError, TypeError, ValueError, OSError) as error:
        raise Unreadable("damaged", detail=f"strange answer: {error!r}") from error


def ask(
    task: str, path: str | Path, limits: Limits, module: str, **more: Any
) -> dict[str, Any]:
    """Run one child for one file and return its answer."""
    request = {"task": task, "path": str(path), "limits": asdict(limits), **more}
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=complaints,
            cwd=ROOT,
            env=_bare_environment(),
            start_new_session=True,
        )
        try:
            child.communicate(json.dumps(request).encode(), limits.wall_seconds)
        except subprocess.TimeoutExpired as error:
            raise Unreadable("too_heavy", detail="wall time") from error
        finally:
            _end(child)
        return _read(child.returncode, answer, complaints)


def _read(code: int, answer, complaints) -> dict[str, Any]:
    """Turn an exit status and an answer into facts or Unreadable."""
    if code != 0:
        complaints.seek(0)
        words = complaints.read()[-2000:].decode(errors="replace")
        detail = f"exit {code}: {words}"
        log.info("A picture's decoder ended early", extra={"detail": detail})
        heavy = code in HEAVY_SIGNALS or "allocate memory" in words
        raise Unreadable("too_heavy" if heavy else "damaged", detail=detail)
    answer.seek(0)
    try:
        facts = json.loads(answer.read(1_000_000))
        problem = facts.get("problem")
        numbers = {
            name: int(facts[name]) for name in ("megapixels", "limit") if name in facts
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable("damaged", detail="no answer") from error
    if problem == "no_room":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if problem is not None:
        known = problem if problem in CODES else "damaged"
        raise Unreadable(known, detail=str(facts.get("detail"))[:2000], **numbers)
    return facts


def _end(child: subprocess.Popen) -> None:
    """Make sure nothing of the child is left running."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _bare_environment() -> dict[str, str]:
    """Give the child what Python needs and no secret of ours."""
    kept = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
        "VIPS_CONCURRENCY": "1",
    }
