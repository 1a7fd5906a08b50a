"""Owns how typed text becomes groups of terms, and how it is mended when it fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from history.models import SearchWord
from history.search import engine, facets, synonyms, vocabulary
from history.search.analysis import terms_of
from history.search.engine import Wanted
from history.search.folding import fold, retyped
from history.search.spelling import bare, words

MAX_CHARACTERS = 200
MAX_WORDS = 16
_MAX_GROUP = 40
_INSIDE = ("straight", "corner", "low", "high", "word")
_MARKED = re.compile(
    r"""(?<!\S)(?P<minus>[-−](?=\S))?(?:
        "(?P<straight>[^"]+)"(?!\w) | «(?P<corner>[^»]+)» |
        „(?P<low>[^“”"]+)[“”"] | “(?P<high>[^”“"]+)[”"] |
        (?(minus)(?P<word>[^\s"«»„“”]+)|(?!))
    )""",
    re.VERBOSE,
)
_LITTLE_WORDS = """
и в во на с со у о об от до по за из к ко а но въ съ къ не для при как что это
й і з із зі від та але як що це біля
the a an of in on at to and or by for with from
"""
LITTLE = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the words as typed and the terms that answer each of them.

    ``pairs`` are facet words of what was typed in quotes, ``without`` what came behind
    a minus: sets of groups.
    """

    words: tuple[str, ...] = ()
    groups: engine.Groups = ()
    pairs: tuple[str, ...] = ()
    without: tuple[engine.Groups, ...] = ()
    was_cut: bool = False

    @property
    def terms(self) -> set[str]:
        """The terms of the words themselves, without their twins."""
        return {term for word in self.words for term in terms_of(word)}

    @property
    def is_empty(self) -> bool:
        """Tell that nothing of the text can be looked for."""
        return not (self.groups or self.without)


@dataclass(slots=True)
class _Typed:
    """The parts of a text: plain words, phrases, and both behind a minus."""

    words: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    without: list[list[str]] = field(default_factory=list)
    was_cut: bool = False


def understand(text: str) -> Question:
    """Read a question; words without weight are left out unless there is nothing else.

    Never raises, whatever the text: what is too long is cut, and ``was_cut`` says so.
    """
    typed = _parts(text)
    loose = [word for word in typed.words if bare(word) not in LITTLE]
    if not (loose or typed.phrases or typed.without):
        loose = typed.words
    exact = {word: None for phrase in typed.phrases for word in phrase}
    same = synonyms.table() if loose or typed.without else {}
    groups = {
        word: synonyms.widened(terms_of(word), same)[:_MAX_GROUP] for word in loose
    }
    groups |= {word: terms_of(word)[:_MAX_GROUP] for word in exact}
    return Question(
        words=tuple(groups),
        groups=tuple(groups.values()),
        pairs=tuple(pair for phrase in typed.phrases for pair in _pairs(phrase)),
        without=tuple(
            (*_all_of(words, same), *((pair,) for pair in _pairs(words)))
            for words in typed.without
        ),
        was_cut=typed.was_cut,
    )


def _all_of(spelled: list[str], same: dict) -> Iterator[tuple[str, ...]]:
    """Give what one word would find, or the very words of a phrase."""
    for word in spelled:
        terms = terms_of(word)
        yield terms if len(spelled) > 1 else synonyms.widened(terms, same)[:_MAX_GROUP]


def unquoted(text: str) -> str:
    """Return the text without quotes and without what stands behind a minus."""
    plain = _MARKED.sub(lambda m: " " if m["minus"] else f" {_inside(m)} ", text)
    return " ".join(plain.split())


def _parts(text: str) -> _Typed:
    """Take a text apart; in all at most as many words as we answer."""
    typed = _Typed(was_cut=len(text.strip()) > MAX_CHARACTERS)
    text = text[:MAX_CHARACTERS]
    left, at = MAX_WORDS, 0
    for mark in [*_MARKED.finditer(text), None]:
        between = text[at : mark.start() if mark else len(text)]
        plain = words(between)
        marked = words(_inside(mark)) if mark else []
        typed.was_cut = typed.was_cut or len(plain) + len(marked) > left
        typed.words += plain[:left]
        left = max(left - len(plain), 0)
        marked = marked[:left]
        left -= len(marked)
        at = mark.end() if mark else at
        if not marked:
            continue
        (typed.without if mark["minus"] else typed.phrases).append(marked)
    return typed


def _inside(mark: re.Match) -> str:
    return next(text for text in mark.group(*_INSIDE) if text is not None)


def _pairs(spelled: list[str]) -> list[str]:
    return [facets.pair(*two) for two in pairwise(bare(word) for word in spelled)]


def mended(question: Question, text: str) -> tuple[Question, str | None] | None:
    """Return a likelier question and its wording, or None where nothing is better.

    Only words that no published item has are changed. Tried in this order: another
    alphabet, the beginning of a longer word, one slip of the finger, and the whole
    text typed with the wrong keyboard layout. The wording is None where the words
    only moved between Ukrainian and Russian («Леніна», «Ленина»): no news to anybody.
    """
    unknown = [not engine.exists(Wanted(groups=(group,))) for group in question.groups]
    if not any(unknown):
        return None
    spelled, groups = [], []
    is_news = False
    same = synonyms.table()
    for word, group, is_unknown in zip(
        question.words, question.groups, unknown, strict=True
    ):
        likely = _likely(bare(word)) if is_unknown else []
        if is_unknown and not likely:
            return _retyped(text)
        if likely:
            is_news = is_news or not _is_same_word(word, likely[0])
            word = likely[0].word
            terms = dict.fromkeys(term for row in likely for term in row.terms.split())
            group = synonyms.widened(tuple(terms), same)[:_MAX_GROUP]
        spelled.append(word)
        groups.append(group)
    mend = replace(question, words=tuple(spelled), groups=tuple(groups))
    return mend, " ".join(spelled) if is_news else None


def likelier(question: Question) -> str | None:
    """Return the same words with rare ones in a far more usual spelling, or None."""
    usual = []
    for word in question.words:
        found = vocabulary.more_usual(bare(word))
        usual.append(found or word)
    changed = tuple(usual) != question.words
    return " ".join(usual) if changed else None


def _retyped(text: str) -> tuple[Question, str] | None:
    for other in retyped(text[:MAX_CHARACTERS]):
        guess = understand(other)
        if guess.groups and all(
            engine.exists(Wanted(groups=(group,))) for group in guess.groups
        ):
            return guess, " ".join(guess.words)
    return None


def _likely(word: str) -> list[SearchWord]:
    return (
        vocabulary.same_sound(word)
        or vocabulary.completed(word)
        or vocabulary.slips(word)
    )


def _is_same_word(word: str, other: SearchWord) -> bool:
    """Tell «Леніна» and «Ленина»: one sound, both in Cyrillic letters."""
    return (
        not word.isascii()
        and not other.word.isascii()
        and fold(bare(word)) == other.fold
    )
