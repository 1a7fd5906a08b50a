"""Read table.txt into cells, and walk the site map that the table has to cover."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.urls import URLPattern, get_resolver

TABLE = Path(__file__).with_name("table.txt")
CODES = {"Y", "L", "F", "H", "G", "S", "N", "B", "L=", "F=", "-"}


@dataclass(frozen=True)
class Row:
    """One address in one state: which answer each actor gets."""

    method: str
    name: str
    argument: str
    state: str
    codes: dict[str, str]
    line: int

    def __str__(self) -> str:
        parts = [self.method, self.name, self.argument, self.state]
        return " ".join(part for part in parts if part != "-")


def rows(text: str | None = None, *, patterns: dict[str, str] | None = None):
    """Give every row; a name with a star stands for every address without its own row."""
    patterns = walk() if patterns is None else patterns
    written, _public = _written(text if text is not None else TABLE.read_text())
    named = {(row.method, row.name) for row in written if "*" not in row.name}
    found, globbed = [], set()
    for row in written:
        if "*" not in row.name:
            found.append(row)
            continue
        for name in patterns:
            key = (row.method, name, row.argument, row.state)
            is_taken = (row.method, name) in named or key in globbed
            if fnmatchcase(name, row.name) and not is_taken:
                globbed.add(key)
                found.append(
                    Row(row.method, name, row.argument, row.state, row.codes, row.line)
                )
    return found


def public_static(text: str | None = None) -> list[str]:
    """Give the names that are the same for everybody and need no row."""
    return _written(text if text is not None else TABLE.read_text())[1]


def _written(text: str) -> tuple[list[Row], list[str]]:
    actors: list[str] = []
    found, public = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        head, bar, tail = line.partition("|")
        words = head.split()
        if words[0] == "actors":
            actors = words[1:]
            continue
        if words[0] == "P":
            public.append(words[1])
            continue
        codes = tail.split()
        if not bar or len(words) != 4 or len(codes) != len(actors):
            raise ValueError(f"table.txt, line {number}: {line}")
        if unknown := set(codes) - CODES:
            raise ValueError(f"table.txt, line {number}: no such code {unknown}")
        for method in words[0].split(","):
            found.append(
                Row(method, *words[1:], dict(zip(actors, codes, strict=True)), number)
            )
    return found, public


def walk() -> dict[str, str]:
    """Name every address of the site map: name → route; unnamed ones by their route."""
    found: dict[str, str] = {}

    def go(patterns, names: tuple[str, ...], route: str) -> None:
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                name = ":".join([*names, pattern.name or f"({here})"])
                found.setdefault(name, here)
            else:
                space = (pattern.namespace,) if pattern.namespace else ()
                go(pattern.url_patterns, names + space, here)

    go(get_resolver().url_patterns, (), "")
    return found
