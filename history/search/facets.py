"""Owns the grammar of facet words: what an item is, written as words of the index.

A facet word begins with ґ, which no analysed term contains (see ``analysis``), so
nothing a person types can reach one. The marks ґt and ґb are taken by the engine.
"""

from binascii import crc32
from collections import Counter
from collections.abc import Iterable

ALL = "ґa"
UNDATED = "ґu"
MAX_DECADES = 12
SLICES = (8, 32, 128)
_MARKS = {
    "kind": "ґk",
    "decade": "ґd",
    "century": "ґy",
    "collection": "ґc",
    "subject": "ґs",
    "place": "ґp",
    "person": "ґn",
    "language": "ґl",
    "slice": "ґz",
    "pair": "ґq",
    "located": "ґm",
    "reuse": "ґr",
    "help": "ґh",
}
_NAMES = {mark: name for name, mark in _MARKS.items()}
SHOWN = (
    "kind", "collection", "subject", "place", "person", "language", "located", "reuse",
    "help",
)  # fmt: skip
UNKNOWN = ("date", "place", "person")
"""What may be asked for help: when it was, where it is, who it is."""
_TEXTUAL = {"kind", "language", "located", "reuse", "help"}


def word(facet: str, value: str | int) -> str:
    """Return the facet word of a value: ``word("kind", "photo")`` is ``ґkphoto``."""
    return f"{_MARKS[facet]}{value}"


def read(facet_word: str) -> tuple[str, str | int]:
    """Return the facet and the value of a facet word; the facet of ґa and ґu is ""."""
    facet = _NAMES.get(facet_word[:2], "")
    value = facet_word[2:]
    return facet, value if facet in _TEXTUAL or not facet else int(value)


def years(first: int | None, last: int | None) -> list[str]:
    """Return a word for every decade touched, or centuries where they are too many."""
    if first is None or last is None:
        return [UNDATED]
    if last // 10 - first // 10 < MAX_DECADES:
        return [word("decade", d * 10) for d in range(first // 10, last // 10 + 1)]
    return [word("century", c * 100) for c in range(first // 100, last // 100 + 1)]


def years_wanted(first: int, last: int) -> list[str]:
    """Return the words any of which an item that touches these years may carry."""
    decades = [word("decade", d * 10) for d in range(first // 10, last // 10 + 1)]
    return decades + [
        word("century", c * 100) for c in range(first // 100, last // 100 + 1)
    ]


def pair(first: str, second: str) -> str:
    """Return the word that says: these two spellings stand side by side.

    Many pairs share one (18 bits of a hash), so that the index stays small; the words
    themselves are always asked for beside it.
    """
    return word("pair", crc32(f"{first} {second}".encode()) % 2**18)


def slices(item_id: int) -> list[str]:
    """Return the slices an item falls into: each a fixed, even share of the whole."""
    place = (item_id * 2_654_435_761 % 2**32) >> 16
    return [word("slice", share) for share in SLICES if place % share == 0]


def counts(words: Counter, factor: int = 1) -> tuple[dict, list]:
    """Turn counted facet words into facets and a timeline.

    Shape: ``{facet: [(value, count), …]}`` with the largest first, and
    ``[(decade, count), …]`` in time.
    """
    facets: dict[str, list] = {name: [] for name in SHOWN}
    timeline = []
    for facet_word, count in words.items():
        facet, value = read(facet_word)
        if count <= 0:
            continue
        if facet == "decade":
            timeline.append((value, count * factor))
        elif facet in facets:
            facets[facet].append((value, count * factor))
    for values in facets.values():
        values.sort(key=lambda pair: (-pair[1], pair[0]))
    return facets, sorted(timeline)


def tally(texts: Iterable[str]) -> Counter:
    """Count the facet words of many rows."""
    return Counter(" ".join(texts).split())
