"""Owns where in a text the words of a question stand; refuses to know HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from history.search.analysis import terms_of
from history.search.spelling import words

MAX_SCANNED = 4000
_AROUND = 70
_SHOWN = 190
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`\u0300-\u036f]+[^\W_]+)*")

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; found if the question asked for it."""

    text: str
    is_found: bool


def answered(text: str, groups: Groups, language: str = "") -> set[int]:
    """Return which groups of a question a text answers, by their number."""
    spans = _spans(text, groups, language)
    return {number for _start, _end, numbers in spans for number in numbers}


def parts(text: str, groups: Groups, language: str = "") -> list[Part]:
    """Cut a text into what was asked for and what stands between."""
    return _cut(text, 0, len(text), _spans(text, groups, language))


def around(text: str, groups: Groups, language: str = "") -> list[Part]:
    """Return some words around the first place of a long text that answers most."""
    text = " ".join(text[:MAX_SCANNED].split())
    spans = _spans(text, groups, language)
    if not spans:
        return []
    start = max(spans, key=lambda span: len(_within(spans, span[0])))[0]
    left = max(0, start - _AROUND)
    right = min(len(text), left + _SHOWN)
    if left:
        left = text.find(" ", left, start) + 1 or left
    if right < len(text):
        right = max(text.rfind(" ", start, right), start + 1)
    found = _cut(text, left, right, spans)
    dots_before = [Part("… ", is_found=False)] if left else []
    dots_after = [Part(" …", is_found=False)] if right < len(text) else []
    return [*dots_before, *found, *dots_after]


def _within(spans: list, start: int) -> set[int]:
    return {
        number
        for one, _end, numbers in spans
        if start <= one < start + _SHOWN - _AROUND
        for number in numbers
    }


def _spans(text: str, groups: Groups, language: str) -> list:
    """Return (start, end, numbers of the groups) of each word that was asked for."""
    if not groups:
        return []
    asked = frozenset().union(*groups)
    found = []
    for match in _WORD.finditer(text[:MAX_SCANNED]):
        terms = asked & _terms_of_written(match[0], language)
        if terms:
            numbers = {
                n for n, group in enumerate(groups) if not terms.isdisjoint(group)
            }
            found.append((match.start(), match.end(), numbers))
    return found


@lru_cache(maxsize=50_000)
def _terms_of_written(written: str, language: str) -> frozenset[str]:
    """Return the terms of a word as it stands in a text; the same few come again."""
    return frozenset(t for word in words(written) for t in terms_of(word, language))


def _cut(text: str, start: int, end: int, spans: list) -> list[Part]:
    cut, at = [], start
    for first, last, _numbers in spans:
        if first < start or last > end:
            continue
        if first > at:
            cut.append(Part(text[at:first], is_found=False))
        cut.append(Part(text[first:last], is_found=True))
        at = last
    if at < end:
        cut.append(Part(text[at:end], is_found=False))
    return cut
