"""Find the pictures of a blog in the folder that lies beside its export."""

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

SIZED = re.compile(r"-[0-9]+x[0-9]+(?=\.[a-z]+$)|-scaled(?=\.[a-z]+$)")


class Folder:
    """What lies in a folder and the folders in it, by the names of files."""

    def __init__(self, root: Path | None) -> None:
        self.files: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self.paths: dict[tuple[str, ...], Path] = {}
        for path in sorted(root.rglob("*")) if root else ():
            if path.is_file() and not path.is_symlink():
                parts = tuple(map(_plain, path.relative_to(root).parts))
                self.files[parts[-1]].append(parts)
                self.paths[parts] = path

    def find(self, urls: list[str]) -> Path | None:
        """Find the file of the first address that has one; the name alone may be enough."""
        for url in urls:
            wanted = _parts(url)
            if not wanted:
                continue
            for name in (SIZED.sub("", wanted[-1]), wanted[-1]):
                if rows := self.files.get(name):
                    asked = (*wanted[:-1], name)
                    return self.paths[max(rows, key=lambda row: _alike(row, asked))]
        return None


def name_of(urls: list[str]) -> str:
    """Name a picture in a report by where it was."""
    return urls[0][:200] if urls else ""


def _parts(url: str) -> tuple[str, ...]:
    try:
        path = urlsplit(url).path
    except ValueError:
        return ()
    # Blogger writes names encoded twice.
    return tuple(_plain(unquote(unquote(part))) for part in path.split("/") if part)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().replace("+", " ")


def _alike(row: tuple[str, ...], asked: tuple[str, ...]) -> int:
    """Count how many of the last parts are the same."""
    pairs = zip(reversed(row), reversed(asked), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), len(row))
