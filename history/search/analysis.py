"""Owns which terms stand for a word, in the index and in a question alike.

Refuses to know tables. A term is the stem of a dictionary form, made of lowercase
letters and digits only; ё and ґ never occur in it, so a word that begins with ґ is
ours alone (facet words, see ``facets``). Source: design section 6.
"""

import re
from functools import lru_cache

from history.search import dictionary
from history.search.spelling import bare, words

_UKRAINIAN = re.compile(r"[іїєґ']")
_RUSSIAN = re.compile(r"[ыэъё]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff']+\Z")
_VOWEL_END = re.compile(r"[аеиоуыэюяіїє]\Z")
_ADJECTIVE_END = re.compile(r"(?:[иыоі]й|[аяоеє]|ая|яя|ое|ее)\Z")
_KEPT = frozenset({"місто"})  # cut, a town would be a bridge: «міст»
_VERB_END = re.compile(r"(?:ть|ти|чь)(?:ся|сь)?\Z")
_PLURAL_OWNER = re.compile(r"(?<=...)(?:ов|ев|ів|їв)\Z")
_FORM_ENDINGS = """
ами ями ому ему ими ыми ого его ові еві єві ою ею єю ої ій ый ий ой ей им ым ім
их ых ая яя ую юю ое ее ом ем єм ам ям ах ях ію ия ія ии ії
а я у ю е є о и ы і ї й ь
"""
_ENDINGS = sorted(_FORM_ENDINGS.split(), key=len, reverse=True)


def terms(text: str, language: str = "") -> dict[str, tuple[str, ...]]:
    """Return the terms of every different word of a text, by its bare spelling.

    Shape: ``{spelling: (term, …)}`` in the order of first use.
    """
    return terms_in(words(text), language)


def terms_in(clean: list[str], language: str = "") -> dict[str, tuple[str, ...]]:
    """Return the terms of words that :func:`words` gave, in the shape of ``terms``."""
    found: dict[str, tuple[str, ...]] = {}
    for word in clean:
        spelling = bare(word)
        if spelling not in found:
            found[spelling] = terms_of(word, language)
        elif (more := terms_of(word, language)) != found[spelling]:
            found[spelling] = tuple(dict.fromkeys(found[spelling] + more))
    return found


@lru_cache(maxsize=100_000)
def terms_of(word: str, language: str = "") -> tuple[str, ...]:
    """Return the terms of one clean word; without a language, of both dictionaries."""
    if word.isascii():
        if word.isdigit():
            return (word,)
        word = bare(word)
        return (_english_stem(word),)
    if not _CYRILLIC.match(word):
        return (_foreign(bare(word)),)
    found: dict[str, None] = {}
    guessed: dict[str, None] = {}
    for tongue in _tongues(word, language):
        for lemma in dictionary.lemmas(word, tongue):
            stem = _lemma_stem(bare(lemma.text), lemma.part)
            (found if lemma.is_known else guessed)[stem] = None
        if found and tongue == language:
            break  # the record's own language knows the word: no need of another
    if not found:
        found = dict.fromkeys([*_form_stems(bare(word)), *guessed])
    return tuple(found)


def _tongues(word: str, language: str) -> tuple[str, ...]:
    """Choose the dictionaries: letters decide, else the record's language comes first."""
    ukrainian, russian = _UKRAINIAN.search(word), _RUSSIAN.search(word)
    if ukrainian and not russian:
        return ("uk",)
    if russian and not ukrainian:
        return ("ru",)
    return ("ru", "uk") if language == "ru" else dictionary.LANGUAGES


def _lemma_stem(lemma: str, part: str) -> str:
    """Cut the one ending a dictionary form can have."""
    if lemma in _KEPT:
        return lemma
    ending = {"adjective": _ADJECTIVE_END, "verb": _VERB_END}.get(part, _VOWEL_END)
    stem = ending.sub("", lemma)
    return stem if len(stem) >= 2 else lemma


def form_stem(form: str) -> str:
    """Return what is left of a form without its ending, for words no one knows."""
    return _form_stems(form)[0] if _CYRILLIC.match(form) else form


def _form_stems(form: str) -> list[str]:
    """Cut the longest ending of a form no dictionary knows; «-ов» stays and goes."""
    stems = []
    if (shorter := _PLURAL_OWNER.sub("", form)) != form:
        stems.append(shorter)
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form[: -len(ending)]
            break
    return [form, *stems]


def _english_stem(word: str) -> str:
    """Cut the plural and the endings -ed and -ing of an English word."""
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= 3 and re.search("[aeiouy]", stem):
            if stem[-1] == stem[-2] and stem[-1] not in "lsz":
                stem = stem[:-1]
            word = stem
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _foreign(word: str) -> str:
    """Write a word of another script in ASCII, which both engines cut alike."""
    return "u" + "u".join(f"{ord(letter):x}" for letter in word)
