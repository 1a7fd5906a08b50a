"""Own the walk over tokens; refuse to know what they mean together."""

from collections.abc import Sequence
from datetime import date

from history.dates.refusal import NotADate
from history.dates.scan import Token

_LOOSE = {"circa", "unsure", "but", "or", "before", "after", "until", "since"}


class Cursor:
    """Walk over tokens from left to right."""

    def __init__(self, found: Sequence[Token], today: date) -> None:
        """Begin at the first token."""
        self.found = _tidy(found)
        self.at = 0
        self.today = today

    def done(self) -> bool:
        """Say whether nothing is left."""
        return self.at >= len(self.found)

    def is_last(self) -> bool:
        """Say whether this is the last token."""
        return self.at == len(self.found) - 1

    def peek(self, ahead: int = 0) -> str:
        """Name the kind of the next token, or nothing at the end."""
        at = self.at + ahead
        return self.found[at].kind if at < len(self.found) else ""

    def text(self) -> str:
        """Give the words of the next token."""
        return self.found[self.at].text

    def take(self) -> Token:
        """Take the next token, or refuse where there is none."""
        if self.done():
            raise NotADate("not_understood")
        self.at += 1
        return self.found[self.at - 1]

    def skip(self, *kinds: str) -> None:
        """Pass over tokens of these kinds."""
        while self.peek() in kinds:
            self.at += 1

    def ahead(self, *kinds: str) -> bool:
        """Say whether a token of these kinds is still to come."""
        return any(token.kind in kinds for token in self.found[self.at + 1 :])

    def doubts(self) -> str:
        """Take every word of doubt here and give its EDTF sign."""
        signs = ""
        while self.peek() in ("circa", "unsure", "both"):
            kind = self.take().kind
            signs += {"circa": "~", "unsure": "?", "both": "~?"}[kind]
        if self.peek() == "c" and self.text() == "c" and signs:
            self.take()
        return "%" if "~" in signs and "?" in signs else signs[:1]


def _tidy(found: Sequence[Token]) -> list[Token]:
    """Drop the commas and dashes that only stand beside words of doubt or limit."""
    tidy = [token for token in found if token.kind != "fill"]
    while tidy and tidy[0].kind in ("comma", "or"):
        tidy = tidy[1:]
    while tidy and tidy[-1].kind == "comma":
        tidy = tidy[:-1]
    kept: list[Token] = []
    for at, token in enumerate(tidy):
        previous = tidy[at - 1].kind if at else ""
        following = tidy[at + 1].kind if at + 1 < len(tidy) else ""
        ends = at + 2 == len(tidy)
        if token.kind == "comma" and (_LOOSE & {previous, following}):
            continue
        hangs = previous in ("before", "after") or (following == "circa" and ends)
        hangs = hangs or (previous == "part" and following == "to")
        hangs = hangs or (previous == "to" and following == "part")
        if token.text == "-" and hangs:
            continue
        kept.append(token)
    return kept
