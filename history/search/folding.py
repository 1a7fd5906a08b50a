"""Owns the Latin skeleton of a word: what stays of it in any alphabet or typing slip.

Refuses tables. «Завод», ``zavod`` and «завод» typed on the other keyboard meet here.
"""

import re
from binascii import crc32

MIN_MENDED_LETTERS = 4
_MAX_KEYED_LETTERS = 24
_LETTERS = str.maketrans(
    {
        "а": "a", "я": "ia", "б": "b", "в": "v", "г": "h", "ґ": "h", "х": "h",
        "д": "d", "е": "e", "є": "e", "э": "e", "ё": "e", "ж": "z", "з": "z",
        "и": "i", "і": "i", "ї": "i", "ы": "i", "й": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "ш": "s",
        "щ": "s", "т": "t", "у": "u", "ю": "iu", "ф": "f", "ц": "c", "ч": "c",
        "ь": "", "ъ": "", "g": "h", "j": "i", "y": "i", "w": "v", "q": "k", "x": "ks",
    }
)  # fmt: skip
_DIGRAPHS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("zh", "z"),
    ("ts", "c"), ("tz", "c"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_SOFTENED = re.compile(r"i+(?=[aeou])")
_KEYBOARD = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю'"
_RETYPED = [
    str.maketrans(_KEYBOARD, _RUSSIAN_KEYS),
    str.maketrans(_KEYBOARD, _UKRAINIAN_KEYS),
    str.maketrans(_RUSSIAN_KEYS, _KEYBOARD),
    str.maketrans(_UKRAINIAN_KEYS, _KEYBOARD),
]


def fold(word: str) -> str:
    """Return the skeleton: «щ», ``shch``, ``sch`` and «ш» all become ``s``."""
    word = word.translate(_LETTERS)
    for letters, one in _DIGRAPHS:
        word = word.replace(letters, one)
    word = _TWICE.sub(r"\1", _SOFTENED.sub("", word))
    return word[:80]


def keys(skeleton: str) -> set[int]:
    """Return hashes of a skeleton whole and with each one letter left out.

    Words too short or too long to be mended, and numbers, have none.
    """
    if not MIN_MENDED_LETTERS <= len(skeleton) <= _MAX_KEYED_LETTERS:
        return set()
    if skeleton.isdigit():
        return set()
    shorter = (skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton)))
    return {_hash(text) for text in (skeleton, *shorter)}


def retyped(text: str) -> list[str]:
    """Return what the same keys write on the other keyboard layouts."""
    found = (text.casefold().translate(table) for table in _RETYPED)
    return list(dict.fromkeys(one for one in found if one != text.casefold()))


def distance(one: str, other: str, limit: int = 2) -> int:
    """Count single slips between two words: add, drop, change or swap a letter."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i] + [0] * len(other)
        for j, second in enumerate(other, 1):
            row[j] = min(
                before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != second)
            )
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == second:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _hash(text: str) -> int:
    """Return a crc32 as a signed number, to fit a column of four bytes."""
    return crc32(text.encode()) - 2**31
