"""Tell texts that are nearly the same: one advertisement under thirty pictures.

The mark of a text is a number of 64 bits made of all its runs of four letters; texts
with most of these in common differ in few bits. Letters of two alphabets that look the
same are one letter, as those who advertise exchange them.
"""

import hashlib
import unicodedata

from contributions.reserved import LOOK_ALIKES
from contributions.spoken import ADDRESS

RUN = 4
LEAST_LETTERS = 40
"""Of shorter texts many are the same with good reason: "thank you, I remember it"."""
LOOKED_AT_LETTERS = 1500
NEAR_BITS = 12
BITS = 64


def folded(words: str) -> str:
    """Leave nothing but letters that a reader could tell apart."""
    said = ADDRESS.sub(" ", words.casefold())
    plain = unicodedata.normalize("NFKD", said)
    letters = "".join(one for one in plain if one.isalpha())
    return letters.translate(LOOK_ALIKES)


def mark_of(words: str) -> int | None:
    """Give the mark of a text as a signed number; None where it is too short."""
    letters = folded(words)[:LOOKED_AT_LETTERS]
    if len(letters) < LEAST_LETTERS:
        return None
    sums = [0] * BITS
    for start in range(len(letters) - RUN + 1):
        run = letters[start : start + RUN].encode()
        number = int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big")
        for bit in range(BITS):
            sums[bit] += 1 if number >> bit & 1 else -1
    mark = sum(1 << bit for bit in range(BITS) if sums[bit] > 0)
    return mark - (1 << BITS) if mark >> (BITS - 1) else mark


def is_near(one: int, other: int) -> bool:
    """Say whether two marks are of nearly the same text."""
    return ((one ^ other) & ((1 << BITS) - 1)).bit_count() <= NEAR_BITS
