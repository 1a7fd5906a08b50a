"""What people type in a conversation, made safe to be shown: marks, links, emptiness."""

import re
import unicodedata

from django.utils.html import escape, urlize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MARKS = 8
"""So many marks may stand on one letter; more would reach into the lines around it."""
TURNING = dict.fromkeys(
    (*range(32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), ""
)
"""Characters that turn the direction of a line, or do nothing that can be seen."""
UNSEEN = {code: "" for code in TURNING if code not in (9, 10, 13)}
SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.[a-z]{2,}(?:/\S*)?", re.I)


def tidy(words: str) -> str:
    """Give words without what cannot be seen, each line without its loose end."""
    words = words.translate(UNSEEN).translate(SURROGATES)
    return "\n".join(line.rstrip() for line in _bounded(words).strip().splitlines())


def tidy_line(words: str) -> str:
    """Give a name on one line."""
    return " ".join(_bounded(words.translate(SURROGATES)).translate(TURNING).split())


def is_empty(words: str) -> bool:
    """Say whether nothing of it could be seen on paper."""
    return all(unicodedata.category(letter)[0] in "CZM" for letter in words)


def _bounded(words: str) -> str:
    """Keep at most so many marks a letter as a line can hold."""
    kept, marks = [], 0
    for letter in words:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= MARKS:
            kept.append(letter)
    return "".join(kept)


def carries_link(words: str) -> bool:
    """Tell whether anything in it would be shown as a link."""
    return urlize(words, autoescape=True) != escape(words)


def without_links(words: str) -> str:
    """Leave out every address: in our letters nothing is pressed but what is ours."""
    return ADDRESS.sub("[…]", words)


def is_links_only(words: str) -> bool:
    """Tell whether there is nothing to read but addresses."""
    rest = ADDRESS.sub(" ", words)
    return carries_link(words) and sum(one.isalpha() for one in rest) < 2


def too_long(words: str, most: int) -> str:
    """Say by how much words are too long; nothing where they are not."""
    over = len(words) - most
    if over <= 0:
        return ""
    return ngettext(
        "This is too long by %(over)s character: there is room for %(most)s.",
        "This is too long by %(over)s characters: there is room for %(most)s.",
        over,
    ) % {"over": over, "most": most}


def links_only() -> str:
    """Say what a comment of nothing but addresses lacks."""
    return _("Please say in your own words what is behind the link.")
