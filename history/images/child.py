"""The program inside the walls: reads one request, answers with one JSON object.

Sets its own limits before the first byte of a foreign file is looked at, and
turns every exception into a problem code. Never loads Django.
"""

from __future__ import annotations

import errno
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from .results import MIB, Limits, Unreadable

Work = Callable[[dict[str, Any], Limits], dict[str, Any]]

MAX_OUTPUT_BYTES = 64 * MIB
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
OUT_OF_MEMORY = ("out of memory", "memory allocation", "allocate memory")


def main() -> None:
    """Answer one request from standard input."""
    serve(work, output_bytes=lambda _limits: MAX_OUTPUT_BYTES)


def serve(work: Work, *, output_bytes: Callable[[Limits], int]) -> None:
    """Build the walls, then do one request of standard input inside them."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    build_walls(limits, output_bytes(limits))
    json.dump(answer(work, request, limits), sys.stdout, allow_nan=False)


def build_walls(limits: Limits, output_bytes: int = MAX_OUTPUT_BYTES) -> None:
    """Bound this process: memory, CPU time, file size, open files, no dump."""
    # Soft below hard: the first signal ends the process, the second cannot miss.
    walls = {
        resource.RLIMIT_AS: (limits.memory_bytes, limits.memory_bytes),
        resource.RLIMIT_CPU: (limits.cpu_seconds, limits.cpu_seconds + 1),
        resource.RLIMIT_FSIZE: (output_bytes, output_bytes),
        resource.RLIMIT_NOFILE: (64, 64),
        resource.RLIMIT_CORE: (0, 0),
    }
    for what, (soft, hard) in walls.items():
        _, ceiling = resource.getrlimit(what)
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))


def work(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Do the task."""
    # Imported inside the walls: the decoders count as foreign code too.
    from . import ladder, sources  # noqa: PLC0415

    if request["task"] == "inspect":
        facts = sources.inspect(
            request["path"], limits, is_lenient=request["is_lenient"]
        )
        return {"inspection": facts.as_json()}
    if request["task"] == "tile":
        from . import tiles  # noqa: PLC0415

        return tiles.cut(
            request["path"],
            into=request["into"],
            edits=request["edits"],
            page=request["page"],
            is_lenient=request["is_lenient"],
            limits=limits,
        )
    if request["task"] == "align":
        from . import warping  # noqa: PLC0415

        return warping.align(
            request["path"],
            into=request["into"],
            frame=tuple(request["frame"]),
            numbers=request["numbers"],
            edits=request["edits"],
            page=request["page"],
            is_lenient=request["is_lenient"],
            limits=limits,
        )
    return ladder.derive(
        request["path"],
        into=request["into"],
        edits=request["edits"],
        page=request["page"],
        is_lenient=request["is_lenient"],
        limits=limits,
    )


def answer(work: Work, request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Do the task; damaged files raise ten kinds of exception, so catch all."""
    try:
        return work(request, limits)
    except Unreadable as refusal:
        return {"problem": refusal.code, "detail": refusal.detail, **refusal.facts}
    except MemoryError as error:
        return {"problem": "too_heavy", "detail": repr(error)}
    except Exception as error:  # noqa: BLE001
        return {
            "problem": code_of(error),
            "detail": f"{error!r} {getattr(error, 'detail', '')}",
        }


def code_of(error: Exception) -> str:
    """Tell a file that stops too early from one that is wrong inside.

    A full disk is neither: "no_room" says nothing about the file.
    """
    words = f"{error} {getattr(error, 'detail', '')}".lower()
    if getattr(error, "errno", None) in NO_ROOM or "no space left" in words:
        return "no_room"
    if any(sign in words for sign in OUT_OF_MEMORY):
        return "too_heavy"
    early = ("truncat", "incomplete", "premature", "end of file", "eof", "read error")
    if isinstance(error, EOFError) or any(word in words for word in early):
        return "incomplete"
    return "damaged"


if __name__ == "__main__":
    main()
