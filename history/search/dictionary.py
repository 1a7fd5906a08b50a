"""Owns the dictionaries; refuses to let anybody else know which ones they are.

Only :func:`lemmas` is asked from outside, so that another dictionary can take the
place of pymorphy3 without a change elsewhere.
"""

import logging
from dataclasses import dataclass
from functools import cache

import pymorphy3

LANGUAGES = ("uk", "ru")
logging.getLogger("pymorphy3").setLevel(logging.WARNING)
_GUESSES = 2
_GUESS_SCORE = 0.2


@dataclass(frozen=True, slots=True)
class Lemma:
    """The dictionary form of a word; ``part`` is noun, adjective, verb or other."""

    text: str
    part: str
    is_known: bool


def lemmas(word: str, language: str) -> list[Lemma]:
    """Return every dictionary form the word may have in `uk` or `ru`.

    For a word that the dictionary does not know, its two best guesses.
    """
    parses = _analyser(language).parse(word)
    known = [parse for parse in parses if parse.is_known]
    # «Петров» is a surname, not several men called Пётр.
    known = [p for p in known if not {"Name", "plur"} <= p.tag.grammemes] or known
    guesses = [parse for parse in parses if parse.score >= _GUESS_SCORE][:_GUESSES]
    found = {}
    for parse in known or guesses:
        lemma = Lemma(parse.normal_form, _part(parse.tag.POS), bool(known))
        found[lemma] = None
    return list(found)


def _part(speech: str | None) -> str:
    if speech == "NOUN":
        return "noun"
    if speech in ("ADJF", "ADJS", "PRTF", "PRTS", "COMP"):
        return "adjective"
    if speech in ("VERB", "INFN", "GRND"):
        return "verb"
    return "other"


@cache
def _analyser(language: str):
    """Load a dictionary once a process, when the first word needs it."""
    return pymorphy3.MorphAnalyzer(lang=language)
