"""Own the folding that makes slips of typing look alike; refuse to lose a digit."""

import re
import unicodedata

_LETTERS = str.maketrans("іїыєэёґ", "иииеееґ".replace("ґ", "г"), "ъ")
_TO_CYRILLIC = str.maketrans("aceiopxykmthb", "асеиорхукмтнв")
_TO_LATIN = str.maketrans("асеиорхукмтнв", "aceiopxykmthb")
_MARKS = str.maketrans("", "", '«»“”„‟"*_()[]{}<>|')
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⁻", "–"))
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´′ʹ", "'"))
_CYRILLIC = re.compile("[а-яіїєґё]")
_ROMAN_LETTERS = str.maketrans("іхиуⅼ", "ixiyl")
_ROMANS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8,
    "ix": 9, "x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15,
    "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21,
}  # fmt: skip


def plain(text: str) -> str:
    """Give the text in small letters with one kind of each mark."""
    text = text.replace("…", "–")
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn"))
    text = unicodedata.normalize("NFC", text.translate(_APOSTROPHES))
    return " ".join(text.translate(_DASHES).translate(_MARKS).split())


def folded(word: str) -> str:
    """Give the word without the differences that people mix up."""
    return word.lower().replace("'", "").translate(_LETTERS)


def spellings(word: str) -> list[str]:
    """List the foldings of a word, as typed and in one alphabet only."""
    own = folded(word)
    cyrillic, latin = own.translate(_TO_CYRILLIC), own.translate(_TO_LATIN)
    if _CYRILLIC.search(own):
        return [own, cyrillic, latin]
    return [own, cyrillic]


def roman(word: str) -> int | None:
    """Read a Roman numeral in Latin or look-alike Cyrillic letters."""
    return _ROMANS.get(word.translate(_ROMAN_LETTERS))
