"""Own the look-up from a run of words to what it means; refuse to know grammar."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from history.dates.fold import folded, spellings
from history.dates.phrases import en, ru, uk
from history.dates.value import Period

LONGEST = 6
TABLES = {"uk": uk.WORDS, "ru": ru.WORDS, "en": en.WORDS}
_ENDING = re.compile("[аеиоуюяйь]{1,2}$")

Meaning = tuple[str, int | str]


def meaning(words: Sequence[str], language: str) -> Meaning | None:
    """Find what a phrase means, in this language first and then in the others."""
    options = [spellings(word) for word in words]
    phrases = {" ".join(choice) for choice in zip(*options, strict=False)}
    phrases |= {" ".join(option[min(i, len(option) - 1)] for option in options)
                for i in range(3)}  # fmt: skip
    for code in (language, *(c for c in TABLES if c != language)):
        for phrase in sorted(phrases, key=lambda p: p != " ".join(map(folded, words))):
            if found := _table(code).get(phrase):
                return found
    return None


def slip(word: str, language: str) -> Meaning | None:
    """Find what a long word with one wrong letter means, where only one fits."""
    own = folded(word)
    if len(own) < 6:
        return None
    for code in (language, *(c for c in TABLES if c != language)):
        near = {
            found
            for known, found in _long_words(code, own[0])
            if found[0] not in _EXACT and _one_slip(own, known)
        }
        if len(near) == 1:
            return near.pop()
    return None


def period(
    words: Sequence[str], periods: Sequence[Period]
) -> tuple[Period, int] | None:
    """Find the period whose name begins these words, and how many words it takes."""
    best: tuple[Period, int] | None = None
    options = [spellings(word) for word in words]
    for candidate in periods:
        for name in _names(candidate):
            if len(name) > len(options) or (best and len(name) <= best[1]):
                continue
            pairs = zip(name, options, strict=False)
            if all(any(_inflects(s, one) for one in o) for s, o in pairs):
                best = candidate, len(name)
    return best


_EXACT = {"fill", "circa", "from", "to", "and", "or", "but", "card", "feast", "ago"}


@cache
def _table(code: str) -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}
    for found, forms in TABLES[code].items():
        for form in forms.split(","):
            key = " ".join(re.split(r"[\s.\-]+", folded(form.strip()))).strip()
            if key not in table or table[key][0] == "fill":
                table[key] = found
    return table


@cache
def _long_words(code: str, first: str) -> list[tuple[str, Meaning]]:
    return [
        (known, found)
        for known, found in _table(code).items()
        if len(known) >= 6 and " " not in known and known[0] == first
    ]


@lru_cache(maxsize=1024)
def _names(candidate: Period) -> list[list[str]]:
    names: list[list[str]] = []
    for spelled in candidate.names.values():
        for name in spelled:
            words = re.findall(r"[\w']+", name.lower())
            if words:
                names.append([folded(word) for word in words])
    return names


def _inflects(known: str, word: str) -> bool:
    if known == word:
        return True
    stem = _ENDING.sub("", known)
    if len(stem) < 3 or not word.startswith(stem):
        return False
    if re.match("[a-z]", known):
        return word[len(stem) :] in ("s", "es")
    return len(word) - len(stem) <= 4 and len(known) > 3


def _one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
