"""What changed between two texts, word by word, ready to be shown and read aloud."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 6000
AROUND = 60
SAME, OLD, NEW = "same", "old", "new"


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, went or came; `kind` is same, old or new."""

    kind: str
    text: str


def by_word(before: str, after: str) -> list[Piece]:
    """Give the pieces in reading order; long unchanged runs are cut in the middle.

    Texts beyond a few thousand words are compared as a whole: what went, what came.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [Piece(OLD, before), Piece(NEW, after)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(OLD, "".join(old[a:b])))
        if d > c:
            pieces.append(Piece(NEW, "".join(new[c:d])))
    return _cut(_joined(pieces))


def letters_changed(before: str, after: str) -> int:
    """Count the letters that went and came, word by word."""
    return _letters(before, after, OLD) + _letters(before, after, NEW)


def is_version_of(before: str, after: str) -> bool:
    """Tell whether a text is another one with some words changed, not a new text."""
    whole = len("".join(before.split()))
    return 2 * _letters(before, after, OLD) <= whole and bool(whole and after.strip())


def _letters(before: str, after: str, kind: str) -> int:
    found = (piece.text for piece in by_word(before, after) if piece.kind == kind)
    return sum(len("".join(text.split())) for text in found)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join changes that only a blank parts, so that a phrase is read as one."""
    found: list[Piece] = []
    for piece in pieces:
        blank = piece.kind == SAME and not piece.text.strip()
        if blank and found and found[-1].kind != SAME and piece is not pieces[-1]:
            # The blank belongs to both sides of the change.
            last = found[-1]
            if last.kind == NEW and len(found) > 1 and found[-2].kind == OLD:
                found[-2] = Piece(OLD, found[-2].text + piece.text)
                found[-1] = Piece(NEW, last.text + piece.text)
                continue
        if (
            len(found) > 1
            and piece.kind == OLD
            and (found[-2].kind, found[-1].kind)
            == (
                OLD,
                NEW,
            )
        ):
            found[-2] = Piece(OLD, found[-2].text + piece.text)
            continue
        if found and piece.kind == found[-1].kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
            continue
        found.append(piece)
    return [piece for piece in found if piece.text]


def _cut(pieces: list[Piece]) -> list[Piece]:
    found = []
    for number, piece in enumerate(pieces):
        text = piece.text
        if piece.kind == SAME and len(text) > 3 * AROUND:
            head = "" if number == 0 else text[:AROUND]
            tail = "" if number == len(pieces) - 1 else text[-AROUND:]
            piece = Piece(SAME, f"{head} … {tail}")
        found.append(piece)
    return found
