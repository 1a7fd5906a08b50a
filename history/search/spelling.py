"""Owns how written text becomes clean words; refuses to know any grammar."""

import re
import unicodedata

MAX_WORD_LETTERS = 40

_PLAIN = re.compile(r"[a-zа-щы-яіїє0-9 .,;:!?()«»„“”\"'\n\r\t–—-]*\Z")
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘`´′ʹ＇‛ʻ\u02b9\u055a\ua78c"), "'")
_LOOSE_APOSTROPHE = re.compile(r"(?<=[бпвмфрк])[\"*](?=[яюєї])")
_MARKS = re.compile(
    r"[\u0300-\u0305\u0307\u0309-\u036f]|(?<![\u0400-\u04ff])[\u0306\u0308]"
)
_LATIN_YI = re.compile(r"ï(?=[а-яіїє])|(?<=[а-яіїє])ï")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RUNS = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_SCRIPTS = re.compile(r"[a-z']+|[^a-z']+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]")
_ENGLISH_OWNER = re.compile(r"(?<=[a-z])'s?\Z")
_LETTERS = str.maketrans({"ё": "е", "ґ": "г"})
_BEFORE_1918 = str.maketrans({"ѣ": "е", "ѳ": "ф", "ѵ": "и"})
_SILENT_END = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])ъ\b")
_TO_CYRILLIC = str.maketrans("aceiopxyhkmtbjs", "асеіорхункмтвјѕ")
_TO_LATIN = str.maketrans("асеіорхукмтвн", "aceiopxykmtbh")
_LIKE_CYRILLIC = frozenset("aceiopxyhkmtb'")
_LIKE_LATIN = frozenset("асеіорхукмтвн'")


def clean(text: str) -> str:
    """Make one spelling of many: case, width, stress, ghosts, kinds of apostrophe.

    Lets ё and ґ stand, because the dictionaries tell words apart by them.
    """
    text = text.casefold()
    if _PLAIN.match(text):
        return _LOOSE_APOSTROPHE.sub("'", text)
    text = unicodedata.normalize("NFKC", text.replace("№", " "))
    text = text.casefold().translate(_APOSTROPHES)
    text = "".join(
        letter if (kind := unicodedata.category(letter))[0] != "C" else
        ("" if kind == "Cf" else " ")
        for letter in text
    )  # fmt: skip
    text = _SILENT_END.sub("", _LATIN_YI.sub("ї", text).translate(_BEFORE_1918))
    text = _MARKS.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text)
    return _LOOSE_APOSTROPHE.sub("'", text)


def words(text: str) -> list[str]:
    """Return the words of a text in order: letters or digits, never both.

    A word keeps its apostrophe, as in «м'ята», for the dictionary to see.
    """
    found = []
    for token in _TOKEN.findall(clean(text)):
        for run in _RUNS.findall(token) if not token.isalpha() else (token,):
            for word in _one_script(run):
                word = _ENGLISH_OWNER.sub("", word) if word[0] < "\x80" else word
                word = word.strip("'")[:MAX_WORD_LETTERS]
                if word:
                    found.append(_digits(word) if word[0].isdigit() else word)
    return found


def bare(word: str) -> str:
    """Return the spelling we compare by: no apostrophe, е for ё, г for ґ."""
    return word.replace("'", "").translate(_LETTERS)


def _one_script(word: str) -> list[str]:
    """Mend look-alike letters of the other script, or part what is truly mixed."""
    latin = len(_LATIN.findall(word))
    if not latin or latin == len(word):
        return [word]
    cyrillic = len(_CYRILLIC.findall(word))
    if not cyrillic:
        return [word]
    letters = set(word)
    strange = {letter for letter in letters if letter < "\x80"}
    if cyrillic >= latin and strange <= _LIKE_CYRILLIC:
        return [word.translate(_TO_CYRILLIC)]
    own = {letter for letter in letters if letter >= "\x80"}
    if latin >= cyrillic and own <= _LIKE_LATIN:
        return [word.translate(_TO_LATIN)]
    return _SCRIPTS.findall(word)


def _digits(word: str) -> str:
    """Write digits of any script as 0 to 9; drop signs that only look like digits."""
    if word.isascii():
        return word
    return "".join(
        str(value)
        for letter in word
        if (value := unicodedata.decimal(letter, None)) is not None
    )
