"""Owns how typed text becomes groups of terms, and how it is mended when it fails."""

from dataclasses import dataclass, replace

from history.models import SearchWord
from history.search import engine, vocabulary
from history.search.analysis import terms_of
from history.search.engine import Wanted
from history.search.folding import fold, retyped
from history.search.spelling import bare, words
from history.search.synonyms import widened

MAX_CHARACTERS = 200
MAX_WORDS = 16
_MAX_GROUP = 40
_LITTLE_WORDS = """
и в во на с со у о об от до по за из к ко а но не для при как что это
й і з із зі від та але як що це біля
the a an of in on at to and or by for with from
"""
_SILENT = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the words as typed and the terms that answer each of them."""

    words: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    was_cut: bool = False


def understand(text: str) -> Question:
    """Read a question; words without weight are left out unless there is nothing else.

    Never raises, whatever the text: what is too long is cut, and ``was_cut`` says so.
    """
    typed = words(text[:MAX_CHARACTERS])
    cut = typed[:MAX_WORDS]
    weighty = [word for word in cut if bare(word) not in _SILENT] or cut
    different = tuple(dict.fromkeys(weighty))
    return Question(
        words=different,
        groups=tuple(widened(terms_of(word))[:_MAX_GROUP] for word in different),
        was_cut=len(text.strip()) > MAX_CHARACTERS or len(typed) > MAX_WORDS,
    )


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
            group = tuple(terms)[:_MAX_GROUP]
        spelled.append(word)
        groups.append(group)
    mend = replace(question, words=tuple(spelled), groups=tuple(groups))
    return mend, " ".join(spelled) if is_news else None


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
