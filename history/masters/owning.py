"""Which stored files a row owns: what nobody owns may go, what somebody owns stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from history.models import Master, Media, ThenNow

PRIVATE_FIELDS = ("renditions", "more_pages")
PUBLIC_FIELDS = ("renditions", "tiles")


def private_steps(master: Master) -> list[dict[str, Any]]:
    """Give the records of every private picture made from an original."""
    more = (step for page in master.more_pages for step in page["renditions"])
    return [*master.renditions, *more]


def public_steps(media: Media) -> list[dict[str, Any]]:
    """Give the records of every single public file of a file of an item."""
    return list(media.renditions)


def public_folders(media: Media) -> list[str]:
    """Name the folders of public storage that belong to it with all that is in them.

    Tiles stand here before their first byte is written, so a killed worker leaves
    nothing that no row knows.
    """
    folder = media.tiles.get("folder")
    return [folder, f"{folder}.part"] if folder else []


def aligned_steps(pair: ThenNow) -> list[dict[str, Any]]:
    """Give the records of the public files of an aligned picture."""
    return list(pair.aligned)


Owned = tuple[str, list[dict[str, Any]]]
_elsewhere: dict[str, Callable[[], Iterable[Owned]]] = {}


def own_elsewhere(name: str, files: Callable[[], Iterable[Owned]]) -> None:
    """Let an app above the archive say which public files are its own.

    `files` gives pairs: what a person knows them by, and their records.
    """
    _elsewhere[name] = files


def public_elsewhere() -> Iterable[Owned]:
    """Give the records of the public files of all other apps."""
    for files in _elsewhere.values():
        yield from files()
