"""The program inside the walls for sound: one request, one JSON answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from history.images.child import serve
from history.images.results import MIB, Limits


def main() -> None:
    """Answer one request from standard input."""
    serve(work, output_bytes=lambda limits: limits.max_bytes + 16 * MIB)


def work(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Do the task."""
    # Imported inside the walls: the decoders count as foreign code too.
    from . import making, reading  # noqa: PLC0415

    if request["task"] == "inspect":
        lenient = request["is_lenient"]
        sound = reading.inspect(request["path"], limits, is_lenient=lenient)
        return {"sound": asdict(sound)}
    return making.derive(request["path"], into=request["into"], limits=limits)


if __name__ == "__main__":
    main()
